// SPDX-License-Identifier: GPL-3.0-or-later

// What of a recording can be said again: whose words they are, how much they are, and why not.

#include "models/record/RecordedConversation.h"
#include "models/record/Recording.h"
#include "tests/models/Deltas.h"

#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;
using loop::EventKind;
using Side = RecordedConversation::Side;

namespace {

void say(Recording &file, std::uint64_t connection, EventKind kind, const std::string &bytes = {},
         std::uint64_t notKept = 0)
{
    static std::int64_t time = 0;
    loop::Delta made = delta(time += Millisecond);
    addEvent(made, kind, connection, bytes).bytes += notKept;
    file.apply(made);
}

void begin(Recording &file, std::uint64_t connection, bool server = true)
{
    loop::Delta made = delta();
    open(made, connection);
    made.opened.back().role = server ? loop::Role::Server : loop::Role::Client;
    file.apply(made);
    say(file, connection, EventKind::Connect);
}

void count(Recording &file, std::uint64_t connection, std::uint64_t in, std::uint64_t out)
{
    loop::Delta made = delta(Second);
    sample(made, connection, in).bytesOut = out;
    file.apply(made);
    file.flush();
}

QString problemOf(const Recording &file, quint64 connection, Side played)
{
    return RecordedConversation::open(file.path(), connection, played).problem();
}

QString said(const RecordedConversation::Steps &steps)
{
    QStringList lines;
    for (const RecordedConversation::Step &each : steps)
        lines << u"%1 %2%3%4%5"_s.arg(each.event)
                     .arg(each.speaker == Side::Client ? u"client"_s : u"server"_s)
                     .arg(each.ends ? u" ends"_s : u" "_s + QString::fromUtf8(each.bytes))
                     .arg(each.missing ? u" and %1"_s.arg(each.missing) : QString())
                     .arg(each.time > Epoch ? QString() : u" at no time"_s);
    return lines.join(u", "_s);
}

} // namespace

class RecordedConversationTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    // What a server received its client said, and the other way round.
    void whoSpeaksFollowsFromWhoRecorded_data()
    {
        QTest::addColumn<bool>("server");
        QTest::addColumn<QString>("steps");
        QTest::newRow("a server") << true
                                  << u"2 client ask, 3 server answer and 4, 4 client ends"_s;
        QTest::newRow("a client") << false
                                  << u"2 server ask, 3 client answer and 4, 4 server ends"_s;
    }
    void whoSpeaksFollowsFromWhoRecorded()
    {
        QFETCH(bool, server);
        QFETCH(QString, steps);
        Recording file;
        begin(file, 5, server);
        say(file, 5, EventKind::DataIn, "ask");
        say(file, 5, EventKind::DataOut, "answer", 4);
        say(file, 5, EventKind::Eof);
        say(file, 5, EventKind::Close);
        count(file, 5, 3, 10);
        const auto opened
            = RecordedConversation::open(file.path(), 5, server ? Side::Client : Side::Server);
        QVERIFY2(opened, qPrintable(opened.problem()));
        const RecordedConversation &made = **opened;
        QCOMPARE(said(*made.following(0)), steps);
        QCOMPARE(said(*made.following(2)), steps.section(u", "_s, 1));
        QCOMPARE(said(*made.following(4)), QString());
        const auto &asked = made.sum(server ? Side::Client : Side::Server);
        const auto &answered = made.sum(server ? Side::Server : Side::Client);
        QCOMPARE(asked.messages, 1U);
        QCOMPARE(asked.bytes, 3U);
        QCOMPARE(asked.missing, 0U);
        QCOMPARE(answered.messages, 1U);
        QCOMPARE(answered.bytes, 10U);
        QCOMPARE(answered.missing, 4U);
        QCOMPARE(problemOf(file, 5, server ? Side::Server : Side::Client),
                 u"Connection 5 of %1 cannot be replayed: of the 10 bytes that the %2 sent, 4 "
                 "were not kept, the first of them in event 3. Record it with capture=all."_s.arg(
                     file.path(), server ? u"server"_s : u"client"_s));
    }

    // Of several that are not whole the first is named, and all are counted; of merged ones each.
    void whatWasNotKeptIsCounted()
    {
        Recording file;
        begin(file, 5);
        say(file, 5, EventKind::DataIn, "a", 1'000);
        say(file, 5, EventKind::DataIn, "b", 500);
        loop::Delta merged = delta(Second);
        addEvent(merged, EventKind::DataIn, 5, "cd").merged = 7;
        file.apply(merged);
        count(file, 5, 1'504, 0);
        QVERIFY2(problemOf(file, 5, Side::Client)
                     .contains(u"of the 1,504 bytes that the client sent, 1,500 were not kept, "
                               "the first of them in event 2."_s),
                 qPrintable(problemOf(file, 5, Side::Client)));
        const auto opened = RecordedConversation::open(file.path(), 5, Side::Server);
        QVERIFY2(opened, qPrintable(opened.problem()));
        QCOMPARE((*opened)->sum(Side::Client).messages, 9U);
    }

    void withoutANumberTheFirstThatCarriedAnythingIsTaken()
    {
        Recording file;
        for (const std::uint64_t id : {4, 5, 6})
            begin(file, id);
        file.flush();
        QCOMPARE(
            problemOf(file, 0, Side::Client),
            u"%1 holds no conversation: over no connection was anything sent or received."_s.arg(
                file.path()));
        for (const std::uint64_t id : {6, 5}) {
            say(file, id, EventKind::DataIn, "hello");
            count(file, id, 5, 0);
        }
        const auto opened = RecordedConversation::open(file.path(), 0, Side::Client);
        QVERIFY2(opened, qPrintable(opened.problem()));
        QCOMPARE((*opened)->connection(), 5U);
        QCOMPARE(
            problemOf(file, 4, Side::Client),
            u"Connection 4 of %1 cannot be replayed: nothing was sent or received over it."_s.arg(
                file.path()));
        QCOMPARE(problemOf(file, 77, Side::Client),
                 u"%1 has no connection 77. Something was said over 5, 6: use one of these."_s.arg(
                     file.path()));
    }

    void aConversationThatBeganBeforeCannotBeSaidAgain()
    {
        Recording file;
        loop::Delta made = delta();
        open(made, 5);
        file.apply(made);
        say(file, 5, EventKind::DataIn, "hello");
        count(file, 5, 5, 0);
        const QString problem = problemOf(file, 5, Side::Client);
        QVERIFY2(problem.contains(u"its beginning is not in the recording"_s), qPrintable(problem));
    }

    // Its counters say more than its events.
    void eventsThatWereLeftOutAreMissed()
    {
        Recording file;
        begin(file, 5);
        say(file, 5, EventKind::DataIn, "hello");
        count(file, 5, 5, 0);
        QCOMPARE(problemOf(file, 5, Side::Client), QString());
        count(file, 5, 1'000, 5);
        QCOMPARE(problemOf(file, 5, Side::Client),
                 u"Connection 5 of %1 cannot be replayed: 1,000 of its 1,005 bytes are not in the "
                 "recording, which left events out when more came than it could keep."_s.arg(
                     file.path()));
    }

    // It is read a stretch at a time: each is bounded, and none is there twice or missing.
    void aLongConversationIsReadInStretches_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("size");
        QTest::newRow("many") << 100'000 << 1;
        QTest::newRow("large") << 200 << 100'000;
    }
    void aLongConversationIsReadInStretches()
    {
        QFETCH(int, count);
        QFETCH(int, size);
        Recording file;
        begin(file, 5);
        loop::Delta made = delta(Second);
        for (int i = 0; i < count; ++i)
            addEvent(made, EventKind::DataIn, 5, std::string(std::size_t(size), 'x'));
        sample(made, 5, std::uint64_t(count) * std::uint64_t(size));
        file.apply(made);
        file.flush();
        const auto opened = RecordedConversation::open(file.path(), 5, Side::Client);
        QVERIFY2(opened, qPrintable(opened.problem()));
        qint64 last = 1;
        int stretches = 0;
        for (;; ++stretches) {
            const auto steps = (*opened)->following(last);
            QVERIFY2(steps, qPrintable(steps.problem()));
            if (steps->empty())
                break;
            QVERIFY(steps->size() < std::size_t(count));
            for (const RecordedConversation::Step &each : *steps)
                QCOMPARE(each.event, ++last);
        }
        QCOMPARE(last, count + 1);
        QVERIFY(stretches > 1);
    }
};

QTEST_GUILESS_MAIN(RecordedConversationTest)
#include "RecordedConversationTest.moc"
