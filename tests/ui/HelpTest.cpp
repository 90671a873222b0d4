// SPDX-License-Identifier: GPL-3.0-or-later

// What the window says of itself: each column has a tip, each view an explanation, and the tour
// ends for good.

#include "tests/ui/SceneWindow.h"
#include "ui/Actions.h"
#include "ui/ColumnTips.h"
#include "ui/Explanations.h"
#include "ui/MainWindow.h"
#include "ui/RowView.h"
#include "ui/SettingsKeys.h"
#include "ui/Tour.h"

#include <QtGui/QAction>
#include <QtTest/QTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;
using ui::RecordTabs;

class HelpTest final : public SceneWindow {
    Q_OBJECT

private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    void everyColumnOfEveryViewIsExplained()
    {
        for (int tab = 0; tab < RecordTabs::TabCount; ++tab) {
            const ui::RowView &view = window_->tabs().view(RecordTabs::Tab(tab));
            for (int column = 0; column < view.model()->columnCount(); ++column)
                QVERIFY2(ui::columnTip(view.objectName(), column).size() > 10,
                         qPrintable(u"%1 %2"_s.arg(view.objectName()).arg(column)));
        }
    }

    void everyViewSaysWhatItIs()
    {
        for (int part = 0; part < int(ui::Part::Count); ++part)
            QVERIFY(!ui::explanationOf(ui::Part(part)).isEmpty());
        for (int tab = 0; tab < RecordTabs::TabCount; ++tab) {
            QVERIFY(tab == RecordTabs::Timeline
                    || !window_->tabs().view(RecordTabs::Tab(tab)).whatsThis().isEmpty());
        }
        QVERIFY(!window_->tabs().widget(RecordTabs::Timeline)->whatsThis().isEmpty());
        QVERIFY(window_->actions().whatsThis->shortcut() == QKeySequence(QKeySequence::WhatsThis));
    }

    void theTourHasFiveNotesAndIsDismissedForGood()
    {
        window_->offerTour();
        auto *tour = window_->findChild<ui::Tour *>();
        QVERIFY(tour && tour->isVisible());
        QVERIFY(window_->rect().contains(tour->geometry()));
        for (int note = 0; note < 5; ++note) {
            QCOMPARE(tour->current(), note);
            QVERIFY(window_->rect().contains(tour->geometry()));
            if (note < 4)
                QTest::mouseClick(&tour->next(), Qt::LeftButton);
        }
        QTest::mouseClick(&tour->next(), Qt::LeftButton);
        QTRY_VERIFY(!window_->findChild<ui::Tour *>());
        window_->offerTour();
        QVERIFY(!window_->findChild<ui::Tour *>());
        window_->actions().tour->trigger(); // who asks for it sees it again
        tour = window_->findChild<ui::Tour *>();
        QVERIFY(tour);
        settings_->setValue(ui::settings::tourDone(), false);
        QTest::mouseClick(&tour->dismiss(), Qt::LeftButton);
        QVERIFY(settings_->value(ui::settings::tourDone()).toBool());
    }

    void theTourIsThereOnceAndItsLastNoteEndsIt()
    {
        window_->actions().tour->trigger();
        window_->actions().tour->trigger();
        QCOMPARE(window_->findChildren<ui::Tour *>().size(), 1);
        auto *tour = window_->findChild<ui::Tour *>();
        QCOMPARE(tour->next().text(), u"Next"_s);
        for (int note = 0; note < 4; ++note) {
            QVERIFY(tour->dismiss().isVisible());
            tour->next().click();
        }
        QCOMPARE(tour->next().text(), u"Done"_s);
        QVERIFY(!tour->dismiss().isVisible());
    }
};

QTEST_MAIN(HelpTest)
#include "HelpTest.moc"
