// SPDX-License-Identifier: GPL-3.0-or-later

// How an export ends that does not come to its own end: the disk is full, somebody cancels. And how
// far it says that it is until then.

#include "models/record/RecordingReader.h"
#include "tests/models/export/Exported.h"
#include "tests/support/SmallDisk.h"

#include <QtCore/QFileInfo>

#include <time.h>

using namespace models;
using namespace models::test;
using loop::EventKind;

class ExportEndsTest final : public Exported {
    Q_OBJECT

    // 20,000 small messages, and a step for each.
    void recordMore(int second)
    {
        loop::Delta made = delta((100 + second) * Second);
        for (std::uint64_t id = 1; second == 0 && id <= 50; ++id)
            open(made, id);
        for (int i = 0; i < 20'000; ++i) {
            addEvent(made, EventKind::DataIn, 1 + std::uint64_t(i) % 50, "some 16 bytes...")
                .task.value
                = 9;
            made.spans.push_back({loop::TaskId {9}, {}, made.time + i * 1000, 900});
        }
        file_->apply(made);
        file_->flush();
    }
    // 20,000 messages, and a step for each, of 20 seconds; no session, which began just now. In the
    // middle the wall clock is set back by so much.
    void recordMany(std::int64_t setBack = 0)
    {
        delete file_;
        file_ = new Recording({}, this);
        for (int second = 1; second <= 20; ++second) {
            loop::Delta made = delta(second * Second);
            made.wallOffset -= second > 10 ? setBack : 0;
            if (second == 1)
                open(made, 1);
            for (int i = 0; i < 1000; ++i) {
                addEvent(made, EventKind::DataIn, 1, std::string(100, 'x'));
                made.spans.push_back({loop::TaskId {9}, {}, made.time + i * 1000, 900});
            }
            file_->apply(made);
        }
        file_->flush();
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void aDiskThatFillsUpLeavesWhatWasThere_data() { eachFormat(); }
    void aDiskThatFillsUpLeavesWhatWasThere()
    {
        QFETCH(const QString, target);
        QVERIFY(isWritten(target, "good"));
        QString problem;
        {
            const ::test::SmallDisk disk(20); // less than what is written of nothing
            problem = Export::run(file_->path(), target).problem();
        }
        const QString said = target + QStringLiteral(" cannot be written: ");
        QVERIFY2(problem.startsWith(said) && problem.endsWith(u'.'), qPrintable(problem));
        QCOMPARE(contentOf(target), "good");
        QCOMPARE(files(), QStringList {QFileInfo(target).fileName()});
    }

    // Most of it is on the disk by then.
    void aDiskThatIsFullLaterOnIsNoFaultOfTheRecording_data()
    {
        QTest::addColumn<QString>("target");
        for (const char *name : {"log.jsonl", "log.csv", "log.pcapng", "log.sqlite"})
            QTest::newRow(name) << path(name);
    }
    void aDiskThatIsFullLaterOnIsNoFaultOfTheRecording()
    {
        QFETCH(const QString, target);
        QVERIFY(isWritten(target, "good"));
        for (int i = 0; i < 100; ++i) {
            loop::Delta made = delta(2 * Second + i);
            if (i == 0)
                open(made, 5);
            addEvent(made, EventKind::DataIn, 5, std::string(300'000, char(i)));
            file_->apply(made);
        }
        file_->flush();
        QString problem;
        {
            const ::test::SmallDisk disk(10'000'000);
            problem = Export::run(file_->path(), target).problem();
        }
        const QString said = target + QStringLiteral(" cannot be written: ");
        QVERIFY2(problem.startsWith(said) && problem.endsWith(u'.'), qPrintable(problem));
        QCOMPARE(contentOf(target), "good");
        QCOMPARE(files(), QStringList {QFileInfo(target).fileName()});
    }

    // An hour, after the first half of what is recorded.
    void progressRisesToOneThoughTheClockIsSetBack_data() { eachFormat(); }
    void progressRisesToOneThoughTheClockIsSetBack()
    {
        QFETCH(const QString, target);
        constexpr std::int64_t Hour = 3600 * Second;
        recordMany(Hour);
        const auto reader = RecordingReader::open(file_->path());
        QCOMPARE((*reader)->span()->first, Epoch + 11 * Second - Hour);
        QCOMPARE((*reader)->span()->last, Epoch + 10 * Second);
        QList<double> steps;
        const auto options = reporting([&steps](double step) { steps += step; });
        QCOMPARE(*Export::run(file_->path(), target, options), Export::Outcome::Done);
        QVERIFY(std::is_sorted(steps.begin(), steps.end()));
        QCOMPARE(steps.last(), 1.0);
        const auto between = [&steps](double from, double to) {
            return std::any_of(steps.begin(), steps.end(),
                               [=](double step) { return step > from && step < to; });
        };
        QVERIFY(between(0, 0.4) && between(0.3, 0.6) && between(0.6, 1));
    }

    void progressRisesToOne_data() { eachFormat(); }
    void progressRisesToOne()
    {
        QFETCH(const QString, target);
        recordMany();
        QList<double> steps;
        const auto options = reporting([&steps](double step) { steps += step; });
        QCOMPARE(*Export::run(file_->path(), target, options), Export::Outcome::Done);
        QVERIFY(steps.size() >= 4);
        QVERIFY(std::is_sorted(steps.begin(), steps.end()));
        QCOMPARE(steps.last(), 1.0);
        if (target.endsWith(u"csv"))
            QCOMPARE(parseCsv(contentOf(target)).size(), 20'001);
    }

    void aCancelledExportLeavesWhatWasThere_data() { eachFormat(); }
    void aCancelledExportLeavesWhatWasThere()
    {
        QFETCH(const QString, target);
        QVERIFY(isWritten(target, "old"));
        recordMany();
        std::stop_source stop;
        Export::Options options = reporting([&stop](double) { stop.request_stop(); });
        options.stop = stop.get_token();
        QCOMPARE(*Export::run(file_->path(), target, options), Export::Outcome::Cancelled);
        QCOMPARE(contentOf(target), "old");
        QCOMPARE(files(), QStringList {QFileInfo(target).fileName()});
    }

    // In the middle of it, and while an index is made.
    void aCancelledExportStopsAtOnce_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<double>("at");
        for (const QString &format : Export::formatNames())
            QTest::newRow(qPrintable(format)) << path("log.") + format << 0.5;
        QTest::newRow("index") << path("log.sqlite") << 0.7;
    }
    void aCancelledExportStopsAtOnce()
    {
        QFETCH(const QString, target);
        QFETCH(const double, at);
        for (int i = 0; i < 10; ++i)
            recordMore(i);
        const auto now = [] { // of this thread, whatever else the machine does
            timespec time {};
            ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
            return time.tv_sec * Second + time.tv_nsec;
        };
        std::int64_t began = now();
        QCOMPARE(*Export::run(file_->path(), target), Export::Outcome::Done);
        const std::int64_t whole = now() - began;
        std::int64_t more = whole; // the least of some: other processes empty the caches
        for (int tries = 0; tries < 5; ++tries) {
            std::stop_source stop;
            Export::Options options = reporting([&](double step) {
                if (step >= at && stop.request_stop())
                    began = now();
            });
            options.stop = stop.get_token();
            QCOMPARE(*Export::run(file_->path(), target, options), Export::Outcome::Cancelled);
            more = std::min(more, now() - began);
        }
        // An HTML page takes this thread some 16 ms in all, of which an eighth is as much as it
        // takes to free the last segments.
        constexpr std::int64_t little = 4'000'000; // ns
        QVERIFY2(more < std::max(whole / 8, little),
                 qPrintable(QStringLiteral("%1 of %2 ns").arg(more).arg(whole)));
    }
};

QTEST_GUILESS_MAIN(ExportEndsTest)
#include "ExportEndsTest.moc"
