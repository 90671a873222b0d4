// SPDX-License-Identifier: GPL-3.0-or-later

// Recordings as pcapng, as tshark reads them.

#include "models/export/Export.h"
#include "models/export/InternetPackets.h"
#include "models/export/PacketMaker.h"
#include "models/record/Recording.h"
#include "tests/models/Deltas.h"
#include "tests/support/TShark.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <malloc.h>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;
using loop::ConnectionState;
using loop::EventKind;
using loop::TransportKind;
using ::test::TShark;

namespace {

const QStringList Checksums {u"ip.checksum.status"_s, u"tcp.checksum.status"_s,
                             u"udp.checksum.status"_s};

void opened(loop::Delta &in, std::uint64_t id, TransportKind kind, const std::string &local,
            const std::string &peer, loop::Role role = loop::Role::Server)
{
    loop::ConnectionOpened made;
    made.id.value = id;
    made.context.value = 7;
    made.kind = kind;
    made.role = role;
    made.local = local;
    made.peer = peer;
    made.time = in.time;
    in.opened.push_back(made);
    addEvent(in, EventKind::Connect, id, {}, "accepted from " + peer);
}

void ended(loop::Delta &in, std::uint64_t id, ConnectionState state = ConnectionState::Closed,
           const std::string &error = {})
{
    addEvent(in, error.empty() ? EventKind::Close : EventKind::Error, id, {}, error);
    loop::ConnectionSample &last = sample(in, id);
    last.state = state;
    last.closed = in.time;
    last.error = error;
}

std::string noise(std::size_t size, std::uint32_t seed)
{
    std::string made(size, '\0');
    for (char &byte : made)
        byte = static_cast<char>((seed = seed * 1664525 + 1013904223) >> 24);
    return made;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

qint64 peakAfterReset()
{
    ::malloc_trim(0);
    QFile file(u"/proc/self/clear_refs"_s);
    if (file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        file.write("5");
    return 0;
}

qint64 kilobytes(const char *name)
{
    for (const QByteArray &line : contentOf(u"/proc/self/status"_s).split('\n')) {
        if (line.startsWith(name))
            return line.simplified().split(' ').at(1).toLongLong();
    }
    return 0;
}

} // namespace

class PacketExportTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<Recording> file_;

    QString target() const { return folder_.filePath(u"x.pcapng"_s); }
    TShark exported(const Export::Options &options = Export::Options())
    {
        file_->flush();
        const auto outcome = Export::run(file_->path(), target(), options);
        if (!outcome || *outcome != Export::Outcome::Done)
            qWarning("%s", qPrintable(outcome.problem()));
        return TShark(target());
    }
    void apply(const loop::Delta &delta) { file_->apply(delta); }

private Q_SLOTS:
    void init()
    {
        QFile::remove(target());
        file_ = std::make_unique<Recording>();
        SessionRecord session;
        session.id.value = 7;
        session.kind = u"echo"_s;
        session.address = u"127.0.0.1:8881"_s;
        file_->record(session);
    }

    void bothWaysAreFollowedByteForByte()
    {
        struct Case {
            TransportKind kind;
            std::string local, peer;
            loop::Role role;
            QByteArray node; // that speaks first, as the packets have it
        };
        using enum TransportKind;
        using enum loop::Role;
        const Case cases[] {
            {Tcp, "127.0.0.1:8881", "127.0.0.1:49152", Server, "127.0.0.1:49152"},
            {Tcp, "10.1.2.3:49152", "10.1.2.4:8881", Client, "10.1.2.3:49152"},
            {Tcp, "[::1]:8881", "[fe80::1%lo]:49152", Server, "[fe80::1]:49152"},
            {Tls, "127.0.0.1:8883", "127.0.0.1:49152", Server, "127.0.0.1:49152"},
            {Unix, "/tmp/echo.sock", "", Server, "198.19.0.5:49152"},
            {Pipe, "", "", Client, "198.19.0.6:49152"},
        };
        loop::Delta made = delta(Second);
        QStringList streams;
        for (std::uint64_t id = 1; const Case &each : cases) {
            opened(made, id++, each.kind, each.local, each.peer, each.role);
            streams << u"tcp,%1"_s.arg(streams.size());
        }
        std::string in[std::size(cases)], out[std::size(cases)];
        for (const std::size_t size : {1, 2, 1000, 65'483, 65'484, 1'000'003}) {
            made.time += Millisecond;
            for (std::size_t i = 0; i < std::size(cases); ++i) { // by turns
                const auto seed = std::uint32_t(2 * i);
                const std::string said = noise(size, seed), answered = noise(size + 1, seed + 1);
                addEvent(made, EventKind::DataIn, i + 1, said);
                addEvent(made, EventKind::DataOut, i + 1, answered);
                in[i] += said;
                out[i] += answered;
            }
        }
        made.time += Millisecond;
        for (std::size_t i = 0; i < std::size(cases); ++i) {
            addEvent(made, EventKind::Eof, i + 1);
            addEvent(made, EventKind::DataOut, i + 1, "bye");
            out[i] += "bye";
            ended(made, i + 1);
        }
        apply(made);
        const TShark shark = exported();
        const auto [packets, complaints, followed]
            = shark.look(Checksums + QStringList {u"ip.version"_s}, streams);
        QCOMPARE(complaints, QStringList());
        QVERIFY2(shark.problem().isEmpty(), shark.problem());
        for (std::size_t i = 0; i < std::size(cases); ++i) {
            const auto stream = followed.value(streams[qsizetype(i)]);
            const bool server = cases[i].role == Server;
            QCOMPARE(stream.nodes[0], cases[i].node);
            QVERIFY2(stream.said[server ? 0 : 1] == QByteArray::fromStdString(in[i]),
                     cases[i].node);
            QVERIFY2(stream.said[server ? 1 : 0] == QByteArray::fromStdString(out[i]),
                     cases[i].node);
        }
        QVERIFY(packets.size() > 20 * qsizetype(std::size(cases)));
        for (const QByteArrayList &packet : packets) {
            QVERIFY(packet[0] == "1" || packet[3] != "4"); // IPv6 has none
            QCOMPARE(packet[1], "1"); // good
        }
    }

    void datagramsOfAnySizeAreWhole()
    {
        loop::Delta made = delta(Second);
        QByteArrayList sizes;
        std::string said; // by each of the two
        for (const std::uint64_t id : {1, 2}) {
            opened(made, id, TransportKind::Udp, id == 1 ? "127.0.0.1:8881" : "[::1]:8881",
                   id == 1 ? "127.0.0.1:49152" : "[::1]:49152");
            sizes.clear();
            said.clear();
            for (const std::size_t size : {0, 1, 1472, 65'507}) {
                said += noise(size, 3);
                addEvent(made, EventKind::DataIn, id, noise(size, 3));
                sizes << QByteArray::number(qlonglong(size + 8));
            }
            addEvent(made, EventKind::DataOut, id, "answer");
        }
        apply(made);
        const TShark shark = exported();
        const auto [packets, complaints, followed]
            = shark.look({u"udp.length"_s, u"udp.checksum.status"_s,
                          u"frame.packet_flags_direction"_s, u"udp.payload"_s, u"udp.srcport"_s},
                         {u"udp,0"_s, u"udp,1"_s});
        QCOMPARE(complaints, QStringList());
        QCOMPARE(packets.size(), 10);
        for (const qsizetype begin : {0, 5}) {
            for (qsizetype i = 0; i < 4; ++i) {
                const QByteArrayList &packet = packets[begin + i];
                QCOMPARE(packet[0], sizes[i]);
                QCOMPARE(packet[1], "1");
                QCOMPARE(packet[2].right(1), "1"); // inbound
                QCOMPARE(QByteArray::fromHex(packet[3]).size(), sizes[i].toInt() - 8);
            }
            QCOMPARE(packets[begin + 4][2].right(1), "2");
            QCOMPARE(packets[begin + 4][4], "8881");
            const auto stream = followed.value(begin == 0 ? u"udp,0"_s : u"udp,1"_s);
            QVERIFY(stream.said[0] == QByteArray::fromStdString(said));
            QCOMPARE(stream.said[1], "answer");
        }
    }

    void aConnectionEndsAsItDid()
    {
        struct Case {
            ConnectionState state;
            QByteArrayList flags; // of the last packets
            QByteArray direction;
        };
        const QList<Case> cases {{ConnectionState::Closed, {"0x0011", "0x0011", "0x0010"}, "2"},
                                 {ConnectionState::Reset, {"0x0014"}, "1"},
                                 {ConnectionState::Aborted, {"0x0014"}, "2"},
                                 {ConnectionState::Open, {"0x0018"}, "1"}};
        loop::Delta made = delta(Second);
        QStringList streams;
        for (std::uint64_t id = 1; const Case &each : cases) {
            opened(made, id, TransportKind::Tcp, "127.0.0.1:8881",
                   "127.0.0.1:" + std::to_string(49'151 + id));
            addEvent(made, EventKind::DataIn, id, "hello");
            if (each.state != ConnectionState::Open)
                ended(made, id, each.state,
                      each.state == ConnectionState::Reset ? "Connection reset by peer" : "");
            streams << u"tcp,%1"_s.arg(id++ - 1);
        }
        apply(made);
        const TShark shark = exported();
        const auto [all, complaints, followed]
            = shark.look({u"tcp.flags"_s, u"frame.packet_flags_direction"_s, u"frame.comment"_s,
                          u"tcp.stream"_s},
                         streams);
        QCOMPARE(complaints.size(), 2); // the resets are intended
        for (const QString &complaint : complaints)
            QVERIFY2(complaint.contains(u"Connection reset (RST)"), qPrintable(complaint));
        for (qsizetype i = 0; i < cases.size(); ++i) {
            const auto &[state, flags, direction] = cases[i];
            QList<QByteArrayList> packets;
            for (const QByteArrayList &packet : all) {
                if (packet[3] == QByteArray::number(i))
                    packets << packet;
            }
            QCOMPARE(followed.value(streams[i]).said[0], "hello");
            QCOMPARE(packets.size(), 4 + (state == ConnectionState::Open ? 0 : flags.size()));
            const auto last = packets.last(flags.size());
            for (qsizetype k = 0; k < flags.size(); ++k)
                QCOMPARE(last[k][0], flags[k]);
            QCOMPARE(last.first()[1].right(1), direction);
            QCOMPARE(last.last()[2].contains("Connection reset by peer"),
                     state == ConnectionState::Reset);
        }
    }

    // Both ends run here, and a port is used again: three conversations of the same addresses.
    void conversationsOfTheSameAddressesAreKeptApart()
    {
        loop::Delta made = delta(Second);
        opened(made, 5, TransportKind::Tcp, "127.0.0.1:8881", "127.0.0.1:49152");
        opened(made, 6, TransportKind::Tcp, "127.0.0.1:49152", "127.0.0.1:8881",
               loop::Role::Client);
        addEvent(made, EventKind::DataOut, 6, "hello");
        addEvent(made, EventKind::DataIn, 5, "hello");
        ended(made, 6);
        ended(made, 5);
        opened(made, 7, TransportKind::Tcp, "127.0.0.1:8881", "127.0.0.1:49152");
        addEvent(made, EventKind::DataIn, 7, "again");
        apply(made);
        const auto seen = exported().look(
            {u"tcp.stream"_s, u"tcp.payload"_s, u"tcp.dstport"_s, u"ip.src"_s, u"frame.comment"_s});
        QCOMPARE(seen.complaints, QStringList());
        QList<QByteArrayList> said;
        QByteArray ofItsOwn; // what is said of that address
        for (const QByteArrayList &packet : seen.packets) {
            if (!packet[1].isEmpty())
                said << packet.first(3);
            if (packet[3] == "127.64.0.6" && ofItsOwn.isEmpty())
                ofItsOwn = packet[4];
        }
        const QByteArrayList hello {"1", "68656c6c6f", "8881"}, heard {"0", "68656c6c6f", "8881"},
            again {"2", "616761696e", "8881"};
        QCOMPARE(said, (QList<QByteArrayList> {hello, heard, again}));
        QVERIFY2(ofItsOwn.contains("one of its own"), ofItsOwn);
    }

    void whatIsMissingIsAGapAndCounted()
    {
        loop::Delta made = delta(Second);
        opened(made, 5, TransportKind::Tcp, "127.0.0.1:8881", "127.0.0.1:49152");
        addEvent(made, EventKind::DataIn, 5, "kept").bytes = 200'000;
        addEvent(made, EventKind::DataIn, 5, "after");
        opened(made, 6, TransportKind::Udp, "127.0.0.1:8882", "127.0.0.1:49153");
        addEvent(made, EventKind::DataIn, 6, "kept").bytes = 1000;
        apply(made);
        const auto packets
            = exported().fields({u"tcp.seq"_s, u"frame.drop_count"_s, u"frame.comment"_s,
                                 u"frame.len"_s, u"frame.cap_len"_s, u"udp.length"_s},
                                u"tcp.len > 0 or udp"_s);
        QCOMPARE(packets.size(), 3);
        const QByteArrayList &after = packets[1];
        QCOMPARE(after[0], "200001");
        QCOMPARE(after[1], "4"); // segments
        QVERIFY2(after[2].contains("199996 bytes received before this were not kept"), after[2]);
        QCOMPARE(packets[2].sliced(3), (QByteArrayList {"1028", "32", "1008"}));
    }

    void eachSessionIsAnInterface()
    {
        SessionRecord other;
        other.id.value = 8;
        other.kind = u"load"_s;
        other.address = u"127.0.0.1:8882"_s;
        file_->record(other);
        loop::Delta made = delta(Second);
        for (const std::uint64_t id : {1, 2}) {
            opened(made, id, TransportKind::Udp, "127.0.0.1:8881",
                   "127.0.0.1:" + std::to_string(50'000 + id));
            made.opened.back().context.value = 6 + id;
            addEvent(made, EventKind::DataIn, id, "hello").context.value = 6 + id;
        }
        apply(made);
        QCOMPARE(
            exported().fields({u"frame.interface_id"_s, u"frame.interface_name"_s}),
            (QList<QByteArrayList> {{"0", "echo 127.0.0.1:8881"}, {"1", "load 127.0.0.1:8882"}}));
    }

    void commentsNameTaskLineFaultAndWarning()
    {
        loop::Delta made = delta(Second + 123'456'789);
        task(made, 9);
        opened(made, 5, TransportKind::Tcp, "127.0.0.1:8881", "127.0.0.1:49152");
        made.notes.push_back({loop::ConnectionId {5}, 77, "curl", loop::ConnectionId {6}});
        addEvent(made, EventKind::Fault, 5, {}, "latency 12 ms");
        addEvent(made, EventKind::Warning, 0, {}, "Executing took 0.2 seconds");
        addEvent(made, EventKind::DataIn, 5, "hello").task.value = 9;
        apply(made);
        const TShark shark = exported();
        const auto packets = shark.fields(
            {u"tcp.len"_s, u"frame.comment"_s, u"frame.interface_name"_s, u"frame.time_epoch"_s});
        const auto &last = packets.last();
        QCOMPARE(last[0], "5");
        for (const char *part :
             {"Task-9", "Deltas.h:", "Fault: latency 12 ms", "Warning: Executing took 0.2 seconds"})
            QVERIFY2(last[1].contains(part), last[1]);
        QCOMPARE(last[2], "echo 127.0.0.1:8881");
        QCOMPARE(last[3], QByteArray::number((Epoch + Second) / Second) + ".123456789");
        for (const char *part : {"Peer: curl, pid 77", "Passed on over connection 6"})
            QVERIFY2(packets.first()[1].contains(part), packets.first()[1]);
        QVERIFY(contentOf(target()).contains("Synthetic: made by Loopscope"));
    }

    // RFC 768: 0 says that there is none.
    void aDatagramHasAChecksumWhateverItsBytes()
    {
        using namespace models::internet;
        const Endpoint from = ipv4(0x7f000001, 4000), to = ipv4(0x7f000001, 5000);
        constexpr std::size_t at = 20 + 6; // behind the header of IPv4
        int allOnes = 0;
        for (unsigned value = 0; value < 0x10000; ++value) {
            const char data[] {static_cast<char>(value >> 8), static_cast<char>(value)};
            std::string packet;
            const std::string_view bytes(data, 2);
            appendUdp(packet, from, to, {&bytes, 1}, 2);
            QVERIFY2(packet[at] != 0 || packet[at + 1] != 0, qPrintable(QString::number(value)));
            allOnes += packet[at] == '\xff' && packet[at + 1] == '\xff';
        }
        QVERIFY(allOnes > 0); // that one was among them
    }

    void aFilterAndASpanOfTimeLeaveTheRestOut()
    {
        loop::Delta made = delta(Second);
        for (std::uint64_t id = 1; id <= 3; ++id) {
            made.time += Second;
            opened(made, id, TransportKind::Tcp, "127.0.0.1:8881",
                   "127.0.0.1:" + std::to_string(50'000 + id));
            addEvent(made, EventKind::DataIn, id, "hello");
        }
        apply(made);
        Export::Options filtered, later, between;
        filtered.shows = [](const StoredEvent &event, const QString &session) {
            return event.connection == 2 && session == u"echo 127.0.0.1:8881";
        };
        later.first = between.first = between.last = Epoch + 3 * Second;
        QByteArray sections; // a capture may have several: one run of tshark reads all
        for (const Export::Options &options : {filtered, later, between}) {
            exported(options);
            sections += contentOf(target());
        }
        QFile file(target());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(sections) == sections.size());
        file.close();
        QCOMPARE(TShark(target()).fields({u"frame.section_number"_s, u"tcp.srcport"_s},
                                         u"tcp.len > 0"_s),
                 (QList<QByteArrayList> {
                     {"1", "50002"}, {"2", "50002"}, {"2", "50003"}, {"3", "50002"}}));
    }

    // Merged data of a live loop lies between that of others.
    void bytesInPiecesAreFollowed()
    {
        loop::Delta made = delta(Second);
        opened(made, 5, TransportKind::Tcp, "127.0.0.1:8881", "127.0.0.1:49152");
        made.text = "one,other,two,three";
        made.pieces = {{0, 4, 2}, {4, 6, loop::PayloadPiece::Last}, {10, 4, 3}, {14, 5}};
        loop::LogEvent &event = addEvent(made, EventKind::DataIn, 5);
        event.inPieces = true;
        event.payloadAt = 0;
        event.payloadSize = 13;
        event.bytes = 13;
        event.merged = 3;
        QByteArray packets;
        PacketMaker maker(
            [&packets](std::string_view blocks) {
                packets.append(blocks.data(), qsizetype(blocks.size()));
            },
            {});
        maker.apply(made);
        maker.end();
        QFile file(target());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(packets) == packets.size());
        file.close();
        const TShark shark(target());
        const auto seen = shark.look({u"tcp.len"_s}, {u"tcp,0"_s});
        QCOMPARE(seen.complaints, QStringList());
        QCOMPARE(seen.streams[u"tcp,0"_s].said[0], "one,two,three");
        QCOMPARE(seen.packets.size(), 4); // as of one message: a packet each would cost many times
        QCOMPARE(seen.packets[3][0], "13");
    }

    // 100 MB of payload, with neither all of it nor of a segment in memory.
    void aHundredMegabytesPassInBoundedMemoryAndAreFollowed()
    {
        const std::string piece = noise(1'000'000, 4);
        for (int i = 0; i < 100; ++i) {
            loop::Delta made = delta(Second + i * Millisecond);
            if (i == 0)
                opened(made, 5, TransportKind::Tcp, "127.0.0.1:8881", "127.0.0.1:49152");
            addEvent(made, EventKind::DataIn, 5, piece);
            apply(made);
            if (i % 10 == 9)
                file_->flush();
        }
        file_->flush();
        peakAfterReset();
        const qint64 before = kilobytes("VmHWM:");
        QCOMPARE(*Export::run(file_->path(), target()), Export::Outcome::Done);
        [[maybe_unused]] const qint64 grown = kilobytes("VmHWM:") - before;
#ifndef __SANITIZE_ADDRESS__
        QVERIFY2(grown < 40 * 1024, qPrintable(QString::number(grown) + u" kB"_s));
#endif
        const TShark shark(target());
        const auto seen = shark.look({}, {u"tcp,0"_s});
        QCOMPARE(seen.complaints, QStringList());
        const QByteArray &said = seen.streams[u"tcp,0"_s].said[0];
        QCOMPARE(said.size(), 100'000'000);
        for (qsizetype i = 0; i < said.size(); i += 1'000'000)
            QVERIFY(QByteArrayView(said).sliced(i, 1'000'000)
                    == QByteArrayView(piece.data(), 1'000'000));
    }
};

QTEST_GUILESS_MAIN(PacketExportTest)
#include "PacketExportTest.moc"
