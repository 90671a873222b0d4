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
