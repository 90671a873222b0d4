// SPDX-License-Identifier: GPL-3.0-or-later

// The palette of commands, by keyboard alone, in the real window.

#include "ui/CommandPalette.h"
#include "tests/ui/DrawLog.h"
#include "tests/ui/SceneWindow.h"
#include "ui/Actions.h"
#include "ui/MainWindow.h"
#include "ui/NewSessionDialog.h"
#include "ui/Recents.h"
#include "ui/SessionForm.h"
#include "ui/SessionsPanel.h"
#include "ui/SettingsKeys.h"

#include <QtGui/QAction>
#include <QtGui/QFontMetrics>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListView>
#include <QtWidgets/QStyledItemDelegate>

using namespace Qt::StringLiterals;
using ui::CommandPalette;

class CommandPaletteTest final : public SceneWindow {
    Q_OBJECT

private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    // Whatever is added to the window is found without a line of code for it.
    void everyActionIsFoundByItsName()
    {
        scene_->fill(3);
        CommandPalette &palette = open();
        for (const QAction *action : window_->actions().all()) {
            if (!action->isVisible() || action == window_->actions().commands)
                continue;
            const QString name = spoken(*action);
            type(palette, name);
            QVERIFY2(rows(palette).contains(name), qPrintable(name));
        }
    }

    void aFewLettersAndEnterRunACommand()
    {
        CommandPalette &palette = open();
        QSignalSpy asked(window_.get(), &ui::MainWindow::debugModeRequested);
        QTest::keyClicks(&palette.field(), u"dbgmd"_s);
        QCOMPARE(rows(palette).value(0), u"Debug mode"_s);
        QTest::keyClick(&palette.field(), Qt::Key_Return);
        QCOMPARE(asked.size(), 1);
        QTRY_VERIFY(!window_->findChild<CommandPalette *>());
    }

    void aKindOpensItsDialog()
    {
        CommandPalette &palette = open();
        QTest::keyClicks(&palette.field(), u"forward server"_s);
        QTest::keyClick(&palette.field(), Qt::Key_Return);
        const auto *dialog = window_->findChild<ui::NewSessionDialog *>();
        QVERIFY(dialog);
        QVERIFY(dialog->commandLine().contains(u"forward"_s));
    }

    void aSessionIsSelected()
    {
        scene_->fill(3);
        const quint64 id = scene_->sessions.sessions().last().id.value;
        CommandPalette &palette = open();
        QTest::keyClicks(&palette.field(), u"session "_s + scene_->sessions.shortName(id));
        QTest::keyClick(&palette.field(), Qt::Key_Return);
        QCOMPARE(window_->sessions().currentSession(), id);
    }

    void aRecentRecordingOpens()
    {
        ui::Recents(*settings_, ui::settings::recentRecordings())
            .add(u"/tmp/monday & co.loopscope"_s);
        CommandPalette &palette = open();
        QSignalSpy opened(window_.get(), &ui::MainWindow::openRequested);
        QTest::keyClicks(&palette.field(), u"mondayco"_s);
        QCOMPARE(rows(palette).value(0), u"monday & co.loopscope"_s);
        QTest::keyClick(&palette.field(), Qt::Key_Return);
        QCOMPARE(opened.value(0).value(0).toString(), u"/tmp/monday & co.loopscope"_s);
    }

    void whatCannotBeDoneNowStaysWhereItIs()
    {
        CommandPalette &palette = open();
        QTest::keyClicks(&palette.field(), u"abort connection"_s);
        QVERIFY(rows(palette).contains(u"Abort connection"_s));
        QSignalSpy asked(window_.get(), &ui::MainWindow::abortConnectionsRequested);
        QTest::keyClick(&palette.field(), Qt::Key_Return);
        QVERIFY(asked.isEmpty());
        QVERIFY(palette.isVisible());
        QTest::keyClick(&palette.field(), Qt::Key_Escape);
        QTRY_VERIFY(!window_->findChild<CommandPalette *>());
    }

    void whatCannotBeDoneNowComesLast()
    {
        CommandPalette &palette = open();
        bool any = false;
        for (const char *letters : {"a", "abort", "s", "st", "co", "close"}) {
            type(palette, QString::fromLatin1(letters));
            const QAbstractItemModel &model = *palette.list().model();
            bool refused = false;
            for (int row = 0; row < model.rowCount(); ++row) {
                const bool can = model.flags(model.index(row, 0)).testFlag(Qt::ItemIsEnabled);
                QVERIFY2(!can || !refused, qPrintable(rows(palette).join(u", "_s)));
                refused = refused || !can;
                any = any || (refused && row > 0);
            }
        }
        QVERIFY(any);
    }

    void pagesEndAtTheEnds()
    {
        CommandPalette &palette = open();
        const auto after = [&palette](Qt::Key key) {
            QTest::keyClick(&palette.field(), key);
            return palette.list().currentIndex().row();
        };
        const int last = after(Qt::Key_Up); // round to the last that can be done
        QCOMPARE(after(Qt::Key_Tab), 0);
        QCOMPARE(after(Qt::Key_PageDown), 12);
        QCOMPARE(after(Qt::Key_PageUp), 0);
        QCOMPARE(after(Qt::Key_PageUp), 0);
        for (int page = 0; page < 20; ++page)
            after(Qt::Key_PageDown);
        QCOMPARE(palette.list().currentIndex().row(), last);
        QCOMPARE(after(Qt::Key_Backtab), last - 1);
    }

    // Neither what the menus hide nor what says that there is nothing.
    void whatIsNoCommandIsNotListed()
    {
        scene_->addSessions();
        window_->selectSession(7); // which answers by no rules
        QVERIFY(!window_->actions().rules->isVisible());
        CommandPalette &palette = open();
        const QStringList all = rows(palette);
        QVERIFY(!all.contains(spoken(*window_->actions().rules)));
        QVERIFY(all.contains(spoken(*window_->actions().faults)));
        for (const QString &nothing :
             {u"No moment has a name yet"_s, u"No recording was opened yet"_s})
            QVERIFY2(!all.contains(nothing), qPrintable(nothing));
    }

    void aNameComesBeforeAGroup()
    {
        QList<ui::Command> commands;
        commands.append({u"Theme"_s, u"Dark"_s, {}, true, [] {}});
        commands.append({u"Colours"_s, u"Dark theme"_s, {}, true, [] {}});
        auto *palette = new CommandPalette(*theme_, commands, window_.get());
        palette->openOver(*window_);
        QTest::keyClicks(&palette->field(), u"theme"_s);
        QCOMPARE(rows(*palette), (QStringList {u"Dark theme"_s, u"Dark"_s}));
        palette->close();
    }

    void aClickRunsWhatCanBeDoneAndNothingElse()
    {
        int runs = 0;
        QList<ui::Command> commands;
        commands.append({u"File"_s, u"Open"_s, {}, true, [&runs] { ++runs; }});
        commands.append({u"File"_s, u"Close"_s, {}, false, [&runs] { runs += 100; }});
        auto *palette = new CommandPalette(*theme_, commands, window_.get());
        palette->openOver(*window_);
        const auto click = [palette](int row) {
            const QListView &list = palette->list();
            QTest::mouseClick(list.viewport(), Qt::LeftButton, {},
                              list.visualRect(list.model()->index(row, 0)).center());
        };
        click(1);
        QCOMPARE(runs, 0);
        QVERIFY(palette->isVisible());
        click(0);
        QCOMPARE(runs, 1);
        QTRY_VERIFY(!window_->findChild<CommandPalette *>());
    }

    // Those of the name: its group is matched, but not marked.
    void theLettersThatFitAreUnderlined()
    {
        auto *palette = paletteOf({u"File"_s, u"New"_s, {}, true, [] {}});
        const auto lines = [&] { return painted(*palette, 400).filter(u"line pen"_s).size(); };
        QCOMPARE(lines(), 0);
        QTest::keyClicks(&palette->field(), u"nw"_s);
        QCOMPARE(lines(), 2);
        QTest::keyClicks(&palette->field(), u"fi"_s);
        QCOMPARE(lines(), 2);
        const int little = 4 * QFontMetrics(theme_->font()).height() / 2 + 4;
        QVERIFY(painted(*palette, little).filter(u"line pen"_s).isEmpty()); // the name is cut
        palette->setLayoutDirection(Qt::RightToLeft);
        QCOMPARE(lines(), 0); // letters may stand in another order
        palette->close();
    }

    // A name gives way to the keys, and stays clear of them.
    void theKeysOfACommandAreBesideIt()
    {
        auto *palette = paletteOf({u"File"_s, u"New"_s, u"Ctrl+N"_s, true, [] {}});
        const int gap = QFontMetrics(theme_->font()).height() / 2;
        const int fits = 4 * gap + QFontMetrics(theme_->monospace()).horizontalAdvance(u"Ctrl+N"_s)
            + gap + QFontMetrics(theme_->font()).horizontalAdvance(u"New"_s);
        const auto says = [&](int width, const QString &words) {
            return !painted(*palette, width).filter(u"text '%1' "_s.arg(words)).isEmpty();
        };
        QVERIFY(says(fits, u"New"_s) && says(fits, u"Ctrl+N"_s));
        QVERIFY(!says(fits, u"File"_s)); // there is no room
        QVERIFY(!says(fits - 1, u"New"_s) && says(fits - 1, u"Ctrl+N"_s));
        QVERIFY(says(fits + 100, u"File"_s));
        palette->close();
    }

    void arrowsGoAroundAndThePaletteStaysInTheWindow()
    {
        window_->resize(800, 600);
        CommandPalette &palette = open();
        QTest::keyClick(&palette.field(), Qt::Key_Up);
        const int last = palette.list().currentIndex().row();
        QVERIFY(last > 20);
        QTest::keyClick(&palette.field(), Qt::Key_Down);
        QCOMPARE(palette.list().currentIndex().row(), 0);
        QVERIFY(window_->frameGeometry().contains(palette.geometry()));
    }

private:
    static QString spoken(const QAction &action)
    {
        return action.text().section(u'\t', 0, 0).remove(u'&').remove(u'…');
    }

    CommandPalette &open()
    {
        QTest::keyClick(window_.get(), Qt::Key_K, Qt::ControlModifier);
        auto *palette = window_->findChild<CommandPalette *>();
        Q_ASSERT(palette);
        return *palette;
    }

    CommandPalette *paletteOf(const ui::Command &command)
    {
        auto *palette = new CommandPalette(*theme_, {command}, window_.get());
        palette->openOver(*window_);
        return palette;
    }

    // What its first row draws in so much room.
    static QStringList painted(const CommandPalette &palette, int width)
    {
        test::DrawLog log({width, 40});
        QPainter painter(&log);
        QStyleOptionViewItem option;
        option.rect = QRect(0, 0, width, 30);
        option.direction = palette.layoutDirection();
        palette.list().itemDelegate()->paint(&painter, option, palette.list().model()->index(0, 0));
        painter.end();
        return log.lines();
    }

    static void type(CommandPalette &palette, const QString &text)
    {
        palette.field().selectAll();
        QTest::keyClick(&palette.field(), Qt::Key_Backspace);
        palette.field().insert(text);
        Q_EMIT palette.field().textEdited(text);
    }

    static QStringList rows(const CommandPalette &palette)
    {
        QStringList names;
        const QAbstractItemModel &model = *palette.list().model();
        for (int row = 0; row < model.rowCount(); ++row)
            names.append(model.index(row, 0).data().toString());
        return names;
    }
};

QTEST_MAIN(CommandPaletteTest)
#include "CommandPaletteTest.moc"
