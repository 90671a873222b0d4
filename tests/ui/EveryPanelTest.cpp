// SPDX-License-Identifier: GPL-3.0-or-later

// Every panel of the window in words, in each situation that changes what it says: a line a widget
// beside those that a person approved (Expected.h): expected/every_panel.txt. And what of it a
// next start remembers.

#include "tests/models/Deltas.h"
#include "tests/support/Expected.h"
#include "tests/ui/Described.h"
#include "tests/ui/SceneWindow.h"
#include "ui/Actions.h"
#include "ui/Inspector.h"
#include "ui/Notices.h"
#include "ui/RewindBar.h"
#include "ui/RowHeader.h"
#include "ui/RowView.h"
#include "ui/StatusFigures.h"
#include "ui/StatusStrip.h"

#include <QtCore/QRegularExpression>
#include <QtWidgets/QDialog>

using namespace Qt::StringLiterals;
using models::SessionRecord;
using models::test::Epoch;
using models::test::Second;
using ui::RecordTabs;

class EveryPanelTest final : public SceneWindow {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("TZ", "UTC"); }
    void cleanup() { closeWindow(); }

    void whatThePanelsSay()
    {
        openWindow({1400, 900});
        add(u"nothing there"_s, *window_);
        fill();
        add(u"a dozen connections"_s, *window_);
        const auto inspect = [this](const QString &name) {
            QCoreApplication::processEvents();
            add(name, window_->inspector());
        };
        const auto row = [this](RecordTabs::Tab tab, quint64 id) {
            window_->tabs().setCurrentIndex(tab);
            QVERIFY(window_->tabs().view(tab).selectId(id));
        };
        row(RecordTabs::Connections, 1842);
        inspect(u"a connection"_s);
        row(RecordTabs::Connections, 1848);
        inspect(u"a connection over TLS"_s);
        row(RecordTabs::Connections, 1852);
        inspect(u"a lost connection"_s);
        row(RecordTabs::Tasks, 312);
        inspect(u"a task"_s);
        window_->tabs().setCurrentIndex(RecordTabs::Warnings);
        ui::RowView &warnings = window_->tabs().view(RecordTabs::Warnings);
        warnings.setCurrentIndex(warnings.model()->index(0, 0));
        inspect(u"a warning"_s);
        for (const quint64 session : {7, 4, 8, 9, 10}) {
            window_->selectSession(session);
            inspect(u"session %1"_s.arg(session));
        }
        window_->selectSession(7);
        window_->actions().faults->trigger();
        inspect(u"its faults"_s);
        SessionRecord reply;
        reply.id.value = 12;
        reply.loop.value = 1;
        reply.kind = u"reply"_s;
        reply.url = *models::parseSessionUrl(u"reply://127.0.0.1:0?rules=a%3Db"_s).url;
        reply.state = SessionRecord::Running;
        scene_->sessions.setSession(reply);
        window_->selectSession(12);
        window_->actions().rules->trigger();
        inspect(u"its rules"_s);
        QCOMPARE(difference(u"every_panel.txt"_s), QString());
    }

    void whatTheStripAndItsNoticesSay()
    {
        openWindow({1400, 900});
        fill();
        ui::StatusStrip &strip = window_->strip();
        add(u"quiet"_s, strip);
        window_->showNotice(u"Saved it."_s, false);
        add(u"a notice"_s, strip);
        window_->showNotice(u"The disk is full."_s, true);
        window_->showNotice(u"The disk is full."_s, true);
        add(u"an error"_s, strip);
        window_->showExportProgress(u"Exporting log.csv"_s, 0.4);
        add(u"progress"_s, strip);
        window_->showExportProgress(u"Exporting log.csv"_s, -1);
        add(u"progress that is not known"_s, strip);
        window_->hideProgress();
        window_->showWaiting({u"close connection 3"_s, u"cancel task 4"_s});
        add(u"waiting"_s, strip);
        window_->showWaiting({});
        models::History history;
        history.first = Epoch;
        history.last = Epoch + 3 * Second;
        window_->showHistory(history);
        window_->showMoment(Epoch + Second);
        add(u"an earlier moment"_s, *window_);
        window_->showPlaying(true);
        add(u"that plays"_s, window_->rewind());
        window_->showNow();
        add(u"now again"_s, window_->rewind());
        QCOMPARE(difference(u"every_strip.txt"_s), QString());
    }

    void whatTheTablesShow()
    {
        openWindow({1400, 900});
        scene_->fill(3);
        for (int tab = 0; tab < RecordTabs::Timeline; ++tab) {
            window_->tabs().setCurrentIndex(tab);
            ui::RowView &view = window_->tabs().view(RecordTabs::Tab(tab));
            lines_ << u"## "_s + window_->tabs().tabText(tab);
            lines_ << u"%1, sorted by %2 %3"_s.arg(view.accessibleName())
                          .arg(view.columns().sortIndicatorSection())
                          .arg(view.columns().sortIndicatorOrder());
            QAbstractItemModel &model = *view.model();
            for (int column = 0; column < model.columnCount(); ++column) {
                const auto head = [&](int role) {
                    return model.headerData(column, Qt::Horizontal, role).toString();
                };
                lines_ << u"%1 | %2"_s.arg(head(Qt::DisplayRole), head(Qt::TextAlignmentRole));
            }
        }
        QCOMPARE(difference(u"every_table.txt"_s), QString());
    }

    void whatTheHelpSays()
    {
        openWindow({1400, 900});
        for (QAction *action :
             {window_->actions().about, window_->actions().shortcuts, window_->actions().notices,
              window_->actions().tour, window_->actions().settings}) {
            window_->showNotice(u"The disk is full."_s, true);
            const QList<QWidget *> before = window_->findChildren<QWidget *>();
            action->trigger();
            for (QWidget *widget : window_->findChildren<QWidget *>()) {
                if (!before.contains(widget) && widget->parentWidget() == window_.get()
                    && widget->isVisible()) {
                    lines_ << widget->windowTitle() << widget->accessibleName();
                    if (action != window_->actions().settings) // EveryFieldTest has it
                        add(action->text(), *widget);
                    widget->close();
                }
            }
        }
        lines_.replaceInStrings(QRegularExpression(u"\\d+\\.\\d+(\\.\\d+)?[a-z]?"_s), u"N"_s);
        QCOMPARE(difference(u"every_help.txt"_s), QString());
    }

private:
    // The figures of the status bar come when people can read them.
    void fill()
    {
        scene_->fill(12);
        const auto *figures = window_->strip().findChild<ui::StatusFigures *>();
        QTRY_COMPARE(figures->accessibleDescription(), scene_->activity.statusText());
    }

    void add(const QString &name, const QWidget &widget)
    {
        lines_ << u"## "_s + name;
        const QStringList now = test::described(widget);
        for (const QString &line : now) { // what it said before is not repeated
            if (!before_.contains(line))
                lines_ << line;
        }
        before_ = QSet<QString>(now.begin(), now.end());
    }

    QString difference(const QString &name)
    {
        // A file has pages, and is written by a thread.
        lines_.replaceInStrings(QRegularExpression(u"events · [\\d.,]+ [kMG]?B of"_s),
                                u"events · size of"_s);
        return test::differenceFrom(QStringLiteral(LOOPSCOPE_SOURCE_DIR "/tests/ui/expected/")
                                        + name,
                                    std::exchange(lines_, {}));
    }

    QStringList lines_;
    QSet<QString> before_;
};

QTEST_MAIN(EveryPanelTest)
#include "EveryPanelTest.moc"
