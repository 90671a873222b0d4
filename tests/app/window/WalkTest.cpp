// SPDX-License-Identifier: GPL-3.0-or-later

// A walk through the window, every tab and dialog of it, at 1280x720, in both themes and both
// languages: each control has a name, no mnemonic is used twice, no text is cut off, and Tab goes
// the way the eye goes.

#include "app/window/Language.h"
#include "models/spec/ReplyRules.h"
#include "models/spec/SessionKinds.h"
#include "tests/ui/Scene.h"
#include "ui/Actions.h"
#include "ui/CommandPalette.h"
#include "ui/FaultRow.h"
#include "ui/FaultsDialog.h"
#include "ui/FaultsTab.h"
#include "ui/Inspector.h"
#include "ui/MainWindow.h"
#include "ui/NewSessionDialog.h"
#include "ui/NoticesPopup.h"
#include "ui/RowView.h"
#include "ui/RulesDialog.h"
#include "ui/SessionForm.h"
#include "ui/Theme.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtGui/QAccessible>
#include <QtGui/QAction>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QAbstractScrollArea>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QTabBar>
#include <QtWidgets/QTabWidget>
#include <QtWidgets/QToolButton>

#include <memory>

using namespace Qt::StringLiterals;
using ui::RecordTabs;

namespace {

QString nameOf(const QWidget &widget)
{
    const auto *label = qobject_cast<const QLabel *>(&widget);
    const auto *button = qobject_cast<const QAbstractButton *>(&widget);
    return QString::fromLatin1(widget.metaObject()->className()) + u' ' + widget.objectName()
        + u" '"_s
        + (label        ? label->text()
               : button ? button->text()
                        : widget.accessibleName())
        + u'\'';
}

QList<QWidget *> seenIn(const QWidget &window)
{
    QList<QWidget *> seen;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        if (widget->isVisible() && widget->window() == &window)
            seen.append(widget);
    }
    return seen;
}

// What scrolls shows the rest on request.
bool isInScrollArea(const QWidget &widget)
{
    for (const QWidget *each = widget.parentWidget(); each; each = each->parentWidget()) {
        if (qobject_cast<const QAbstractScrollArea *>(each))
            return true;
    }
    return false;
}

class Walk {
public:
    explicit Walk(QStringList &wrong)
        : wrong_(wrong)
    { }

    void look(const QWidget &window, const QString &where)
    {
        QApplication::processEvents();
        where_ = where;
        const QList<QWidget *> seen = seenIn(window);
        for (const QWidget *widget : seen) {
            checkName(*widget);
            checkText(*widget);
        }
        checkMnemonics(seen);
        if (qobject_cast<const QDialog *>(&window))
            checkTabOrder(window);
    }

private:
    void report(const QString &what) { wrong_ << where_ + u": "_s + what; }

    void checkName(const QWidget &widget)
    {
        if (!(widget.focusPolicy() & Qt::TabFocus) || !widget.isEnabled() || widget.focusProxy())
            return;
        QAccessibleInterface *face
            = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(&widget));
        if (!face || face->text(QAccessible::Name).isEmpty())
            report(u"no name: "_s + nameOf(widget));
    }

    void checkText(const QWidget &widget)
    {
        const auto *label = qobject_cast<const QLabel *>(&widget);
        const bool elides = label && label->minimumWidth() == 1; // and says the whole in its tip
        if (label && !elides && !label->text().isEmpty() && !isInScrollArea(widget)) {
            const int wanted = label->wordWrap() ? label->heightForWidth(label->width())
                                                 : label->sizeHint().height();
            if (wanted > label->height() + 1
                || (!label->wordWrap() && label->sizeHint().width() > label->width() + 1))
                report(u"cut off: "_s + nameOf(widget));
        }
        const auto *button = qobject_cast<const QAbstractButton *>(&widget);
        if (button && !button->text().isEmpty() && button->sizeHint().width() > button->width() + 2
            && !isInScrollArea(widget))
            report(u"cut off: "_s + nameOf(widget));
    }

    void checkMnemonics(const QList<QWidget *> &seen)
    {
        QStringList texts;
        for (const QWidget *widget : seen) {
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
        checkTwice(texts);
    }

    void checkTabOrder(const QWidget &window)
    {
        QList<const QWidget *> chain;
        for (const QWidget *each = window.nextInFocusChain(); each != &window;
             each = each->nextInFocusChain()) {
            if (each->isVisible() && each->window() == &window && each->isEnabled()
                && (each->focusPolicy() & Qt::TabFocus) && !each->focusProxy()
                && each->focusPolicy() != Qt::NoFocus)
                chain.append(each);
        }
        for (qsizetype i = 1; i < chain.size(); ++i) {
            const QRect before(chain.at(i - 1)->mapTo(&window, QPoint()), chain.at(i - 1)->size());
            const QRect now(chain.at(i)->mapTo(&window, QPoint()), chain.at(i)->size());
            if (now.bottom() < before.top())
                report(u"Tab goes up from %1 to %2"_s.arg(nameOf(*chain.at(i - 1)),
                                                          nameOf(*chain.at(i))));
        }
    }

public:
    void checkTwice(const QStringList &texts)
    {
        QHash<QString, QString> owners;
        for (const QString &text : texts) {
            const QString key = QKeySequence::mnemonic(text).toString();
            if (key.isEmpty())
                continue;
            if (owners.contains(key))
                report(u"one mnemonic: "_s + text + u" and "_s + owners.value(key));
            owners.insert(key, text);
        }
    }
    void setPlace(const QString &where) { where_ = where; }

private:
    QStringList &wrong_;
    QString where_;
};

} // namespace

class WalkTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<ui::Theme>(*qApp); }

    void everythingHasANameAndItsRoom_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<ui::Theme::Choice>("choice");
        for (const char *language : {"en", "de"}) {
            QTest::addRow("%s, light", language)
                << QString::fromLatin1(language) << ui::Theme::Choice::Light;
            QTest::addRow("%s, dark", language)
                << QString::fromLatin1(language) << ui::Theme::Choice::Dark;
        }
    }

    void everythingHasANameAndItsRoom()
    {
        QFETCH(QString, language);
        QFETCH(ui::Theme::Choice, choice);
        const app::Language spoken(language);
        theme_->setChoice(choice);
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        Scene scene;
        ui::MainWindow window(*theme_, scene.all(), settings);
        window.setFixedSize(1280, 720);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QStringList wrong;
        Walk walk(wrong);
        walk.look(window, u"the empty state"_s);
        scene.fill(12);
        walkTabs(window, walk);
        walkMenus(window, walk);
        walkDialogs(window, walk);
        walkForms(walk);
        wrong.removeDuplicates();
        for (const QString &what : std::as_const(wrong))
            qWarning("%s", qPrintable(what));
        QVERIFY2(wrong.isEmpty(), qPrintable(QString::number(wrong.size())));
    }

private:
    static void walkTabs(ui::MainWindow &window, Walk &walk)
    {
        for (int tab = 0; tab < RecordTabs::TabCount; ++tab) {
            window.tabs().setCurrentIndex(tab);
            walk.look(window, window.tabs().tabText(tab));
        }
        window.tabs().setCurrentIndex(RecordTabs::Connections);
        window.tabs().view(RecordTabs::Connections).selectId(1848); // over TLS
        walkInspector(window, walk);
        window.selectSession(7);
        window.inspector().show(models::Inspection::Subject::Session, 7);
        walkInspector(window, walk);
        window.showNotice(u"The disk is full. Choose another place for the recording."_s, true);
        walk.look(window, u"a notice"_s);
    }

    static void walkInspector(ui::MainWindow &window, Walk &walk)
    {
        auto *tabs = window.inspector().findChild<QTabWidget *>();
        for (int tab = 0; tab < tabs->count(); ++tab) {
            if (!tabs->isTabVisible(tab))
                continue;
            tabs->setCurrentIndex(tab);
            walk.look(window, window.inspector().heading() + u" "_s + tabs->tabText(tab));
        }
    }

    static void walkMenus(ui::MainWindow &window, Walk &walk)
    {
        for (const QMenu *menu : window.menuBar()->findChildren<QMenu *>()) {
            QStringList texts;
            for (const QAction *action : menu->actions()) {
                if (action->isVisible())
                    texts << action->text();
            }
            walk.setPlace(u"menu "_s + menu->title());
            walk.checkTwice(texts);
        }
    }

    static void walkDialogs(ui::MainWindow &window, Walk &walk)
    {
        const ui::Actions &a = window.actions();
        for (QAction *action : {a.settings, a.shortcuts, a.about, a.notices, a.commands}) {
            action->trigger();
            for (QDialog *dialog : window.findChildren<QDialog *>()) {
                if (!dialog->isVisible())
                    continue;
                auto *pages = dialog->findChild<QTabWidget *>();
                for (int page = 0; pages && page < pages->count(); ++page) {
                    pages->setCurrentIndex(page);
                    walk.look(*dialog, dialog->windowTitle() + u' ' + pages->tabText(page));
                }
                walk.look(*dialog, dialog->windowTitle());
                dialog->close();
            }
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
    }

    void walkForms(Walk &walk)
    {
        for (const models::SessionKind &kind : models::sessionKinds()) {
            ui::NewSessionDialog dialog(*theme_, kind.role, nullptr);
            dialog.setAttribute(Qt::WA_DeleteOnClose, false);
            dialog.form().setKind(kind.name);
            dialog.show();
            walk.look(dialog, u"new "_s + kind.name);
        }
        const auto plan = models::parseFaultPlan({u"latency:50ms"_s}, 1, models::Traffic::Stream);
        ui::FaultsDialog faults(*theme_, u"echo"_s, *plan.plan, models::Traffic::Stream,
                                u"latency 3"_s, nullptr);
        faults.setAttribute(Qt::WA_DeleteOnClose, false);
        faults.show();
        walk.look(faults, u"faults"_s);
        ui::RulesDialog rules(*theme_, u"reply"_s, models::replyRulesText(QString()), nullptr);
        rules.setAttribute(Qt::WA_DeleteOnClose, false);
        rules.show();
        walk.look(rules, u"rules"_s);
    }

    std::unique_ptr<ui::Theme> theme_;
};

QTEST_MAIN(WalkTest)
#include "WalkTest.moc"
