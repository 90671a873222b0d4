// SPDX-License-Identifier: GPL-3.0-or-later

// Recordings as Perfetto traces, as a decoder of this test reads them.

#include "models/export/Export.h"
#include "models/record/Recording.h"
#include "models/record/RecordingReader.h"
#include "tests/models/Deltas.h"
#include "tests/models/export/TraceReader.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <random>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;
using loop::EventKind;

namespace {

void step(loop::Delta &in, std::uint64_t task, std::int64_t start, std::int64_t length,
          std::uint64_t wokenBy = 0, std::uint32_t merged = 1)
{
    loop::StepSpan made;
    made.task.value = task;
    made.wokenBy.value = wokenBy;
    made.start = start;
    made.length = length;
    made.merged = merged;
    in.spans.push_back(made);
}

} // namespace

class TraceExportTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<Recording> file_;

    Trace exported(const Export::Options &options = Export::Options()) const
    {
        const QString target = folder_.filePath(u"x.perfetto-trace"_s);
        file_->flush();
        const auto outcome = Export::run(file_->path(), target, options);
        if (!outcome)
            qWarning("%s", qPrintable(outcome.problem()));
        return Trace::of(target);
    }

private Q_SLOTS:
    void init() { file_ = std::make_unique<Recording>(); }

    void stepsAreSlicesOfTheirLoopAndTheirTask()
    {
        loop::Delta made = delta(Second);
        task(made, 9);
        step(made, 9, Second, 100);
        step(made, 9, Second + 200, 50);
        file_->apply(made);
        const Trace trace = exported();
        QCOMPARE(trace.problem, QString());
        const auto loop = trace.slicesOf("loop net");
        QCOMPARE(loop.size(), std::size_t(2));
        QCOMPARE(loop[0].start, Epoch + Second);
        QCOMPARE(loop[0].end, Epoch + Second + 100);
        QVERIFY(loop[0].name.find("task(") != std::string::npos);
        const auto own = trace.slicesOf("Task-9");
        QCOMPARE(own.size(), std::size_t(2));
        QCOMPARE(own[1].end - own[1].start, 50);
    }

    // Also where the step that woke is of the Delta before.
    void flowsLeadFromTheStepThatWokeToTheOneThatWasWoken()
    {
        loop::Delta made = delta(Second);
        task(made, 8);
        task(made, 9);
        step(made, 8, Second, 100);
        step(made, 9, Second + 200, 50, 8);
        file_->apply(made);
        loop::Delta next = delta(2 * Second);
        step(next, 8, 2 * Second, 70, 9);
        file_->apply(next);
        const Trace trace = exported();
        QCOMPARE(trace.problem, QString());
        const auto flows = trace.flows();
        QCOMPARE(flows.size(), std::size_t(2));
        QCOMPARE(flows[0].from.start, Epoch + Second);
        QCOMPARE(flows[0].to.start, Epoch + Second + 200);
        QCOMPARE(flows[1].from.start, Epoch + Second + 200);
        QCOMPARE(flows[1].to.start, Epoch + 2 * Second);
    }

    // Merged steps reach into others, in any order.
    void slicesOfATrackNeverOverlap()
    {
        std::mt19937 random(3);
        for (int i = 0; i < 20; ++i) {
            loop::Delta made = delta(i * Second);
            for (std::uint64_t id = 1; i == 0 && id <= 5; ++id)
                task(made, id);
            for (int k = 0; k < 200; ++k)
                step(made, random() % 6, i * Second + random() % Second, random() % 50'000'000,
                     random() % 6, 1 + random() % 3);
            file_->apply(made);
        }
        const Trace trace = exported();
        QCOMPARE(trace.problem, QString()); // a decoder of slices and flows finds nothing wrong
        QVERIFY(trace.flows().size() > 100);
        QVERIFY(!trace.slicesOf("short steps").empty());
    }

    void countersAreTheSamplesOfTheRecording()
    {
        for (int i = 1; i <= 5; ++i) {
            loop::Delta made = delta(i * Second);
            made.sample.messagesIn = std::uint64_t(i) * 100;
            made.sample.bytesIn = std::uint64_t(i * i) * 1000;
            made.sample.lag = i * Millisecond;
            file_->apply(made);
        }
        file_->flush();
        const auto reader = RecordingReader::open(file_->path());
        const auto samples = (*reader)->samples(0, Epoch + 100 * Second);
        QVERIFY(samples->size() > 2);
        const Trace trace = exported();
        QCOMPARE(trace.problem, QString());
        const auto messages = trace.countersOf("messages a second"),
                   bytes = trace.countersOf("bytes in a second"), lag = trace.countersOf("lag");
        QCOMPARE(qsizetype(messages.size()), samples->size());
        for (qsizetype i = 0; i < samples->size(); ++i) {
            const auto at = std::size_t(i);
            QCOMPARE(messages[at].first, (*samples)[i].time);
            QCOMPARE(messages[at].second, (*samples)[i].messages);
            QCOMPARE(bytes[at].second, (*samples)[i].bytesIn);
            QCOMPARE(lag[at].second, quint64((*samples)[i].lag));
        }
    }

    // What a connection had not sent when it ended waits no longer.
    void aClosedConnectionHasNoWriteBuffer()
    {
        loop::Delta made = delta(Second);
        open(made, 5);
        open(made, 6);
        sample(made, 5).writeBuffer = 4096;
        sample(made, 6).writeBuffer = 100;
        file_->apply(made);
        loop::Delta next = delta(2 * Second);
        close(next, 5);
        next.connections.back().writeBuffer = 4096;
        file_->apply(next);
        const Trace trace = exported();
        QCOMPARE(trace.problem, QString());
        const auto buffers = trace.countersOf("write buffers");
        QCOMPARE(buffers.size(), std::size_t(2));
        QCOMPARE(buffers[0].second, 4196U);
        QCOMPARE(buffers[1].second, 100U);
    }

    void warningsAndFaultsAreInstants()
    {
        loop::Delta made = delta(Second);
        task(made, 9);
        addEvent(made, EventKind::Warning, 0, {}, "Executing took 0.2 seconds").task.value = 9;
        addEvent(made, EventKind::Fault, 5, {}, "latency 12 ms");
        open(made, 5);
        sample(made, 5).writeBuffer = 4096;
        file_->apply(made);
        const Trace trace = exported();
        QCOMPARE(trace.problem, QString());
        QCOMPARE(trace.instantsOf("Task-9"),
                 std::vector<std::string> {"Executing took 0.2 seconds"});
        QCOMPARE(trace.instantsOf("loop net"), std::vector<std::string> {"latency 12 ms"});
        QCOMPARE(trace.countersOf("write buffers").back().second, quint64(4096));
    }

    // A Delta with much data is in parts: what ends in it is known to all of them.
    void aLongDeltaIsOne()
    {
        loop::Delta made = delta(Second);
        task(made, 8);
        task(made, 9).ended = made.time + 500;
        step(made, 8, Second, 100);
        addEvent(made, EventKind::DataIn, 5, std::string(9'000'000, 'x'));
        addEvent(made, EventKind::DataIn, 5, std::string(9'000'000, 'y'));
        addEvent(made, EventKind::Fault, 5, {}, "latency 12 ms").task.value = 9;
        file_->apply(made);
        loop::Delta next = delta(2 * Second);
        task(next, 10);
        step(next, 10, 2 * Second, 70, 8);
        file_->apply(next);
        const Trace trace = exported();
        QCOMPARE(trace.problem, QString());
        QCOMPARE(trace.instantsOf("Task-9"), std::vector<std::string> {"latency 12 ms"});
        QCOMPARE(trace.flows().size(), std::size_t(1));
    }

    void onlyASpanOfTimeIsWritten()
    {
        for (int i = 1; i <= 3; ++i) {
            loop::Delta made = delta(i * Second);
            if (i == 1)
                task(made, 9);
            step(made, 9, i * Second, 100);
            file_->apply(made);
        }
        Export::Options options;
        options.first = Epoch + 2 * Second;
        options.last = Epoch + 2 * Second + 500;
        const auto slices = exported(options).slicesOf("Task-9");
        QCOMPARE(slices.size(), std::size_t(1));
        QCOMPARE(slices[0].start, options.first);
    }

    // Nor anything else of what lies outside.
    void ofASpanOfTimeNothingElseIsWritten()
    {
        for (int i = 1; i <= 4; ++i) {
            loop::Delta made = delta(i * Second);
            made.sample.lag = i * Millisecond;
            if (i == 1)
                open(made, 5);
            sample(made, 5).writeBuffer = std::size_t(i) * 1'000;
            addEvent(made, EventKind::Fault, 5, {}, "fault " + std::to_string(i));
            file_->apply(made);
        }
        Export::Options options;
        options.first = Epoch + 2 * Second;
        options.last = Epoch + 2 * Second + 500;
        const Trace trace = exported(options);
        QCOMPARE(trace.problem, QString());
        QCOMPARE(trace.instantsOf("loop net"), std::vector<std::string> {"fault 2"});
        QCOMPARE(trace.countersOf("write buffers").size(), std::size_t(1));
        QCOMPARE(trace.countersOf("write buffers")[0].second, quint64(2'000));
        QCOMPARE(trace.countersOf("lag").size(), std::size_t(1));
        QCOMPARE(trace.countersOf("lag")[0].second, quint64(2 * Millisecond));
    }
};

QTEST_GUILESS_MAIN(TraceExportTest)
#include "TraceExportTest.moc"
