// SPDX-License-Identifier: GPL-3.0-or-later

// Filters that were used lately, and those with a name: offered at the field, kept in the settings.
// By keys.

#include "ui/FilterMenu.h"
#include "tests/ui/Scene.h"
#include "ui/Actions.h"
#include "ui/CountTabBar.h"
#include "ui/FilterField.h"
#include "ui/MainWindow.h"
#include "ui/RecordTabs.h"
#include "ui/RowView.h"
#include "ui/Theme.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtGui/QAction>
#include <QtGui/QInputMethodEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCompleter>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QInputDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>

#include <memory>

using namespace Qt::StringLiterals;

class FilterMenuTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        settings_
            = std::make_unique<QSettings>(folder_->filePath(u"s.ini"_s), QSettings::IniFormat);
        scene_ = std::make_unique<Scene>();
        scene_->fill(12);
        open();
    }
    void cleanup()
    {
        window_.reset();
        scene_.reset();
        settings_.reset();
        folder_.reset();
    }

    void whatWasUsedIsOfferedAgain()
    {
        use(u"state:open"_s);
        use(u"in>1kB"_s);
        use(u"state:"_s + u"(("_s); // wrong: nobody wants it again
        QVERIFY(window_->filter().isMarked());
        use({});
        QCOMPARE(texts(), (QStringList {u"in>1kB"_s, u"state:open"_s}));
        pick(u"state:open"_s);
        QCOMPARE(window_->filter().text(), u"state:open"_s);
        QCOMPARE(scene_->connections.filterText(), u"state:open"_s); // and it filters
        QCOMPARE(window_->focusWidget(), &window_->filter());
        open(); // the next time
        QVERIFY(texts().contains(u"in>1kB"_s));
    }

    // What is typed is not what was wanted yet while its own menu is open.
    void aFilterIsUsedWhenItsFieldIsLeft()
    {
        ui::FilterField &field = window_->filter();
        field.setText(u"state:open"_s);
        const QSignalSpy used(&field, &ui::FilterField::used);
        const auto leave = [&field](Qt::FocusReason reason) {
            QFocusEvent event(QEvent::FocusOut, reason);
            QApplication::sendEvent(&field, &event);
        };
        leave(Qt::PopupFocusReason);
        QCOMPARE(used.size(), 0);
        leave(Qt::TabFocusReason);
        QCOMPARE(used.size(), 1);
    }

    void whatIsWholeIsNotOfferedAlone()
    {
        ui::FilterField &field = window_->filter();
        field.setFocus();
        const auto offers = [&field](const QString &text) {
            field.setText(text);
            QTest::keyClick(&field, Qt::Key_Space, Qt::ControlModifier);
            QWidget *const popup = field.findChild<QCompleter *>()->popup();
            const bool shown = popup->isVisible();
            popup->hide();
            return shown;
        };
        QVERIFY(offers(u"state:lo"_s));
        QVERIFY(!offers(u"state:lost"_s));
        QVERIFY(offers(u"state:open"_s)); // or "opening"
    }

    void aFilterGetsANameAndLosesIt()
    {
        use(u"peer:127.0.0.1 & x"_s);
        menu().close();
        window_->filter().setText(u"state:lost"_s);
        pick(u"Name this filter…"_s);
        auto *dialog = window_->findChild<QInputDialog *>(u"filter-name"_s);
        QVERIFY(dialog);
        QTest::keyClicks(dialog->findChild<QLineEdit *>(), u"What broke"_s);
        QTest::keyClick(dialog, Qt::Key_Return);
        QCOMPARE(texts().first(), u"What broke"_s);
        use({});
        pick(u"What broke"_s);
        QCOMPARE(window_->filter().text(), u"state:lost"_s);
        open();
        QCOMPARE(texts().first(), u"What broke"_s);
        for (QAction *action : menu().actions()) {
            if (action->menu())
                action->menu()->actions().first()->trigger(); // forget it
        }
        menu().close();
        QVERIFY(!texts().contains(u"What broke"_s));
    }

    // What there is nothing of cannot be picked; of two names one is forgotten, and a name that is
    // taken is said to be.
    void namesAreForgottenOneByOne()
    {
        const auto can = [this](const QString &text) {
            bool enabled = false;
            for (const QAction *action : menu().actions())
                enabled = enabled || (action->text() == text && action->isEnabled());
            menu().close();
            return enabled;
        };
        QVERIFY(!can(u"&Name this filter…"_s) && !can(u"&Forget"_s));
        const auto keep = [this](const QString &filter, const QString &name) {
            window_->filter().setText(filter);
            pick(u"Name this filter…"_s);
            auto *dialog = window_->findChild<QInputDialog *>(u"filter-name"_s);
            dialog->setTextValue(name);
            const QString button
                = dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok)->text();
            dialog->accept();
            delete dialog;
            return QString(button).remove(u'&');
        };
        QCOMPARE(keep(u"state:lost"_s, u"A"_s), u"Save"_s);
        QCOMPARE(keep(u"state:open"_s, u"B"_s), u"Save"_s);
        QCOMPARE(keep(u"in>1"_s, u"A"_s), u"Replace"_s);
        QVERIFY(can(u"&Name this filter…"_s) && can(u"&Forget"_s));
        for (const QAction *action : menu().actions()) {
            if (action->menu())
                action->menu()->actions().first()->trigger();
        }
        menu().close();
        QCOMPARE(window_->findChild<ui::FilterMenu *>()->named(),
                 (QMap<QString, QString> {{u"B"_s, u"state:open"_s}}));
        use(u"  "_s); // nobody wants that again
        QCOMPARE(texts(), QStringList {u"B"_s});
    }

    void returnInTheFilterLeadsToTheRows()
    {
        ui::FilterField &field = window_->filter();
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        field.setFocus();
        QTest::keyClicks(&field, u"id:1848"_s);
        field.findChild<QCompleter *>()->popup()->hide();
        QTest::keyClick(&field, Qt::Key_Return);
        QVERIFY(window_->tabs().currentView().hasFocus());
    }

    // What is wrong in the filter of one table is not said of the next; and what the filter of the
    // log shows can be exported as soon as there is one.
    void eachTableHasItsOwnFilterAndItsMistakes()
    {
        ui::FilterField &field = window_->filter();
        field.setFocus();
        QTest::keyClicks(&field, u"state:(("_s);
        QVERIFY(field.isMarked());
        window_->tabs().setCurrentIndex(ui::RecordTabs::Log);
        QVERIFY(!field.isMarked() && field.accessibleDescription().isEmpty());
        const QAction *exportShown = window_->actions().exportShown;
        QVERIFY(!exportShown->isEnabled());
        QTest::keyClicks(&field, u"x"_s);
        QVERIFY(exportShown->isEnabled());
        QTest::keyClick(&field, Qt::Key_Backspace);
        QVERIFY(!exportShown->isEnabled());
    }

    void aTabSaysHowManyOfItsRowsAFilterShows()
    {
        const auto *bar = window_->findChild<ui::CountTabBar *>();
        const QString all = bar->countText(ui::RecordTabs::Connections);
        QVERIFY(all.toInt() > 1);
        use(u"id:1848"_s);
        QCOMPARE(bar->countText(ui::RecordTabs::Connections), u"1 of "_s + all);
        use({});
        QCOMPARE(bar->countText(ui::RecordTabs::Connections), all);
    }

    void whereNoFilterWasUsedTheMenuSaysSo()
    {
        const auto recent = [this] {
            QStringList said;
            for (const QAction *action : menu().actions()) {
                if (action->text() == u"None yet"_s)
                    said << (action->isEnabled() ? u"can be picked"_s : u"says so"_s);
            }
            menu().close();
            return said;
        };
        QCOMPARE(recent(), QStringList {u"says so"_s});
        use(u"state:open"_s);
        QCOMPARE(recent(), QStringList());
    }

    // The field by itself: no window shows the filter of a table in it again.
    void escapeEmptiesTheFieldFirstAndThenLeavesIt()
    {
        ui::FilterField field(theme_);
        field.setText(u"state:open"_s);
        const QSignalSpy edited(&field, &ui::FilterField::filterEdited);
        const QSignalSpy left(&field, &ui::FilterField::left);
        QTest::keyClick(&field, Qt::Key_Escape);
        QCOMPARE(field.text(), QString());
        QCOMPARE(edited.size(), 1);
        QCOMPARE(edited[0][0].toString(), QString());
        QCOMPARE(left.size(), 0);
        QTest::keyClick(&field, Qt::Key_Escape);
        QCOMPARE(left.size(), 1);
        QCOMPARE(edited.size(), 1);
        int leaves = 1;
        for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Return, Qt::Key_Enter}) {
            QTest::keyClick(&field, key);
            QCOMPARE(left.size(), ++leaves);
        }
        QTest::keyClick(&field, Qt::Key_A);
        QCOMPARE(left.size(), leaves);
        QCOMPARE(edited.size(), 2);
        field.showFilter(u"b"_s); // of another table: nobody typed it
        QCOMPARE(field.text(), u"b"_s);
        QCOMPARE(edited.size(), 2);
        field.choose(u"c"_s);
        QCOMPARE(edited.size(), 3);
        QCOMPARE(edited[2][0].toString(), u"c"_s);
    }

    // Where the cursor is; a key that is completed asks for its value at once.
    void aCompletionTakesThePlaceOfWhatWasTyped()
    {
        ui::FilterField &field = window_->filter();
        QAbstractItemView *const popup = field.findChild<QCompleter *>()->popup();
        field.setFocus();
        QTest::keyClicks(&field, u"sta in>1"_s);
        popup->hide();
        field.setCursorPosition(3);
        const QSignalSpy edited(&field, &ui::FilterField::filterEdited);
        QTest::keyClick(&field, Qt::Key_Space, Qt::ControlModifier);
        QVERIFY(popup->isVisible());
        const QSignalSpy left(&field, &ui::FilterField::left);
        QTest::keyClick(popup, Qt::Key_Down);
        QTest::keyClick(popup, Qt::Key_Return);
        QCOMPARE(field.text(), u"state: in>1"_s);
        QCOMPARE(field.cursorPosition(), 6);
        QCOMPARE(edited.size(), 1);
        QCOMPARE(edited[0][0].toString(), field.text());
        QCOMPARE(left.size(), 0);
        QVERIFY(popup->isVisible()); // of its values
        QVERIFY(popup->model()->rowCount() > 1);
        QTest::keyClick(popup, Qt::Key_Down);
        QTest::keyClick(popup, Qt::Key_Return);
        QVERIFY2(field.text().startsWith(u"state:"_s) && field.text().endsWith(u" in>1"_s)
                     && field.text().size() > 11,
                 qPrintable(field.text()));
        QVERIFY(!popup->isVisible());
    }

    void escapeClosesTheCompletionBeforeItEmptiesTheField()
    {
        ui::FilterField &field = window_->filter();
        QAbstractItemView *const popup = field.findChild<QCompleter *>()->popup();
        field.setFocus();
        QTest::keyClicks(&field, u"role:"_s);
        popup->hide();
        QTest::keyClick(&field, Qt::Key_Space, Qt::ControlModifier);
        QVERIFY(popup->isVisible());
        QTest::keyClick(popup, Qt::Key_Escape);
        QVERIFY(!popup->isVisible());
        QCOMPARE(field.text(), u"role:"_s);
        QTest::keyClick(&field, Qt::Key_Escape);
        QCOMPARE(field.text(), QString());
        QVERIFY(!popup->isVisible());
    }

    void theCompletionIsOpenNoLongerThanTheFieldHasTheKeyboard()
    {
        ui::FilterField &field = window_->filter();
        const QAbstractItemView *const popup = field.findChild<QCompleter *>()->popup();
        const auto open = [&field, popup] {
            field.setFocus();
            QTest::keyClick(&field, Qt::Key_Space, Qt::ControlModifier);
            QVERIFY(popup->isVisible());
        };
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        open();
        window_->tabs().currentView().setFocus();
        QVERIFY(!popup->isVisible());
        open();
        window_->tabs().setCurrentIndex(ui::RecordTabs::Tasks); // has keys of its own
        QVERIFY(!popup->isVisible());
    }

    // Of a key that has some; directly behind its colon.
    void aKeyOffersItsValuesAtOnce()
    {
        ui::FilterField &field = window_->filter();
        const QAbstractItemView *const popup = field.findChild<QCompleter *>()->popup();
        field.setFocus();
        QTest::keyClicks(&field, u"state:"_s);
        QVERIFY(popup->isVisible());
        QVERIFY(popup->model()->index(1, 0).data().toString() == u"open"_s);
        QTest::keyClick(&field, Qt::Key_Space);
        QVERIFY(!popup->isVisible());
        field.clear();
        QTest::keyClicks(&field, u"local:"_s);
        QVERIFY(!popup->isVisible());
    }

    void anEmptiedTableSaysWhatIsWrongInItsFilterAndWhichOneHolds()
    {
        const ui::RowView &rows = window_->tabs().view(ui::RecordTabs::Connections);
        ui::FilterField &field = window_->filter();
        field.choose(u"nobody"_s);
        QTRY_COMPARE(rows.model()->rowCount(), 0);
        QCOMPARE(rows.emptyText(), u"Nothing matches the filter."_s);
        field.choose(u"nobody state:"_s);
        QVERIFY(field.isMarked());
        QCOMPARE(rows.emptyText(),
                 field.accessibleDescription()
                     + u" Until it is right, the last filter stays in force: nobody"_s);
        field.choose(u"nobody"_s);
        QCOMPARE(rows.emptyText(), u"Nothing matches the filter."_s);
    }

    void aMistakeIsUnderlinedWhereItIsAndGoesAgain()
    {
        struct Watch final : QObject {
            bool eventFilter(QObject *, QEvent *event) override
            {
                if (event->type() == QEvent::InputMethod)
                    attributes = static_cast<QInputMethodEvent *>(event)->attributes();
                return false;
            }
            QList<QInputMethodEvent::Attribute> attributes;
        };
        ui::FilterField field(theme_);
        field.setText(u"state:(("_s);
        field.setCursorPosition(3);
        Watch watch;
        field.installEventFilter(&watch);
        const QSignalSpy used(&field, &ui::FilterField::used);
        const auto leave = [&field] {
            QFocusEvent event(QEvent::FocusOut, Qt::TabFocusReason);
            QApplication::sendEvent(&field, &event);
        };
        const auto marked = [&](int position, int length) {
            models::FilterMistake mistake;
            mistake.position = position;
            mistake.length = length;
            mistake.message = u"what is wrong"_s;
            field.showMistake(mistake);
            return watch.attributes.size() == 1
                ? std::pair(watch.attributes[0].start + 3, watch.attributes[0].length)
                : std::pair(-1, -1);
        };
        QCOMPARE(marked(6, 1), std::pair(6, 1));
        QCOMPARE(marked(6, 99), std::pair(6, 2)); // to the end
        QCOMPARE(marked(8, 1), std::pair(7, 1)); // where something is missing at the end
        QVERIFY(field.isMarked());
        QVERIFY(field.property("wrong").toBool());
        QCOMPARE(field.accessibleDescription(), u"what is wrong"_s);
        leave();
        QCOMPARE(used.size(), 0); // nobody wants it again
        field.showMistake(std::nullopt);
        QVERIFY(watch.attributes.isEmpty());
        QVERIFY(!field.isMarked() && !field.property("wrong").toBool());
        QCOMPARE(field.accessibleDescription(), QString());
        QCOMPARE(field.toolTip(), QString());
        leave();
        QCOMPARE(used.size(), 1);
        QCOMPARE(used[0][0].toString(), u"state:(("_s);
    }

private:
    void open()
    {
        window_.reset();
        window_ = std::make_unique<ui::MainWindow>(theme_, scene_->all(), *settings_);
        window_->resize(1280, 720);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    }
    // It is typed, and the rows are gone to.
    void use(const QString &filter)
    {
        ui::FilterField &field = window_->filter();
        field.setFocus();
        field.selectAll();
        QTest::keyClick(&field, Qt::Key_Delete);
        QTest::keyClicks(&field, filter);
        field.findChild<QCompleter *>()->popup()->hide();
        window_->tabs().currentView().setFocus();
    }
    // As it is when Alt+Down opens it.
    ui::FilterMenu &menu()
    {
        auto *menu = window_->findChild<ui::FilterMenu *>();
        if (!menu->isVisible())
            QTest::keyClick(&window_->filter(), Qt::Key_Down, Qt::AltModifier);
        return *menu;
    }
    QStringList texts()
    {
        QStringList all;
        for (const QAction *action : menu().actions()) {
            if (!action->isSeparator() && !action->menu() && action->isEnabled())
                all << QString(action->text()).replace(u"&&"_s, u"&"_s);
        }
        menu().close();
        all.removeAll(u"&Name this filter…"_s);
        return all;
    }
    void pick(const QString &text)
    {
        ui::FilterMenu &shown = menu();
        QVERIFY(shown.isVisible());
        for (QAction *action : shown.actions()) {
            if (QString(action->text()).remove(u'&') == text) {
                shown.setActiveAction(action);
                QTest::keyClick(&shown, Qt::Key_Return);
                return;
            }
        }
        QFAIL(qPrintable(text));
    }

    ui::Theme theme_ {*qApp};
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<QSettings> settings_;
    std::unique_ptr<Scene> scene_;
    std::unique_ptr<ui::MainWindow> window_;
};

QTEST_MAIN(FilterMenuTest)
#include "FilterMenuTest.moc"
