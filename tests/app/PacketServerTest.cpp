// SPDX-License-Identifier: GPL-3.0-or-later

// Readers of packets that are served: what each gets when it comes late, when it is
// slow, and when there are too many of them.

#include "app/PacketServer.h"
#include "tests/models/Deltas.h"

#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <memory>
#include <vector>

using namespace models::test;
using namespace std::chrono_literals;
using app::PacketServer;

namespace {

constexpr int patience = 20'000; // ms

class Reader {
public:
    explicit Reader(const PacketServer &server)
    {
        socket.setReadBufferSize(64 << 10);
        socket.connectToHost(QStringLiteral("127.0.0.1"), server.address().port);
    }
    // Until it has so many bytes more, or all.
    bool read(qint64 more = std::numeric_limits<qint64>::max())
    {
        const qint64 wanted = more == std::numeric_limits<qint64>::max() ? more : got.size() + more;
        while (got.size() < wanted
               && (socket.bytesAvailable() > 0 || socket.waitForReadyRead(patience)))
            got += socket.read(wanted - got.size());
        return got.size() >= wanted || socket.state() == QTcpSocket::UnconnectedState;
    }
    QTcpSocket socket;
    QByteArray got;
};

loop::Delta said(const std::string &words, bool begins = false)
{
    static std::int64_t time = Second;
    loop::Delta made = delta(time += Millisecond);
    if (begins)
        open(made, 5);
    addEvent(made, loop::EventKind::DataIn, 5, words);
    return made;
}

// Of a loop that keeps no data: what connection 5 has received by then, in messages of 1 MB.
loop::Delta counted(std::uint64_t messages)
{
    loop::Delta made = said("");
    made.events.clear();
    loop::ConnectionSample &sums = sample(made, 5);
    sums.messagesIn = messages;
    sums.bytesIn = messages * 1'000'000;
    return made;
}

} // namespace

class PacketServerTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Each time a little is read there is room for a little: it gets nothing of that before half of
    // what waited is gone, or its file would be full of holes.
    void aSlowReaderIsLetInAgainOnceHalfIsGone()
    {
        PacketServer server({QStringLiteral("127.0.0.1"), 0});
        Reader reader(server);
        QVERIFY(reader.socket.waitForConnected(patience));
        reader.socket.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 64 << 10);
        server.apply(said("begin", true));
        QVERIFY(reader.read(100)); // it is one of the readers now
        const std::string much(1'000'000, 'x');
        for (int i = 0; i < 40; ++i)
            server.apply(said(much));
        for (int i = 0; i < 60; ++i) { // 4 MB of 16 MiB; the kernel lets some go at a time
            QVERIFY(reader.read(66'000));
            server.apply(said("too early"));
        }
        QVERIFY(reader.read(10'000'000 - reader.got.size()));
        for (int i = 0; i < 200 && !reader.got.contains("in time"); ++i) {
            server.apply(said("in time"));
            while (reader.socket.waitForReadyRead(20))
                reader.got += reader.socket.readAll();
        }
        QVERIFY(reader.got.contains("in time"));
        QVERIFY(!reader.got.contains("too early"));
        reader.socket.abort();
        server.end(5s);
    }

    // It costs the loops nothing then, and the gap is as large as what they sent meanwhile.
    void whileAllReadersAreFullLoopsNeedKeepNothing()
    {
        PacketServer server({QStringLiteral("127.0.0.1"), 0});
        QList<int> readers;
        const QObject context; // what it is told late comes to nobody
        connect(&server, &PacketServer::readersChanged, &context, [&](int now) {
            readers << now;
            server.dataWanted(now > 0); // as the program does
        });
        Reader reader(server);
        QVERIFY(reader.socket.waitForConnected(patience));
        reader.socket.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 64 << 10);
        QTRY_COMPARE(readers, QList<int> {1});
        const std::string much(1'000'000, 'x');
        std::uint64_t messages = 0;
        const auto sayMuch = [&] {
            loop::Delta made = said(much, messages == 0);
            loop::ConnectionSample &sums = sample(made, 5);
            sums.messagesIn = ++messages;
            sums.bytesIn = messages * 1'000'000;
            server.apply(made);
            QCoreApplication::processEvents();
            return readers.last() == 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(sayMuch(), patience);
        for (int i = 0; i < 100; ++i)
            server.apply(counted(++messages)); // nobody reads them
        while (reader.socket.bytesAvailable() > 0 || reader.socket.waitForReadyRead(500))
            reader.got += reader.socket.readAll();
        const auto isFedAgain = [&] {
            server.apply(counted(messages));
            QCoreApplication::processEvents();
            return readers.last() == 1;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isFedAgain(), patience);
        for (int i = 0; i < 2; ++i) // now loops keep all again
            server.apply(counted(messages));
        reader.got.clear();
        server.apply(said("after all that"));
        while (!reader.got.contains("after all that"))
            QVERIFY(reader.read(1));
        while (!reader.got.contains("000000 bytes received before this were not kept"))
            QVERIFY(reader.read(1)); // the comment comes behind
        reader.socket.abort();
        server.end(5s);
    }

    void whoLeftCountsNoMore()
    {
        PacketServer server({QStringLiteral("127.0.0.1"), 0});
        QList<int> readers;
        const QObject context;
        connect(&server, &PacketServer::readersChanged, &context, [&](int now) { readers << now; });
        Reader one(server), two(server);
        QTRY_COMPARE(readers, QList<int>({1, 2}));
        server.apply(said("begin", true));
        one.socket.abort();
        QTRY_COMPARE(readers, QList<int>({1, 2, 1}));
        two.socket.abort();
        QTRY_COMPARE(readers, QList<int>({1, 2, 1, 0}));
        server.end(5s);
    }

    // A reader begins once each loop that lives has given all data twice: those that ended do not
    // count, nor does what was given before somebody wanted it again.
    void aReaderBeginsOnceLoopsGiveAllData()
    {
        PacketServer server({QStringLiteral("127.0.0.1"), 0});
        int readers = 0;
        const QObject context;
        connect(&server, &PacketServer::readersChanged, &context, [&](int now) { readers = now; });
        loop::Delta other = said("");
        other.loop.value = 2;
        server.apply(other);
        server.dataWanted(true);
        server.apply(said("", true));
        server.apply(said(""));
        other.closed = true;
        server.apply(other);
        Reader one(server);
        QTRY_COMPARE(readers, 1);
        server.apply(said("at once"));
        while (!one.got.contains("at once"))
            QVERIFY(one.read(1));
        one.socket.abort();
        QTRY_COMPARE(readers, 0);

        server.dataWanted(false);
        server.dataWanted(true);
        Reader late(server);
        QTRY_COMPARE(readers, 1);
        for (const char *words : {"too early", "too early", "in time"})
            server.apply(said(words));
        while (!late.got.contains("in time"))
            QVERIFY(late.read(1));
        QVERIFY(!late.got.contains("too early"));
        late.socket.abort();
        server.end(5s);
    }

    // Each keeps what it has not read yet, so their number is a bound of memory, too.
    void oneReaderTooManyIsTurnedAwayAndOneSentenceSaysSo()
    {
        PacketServer server({QStringLiteral("127.0.0.1"), 0});
        QStringList sentences;
        const QObject context;
        connect(&server, &PacketServer::told, &context,
                [&](const QString &sentence) { sentences << sentence; });
        server.dataWanted(true); // loops give all data: nobody waits for that
        for (int i = 0; i < 3; ++i)
            server.apply(said("begin", i == 0));
        std::vector<std::unique_ptr<Reader>> readers;
        const auto come = [&] {
            readers.push_back(std::make_unique<Reader>(server));
            return readers.back()->socket.waitForConnected(patience);
        };
        while (readers.size() < PacketServer::MostReaders) {
            QVERIFY(come());
            QVERIFY(readers.back()->read(28));
        }
        for (int i = 0; i < 3; ++i) {
            QVERIFY(come());
            QVERIFY(readers.back()->read()); // to its end
            QVERIFY(readers.back()->got.isEmpty());
        }
        QTRY_COMPARE(sentences.size(), 1);
        QVERIFY2(sentences.front().contains(QStringLiteral("turned away: 16 read")),
                 qPrintable(sentences.front()));

        readers.front()->socket.abort(); // makes room for another
        do {
            QVERIFY(come());
        } while (!readers.back()->read(28) || readers.back()->got.isEmpty());
        const auto before = sentences.size(); // those that came too early were told once, at most
        QVERIFY(before <= 2);
        QVERIFY(come());
        QVERIFY(readers.back()->read()); // no room is left for this one
        QTRY_COMPARE(sentences.filter(QStringLiteral("turned away")).size(), 2);
        for (const auto &reader : readers)
            reader->socket.abort();
        server.end(5s);
    }

    void whoComesLateKnowsTheSessionsThatWereThereBefore()
    {
        PacketServer server({QStringLiteral("127.0.0.1"), 0});
        models::SessionRecord session;
        session.id.value = 7;
        session.kind = QStringLiteral("echo");
        session.address = QStringLiteral("127.0.0.1:8881");
        server.sessionChanged(session);
        server.apply(said("before", true));
        Reader reader(server);
        QVERIFY(reader.socket.waitForConnected(patience));
        QVERIFY(reader.read(28)); // of the head of its own
        server.apply(said("after"));
        while (!reader.got.contains("after"))
            QVERIFY(reader.read(1));
        QVERIFY(reader.got.contains("echo 127.0.0.1:8881")); // the name of an interface
        reader.socket.abort();
        server.end(5s);
    }
};

QTEST_GUILESS_MAIN(PacketServerTest)
#include "PacketServerTest.moc"
