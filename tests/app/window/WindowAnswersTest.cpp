// SPDX-License-Identifier: GPL-3.0-or-later

// What the window says to what it is asked for and cannot do, each time anew; how it begins; and
// what is left of a run whose window is closed.

#include "Recorded.h"

#include "ui/Actions.h"
#include "ui/Inspector.h"
#include "ui/NewSessionDialog.h"
#include "ui/Notices.h"
#include "ui/SettingsKeys.h"
#include "ui/StatusStrip.h"

#include <QtCore/QFile>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using models::SessionRecord;
using ui::RecordTabs;

class WindowAnswersTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    [[nodiscard]] QString written(const QString &name, const QByteArray &content) const
    {
        QFile file(folder_->filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size()
            ? file.fileName()
            : QString();
    }
    // Those of errors.
    static int errors(const Opened &opened)
    {
        int count = 0;
        for (const ui::Notice &notice : opened.window->strip().notices().all())
            count += notice.error ? notice.count : 0;
        return count;
    }

private Q_SLOTS:
    void initTestCase() { QApplication::setQuitOnLastWindowClosed(false); }
    void init()
    {
        qunsetenv("TMPDIR"); // or the next folder would be in the last one, and go with it
        folder_ = std::make_unique<QTemporaryDir>();
        QVERIFY(folder_->isValid());
        qputenv("XDG_STATE_HOME", folder_->path().toUtf8());
        qputenv("TMPDIR", folder_->path().toUtf8());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder_->path());
    }

    void debugModeIsOnWhereItWasAskedFor()
    {
        {
            const Opened opened;
            QVERIFY(!opened.window->actions().debug->isChecked());
        }
        {
            const Opened opened({u"--debug"_s});
            QVERIFY(opened.window->actions().debug->isChecked());
        }
        {
            QSettings settings;
            settings.setValue(ui::settings::debugAtStart(), true);
        }
        const Opened opened;
        QVERIFY(opened.window->actions().debug->isChecked());
    }

    void theFirstRowOfTheViewThatWasAskedForIsInspected()
    {
        const Opened opened({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--view"_s, u"tasks"_s});
        QVERIFY(opened.waitForServer());
        QCOMPARE(opened.window->tabs().current(), RecordTabs::Tasks);
        QTRY_VERIFY_WITH_TIMEOUT(!opened.window->inspector().heading().isEmpty(), patience);
        QVERIFY(opened.window->inspector().shownTask() != 0);
    }

    // Once a failure, however much is told of the session meanwhile, and again when it fails again.
    void eachFailureOfASessionIsANotice()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        const Opened opened({u"--serve"_s, u"echo://127.0.0.1:%1"_s.arg(taken.serverPort()),
                             u"--serve"_s, u"discard://127.0.0.1:0"_s});
        const auto failed
            = [&] { return opened.sessionOf(u"echo"_s).state == SessionRecord::Failed; };
        QTRY_VERIFY_WITH_TIMEOUT(failed() && errors(opened) > 0, patience);
        QTRY_COMPARE_WITH_TIMEOUT(opened.sessionOf(u"discard"_s).state, SessionRecord::Running,
                                  patience);
        QCOMPARE(errors(opened), 1);
        Q_EMIT opened.window->startRequested(opened.sessionOf(u"echo"_s).id.value);
        QTRY_COMPARE_WITH_TIMEOUT(errors(opened), 2, patience);
        taken.close();
        Q_EMIT opened.window->startRequested(opened.sessionOf(u"echo"_s).id.value);
        QVERIFY(opened.waitForServer());
        QCOMPARE(errors(opened), 2);
    }

    // Each in its order, for as long as the loop cannot hear of it.
    void whatIsAskedOfABlockedLoopIsListed()
    {
        Opened opened({u"--serve"_s, u"echo://127.0.0.1:0?block=1.5"_s});
        QVERIFY(opened.waitForServer());
        ui::MainWindow &window = *opened.window;
        QTcpSocket client;
        client.connectToHost(u"127.0.0.1"_s, opened.port());
        QTRY_COMPARE_WITH_TIMEOUT(window.tabs().countOf(RecordTabs::Connections), 1, patience);
        const quint64 session = opened.sessionOf(u"echo"_s).id.value;
        const quint64 connection = opened.firstId(RecordTabs::Connections);
        client.write("x");
        QTRY_VERIFY_WITH_TIMEOUT(!window.strip().blocked().isEmpty(), patience);
        Q_EMIT window.startRequested(session);
        Q_EMIT window.sendRequested(session, "x");
        Q_EMIT window.rulesRequested(session, {});
        Q_EMIT window.faultsRequested(session, {});
        Q_EMIT window.connectionFaultsRequested(connection, {});
        Q_EMIT window.closeConnectionsRequested({connection});
        Q_EMIT window.abortConnectionsRequested({connection});
        Q_EMIT window.debugModeRequested(true);
        Q_EMIT window.restartRequested(session);
        Q_EMIT window.replaceRequested(session, u"discard://127.0.0.1:0"_s);
        const auto waiting = [&window] {
            return window.strip().blocked().section(u"waiting: "_s, 1).split(u", "_s);
        };
        const QStringList words {u"start "_s,
                                 u"send to "_s,
                                 u"rules of "_s,
                                 u"faults of "_s,
                                 u"faults of connection %1"_s.arg(connection),
                                 u"close 1 connection"_s,
                                 u"abort 1 connection"_s,
                                 u"debug mode on"_s,
                                 u"stop "_s,
                                 u"remove "_s};
        QTRY_COMPARE_WITH_TIMEOUT(waiting().size(), words.size(), patience);
        const QStringList listed = waiting();
        QCOMPARE(listed.size(), words.size());
        for (qsizetype i = 0; i < words.size(); ++i)
            QVERIFY2(listed[i].startsWith(words[i]), qPrintable(listed[i]));
        QTRY_COMPARE_WITH_TIMEOUT(window.strip().blocked(), QString(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(opened.sessionOf(u"discard"_s).state, SessionRecord::Running,
                                  patience);
    }

    void whatCannotBeStartedIsSaid()
    {
        const Opened opened;
        Q_EMIT opened.window->newSessionRequested(u"nothing://127.0.0.1:0"_s);
        QCOMPARE(errors(opened), 1);
        QVERIFY2(opened.window->strip().notice().contains(u"nothing"_s),
                 qPrintable(opened.window->strip().notice()));
        QVERIFY(opened.sessions().isEmpty());
        const QString wrong = written(u"wrong.json"_s, "{\"sessions\": 3}");
        Q_EMIT opened.window->openScenarioRequested(wrong);
        QCOMPARE(errors(opened), 2);
        QVERIFY(opened.sessions().isEmpty());
        QVERIFY(!opened.window->findChild<ui::NewSessionDialog *>());
    }

    // Both are JSON.
    void aScenarioRunsAndRulesBeginAServer()
    {
        const Opened opened;
        Q_EMIT opened.window->openScenarioRequested(
            written(u"rules.json"_s,
                    "{\"rules\": [{\"on\": \"connect\", \"do\": [{\"send\": \"hello\"}]}]}"));
        auto *dialog = opened.window->findChild<ui::NewSessionDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        QVERIFY(opened.sessions().isEmpty());
        QCOMPARE(errors(opened), 0);
        dialog->close();
        Q_EMIT opened.window->openScenarioRequested(
            written(u"two.json"_s,
                    "{\"sessions\": [{\"url\": \"echo://127.0.0.1:0\"},\n"
                    "                                     {\"url\": \"discard://127.0.0.1:0\"}]}"));
        QVERIFY(opened.waitForServer());
        QTRY_COMPARE_WITH_TIMEOUT(opened.sessions().size(), 2, patience);
        QVERIFY2(opened.window->strip().notice().contains(u"two.json"_s),
                 qPrintable(opened.window->strip().notice()));
        QCOMPARE(errors(opened), 0);
    }

    void aLineThatCannotBeOpenedIsSaid_data()
    {
        QTest::addColumn<QString>("editor");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no such file")
            << u"true"_s << u"gone.cpp:3"_s << u"gone.cpp is not on this computer"_s;
        QTest::newRow("no such editor") << u"/nowhere/editor"_s << u"echo.cpp:1"_s
                                        << u"/nowhere/editor cannot be started to show echo.cpp"_s;
        QTest::newRow("no editor at all") << QString() << u"echo.cpp:1"_s << u" "_s;
        QTest::newRow("one that is there") << u"true %file"_s << u"echo.cpp:1"_s << QString();
    }

    void aLineThatCannotBeOpenedIsSaid()
    {
        QFETCH(const QString, editor);
        QFETCH(const QString, file);
        QFETCH(const QString, sentence);
        QVERIFY(!written(u"echo.cpp"_s, "int main() { }\n").isEmpty());
        {
            QSettings settings;
            settings.setValue(ui::settings::editor(), u"own"_s);
            settings.setValue(ui::settings::editorCommand(), editor);
        }
        const Opened opened;
        Q_EMIT opened.window->openLineRequested(folder_->filePath(file));
        QCOMPARE(errors(opened), sentence.isEmpty() ? 0 : 1);
        QVERIFY2(opened.window->strip().notice().contains(sentence),
                 qPrintable(opened.window->strip().notice()));
    }

    // A recording that is open stays so; nobody is left who looks at what runs.
    void closingTheWindowStopsWhatRunsAndLeavesARecordingOpen()
    {
        Recorded run;
        QVERIFY(run.talk());
        const QString path = folder_->filePath(u"kept.loopscope"_s);
        Q_EMIT run.window->saveRequested(path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience);
        Q_EMIT run.window->openRequested(path);
        QTRY_COMPARE_WITH_TIMEOUT(mainWindows(ui::Tense::Past).size(), 1, patience);
        run.window->closeUnasked();
        QTRY_COMPARE_WITH_TIMEOUT(run.sessionOf(u"echo"_s).state, SessionRecord::Stopped, patience);
        QVERIFY(!run.program.isOver());
        QCOMPARE(mainWindows(ui::Tense::Past).size(), 1);
        mainWindows(ui::Tense::Past).first()->close();
        QTRY_VERIFY_WITH_TIMEOUT(run.program.isOver(), patience);
    }
};

QTEST_MAIN(WindowAnswersTest)
#include "WindowAnswersTest.moc"
