// SPDX-License-Identifier: GPL-3.0-or-later

// What the window has to say: errors do not hide each other, the same one is listed once, and the
// figures beside it are never cut.

#include "ui/Notices.h"
#include "models/Roles.h"
#include "tests/ui/SceneWindow.h"
#include "ui/ElidedLabel.h"
#include "ui/MainWindow.h"
#include "ui/NoticesPopup.h"
#include "ui/SessionsPanel.h"
#include "ui/StatusFigures.h"
#include "ui/StatusStrip.h"

#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <QtGui/QClipboard>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QListView>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

using namespace Qt::StringLiterals;

class NoticesTest final : public SceneWindow {
    Q_OBJECT

private Q_SLOTS:
    void init() { openWindow({1280, 700}); }
    void cleanup() { closeWindow(); }

    void errorsDoNotHideEachOther()
    {
        window_->showNotice(u"Port 1 is in use."_s, true);
        window_->showNotice(u"Port 2 is in use."_s, true);
        window_->showNotice(u"log.csv is written."_s, false);
        QCOMPARE(strip().notice(), u"log.csv is written."_s);
        QCOMPARE(strip().notices().unread(), 2);
        window_->showNotice(u"Port 3 is in use."_s, true);
        QCOMPARE(strip().notice(), u"Port 3 is in use."_s);
        dismiss();
        QCOMPARE(strip().notice(), u"Port 2 is in use."_s);
        dismiss();
        dismiss();
        QCOMPARE(strip().notice(), QString());
        QCOMPARE(strip().notices().rowCount(), 4); // they can be read again
    }

    void theSameErrorIsListedOnceWithItsNumber()
    {
        const QAbstractItemModelTester tester(&strip().notices());
        for (int i = 0; i < 3; ++i) {
            window_->showNotice(u"Port 1 is in use."_s, true);
            window_->showNotice(u"Port 2 is in use."_s, true);
        }
        QCOMPARE(strip().notices().rowCount(), 2);
        QCOMPARE(strip().notices().at(0).count, 3);
        QVERIFY(strip().notices().asText(1).contains(u"3 times"_s));
        QVERIFY(strip().notices().asText(1).contains(u"Port 1"_s));
        for (int i = 0; i < 300; ++i)
            window_->showNotice(u"Error %1."_s.arg(i), true);
        QCOMPARE(strip().notices().rowCount(), 200);
    }

    void theListOpensCopiesAndClears()
    {
        window_->showNotice(u"Port 1 is in use."_s, true);
        window_->showNotice(u"Port 2 is in use."_s, true);
        QTest::keyClick(window_.get(), Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
        auto *popup = window_->findChild<ui::NoticesPopup *>();
        QVERIFY(popup && popup->isVisible());
        QVERIFY(window_->frameGeometry().contains(popup->geometry()));
        QCOMPARE(popup->list().model()->rowCount(), 2);
        press(*popup, u"&Copy"_s);
        const QString copied = QGuiApplication::clipboard()->text();
        QCOMPARE(copied.count(u'\n'), 1);
        QVERIFY(copied.contains(u"Port 1"_s) && copied.contains(u"Port 2"_s));
        QTest::mouseClick(popup->list().viewport(), Qt::LeftButton, {},
                          popup->list().visualRect(popup->list().model()->index(1, 0)).center());
        press(*popup, u"&Copy"_s); // that one alone
        QVERIFY2(QGuiApplication::clipboard()->text().endsWith(u"Port 1 is in use."_s)
                     && !QGuiApplication::clipboard()->text().contains(u'\n'),
                 qPrintable(QGuiApplication::clipboard()->text()));
        QTest::keyClick(popup, Qt::Key_Escape);
        QTRY_VERIFY(!window_->findChild<ui::NoticesPopup *>());
        QCOMPARE(strip().notices().unread(), 0); // they were seen
        QCOMPARE(strip().notice(), QString());
        QTest::mouseClick(strip().findChild<QToolButton *>(u"all-notices"_s), Qt::LeftButton);
        popup = window_->findChild<ui::NoticesPopup *>();
        QVERIFY(popup);
        press(*popup, u"C&lear"_s);
        QCOMPARE(strip().notices().rowCount(), 0);
    }

    // At every width the line of figures ends with a whole one: nothing is painted at its edge.
    void noFigureIsCutByANotice()
    {
        scene_->fill(40);
        auto *figures = window_->findChild<ui::StatusFigures *>();
        const ui::ElidedLabel *label = nullptr; // what holds a loop has one, too
        for (const auto *each : strip().findChildren<ui::ElidedLabel *>()) {
            if (each->accessibleName() == u"Notice")
                label = each;
        }
        QVERIFY(label);
        const QString sentence
            = u"The recording cannot be written any more: the disk that it lies on "
              "is full. Make room there, or choose another place for it."_s;
        window_->showNotice(sentence, true);
        QVERIFY(label->isVisible());
        for (int width = 760; width <= 1600; width += 37) {
            window_->resize(width, 700);
            QCoreApplication::sendPostedEvents();
            QApplication::processEvents();
            const QImage picture = figures->grab().toImage();
            const QRgb ground = picture.pixel(0, 0);
            for (int y = 0; y < picture.height(); ++y)
                QVERIFY2(picture.pixel(picture.width() - 1, y) == ground,
                         qPrintable(QString::number(width)));
            QVERIFY(!label->isCut() || label->toolTip().contains(u"Make room"_s));
        }
    }

    void whereNothingWasSaidTheListSaysSo()
    {
        QTest::keyClick(window_.get(), Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
        const QPointer<ui::NoticesPopup> popup = window_->findChild<ui::NoticesPopup *>();
        QVERIFY(popup && popup->isVisible());
        const auto can = [&popup] {
            QList<bool> all;
            for (const auto *button : popup->findChildren<QPushButton *>())
                all << button->isEnabled();
            return all;
        };
        const auto says = [&popup] {
            for (const auto *label : popup->findChildren<QLabel *>()) {
                if (label->isVisible() && label->text().startsWith(u"There was nothing"))
                    return true;
            }
            return false;
        };
        QVERIFY(says() && !popup->list().isVisible());
        QCOMPARE(can(), (QList<bool> {false, false}));
        window_->showNotice(u"log.csv is written."_s, false); // while it is open
        QVERIFY(!says() && popup->list().isVisible());
        QCOMPARE(can(), (QList<bool> {true, true}));
        popup->close();
        QTRY_VERIFY(!popup);
        window_->activateWindow(); // a platform without a window manager leaves that to us
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        QTest::keyClick(window_.get(), Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
        const auto *again = window_->findChild<ui::NoticesPopup *>();
        QVERIFY(again && again->list().isVisible());
        for (const auto *button : again->findChildren<QPushButton *>())
            QVERIFY(button->isEnabled());
    }

    void sentencesInTheListWrapBetweenWords()
    {
        QTest::keyClick(window_.get(), Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
        const auto *popup = window_->findChild<ui::NoticesPopup *>();
        QVERIFY(popup);
        const auto heightOf = [&](const QString &sentence) {
            window_->showNotice(sentence, false);
            return popup->list().sizeHintForRow(0);
        };
        const int one = heightOf(u"m"_s);
        const int letters = popup->list().viewport()->width()
            / popup->list().fontMetrics().horizontalAdvance(u'm');
        const QString word(letters * 6 / 10, u'm'); // of which no two fit into a line
        const int line = heightOf(word + u' ' + word) - one;
        QVERIFY(line > 0);
        QCOMPARE(heightOf(word + u' ' + word + u' ' + word), one + 2 * line);
        QCOMPARE(heightOf(QString(letters * 14 / 10, u'm')), one + line); // nor is a word cut off
    }

    void anErrorAndANoticeOfTheSameWordsAreTwo()
    {
        window_->showNotice(u"log.csv is written."_s, false);
        window_->showNotice(u"log.csv is written."_s, true);
        QCOMPARE(strip().notices().rowCount(), 2);
        QCOMPARE(strip().notices().at(0).count, 1);
        QCOMPARE(strip().notices().unread(), 1);
        const auto tone = [this](int row) {
            return strip().notices().index(row).data(models::ToneRole).toInt();
        };
        QCOMPARE(tone(0), int(models::Tone::Error));
        QCOMPARE(tone(1), int(models::Tone::Neutral));
    }

    // It may be the same sentence, but nobody has read that it happened again.
    void anErrorThatComesAgainIsUnreadAgain()
    {
        window_->showNotice(u"Port 1 is in use."_s, true);
        dismiss();
        QCOMPARE(strip().notices().unread(), 0);
        window_->showNotice(u"Port 1 is in use."_s, true);
        QCOMPARE(strip().notices().unread(), 1);
        QCOMPARE(strip().notice(), u"Port 1 is in use."_s);
        QCOMPARE(strip().notices().at(0).count, 2);
    }

    // The newest stay, each as often as it was said.
    void theOldestOfVeryManyLeaves()
    {
        for (int i = 0; i < 201; ++i)
            window_->showNotice(u"Error %1."_s.arg(i), true);
        const ui::Notices &notices = strip().notices();
        QCOMPARE(notices.rowCount(), 200);
        QCOMPARE(notices.at(0).sentence, u"Error 200."_s);
        QCOMPARE(notices.at(199).sentence, u"Error 1."_s);
    }

    // An error stays until it is dismissed, what went well does not.
    void whatIsNoErrorPassesByItself()
    {
        const auto *dismiss = button(u"Dismiss the notice"_s);
        const auto *all = button(u"all-notices"_s);
        QVERIFY(dismiss && all && !all->isVisible());
        window_->showNotice(u"Port 1 is in use."_s, true);
        QVERIFY(dismiss->isVisible());
        QCOMPARE(all->text(), u"Notices"_s);
        window_->showNotice(u"Port 2 is in use."_s, true);
        QCOMPARE(all->text(), u"2 errors"_s);
        window_->showNotice(u"log.csv is written."_s, false);
        QCOMPARE(strip().notice(), u"log.csv is written."_s);
        QVERIFY(!dismiss->isVisible()); // there is nothing to keep
        QVERIFY(all->isVisible());
        int passing = 0;
        for (auto *timer : strip().findChildren<QTimer *>()) {
            if (timer->isSingleShot() && timer->interval() == 6'000 && timer->isActive()) {
                timer->start(0); // six seconds later
                ++passing;
            }
        }
        QCOMPARE(passing, 1);
        QTRY_COMPARE(strip().notice(), u"Port 2 is in use."_s);
        QVERIFY(dismiss->isVisible());
    }

    void whatHoldsALoopTakesThePlaceOfTheFigures()
    {
        const auto *figures = strip().findChild<ui::StatusFigures *>();
        QVERIFY(figures->isVisible());
        strip().showBlocked(u"net is held by echo.cpp:44"_s);
        QCOMPARE(strip().blocked(), u"net is held by echo.cpp:44"_s);
        QVERIFY(!figures->isVisible());
        strip().showBlocked({});
        QVERIFY(figures->isVisible());
    }

    // How far it is is not known at first.
    void progressIsBusyUntilItIsKnown()
    {
        strip().showProgress(u"Exporting"_s, -1);
        const QProgressBar *bar = nullptr;
        for (const auto *each : strip().findChildren<QProgressBar *>()) {
            if (each->accessibleName() == u"Progress of the export")
                bar = each;
        }
        QVERIFY(bar && bar->isVisible() && strip().showsProgress());
        QCOMPARE(bar->maximum(), 0);
        strip().showProgress(u"Exporting"_s, 0.426);
        QCOMPARE(bar->maximum(), 100);
        QCOMPARE(bar->value(), 43);
        strip().hideProgress();
        QVERIFY(!bar->isVisible() && !button(u"Cancel the export"_s)->isVisible());
    }

    // Only what is cut has a tip: it says what is read already otherwise.
    void whatIsReadWholeHasNoTip()
    {
        ui::ElidedLabel label;
        label.resize(2'000, 40);
        label.setText(u"Port 1 is in use."_s);
        QVERIFY(!label.isCut());
        QCOMPARE(label.toolTip(), QString());
        label.resize(20, 40);
        QVERIFY(label.isCut());
        label.show();
        QVERIFY(QTest::qWaitForWindowExposed(&label));
        label.resize(30, 40);
        QTRY_COMPARE(label.toolTip(), u"Port 1 is in use."_s);
        label.resize(2'000, 40);
        QTRY_COMPARE(label.toolTip(), QString());
    }

    // Of the session that is looked at; where that has none, of the one that failed last.
    void theErrorBelowTheSessionsIsOfTheRightOne()
    {
        const auto is = [this](quint64 id, const QString &error) {
            models::SessionRecord record;
            record.id.value = id;
            record.kind = u"echo"_s;
            record.state
                = error.isEmpty() ? models::SessionRecord::Running : models::SessionRecord::Failed;
            record.error = error;
            scene_->sessions.setSession(record);
        };
        const ui::SessionsPanel &panel = window_->sessions();
        QCOMPARE(panel.shownError(), QString());
        is(21, u"One is wrong."_s);
        QCOMPARE(panel.shownError(), u"One is wrong."_s);
        is(22, u"Two is wrong."_s);
        is(23, {});
        QCOMPARE(panel.shownError(), u"Two is wrong."_s);
        window_->selectSession(21);
        QCOMPARE(panel.shownError(), u"One is wrong."_s);
        window_->selectSession(23);
        QCOMPARE(panel.shownError(), u"Two is wrong."_s);
        is(22, {}); // it runs again
        QCOMPARE(panel.shownError(), QString());
        is(21, u"It is wrong again."_s);
        QCOMPARE(panel.shownError(), u"It is wrong again."_s);
        scene_->sessions.removeSession(21);
        QCOMPARE(panel.shownError(), QString());
    }

private:
    ui::StatusStrip &strip() { return window_->strip(); }
    QToolButton *button(const QString &name)
    {
        for (auto *each : strip().findChildren<QToolButton *>()) {
            if (each->accessibleName() == name || each->objectName() == name)
                return each;
        }
        return nullptr;
    }

    void dismiss()
    {
        for (auto *button : strip().findChildren<QToolButton *>()) {
            if (button->accessibleName() == u"Dismiss the notice")
                QTest::mouseClick(button, Qt::LeftButton);
        }
    }

    static void press(QWidget &in, const QString &text)
    {
        for (auto *button : in.findChildren<QPushButton *>()) {
            if (button->text() == text)
                QTest::mouseClick(button, Qt::LeftButton);
        }
    }
};

QTEST_MAIN(NoticesTest)
#include "NoticesTest.moc"
