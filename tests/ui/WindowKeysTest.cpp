// SPDX-License-Identifier: GPL-3.0-or-later

// The window by keyboard and selection: what has which mnemonic, what focus does not change, where
// rows lead, and what can be done to which selection.

#include "tests/models/Deltas.h"
#include "tests/ui/SceneWindow.h"
#include "ui/Actions.h"
#include "ui/CheckedText.h"
#include "ui/FilterField.h"
#include "ui/Inspector.h"
#include "ui/MainWindow.h"
#include "ui/NewSessionDialog.h"
#include "ui/RowView.h"
#include "ui/SessionForm.h"
#include "ui/SessionsPanel.h"

#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QCompleter>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTabBar>
#include <QtWidgets/QTreeView>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;
using ui::RecordTabs;

namespace {

// Texts whose mnemonic another one has, too.
QStringList twice(const QStringList &texts)
{
    QHash<QString, QString> owners;
    QStringList wrong;
    for (const QString &text : texts) {
        const QString key = QKeySequence::mnemonic(text).toString();
        if (key.isEmpty())
            continue;
        if (owners.contains(key))
            wrong << text + u" and "_s + owners.value(key);
        owners.insert(key, text);
    }
    return wrong;
}

QStringList shownTexts(const QWidget &window)
{
    QStringList texts;
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        if (!widget->isVisible() || widget->window() != &window)
            continue;
        if (const auto *bar = qobject_cast<const QMenuBar *>(widget)) {
            for (const QAction *action : bar->actions())
                texts << action->text();
        } else if (const auto *tabs = qobject_cast<const QTabBar *>(widget)) {
            for (int tab = 0; tab < tabs->count(); ++tab)
                texts << tabs->tabText(tab);
        } else if (const auto *button = qobject_cast<const QAbstractButton *>(widget)) {
            texts << button->text();
        } else if (const auto *label = qobject_cast<const QLabel *>(widget);
                   label && label->buddy()) {
            texts << label->text();
        }
    }
    return texts;
}

} // namespace

class WindowKeysTest final : public SceneWindow {
    Q_OBJECT

private Q_SLOTS:
    void init() { openWindow({1400, 900}); }
    void cleanup() { closeWindow(); }

    void noMnemonicIsUsedTwice()
    {
        QStringList wrong = twice(shownTexts(*window_)); // the empty state
        scene_->fill(10);
        view(RecordTabs::Connections).selectId(1848); // over TLS: every tab of the Inspector
        wrong << twice(shownTexts(*window_));
        for (const QMenu *menu : window_->menuBar()->findChildren<QMenu *>()) {
            QStringList texts;
            for (const QAction *action : menu->actions())
                texts << action->text();
            wrong << twice(texts);
        }
        window_->selectSession(7);
        window_->actions().faults->trigger();
        wrong << twice(shownTexts(*window_));
        for (const auto role : {models::SessionRole::Server, models::SessionRole::Client}) {
            auto *created = new ui::NewSessionDialog(*theme_, role, window_.get());
            created->open();
            wrong << twice(shownTexts(*created));
            created->close();
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void focusDoesNotChangeWhatTheInspectorShows()
    {
        scene_->fill(10);
        QVERIFY(view(RecordTabs::Connections).selectId(1845));
        for (const int tab : {RecordTabs::Log, RecordTabs::Tasks, RecordTabs::Warnings}) {
            QTest::keyClick(window_.get(), Qt::Key(Qt::Key_1 + tab), Qt::ControlModifier);
            QCOMPARE(window_->tabs().current(), RecordTabs::Tab(tab));
            QTRY_VERIFY(view(RecordTabs::Tab(tab)).model()->rowCount() > 0);
            window_->tabs().currentView().clearFocus();
            window_->tabs().currentView().setFocus();
            QCOMPARE(window_->inspector().heading(), u"Connection 1845"_s);
        }
        QTest::keyClick(&view(RecordTabs::Warnings), Qt::Key_Down); // which is a choice
        QVERIFY(window_->inspector().heading() != u"Connection 1845"_s);
    }

    void homeAndEndGoToTheFirstAndLastRow()
    {
        scene_->fill(200);
        ui::RowView &rows = view(RecordTabs::Connections);
        QVERIFY(rows.selectId(1900));
        const int column = rows.currentIndex().column();
        QTest::keyClick(&rows, Qt::Key_End);
        QCOMPARE(rows.currentIndex().row(), rows.model()->rowCount() - 1);
        QCOMPARE(rows.currentIndex().column(), column);
        QTest::keyClick(&rows, Qt::Key_Home);
        QCOMPARE(rows.currentIndex().row(), 0);
        QTest::keyClick(&rows, Qt::Key_End, Qt::ShiftModifier);
        QCOMPARE(rows.selectedSpan().first, 0);
        QCOMPARE(rows.selectedSpan().last, rows.model()->rowCount() - 1);
    }

    void endWithoutACurrentRowGoesToTheEndOfTheLog()
    {
        scene_->fill(200);
        window_->tabs().setCurrentIndex(RecordTabs::Log);
        scene_->tick(200);
        ui::RowView &log = view(RecordTabs::Log);
        QTRY_VERIFY(log.model()->rowCount() > 200);
        QTest::keyClick(&log, Qt::Key_End);
        QCOMPARE(log.currentIndex().row(), log.model()->rowCount() - 1);
    }

    void completionIsOfferedOnNothingWhenItIsAskedFor()
    {
        scene_->fill(3);
        ui::FilterField &filter = window_->filter();
        filter.setFocus();
        const auto *completer = filter.findChild<QCompleter *>();
        QTest::keyClick(&filter, Qt::Key_Space, Qt::ControlModifier);
        QVERIFY(completer->popup()->isVisible());
        QVERIFY(completer->completionModel()->rowCount() > 10); // the keys
        completer->popup()->hide();
        filter.setText(u"state:"_s);
        QTest::keyClick(&filter, Qt::Key_Space, Qt::ControlModifier);
        QVERIFY(completer->popup()->isVisible());
        QCOMPARE(completer->completionModel()->index(0, 0).data().toString(), u"opening"_s);
        completer->popup()->hide();
        filter.clear();
        QTest::keyClicks(&filter, u" "_s);
        QVERIFY(!completer->popup()->isVisible()); // nobody asked
    }

    // From a row to what it is about, where that is elsewhere and is known.
    void eachTabLeadsToTheOthersAlone()
    {
        using ui::RecordTabs;
        scene_->fill(40);
        const ui::Actions &a = window_->actions();
        for (const auto tab : {RecordTabs::Connections, RecordTabs::Tasks, RecordTabs::Timers,
                               RecordTabs::Warnings, RecordTabs::Log}) {
            ui::RowView &view = window_->tabs().view(tab);
            window_->tabs().setCurrentIndex(tab);
            QTRY_VERIFY(view.model()->rowCount() > 0);
            view.setCurrentIndex(view.model()->index(0, 0));
            const QString name = window_->tabs().tabText(tab);
            const bool hasMoment = tab != RecordTabs::Timers && tab != RecordTabs::Log;
            QVERIFY2(a.goToLog->isEnabled() == hasMoment, qPrintable(name));
            QVERIFY2(tab != RecordTabs::Tasks || !a.goToTask->isEnabled(), qPrintable(name));
            QVERIFY2(tab != RecordTabs::Connections || !a.goToConnection->isEnabled(),
                     qPrintable(name));
            QVERIFY2(a.copyRows->isEnabled(), qPrintable(name));
            view.clearSelection();
            for (const QAction *action : {a.goToLog, a.goToTask, a.goToConnection, a.copyRows})
                QVERIFY2(!action->isEnabled(), qPrintable(name));
        }
    }

    void enterDoesNotMakeAWholeWordLonger()
    {
        scene_->fill(3);
        ui::FilterField &filter = window_->filter();
        filter.setFocus();
        QTest::keyClicks(&filter, u"state:ope"_s);
        const auto *completer = filter.findChild<QCompleter *>();
        QVERIFY(completer->popup()->isVisible()); // opening, open
        QTest::keyClicks(&filter, u"n"_s);
        QVERIFY(!completer->popup()->isVisible());
        QTest::keyClick(&filter, Qt::Key_Return);
        QCOMPARE(filter.text(), u"state:open"_s);
    }

    // What a completion writes filters as what is typed does.
    void aCompletionFilters()
    {
        scene_->fill(3);
        ui::FilterField &filter = window_->filter();
        filter.setFocus();
        const int all = scene_->connections.rowCount();
        filter.setText(u"state:"_s);
        QTest::keyClick(&filter, Qt::Key_Space, Qt::ControlModifier);
        const auto *completer = filter.findChild<QCompleter *>();
        QVERIFY(completer->popup()->isVisible());
        QTest::keyClick(completer->popup(), Qt::Key_Down);
        QTest::keyClick(completer->popup(), Qt::Key_Return);
        QCOMPARE(filter.text(), u"state:opening"_s);
        QCOMPARE(scene_->connections.rowCount(), 0);
        filter.clear();
        QTest::keyClicks(&filter, u"x"_s);
        QTest::keyClick(&filter, Qt::Key_Backspace);
        QCOMPARE(scene_->connections.rowCount(), all);
    }

    void enterOnAButtonPressesThatButton()
    {
        scene_->fill(3);
        window_->actions().settings->trigger();
        auto *dialog = window_->findChild<QDialog *>(u"settings"_s);
        auto *close = dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Close);
        close->setFocus();
        QTest::keyClick(close, Qt::Key_Return);
        QVERIFY(!dialog->isVisible());

        for (const auto role : {models::SessionRole::Server, models::SessionRole::Client}) {
            const std::unique_ptr<ui::NewSessionDialog> created(
                new ui::NewSessionDialog(*theme_, role, nullptr));
            created->setAttribute(Qt::WA_DeleteOnClose, false);
            created->form().setKind(u"reply"_s);
            for (const QPushButton *button : created->findChildren<QPushButton *>()) {
                const auto texts = created->findChildren<ui::CheckedText *>();
                if (std::none_of(texts.begin(), texts.end(), [button](const ui::CheckedText *each) {
                        return each->isAncestorOf(button);
                    }))
                    QVERIFY2(button->autoDefault(), qPrintable(button->text()));
            }
        }
    }

    void aRowIsFoundInTheLogThoughAFilterHidesIt()
    {
        scene_->fill(40);
        window_->tabs().setCurrentIndex(RecordTabs::Log);
        scene_->tick(40);
        QTRY_VERIFY(scene_->log.rowCount() > 40);
        QVERIFY(!scene_->log.setFilterText(u"connection:1841"_s));
        QTRY_VERIFY(!scene_->log.searching());
        window_->tabs().setCurrentIndex(RecordTabs::Connections);
        QVERIFY(view(RecordTabs::Connections).selectId(1850));
        window_->actions().goToLog->trigger();
        QTRY_COMPARE(window_->tabs().current(), RecordTabs::Log);
        QCOMPARE(view(RecordTabs::Log).current(models::ConnectionRole), 1850U);
        QCOMPARE(window_->filter().text(), QString());
        // One that shows it stays.
        QVERIFY(!scene_->log.setFilterText(u"connection:1850"_s));
        QTRY_VERIFY(!scene_->log.searching());
        window_->tabs().setCurrentIndex(RecordTabs::Connections);
        window_->actions().goToLog->trigger();
        QTRY_COMPARE(window_->tabs().current(), RecordTabs::Log);
        QCOMPARE(view(RecordTabs::Log).current(models::ConnectionRole), 1850U);
        QCOMPARE(window_->filter().text(), u"connection:1850"_s);
    }

    void goToConnectionWorksAgainAndAgain()
    {
        scene_->fill(40);
        for (int round = 0; round < 3; ++round) {
            window_->tabs().setCurrentIndex(RecordTabs::Tasks);
            ui::RowView &tasks = view(RecordTabs::Tasks);
            QVERIFY(tasks.selectId(311));
            QTest::mouseClick(tasks.viewport(), Qt::LeftButton, {},
                              tasks.visualRect(tasks.currentIndex()).center());
            QCOMPARE(window_->inspector().heading(), u"Task 311"_s);
            QVERIFY(window_->actions().goToConnection->isEnabled());
            window_->actions().goToConnection->trigger();
            QCOMPARE(window_->inspector().heading(), u"Connection 1841"_s);
        }
    }

    void aDoubleClickOnASessionShowsItsConnectionsAlone()
    {
        scene_->fill(40);
        window_->tabs().setCurrentIndex(RecordTabs::Log);
        auto *tree = window_->sessions().findChild<QTreeView *>();
        const QPoint at = tree->visualRect(scene_->sessions.indexOf(10)).center();
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, {}, at);
        QTest::mouseDClick(tree->viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(window_->tabs().current(), RecordTabs::Log); // every view is narrowed
        QVERIFY(!window_->filter().text().isEmpty());
        window_->tabs().setCurrentIndex(RecordTabs::Connections);
        QCOMPARE(window_->filter().text(), u"session:10"_s);
        QVERIFY(scene_->connections.rowCount() > 0);
        QVERIFY(scene_->connections.rowCount() < 40);
        window_->filter().setFocus();
        QTest::keyClick(&window_->filter(), Qt::Key_Escape);
        QCOMPARE(scene_->connections.rowCount(), 40);
    }

    void whatEndedCanNeitherBeCancelledNorClosed()
    {
        scene_->fill(40);
        loop::Delta in = scene_->delta();
        models::test::close(in, 1841);
        loop::TaskSample task;
        task.id.value = 311;
        task.state = loop::TaskState::Done;
        task.ended = in.time + 1;
        in.tasks.push_back(task);
        scene_->hand(in);
        const ui::Actions &a = window_->actions();
        QVERIFY(view(RecordTabs::Connections).selectId(1842));
        QVERIFY(a.closeConnection->isEnabled() && a.abortConnection->isEnabled()
                && a.connectionFaults->isEnabled() && a.cancelTask->isEnabled());
        QVERIFY(view(RecordTabs::Connections).selectId(1841));
        QVERIFY(!a.closeConnection->isEnabled() && !a.abortConnection->isEnabled()
                && !a.connectionFaults->isEnabled());
        window_->tabs().setCurrentIndex(RecordTabs::Tasks);
        QVERIFY(view(RecordTabs::Tasks).selectId(312));
        QVERIFY(a.cancelTask->isEnabled());
        QVERIFY(view(RecordTabs::Tasks).selectId(311));
        QVERIFY(!a.cancelTask->isEnabled());
    }

    void aCopyWaitsForRowsThatAreStillBeingRead()
    {
        scene_->fill(40);
        window_->tabs().setCurrentIndex(RecordTabs::Log);
        scene_->tick(40);
        ui::RowView &log = view(RecordTabs::Log);
        QTRY_VERIFY(log.model()->rowCount() > 40);
        QVERIFY(!scene_->log.setFilterText(u"connection:1841 or connection:1842"_s));
        QTRY_VERIFY(!scene_->log.searching() && log.model()->rowCount() > 0);
        QVERIFY(!scene_->log.setFilterText({})); // other rows altogether
        QGuiApplication::clipboard()->clear();
        log.selectAll();
        log.copySelection();
        QTRY_VERIFY(!QGuiApplication::clipboard()->text().isEmpty());
        const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n');
        QCOMPARE(lines.size(), log.model()->rowCount() + 2); // the titles, and after the last
        for (qsizetype i = 0; i + 1 < lines.size(); ++i)
            QVERIFY2(!lines[i].trimmed().isEmpty(), qPrintable(QString::number(i)));
    }

    void ofAWholeLogOneRowIsMeant()
    {
        scene_->fill(40);
        window_->tabs().setCurrentIndex(RecordTabs::Log);
        scene_->tick(40);
        ui::RowView &log = view(RecordTabs::Log);
        QTRY_VERIFY(log.model()->rowCount() > 40);
        log.setCurrentIndex(log.model()->index(3, 0));
        QTRY_VERIFY(log.current(models::ConnectionRole) != 0); // it has been read
        const quint64 connection = log.current(models::ConnectionRole);
        QTest::keyClick(&log, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(log.selectedSpan().last, log.model()->rowCount() - 1);
        QSignalSpy closed(window_.get(), &ui::MainWindow::closeConnectionsRequested);
        QVERIFY(window_->actions().closeConnection->isEnabled());
        window_->actions().closeConnection->trigger();
        QCOMPARE(closed.size(), 1);
        QCOMPARE(closed.first().first().value<QList<quint64>>(), QList<quint64> {connection});
    }

    void whatStartAndStopCanDoByState_data()
    {
        using State = models::SessionRecord::State;
        QTest::addColumn<int>("state");
        QTest::addColumn<bool>("start");
        QTest::addColumn<bool>("stop");
        QTest::newRow("starting") << int(State::Starting) << false << true;
        QTest::newRow("running") << int(State::Running) << false << true;
        QTest::newRow("stopping") << int(State::Stopping) << false << false;
        QTest::newRow("stopped") << int(State::Stopped) << true << false;
        QTest::newRow("failed") << int(State::Failed) << true << false;
    }

    void whatStartAndStopCanDoByState()
    {
        QFETCH(int, state);
        scene_->addSessions();
        models::SessionRecord record = *scene_->sessions.session(7);
        record.state = models::SessionRecord::State(state);
        window_->selectSession(7);
        scene_->sessions.setSession(record);
        QTEST(window_->actions().start->isEnabled(), "start");
        QTEST(window_->actions().stop->isEnabled(), "stop");
    }

    void theSameSessionIsAmongTheRecentOnce()
    {
        const auto create = [this](int port) {
            auto *dialog
                = new ui::NewSessionDialog(*theme_, models::SessionRole::Server, window_.get());
            delete dialog;
            window_->openNewSession(models::SessionRole::Server, u"echo"_s);
            auto *opened = window_->findChild<ui::NewSessionDialog *>();
            models::SessionUrl url = opened->form().url();
            url.port = quint16(port);
            opened->form().setUrl(url);
            opened->accept();
            QCoreApplication::sendPostedEvents(opened, QEvent::DeferredDelete);
        };
        for (const int port : {9001, 9002, 9001})
            create(port);
        const QStringList recent = settings_->value(u"sessions/recent"_s).toStringList();
        QCOMPARE(recent.size(), 2);
        QVERIFY(recent.first().contains(u":9001"_s)); // the newest first
        for (int port = 1; port <= 12; ++port)
            create(port);
        QCOMPARE(settings_->value(u"sessions/recent"_s).toStringList().size(), 8);
    }

private:
    ui::RowView &view(RecordTabs::Tab tab) { return window_->tabs().view(tab); }
};

QTEST_MAIN(WindowKeysTest)
#include "WindowKeysTest.moc"
