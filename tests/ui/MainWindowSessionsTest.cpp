// SPDX-License-Identifier: GPL-3.0-or-later

// What a session that was just started is to the window, which one can be moved, and where the
// keyboard goes.

#include "tests/models/Deltas.h"
#include "tests/ui/SceneWindow.h"
#include "ui/Actions.h"
#include "ui/Composer.h"
#include "ui/FilterField.h"
#include "ui/Inspector.h"
#include "ui/NewSessionDialog.h"
#include "ui/RowView.h"
#include "ui/SessionsPanel.h"
#include "ui/Tour.h"

#include <QtGui/QAction>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTreeView>

using namespace Qt::StringLiterals;
using models::Inspection;
using ui::RecordTabs;

class MainWindowSessionsTest final : public SceneWindow {
    Q_OBJECT

private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void aSessionThatWasStartedIsSelectedInspectedAndHasTheKeyboard()
    {
        scene_->fill(5);
        QVERIFY(window_->tabs().view(RecordTabs::Connections).selectId(1842));
        window_->openNewSession(models::SessionRole::Client, u"load"_s);
        start();
        addSession(21, u"load"_s);
        QCOMPARE(window_->sessions().currentSession(), 21U);
        QCOMPARE(window_->inspector().subject(), Inspection::Subject::Session);
        QCOMPARE(window_->inspector().subjectId(), 21U);
        QTRY_COMPARE(window_->focusWidget(), &window_->sessions().tree());
    }

    void oneThatWasEditedIsSelectedAndInspectedAsItThenIs()
    {
        scene_->fill(5);
        window_->selectSession(7);
        window_->actions().faults->trigger();
        QCOMPARE(window_->inspector().subjectId(), 7U);
        QSignalSpy replaced(window_.get(), &ui::MainWindow::replaceRequested);
        window_->actions().editSession->trigger();
        start();
        QCOMPARE(replaced.size(), 1);
        scene_->sessions.removeSession(7);
        addSession(21, u"echo"_s);
        QCOMPARE(window_->sessions().currentSession(), 21U);
        QCOMPARE(window_->inspector().subject(), Inspection::Subject::Session);
        QCOMPARE(window_->inspector().subjectId(), 21U);
        QVERIFY(window_->actions().stop->isEnabled());
    }

    void theFirstSessionOfTheSampleIsInspected()
    {
        window_->findChild<QAbstractButton *>(u"sample"_s)->click();
        addSession(21, u"echo"_s);
        addSession(22, u"load"_s);
        QCOMPARE(window_->sessions().currentSession(), 21U);
        QCOMPARE(window_->inspector().subjectId(), 21U);
    }

    void whatIsInspectedIsTheCurrentRowAgainWhenTheFilterLetsItIn()
    {
        scene_->fill(40);
        ui::RowView &rows = window_->tabs().view(RecordTabs::Connections);
        QVERIFY(rows.selectId(1850));
        window_->filter().setFocus();
        QTest::keyClicks(&window_->filter(), u"1844"_s);
        scene_->tick(40);
        QTRY_COMPARE(rows.currentId(), 0U);
        QCOMPARE(window_->inspector().heading(), u"Connection 1850"_s);
        window_->filter().selectAll();
        QTest::keyClick(&window_->filter(), Qt::Key_Delete);
        scene_->tick(40);
        QTRY_COMPARE(rows.currentId(), 1850U);
        QCOMPARE(rows.selected(models::IdRole), QList<quint64> {1850});
        QCOMPARE(window_->inspector().heading(), u"Connection 1850"_s);
    }

    void theKeyOfTheTabInFrontBringsTheKeyboardToItsView()
    {
        scene_->fill(10);
        for (int tab = 0; tab < RecordTabs::TabCount; ++tab) {
            window_->tabs().setCurrentIndex(tab);
            window_->filter().setFocus();
            QTest::keyClick(window_.get(), Qt::Key(Qt::Key_1 + tab), Qt::ControlModifier);
            const QWidget *focused = window_->focusWidget();
            const QWidget *page = window_->tabs().currentWidget();
            QVERIFY2(focused == page || page->isAncestorOf(focused),
                     qPrintable(QString::number(tab)));
        }
    }

    void theTourGivesTheKeyboardBack()
    {
        scene_->fill(5);
        QWidget *table = window_->tabs().currentWidget();
        table->setFocus();
        window_->actions().tour->trigger();
        auto *tour = window_->findChild<ui::Tour *>();
        tour->dismiss().setFocus();
        QTest::keyClick(&tour->dismiss(), Qt::Key_Space);
        QCOMPARE(window_->focusWidget(), table);
    }

    void aNoteOnWhatIsNotThereStandsInTheMiddle()
    {
        window_->actions().tour->trigger();
        auto *tour = window_->findChild<ui::Tour *>();
        QTest::mouseClick(&tour->next(), Qt::LeftButton); // of the tables
        const QPoint off = tour->geometry().center() - window_->rect().center();
        QVERIFY2(off.manhattanLength() <= 2, qPrintable(QString::number(off.manhattanLength())));
    }

    void aMessageIsWrittenToTheTalkThatIsSelected()
    {
        scene_->fill(5);
        addSession(21, u"talk"_s);
        loop::Delta made = scene_->delta();
        models::test::open(made, 3001, "127.0.0.1:25");
        made.opened.back().context.value = 21;
        scene_->hand(made);
        window_->selectSession(21);
        QVERIFY(window_->tabs().view(RecordTabs::Connections).selectId(1842));
        QCOMPARE(window_->sessions().currentSession(), 21U);
        QVERIFY(window_->actions().message->isEnabled());
        window_->actions().message->trigger();
        QCOMPARE(window_->inspector().shownConnection(), 3001U);
        QCOMPARE(window_->inspector().composer().session(), 21U);
    }

    void onlyWhatHasRoomToMoveCanBeMoved()
    {
        const QAction *up = window_->actions().moveUp;
        const QAction *down = window_->actions().moveDown;
        QVERIFY(!up->isEnabled() && !down->isEnabled());
        for (const quint64 id : {21, 22})
            addSession(id, u"load"_s);
        window_->selectSession(21);
        QVERIFY(!up->isEnabled() && down->isEnabled());
        window_->actions().moveDown->trigger();
        QVERIFY(up->isEnabled() && !down->isEnabled());
    }

private:
    void start()
    {
        auto *dialog = window_->findChild<ui::NewSessionDialog *>();
        QVERIFY(dialog);
        QTest::keyClick(dialog, Qt::Key_Return);
    }

    void addSession(quint64 id, const QString &kind)
    {
        models::SessionRecord record;
        record.id.value = id;
        record.loop.value = 1;
        record.server = kind == u"echo"_s;
        record.kind = kind;
        record.address = u"127.0.0.1:25"_s;
        record.url = *models::parseSessionUrl(kind + u"://127.0.0.1:25"_s).url;
        record.state = models::SessionRecord::Running;
        scene_->sessions.setSession(record);
    }
};

QTEST_MAIN(MainWindowSessionsTest)
#include "MainWindowSessionsTest.moc"
