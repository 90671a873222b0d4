// SPDX-License-Identifier: GPL-3.0-or-later

// Every action of the window in every situation that matters to one: whether it can be used there,
// and what comes of it: what is asked of the program, which dialog opens, where the window goes. As
// lines beside those that a person approved (Expected.h): every_action.txt.

#include "tests/models/Deltas.h"
#include "tests/support/Expected.h"
#include "tests/ui/Scene.h"
#include "ui/Actions.h"
#include "ui/FilterField.h"
#include "ui/Inspector.h"
#include "ui/MainWindow.h"
#include "ui/NewSessionDialog.h"
#include "ui/Notices.h"
#include "ui/RowView.h"
#include "ui/SessionForm.h"
#include "ui/SessionsPanel.h"
#include "ui/StatusStrip.h"
#include "ui/Theme.h"
#include "ui/timeline/LanesView.h"
#include "ui/timeline/TimelineView.h"

#include <QtCore/QMetaMethod>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QContextMenuEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QWhatsThis>

#include <functional>
#include <memory>

using namespace Qt::StringLiterals;
using models::SessionRecord;
using models::test::Epoch;
using models::test::Second;
using ui::RecordTabs;

namespace {

QString plain(const QString &text)
{
    return QString(text).remove(u'&').remove(QChar(0x2026)).section(u'\t', 0, 0);
}

QString words(const QVariant &value)
{
    if (value.metaType() == QMetaType::fromType<QList<quint64>>()) {
        QStringList ids;
        for (const quint64 id : value.value<QList<quint64>>())
            ids << QString::number(id);
        return u'[' + ids.join(u' ') + u']';
    }
    if (value.canConvert<QString>())
        return value.toString();
    return QString::fromLatin1(value.typeName());
}

// The signals of a window, as they come.
class Listener {
public:
    explicit Listener(ui::MainWindow &window)
    {
        const QMetaObject &all = ui::MainWindow::staticMetaObject;
        for (int i = all.methodOffset(); i < all.methodCount(); ++i) {
            if (all.method(i).methodType() == QMetaMethod::Signal)
                spies_.emplace_back(std::make_unique<QSignalSpy>(&window, all.method(i)),
                                    QString::fromLatin1(all.method(i).name()));
        }
    }

    [[nodiscard]] QStringList heard()
    {
        QStringList lines;
        for (auto &[spy, name] : spies_) {
            for (const QList<QVariant> &arguments : std::as_const(*spy)) {
                QStringList list;
                for (const QVariant &each : arguments)
                    list << words(each);
                lines << name + u'(' + list.join(u", "_s) + u')';
            }
            spy->clear();
        }
        return lines;
    }

private:
    std::vector<std::pair<std::unique_ptr<QSignalSpy>, QString>> spies_;
};

SessionRecord talk()
{
    SessionRecord made;
    made.id.value = 11;
    made.loop.value = 1;
    made.kind = u"talk"_s;
    made.address = u"127.0.0.1:25"_s;
    made.url = *models::parseSessionUrl(u"talk://127.0.0.1:25"_s).url;
    made.state = SessionRecord::Running;
    return made;
}

models::History history()
{
    models::History made;
    made.first = Epoch;
    made.last = Epoch + 3 * Second;
    made.marks = {{Epoch + Second / 2, u"before"_s}, {Epoch + 2 * Second, u"after"_s}};
    return made;
}

} // namespace

class EveryActionTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("TZ", "UTC");
        theme_ = std::make_unique<ui::Theme>(*qApp);
    }
    void cleanup() { end(); }

    void whatEachCanDoAndAsksFor()
    {
        QStringList lines;
        for (const Situation &situation : situations()) {
            const bool first = lines.isEmpty();
            begin(situation.past);
            lines << u"## "_s + situation.name;
            situation.enter();
            QStringList disabled;
            for (QAction *action : actions()) {
                if (!action->isEnabled() || !action->isVisible())
                    disabled << plain(action->text());
            }
            lines << u"not: "_s + disabled.join(u", "_s);
            for (QAction *action : actions()) {
                const bool same = !first && !situation.past && everywhere().contains(action);
                if (action->isEnabled() && action->isVisible() && !same)
                    lines << plain(action->text()) + u": "_s + comesOf(*action, situation);
            }
            end();
        }
        QCOMPARE(test::differenceFrom(file(u"every_action.txt"_s), lines), QString());
    }

    void whatTheMenusHold()
    {
        QStringList lines;
        begin(false);
        scene_->fill(12);
        const auto list = [&lines](const QString &title, const QMenu &menu) {
            lines << u"## "_s + title;
            for (const QAction *action : menu.actions())
                lines << (action->isSeparator() && action->text().isEmpty()
                              ? u"-"_s
                              : action->text() + u"  "_s
                                  + action->shortcut().toString(QKeySequence::PortableText)
                                  + (action->isVisible() ? QString() : u" (hidden)"_s)
                                  + (action->isCheckable() ? u" (switch)"_s : QString()) + u"  "_s
                                  + action->toolTip());
        };
        for (const QAction *action : window_->menuBar()->actions()) {
            QMenu *menu = action->menu();
            list(action->text(), *menu);
            for (const QAction *inner : menu->actions()) {
                if (QMenu *submenu = inner->menu()) {
                    Q_EMIT submenu->aboutToShow();
                    list(action->text() + u" > "_s + inner->text(), *submenu);
                }
            }
        }
        for (int tab = 0; tab < RecordTabs::TabCount; ++tab) {
            window_->tabs().setCurrentIndex(tab);
            Q_EMIT window_->tabs().menuRequested({10, 10});
            auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            QVERIFY(menu);
            list(u"Row of "_s + window_->tabs().tabText(tab), *menu);
            menu->close();
        }
        Q_EMIT window_->sessions().menuRequested({10, 10}, 7);
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu);
        list(u"Session"_s, *menu);
        menu->close();
        QCOMPARE(test::differenceFrom(file(u"every_menu.txt"_s), lines), QString());
    }

private:
    struct Situation {
        QString name;
        bool past;
        std::function<void()> enter; // again after each action
    };

    QList<Situation> situations()
    {
        const auto row = [this](RecordTabs::Tab tab, quint64 id) {
            return [this, tab, id] {
                window_->tabs().setCurrentIndex(tab);
                window_->tabs().view(tab).clearSelection();
                QVERIFY(window_->tabs().view(tab).selectId(id));
            };
        };
        const auto session = [this](quint64 id) {
            return [this, id] {
                window_->tabs().setCurrentIndex(RecordTabs::Connections);
                window_->selectSession(id);
            };
        };
        const auto logRow = [this](RecordTabs::Tab tab) {
            return [this, tab] {
                window_->tabs().setCurrentIndex(tab);
                ui::RowView &view = window_->tabs().view(tab);
                QTRY_VERIFY(view.model()->rowCount() > 3);
                view.setCurrentIndex(view.model()->index(3, 1));
                QTRY_VERIFY(!view.model()->index(3, 1).data().toString().isEmpty());
            };
        };
        return {
            {u"nothing there"_s, false, [] {}},
            {u"a server that runs"_s, false, session(7)},
            {u"a server that failed"_s, false, session(4)},
            {u"a server that was stopped"_s, false, session(8)},
            {u"a client that runs"_s, false, session(10)},
            {u"a talk"_s, false, session(11)},
            {u"a connection that is open"_s, false, row(RecordTabs::Connections, 1842)},
            {u"a connection that was lost"_s, false, row(RecordTabs::Connections, 1852)},
            {u"all connections"_s, false,
             [this] {
                 window_->tabs().setCurrentIndex(RecordTabs::Connections);
                 window_->tabs().view(RecordTabs::Connections).selectAll();
             }},
            {u"a task"_s, false, row(RecordTabs::Tasks, 312)},
            {u"a timer"_s, false, row(RecordTabs::Timers, 2)},
            {u"a warning"_s, false,
             [this] {
                 window_->tabs().setCurrentIndex(RecordTabs::Warnings);
                 ui::RowView &view = window_->tabs().view(RecordTabs::Warnings);
                 view.setCurrentIndex(view.model()->index(0, 0));
             }},
            {u"an event of the log"_s, false, logRow(RecordTabs::Log)},
            {u"a step in the timeline"_s, false,
             [this] {
                 window_->tabs().setCurrentIndex(RecordTabs::Timeline);
                 window_->tabs().timeline().lanes().setFocus();
                 QTest::keyClick(&window_->tabs().timeline().lanes(), Qt::Key_Down);
             }},
            {u"an earlier moment"_s, false,
             [this, row] {
                 row(RecordTabs::Connections, 1842)();
                 window_->showMoment(Epoch + Second);
             }},
            {u"a filter of the log"_s, false,
             [this, row] {
                 (void)scene_->log.setFilterText(u"connection:1842"_s);
                 row(RecordTabs::Connections, 1842)();
             }},
            {u"one session alone"_s, false,
             [this] {
                 window_->tabs().setCurrentIndex(RecordTabs::Connections);
                 window_->selectSession(7);
                 window_->actions().narrow->trigger();
             }},
            {u"a recording"_s, true, row(RecordTabs::Connections, 1842)},
        };
    }

    void begin(bool past)
    {
        folder_ = std::make_unique<QTemporaryDir>();
        settings_
            = std::make_unique<QSettings>(folder_->filePath(u"s.ini"_s), QSettings::IniFormat);
        settings_->setValue(u"window/folder"_s, folder_->path());
        scene_ = std::make_unique<Scene>();
        window_ = std::make_unique<ui::MainWindow>(*theme_, scene_->all(), *settings_,
                                                   past ? ui::Tense::Past : ui::Tense::Live);
        window_->resize(1280, 800);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        if (situationNeedsRows_) {
            scene_->fill(12);
            scene_->sessions.setSession(talk());
            window_->showHistory(history());
        }
        situationNeedsRows_ = true; // after the first, where nothing is there
        listener_ = std::make_unique<Listener>(*window_);
    }

    void end()
    {
        listener_.reset();
        window_.reset();
        scene_.reset();
        settings_.reset();
        folder_.reset();
    }

    [[nodiscard]] QList<QAction *> actions() const
    {
        QList<QAction *> all = window_->actions().all();
        all.removeAll(window_->actions().quit);
        return all;
    }

    // What is the same in every situation, and slow to open.
    [[nodiscard]] QList<QAction *> everywhere() const
    {
        const ui::Actions &a = window_->actions();
        return {a.newServer, a.newClient,  a.openScenario, a.saveScenario, a.open,
                a.save,      a.exportJson, a.exportCsv,    a.exportOther,  a.compare,
                a.settings,  a.commands,   a.about,        a.shortcuts,    a.notices,
                a.tour,      a.wireshark,  a.whatsThis};
    }

    // Triggers it and says what came of it; leaves all as before.
    QString comesOf(QAction &action, const Situation &situation)
    {
        situation.enter();
        QGuiApplication::clipboard()->clear();
        window_->strip().notices().dismissAll();
        const QString before = place();
        (void)listener_->heard();
        action.trigger();
        QStringList came = listener_->heard();
        if (const QString after = place(); after != before)
            came << u"at "_s + after;
        if (const QString copied = QGuiApplication::clipboard()->text(); !copied.isEmpty())
            came << u"copied "_s + QString(copied).replace(u'\n', u" / "_s).left(70);
        came += dialogs();
        if (action.isCheckable()) {
            action.trigger();
            came << u"again:"_s << listener_->heard();
        }
        if (QWhatsThis::inWhatsThisMode()) {
            came << u"what's this"_s;
            QWhatsThis::leaveWhatsThisMode();
        }
        window_->actions().widen->trigger();
        for (int tab = 0; tab < RecordTabs::TabCount; ++tab)
            (void)window_->tabs().filterable(RecordTabs::Tab(tab)).setFilterText({});
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        return came.join(u"; "_s);
    }

    [[nodiscard]] QString place() const
    {
        QWidget *focus = QApplication::focusWidget();
        return u"%1 of %2, inspecting %3, session %4, filter '%5', focus '%6'"_s
            .arg(window_->tabs().currentView().currentId())
            .arg(plain(window_->tabs().tabText(window_->tabs().current())),
                 window_->inspector().heading())
            .arg(window_->sessions().currentSession())
            .arg(window_->filter().text(), focus ? focus->accessibleName() : QString());
    }

    // What opened, answered with yes, and closed.
    QStringList dialogs()
    {
        QStringList came;
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (widget == window_.get() || !widget->isVisible() || widget->inherits("QMenu"))
                continue;
            QString said = u"opens '%1'"_s.arg(widget->windowTitle());
            if (auto *files = qobject_cast<QFileDialog *>(widget)) {
                said += u" %1 %2 .%3 %4"_s.arg(
                    files->acceptMode() == QFileDialog::AcceptSave ? u"saves"_s : u"opens"_s,
                    files->nameFilters().join(u"; "_s), files->defaultSuffix(),
                    QFileInfo(files->selectedFiles().value(0)).fileName());
                Q_EMIT files->fileSelected(u"/a/b"_s);
            } else if (auto *made = qobject_cast<ui::NewSessionDialog *>(widget)) {
                said += u" "_s + made->form().url().toString();
                made->accept();
            } else if (auto *question = qobject_cast<QMessageBox *>(widget)) {
                said += u" "_s + question->text();
                for (QAbstractButton *button : question->buttons()) {
                    if (question->buttonRole(button) == QMessageBox::AcceptRole)
                        button->click();
                }
            }
            came << said << listener_->heard();
            widget->close();
        }
        return came;
    }

    static QString file(const QString &name)
    {
        return QStringLiteral(LOOPSCOPE_SOURCE_DIR "/tests/ui/expected/") + name;
    }

    std::unique_ptr<ui::Theme> theme_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<QSettings> settings_;
    std::unique_ptr<Scene> scene_;
    std::unique_ptr<ui::MainWindow> window_;
    std::unique_ptr<Listener> listener_;
    bool situationNeedsRows_ = false;
};

QTEST_MAIN(EveryActionTest)
#include "EveryActionTest.moc"
