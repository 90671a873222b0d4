// SPDX-License-Identifier: GPL-3.0-or-later

// The stream, written by the core's encoder and read by protobuf's decoder: each is the other's
// test. protoc itself reads what was written, too.

#include "tests/models/Deltas.h"

#include "loop/StreamEncoder.h"
#include "loop/TlsInfo.h"
#include "models/record/SessionPackets.h"
#include "models/record/StreamDecoder.h"

#include <QtCore/QProcess>
#include <QtTest/QTest>

#include <random>

using loop::Delta;
using loop::StreamEncoder;
using models::SessionRecord;
using models::StreamDecoder;
using namespace models::test;

namespace {

using Decoded = StreamDecoder::Decoded;

std::vector<Decoded> decode(StreamDecoder &decoder, std::string_view stream,
                            QString *problem = nullptr)
{
    std::vector<Decoded> all;
    const QString wrong
        = decoder.decode(stream, [&all](Decoded &&each) { all.push_back(std::move(each)); });
    if (problem)
        *problem = wrong;
    else if (!wrong.isEmpty())
        qFatal("%s", qPrintable(wrong));
    return all;
}

bool same(const loop::Place &a, const loop::Place &b)
{
    return a.line == b.line && std::string_view(a.file ? a.file : "") == (b.file ? b.file : "")
        && std::string_view(a.function ? a.function : "") == (b.function ? b.function : "");
}

auto fields(const loop::LoopSample &of)
{
    return std::array<std::uint64_t, 17> {of.iterations,
                                          std::uint64_t(of.busy),
                                          std::uint64_t(of.longestIteration),
                                          std::uint64_t(of.lag),
                                          of.ready,
                                          of.tasks,
                                          of.timers,
                                          of.connections,
                                          of.servers,
                                          of.bytesIn,
                                          of.bytesOut,
                                          of.messagesIn,
                                          of.messagesOut,
                                          of.merged,
                                          of.events,
                                          of.debug,
                                          of.running};
}

void compareEvents(const Delta &a, const Delta &b)
{
    QCOMPARE(a.events.size(), b.events.size());
    for (std::size_t i = 0; i < a.events.size(); ++i) {
        const loop::LogEvent &left = a.events[i], &right = b.events[i];
        QCOMPARE(left.time, right.time);
        QVERIFY(left.kind == right.kind && left.merged == right.merged
                && left.context == right.context && left.connection == right.connection
                && left.task == right.task && left.bytes == right.bytes);
        QVERIFY(a.detail(left) == b.detail(right) && a.payload(left) == b.payload(right));
    }
}

void compare(const Delta &a, const Delta &b)
{
    QVERIFY(a.loop == b.loop && a.loopName == b.loopName && a.closed == b.closed);
    QCOMPARE(a.time, b.time);
    QCOMPARE(a.wallOffset, b.wallOffset);
    QVERIFY(fields(a.sample) == fields(b.sample));
    QCOMPARE(a.notes.size(), b.notes.size());
    for (std::size_t i = 0; i < a.notes.size(); ++i)
        QVERIFY(a.notes[i].id == b.notes[i].id && a.notes[i].peerPid == b.notes[i].peerPid
                && a.notes[i].peerProgram == b.notes[i].peerProgram
                && a.notes[i].partner == b.notes[i].partner);
    QCOMPARE(a.opened.size(), b.opened.size());
    for (std::size_t i = 0; i < a.opened.size(); ++i) {
        const loop::ConnectionOpened &left = a.opened[i], &right = b.opened[i];
        QVERIFY(left.id == right.id && left.server == right.server && left.context == right.context
                && left.kind == right.kind && left.role == right.role && left.local == right.local
                && left.peer == right.peer && left.time == right.time && left.low == right.low
                && left.high == right.high && !left.tls == !right.tls
                && left.endpoint == right.endpoint && left.peerPid == right.peerPid
                && left.peerProgram == right.peerProgram && left.partner == right.partner);
        if (!left.tls)
            continue;
        QVERIFY(
            left.tls->version == right.tls->version && left.tls->cipher == right.tls->cipher
            && left.tls->alpn == right.tls->alpn && left.tls->serverName == right.tls->serverName
            && left.tls->group == right.tls->group && left.tls->resumed == right.tls->resumed
            && left.tls->verification == right.tls->verification
            && left.tls->problems == right.tls->problems && left.tls->ocsp == right.tls->ocsp
            && left.tls->failure == right.tls->failure && left.tls->lastStep == right.tls->lastStep
            && left.tls->alertSent == right.tls->alertSent
            && left.tls->alertReceived == right.tls->alertReceived
            && left.tls->peerChain.size() == right.tls->peerChain.size());
        for (std::size_t k = 0; k < left.tls->peerChain.size(); ++k) {
            const loop::TlsCertificate &one = left.tls->peerChain[k],
                                       &two = right.tls->peerChain[k];
            QVERIFY(one.subject == two.subject && one.issuer == two.issuer
                    && one.notBefore == two.notBefore && one.notAfter == two.notAfter
                    && one.sha256 == two.sha256 && one.pem == two.pem);
        }
    }
    QCOMPARE(a.connections.size(), b.connections.size());
    for (std::size_t i = 0; i < a.connections.size(); ++i) {
        const loop::ConnectionSample &left = a.connections[i], &right = b.connections[i];
        QVERIFY(left.id == right.id && left.state == right.state && left.task == right.task
                && left.bytesIn == right.bytesIn && left.bytesOut == right.bytesOut
                && left.messagesIn == right.messagesIn && left.messagesOut == right.messagesOut
                && left.writeBuffer == right.writeBuffer && left.low == right.low
                && left.high == right.high && left.pauses == right.pauses
                && left.lastActivity == right.lastActivity && left.closed == right.closed
                && left.error == right.error);
    }
    QCOMPARE(a.created.size(), b.created.size());
    for (std::size_t i = 0; i < a.created.size(); ++i) {
        const loop::TaskCreated &left = a.created[i], &right = b.created[i];
        QVERIFY(left.id == right.id && left.context == right.context && left.parent == right.parent
                && left.name == right.name && same(left.coroutine, right.coroutine)
                && same(left.created, right.created) && left.time == right.time);
    }
    QCOMPARE(a.tasks.size(), b.tasks.size());
    for (std::size_t i = 0; i < a.tasks.size(); ++i) {
        const loop::TaskSample &left = a.tasks[i], &right = b.tasks[i];
        QVERIFY(left.id == right.id && left.state == right.state && left.wait == right.wait
                && left.waitTarget == right.waitTarget && left.waitDeadline == right.waitDeadline
                && same(left.awaitedAt, right.awaitedAt) && left.steps == right.steps
                && left.busy == right.busy && left.longest == right.longest
                && left.histogram == right.histogram && left.ended == right.ended
                && left.error == right.error && left.awaits == right.awaits
                && left.cancelRequests == right.cancelRequests
                && left.cancelledBy == right.cancelledBy
                && left.cancelledThrough == right.cancelledThrough && left.toRun == right.toRun
                && left.longestToRun == right.longestToRun);
        QCOMPARE(bool(left.primitive), bool(right.primitive));
        QVERIFY(!left.primitive
                || (left.primitive->id == right.primitive->id
                    && left.primitive->kind == right.primitive->kind
                    && same(left.primitive->created, right.primitive->created)
                    && left.primitive->holder == right.primitive->holder
                    && left.primitive->waiting == right.primitive->waiting
                    && left.primitive->change == right.primitive->change));
    }
    QCOMPARE(a.timersSampled, b.timersSampled);
    QCOMPARE(a.timers.size(), b.timers.size());
    for (std::size_t i = 0; i < a.timers.size(); ++i) {
        const loop::TimerSample &left = a.timers[i], &right = b.timers[i];
        QVERIFY(left.id == right.id && left.context == right.context && left.due == right.due
                && left.task == right.task && same(left.created, right.created));
    }
    QCOMPARE(a.warnings.size(), b.warnings.size());
    for (std::size_t i = 0; i < a.warnings.size(); ++i) {
        const loop::WarningRecord &left = a.warnings[i], &right = b.warnings[i];
        QVERIFY(left.kind == right.kind && left.time == right.time && left.message == right.message
                && same(left.created, right.created) && left.context == right.context
                && left.task == right.task && left.connection == right.connection
                && left.count == right.count);
    }
    QCOMPARE(a.spans.size(), b.spans.size());
    for (std::size_t i = 0; i < a.spans.size(); ++i) {
        const loop::StepSpan &left = a.spans[i], &right = b.spans[i];
        QVERIFY(left.task == right.task && left.wokenBy == right.wokenBy
                && left.start == right.start && left.length == right.length
                && left.merged == right.merged);
    }
    compareEvents(a, b);
}

} // namespace

class StreamTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatASessionMeasuredComesBack()
    {
        SessionRecord session;
        session.id.value = 3;
        session.soFar = {{QStringLiteral("p99<5ms"), true, QStringLiteral("0.8 ms")},
                         {QStringLiteral("errors<1"), false, QStringLiteral("3")}};
        session.hitsByFault = {0, 7, 0, 2};
        const models::FaultPlan plan
            = *models::parseFaultPlan(
                   {QStringLiteral("latency:5ms,match:a\\,b"), QStringLiteral("reset,message:3")},
                   9, models::Traffic::Stream)
                   .plan;
        session.connectionFaults.insert(17, plan);
        session.connectionHits.insert(17, {3, 1});
        session.results = {true,
                           12,
                           3.5,
                           11,
                           1,
                           2,
                           3,
                           4,
                           5,
                           6,
                           7,
                           {{10, 20, 1}, {20, 40, 10}},
                           {{"refused", 2}, {"out of local ports", 1}}};
        SessionRecord silent; // measures nothing
        silent.id.value = 4;
        std::string bytes;
        models::appendSession(session, Epoch, bytes);
        models::appendSession(silent, Epoch, bytes);
        StreamDecoder decoder;
        const std::vector<Decoded> read = decode(decoder, bytes);
        QCOMPARE(read.size(), 2U);
        QCOMPARE(read[0].session->soFar, session.soFar);
        QCOMPARE(read[0].session->hitsByFault, session.hitsByFault);
        QCOMPARE(read[0].session->connectionHits, session.connectionHits);
        QVERIFY(read[0].session->connectionFaults == session.connectionFaults);
        QVERIFY(read[1].session->hitsByFault.isEmpty()
                && read[1].session->connectionFaults.isEmpty());
        QVERIFY(read[0].session->results == session.results);
        QVERIFY(!read[1].session->results.measured);
    }

    void whatWasWrittenIsReadBackEqual();
    void aKeyframeCanBeReadWithoutWhatCameBefore();
    void aDeltaLongerThanAPacketIsSpreadOverSeveral();
    void whatManyConnectionsShowedIsSpreadOverSeveralPackets();
    void protocReadsWhatTheCoreWrites();
    void anEventCostsAFewBytes();
    void whatIsCutOffIsSaid();
    void damagedBytesNeverCrash();
};

void StreamTest::whatWasWrittenIsReadBackEqual()
{
    StreamEncoder encoder;
    std::string stream;
    const Delta first = full(), empty = delta(6 * Second);
    encoder.encode(first, 1, stream);
    encoder.encode(first, 3, stream); // its names are known by now
    encoder.encode(empty, 5, stream);
    StreamDecoder decoder;
    const std::vector<Decoded> all = decode(decoder, stream);
    QCOMPARE(all.size(), std::size_t {3});
    compare(all[0].delta, first);
    compare(all[1].delta, first);
    compare(all[2].delta, empty);
    QCOMPARE(all[1].firstEvent, qint64 {3});
    QVERIFY(!all[0].keyframe);
}

void StreamTest::aKeyframeCanBeReadWithoutWhatCameBefore()
{
    StreamEncoder encoder;
    std::string before, after;
    encoder.encode(full(), 1, before);
    encoder.encodeKeyframe(full(), 3, after);
    encoder.encode(full(), 5, after);
    StreamDecoder decoder;
    const std::vector<Decoded> all = decode(decoder, after);
    QCOMPARE(all.size(), std::size_t {2});
    QVERIFY(all[0].keyframe && !all[1].keyframe);
    compare(all[0].delta, full());
    compare(all[1].delta, full());
}

void StreamTest::aDeltaLongerThanAPacketIsSpreadOverSeveral()
{
    Delta large = full();
    const std::string piece(1 << 20, 'x');
    for (int i = 0; i < 40; ++i)
        addEvent(large, loop::EventKind::DataOut, std::uint64_t(i + 1), piece, "");
    StreamEncoder encoder;
    std::string stream;
    encoder.encode(large, 1, stream);
    StreamDecoder decoder;
    const std::vector<Decoded> all = decode(decoder, stream);
    QVERIFY(all.size() > 2);
    Delta whole = all[0].delta;
    for (std::size_t i = 1; i < all.size(); ++i) {
        const Delta &part = all[i].delta;
        QCOMPARE(all[i].firstEvent, qint64(whole.events.size() + 1));
        QVERIFY(part.opened.empty() && part.tasks.empty() && part.loop == whole.loop);
        for (loop::LogEvent event : part.events) {
            const std::string payload = part.payload(event);
            event.payloadAt = static_cast<std::uint32_t>(whole.text.size());
            event.detailAt = event.payloadAt;
            whole.text.append(payload);
            whole.events.push_back(event);
        }
    }
    compareEvents(whole, large);
}

void StreamTest::whatManyConnectionsShowedIsSpreadOverSeveralPackets()
{
    constexpr std::size_t count = 10'000;
    Delta large = full();
    loop::TlsInfo tls;
    tls.peerChain.push_back({"me", "an issuer", 0, 1, "AA", std::string(4000, 'p')});
    const auto shared = std::make_shared<const loop::TlsInfo>(tls);
    for (std::size_t i = 0; i < count; ++i) {
        open(large, i + 10);
        large.opened.back().tls = shared;
    }
    StreamEncoder encoder;
    std::string stream;
    encoder.encodeKeyframe(large, 1, stream);
    StreamDecoder decoder;
    std::size_t opened = 0, connections = 0, events = 0;
    const std::vector<Decoded> all = decode(decoder, stream);
    for (const Decoded &each : all) {
        opened += each.delta.opened.size();
        connections += each.delta.connections.size();
        events += each.delta.events.size();
        QVERIFY(fields(each.delta.sample) == fields(large.sample));
        QCOMPARE(each.keyframe, &each == &all.front());
        QCOMPARE(each.delta.closed, &each == &all.back());
    }
    QVERIFY(all.size() > 2);
    QCOMPARE(opened, large.opened.size());
    QCOMPARE(connections, large.connections.size());
    QCOMPARE(events, large.events.size());
}

void StreamTest::protocReadsWhatTheCoreWrites()
{
    StreamEncoder encoder;
    std::string stream;
    encoder.encode(full(), 1, stream);
    QProcess protoc;
    protoc.start(QStringLiteral("protoc"),
                 {QStringLiteral("--decode=loopscope.Stream"),
                  QStringLiteral("--proto_path=" LOOPSCOPE_SOURCE_DIR "/loop"),
                  QStringLiteral("stream.proto")});
    protoc.write(stream.data(), qint64(stream.size()));
    protoc.closeWriteChannel();
    QVERIFY(protoc.waitForFinished());
    const QByteArray text = protoc.readAllStandardOutput();
    QCOMPARE(protoc.exitCode(), 0);
    QVERIFY2(text.contains("loop_name: 1") && text.contains("names: \"net\"")
                 && text.contains("subject: \"localhost\"") && text.contains("merged: 17"),
             text.constData());
}

void StreamTest::anEventCostsAFewBytes()
{
    Delta made = delta(Second);
    for (int i = 0; i < 10'000; ++i) {
        addEvent(made, i % 2 ? loop::EventKind::DataOut : loop::EventKind::DataIn,
                 std::uint64_t(i % 100 + 1), "", "");
        made.events.back().time = made.time + i * 5'000;
        made.events.back().bytes = 64;
    }
    StreamEncoder encoder;
    std::string stream;
    encoder.encode(made, 1, stream);
    QVERIFY2(stream.size() < 9 * made.events.size(), qPrintable(QString::number(stream.size())));
}

void StreamTest::whatIsCutOffIsSaid()
{
    StreamEncoder encoder;
    std::string stream;
    encoder.encode(full(), 1, stream);
    const std::size_t whole = stream.size();
    encoder.encode(full(), 3, stream);
    for (std::size_t size = whole + 1; size < stream.size(); ++size) {
        QString problem;
        StreamDecoder decoder;
        const auto all = decode(decoder, std::string_view(stream).substr(0, size), &problem);
        QVERIFY2(!problem.isEmpty(), qPrintable(QString::number(size)));
        QCOMPARE(all.size(), std::size_t {1}); // what came before it
    }
}

void StreamTest::damagedBytesNeverCrash()
{
    StreamEncoder encoder;
    std::string stream;
    encoder.encode(full(), 1, stream);
    encoder.encode(full(), 3, stream);
    std::mt19937 random(1);
    for (int round = 0; round < 20'000; ++round) {
        std::string damaged = stream;
        for (unsigned i = random() % 4; i < 4; ++i)
            damaged[random() % damaged.size()] = static_cast<char>(random());
        QString problem;
        StreamDecoder decoder;
        for (const Decoded &each : decode(decoder, damaged, &problem)) {
            for (const loop::LogEvent &event : each.delta.events)
                (void)(each.delta.payload(event).size() + each.delta.detail(event).size());
        }
    }
}

QTEST_GUILESS_MAIN(StreamTest)
#include "StreamTest.moc"
