// SPDX-License-Identifier: GPL-3.0-or-later

// A language that is chosen while a dialog is open is spoken in the dialog, too, and nothing that
// was written there is lost: each dialog says then what it says when it is opened in that language.

#include "app/window/Language.h"
#include "tests/ui/SceneWindow.h"
#include "ui/Actions.h"
#include "ui/ComparisonWindow.h"
#include "ui/Composer.h"
#include "ui/FilterField.h"
#include "ui/FilterMenu.h"
#include "ui/FoldedGroup.h"
#include "ui/Inspector.h"
#include "ui/NewSessionDialog.h"
#include "ui/RowView.h"
#include "ui/RulesEditor.h"
#include "ui/SavedMenu.h"
#include "ui/SessionForm.h"
#include "ui/SettingsDialog.h"
#include "ui/StreamView.h"

#include <QtGui/QAction>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QTabBar>
#include <QtWidgets/QTreeWidget>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace {

QString said(const char *text)
{
    return QCoreApplication::translate("any", text);
}

// But popups, which go with whatever else is done.
QList<QDialog *> dialogsThatAreOpen()
{
    QList<QDialog *> dialogs;
    const QWidgetList all = QApplication::topLevelWidgets();
    for (QWidget *widget : all) {
        auto *dialog = qobject_cast<QDialog *>(widget);
        if (dialog && dialog->isVisible() && dialog->windowType() != Qt::Popup)
            dialogs.append(dialog);
    }
    return dialogs;
}

bool isSettings(const QDialog *dialog)
{
    return dialog->objectName() == u"settings";
}

// In the order in which they were made; what a person writes is left out.
QStringList wordsOf(const QDialog &dialog)
{
    QStringList words {u"title "_s + dialog.windowTitle()};
    const bool qts = qobject_cast<const QFileDialog *>(&dialog); // its names are of objects
    const auto widgets = dialog.findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        if (widget->window() != &dialog)
            continue;
        if (!qts)
            words << u"name "_s + widget->accessibleName() << u"tip "_s + widget->toolTip();
        if (const auto *label = qobject_cast<const QLabel *>(widget))
            words << u"label "_s + label->text();
        if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            words << u"button "_s + button->text();
        if (const auto *line = qobject_cast<const QLineEdit *>(widget))
            words << u"hint "_s + line->placeholderText();
        if (const auto *spin = qobject_cast<const QSpinBox *>(widget))
            words << u"special "_s + spin->specialValueText() + spin->suffix();
        const auto *box = qobject_cast<const QComboBox *>(widget);
        for (int i = 0; box && i < box->count(); ++i)
            words << u"choice "_s + box->itemText(i);
        const auto *bar = qobject_cast<const QTabBar *>(widget);
        for (int i = 0; bar && i < bar->count(); ++i)
            words << u"tab "_s + bar->tabText(i);
        const auto *tree = qobject_cast<const QTreeWidget *>(widget);
        for (int i = 0; tree && i < tree->columnCount(); ++i)
            words << u"column "_s + tree->headerItem()->text(i);
    }
    words.removeIf([](const QString &each) { return each.endsWith(u' '); });
    if (qts) // which has a key for its buttons, or none when it says them again
        words.replaceInStrings(u"&"_s, QString());
    words.sort(); // Qt makes some of its own when they are shown first
    return words;
}

} // namespace

class DialogLanguageTest final : public SceneWindow {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { spoken_ = std::make_unique<app::Language>(u"en"_s); }
    void cleanupTestCase() { spoken_.reset(); }
    void init()
    {
        spoken_->speak(u"en"_s);
        openWindow();
        scene_->fill(12);
        window_->tabs().view(ui::RecordTabs::Connections).selectId(1848);
        window_->selectSession(1);
    }
    void cleanup() { closeWindow(); }

    void everyDialogOfAnActionSpeaksIt()
    {
        int opened = 0;
        const int actions = int(window_->actions().all().size());
        for (int i = 0; i < actions; ++i) {
            const bool isIt = changes([this, i] {
                QAction &action = *window_->actions().all().at(i);
                if (&action != window_->actions().quit)
                    action.trigger();
            });
            if (QTest::currentTestFailed())
                qWarning("%s", qPrintable(window_->actions().all().at(i)->text()));
            opened += isIt ? 1 : 0;
        }
        // Others ask only where there is a filter, a recording, or something that runs to be ended.
        QCOMPARE(opened, 13);
    }

    void everyDialogOfAPartSpeaksItAndTheWindowFollows_data()
    {
        QTest::addColumn<std::function<void()>>("open");
        using Open = std::function<void()>;
        QTest::newRow("name a filter") << Open([this] {
            auto &menu = *window_->findChild<ui::FilterMenu *>();
            menu.setCurrent(u"state:open"_s);
            pick(menu, "&Name this filter…");
        });
        QTest::newRow("save a message") << Open([this] {
            auto &menu = *window_->findChild<ui::SavedMenu *>();
            models::Message message;
            message.text = u"hello"_s;
            menu.setCurrent(message);
            pick(menu, "Save &as…");
        });
        QTest::newRow("save a stream") << Open([this] {
            const auto actions = window_->inspector().stream().findChildren<QAction *>();
            for (QAction *action : actions) {
                if (action->text() == said("Bytes &received…"))
                    action->trigger();
            }
        });
        QTest::newRow("close") << Open([this] { window_->close(); });
        QTest::newRow("compare") << Open(
            [this] { (new ui::ComparisonWindow(*theme_, {}, {}, window_.get()))->show(); });
    }

    void everyDialogOfAPartSpeaksItAndTheWindowFollows()
    {
        QFETCH(std::function<void()>, open);
        QVERIFY(changes(open));
        QTRY_COMPARE(window_->tabs().tabText(ui::RecordTabs::Connections), u"&Verbindungen"_s);
    }

    void whatADialogOpensSpeaksIt()
    {
        const auto browse = [](QDialog &dialog, const char *text) {
            const auto buttons = dialog.findChildren<QAbstractButton *>();
            for (QAbstractButton *button : buttons) {
                if (button->text() == said(text))
                    return button->click();
            }
        };
        window_->actions().settings->trigger();
        QVERIFY(changes([&] { browse(*window_->findChild<ui::SettingsDialog *>(), "&Browse…"); }));
        QTRY_COMPARE(window_->findChild<ui::SettingsDialog *>()->windowTitle(), u"Einstellungen"_s);
        delete window_->findChild<ui::SettingsDialog *>();
        window_->actions().newServer->trigger();
        QVERIFY(changes([&] {
            auto *dialog = window_->findChild<ui::NewSessionDialog *>();
            dialog->form().setUrl(*models::parseSessionUrl(u"echo+tls://127.0.0.1:0"_s).url);
            browse(*dialog, "Browse…");
        }));
        QTRY_COMPARE(window_->findChild<ui::NewSessionDialog *>()->windowTitle(),
                     u"Neuer Server"_s);
    }

    void whatIsWrittenInAFormStays()
    {
        window_->actions().newServer->trigger();
        auto *dialog = window_->findChild<ui::NewSessionDialog *>();
        dialog->form().setKind(u"reply"_s);
        auto *host = dialog->findChild<QLineEdit *>(u"host"_s);
        host->setText(u"no such host"_s); // which is wrong
        dialog->findChild<QSpinBox *>(u"port"_s)->setValue(77);
        dialog->form().findChildren<ui::FoldedGroup *>().last()->setUnfolded(true);
        const auto edit = dialog->form().findChildren<QPushButton *>();
        for (QPushButton *button : edit) {
            if (button->accessibleName() == u"Edit the rules")
                button->click();
        }
        auto *rules = dialog->findChild<ui::RulesEditor *>();
        rules->editor().setPlainText(u"half a rule"_s);
        host->setFocus();
        spoken_->speak(u"de"_s);
        QTRY_COMPARE(dialog->windowTitle(), u"Neuer Server"_s);
        QCOMPARE(dialog->form().url().kind, u"reply"_s);
        QCOMPARE(dialog->findChild<QLineEdit *>(u"host"_s)->text(), u"no such host"_s);
        QCOMPARE(dialog->findChild<QSpinBox *>(u"port"_s)->value(), 77);
        QVERIFY(dialog->form().findChildren<ui::FoldedGroup *>().last()->isUnfolded());
        rules = dialog->findChild<ui::RulesEditor *>();
        QVERIFY(rules->isVisible());
        QCOMPARE(rules->text(), u"half a rule"_s);
        QVERIFY(!dialog->canStart());
        QCOMPARE(dialog->focusWidget()->objectName(), u"host"_s);
        QTRY_COMPARE(window_->tabs().tabText(ui::RecordTabs::Connections), u"&Verbindungen"_s);
    }

private:
    static void pick(QMenu &menu, const char *text)
    {
        Q_EMIT menu.aboutToShow();
        const auto actions = menu.actions();
        for (QAction *action : actions) {
            if (action->text() == said(text))
                return action->trigger();
        }
    }

    // What `open` opens, says in German at once what it says if it is opened then; false where it
    // opens nothing.
    bool changes(const std::function<void()> &open)
    {
        spoken_->speak(u"en"_s);
        settle();
        const QList<QDialog *> before = dialogsThatAreOpen();
        // The window opens its settings again, where they were open: that is another dialog then.
        const bool settings = std::any_of(before.begin(), before.end(), isSettings);
        QStringList english, changed, fresh;
        if (!opensAndSays(open, before, english))
            return false;
        spoken_->speak(u"de"_s);
        settle();
        for (QDialog *dialog : dialogsThatAreOpen()) {
            if (!before.contains(dialog) && dialog->parentWidget()
                && !(settings && isSettings(dialog)))
                changed = wordsOf(*dialog);
        }
        closeAllBut(before);
        settle();
        if (!opensAndSays(open, dialogsThatAreOpen(), fresh))
            return false;
        closeAllBut(before);
        settle();
        const auto say = [](const QStringList &words, const QStringList &others) {
            for (const QString &each : words) {
                if (!others.contains(each))
                    qWarning("not in the other: %s", qPrintable(each));
            }
        };
        if (changed != fresh)
            say(changed, fresh), say(fresh, changed);
        if (changed != fresh || changed == english)
            QTest::qFail("another language is not spoken", __FILE__, __LINE__);
        return true;
    }

    static bool opensAndSays(const std::function<void()> &open, const QList<QDialog *> &before,
                             QStringList &words)
    {
        open();
        settle();
        for (QDialog *dialog : dialogsThatAreOpen()) {
            if (before.contains(dialog))
                continue;
            words = wordsOf(*dialog);
            return true;
        }
        return false;
    }

    static void closeAllBut(const QList<QDialog *> &those)
    {
        const QList<QDialog *> open = dialogsThatAreOpen();
        for (QDialog *dialog : open) {
            if (!those.contains(dialog) && !isSettings(dialog))
                dialog->close();
        }
    }

    // What was posted, and what that posts.
    static void settle()
    {
        for (int i = 0; i < 5; ++i) {
            QCoreApplication::processEvents();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
    }

    std::unique_ptr<app::Language> spoken_;
};

QTEST_MAIN(DialogLanguageTest)
#include "DialogLanguageTest.moc"
