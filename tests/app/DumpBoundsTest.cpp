// SPDX-License-Identifier: GPL-3.0-or-later

// How many dumps a run may write, by the clock by hand: twenty on its own, at most one of a reason
// in ten seconds; those that a person asks for are not among them.

#include "app/FlightRecorder.h"

#include "loop/Sleep.h"
#include "tests/models/Deltas.h"
#include "tests/support/ManualDriver.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <csignal>

using namespace Qt::StringLiterals;
using app::FlightRecorder;

namespace {

void turn(loop::EventLoop &loop)
{
    loop.runUntilComplete(
        []() -> loop::Coro<void> { co_await loop::sleep(std::chrono::seconds(0)); }());
}

std::unique_ptr<models::Recording> recordingIn(const QTemporaryDir &folder)
{
    auto made = models::Recording::at(folder.filePath(u"run.loopscope"_s));
    if (!made)
        qFatal("%s", qPrintable(made.problem()));
    return std::move(*made);
}

// A recorder of dumps, and what it wrote and told.
struct Flight {
    explicit Flight(const QList<models::DumpReason> &reasons,
                    std::unique_ptr<ManualDriver> driver = std::make_unique<ManualDriver>())
        : loop(std::move(driver))
        , recording(recordingIn(folder))
    {
        models::RecordingOptions options;
        options.record = recording->path();
        options.dumpOn = reasons;
        recorder = std::make_unique<FlightRecorder>(loop, *recording, options);
        QObject::connect(recorder.get(), &FlightRecorder::told, recorder.get(),
                         [this](const QString &words) { told << words; });
    }
    // Of all reasons, once those that are due are written.
    QStringList dumps()
    {
        loop.runUntilComplete(recorder->settle());
        QStringList reasons;
        for (const QString &name : QDir(folder.path()).entryList({u"run-*"_s}, QDir::Files))
            reasons << name.section(u'-', 2).section(u'.', 0, 0);
        reasons.sort();
        return reasons;
    }

    QTemporaryDir folder;
    loop::EventLoop loop;
    std::unique_ptr<models::Recording> recording;
    std::unique_ptr<FlightRecorder> recorder;
    QStringList told;
};

} // namespace

class DumpBoundsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatAPersonAsksForIsNotAmongTheTwentyOfARun()
    {
        QTemporaryDir folder;
        const auto recording = models::Recording::at(folder.filePath(u"run.loopscope"_s));
        QVERIFY(recording);
        auto driver = std::make_unique<ManualDriver>();
        ManualDriver &clock = *driver;
        loop::EventLoop loop(std::move(driver));
        models::RecordingOptions options;
        options.record = (*recording)->path();
        options.dumpOn = {models::DumpReason::Lost, models::DumpReason::Signal};
        FlightRecorder recorder(loop, **recording, options);
        QString told; // last
        connect(&recorder, &FlightRecorder::told, this,
                [&told](const QString &words) { told = words; });
        const auto dumps = [&folder](const QString &reason) {
            return QDir(folder.path())
                .entryList({u"run-*-"_s + reason + u"*.loopscope"_s}, QDir::Files)
                .size();
        };
        const auto settle = [&] { loop.runUntilComplete(recorder.settle()); };
        const auto ask = [&] {
            ::raise(SIGUSR1);
            turn(loop); // it is heard
            settle();
        };
        for (int i = 0; i < 3; ++i)
            ask();
        QCOMPARE(dumps(u"SIGUSR1"_s), 3);
        loop::Delta lost = models::test::delta(models::test::Second);
        models::test::close(lost, 1);
        lost.connections.back().state = loop::ConnectionState::Lost;
        for (int i = 0; i < FlightRecorder::MostDumps + 2; ++i) {
            recorder.apply(lost);
            recorder.apply(lost); // too soon after it
            settle();
            QCOMPARE(dumps(u"lost"_s), std::min(i + 1, FlightRecorder::MostDumps));
            QVERIFY2(told.endsWith(i < FlightRecorder::MostDumps ? u": lost 1."_s : u": lost 2."_s),
                     qPrintable(told)); // those without one, once
            clock.advance(FlightRecorder::Pace);
        }
        ask(); // always makes one
        QCOMPARE(dumps(u"SIGUSR1"_s), 4);
    }

    void thatNoMoreAreWrittenIsSaidWithTheLastOfThem()
    {
        auto driver = std::make_unique<ManualDriver>();
        ManualDriver &clock = *driver;
        Flight flight({models::DumpReason::Warning}, std::move(driver));
        for (int i = 0; i < FlightRecorder::MostDumps; ++i) {
            QVERIFY(flight.told.filter(u"are the most of one run"_s).isEmpty());
            models::Blocked blocked;
            blocked.settled = true;
            flight.recorder->apply(blocked);
            QCOMPARE(flight.dumps().size(), i + 1);
            clock.advance(FlightRecorder::Pace);
        }
        QCOMPARE(flight.told.filter(u"20 dumps are the most of one run"_s).size(), 1);
    }

    void whatIsAnOccasion_data()
    {
        QTest::addColumn<std::function<void(FlightRecorder &)>>("happens");
        QTest::addColumn<QStringList>("dumps");
        using Happens = std::function<void(FlightRecorder &)>;
        const auto connection = [](loop::ConnectionState state, bool closed) -> Happens {
            return [state, closed](FlightRecorder &recorder) {
                loop::Delta delta = models::test::delta(models::test::Second);
                models::test::close(delta, 1);
                delta.connections.back().state = state;
                if (!closed)
                    delta.connections.back().closed = 0;
                recorder.apply(delta);
            };
        };
        using State = loop::ConnectionState;
        const QStringList none, lost {u"lost"_s}, warning {u"warning"_s}, limit {u"limit"_s};
        QTest::newRow("a connection that is lost") << connection(State::Lost, true) << lost;
        QTest::newRow("one that is reset") << connection(State::Reset, true) << lost;
        QTest::newRow("one that ends") << connection(State::Closed, true) << none;
        QTest::newRow("one that is about to be lost") << connection(State::Lost, false) << none;
        for (const bool settled : {false, true}) {
            QTest::newRow(settled ? "a loop that was held" : "a loop that is held")
                << Happens([settled](FlightRecorder &recorder) {
                       models::Blocked blocked;
                       blocked.settled = settled;
                       recorder.apply(blocked);
                   })
                << (settled ? warning : none);
        }
        using Session = models::SessionRecord;
        const auto session = [](Session::State state, bool holds) -> Happens {
            return [state, holds](FlightRecorder &recorder) {
                Session record;
                record.state = state;
                record.verdicts = {{u"errors<1"_s, true, u"0"_s}, {u"p99<5ms"_s, holds, u"7"_s}};
                recorder.sessionChanged(record);
            };
        };
        QTest::newRow("a limit") << session(Session::Failed, false) << limit;
        QTest::newRow("a limit of what was stopped") << session(Session::Stopped, false) << limit;
        QTest::newRow("limits that hold") << session(Session::Stopped, true) << none;
        QTest::newRow("a limit before the end") << session(Session::Stopping, false) << none;
        QTest::newRow("two at once")
            << Happens([lose = connection(State::Lost, true),
                        miss = session(Session::Failed, false)](FlightRecorder &recorder) {
                   lose(recorder);
                   miss(recorder);
               })
            << QStringList({u"limit"_s, u"lost"_s});
    }

    void whatIsAnOccasion()
    {
        using models::DumpReason;
        QFETCH(std::function<void(FlightRecorder &)>, happens);
        QFETCH(QStringList, dumps);
        Flight flight({DumpReason::Warning, DumpReason::Limit, DumpReason::Lost});
        happens(*flight.recorder);
        QCOMPARE(flight.dumps(), dumps);
        Flight another({DumpReason::Signal}); // which nobody sent
        happens(*another.recorder);
        QCOMPARE(another.dumps(), QStringList());
    }

    // The one that is being written has what led to the second, too.
    void whoAsksTwiceAtOnceGetsOne()
    {
        Flight flight({models::DumpReason::Signal});
        for (int i = 0; i < 2; ++i) {
            ::raise(SIGUSR1);
            turn(flight.loop);
        }
        QCOMPARE(flight.dumps(), QStringList(u"SIGUSR1"_s));
        QVERIFY2(flight.told.last().endsWith(u": SIGUSR1 1."_s), qPrintable(flight.told.last()));
    }

    void nothingOfItGoesOnOnceItIsGone()
    {
        Flight flight({models::DumpReason::Signal});
        ::raise(SIGUSR1);
        turn(flight.loop);
        QVERIFY(!flight.loop.allTasks().empty()); // it is being written
        flight.recorder.reset();
        turn(flight.loop);
        QVERIFY(flight.loop.allTasks().empty());
        QCOMPARE(flight.told, QStringList());
    }

    void theOneAfterOneThatWasCancelledIsWritten()
    {
        QTemporaryDir folder;
        const auto recording = models::Recording::at(folder.filePath(u"run.loopscope"_s));
        QVERIFY(recording);
        loop::EventLoop loop(std::make_unique<ManualDriver>());
        models::RecordingOptions options;
        options.record = (*recording)->path();
        options.dumpOn = {models::DumpReason::Signal};
        FlightRecorder recorder(loop, **recording, options);
        QStringList told;
        connect(&recorder, &FlightRecorder::told, this,
                [&told](const QString &words) { told << words; });
        for (const bool cancelled : {true, false}) {
            ::raise(SIGUSR1);
            turn(loop);
            if (cancelled)
                recorder.cancel();
            loop.runUntilComplete(recorder.settle());
            QCOMPARE(told.size(), cancelled ? 1 : 2);
            QCOMPARE(told.last().contains(u"was cancelled"_s), cancelled);
        }
        QCOMPARE(QDir(folder.path()).entryList({u"run-*.loopscope"_s}, QDir::Files).size(), 1);
    }
};

QTEST_GUILESS_MAIN(DumpBoundsTest)
#include "DumpBoundsTest.moc"
