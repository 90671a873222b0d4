// SPDX-License-Identifier: GPL-3.0-or-later

// The timeline of the real program: a real server has a slow step, which is seen, clicked and
// inspected, while it runs and in its recording that is opened later; and a loop that is blocked is
// seen there while it is.

#include "Recorded.h"

#include "models/LogModel.h"
#include "models/timeline/LongestSteps.h"
#include "tests/models/ReadRows.h"
#include "ui/Actions.h"
#include "ui/Inspector.h"
#include "ui/SpanBar.h"
#include "ui/StatusStrip.h"
#include "ui/timeline/TimelineView.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>
#include <QtWidgets/QPushButton>

#include <optional>

using namespace Qt::StringLiterals;
using ui::MainWindow;
using ui::RecordTabs;

namespace {

constexpr std::int64_t Millisecond = 1'000'000;

// Its slowest step, once it is known.
std::optional<models::LongStep> slowStep(const MainWindow &window)
{
    window.tabs().setCurrentIndex(RecordTabs::Timeline);
    const models::LongestSteps &longest = window.tabs().timeline().model().longest();
    const bool there = QTest::qWaitFor(
        [&longest] { return longest.stepAt(0) && longest.stepAt(0)->length >= 250 * Millisecond; },
        patience);
    return there ? std::optional(*longest.stepAt(0)) : std::nullopt;
}

// A click on the step where it is drawn; the task that the Inspector shows then.
quint64 click(const MainWindow &window, const models::LongStep &step)
{
    ui::LanesView &lanes = window.tabs().timeline().lanes();
    lanes.showSpan({step.start - step.length, step.start + 2 * step.length});
    const auto rect = [&] { return lanes.rectOf(step.task, step.start); };
    if (!QTest::qWaitFor([&] { return !rect().isEmpty(); }, patience))
        return 0;
    QTest::mouseClick(lanes.viewport(), Qt::LeftButton, {}, rect().center());
    return window.inspector().shownTask();
}

} // namespace

class TimelineWindowTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private Q_SLOTS:
    void initTestCase() { keepEverythingIn(folder_); }

    void aSlowStepIsSeenClickedAndInspectedNowAndInItsRecording()
    {
        Opened opened({u"--serve"_s, u"echo://127.0.0.1:0?block=0.3"_s});
        QVERIFY(opened.waitForServer());
        const MainWindow &window = *opened.window;
        QTcpSocket client;
        client.connectToHost(u"127.0.0.1"_s, opened.port());
        client.write("x");
        QTRY_COMPARE_WITH_TIMEOUT(client.bytesAvailable(), 1, patience);
        const auto step = slowStep(window);
        QVERIFY(step);
        QVERIFY2(step->name.contains(u"connection("), qPrintable(step->name));
        QVERIFY(window.tabs().timeline().model().isLive());
        QCOMPARE(click(window, *step), step->task);
        QVERIFY(window.inspector().heading().contains(QString::number(step->task)));

        // From here to its row, and to its moment in the log.
        window.actions().goToTask->trigger();
        QCOMPARE(window.tabs().current(), RecordTabs::Tasks);
        QCOMPARE(window.tabs().currentView().currentId(), step->task);
        client.disconnectFromHost();

        const QString path = folder_.filePath(u"slow.loopscope"_s);
        Q_EMIT opened.window->saveRequested(path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience);
        Q_EMIT opened.window->openRequested(path);
        QTRY_COMPARE_WITH_TIMEOUT(mainWindows(ui::Tense::Past).size(), 1, patience);
        MainWindow *const past = mainWindows(ui::Tense::Past).constFirst();
        QTRY_VERIFY_WITH_TIMEOUT(past->rewind().moment() != 0, patience);
        const auto recorded = slowStep(*past);
        QVERIFY(recorded);
        QCOMPARE(recorded->start, step->start);
        QCOMPARE(recorded->length, step->length);
        QCOMPARE(recorded->name, step->name);
        QVERIFY(!past->tabs().timeline().model().isLive());
        QCOMPARE(click(*past, *recorded), step->task);
        past->close();
        QTRY_VERIFY_WITH_TIMEOUT(mainWindows(ui::Tense::Past).isEmpty(), patience);
    }

    // Two that talk, one after the other: a span of the first shows the first alone.
    void aSpanThatIsSelectedNarrowsEveryView()
    {
        Recorded run;
        QVERIFY(run.talk());
        MainWindow &window = *run.window;
        window.tabs().setCurrentIndex(RecordTabs::Timeline);
        ui::LanesView &lanes = window.tabs().timeline().lanes();
        lanes.showSpan({run.oneOpen - 2'000 * Millisecond, run.oneOpen + 2'000 * Millisecond});
        const int middle = lanes.rect().center().y();
        const int now = lanes.viewport()->width() * 2 / 3; // oneOpen is near it
        const auto drag = [&](int from, int to) {
            QWidget &on = *lanes.viewport();
            QTest::mousePress(&on, Qt::LeftButton, Qt::ShiftModifier, {from, middle});
            const QPoint there(to, middle);
            QMouseEvent move(QEvent::MouseMove, there, on.mapToGlobal(there), Qt::NoButton,
                             Qt::LeftButton, Qt::ShiftModifier);
            QApplication::sendEvent(&on, &move);
            QTest::mouseRelease(&on, Qt::LeftButton, Qt::ShiftModifier, {to, middle});
        };
        drag(now - lanes.viewport()->width() / 3 + 10, now);
        QVERIFY(window.spanBar().isVisible());
        const auto span = *window.spanBar().span();
        const auto all = run.window->tabs().countOf(RecordTabs::Log);
        QAbstractItemModel &log = run.rows(RecordTabs::Log);
        QTRY_VERIFY_WITH_TIMEOUT(log.rowCount() < all, patience);
        auto &model = static_cast<models::LogModel &>(log);
        for (int row = 0; row < model.rowCount(); ++row)
            QVERIFY(span.contains(models::test::eventAt(model, row).time));

        // Esc, where it was selected, takes it away; so does the button.
        QTest::keyClick(&lanes, Qt::Key_Escape);
        QVERIFY(!window.spanBar().isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(qint64(log.rowCount()), all, patience);
        drag(now - 50, now);
        QVERIFY(window.spanBar().isVisible());
        QTest::mouseClick(&window.spanBar().widenButton(), Qt::LeftButton);
        QVERIFY(!window.spanBar().isVisible());
        QVERIFY(!lanes.selected());
    }

    void aBlockedLoopIsSeenWhileItIs()
    {
        Opened opened({u"--serve"_s, u"echo://127.0.0.1:0?block=2.5"_s});
        QVERIFY(opened.waitForServer());
        const MainWindow &window = *opened.window;
        window.tabs().setCurrentIndex(RecordTabs::Timeline);
        const models::TimelineModel &model = window.tabs().timeline().model();
        QTcpSocket client;
        client.connectToHost(u"127.0.0.1"_s, opened.port());
        QTRY_COMPARE_WITH_TIMEOUT(window.tabs().countOf(RecordTabs::Connections), 1, patience);
        client.write("x");
        QTRY_COMPARE_WITH_TIMEOUT(model.blocked().size(), 1U, patience);
        QCOMPARE(client.bytesAvailable(), 0);
        const models::Blocked blocked = model.blocked()[0];
        const QString words = model.wordsOf(blocked);
        for (const QString &said : {u"net"_s, u"connection"_s, u"EchoStreams.cpp"_s})
            QVERIFY2(words.contains(said), qPrintable(words));
        const ui::LanesView &lanes = window.tabs().timeline().lanes();
        QVERIFY(lanes.isFollowing());

        // The status bar says the same, and what was asked meanwhile.
        const ui::StatusStrip &strip = window.strip();
        for (const QString &said : {u"connection"_s, u"EchoStreams.cpp"_s})
            QVERIFY2(strip.blocked().contains(said), qPrintable(strip.blocked()));
        opened.actOnSession(opened.sessionOf(u"echo"_s).id.value, *window.actions().stop);
        QTRY_VERIFY2_WITH_TIMEOUT(strip.blocked().contains(u"waiting: stop echo"_s),
                                  qPrintable(strip.blocked()), patience);
        QVERIFY2(!model.blocked().empty(), "asked only after it was over");
        QTRY_VERIFY_WITH_TIMEOUT(model.blocked().empty(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(strip.blocked(), QString(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(opened.sessionOf(u"echo"_s).state, models::SessionRecord::Stopped,
                                  patience);
        const auto step = slowStep(window); // and then it is a step
        QVERIFY(step);
        QCOMPARE(step->task, blocked.handle.task.value);
    }
};

QTEST_MAIN(TimelineWindowTest)
#include "TimelineWindowTest.moc"
