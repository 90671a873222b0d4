// SPDX-License-Identifier: GPL-3.0-or-later

// The window a second time: what is there again, what is not, and what belongs to which row, after
// a session was removed, a moment left, a language chosen, or another table looked at.

#include "models/export/RunFigures.h"
#include "tests/models/Deltas.h"
#include "tests/ui/SceneWindow.h"
#include "ui/Actions.h"
#include "ui/ActivityChart.h"
#include "ui/ComparisonWindow.h"
#include "ui/Composer.h"
#include "ui/FaultsTab.h"
#include "ui/FilterField.h"
#include "ui/Inspector.h"
#include "ui/Recents.h"
#include "ui/RewindBar.h"
#include "ui/RowView.h"
#include "ui/SessionsPanel.h"
#include "ui/SettingsDialog.h"
#include "ui/SettingsKeys.h"
#include "ui/SpanBar.h"
#include "ui/Theme.h"
#include "ui/Tour.h"
#include "ui/timeline/TimelineView.h"

#include <QtCore/QLocale>
#include <QtCore/QPointer>
#include <QtCore/QScopeGuard>
#include <QtGui/QAction>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QCompleter>
#include <QtWidgets/QDockWidget>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QTreeView>
#include <QtWidgets/QTreeWidget>

using namespace Qt::StringLiterals;
using models::test::Second;
using ui::RecordTabs;

namespace {

constexpr std::int64_t Begin = 1'700'000'000 * Second;

models::History hundredSeconds(const QStringList &marks)
{
    models::History made;
    made.first = Begin;
    made.last = Begin + 100 * Second;
    for (const QString &name : marks)
        made.marks.append({Begin + (made.marks.size() + 1) * 10 * Second, name});
    return made;
}

} // namespace

class WindowRoundsTest final : public SceneWindow {
    Q_OBJECT

private Q_SLOTS:
    void init() { openWindow({1400, 900}); }
    void cleanup() { closeWindow(); }

    // Once something ran the tables stay, with what they have of it.
    void theEmptyStateDoesNotComeBack()
    {
        QVERIFY(window_->showsEmptyState() && !window_->filter().isEnabled());
        scene_->addSessions();
        QVERIFY(!window_->showsEmptyState() && window_->filter().isEnabled());
        for (const quint64 id : {7, 4, 8, 9, 10})
            scene_->sessions.removeSession(id);
        QCOMPARE(scene_->sessions.count(), 0);
        QVERIFY(!window_->showsEmptyState() && window_->filter().isEnabled());
    }

    void anEmptyMomentIsNoEmptyState()
    {
        window_->showHistory(hundredSeconds({}));
        QVERIFY(window_->showsEmptyState());
        window_->showMoment(Begin);
        QVERIFY(!window_->showsEmptyState());
        window_->showNow();
        QVERIFY(window_->showsEmptyState());
    }

    // What is done to a row of another table is done to its task, and to its connection.
    void actionsAreAboutWhatTheRowNames()
    {
        scene_->fill(40);
        QSignalSpy cancelled(window_.get(), &ui::MainWindow::cancelTasksRequested);
        QSignalSpy closed(window_.get(), &ui::MainWindow::closeConnectionsRequested);
        const auto ids = [](const QSignalSpy &spy) {
            return spy.isEmpty() ? QList<quint64>() : spy.last().first().value<QList<quint64>>();
        };
        QVERIFY(window_->tabs().view(RecordTabs::Connections).selectId(1850));
        window_->actions().cancelTask->trigger();
        QCOMPARE(ids(cancelled), QList<quint64> {scene_->connections.find(1850)->task});
        window_->tabs().setCurrentIndex(RecordTabs::Tasks);
        QVERIFY(window_->tabs().view(RecordTabs::Tasks).selectId(320)); // it reads from that one
        window_->actions().closeConnection->trigger();
        QCOMPARE(ids(closed), QList<quint64> {1850});
    }

    void sessionsAreMovedUpAndDown()
    {
        scene_->addSessions();
        quint64 middle = 0; // of three servers
        for (const quint64 id : {4, 7, 8})
            middle = scene_->sessions.indexOf(id).row() == 1 ? id : middle;
        QVERIFY(middle != 0);
        window_->selectSession(middle);
        const auto row = [this, middle] { return scene_->sessions.indexOf(middle).row(); };
        window_->actions().moveDown->trigger();
        QCOMPARE(row(), 2);
        QCOMPARE(window_->sessions().currentSession(), middle);
        window_->actions().moveUp->trigger();
        window_->actions().moveUp->trigger();
        QCOMPARE(row(), 0);
    }

    // A group is no session: it has no menu.
    void theMenuOfSessionsIsOfSessions()
    {
        scene_->addSessions();
        QTreeView &tree = window_->sessions().tree();
        const QSignalSpy asked(&window_->sessions(), &ui::SessionsPanel::menuRequested);
        const auto ask = [&tree](const QModelIndex &index) {
            Q_EMIT tree.customContextMenuRequested(tree.visualRect(index).center());
            if (QWidget *popup = QApplication::activePopupWidget())
                popup->close();
        };
        const QModelIndex session = scene_->sessions.indexOf(7);
        ask(session.parent());
        ask(session.parent().parent());
        QCOMPARE(asked.size(), 0);
        ask(session);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.at(0).at(1).toULongLong(), 7U);
    }

    // What is paused is the present; and the program only shows what is so.
    void goingToAMomentEndsThePause()
    {
        const QSignalSpy asked(window_.get(), &ui::MainWindow::viewPaused);
        window_->setViewPaused(true);
        QVERIFY(window_->actions().pause->isChecked());
        window_->showHistory(hundredSeconds({}));
        window_->showMoment(Begin + Second);
        QVERIFY(!window_->actions().pause->isChecked());
        QCOMPARE(asked.size(), 0);
    }

    void theMenuOfNamedMomentsIsThatOfNow()
    {
        auto *menu = menuOf(u"Named moments"_s);
        const auto names = [menu] {
            Q_EMIT menu->aboutToShow();
            QStringList all;
            for (const QAction *action : menu->actions())
                all << action->text().section(u"  "_s, 1);
            return all;
        };
        window_->showHistory(hundredSeconds({u"a & b"_s, u"c"_s}));
        QCOMPARE(names(), (QStringList {u"a && b"_s, u"c"_s}));
        window_->showHistory(hundredSeconds({u"a & b"_s, u"c"_s, u"d"_s}));
        QCOMPARE(names(), (QStringList {u"a && b"_s, u"c"_s, u"d"_s}));
        const QSignalSpy asked(window_.get(), &ui::MainWindow::momentRequested);
        menu->actions().at(1)->trigger();
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.at(0).at(0).toLongLong(), Begin + 20 * Second);
    }

    void recentSessionsAreOfferedToTheirRole()
    {
        ui::Recents recents(*settings_, ui::settings::recentSessions());
        recents.add(u"lines://127.0.0.1:9001"_s);
        recents.add(u"echo://127.0.0.1:9002"_s);
        const auto offers = [this](const QString &title) {
            QMenu *const menu = menuOf(title);
            Q_EMIT menu->aboutToShow();
            QStringList all;
            for (const QAction *action : menu->actions()) {
                if (action->text().contains(u":900"_s))
                    all << action->text();
            }
            return all;
        };
        const QStringList servers = offers(u"New server"_s), clients = offers(u"New client"_s);
        QVERIFY2(servers.size() == 1 && servers.first().contains(u"9002"_s),
                 qPrintable(servers.join(u' ')));
        QVERIFY2(clients.size() == 1 && clients.first().contains(u"9001"_s),
                 qPrintable(clients.join(u' ')));
    }

    void thePanelThatIsFoldedAwayComesForWhatIsAskedOfIt()
    {
        scene_->addSessions();
        window_->selectSession(7);
        auto *dock = window_->findChild<QDockWidget *>(u"dock-inspector"_s);
        dock->hide();
        window_->actions().faults->trigger();
        QVERIFY(!dock->isHidden());
        QToolButton *detach = nullptr;
        for (auto *each : dock->findChildren<QToolButton *>()) {
            if (each->accessibleName() == u"Detach Inspector")
                detach = each;
        }
        QVERIFY(detach);
        detach->click();
        QVERIFY(dock->isFloating());
        detach->click();
        QVERIFY(!dock->isFloating());
    }

    // While it was hidden it cost nothing; what it shows then is of now.
    void theActivityIsUpToDateOnceItIsSeen()
    {
        auto *dock = window_->findChild<QDockWidget *>(u"dock-activity"_s);
        QVERIFY(!dock->isHidden());
        const auto *chart = dock->findChild<ui::ActivityChart *>(); // of messages
        dock->hide();
        const QString before = chart->figure();
        scene_->fill(12);
        QCOMPARE(chart->figure(), before);
        dock->show();
        QVERIFY2(chart->figure() != before, qPrintable(chart->figure()));
    }

    // Nobody talks in the past.
    void theComposerIsThereAgainWhenItIsNow()
    {
        talk();
        ui::Inspector &inspector = window_->inspector();
        QVERIFY(inspector.composer().isVisible());
        window_->showHistory(hundredSeconds({}));
        window_->showMoment(Begin + Second);
        QVERIFY(inspector.composer().isHidden());
        inspector.showConnection(1);
        inspector.showConnection(3001); // of the one that was talked with
        QVERIFY(inspector.composer().isHidden());
        window_->showNow();
        QVERIFY(inspector.composer().isVisible());
    }

    void whatWasBegunIsThereInAnotherLanguage()
    {
        scene_->fill(10);
        talk();
        window_->inspector().composer().setMessage({u"a draft"_s});
        window_->inspector().open(window_->inspector().events());
        const int page = window_->inspector().page();
        QVERIFY(page > 0);
        window_->setViewPaused(true);
        window_->tabs().setCurrentIndex(RecordTabs::Timeline);
        ui::LanesView &lanes = window_->tabs().timeline().lanes();
        QTest::keyClick(&lanes, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(window_->spanBar().span());
        const models::TimeSpan span = *window_->spanBar().span();
        window_->actions().tour->trigger();
        window_->actions().settings->trigger();
        window_->findChild<ui::SettingsDialog *>()->setPage(2);
        speak(QLocale::German);
        QCOMPARE(window_->inspector().composer().message().text, u"a draft"_s);
        QCOMPARE(window_->inspector().page(), page);
        QVERIFY(window_->actions().pause->isChecked());
        QVERIFY(window_->spanBar().span());
        QCOMPARE(*window_->spanBar().span(), span);
        QCOMPARE(window_->sessions().currentSession(), 11U);
        QVERIFY(window_->findChild<ui::Tour *>());
        auto *settings = window_->findChild<ui::SettingsDialog *>();
        QVERIFY(settings);
        QCOMPARE(settings->page(), 2);
        delete settings;
    }

    // Where the last file was.
    void theNextFileIsLookedForBesideTheLast()
    {
        settings_->setValue(ui::settings::folder(), folder_->path());
        for (QAction *action : {window_->actions().open, window_->actions().save}) {
            action->trigger();
            auto *dialog = window_->findChild<QFileDialog *>();
            QVERIFY(dialog);
            QCOMPARE(dialog->directory().canonicalPath(), QDir(folder_->path()).canonicalPath());
            QCOMPARE(dialog->acceptMode() == QFileDialog::AcceptSave,
                     action == window_->actions().save);
            delete dialog;
        }
    }

    // The task of a talk is the talk, too.
    void theComposerIsThereForATaskOfItsSession()
    {
        talk();
        scene_->fill(5);
        loop::Delta made = scene_->delta();
        models::test::task(made, 900);
        made.created.back().context.value = 11;
        scene_->hand(made);
        ui::Inspector &inspector = window_->inspector();
        inspector.showTask(312, 0); // of another session
        QVERIFY(inspector.composer().isHidden());
        inspector.showTask(900, 0);
        QVERIFY(inspector.composer().isVisible());
    }

    void marksAreInTheTimelineAndAMomentNeedsARecording()
    {
        scene_->fill(5);
        QVERIFY(window_->tabs().view(RecordTabs::Connections).selectId(1842));
        QVERIFY(!window_->actions().showMoment->isEnabled());
        window_->showHistory(hundredSeconds({}));
        QVERIFY(window_->actions().showMoment->isEnabled());
        window_->tabs().setCurrentIndex(RecordTabs::Timeline);
        ui::LanesView &lanes = window_->tabs().timeline().lanes();
        lanes.showSpan({Begin, Begin + 100 * Second});
        const auto colours = [&lanes] { // along the ruler's lower edge
            const QImage image = lanes.viewport()->grab().toImage();
            QSet<QRgb> all;
            for (int x = 0; x < image.width(); ++x)
                all.insert(image.pixel(x, image.height() - 2));
            return all;
        };
        const QRgb mark = theme_->tokens().notice.rgb();
        QVERIFY(!colours().contains(mark));
        window_->showHistory(hundredSeconds({u"a"_s, u"b"_s, u"c"_s, u"d"_s}));
        bool seen = false;
        for (int row = 1; row < 12 && !seen; ++row) { // its line is dashed
            const QImage image = lanes.viewport()->grab().toImage();
            for (int x = 0; x < image.width() && !seen; ++x)
                seen = image.pixel(x, image.height() - row) == mark;
        }
        QVERIFY(seen);
    }

    void theMenuOfColumnsIsThatOfTheTableInFront()
    {
        QMenu *const menu = menuOf(u"Columns"_s);
        const auto captions = [menu] {
            Q_EMIT menu->aboutToShow();
            QStringList all;
            for (const QAction *action : menu->actions())
                all << action->text();
            return all;
        };
        const auto of = [this](RecordTabs::Tab tab) {
            const QAbstractItemModel &model = *window_->tabs().view(tab).model();
            QStringList all;
            for (int column = 0; column < model.columnCount(); ++column)
                all << model.headerData(column, Qt::Horizontal).toString();
            return all;
        };
        for (const auto tab : {RecordTabs::Tasks, RecordTabs::Connections, RecordTabs::Warnings}) {
            window_->tabs().setCurrentIndex(tab);
            QCOMPARE(captions(), of(tab));
        }
    }

    void theKeyOfATableLeadsIntoIt()
    {
        scene_->fill(5);
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        window_->filter().setFocus();
        QTest::keyClick(window_.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(window_->tabs().current(), RecordTabs::Tasks);
        QVERIFY(window_->tabs().currentView().hasFocus());
        // What completes a filter there is what that table has.
        ui::FilterField &field = window_->filter();
        field.setFocus();
        QTest::keyClicks(&field, u"corou"_s);
        auto *const completer = field.findChild<QCompleter *>();
        QVERIFY(completer->popup()->isVisible());
        QCOMPARE(completer->completionModel()->index(0, 0).data().toString(), u"coroutine:"_s);
        completer->popup()->hide();
    }

    void theFaultsOfWhatEndedAreNotChanged()
    {
        scene_->fill(10);
        ui::Inspector &inspector = window_->inspector();
        inspector.showConnection(1842);
        QAbstractButton *add = nullptr;
        for (auto *each : inspector.faults().findChildren<QPushButton *>()) {
            if (each->text().startsWith(u"Add"))
                add = each;
        }
        QVERIFY(add && add->isEnabled());
        loop::Delta made = scene_->delta();
        models::test::close(made, 1842);
        scene_->hand(made);
        inspector.showConnection(1843);
        QVERIFY(add->isEnabled());
        inspector.showConnection(1842);
        QVERIFY(!add->isEnabled());
    }

    void whatIsEqualIsShownAgain()
    {
        models::RunFigures run;
        run.path = u"/tmp/a.loopscope"_s;
        run.figures.append(
            {u"messages"_s, {}, models::RunFigures::Figure::Unit::Count, 5.0, false});
        auto *shown = new ui::ComparisonWindow(*theme_, run, run, window_.get());
        shown->show();
        const auto rows = [shown] {
            int all = 0;
            for (QTreeWidgetItemIterator it(&shown->tree()); *it; ++it)
                all += (*it)->parent() && !(*it)->isHidden() ? 1 : 0;
            return all;
        };
        const int before = rows();
        QVERIFY(before > 0);
        shown->onlyDifferences().setChecked(true);
        QCOMPARE(rows(), 0);
        shown->onlyDifferences().setChecked(false);
        QCOMPARE(rows(), before);
        shown->close();
    }

private:
    // A client that a person talks with, its connection 3001 looked at.
    void talk()
    {
        models::SessionRecord talk;
        talk.id.value = 11;
        talk.loop.value = 1;
        talk.server = false;
        talk.kind = u"talk"_s;
        talk.address = u"127.0.0.1:25"_s;
        talk.url = *models::parseSessionUrl(u"talk://127.0.0.1:25"_s).url;
        talk.state = models::SessionRecord::Starting;
        scene_->sessions.setSession(talk);
        talk.state = models::SessionRecord::Running;
        scene_->sessions.setSession(talk);
        loop::Delta made = scene_->delta();
        models::test::open(made, 3001, "127.0.0.1:25");
        made.opened.back().context.value = 11;
        scene_->hand(made);
        QCOMPARE(window_->inspector().shownConnection(), 3001U);
    }
    QMenu *menuOf(const QString &title)
    {
        for (auto *menu : window_->findChildren<QMenu *>()) {
            if (QString(menu->title()).remove(u'&') == title)
                return menu;
        }
        qFatal("no menu %s", qPrintable(title));
    }
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

QTEST_MAIN(WindowRoundsTest)
#include "WindowRoundsTest.moc"
