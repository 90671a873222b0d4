// SPDX-License-Identifier: GPL-3.0-or-later

// What the window says of what it shows, and what of that outlives a change of the language, of the
// theme, and a row that is gone.

#include "models/Inspection.h"
#include "models/LogModel.h"
#include "tests/models/Deltas.h"
#include "tests/models/ReadRows.h"
#include "tests/ui/SceneWindow.h"
#include "ui/Actions.h"
#include "ui/FilterField.h"
#include "ui/Inspector.h"
#include "ui/Notices.h"
#include "ui/OfferBar.h"
#include "ui/RewindBar.h"
#include "ui/RewindTrack.h"
#include "ui/RowView.h"
#include "ui/SessionsPanel.h"
#include "ui/SettingsKeys.h"
#include "ui/SpanBar.h"
#include "ui/StatusStrip.h"
#include "ui/Theme.h"
#include "ui/WindowMenus.h"
#include "ui/timeline/LanesView.h"
#include "ui/timeline/TimelineView.h"

#include <QtCore/QFileInfo>
#include <QtCore/QLocale>
#include <QtCore/QPointer>
#include <QtCore/QScopeGuard>
#include <QtGui/QAction>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTabWidget>
#include <QtWidgets/QTreeView>

#include <tuple>

using namespace Qt::StringLiterals;
using models::Inspection;
using models::test::Second;
using ui::RecordTabs;

namespace {

constexpr std::int64_t Begin = 1'700'000'000 * Second;

models::History hundredSeconds()
{
    models::History made;
    made.first = Begin;
    made.last = Begin + 100 * Second;
    made.marks = {{Begin + 20 * Second, u"before"_s}, {Begin + 60 * Second, u"after"_s}};
    return made;
}

} // namespace

class WindowStateTest final : public SceneWindow {
    Q_OBJECT

private Q_SLOTS:
    void init() { openWindow({1400, 900}); }
    void cleanup() { closeWindow(); }

    void theTitleSaysWhatIsShown()
    {
        QCOMPARE(window_->windowTitle(), u"Loopscope"_s);
        window_->setSubject(u"monday.loopscope"_s);
        QCOMPARE(window_->windowTitle(), u"monday.loopscope – Loopscope"_s);
        window_->showMoment(Begin + 30 * Second); // of a history that is not known yet
        QCOMPARE(window_->windowTitle(), u"monday.loopscope – Loopscope"_s);
        window_->showHistory(hundredSeconds());
        QVERIFY2(window_->windowTitle().startsWith(u"monday.loopscope at "_s),
                 qPrintable(window_->windowTitle()));
        const QString there = window_->windowTitle();
        window_->showMoment(Begin + 31 * Second);
        QVERIFY(window_->windowTitle() != there);
        window_->setSubject({});
        QVERIFY2(window_->windowTitle().startsWith(u"Rewound to "_s),
                 qPrintable(window_->windowTitle()));
        window_->showNow();
        QCOMPARE(window_->windowTitle(), u"Loopscope"_s);
    }

    void marksCanBeGoneToWhereThereAreSomeThatWay()
    {
        const ui::Actions &actions = window_->actions();
        const auto can = [&actions] {
            return std::tuple(actions.previousMark->isEnabled(), actions.nextMark->isEnabled(),
                              actions.play->isEnabled(), actions.addMark->isEnabled());
        };
        QCOMPARE(can(), std::tuple(false, false, false, false));
        window_->showHistory(hundredSeconds());
        window_->showMoment(Begin + 10 * Second);
        QCOMPARE(can(), std::tuple(false, true, true, true));
        window_->showMoment(Begin + 40 * Second);
        QCOMPARE(can(), std::tuple(true, true, true, true));
        const QSignalSpy asked(window_.get(), &ui::MainWindow::momentRequested);
        actions.previousMark->trigger();
        actions.nextMark->trigger();
        QCOMPARE(asked.value(0).value(0).toLongLong(), Begin + 20 * Second);
        QCOMPARE(asked.value(1).value(0).toLongLong(), Begin + 60 * Second);
        window_->showMoment(Begin + 80 * Second);
        QCOMPARE(can(), std::tuple(true, false, true, true));
        window_->showNow();
        QVERIFY(!actions.play->isEnabled());
    }

    void playingIsStoppedByWhatStartedIt()
    {
        window_->showHistory(hundredSeconds());
        window_->showMoment(Begin + 10 * Second);
        const QSignalSpy asked(window_.get(), &ui::MainWindow::playRequested);
        const QString play = window_->actions().play->text();
        window_->actions().play->trigger();
        QVERIFY(asked.value(0).value(0).toBool());
        window_->showPlaying(true);
        QVERIFY(window_->actions().play->text() != play);
        window_->actions().play->trigger();
        QCOMPARE(asked.size(), 2);
        QVERIFY(!asked[1][0].toBool());
        window_->showPlaying(false);
        QCOMPARE(window_->actions().play->text(), play);
    }

    // All that the window shows of its own is made anew, and is as before.
    void whatWasShownIsShownAfterAChangeOfTheLanguage()
    {
        scene_->fill(40);
        window_->showHistory(hundredSeconds());
        window_->showMoment(Begin + 30 * Second);
        window_->showPlaying(true);
        window_->rewind().showSpeed(4);
        window_->offers().offer({u"/a"_s, u"One was left behind"_s});
        window_->offers().offer({u"/b"_s, u"Another was"_s});
        window_->setDebugMode(true);
        window_->showNotice(u"It went wrong"_s, true);
        QVERIFY(window_->tabs().view(RecordTabs::Connections).selectId(1850));
        window_->tabs().setCurrentIndex(RecordTabs::Tasks);
        QVERIFY(window_->tabs().view(RecordTabs::Tasks).selectId(320));
        const QString title = window_->windowTitle(), heading = window_->inspector().heading();
        QCOMPARE(heading, u"Task 320"_s);
        speak(QLocale::German);
        QCOMPARE(window_->inspector().heading(), heading);
        QCOMPARE(window_->tabs().current(), RecordTabs::Tasks);
        QCOMPARE(window_->tabs().view(RecordTabs::Tasks).currentId(), 320U);
        QCOMPARE(window_->tabs().view(RecordTabs::Connections).currentId(), 1850U);
        QCOMPARE(window_->windowTitle(), title);
        QCOMPARE(window_->rewind().track().history().last, Begin + 100 * Second);
        QCOMPARE(window_->rewind().track().history().marks, hundredSeconds().marks);
        QVERIFY(!window_->rewind().showsNow());
        QCOMPARE(window_->rewind().moment(), Begin + 30 * Second);
        QVERIFY(window_->rewind().isPlaying());
        QCOMPARE(window_->rewind().speed(), 4.0);
        QVERIFY(window_->actions().debug->isChecked());
        QCOMPARE(window_->offers().offers().size(), 2);
        QCOMPARE(window_->offers().offers().first().path, u"/a"_s);
        QTRY_VERIFY(window_->offers().isVisible()); // once it is laid out
        QCOMPARE(window_->strip().notices().unread(), 1);
        QCOMPARE(window_->strip().notice(), u"It went wrong"_s);
        // And the next one, where nothing of it is so any more.
        window_->showNow();
        window_->showPlaying(false);
        window_->setDebugMode(false);
        window_->inspector().showNothing();
        speak(QLocale::English);
        QVERIFY(window_->rewind().showsNow());
        QVERIFY(!window_->rewind().isPlaying());
        QVERIFY(!window_->actions().debug->isChecked());
        QCOMPARE(window_->windowTitle(), u"Loopscope"_s);
        QCOMPARE(window_->inspector().subject(), Inspection::Subject::Nothing);
        // The parts of now ask, once.
        const QSignalSpy asked(window_.get(), &ui::MainWindow::playRequested);
        window_->showMoment(Begin + 30 * Second);
        window_->actions().play->trigger();
        QCOMPARE(asked.size(), 1);
    }

    void theSameLanguageAgainChangesNothing()
    {
        const QPointer<ui::Inspector> inspector = &window_->inspector();
        QEvent event(QEvent::LanguageChange);
        QApplication::sendEvent(window_.get(), &event);
        QCoreApplication::sendPostedEvents();
        QVERIFY(inspector);
    }

    void theThemeOfTheDesktopIsLookedAtAgainWhereItIsFollowed()
    {
        const QSignalSpy changed(theme_.get(), &ui::Theme::changed);
        const auto tell = [this] {
            QEvent event(QEvent::ThemeChange);
            QApplication::sendEvent(window_.get(), &event);
        };
        theme_->setChoice(ui::Theme::Choice::Light);
        const qsizetype chosen = changed.size();
        tell();
        QCOMPARE(changed.size(), chosen);
        theme_->setChoice(ui::Theme::Choice::System);
        const qsizetype followed = changed.size();
        tell();
        QCOMPARE(changed.size(), followed + 1);
    }

    void theMenuOfThemesMarksTheOneThatIsChosen()
    {
        const auto marked = [this] {
            QStringList all;
            for (const QString &name : {u"&System"_s, u"&Light"_s, u"&Dark"_s}) {
                for (const QAction *action : window_->findChildren<QAction *>()) {
                    if (action->text() == name && action->isChecked())
                        all << name;
                }
            }
            return all;
        };
        theme_->setChoice(ui::Theme::Choice::Dark);
        QCOMPARE(marked(), QStringList {u"&Dark"_s});
        reopenWindow(); // one that is made then
        QCOMPARE(marked(), QStringList {u"&Dark"_s});
        theme_->setChoice(ui::Theme::Choice::Light);
        QCOMPARE(marked(), QStringList {u"&Light"_s});
        theme_->setChoice(ui::Theme::Choice::System);
        QCOMPARE(marked(), QStringList {u"&System"_s});
    }

    void whatHasEndedIsClearedAtOnce()
    {
        scene_->fill(12);
        const int live = scene_->connections.liveCount(), running = scene_->tasks.liveCount();
        window_->tabs().setCurrentIndex(ui::RecordTabs::Connections);
        QVERIFY(scene_->connections.rowCount() > live);
        QTest::keyClick(window_.get(), Qt::Key_Delete, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(scene_->connections.rowCount(), live);
        window_->tabs().setCurrentIndex(ui::RecordTabs::Tasks);
        QCOMPARE(scene_->tasks.rowCount(), running);
    }

    void howTimesAreShownIsChosenAndLasts()
    {
        using Times = models::LogModel::Times;
        const auto pick = [this](const QString &name) {
            for (QAction *action : window_->findChildren<QAction *>()) {
                if (action->text() == name)
                    action->trigger();
            }
        };
        const auto marked = [this] {
            QStringList all;
            for (const QAction *action : window_->findChildren<QAction *>()) {
                if (action->isChecked()
                    && (action->text().startsWith(u"Since the"_s)
                        || action->text().startsWith(u"&On the clock"_s)))
                    all << action->text();
            }
            return all;
        };
        QCOMPARE(marked(), QStringList {u"&On the clock"_s});
        pick(u"Since the &start"_s);
        QCOMPARE(scene_->log.times(), Times::SinceStart);
        QCOMPARE(scene_->events.times(), Times::SinceStart);
        QCOMPARE(marked(), QStringList {u"Since the &start"_s});
        scene_->log.setTimes(Times::Clock);
        reopenWindow();
        QCOMPARE(scene_->log.times(), Times::SinceStart);
        QCOMPARE(marked(), QStringList {u"Since the &start"_s});
        pick(u"&On the clock"_s);
        QCOMPARE(scene_->log.times(), Times::Clock);
    }

    void aViewIsShownByItsName()
    {
        window_->showView(u"tasks"_s);
        QCOMPARE(window_->tabs().current(), RecordTabs::Tasks);
        window_->showView(u"LOG"_s);
        QCOMPARE(window_->tabs().current(), RecordTabs::Log);
        window_->showView(u"nothing of that name"_s);
        QCOMPARE(window_->tabs().current(), RecordTabs::Log);
    }

    // What is written is what its name ends in.
    void anotherTypeOfFileChangesTheEnding()
    {
        window_->actions().exportOther->trigger();
        QPointer<QFileDialog> dialog = window_->findChild<QFileDialog *>();
        QVERIFY(dialog);
        QCOMPARE(dialog->defaultSuffix(), u"pcapng"_s);
        dialog->setDirectory(folder_->path());
        const auto name
            = [&dialog] { return QFileInfo(dialog->selectedFiles().value(0)).fileName(); };
        Q_EMIT dialog->filterSelected(u"Perfetto (*.perfetto-trace)"_s);
        QCOMPARE(dialog->defaultSuffix(), u"perfetto-trace"_s);
        QCOMPARE(name(), u"packets.perfetto-trace"_s);
        Q_EMIT dialog->filterSelected(u"SQLite (*.sqlite)"_s);
        QCOMPARE(name(), u"packets.sqlite"_s);
        const QSignalSpy asked(window_.get(), &ui::MainWindow::exportRequested);
        Q_EMIT dialog->fileSelected(folder_->filePath(u"here/packets.sqlite"_s));
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked[0][0].toString(), folder_->filePath(u"here/packets.sqlite"_s));
        QCOMPARE(settings_->value(ui::settings::folder()).toString(),
                 folder_->filePath(u"here"_s)); // the next one begins there
        dialog->reject();
        QTRY_VERIFY(!dialog);
    }

    void whichPagesTheInspectorHasIsUpToWhatItShows()
    {
        scene_->fill(40);
        const auto pages = [this] {
            QStringList all;
            for (const auto *tabs : window_->inspector().findChildren<QTabWidget *>()) {
                for (int i = 0; i < tabs->count(); ++i) {
                    if (tabs->isTabVisible(i))
                        all << QString(tabs->tabText(i)).remove(u'&');
                }
            }
            return all;
        };
        QVERIFY(window_->tabs().view(RecordTabs::Connections).selectId(1850));
        const QStringList ofConnection = pages();
        for (const QString &each : {u"Stream"_s, u"Flow"_s, u"Faults"_s, u"Events"_s})
            QVERIFY2(ofConnection.contains(each), qPrintable(ofConnection.join(u' ')));
        QVERIFY(!ofConnection.contains(u"Rules"_s));
        Q_EMIT window_->inspector().picked({models::Reference::Session, 7, {}, 0, 0, 0});
        const QStringList ofSession = pages();
        QVERIFY2(ofSession.contains(u"Faults"_s), qPrintable(ofSession.join(u' ')));
        for (const QString &each : {u"Stream"_s, u"Flow"_s, u"Events"_s})
            QVERIFY2(!ofSession.contains(each), qPrintable(ofSession.join(u' ')));
        window_->tabs().setCurrentIndex(RecordTabs::Tasks);
        QVERIFY(window_->tabs().view(RecordTabs::Tasks).selectId(320));
        QVERIFY(pages().contains(u"Events"_s));
    }

    // One that the tables do not have, as one that is gone from them.
    void whatIsInNoTableIsInspectedAllTheSame()
    {
        scene_->fill(40);
        QVERIFY(window_->tabs().view(RecordTabs::Connections).selectId(1850));
        Q_EMIT window_->inspector().picked({models::Reference::Connection, 99'999, {}, 0, 0, 0});
        QCOMPARE(window_->tabs().current(), RecordTabs::Connections);
        QCOMPARE(window_->inspector().shownConnection(), 99'999U);
        Q_EMIT window_->inspector().picked({models::Reference::Task, 99'998, {}, 0, 0, 0});
        QCOMPARE(window_->tabs().current(), RecordTabs::Tasks);
        QCOMPARE(window_->inspector().shownTask(), 99'998U);
    }

    // The timeline has no rows to be narrowed.
    void narrowingToASessionLeavesTheTimeline()
    {
        scene_->fill(10);
        QTreeView &tree = window_->sessions().tree();
        const QRect line = tree.visualRect(scene_->sessions.indexOf(7));
        for (const auto &[before, after] :
             {std::pair(RecordTabs::Timeline, RecordTabs::Connections),
              std::pair(RecordTabs::Tasks, RecordTabs::Tasks)}) {
            window_->tabs().setCurrentIndex(before);
            QTest::mouseClick(tree.viewport(), Qt::LeftButton, {}, line.center());
            QTest::keyClick(&tree, Qt::Key_Return);
            QCOMPARE(window_->tabs().current(), after);
            QCOMPARE(window_->filter().text(), u"session:7"_s);
            QTest::keyClick(&tree, Qt::Key_Escape);
            QCOMPARE(window_->filter().text(), QString());
        }
    }

    // The newest rows come once they are read; whoever is led to one does not wait for that.
    void anEventThatIsNotReadYetIsShownInTheLog()
    {
        scene_->fill(10);
        window_->tabs().setCurrentIndex(RecordTabs::Log);
        QVERIFY(models::test::settle(scene_->log));
        loop::Delta next = scene_->delta();
        models::test::addEvent(next, loop::EventKind::Session, 0, {}, "just now");
        scene_->hand(next);
        const qint64 newest = scene_->log.total();
        QVERIFY(scene_->log.rowOfEvent(newest) < 0);
        window_->tabs().setCurrentIndex(RecordTabs::Connections);
        Q_EMIT window_->inspector().picked({models::Reference::Log, quint64(newest), {}, 0, 0, 0});
        QCOMPARE(window_->tabs().current(), RecordTabs::Log);
        QTRY_COMPARE(window_->tabs().currentView().currentId(), quint64(newest));
    }

    // What hides it goes, and nothing else does.
    void anEventOutsideTheSpanIsShownInTheLog()
    {
        scene_->fill(10);
        window_->tabs().setCurrentIndex(RecordTabs::Log);
        QVERIFY(models::test::settle(scene_->log));
        const auto newest = quint64(scene_->log.total());
        const std::int64_t first = models::test::eventAt(scene_->log, 0).time;
        window_->tabs().setCurrentIndex(RecordTabs::Timeline);
        ui::LanesView &lanes = window_->tabs().timeline().lanes();
        lanes.showSpan({first - Second, first + Second});
        lanes.setFocus();
        QTest::keyClick(&lanes, Qt::Key_Right, Qt::ShiftModifier); // from the middle on
        QVERIFY(window_->spanBar().span() && window_->spanBar().span()->contains(first));
        window_->tabs().setCurrentIndex(RecordTabs::Log);
        QTRY_VERIFY(!scene_->log.searching() && scene_->log.rowCount() > 0);
        window_->tabs().setCurrentIndex(RecordTabs::Timeline);
        const auto inside = quint64(models::test::eventAt(scene_->log, 0).number);
        QVERIFY(scene_->log.rowOfEvent(qint64(newest)) < 0);
        const auto show = [this](quint64 event) {
            Q_EMIT window_->inspector().picked({models::Reference::Log, event, {}, 0, 0, 0});
        };
        show(inside);
        QCOMPARE(window_->tabs().current(), RecordTabs::Log);
        QTRY_COMPARE(window_->tabs().currentView().currentId(), inside);
        QVERIFY(window_->spanBar().span());
        show(newest);
        QTRY_COMPARE(window_->tabs().currentView().currentId(), newest);
        QVERIFY(!window_->spanBar().span());
    }

    void aRowOfTheLogLeadsToItsSession()
    {
        scene_->fill(10);
        window_->tabs().setCurrentIndex(RecordTabs::Log);
        QVERIFY(models::test::settle(scene_->log));
        int row = 0;
        while (row < scene_->log.rowCount() && models::test::eventAt(scene_->log, row).context == 0)
            ++row;
        QVERIFY(row < scene_->log.rowCount());
        const quint64 session = scene_->log.index(row, 0).data(models::ContextRole).toULongLong();
        window_->tabs().currentView().pick(scene_->log.index(row, 0));
        window_->actions().goToSession->trigger();
        QCOMPARE(window_->inspector().subject(), Inspection::Subject::Session);
        QCOMPARE(window_->inspector().subjectId(), session);
    }

    void whatRanBeforeIsOfferedAndCounted()
    {
        const auto offered = [this](int sessions) { // lines that say what ran
            QStringList urls {u"nonsense"_s};
            for (int i = 0; i < sessions; ++i)
                urls << u"echo://127.0.0.1:%1"_s.arg(9000 + i);
            settings_->setValue(ui::settings::lastSessions(), urls);
            reopenWindow();
            for (const auto *label : window_->findChildren<QLabel *>()) {
                if (label->isVisible() && label->text().contains(u"9000"_s))
                    return QString(label->text()).split(u'\n');
            }
            return QStringList();
        };
        QCOMPARE(offered(4).size(), 4);
        const QStringList six = offered(6);
        QCOMPARE(six.size(), 5);
        QVERIFY2(six.last().contains(u"and 2 more"_s), qPrintable(six.last()));
        QSignalSpy asked(window_.get(), &ui::MainWindow::newSessionRequested);
        window_->findChild<QPushButton *>(u"last"_s)->click();
        QCOMPARE(asked.size(), 6);
        QCOMPARE(asked[5][0].toString(), u"echo://127.0.0.1:9005"_s);
        QCOMPARE(offered(0), QStringList());
    }

private:
    void speak(QLocale::Language language)
    {
        const QPointer<ui::Inspector> before = &window_->inspector();
        const QLocale locale;
        const auto restored = qScopeGuard([locale] { QLocale::setDefault(locale); });
        QLocale::setDefault(QLocale(language));
        QEvent event(QEvent::LanguageChange);
        QApplication::sendEvent(window_.get(), &event);
        QTRY_VERIFY(!before);
    }
};

QTEST_MAIN(WindowStateTest)
#include "WindowStateTest.moc"
