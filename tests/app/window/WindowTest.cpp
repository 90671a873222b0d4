// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/window/Opened.h"
#include "tests/models/ReadRows.h"

// The window on the real loops: what a user asks for in it happens in the sessions, and what
// happens there is seen in it.

#include "loop/Descriptor.h"
#include "loop/SocketAddress.h"
#include "models/Conversation.h"
#include "models/spec/Scenario.h"
#include "models/spec/SessionUrl.h"
#include "ui/Actions.h"
#include "ui/Composer.h"
#include "ui/Inspector.h"
#include "ui/MainWindow.h"
#include "ui/MessageField.h"
#include "ui/Notices.h"
#include "ui/SessionsPanel.h"
#include "ui/StatusStrip.h"
#include "ui/StreamView.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QSettings>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtGui/QAction>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>

#include <cerrno>
#include <sys/socket.h>

using namespace Qt::StringLiterals;
using models::SessionRecord;
using ui::RecordTabs;

namespace {

bool connected(QTcpSocket &client, quint16 port)
{
    client.connectToHost(u"127.0.0.1"_s, port);
    return client.waitForConnected(patience);
}

} // namespace

class WindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theSampleShowsAServerAndItsClients();
    void whatTheDesktopOffersIsAskedFor_data();
    void whatTheDesktopOffersIsAskedFor();
    void aSessionIsStoppedStartedAndRemoved();
    void aHandshakeUnderWayEndsWithItsServer();
    void aPortInUseIsToldWhereItHappened();
    void whatTlsAgreedOnIsSeenOnBothSides();
    void aConnectionIsClosedFromTheWindow_data();
    void aConnectionIsClosedFromTheWindow();
    void aConnectionIsAbortedFromTheWindow_data();
    void aConnectionIsAbortedFromTheWindow();
    void theRulesOfAReplyServerAreChangedWhileItRuns();
    void aTaskIsCancelledFromTheWindow();
    void aHandlerThatBlocksIsSeenWhileItLasts();
    void debugModeIsSwitchedWhileEverythingRuns();
    void theLogIsExportedFromTheWindow();
    void whatRunsIsSavedAsAScenarioAndOpenedAgain();
    void countersOfALoadAreThoseOfTheServer();
    void aPersonTalksThroughTheWindow();
    void closingTheWindowEndsSessionsAndProgram();

private:
    QTemporaryDir folder_;
};

void WindowTest::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder_.path());
    QApplication::setQuitOnLastWindowClosed(false);
}

void WindowTest::theSampleShowsAServerAndItsClients()
{
    Opened opened;
    QVERIFY(opened.window);
    QVERIFY(opened.window->showsEmptyState());
    auto *sample = opened.window->findChild<QAbstractButton *>(u"sample"_s);
    QTest::mouseClick(sample, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(opened.sessions().size(), 3, patience);
    QVERIFY(opened.waitForServer());
    QTRY_COMPARE_WITH_TIMEOUT(opened.sessionOf(u"lines"_s).state, SessionRecord::Stopped, patience);
    QTRY_COMPARE_WITH_TIMEOUT(opened.window->tabs().countOf(RecordTabs::Connections), 10, patience);
    QTRY_VERIFY_WITH_TIMEOUT(opened.window->tabs().countOf(RecordTabs::Tasks) >= 7, patience);
    QTRY_VERIFY_WITH_TIMEOUT(opened.window->tabs().countOf(RecordTabs::Log) > 20, patience);
    QVERIFY(!opened.window->showsEmptyState());
}

void WindowTest::whatTheDesktopOffersIsAskedFor_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QByteArray>("dialog");
    QTest::newRow("a server") << u"--new-server"_s << QByteArray("ui::NewSessionDialog");
    QTest::newRow("a recording") << u"--open-recording"_s << QByteArray("QFileDialog");
}

void WindowTest::whatTheDesktopOffersIsAskedFor()
{
    QFETCH(QString, option);
    QFETCH(QByteArray, dialog);
    const Opened opened({option});
    const auto asked = [&] {
        const auto widgets = opened.window->findChildren<QWidget *>();
        return std::any_of(widgets.begin(), widgets.end(), [&](const QWidget *each) {
            return each->isVisible() && each->inherits(dialog.constData());
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(asked(), patience);
}

void WindowTest::aSessionIsStoppedStartedAndRemoved()
{
    Opened opened({u"--serve"_s, u"echo://127.0.0.1:0"_s});
    QVERIFY(opened.waitForServer());
    const quint64 id = opened.sessionOf(u"echo"_s).id.value;
    QTcpSocket client;
    QVERIFY(connected(client, opened.port()));

    opened.actOnSession(id, *opened.window->actions().stop);
    QTRY_COMPARE_WITH_TIMEOUT(opened.sessionOf(u"echo"_s).state, SessionRecord::Stopped, patience);
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::UnconnectedState, patience);

    opened.actOnSession(id, *opened.window->actions().start);
    QVERIFY(opened.waitForServer());
    QVERIFY(connected(client, opened.port()));

    opened.actOnSession(id, *opened.window->actions().remove);
    QVERIFY(opened.confirm(u"remove-question"_s));
    QTRY_VERIFY_WITH_TIMEOUT(opened.sessions().isEmpty(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::UnconnectedState, patience);
}

void WindowTest::aHandshakeUnderWayEndsWithItsServer()
{
    Opened opened({u"--serve"_s, u"echo+tls://127.0.0.1:0"_s});
    QVERIFY(opened.waitForServer());
    QTcpSocket client; // says half of a greeting
    QVERIFY(connected(client, opened.port()));
    client.write(QByteArray::fromHex("160301020001"));
    QVERIFY(client.waitForBytesWritten(patience));
    opened.actOnSession(opened.sessionOf(u"echo"_s).id.value, *opened.window->actions().remove);
    QVERIFY(opened.confirm(u"remove-question"_s));
    QTRY_VERIFY_WITH_TIMEOUT(opened.sessions().isEmpty(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::UnconnectedState, patience);
}

void WindowTest::aPortInUseIsToldWhereItHappened()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    Opened opened;
    Q_EMIT opened.window->newSessionRequested(u"echo://127.0.0.1:%1"_s.arg(other.serverPort()));
    QTRY_COMPARE_WITH_TIMEOUT(opened.sessionOf(u"echo"_s).state, SessionRecord::Failed, patience);
    const QString sentence
        = u"Port %1 is in use by another program. Choose another port, or 0 for any free one."_s
              .arg(other.serverPort());
    QCOMPARE(opened.sessionOf(u"echo"_s).error, sentence);
    QTRY_COMPARE_WITH_TIMEOUT(opened.window->sessions().shownError(), sentence, patience);
    const ui::StatusStrip &strip = opened.window->strip();
    QTRY_COMPARE_WITH_TIMEOUT(strip.notices().rowCount(), 1, patience); // to be read again
    QCOMPARE(strip.notices().at(0).sentence, sentence);
    QCOMPARE(strip.notice(), QString()); // nor said twice

    opened.window->sessions().hide(); // the next one is said below
    Q_EMIT opened.window->newSessionRequested(u"discard://127.0.0.1:%1"_s.arg(other.serverPort()));
    QTRY_COMPARE_WITH_TIMEOUT(strip.notice(), sentence, patience);

    other.close();
    opened.actOnSession(opened.sessionOf(u"echo"_s).id.value, *opened.window->actions().start);
    QVERIFY(opened.waitForServer());
}

void WindowTest::whatTlsAgreedOnIsSeenOnBothSides()
{
    Opened opened({u"--serve"_s, u"echo+tls://127.0.0.1:0"_s, u"--connect"_s,
                   u"load+tls://localhost:0?connections=1&rate=10&verify=no"_s});
    QTRY_COMPARE_WITH_TIMEOUT(opened.window->tabs().countOf(RecordTabs::Connections), 2, patience);
    QStringList certificates, serverNames;
    for (int row = 0; row < 2; ++row) {
        const QModelIndex shown
            = opened.rows(RecordTabs::Connections).index(row, models::ConnectionColumn::Transport);
        QCOMPARE(shown.data().toString(), u"TLS 1.3"_s);
        opened.window->tabs()
            .view(RecordTabs::Connections)
            .selectId(shown.data(models::IdRole).toULongLong());
        const auto texts = [&](const QString &name) {
            QStringList found;
            const auto labels = opened.window->inspector().findChildren<QLabel *>();
            for (const QLabel *label : labels) {
                if (label->accessibleName() == name && !label->isHidden())
                    found << label->text();
            }
            return found.join(u' ');
        };
        QTRY_COMPARE_WITH_TIMEOUT(texts(u"Version"_s), u"TLS 1.3"_s, patience);
        certificates << texts(u"Certificate"_s);
        serverNames << texts(u"Server name"_s);
    }
    certificates.sort();
    QCOMPARE(certificates, (QStringList {u"localhost"_s, u"the client presented none"_s}));
    QCOMPARE(serverNames, (QStringList {u"localhost"_s, u"localhost"_s})); // asked for, and heard
}

void WindowTest::aConnectionIsClosedFromTheWindow_data()
{
    QTest::addColumn<QString>("api");
    for (const char *api : {"protocol", "streams", "sockets"})
        QTest::newRow(api) << QString::fromLatin1(api);
}

void WindowTest::aConnectionIsClosedFromTheWindow()
{
    QFETCH(QString, api);
    Opened opened({u"--serve"_s, u"echo://127.0.0.1:0?api="_s + api});
    QVERIFY(opened.waitForServer());
    QTcpSocket client;
    QVERIFY(connected(client, opened.port()));
    QTRY_COMPARE_WITH_TIMEOUT(opened.window->tabs().countOf(RecordTabs::Connections), 1, patience);
    opened.act(RecordTabs::Connections, *opened.window->actions().closeConnection);
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::UnconnectedState, patience);
    QTRY_COMPARE_WITH_TIMEOUT(opened.window->tabs().countOf(RecordTabs::Connections), 0, patience);
}

void WindowTest::aConnectionIsAbortedFromTheWindow_data()
{
    aConnectionIsClosedFromTheWindow_data();
}

void WindowTest::aConnectionIsAbortedFromTheWindow()
{
    QFETCH(QString, api);
    Opened opened({u"--serve"_s, u"echo://127.0.0.1:0?api="_s + api});
    QVERIFY(opened.waitForServer());
    // No QTcpSocket: for it, a reset and an end are the same error.
    const loop::Descriptor client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const auto address = loop::SocketAddress::fromNumeric("127.0.0.1", opened.port());
    QCOMPARE(::connect(client.get(), address.data(), address.size()), 0);
    QTRY_COMPARE_WITH_TIMEOUT(opened.window->tabs().countOf(RecordTabs::Connections), 1, patience);
    opened.act(RecordTabs::Connections, *opened.window->actions().abortConnection);
    char byte = 0;
    int error = EAGAIN; // told once
    const auto ended = [&] {
        error = ::recv(client.get(), &byte, 1, MSG_DONTWAIT) < 0 ? errno : 0;
        return error != EAGAIN;
    };
    QVERIFY(QTest::qWaitFor(ended, patience));
    QCOMPARE(error, ECONNRESET);
    QTRY_COMPARE_WITH_TIMEOUT(opened.window->tabs().countOf(RecordTabs::Connections), 0, patience);
}

void WindowTest::theRulesOfAReplyServerAreChangedWhileItRuns()
{
    Opened opened({u"--serve"_s, u"reply://127.0.0.1:0"_s});
    const auto server = [&] { return opened.sessionOf(u"reply"_s); };
    QTRY_COMPARE_WITH_TIMEOUT(server().state, SessionRecord::Running, patience);
    QTcpSocket client;
    QVERIFY(connected(client, quint16(server().address.section(u':', -1).toUInt())));
    QTRY_VERIFY_WITH_TIMEOUT(client.canReadLine(), patience);
    QVERIFY(client.readLine().startsWith("Welcome."));

    const QString rules = u"{\"rules\":[{\"on\":{\"text\":\"a\"},\"do\":[{\"send\":\"b\"}]}]}"_s;
    Q_EMIT opened.window->rulesRequested(server().id.value, rules);
    QTRY_COMPARE_WITH_TIMEOUT(server().url.text(u"rules"), rules, patience);
    client.write("a");
    QTRY_COMPARE_WITH_TIMEOUT(client.peek(2), "b"_ba, patience);
}

// V-02
void WindowTest::aTaskIsCancelledFromTheWindow()
{
    Opened opened({u"--serve"_s, u"echo://127.0.0.1:0"_s});
    QVERIFY(opened.waitForServer());
    opened.window->tabs().setCurrentIndex(RecordTabs::Tasks);
    QTcpSocket client;
    QVERIFY(connected(client, opened.port()));
    // One task is the session, one serves the client, and one may still be looking for what an
    // earlier run left behind.
    QAbstractItemModel &tasks = opened.rows(RecordTabs::Tasks);
    quint64 serving = 0;
    const auto clientIsServed = [&] {
        for (int row = 0; row < tasks.rowCount(); ++row) {
            const QModelIndex coroutine = tasks.index(row, models::TaskColumn::Coroutine);
            if (coroutine.data().toString().contains(u"connection("_s))
                serving = coroutine.data(models::IdRole).toULongLong();
        }
        return serving != 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(clientIsServed(), patience);
    opened.act(RecordTabs::Tasks, *opened.window->actions().cancelTask, serving);
    QTRY_COMPARE_WITH_TIMEOUT(opened.window->tabs().countOf(RecordTabs::Tasks), 1, patience);
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::UnconnectedState, patience);
    QCOMPARE(opened.sessionOf(u"echo"_s).state, SessionRecord::Running);
}

void WindowTest::aHandlerThatBlocksIsSeenWhileItLasts()
{
    Opened opened({u"--serve"_s, u"echo://127.0.0.1:0?block=2"_s});
    QVERIFY(opened.waitForServer());
    opened.window->tabs().setCurrentIndex(RecordTabs::Warnings);
    QTcpSocket client;
    QVERIFY(connected(client, opened.port()));
    QTRY_COMPARE_WITH_TIMEOUT(opened.window->tabs().countOf(RecordTabs::Connections), 1, patience);
    QElapsedTimer timer;
    timer.start();
    client.write("x");
    client.flush();

    QAbstractItemModel &warnings = opened.rows(RecordTabs::Warnings);
    const auto message
        = [&] { return warnings.index(0, models::WarningColumn::Message).data().toString(); };
    QTRY_VERIFY_WITH_TIMEOUT(warnings.rowCount() > 0, patience);
    QVERIFY2(timer.elapsed() < 1900, "seen only after it was over");
    QVERIFY(client.bytesAvailable() == 0);
    QVERIFY2(message().contains(u"EchoStreams.cpp:"), qPrintable(message()));

    const QString early = message();
    QTRY_VERIFY_WITH_TIMEOUT(message() != early, patience); // how long, counted on
    QTRY_VERIFY_WITH_TIMEOUT(client.bytesAvailable() == 1, patience);
    QVERIFY(timer.elapsed() >= 2000);
}

void WindowTest::debugModeIsSwitchedWhileEverythingRuns()
{
    Opened opened({u"--serve"_s, u"echo://127.0.0.1:0?block=0.15"_s});
    QVERIFY(opened.waitForServer());
    opened.window->tabs().setCurrentIndex(RecordTabs::Warnings);
    QTcpSocket client;
    QVERIFY(connected(client, opened.port()));
    const auto echo = [&] {
        client.write("x");
        return QTest::qWaitFor([&] { return client.bytesAvailable() > 0; }, patience)
            && client.readAll() == "x";
    };
    QVERIFY(echo());
    QVERIFY(echo());
    QCOMPARE(opened.rows(RecordTabs::Warnings).rowCount(), 0); // not blocked for long enough

    opened.press(*opened.window->actions().debug);
    QVERIFY(echo());
    QTRY_VERIFY_WITH_TIMEOUT(opened.rows(RecordTabs::Warnings).rowCount() > 0,
                             patience); // slow callback
    QVERIFY(echo());
}

void WindowTest::theLogIsExportedFromTheWindow()
{
    Opened opened({u"--serve"_s, u"echo://127.0.0.1:0"_s});
    QVERIFY(opened.waitForServer());
    QTRY_VERIFY_WITH_TIMEOUT(opened.window->tabs().countOf(RecordTabs::Log) > 0, patience);
    const QString path = folder_.filePath(u"window.csv"_s);
    Q_EMIT opened.window->exportRequested(path);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("echo"));
}

void WindowTest::whatRunsIsSavedAsAScenarioAndOpenedAgain()
{
    const QString path = folder_.filePath(u"scenario.json"_s);
    {
        Opened opened({u"--serve"_s, u"echo://127.0.0.1:0?prefix=hi"_s, u"--connect"_s,
                       u"repeat://127.0.0.1:0"_s});
        QTRY_COMPARE_WITH_TIMEOUT(opened.sessionOf(u"repeat"_s).state, SessionRecord::Running,
                                  patience);
        Q_EMIT opened.window->saveScenarioRequested(path);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience);
    }
    QCOMPARE(models::readScenarioFile(path).scenario->name, u"scenario"_s);
    Opened opened;
    Q_EMIT opened.window->openScenarioRequested(path);
    QTRY_COMPARE_WITH_TIMEOUT(opened.sessionOf(u"repeat"_s).state, SessionRecord::Running,
                              patience);
    QCOMPARE(opened.sessionOf(u"echo"_s).url.toString(), u"echo://127.0.0.1:0?prefix=hi"_s);
    QCOMPARE(opened.sessionOf(u"repeat"_s).address, opened.sessionOf(u"echo"_s).address);
}

void WindowTest::countersOfALoadAreThoseOfTheServer()
{
    Opened opened({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                   u"load://127.0.0.1:0?connections=20&size=100&duration=1"_s});
    QTRY_COMPARE_WITH_TIMEOUT(opened.sessionOf(u"load"_s).state, SessionRecord::Stopped, patience);
    QTRY_COMPARE_WITH_TIMEOUT(opened.window->tabs().countOf(RecordTabs::Connections), 0, patience);
    QAbstractItemModel &rows = opened.rows(RecordTabs::Connections);
    QCOMPARE(rows.rowCount(), 40); // the closed ones stay for a while
    double in[2] {}, out[2] {};
    for (int row = 0; row < rows.rowCount(); ++row) {
        const auto number
            = [&](int column) { return rows.index(row, column).data(models::SortRole).toDouble(); };
        const bool server
            = rows.index(row, models::ConnectionColumn::Role).data().toString() == u"server";
        in[server] += number(models::ConnectionColumn::In);
        out[server] += number(models::ConnectionColumn::Out);
    }
    QVERIFY(in[1] > 100 * 20);
    QCOMPARE(in[1], out[0]); // all that clients sent has come
    QCOMPARE(out[1], in[1]); // and was sent back
}

void WindowTest::aPersonTalksThroughTheWindow()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const QString address = u"127.0.0.1:%1"_s.arg(server.serverPort());
    Opened opened;
    Q_EMIT opened.window->newSessionRequested(u"talk://%1?end=crlf"_s.arg(address));
    const ui::Inspector &inspector = opened.window->inspector();
    const ui::Composer &composer = inspector.composer();
    auto *stream = qobject_cast<models::Conversation *>(
        inspector.stream().findChild<ui::RowView *>()->model());
    QTcpSocket *peer = nullptr;
    const auto peerGets = [&](const QByteArray &words) {
        return QTest::qWaitFor([&] { return peer->bytesAvailable() >= words.size(); }, patience)
            && peer->readAll() == words;
    };
    const auto type = [&](const QString &words) {
        QTest::keyClicks(&composer.field(), words);
        QTest::keyClick(&composer.field(), Qt::Key_Return);
    };

    QTRY_VERIFY_WITH_TIMEOUT(server.hasPendingConnections(), patience);
    peer = server.nextPendingConnection();
    QTRY_VERIFY_WITH_TIMEOUT(composer.canSend(), patience);
    type(u"hello"_s);
    QVERIFY(peerGets("hello\r\n"));
    opened.window->actions().resend->trigger();
    QVERIFY(peerGets("hello\r\n"));
    peer->write("221 bye");
    QTRY_COMPARE_WITH_TIMEOUT(models::test::heard(*stream, models::Conversation::Direction::In),
                              QByteArray("221 bye"), patience);
    const quint64 first = inspector.shownConnection();

    peer->disconnectFromHost();
    QTRY_COMPARE_WITH_TIMEOUT(opened.window->strip().notice(),
                              address + u" closed the connection."_s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(
        composer.remark(),
        u"The connection to %1 is closed. Press Start to open it again."_s.arg(address), patience);
    const quint64 id = composer.session();
    Q_EMIT opened.window->sendRequested(id, "too late");
    QTRY_VERIFY_WITH_TIMEOUT(opened.window->strip().notice().startsWith(u"Nothing was sent: "),
                             patience);

    Q_EMIT opened.window->startRequested(id);
    QTRY_VERIFY_WITH_TIMEOUT(server.hasPendingConnections(), patience);
    peer = server.nextPendingConnection();
    QTRY_VERIFY_WITH_TIMEOUT(composer.canSend(), patience);
    type(u"again"_s);
    QVERIFY(peerGets("again\r\n"));
    QTRY_VERIFY_WITH_TIMEOUT(inspector.shownConnection() != first, patience);
    Q_EMIT opened.window->closeConnectionsRequested({inspector.shownConnection()});
    QTRY_COMPARE_WITH_TIMEOUT(opened.window->strip().notice(),
                              u"The connection to %1 is closed."_s.arg(address), patience);
}

void WindowTest::closingTheWindowEndsSessionsAndProgram()
{
    Opened opened({u"--serve"_s, u"echo://127.0.0.1:0"_s});
    QVERIFY(opened.waitForServer());
    QTcpSocket client;
    QVERIFY(connected(client, opened.port()));
    opened.window->closeUnasked();
    QTRY_VERIFY_WITH_TIMEOUT(opened.program.isOver(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::UnconnectedState, patience);
}

QTEST_MAIN(WindowTest)
#include "WindowTest.moc"
