// SPDX-License-Identifier: GPL-3.0-or-later

// The small parts of the window, each by itself: what they say, how they fit, and what a click on
// them is.

#include "models/text/Format.h"
#include "tests/models/Deltas.h"
#include "ui/CheckBox.h"
#include "ui/ChoiceBox.h"
#include "ui/FittingToolBar.h"
#include "ui/OfferBar.h"
#include "ui/RoundTimes.h"
#include "ui/RulesEditor.h"
#include "ui/SpanBar.h"
#include "ui/Theme.h"
#include "ui/TreeBranches.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtGui/QStandardItemModel>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QToolButton>

using namespace Qt::StringLiterals;
using models::test::Epoch;
using models::test::Second;

class SmallPartsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timesAreRoundedUpToThoseOfAClock_data()
    {
        constexpr std::int64_t minute = 60 * Second, hour = 60 * minute;
        QTest::addColumn<double>("atLeast");
        QTest::addColumn<qlonglong>("round");
        const auto row = [](const char *name, double atLeast, std::int64_t round) {
            QTest::newRow(name) << atLeast << qlonglong(round);
        };
        row("round already", 5, 5);
        row("the next", 6, 10);
        row("half a second", 0.5e9, Second / 2);
        row("more than half a second", 0.6e9, Second);
        row("half a minute", 11e9, 30 * Second);
        row("a minute", 31e9, minute);
        row("hours", 2.5 * double(hour), 6 * hour);
        row("a day", 24 * double(hour), 24 * hour);
        row("more than a day", 25 * double(hour), 48 * hour);
    }

    void timesAreRoundedUpToThoseOfAClock()
    {
        QFETCH(double, atLeast);
        QTEST(qlonglong(ui::roundTime(atLeast)), "round");
    }

    // Down to its pictures where it is narrow, and back.
    void aToolBarGivesUpItsWordsAndHasThemAgain()
    {
        ui::FittingToolBar bar;
        bar.setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        QPixmap picture(16, 16);
        picture.fill(Qt::black);
        for (int i = 0; i < 3; ++i)
            bar.addAction(picture, u"A button of many words, number %1"_s.arg(i));
        auto *field = new QLineEdit;
        field->setMinimumWidth(100);
        bar.addField(field);
        const auto styleAt = [&bar](int width) {
            bar.resize(width, 40);
            QCoreApplication::sendPostedEvents();
            return bar.toolButtonStyle();
        };
        bar.resize(1'600, 40);
        bar.show();
        QVERIFY(QTest::qWaitForWindowExposed(&bar));
        QCOMPARE(styleAt(1'600), Qt::ToolButtonTextBesideIcon);
        QCOMPARE(styleAt(400), Qt::ToolButtonIconOnly);
        QCOMPARE(styleAt(401), Qt::ToolButtonIconOnly); // not by turns
        QCOMPARE(styleAt(1'600), Qt::ToolButtonTextBesideIcon);
    }

    // Up to its maximum, and gives it back before a button gives up its words.
    void theFieldOfAToolBarTakesTheFreeRoom()
    {
        ui::FittingToolBar bar;
        bar.setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        QPixmap picture(16, 16);
        picture.fill(Qt::black);
        bar.addAction(picture, u"A button"_s);
        auto *field = new QLineEdit;
        field->setMinimumWidth(100);
        field->setMaximumWidth(400);
        bar.addField(field);
        bar.resize(1'600, 40);
        bar.show();
        QVERIFY(QTest::qWaitForWindowExposed(&bar));
        QTRY_COMPARE(field->width(), 400);
        QVERIFY(field->geometry().right() > 1'500); // at the end
        const int free
            = field->x() - bar.widgetForAction(bar.actions().first())->geometry().right();
        bar.resize(1'600 - free - 100, 40);
        QTRY_VERIFY(field->width() > 250 && field->width() < 350);
        QCOMPARE(bar.toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
    }

    void aSpanIsSaidFromItsBeginningToItsEnd()
    {
        using namespace models::format;
        ui::SpanBar bar(theme_);
        const auto said = [&bar](std::int64_t first, std::int64_t last) {
            bar.showSpan(models::TimeSpan {Epoch + first, Epoch + last});
            return bar.findChild<QLabel *>()->text();
        };
        for (const auto &[first, last] : {std::pair(10, 25), std::pair(60, 61)}) {
            const QString words = said(first * Second, last * Second);
            const qsizetype begin = words.indexOf(clockToMilliseconds(Epoch + first * Second));
            QVERIFY2(begin > 0, qPrintable(words));
            QVERIFY2(words.indexOf(clockToMilliseconds(Epoch + last * Second)) > begin,
                     qPrintable(words));
            QVERIFY2(words.contains(u'(' + duration((last - first) * Second) + u')'),
                     qPrintable(words));
        }
        QVERIFY(!bar.isHidden());
        bar.showSpan(std::nullopt);
        QVERIFY(bar.isHidden() && !bar.span());
    }

    void whatElseWasLeftBehindIsCounted()
    {
        ui::OfferBar bar(theme_);
        QVERIFY(bar.isHidden());
        const auto *text = bar.findChild<QLabel *>();
        for (const QString &each : {u"A"_s, u"B"_s, u"C"_s})
            bar.offer({u"/tmp/"_s + each, each});
        QCOMPARE(text->text(), u"A (2 more)"_s);
        auto *later = bar.findChild<QToolButton *>();
        later->click();
        QCOMPARE(text->text(), u"B (1 more)"_s);
        later->click();
        QCOMPARE(text->text(), u"C"_s);
        later->click();
        QVERIFY(bar.isHidden());
        bar.offer({u"/tmp/D"_s, u"D"_s});
        QVERIFY(!bar.isHidden());
        QCOMPARE(text->text(), u"D"_s);
    }

    // A box without words is described elsewhere: all of its line is it.
    void whereACheckBoxIsClicked()
    {
        for (const QString &words : {QString(), u"a"_s}) {
            ui::CheckBox box(words);
            box.resize(300, 24);
            box.show();
            QTest::mouseClick(&box, Qt::LeftButton, {}, {280, 12});
            QCOMPARE(box.isChecked(), words.isEmpty());
            QTest::mouseClick(&box, Qt::LeftButton, {}, {8, 12});
            QCOMPARE(box.isChecked(), !words.isEmpty());
        }
    }

    void theListOfAChoiceHasItsName()
    {
        ui::ChoiceBox box;
        box.addItems({u"a"_s, u"b"_s});
        box.setAccessibleName(u"What is chosen"_s);
        box.show();
        box.showPopup();
        QCOMPARE(box.view()->accessibleName(), u"What is chosen"_s);
        box.hidePopup();
    }

    // Down where what is in it is shown, to the side where it is not.
    void theArrowOfABranchSaysWhetherItIsOpen()
    {
        QStandardItemModel model;
        auto *parent = new QStandardItem(u"loop"_s);
        parent->appendRow(new QStandardItem(u"server"_s));
        model.appendRow(parent);
        ui::TreeBranches tree(theme_);
        tree.setModel(&model);
        tree.resize(200, 100);
        tree.show();
        QVERIFY(QTest::qWaitForWindowExposed(&tree));
        const QModelIndex row = model.index(0, 0);
        const auto arrow = [&] { // its size
            const QRect words = tree.visualRect(row);
            const QImage image = tree.viewport()
                                     ->grab({2, words.top(), words.left() - 2, words.height()})
                                     .toImage();
            QRect ink;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    if (image.pixel(x, y) != image.pixel(0, 0))
                        ink |= QRect(x, y, 1, 1);
                }
            }
            return ink.size();
        };
        tree.collapse(row);
        QVERIFY(arrow().height() > arrow().width());
        tree.expand(row);
        QVERIFY(arrow().width() > arrow().height());
    }

    // What rules of a file name is looked for beside that file, and beside the next one's then.
    void rulesOfAFileNameFilesBesideIt()
    {
        const QTemporaryDir first, second;
        for (const QTemporaryDir *folder : {&first, &second}) {
            QFile rules(folder->filePath(u"rules.json"_s)), answer(folder->filePath(u"a.bin"_s));
            QVERIFY(rules.open(QIODevice::WriteOnly) && answer.open(QIODevice::WriteOnly));
            rules.write("{\"rules\": [{\"on\": \"connect\", \"do\": [{\"file\": \"a.bin\"}]}]}");
            answer.write("a");
        }
        ui::RulesEditor editor(theme_, nullptr);
        editor.setRules(first.filePath(u"rules.json"_s));
        QVERIFY2(editor.problem().isEmpty(), qPrintable(editor.problem()));
        QVERIFY2(editor.option().contains(first.filePath(u"a.bin"_s)), qPrintable(editor.option()));
        editor.followRules(second.filePath(u"rules.json"_s));
        QVERIFY2(editor.option().contains(second.filePath(u"a.bin"_s)),
                 qPrintable(editor.option()));
        editor.setRules(first.filePath(u"rules.json"_s));
        QVERIFY2(editor.option().contains(first.filePath(u"a.bin"_s)), qPrintable(editor.option()));
    }

private:
    ui::Theme theme_ {*static_cast<QApplication *>(qApp)};
};

QTEST_MAIN(SmallPartsTest)
#include "SmallPartsTest.moc"
