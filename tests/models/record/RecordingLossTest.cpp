// SPDX-License-Identifier: GPL-3.0-or-later

// A disk that takes nothing until what waits for it is given up: what is known afterwards, and what
// is said of the rest.

#include "models/record/Moment.h"
#include "models/record/RecordingReader.h"
#include "models/record/RecordingWriter.h"
#include "tests/models/record/Recordings.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <algorithm>
#include <limits>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;
using Extent = RecordingWriter::Extent;

namespace {

// Which a loop learns of only while the disk takes nothing.
constexpr const char *LateFunction = "loop::Coro<void> late()";

std::shared_ptr<const loop::Delta> shared(const loop::Delta &delta)
{
    return std::make_shared<const loop::Delta>(delta);
}

void addLateTask(loop::Delta &in, std::uint64_t id)
{
    task(in, id);
    in.created.back().coroutine.function = LateFunction;
}

} // namespace

class RecordingLossTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<RecordingWriter> writer_;

    QString path() const { return folder_->filePath(u"run.loopscope"_s); }
    QString number(const std::string &sql) const
    {
        return QString::fromStdString(single(path(), sql));
    }
    bool commits()
    {
        try {
            writer_->commit(Extent::All, false);
            return true;
        } catch (const SqliteError &) {
            return false;
        }
    }
    void fillDisk() { writer_->setBounds({.reserve = std::numeric_limits<qint64>::max() / 2}); }
    void makeRoom() { writer_->setBounds({}); }

    // Five events and a connection are in the file, and twenty more with all else are lost.
    void lose()
    {
        loop::Delta first = events(5);
        first.time = Second;
        open(first, 5);
        writer_->take(shared(first));
        QVERIFY(commits());
        fillDisk();
        loop::Delta lost = events(20);
        lost.time = 2 * Second;
        open(lost, 6);
        close(lost, 5);
        addLateTask(lost, 9);
        loop::WarningRecord &warning = lost.warnings.emplace_back();
        warning.time = lost.time;
        warning.message = "slow";
        writer_->take(shared(lost));
        Mark mark;
        mark.time = Epoch + lost.time;
        mark.name = u"here"_s;
        writer_->take(mark);
        QVERIFY(!commits());
        QVERIFY(writer_->waiting() > 0);
        QCOMPARE(writer_->dropWaiting(), 20);
        QCOMPARE(writer_->waiting(), std::size_t(0));
        QCOMPARE(writer_->eventCount(), 5);
    }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        writer_ = std::make_unique<RecordingWriter>(path().toStdString());
    }
    void cleanup() { writer_.reset(); }

    void whatIsLostIsSaidByTheLoopThatGoesOn()
    {
        lose();
        makeRoom();
        loop::Delta next = events(3);
        next.time = 7 * Second;
        next.wallOffset = Epoch + 5;
        next.sample.lag = 12 * Millisecond;
        writer_->take(shared(next));
        QVERIFY(commits());
        loop::Delta last = events(1);
        last.time = 8 * Second;
        writer_->take(shared(last));
        QVERIFY(commits());
        QCOMPARE(writer_->eventCount(), 10);
        writer_.reset();
        const auto reader = std::move(*RecordingReader::open(path()));
        QCOMPARE(reader->event(1)->payload, "message 0"_ba);
        const StoredEvent said = *reader->event(6);
        QVERIFY(said.kind == loop::EventKind::Warning);
        QCOMPARE(said.detail, u"20 events are missing here: the disk took none for too long"_s);
        QCOMPARE(said.time, Epoch + 5 + 7 * Second);
        QCOMPARE(said.loop, 1U);
        QCOMPARE(reader->event(7)->payload, "message 0"_ba);
        QCOMPARE(reader->event(10)->payload, "message 0"_ba); // it is said once
        int told = 0;
        QCOMPARE(reader->stretch(0, Epoch + 100 * Second,
                                 [&told](const loop::Delta &delta) {
                                     if (delta.text.find("missing") == std::string::npos)
                                         return true;
                                     told += delta.loop.value == 1 && delta.loopName == "net"
                                         && delta.time == 7 * Second
                                         && delta.wallOffset == Epoch + 5
                                         && delta.sample.lag == 12 * Millisecond;
                                     return true;
                                 }),
                 QString());
        QCOMPARE(told, 1);
    }

    // A lost notice does not count as an event, and the next one includes its number.
    void whatIsLostTwiceIsSaidTogether()
    {
        lose();
        loop::Delta more = events(3);
        more.time = 7 * Second;
        writer_->take(shared(more));
        QVERIFY(!commits());
        QCOMPARE(writer_->dropWaiting(), 3);
        QCOMPARE(writer_->eventCount(), 5);
        makeRoom();
        loop::Delta next = events(1);
        next.time = 8 * Second;
        writer_->take(shared(next));
        QVERIFY(commits());
        writer_.reset();
        const auto reader = std::move(*RecordingReader::open(path()));
        QCOMPARE(reader->event(6)->detail,
                 u"23 events are missing here: the disk took none for too long"_s);
    }

    // Of what lives nothing is lost, in the tables and in the stream.
    void whatBeganAndEndedMeanwhileIsKnown()
    {
        lose();
        makeRoom();
        loop::Delta next = events(1);
        next.time = 7 * Second;
        addLateTask(next, 10);
        writer_->take(shared(next));
        QVERIFY(commits());
        writer_.reset();
        QCOMPARE(number("SELECT loop FROM connections WHERE id = 6"), u"1"_s);
        QCOMPARE(number("SELECT opened FROM connections WHERE id = 6"),
                 QString::number(Epoch + 2 * Second));
        QCOMPARE(number("SELECT closed FROM connections WHERE id = 5"),
                 QString::number(Epoch + 2 * Second));
        QCOMPARE(number("SELECT started FROM tasks WHERE id = 9"),
                 QString::number(Epoch + 2 * Second));
        QCOMPARE(number("SELECT message FROM warnings"), u"slow"_s);
        QCOMPARE(number("SELECT event FROM marks WHERE name = 'here'"), u"5"_s);
        const auto reader = std::move(*RecordingReader::open(path()));
        const Moment moment = *reader->momentAt(reader->span()->last + Second);
        QCOMPARE(moment.loops.size(), 1U);
        const auto &opened = moment.loops[0].opened;
        QVERIFY(std::any_of(opened.begin(), opened.end(),
                            [](const auto &each) { return each.id.value == 6; }));
        QCOMPARE(moment.loops[0].created.size(), 2U);
        for (const loop::TaskCreated &created : moment.loops[0].created)
            QCOMPARE(created.coroutine.name(), std::string("late()"));
        QCOMPARE(number("SELECT whole FROM segments ORDER BY id LIMIT 1"), u"1"_s);
    }

    // At the end the reserve is there for what is small.
    void theLastCommitWritesAllButTheStream()
    {
        lose();
        writer_->take(shared(events(7)));
        QVERIFY(!commits());
        QCOMPARE(writer_->commitRest(), 7); // the event that says what was lost before is none
        writer_.reset();
        QCOMPARE(number("SELECT count(*) FROM connections"), u"2"_s);
        QCOMPARE(number("SELECT count(*) FROM marks"), u"1"_s);
        const auto reader = std::move(*RecordingReader::open(path()));
        QCOMPARE(*reader->eventCount(), 5);
    }

    // A loop that does nothing is in the stream once a second.
    void idleDeltasAreThinnedOut()
    {
        for (int i = 0; i < 30; ++i)
            writer_->take(shared(delta(Second + i * 100 * Millisecond)));
        loop::Delta closed = delta(Second + 2950 * Millisecond);
        closed.closed = true;
        writer_->take(shared(closed));
        QVERIFY(commits());
        writer_.reset();
        const auto reader = std::move(*RecordingReader::open(path()));
        QStringList times;
        QCOMPARE(reader->stretch(0, Epoch + 100 * Second,
                                 [&times](const loop::Delta &each) {
                                     times << QString::number(each.time / Millisecond);
                                     return true;
                                 }),
                 QString());
        QCOMPARE(times.join(u' '), u"1000 2000 3000 3950"_s);
    }
};

QTEST_GUILESS_MAIN(RecordingLossTest)
#include "RecordingLossTest.moc"
