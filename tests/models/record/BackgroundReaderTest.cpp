// SPDX-License-Identifier: GPL-3.0-or-later

// A recording is read on a thread of its own: where that is held up, as by a slow disk, nothing
// else is, and what somebody looks at comes before what goes through all of it.

#include "models/record/BackgroundReader.h"

#include "models/LogModel.h"
#include "models/Roles.h"
#include "models/record/Recording.h"
#include "tests/models/Deltas.h"
#include "tests/models/ReadRows.h"

#include <QtCore/QSemaphore>
#include <QtCore/QTimer>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <atomic>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

namespace {

// A recording on a disk that answers once it is let go. Whoever opens it waits for that.
class HeldDisk final : public EventStore {
public:
    explicit HeldDisk(const Recording &file)
        : file_(file)
    { }

    [[nodiscard]] QString path() const override
    {
        constexpr int longest = 20'000; // ms, so that a test that fails ends
        waiting = true;
        onMainThread = onMainThread || QThread::currentThread() == qApp->thread();
        if (!onMainThread)
            (void)gate_.tryAcquire(1, longest);
        return file_.path();
    }
    [[nodiscard]] qint64 firstEvent() const override { return file_.firstEvent(); }
    [[nodiscard]] qint64 eventCount() const override { return file_.eventCount(); }
    [[nodiscard]] qint64 size() const override { return file_.size(); }
    [[nodiscard]] qint64 dropped() const override { return file_.dropped(); }

    void letGo() { gate_.release(); }
    mutable std::atomic<bool> waiting {false}, onMainThread {false};

private:
    const Recording &file_;
    mutable QSemaphore gate_;
};

void fill(Recording &file, int events)
{
    loop::Delta made = delta();
    for (int i = 0; i < events; ++i) {
        made.time = i * Millisecond;
        addEvent(made, loop::EventKind::DataIn, quint64(i % 10 + 1), "m" + std::to_string(i));
    }
    file.apply(made);
    file.flush();
}

} // namespace

class BackgroundReaderTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aDiskThatIsHeldUpHoldsUpNothingElse()
    {
        Recording file;
        fill(file, 5'000);
        HeldDisk disk(file);
        LogModel log(&disk, nullptr);
        int ticks = 0;
        QTimer clock;
        connect(&clock, &QTimer::timeout, this, [&ticks] { ++ticks; });
        clock.start(1);
        log.batchEnded(Epoch);
        QCOMPARE(log.index(0, LogColumn::Detail).data(), QVariant()); // which asks for it
        QTRY_VERIFY(disk.waiting);
        QCOMPARE(log.total(), 5'000);
        // A person types on, looks around and asks where something is.
        for (const QString &typed : {u"m"_s, u"m4"_s, u"m47"_s, u""_s, u"m4711"_s, u""_s}) {
            QVERIFY(!log.setFilterText(typed));
            if (log.rowCount() > 0)
                QCOMPARE(log.index(0, LogColumn::Detail).data(), QVariant());
            const int before = ticks;
            QTRY_VERIFY(ticks > before + 2);
        }
        qint64 found = -1;
        log.find({Epoch, 3, 0}, [&found](qint64 number) { found = number; });
        QCOMPARE(log.rowCount(), 5'000);
        QCOMPARE(log.index(4'999, LogColumn::Detail).data(), QVariant());
        QVERIFY(!log.setFilterText(u"m4711"_s));
        QVERIFY(log.searching());
        QVERIFY(!disk.onMainThread);
        disk.letGo();
        QTRY_COMPARE(log.rowCount(), 1);
        QCOMPARE(found, 3);
        QCOMPARE(cell(log, 0, LogColumn::Detail), u"\"m4711\""_s);
        QVERIFY(!disk.onMainThread);
    }

    void whatIsLookedAtComesBeforeWhatGoesThroughAll()
    {
        Recording file;
        fill(file, 10);
        BackgroundReader reader(&file);
        std::atomic<bool> seen {false};
        std::atomic<int> others {0};
        QSemaphore whole;
        // Each goes on until the rows that are looked at were read, which the second one asks for.
        reader.ask(BackgroundReader::Work::Whole, [&](const RecordingReader *, const QString &) {
            ++others;
            if (seen)
                whole.release();
            return !seen;
        });
        reader.ask(BackgroundReader::Work::Whole,
                   [&](const RecordingReader *opened, const QString &) {
                       if (opened && others < 3)
                           return true; // by turns with the other one
                       reader.ask(BackgroundReader::Work::Seen,
                                  [&](const RecordingReader *now, const QString &) {
                                      seen = now != nullptr;
                                      return false;
                                  });
                       whole.release();
                       return false;
                   });
        QVERIFY(whole.tryAcquire(2, 10'000));
        QVERIFY(seen);
    }

    void whatCannotBeOpenedIsSaidAndTriedAgain()
    {
        class Missing final : public EventStore {
        public:
            [[nodiscard]] QString path() const override
            {
                const Recording *const file = real;
                return file ? file->path() : u"/none"_s;
            }
            [[nodiscard]] qint64 firstEvent() const override { return 1; }
            [[nodiscard]] qint64 eventCount() const override { return 10; }
            [[nodiscard]] qint64 size() const override { return 0; }
            [[nodiscard]] qint64 dropped() const override { return 0; }
            std::atomic<const Recording *> real {nullptr};
        } store;
        Recording file;
        fill(file, 10);
        LogModel log(&store, nullptr);
        QSignalSpy failed(&log, &LogModel::readFailed);
        log.batchEnded(Epoch);
        QCOMPARE(cell(log, 9, LogColumn::Detail), QString());
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains(u"/none"_s));
        QCOMPARE(log.rowCount(), 10);
        QCOMPARE(cell(log, 9, LogColumn::Detail), QString());
        store.real = &file;
        QSignalSpy changed(&log, &LogModel::dataChanged);
        log.batchEnded(Epoch);
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(log.eventAt(9).number, 10);
    }
};

QTEST_GUILESS_MAIN(BackgroundReaderTest)
#include "BackgroundReaderTest.moc"
