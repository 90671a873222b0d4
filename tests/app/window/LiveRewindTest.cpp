// SPDX-License-Identifier: GPL-3.0-or-later

// The live window shows an earlier moment while its loops and its recording go on, says so, does
// nothing to what cannot be seen, and comes back to now with all that happened meanwhile.

#include "Recorded.h"

#include "models/files/CheckedSettings.h"
#include "ui/Actions.h"
#include "ui/RewindTrack.h"
#include "ui/SettingsKeys.h"
#include "ui/StatusStrip.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtGui/QContextMenuEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QInputDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>

#include <algorithm>

using namespace Qt::StringLiterals;
using ui::MainWindow;
using ui::RecordTabs;

class LiveRewindTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    static bool says(const QWidget &window, const QString &words)
    {
        const auto labels = window.findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&words](const QLabel *label) {
            return label->isVisible() && label->text().contains(words);
        });
    }
    static bool hasHistory(const MainWindow &window)
    {
        return QTest::qWaitFor([&] { return window.rewind().track().history().last != 0; },
                               patience);
    }
    static bool goTo(MainWindow &window, std::int64_t time)
    {
        Q_EMIT window.momentRequested(time, 0);
        return QTest::qWaitFor(
            [&] { return !window.rewind().showsNow() && window.rewind().moment() == time; },
            patience);
    }
    static bool comeBack(const MainWindow &window)
    {
        window.actions().backToLive->trigger();
        return QTest::qWaitFor([&] { return window.rewind().showsNow(); }, patience);
    }
    static QStringList states(const MainWindow &window)
    {
        return column(window, RecordTabs::Connections, models::ConnectionColumn::State);
    }

private Q_SLOTS:
    void initTestCase() { keepEverythingIn(folder_); }

    void anEarlierMomentIsShownWhileEverythingGoesOn()
    {
        Recorded run;
        QVERIFY(run.talk());
        MainWindow &window = *run.window;
        QVERIFY(hasHistory(window));
        QVERIFY(window.rewind().showsNow());
        const QStringList now = states(window);
        QVERIFY(goTo(window, run.oneOpen));
        QCOMPARE(states(window), QStringList {u"open"_s});
        QVERIFY(window.windowTitle().contains(u"Rewound to"_s));
        QVERIFY(says(window.strip(), u"Rewound to"_s));
        QVERIFY(goTo(window, run.bothOpen));
        QCOMPARE(states(window), (QStringList {u"open"_s, u"open"_s}));

        // Somebody comes while nobody looks.
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, run.port());
        socket.write("meanwhile");
        QVERIFY(QTest::qWaitFor([&] { return socket.bytesAvailable() == 9; }, patience));
        QCOMPARE(states(window), (QStringList {u"open"_s, u"open"_s}));
        QVERIFY(comeBack(window));
        QTRY_COMPARE_WITH_TIMEOUT(states(window).size(), now.size() + 1, patience);
        QCOMPARE(states(window).first(now.size()), now);
        QCOMPARE(window.windowTitle(), u"Loopscope"_s);
        QVERIFY(!says(window.strip(), u"Rewound to"_s));
        const QAbstractItemModel &log = run.rows(RecordTabs::Log);
        const int before = log.rowCount();
        socket.write("more");
        const auto in = [&window] {
            return column(window, RecordTabs::Connections, models::ConnectionColumn::In).last();
        };
        QTRY_COMPARE_WITH_TIMEOUT(in(), u"13 B"_s, patience); // it goes on
        window.tabs().setCurrentIndex(RecordTabs::Log);
        QTRY_VERIFY_WITH_TIMEOUT(log.rowCount() > before, patience);
        QCOMPARE(log.index(log.rowCount() - 1, 0).data(models::FadeRole).toDouble(), 1.0);
    }

    void aRowOfTheLogShowsItsMoment()
    {
        Recorded run;
        QVERIFY(run.talk());
        MainWindow &window = *run.window;
        QVERIFY(hasHistory(window));
        // The first connection is told of; the second one is not there yet.
        const QStringList events = column(window, RecordTabs::Log, models::LogColumn::Event);
        const auto row = int(events.indexOf(u"data in"_s));
        QVERIFY(row >= 0);
        ui::RowView &log = window.tabs().view(RecordTabs::Log);
        log.setCurrentIndex(log.model()->index(row, 0));
        run.press(*window.actions().showMoment);
        QTRY_VERIFY_WITH_TIMEOUT(!window.rewind().showsNow(), patience);
        QCOMPARE(states(window), QStringList {u"open"_s});
        // What had not happened yet is faded, what had is not.
        const auto fade = [&log](int at) {
            return log.model()->index(at, 0).data(models::FadeRole).toDouble();
        };
        QCOMPARE(fade(row), 1.0);
        QVERIFY(fade(log.model()->rowCount() - 1) < 1.0);
        QVERIFY(comeBack(window));
        QTRY_COMPARE_WITH_TIMEOUT(fade(log.model()->rowCount() - 1), 1.0, patience);
    }

    // A loop was blocked: its warning leads to when.
    void aRowOfTheWarningsShowsItsMomentFromTheMenu()
    {
        Opened run({u"--debug"_s, u"--serve"_s, u"echo://127.0.0.1:0?block=0.6"_s});
        QVERIFY(run.waitForServer());
        MainWindow &window = *run.window;
        window.tabs().setCurrentIndex(RecordTabs::Warnings);
        QTcpSocket first; // is seen before it blocks
        first.connectToHost(u"127.0.0.1"_s, run.port());
        QTRY_COMPARE_WITH_TIMEOUT(window.tabs().countOf(RecordTabs::Connections), 1, patience);
        first.write("x");
        QVERIFY(QTest::qWaitFor([&] { return first.bytesAvailable() == 1; }, patience));
        ui::RowView &warnings = window.tabs().view(RecordTabs::Warnings);
        QTRY_VERIFY_WITH_TIMEOUT(warnings.model()->rowCount() > 0, patience);
        const std::int64_t seen = wallNow();
        QVERIFY(hasHistory(window));
        QVERIFY(QTest::qWaitFor([&] { return window.rewind().track().history().last > seen; },
                                patience));
        QTcpSocket idle; // does not block it, so the newest warning stays the first one's
        idle.connectToHost(u"127.0.0.1"_s, run.port());
        QTRY_COMPARE_WITH_TIMEOUT(window.tabs().countOf(RecordTabs::Connections), 2, patience);

        const QPoint at = warnings.visualRect(warnings.model()->index(0, 0)).center();
        QTest::mouseClick(warnings.viewport(), Qt::LeftButton, {}, at);
        QContextMenuEvent asked(QContextMenuEvent::Mouse, at, warnings.viewport()->mapToGlobal(at));
        QApplication::sendEvent(warnings.viewport(), &asked);
        QTRY_VERIFY(qobject_cast<QMenu *>(QApplication::activePopupWidget()));
        auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
        QVERIFY(menu->actions().contains(window.actions().showMoment));
        menu->close();
        window.actions().showMoment->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!window.rewind().showsNow(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(window.tabs().countOf(RecordTabs::Connections), 1, patience);
    }

    void whatCannotBeSeenIsNotActedOn()
    {
        Recorded run;
        QVERIFY(run.talk());
        MainWindow &window = *run.window;
        QVERIFY(hasHistory(window));
        window.tabs().setCurrentIndex(RecordTabs::Connections);
        window.tabs().view(RecordTabs::Connections).selectAll();
        QTRY_VERIFY(window.actions().closeConnection->isEnabled());
        QVERIFY(goTo(window, run.bothOpen));
        window.tabs().view(RecordTabs::Connections).selectAll();
        QTRY_VERIFY(!window.actions().closeConnection->isEnabled());
        QVERIFY(!window.actions().pause->isEnabled());
        QVERIFY(comeBack(window));
        window.tabs().view(RecordTabs::Connections).selectAll();
        QTRY_VERIFY(window.actions().closeConnection->isEnabled());
    }

    void sessionsOfThenAreShownAndThoseOfNowAreBack()
    {
        Recorded run;
        QVERIFY(run.talk());
        MainWindow &window = *run.window;
        QVERIFY(hasHistory(window));
        Q_EMIT window.newSessionRequested(u"discard://127.0.0.1:0"_s);
        QTRY_COMPARE_WITH_TIMEOUT(run.sessions().size(), 2, patience);
        QVERIFY(goTo(window, run.oneOpen));
        QCOMPARE(run.sessions().size(), 1);
        Q_EMIT window.newSessionRequested(u"daytime://127.0.0.1:0"_s); // unseen for now
        QVERIFY(comeBack(window));
        QTRY_COMPARE_WITH_TIMEOUT(run.sessions().size(), 3, patience);
    }

    void whatRunsNowIsRememberedWhileThePastIsShown()
    {
        Recorded run;
        QVERIFY(run.talk());
        MainWindow &window = *run.window;
        QVERIFY(hasHistory(window));
        Q_EMIT window.newSessionRequested(u"discard://127.0.0.1:0"_s);
        QTRY_COMPARE_WITH_TIMEOUT(run.sessionOf(u"discard"_s).state, models::SessionRecord::Running,
                                  patience);
        QVERIFY(goTo(window, run.oneOpen));
        QCOMPARE(run.sessions().size(), 1);
        window.closeUnasked();
        QTRY_VERIFY_WITH_TIMEOUT(run.program.isOver(), patience);
        const QSettings settings(QSettings().fileName(), models::checkedSettings());
        const QStringList urls = settings.value(ui::settings::lastSessions()).toStringList();
        QCOMPARE(urls.size(), 2);
        QCOMPARE(urls.filter(u"discard://"_s).size(), 1);
    }

    void thisMomentIsNamedWithTheKeyboard()
    {
        Recorded run;
        QVERIFY(run.talk());
        MainWindow &window = *run.window;
        QVERIFY(hasHistory(window));
        run.press(*window.actions().addMark);
        QTRY_VERIFY(window.findChild<QInputDialog *>(u"mark-name"_s));
        auto *dialog = window.findChild<QInputDialog *>(u"mark-name"_s);
        QTest::keyClicks(dialog->findChild<QLineEdit *>(), u"before deploy"_s);
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(window.rewind().track().history().marks.size(), 1, patience);
        const auto mark = window.rewind().track().history().marks.first();
        QCOMPARE(mark.name, u"before deploy"_s);
        QVERIFY(mark.time > run.bothOpen);
        QVERIFY(
            window.rewind().markBefore()
            || QTest::qWaitFor([&] { return window.rewind().markBefore() != nullptr; }, patience));
        window.actions().previousMark->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(window.rewind().moment(), mark.time, patience);
    }
};

QTEST_MAIN(LiveRewindTest)
#include "LiveRewindTest.moc"
