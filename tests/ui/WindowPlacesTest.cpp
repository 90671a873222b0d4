// SPDX-License-Identifier: GPL-3.0-or-later

// What the window brings into sight by itself: the newest row of a moment, and what a line of the
// sessions leads to.

#include "models/record/Moment.h"
#include "tests/models/Deltas.h"
#include "tests/ui/SceneWindow.h"
#include "ui/Composer.h"
#include "ui/Inspector.h"
#include "ui/RowView.h"
#include "ui/SessionsPanel.h"

#include <QtTest/QTest>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QTreeView>

using namespace Qt::StringLiterals;
using models::Inspection;
using models::test::Epoch;
using models::test::Second;
using ui::RecordTabs;

class WindowPlacesTest final : public SceneWindow {
    Q_OBJECT

private Q_SLOTS:
    void init() { openWindow({1400, 900}); }
    void cleanup() { closeWindow(); }

    // Wherever the person was in the log; what is in sight already does not move.
    void theNewestOfAMomentIsInSight()
    {
        scene_->fill(40);
        window_->tabs().setCurrentIndex(RecordTabs::Log);
        ui::RowView &log = window_->tabs().view(RecordTabs::Log);
        QTRY_VERIFY(log.model()->rowCount() > 200);
        const auto showAfter = [&](qint64 event) {
            models::Moment moment;
            moment.time = Epoch + 2 * Second;
            moment.lastEvent = event;
            scene_->log.restore(moment);
            window_->showMoment(moment.time);
            const QModelIndex newest = scene_->log.index(scene_->log.positionRow(), 0);
            return newest.isValid()
                && log.viewport()->rect().contains(log.visualRect(newest).center());
        };
        log.scrollToTop();
        QVERIFY(showAfter(150));
        const int place = log.verticalScrollBar()->value();
        QVERIFY(place > 0);
        QVERIFY(showAfter(149));
        QCOMPARE(log.verticalScrollBar()->value(), place);
        log.scrollToBottom();
        QVERIFY(showAfter(20));
        QVERIFY(log.verticalScrollBar()->value() < place);
    }

    void aLineOfATalkIsItsSessionUntilItHasAConnection()
    {
        models::SessionRecord talk;
        talk.id.value = 11;
        talk.loop.value = 1;
        talk.kind = u"talk"_s;
        talk.url = *models::parseSessionUrl(u"talk://127.0.0.1:25"_s).url;
        talk.state = models::SessionRecord::Running;
        scene_->addSessions();
        scene_->sessions.setSession(talk);
        const auto click = [this] {
            QTreeView &tree = window_->sessions().tree();
            QTest::mouseClick(tree.viewport(), Qt::LeftButton, {},
                              tree.visualRect(scene_->sessions.indexOf(11)).center());
        };
        ui::Inspector &inspector = window_->inspector();
        click();
        QCOMPARE(inspector.subject(), Inspection::Subject::Session);
        QCOMPARE(inspector.subjectId(), 11U);
        loop::Delta made = scene_->delta();
        models::test::open(made, 3001, "127.0.0.1:25");
        made.opened.back().context.value = 11;
        scene_->hand(made);
        inspector.show(Inspection::Subject::Session, 7);
        click();
        QCOMPARE(inspector.shownConnection(), 3001U);
        QVERIFY(inspector.composer().isVisible());
    }
};

QTEST_MAIN(WindowPlacesTest)
#include "WindowPlacesTest.moc"
