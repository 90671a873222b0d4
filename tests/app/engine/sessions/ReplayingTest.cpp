// SPDX-License-Identifier: GPL-3.0-or-later

// The pace of a replay, on a clock that only the test moves, and what it makes of a recording.

#include "app/engine/sessions/Replaying.h"
#include "app/engine/faults/Reset.h"
#include "app/engine/sessions/Refusal.h"

#include "loop/Server.h"
#include "loop/Sleep.h"
#include "tests/app/engine/sessions/SavedConversation.h"
#include "tests/support/ManualDriver.h"

#include <QtTest/QTest>

#include <limits>
#include <vector>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using loop::EventKind;
using models::RecordedConversation;
using Side = app::ReplaySource::Side;

namespace {

// What a server saw of a replay, and when, in milliseconds since it connected.
struct Heard {
    std::vector<std::pair<std::int64_t, std::string>> all;
};

// Answers each message with the next of `answers`, each after `thinking`.
loop::Coro<void> serve(loop::EventLoop &loop, loop::StreamReader reader, loop::StreamWriter writer,
                       std::vector<std::string> answers, loop::Duration thinking, Heard &heard)
{
    const loop::TimePoint start = loop.time();
    for (std::size_t i = 0;; ++i) {
        const std::string data = co_await reader.read(1000);
        if (data.empty())
            break;
        heard.all.emplace_back((loop.time() - start) / 1ms, data);
        co_await loop::sleep(thinking);
        if (i < answers.size())
            writer.write(answers[i]);
    }
    writer.close();
}

struct Played {
    Heard heard;
    QString figures, problem;
    QStringList shown;
    double differences = 0;
    bool whole = false;
    bool broken = false; // by an exception
    std::int64_t took = 0; // ms
};

loop::Coro<void> replay(loop::EventLoop &loop, QString path, std::uint16_t port,
                        app::Replaying::Pace pace, Played &played)
{
    app::ReplayReport report([&played](const QString &words) { played.shown << words; });
    app::ReplaySource source(loop, Side::Client);
    loop::Coro<void> opening = source.open(path, 0);
    co_await std::move(opening);
    const loop::TimePoint start = loop.time();
    const loop::Streams streams = co_await loop::openConnection("127.0.0.1", port);
    app::StreamLine line(streams);
    app::Replaying replaying(loop, line, source, pace, report);
    try {
        co_await replaying.play();
    } catch (const std::exception &) {
        played.broken = true;
        played.differences = *report.measured(models::Measure::Differences);
        throw;
    }
    streams.writer.close();
    co_await streams.writer.waitClosed();
    played.took = (loop.time() - start) / 1ms;
    played.problem = replaying.problem();
    played.figures = report.figures();
    played.differences = *report.measured(models::Measure::Differences);
    played.whole = report.evidence() == models::Evidence::Something;
}

loop::Coro<std::shared_ptr<loop::Server>> listening(loop::StreamHandler handler)
{
    co_return co_await loop::startServer(handler, "127.0.0.1", 0);
}

void playTo(loop::EventLoop &loop, const loop::StreamHandler &handler,
            const std::vector<Said> &conversation, app::Replaying::Pace pace, Played &played)
{
    const auto file = recorded(conversation);
    const auto server = loop.runUntilComplete(listening(handler));
    const std::uint16_t port = server->sockets().front().address.port();
    loop.runUntilComplete(replay(loop, file->path(), port, pace, played));
    loop.close();
}

Played play(const std::vector<Said> &conversation, const std::vector<std::string> &answers,
            app::Replaying::Pace pace, loop::Duration thinking = 0ms)
{
    Played played;
    loop::EventLoop loop(std::make_unique<ManualDriver>());
    const loop::StreamHandler handler = [&](loop::StreamReader reader, loop::StreamWriter writer) {
        return serve(loop, std::move(reader), std::move(writer), answers, thinking, played.heard);
    };
    playTo(loop, handler, conversation, pace, played);
    return played;
}

loop::Coro<void> neverRead(loop::StreamReader reader, loop::StreamWriter)
{
    const std::string first = co_await reader.readexactly(3);
    co_await loop::sleep(1h);
}

// It never lets the loop rest, so that no clock jumps: each piece takes it a millisecond. After ten
// seconds it gives up.
loop::Coro<void> flood(loop::StreamWriter writer, ManualDriver &clock)
{
    const std::string much(64 << 10, 'x');
    for (int piece = 0; piece < 10'000; ++piece) {
        clock.advance(1ms);
        writer.write(much);
        co_await writer.drain();
    }
    writer.close();
}

// Has nothing more to say as soon as it has answered.
loop::Coro<void> answerOnce(loop::StreamReader reader, loop::StreamWriter writer)
{
    const std::string first = co_await reader.readexactly(3);
    writer.write("ONE");
    writer.writeEof();
    for (;;) {
        const std::string more = co_await reader.read(1000);
        if (more.empty())
            break;
    }
}

loop::Coro<void> reset(loop::StreamReader reader, loop::StreamWriter writer)
{
    const std::string first = co_await reader.readexactly(3);
    app::resetConnection(writer.transport());
}

app::Replaying::Pace pace(double speed)
{
    app::Replaying::Pace made;
    made.speed = speed;
    return made;
}

const std::vector<Said> Conversation {{0, EventKind::DataOut, "one"},
                                      {1000, EventKind::DataIn, "ONE"},
                                      {4000, EventKind::DataOut, "two"},
                                      {4500, EventKind::DataOut, "three"},
                                      {6000, EventKind::DataIn, "TWO"}};

} // namespace

class ReplayingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thePausesAreThoseOfTheRecording_data();
    void thePausesAreThoseOfTheRecording();
    void aSlowPeerIsWaitedForAndMovesWhatFollows();
    void timeThatTheMachineStoodStillIsNotMadeUpFor();
    void aLittleLatenessIsMadeUpFor();
    void eachByteThatDiffersIsNamed();
    void whatIsMissingAndWhatIsTooMuchIsCounted();
    void aPeerThatFallsSilentEndsIt();
    void aPeerThatTakesNothingIsBrokenOff();
    void aPeerThatSaysMoreThanEverIsNotHeardForEver_data();
    void aPeerThatSaysMoreThanEverIsNotHeardForEver();
    void aResetIsReportedWithWhatIsMissing();
    void aPeerThatEndsTooEarlyEndsIt();
    void onlySoManyDifferencesAreShown();
    void whatWasNotKeptIsNotCompared();
    void datagramsThatWereReadMakeRoomForOthers();
    void whatCannotBePlayedIsSaid_data();
    void whatCannotBePlayedIsSaid();
};

void ReplayingTest::thePausesAreThoseOfTheRecording_data()
{
    QTest::addColumn<double>("speed");
    QTest::addColumn<QList<int>>("expected");
    QTest::newRow("as recorded") << 1.0 << QList<int> {0, 3000, 3500};
    QTest::newRow("ten times") << 10.0 << QList<int> {0, 300, 350};
    QTest::newRow("half") << 0.5 << QList<int> {0, 6000, 7000};
}

// The server answers at once: what is said next comes as long after the answer as then.
void ReplayingTest::thePausesAreThoseOfTheRecording()
{
    QFETCH(double, speed);
    QFETCH(QList<int>, expected);
    const Played played = play(Conversation, {"ONE", "TWO"}, pace(speed));
    QCOMPARE(played.problem, QString());
    QList<int> times;
    for (const auto &[time, words] : played.heard.all)
        times << int(time);
    QCOMPARE(times, expected);
    QCOMPARE(played.heard.all[1].second, std::string("two"));
    QCOMPARE(played.differences, 0.0);
    QVERIFY(played.whole);
}

void ReplayingTest::aSlowPeerIsWaitedForAndMovesWhatFollows()
{
    const Played slow = play(Conversation, {"ONE", "TWO"}, pace(1), 2s);
    QCOMPARE(slow.heard.all[1].first, 5000);
    const Played fast
        = play(Conversation, {"ONE", "TWO"}, pace(std::numeric_limits<double>::infinity()));
    QVERIFY2(fast.took < 500, qPrintable(QString::number(fast.took)));
    QCOMPARE(fast.differences, 0.0);
    QVERIFY(fast.whole);
}

// Suspended between two messages: they do not come in one burst afterwards.
void ReplayingTest::timeThatTheMachineStoodStillIsNotMadeUpFor()
{
    Played played;
    auto driver = std::make_unique<ManualDriver>();
    ManualDriver &clock = *driver;
    loop::EventLoop loop(std::move(driver));
    const loop::StreamHandler handler = [&](loop::StreamReader reader, loop::StreamWriter writer) {
        loop.callLater(2s, [&clock] { clock.advance(20s); });
        return serve(loop, std::move(reader), std::move(writer), {"ONE", "TWO"}, 0ms, played.heard);
    };
    playTo(loop, handler, Conversation, pace(1), played);
    QCOMPARE(played.problem, QString());
    QCOMPARE(played.heard.all.size(), 3U);
    const std::int64_t two = played.heard.all[1].first, three = played.heard.all[2].first;
    QVERIFY2(two >= 22'000, qPrintable(QString::number(two)));
    QVERIFY2(three - two >= 400, qPrintable(QString::number(three - two)));
}

// Late by little each time, a long replay would be late by much.
void ReplayingTest::aLittleLatenessIsMadeUpFor()
{
    Played played;
    auto driver = std::make_unique<ManualDriver>();
    ManualDriver &clock = *driver;
    loop::EventLoop loop(std::move(driver));
    const loop::StreamHandler handler = [&](loop::StreamReader reader, loop::StreamWriter writer) {
        loop.callLater(2'990ms, [&clock] { clock.advance(60ms); });
        return serve(loop, std::move(reader), std::move(writer), {"ONE", "TWO"}, 0ms, played.heard);
    };
    playTo(loop, handler, Conversation, pace(1), played);
    QCOMPARE(played.problem, QString());
    QCOMPARE(played.heard.all.size(), 3U);
    QCOMPARE(played.heard.all[1].first, 3'050); // 50 ms late
    QCOMPARE(played.heard.all[2].first, 3'500);
}

void ReplayingTest::eachByteThatDiffersIsNamed()
{
    const Played played = play(Conversation, {"ONE", "TwO"}, pace(10));
    QCOMPARE(played.differences, 1.0);
    QCOMPARE(played.shown,
             QStringList(u"difference at byte 4: expected 57 'W', got 77 'w' (event 6 of the "
                         "recording)"_s));
    QVERIFY2(played.figures.contains(u"1 difference, the first at byte 4: "_s),
             qPrintable(played.figures));
    QVERIFY(played.whole);
}

void ReplayingTest::whatIsMissingAndWhatIsTooMuchIsCounted()
{
    const Played more = play(Conversation, {"ONE", "TWO and more"}, pace(10));
    QCOMPARE(more.differences, 9.0);
    QCOMPARE(more.shown.last(), u"difference from byte 6 on, 9 bytes more than in the recording"_s);
    QVERIFY(more.whole);
    const Played less = play(Conversation, {"ONE", "T"}, pace(10));
    QCOMPARE(less.differences, 2.0);
    QVERIFY(!less.whole);
}

void ReplayingTest::aPeerThatFallsSilentEndsIt()
{
    const Played played = play(Conversation, {}, pace(10));
    QVERIFY2(
        played.problem.startsWith(u"The peer sent nothing more within 10.0 s, after 0 bytes"_s),
        qPrintable(played.problem));
    QCOMPARE(played.differences, 6.0);
    QVERIFY(!played.whole);
    QCOMPARE(played.took, 10'100);
}

// What it does not take would be held for as long as it likes: waitClosed() returns, too.
void ReplayingTest::aPeerThatTakesNothingIsBrokenOff()
{
    const std::string much(4'000'000, 'x');
    std::vector<Said> conversation {{0, EventKind::DataOut, "one"}};
    for (int i = 0; i < 8; ++i)
        conversation.push_back({i + 1, EventKind::DataOut, much});
    Played played;
    loop::EventLoop loop(std::make_unique<ManualDriver>());
    playTo(loop, neverRead, conversation, pace(1), played);
    QVERIFY2(played.problem.startsWith(u"The peer took nothing for 10.0 s, at event "_s),
             qPrintable(played.problem));
    QVERIFY(!played.whole);
}

void ReplayingTest::aPeerThatSaysMoreThanEverIsNotHeardForEver_data()
{
    QTest::addColumn<bool>("ended"); // in the recording
    QTest::newRow("where the recording is over") << false;
    QTest::newRow("where it ended, and we did not") << true;
}

void ReplayingTest::aPeerThatSaysMoreThanEverIsNotHeardForEver()
{
    QFETCH(bool, ended);
    std::vector<Said> conversation {{0, EventKind::DataOut, "one"}, {1, EventKind::DataIn, "xxx"}};
    if (ended) {
        conversation.push_back({2, EventKind::Eof, ""});
        conversation.push_back({3, EventKind::DataOut, "two"});
    }
    app::Replaying::Pace quick = pace(10);
    quick.timeout = quick.linger = 200ms;
    Played played;
    auto driver = std::make_unique<ManualDriver>();
    ManualDriver &clock = *driver;
    loop::EventLoop loop(std::move(driver));
    const loop::StreamHandler flooding
        = [&clock](const loop::StreamReader &, loop::StreamWriter writer) {
              return flood(std::move(writer), clock);
          };
    playTo(loop, flooding, conversation, quick, played);
    QVERIFY2(played.took < 1'000, qPrintable(QString::number(played.took)));
    QVERIFY(played.differences > 1000);
    QCOMPARE(played.whole, !ended);
    QVERIFY2(played.problem.isEmpty() != ended, qPrintable(played.problem));
}

void ReplayingTest::aResetIsReportedWithWhatIsMissing()
{
    Played played;
    loop::EventLoop loop(std::make_unique<ManualDriver>());
    bool thrown = false;
    try {
        playTo(loop, reset, Conversation, pace(1), played);
    } catch (const std::system_error &error) {
        thrown = error.code() == std::errc::connection_reset;
    }
    QVERIFY(thrown);
    QVERIFY(played.broken);
    QCOMPARE(played.differences, 6.0);
}

void ReplayingTest::aPeerThatEndsTooEarlyEndsIt()
{
    Played played;
    loop::EventLoop loop(std::make_unique<ManualDriver>());
    playTo(loop, answerOnce, Conversation, pace(10), played);
    QCOMPARE(
        played.problem,
        u"The peer ended the conversation after 3 of the 6 bytes that it said in the recording."_s);
    QCOMPARE(played.differences, 3.0);
    QVERIFY(!played.whole);
}

void ReplayingTest::onlySoManyDifferencesAreShown()
{
    const std::string expected(1000, 'a'), other(1000, 'b');
    const Played played
        = play({{0, EventKind::DataOut, "?"}, {1, EventKind::DataIn, expected}}, {other}, pace(1));
    QCOMPARE(played.differences, 1000.0);
    QCOMPARE(played.shown.size(), qsizetype(app::ReplayReport::MostShown) + 1);
    QCOMPARE(played.shown.last(), u"more differences are counted, not shown"_s);
}

// Of an answer whose end the recording left out, only what it has is held against.
void ReplayingTest::whatWasNotKeptIsNotCompared()
{
    const Played played = play({{0, EventKind::DataOut, "?"},
                                {1, EventKind::DataIn, "ab", 5},
                                {2, EventKind::DataOut, "!"},
                                {3, EventKind::DataIn, "yes"}},
                               {"abxyz", "yeS"}, pace(1));
    QCOMPARE(played.differences, 1.0);
    QVERIFY2(played.shown.first().startsWith(u"difference at byte 7: expected 73 's'"_s),
             qPrintable(played.shown.first()));
}

// Empty ones, too, which are passed over: a peer that sends many of them is heard again.
void ReplayingTest::datagramsThatWereReadMakeRoomForOthers()
{
    loop::EventLoop loop(std::make_unique<ManualDriver>());
    app::DatagramLine line(nullptr, loop::SocketAddress::fromNumeric("127.0.0.1", 7));
    int most = 0;
    for (int round = 0; round < 3; ++round) {
        int taken = 0;
        while (line.take(taken % 2 == 0 ? "x" : ""))
            ++taken;
        QVERIFY(taken > 1000);
        most = round == 0 ? taken : most;
        QCOMPARE(taken, most);
        for (int i = 0; i < (taken + 1) / 2; ++i)
            QCOMPARE(loop.runUntilComplete(line.read(1s)), std::optional<std::string>("x"));
        QVERIFY(!loop.runUntilComplete(line.read(1s)));
    }
    loop.close();
}

void ReplayingTest::whatCannotBePlayedIsSaid_data()
{
    QTest::addColumn<std::shared_ptr<models::Recording>>("file");
    QTest::addColumn<quint64>("connection");
    QTest::addColumn<QString>("words");
    const auto row
        = [](const char *name, std::shared_ptr<models::Recording> file, quint64 connection,
             const QString &words) { QTest::newRow(name) << file << connection << words; };
    row("another connection", recorded(Conversation), 4,
        u"has no connection 4. Something was said over 3: use one of these."_s);
    row("nothing was said", recorded({}), 0, u"holds no conversation: over no connection"_s);
    row("cut", recorded({{0, EventKind::DataOut, "one", 9}}), 3,
        u"of the 9 bytes that the client sent, 6 were not kept, the first of them in event 2. "
        "Record it with capture=all."_s);
    row("without its beginning", recorded(Conversation, false), 3,
        u"its beginning is not in the recording"_s);
}

void ReplayingTest::whatCannotBePlayedIsSaid()
{
    QFETCH(std::shared_ptr<models::Recording>, file);
    QFETCH(quint64, connection);
    QFETCH(QString, words);
    const auto read = RecordedConversation::open(file->path(), connection, Side::Client);
    QVERIFY(!read);
    QVERIFY2(read.problem().contains(words), qPrintable(read.problem()));
}

QTEST_GUILESS_MAIN(ReplayingTest)
#include "ReplayingTest.moc"
