// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/MainWindow.h"
#include "models/text/Format.h"
#include "tests/models/Deltas.h"
#include "tests/ui/SceneWindow.h"
#include "ui/Actions.h"
#include "ui/CheckedText.h"
#include "ui/Composer.h"
#include "ui/CountTabBar.h"
#include "ui/EmptyState.h"
#include "ui/FaultsTab.h"
#include "ui/FilterField.h"
#include "ui/Inspector.h"
#include "ui/RowHeader.h"
#include "ui/RowView.h"
#include "ui/SavedMenu.h"
#include "ui/SessionsPanel.h"
#include "ui/StatusStrip.h"
#include "ui/StreamView.h"
#include "ui/Theme.h"

#include <QtGui/QAction>
#include <QtGui/QContextMenuEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QTabBar>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QTreeView>

using ui::RecordTabs;

class MainWindowTest final : public SceneWindow {
    Q_OBJECT

private Q_SLOTS:
    void init() { openWindow({1400, 900}); }
    void cleanup() { closeWindow(); }

    void emptyStateStartsTheSampleAndLeavesWithTheFirstSession()
    {
        QVERIFY(window_->showsEmptyState());
        loop::Delta own = scene_->delta(); // what the program does for itself is in the log
        own.loopName = "ui";
        own.events.emplace_back().kind = loop::EventKind::TaskStart;
        scene_->hand(own);
        QTRY_VERIFY(scene_->log.total() > 0);
        QVERIFY(window_->showsEmptyState());
        QSignalSpy sample(window_.get(), &ui::MainWindow::sampleRequested);
        window_->findChild<QAbstractButton *>(QStringLiteral("sample"))->click();
        QCOMPARE(sample.size(), 1);
        scene_->addSessions();
        QVERIFY(!window_->showsEmptyState());
    }

    // The line below the tabs reaches the end of the row, and the button stands above it.
    void theCornerBesideTheTabsIsAsHighAsTheyAre()
    {
        scene_->fill(4);
        RecordTabs &tabs = window_->tabs();
        const QWidget *corner = tabs.cornerWidget();
        const auto *button = corner->findChild<QToolButton *>();
        for (const RecordTabs::Tab tab : {RecordTabs::Connections, RecordTabs::Tasks}) {
            tabs.setCurrentIndex(tab);
            QVERIFY(corner->isVisible());
            QCOMPARE(button->isVisible(), tab == RecordTabs::Tasks);
            QTRY_COMPARE(corner->geometry().bottom(), tabs.tabBar()->geometry().bottom());
            QVERIFY(corner->height() >= tabs.tabBar()->height() - 1); // but for its line
            QTRY_COMPARE(corner->geometry().right(), tabs.width() - 1);
        }
        QVERIFY(button->geometry().top() > 0 && button->geometry().bottom() < corner->height() - 1);
    }

    void cancelIsRequestedForTheTaskUnderTheCursor()
    {
        scene_->fill(40);
        RecordTabs &tabs = window_->tabs();
        tabs.setCurrentIndex(RecordTabs::Tasks);
        ui::RowView &view = tabs.view(RecordTabs::Tasks);
        const QModelIndex row = view.model()->index(5, models::TaskColumn::Coroutine);
        const quint64 id = row.data(models::IdRole).toULongLong();
        const QPoint at = view.visualRect(row).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, view.viewport()->mapToGlobal(at));
        QApplication::sendEvent(view.viewport(), &event);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QVERIFY(menu->actions().contains(window_->actions().cancelTask));
        QSignalSpy cancelled(window_.get(), &ui::MainWindow::cancelTasksRequested);
        window_->actions().cancelTask->trigger();
        menu->close();
        QCOMPARE(cancelled.size(), 1);
        QCOMPARE(cancelled.first().first().value<QList<quint64>>(), QList<quint64> {id});
    }

    void closeAndAbortAreRequestedForEverySelectedLiveConnection()
    {
        scene_->fill(40);
        ui::RowView &view = window_->tabs().view(RecordTabs::Connections);
        view.selectAll();
        QSignalSpy closed(window_.get(), &ui::MainWindow::closeConnectionsRequested);
        QSignalSpy aborted(window_.get(), &ui::MainWindow::abortConnectionsRequested);
        window_->actions().closeConnection->trigger();
        QCOMPARE(closed.size(), 1); // all of them at once
        QCOMPARE(closed.first().first().value<QList<quint64>>().size(),
                 scene_->connections.liveCount());
        QVERIFY(view.selectId(1845));
        window_->actions().abortConnection->trigger();
        QCOMPARE(aborted.size(), 1);
        QCOMPARE(aborted.first().first().value<QList<quint64>>(), QList<quint64> {1845});
    }

    void faultsOpenWithThePlanInForce()
    {
        scene_->fill(40);
        window_->selectSession(7);
        ui::Actions &actions = window_->actions();
        // What the tab that `action` opens shows as text; then it applies `fault`, if any.
        const auto edit = [&](QAction *action, const QString &fault) {
            action->trigger();
            ui::FaultsTab &tab = window_->inspector().faults();
            tab.setAsText(true);
            const QString shown = tab.isVisible() ? tab.text().text() : QStringLiteral("hidden");
            if (!fault.isEmpty()) {
                tab.text().editor().setPlainText(fault);
                tab.text().button().click();
            }
            return shown;
        };
        const auto connection = [&](quint64 id, const QString &fault = {}) {
            return window_->tabs().view(RecordTabs::Connections).selectId(id)
                ? edit(actions.connectionFaults, fault)
                : QStringLiteral("no such connection");
        };
        QSignalSpy requested(window_.get(), &ui::MainWindow::connectionFaultsRequested);
        QCOMPARE(connection(1844, QStringLiteral("stall:2s")), QString());
        QCOMPARE(requested.value(0).value(0).toULongLong(), 1844U);
        // What was asked for stands until the session says what is in force.
        QCOMPARE(connection(1844), QStringLiteral("stall:2s"));
        QCOMPARE(connection(1847), QString());
        QCOMPARE(connection(1844), QString());
        models::SessionRecord record = *scene_->sessions.session(7);
        record.connectionFaults.insert(
            1844,
            *models::parseFaultPlan({QStringLiteral("stall:2s")}, 1, models::Traffic::Stream).plan);
        scene_->sessions.setSession(record);
        QCOMPARE(connection(1844), QStringLiteral("stall:2s"));
        QCOMPARE(connection(1847), QString());
        QCOMPARE(edit(actions.faults, QStringLiteral("reset")), QString());
    }

    void startAndStopFollowTheStateOfTheSelectedSession()
    {
        scene_->addSessions();
        window_->selectSession(7);
        QVERIFY(window_->actions().stop->isEnabled());
        QVERIFY(!window_->actions().start->isEnabled());
        QSignalSpy stopped(window_.get(), &ui::MainWindow::stopRequested);
        window_->actions().stop->trigger();
        QCOMPARE(stopped.value(0).value(0).toULongLong(), 7U);
        window_->selectSession(8);
        QVERIFY(window_->actions().start->isEnabled());
        QSignalSpy started(window_.get(), &ui::MainWindow::startRequested);
        window_->actions().start->trigger();
        QCOMPARE(started.value(0).value(0).toULongLong(), 8U);
    }

    void theErrorOfAFailedSessionStandsUnderTheTree()
    {
        scene_->addSessions();
        QVERIFY(window_->sessions().shownError().startsWith(QLatin1String("Port 8443 is in use")));
        QVERIFY(QApplication::activeModalWidget() == nullptr);
    }

    void selectionScrollAndSortSurviveRefreshes()
    {
        scene_->fill(400);
        ui::RowView &view = window_->tabs().view(RecordTabs::Connections);
        view.sortByColumn(models::ConnectionColumn::In, Qt::DescendingOrder);
        QVERIFY(view.selectId(2000));
        const int scrolled = view.verticalScrollBar()->value();
        for (int second = 0; second < 3; ++second)
            scene_->tick(400);
        QCOMPARE(view.currentId(), 2000U);
        QCOMPARE(view.verticalScrollBar()->value(), scrolled);
        QCOMPARE(view.columns().sortIndicatorSection(), int(models::ConnectionColumn::In));
        double last = view.model()
                          ->index(0, models::ConnectionColumn::In)
                          .data(models::SortRole)
                          .toDouble();
        for (int row = 1; row < view.model()->rowCount(); ++row) {
            const double next = view.model()
                                    ->index(row, models::ConnectionColumn::In)
                                    .data(models::SortRole)
                                    .toDouble();
            QVERIFY(next <= last);
            last = next;
        }
    }

    void tabsCountWhatLives()
    {
        scene_->fill(40);
        RecordTabs &tabs = window_->tabs();
        QCOMPARE(tabs.countOf(RecordTabs::Connections), scene_->connections.liveCount());
        QCOMPARE(tabs.countOf(RecordTabs::Tasks), scene_->tasks.liveCount());
        QCOMPARE(tabs.countOf(RecordTabs::Timers), qint64(scene_->timers.pendingCount()));
        QCOMPARE(tabs.countOf(RecordTabs::Warnings), 6);
        QTRY_COMPARE(tabs.countOf(RecordTabs::Log), scene_->log.total());
        QVERIFY(tabs.countOf(RecordTabs::Log) > 40);
        // The strip says the same at the same moment.
        QString strip;
        connect(&scene_->log, &models::LogModel::totalChanged, window_.get(), [this, &strip] {
            const auto labels = window_->strip().findChildren<QLabel *>();
            for (const QLabel *label : labels)
                strip += label->accessibleName() == u"Size of the log" ? label->text() : QString();
        });
        scene_->tick(40);
        QTRY_VERIFY(!strip.isEmpty());
        const QString count = models::format::integer(tabs.countOf(RecordTabs::Log));
        QVERIFY2(strip.contains(QStringLiteral("log %1 events").arg(count)), qPrintable(strip));
    }

    void theInspectorFollowsTheRowAndTellsWhatIsLookedAt()
    {
        scene_->fill(40);
        QSignalSpy interest(window_.get(), &ui::MainWindow::interestChanged);
        QVERIFY(window_->tabs().view(RecordTabs::Connections).selectId(1850));
        QCOMPARE(window_->inspector().heading(), QStringLiteral("Connection 1850"));
        QCOMPARE(interest.last().at(1).toULongLong(), 1850U);
        window_->tabs().setCurrentIndex(RecordTabs::Tasks);
        QVERIFY(window_->tabs().view(RecordTabs::Tasks).selectId(320));
        QCOMPARE(window_->inspector().heading(), QStringLiteral("Task 320"));
        QCOMPARE(interest.last().at(0).toULongLong(), 320U);
        QVERIFY(!interest.last().at(2).toBool());
        window_->tabs().setCurrentIndex(RecordTabs::Timers);
        QVERIFY(interest.last().at(2).toBool());
    }

    // Timers are sampled for who looks at them: all of them, thirty times a second.
    void timersAreWantedWhileTheyAreSeen()
    {
        QSignalSpy interest(window_.get(), &ui::MainWindow::interestChanged);
        const auto wanted = [&] { return interest.last().at(2).toBool(); };
        window_->tabs().setCurrentIndex(RecordTabs::Timers);
        QVERIFY(wanted());
        window_->showMinimized();
        QTRY_VERIFY(!wanted());
        window_->showNormal();
        QTRY_VERIFY(wanted());
        window_->tabs().setCurrentIndex(RecordTabs::Connections);
        QVERIFY(!wanted());
        window_->showMinimized();
        window_->tabs().setCurrentIndex(RecordTabs::Timers);
        QVERIFY(!wanted());
    }

    void goToConnectionSelectsItInItsTab()
    {
        scene_->fill(40);
        window_->tabs().setCurrentIndex(RecordTabs::Warnings);
        window_->tabs().view(RecordTabs::Warnings).setCurrentIndex(scene_->warnings.index(0, 0));
        window_->actions().goToConnection->trigger();
        QCOMPARE(window_->tabs().current(), RecordTabs::Connections);
        QCOMPARE(window_->tabs().view(RecordTabs::Connections).currentId(), 1855U);
    }

    void aMistakeInTheFilterIsMarkedAndFiltersNothing()
    {
        scene_->fill(40);
        ui::FilterField &filter = window_->filter();
        window_->actions().filter->trigger();
        QTest::keyClicks(&filter, QStringLiteral("state:open ("));
        QVERIFY(filter.isMarked());
        QVERIFY(!filter.accessibleDescription().isEmpty());
        QTest::keyClick(&filter, Qt::Key_Backspace);
        QVERIFY(!filter.isMarked());
        scene_->tick(40);
        QTRY_VERIFY(scene_->connections.rowCount() < 40);
    }

    void eachTabKeepsItsFilter()
    {
        scene_->fill(40);
        QTest::keyClicks(&window_->filter(), QStringLiteral("1850"));
        window_->tabs().setCurrentIndex(RecordTabs::Tasks);
        QCOMPARE(window_->filter().text(), QString());
        window_->tabs().setCurrentIndex(RecordTabs::Connections);
        QCOMPARE(window_->filter().text(), QStringLiteral("1850"));
    }

    void debugModeIsRequestedByTheUserOnly()
    {
        QSignalSpy requested(window_.get(), &ui::MainWindow::debugModeRequested);
        window_->setDebugMode(true);
        QCOMPARE(requested.size(), 0);
        QVERIFY(window_->actions().debug->isChecked());
        window_->actions().debug->trigger();
        QCOMPARE(requested.size(), 1);
        QCOMPARE(requested.first().first().toBool(), false);
    }

    void anExportShowsItsProgressAndCanBeCancelled()
    {
        QSignalSpy cancelled(window_.get(), &ui::MainWindow::exportCancelRequested);
        window_->showExportProgress(QStringLiteral("Exporting log.csv"), 0.4);
        QVERIFY(window_->strip().showsProgress());
        for (QAbstractButton *button : window_->strip().findChildren<QAbstractButton *>()) {
            if (button->accessibleName() == QLatin1String("Cancel the export"))
                button->click();
        }
        QCOMPARE(cancelled.size(), 1);
        window_->showExportEnd(QStringLiteral("The disk is full. Choose another place."), true);
        QVERIFY(!window_->strip().showsProgress());
        QCOMPARE(window_->strip().notice(),
                 QStringLiteral("The disk is full. Choose another place."));
    }

    void closingWithLiveSessionsAsksOnce()
    {
        scene_->addSessions();
        window_->close();
        QVERIFY(window_->isVisible());
        window_->close();
        const auto questions = window_->findChildren<QMessageBox *>();
        QCOMPARE(questions.size(), 1);
        for (QAbstractButton *button : questions.first()->buttons()) {
            if (questions.first()->buttonRole(button) == QMessageBox::AcceptRole)
                button->click();
        }
        QVERIFY(!window_->isVisible());
    }

    void closingAsksForWhatWouldBeCutOff_data()
    {
        using State = models::SessionRecord::State;
        QTest::addColumn<int>("state");
        QTest::addColumn<bool>("asks");
        QTest::newRow("starting") << int(State::Starting) << true;
        QTest::newRow("running") << int(State::Running) << true;
        QTest::newRow("stopping") << int(State::Stopping) << false; // it was asked for
        QTest::newRow("stopped") << int(State::Stopped) << false;
        QTest::newRow("failed") << int(State::Failed) << false;
    }

    void closingAsksForWhatWouldBeCutOff()
    {
        QFETCH(int, state);
        QFETCH(bool, asks);
        models::SessionRecord record;
        record.id.value = 1;
        record.kind = QStringLiteral("talk");
        record.state = models::SessionRecord::State(state);
        scene_->sessions.setSession(record);
        window_->close();
        QCOMPARE(window_->findChildren<QMessageBox *>().size(), asks ? 1 : 0);
        QCOMPARE(window_->isVisible(), asks);
    }

    void layoutIsRemembered()
    {
        window_->tabs().setCurrentIndex(RecordTabs::Timers);
        window_->tabs()
            .view(RecordTabs::Tasks)
            .columns()
            .setSectionHidden(models::TaskColumn::Steps, true);
        window_->closeUnasked();
        reopenWindow({1400, 900});
        QCOMPARE(window_->tabs().current(), RecordTabs::Timers);
        QVERIFY(window_->tabs()
                    .view(RecordTabs::Tasks)
                    .columns()
                    .isSectionHidden(models::TaskColumn::Steps));
    }

    void theComposerIsThereForATalkAlone()
    {
        scene_->fill(10);
        ui::Inspector &inspector = window_->inspector();
        const ui::Composer &composer = inspector.composer();
        QVERIFY(window_->tabs().view(RecordTabs::Connections).selectId(1842));
        QVERIFY(composer.isHidden());
        QVERIFY(!window_->actions().message->isEnabled());

        addTalk(models::SessionRecord::Starting); // which is looked at from now on
        QCOMPARE(window_->sessions().currentSession(), 11U);
        QVERIFY(composer.isVisible());
        QCOMPARE(inspector.shownConnection(), 0U);
        QCOMPARE(QApplication::focusWidget(), composer.focusProxy());
        connectTalk(3001);
        QCOMPARE(inspector.shownConnection(), 3001U);
        QVERIFY(inspector.stream().isVisible());

        ui::RowView &view = window_->tabs().view(RecordTabs::Connections);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {},
                          view.visualRect(view.currentIndex()).center());
        QCOMPARE(inspector.shownConnection(), 1842U);
        QVERIFY(composer.isHidden());
        QVERIFY(view.selectId(3001));
        QVERIFY(composer.isVisible());
    }

    void theNewestConnectionOfATalkIsLookedAt()
    {
        addTalk(models::SessionRecord::Running);
        window_->selectSession(11);
        connectTalk(3001);
        addTalk(models::SessionRecord::Starting);
        connectTalk(3002);
        QCOMPARE(window_->inspector().shownConnection(), 3002U);
        QVERIFY(window_->tabs().view(RecordTabs::Connections).selectId(3001));
        scene_->tick(0);
        QCOMPARE(window_->inspector().shownConnection(), 3001U); // what the user picked
        scene_->sessions.removeSession(11);
        QVERIFY(window_->inspector().composer().isHidden());
    }

    void savedMessagesAreRemembered()
    {
        models::SavedMessages messages;
        messages.save(QStringLiteral("hello"), {QStringLiteral("EHLO me")});
        ui::SavedMenu &saved = window_->inspector().composer().saved();
        saved.setMessages(messages);
        Q_EMIT saved.messagesChanged();
        reopenWindow({1400, 900});
        QCOMPARE(window_->inspector().composer().saved().messages().names(), messages.names());
    }

    void theThemeIsRemembered()
    {
        const auto darkAfter = [this](const QString &picked) {
            for (QAction *action : window_->findChildren<QAction *>()) {
                if (action->text() == picked)
                    action->trigger();
            }
            window_->closeUnasked();
            window_.reset();
            theme_->setChoice(ui::Theme::Choice::System);
            reopenWindow({1400, 900});
            return theme_->tokens().dark;
        };
        QVERIFY(darkAfter(QStringLiteral("&Dark")));
        QVERIFY(!darkAfter(QStringLiteral("&Light")));
    }

    void everyControlThatTakesTheKeyboardHasAName()
    {
        scene_->fill(3);
        QStringList nameless;
        for (QWidget *widget : window_->findChildren<QWidget *>()) {
            const auto *button = qobject_cast<QAbstractButton *>(widget);
            const bool named
                = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
            if (!(widget->focusPolicy() & Qt::TabFocus) || named || widget->focusProxy())
                continue;
            nameless.append(QString::fromLatin1(widget->metaObject()->className()));
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QLatin1Char(' '))));
    }

private:
    void addTalk(models::SessionRecord::State state)
    {
        models::SessionRecord talk;
        talk.id.value = 11;
        talk.loop.value = 1;
        talk.server = false;
        talk.kind = QStringLiteral("talk");
        talk.address = QStringLiteral("127.0.0.1:25");
        talk.url = *models::parseSessionUrl(QStringLiteral("talk://127.0.0.1:25")).url;
        talk.state = state;
        scene_->sessions.setSession(talk);
    }

    void connectTalk(quint64 id)
    {
        loop::Delta made = scene_->delta();
        models::test::open(made, id, "127.0.0.1:25");
        made.opened.back().context.value = 11;
        scene_->hand(made);
    }
};

QTEST_MAIN(MainWindowTest)
#include "MainWindowTest.moc"
