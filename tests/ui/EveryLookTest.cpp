// SPDX-License-Identifier: GPL-3.0-or-later

// How every part of the window and of its dialogs is laid out, and what was set in it: margins,
// fonts, what the keyboard reaches and what the mouse does. As lines beside those that a person
// approved (Expected.h): every_look.txt. The fonts are large ones of different sizes, so that no
// length is by chance what Qt has by itself.

#include "models/export/RunFigures.h"
#include "tests/models/Deltas.h"
#include "tests/support/Expected.h"
#include "tests/ui/Looks.h"
#include "tests/ui/SceneWindow.h"
#include "ui/Actions.h"
#include "ui/ComparisonWindow.h"
#include "ui/FaultRow.h"
#include "ui/Preferences.h"
#include "ui/RuleRow.h"

#include <QtCore/QRegularExpression>

using namespace Qt::StringLiterals;
using models::SessionRecord;
using ui::RecordTabs;

namespace {
constexpr double kPoints = 30, kMonospacePoints = 20;
}

class EveryLookTest final : public SceneWindow {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        theme_->setFontSizes(kPoints, kMonospacePoints);
        looks_ = std::make_unique<test::Looks>(theme_->font());
    }
    void cleanup() { closeWindow(); }

    void howTheWindowLooks()
    {
        open();
        add(u"the window"_s, *window_);
        compare(u"every_look.txt"_s);
    }

    void howTheDialogsLook()
    {
        open();
        const ui::Actions &a = window_->actions();
        for (QAction *action :
             {a.newServer, a.newClient, a.settings, a.commands, a.about, a.shortcuts, a.notices,
              a.tour, a.addMark, a.compare, a.remove, a.saveScenario}) {
            const QList<QWidget *> before = window_->findChildren<QWidget *>();
            window_->selectSession(7);
            window_->showNotice(u"The disk is full."_s, true);
            action->trigger();
            for (QWidget *widget : window_->findChildren<QWidget *>()) {
                const bool part = widget->isWindow() || widget->objectName() == u"tour"_s;
                if (before.contains(widget) || !part || widget->inherits("QFileDialog")
                    || widget->inherits("QMenu") || widget->inherits("QComboBoxPrivateContainer"))
                    continue;
                add(action->text(), *widget);
            }
            for (QWidget *widget : QApplication::topLevelWidgets()) {
                if (widget != window_.get() && widget->isVisible())
                    widget->close();
            }
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        }
        models::RunFigures run;
        run.path = u"/tmp/a.loopscope"_s;
        add(u"two recordings"_s, ui::ComparisonWindow(*theme_, run, run, window_.get()));
        compare(u"every_dialog.txt"_s);
    }

    void howFaultsAndRulesLook()
    {
        for (const char *fault : {"latency:50ms", "reset", "stall:1s", "drop:5%"}) {
            const auto parsed = models::parseFault(QString::fromLatin1(fault));
            if (parsed.fault)
                add(QString::fromLatin1(fault),
                    ui::FaultRow(*theme_, *parsed.fault, true, nullptr));
        }
        add(u"a rule"_s,
            ui::RuleRow(*theme_, {{u"text"_s, u"a"_s}, {{u"send"_s, u"b"_s}, {u"close"_s, {}}}},
                        nullptr));
        compare(u"every_row.txt"_s);
    }

private:
    void open()
    {
        openWindow({1400, 900});
        ui::Preferences fonts = ui::readPreferences(*settings_);
        fonts.fontPoints = kPoints;
        fonts.monospacePoints = kMonospacePoints;
        ui::writePreferences(*settings_, fonts);
        reopenWindow({1400, 900});
        scene_->fill(3);
        SessionRecord reply;
        reply.id.value = 12;
        reply.loop.value = 1;
        reply.kind = u"reply"_s;
        reply.url = *models::parseSessionUrl(u"reply://127.0.0.1:0"_s).url;
        reply.state = SessionRecord::Running;
        scene_->sessions.setSession(reply);
        models::History history;
        history.first = models::test::Epoch;
        history.last = models::test::Epoch + 3 * models::test::Second;
        window_->showHistory(history);
    }

    void add(const QString &name, const QWidget &widget)
    {
        lines_ << u"## "_s + QString(name).remove(u'&');
        for (QString line : looks_->of(widget)) {
            static const QRegularExpression figures(
                u"\\d+:\\d+:[\\d.]+|Loopscope [\\d.]+[a-z]?"_s); // of a time, a version
            line.replace(figures, u"N"_s);
            if (!said_.contains(line)) // what many have is listed once
                lines_ << line;
            said_.insert(line);
        }
    }

    void compare(const QString &name)
    {
        const QString path = QStringLiteral(LOOPSCOPE_SOURCE_DIR "/tests/ui/expected/") + name;
        said_.clear();
        QCOMPARE(test::differenceFrom(path, std::exchange(lines_, {})), QString());
    }

    std::unique_ptr<test::Looks> looks_;
    QStringList lines_;
    QSet<QString> said_;
};

QTEST_MAIN(EveryLookTest)
#include "EveryLookTest.moc"
