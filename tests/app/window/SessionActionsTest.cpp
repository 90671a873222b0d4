// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/window/Opened.h"

// What is done to a session that is there: restarted, edited, duplicated, removed. By keys, on real
// servers with real clients.

#include "ui/Actions.h"
#include "ui/NewSessionDialog.h"
#include "ui/SessionForm.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpSocket>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>

using namespace Qt::StringLiterals;
using models::SessionRecord;

class SessionActionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder_.path());
        QApplication::setQuitOnLastWindowClosed(false);
    }
    void aSessionIsRestarted();
    void aSessionIsEditedAndRunsAsItThenIs();
    void aSessionIsDuplicated();
    void oneThatRunsIsRemovedOnceThatIsConfirmed();

private:
    QTemporaryDir folder_;
};

namespace {

const QString url = u"echo://127.0.0.1:0"_s;

QByteArray answerOf(const Opened &opened, const QByteArray &words)
{
    QTcpSocket client;
    client.connectToHost(u"127.0.0.1"_s, opened.port());
    if (!client.waitForConnected(patience))
        return "not connected";
    client.write(words);
    [[maybe_unused]] const bool came
        = QTest::qWaitFor([&] { return client.bytesAvailable() >= words.size(); }, patience);
    return client.readAll();
}

ui::NewSessionDialog *dialogOf(const Opened &opened)
{
    auto *dialog = opened.window->findChild<ui::NewSessionDialog *>();
    return dialog && dialog->isVisible() ? dialog : nullptr;
}

void write(const ui::NewSessionDialog &dialog, const QString &field, const QString &text)
{
    auto *line = dialog.findChild<QLineEdit *>(field);
    line->setFocus();
    line->selectAll();
    QTest::keyClicks(line, text);
}

} // namespace

void SessionActionsTest::aSessionIsRestarted()
{
    Opened opened({u"--serve"_s, url});
    QVERIFY(opened.waitForServer());
    const quint64 id = opened.sessionOf(u"echo"_s).id.value;
    QTcpSocket client;
    client.connectToHost(u"127.0.0.1"_s, opened.port());
    QVERIFY(client.waitForConnected(patience));
    opened.actOnSession(id, *opened.window->actions().restart);
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::UnconnectedState, patience);
    QVERIFY(opened.waitForServer());
    QCOMPARE(opened.sessionOf(u"echo"_s).id.value, id);
    QCOMPARE(answerOf(opened, "again"), "again"_ba);
    // It was restarted once: what is stopped by hand stays so.
    opened.actOnSession(id, *opened.window->actions().stop);
    QTRY_COMPARE_WITH_TIMEOUT(opened.sessionOf(u"echo"_s).state, SessionRecord::Stopped, patience);
    QVERIFY(!opened.window->actions().restart->isEnabled());
}

void SessionActionsTest::aSessionIsEditedAndRunsAsItThenIs()
{
    Opened opened({u"--serve"_s, url});
    QVERIFY(opened.waitForServer());
    const quint64 id = opened.sessionOf(u"echo"_s).id.value;
    const quint16 port = opened.port();
    opened.actOnSession(id, *opened.window->actions().editSession);
    ui::NewSessionDialog *dialog = dialogOf(opened);
    QVERIFY(dialog);
    QVERIFY2(dialog->windowTitle().startsWith(u"Edit echo"), qPrintable(dialog->windowTitle()));
    QCOMPARE(dialog->form().url().toString(), url); // as it was written
    auto *box = dialog->findChild<QSpinBox *>(u"port"_s);
    box->setFocus();
    box->selectAll();
    QTest::keyClicks(box, QString::number(port)); // which it has itself
    write(*dialog, u"prefix"_s, u"re: "_s);
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(
        opened.sessions().size() == 1 && opened.sessionOf(u"echo"_s).id.value != id, patience);
    QVERIFY(opened.waitForServer());
    QCOMPARE(opened.port(), port);
    QCOMPARE(answerOf(opened, "ping"), "re: "_ba + "ping");
}

void SessionActionsTest::aSessionIsDuplicated()
{
    Opened opened({u"--serve"_s, url + u"?prefix=x"_s});
    QVERIFY(opened.waitForServer());
    opened.actOnSession(opened.sessionOf(u"echo"_s).id.value, *opened.window->actions().duplicate);
    ui::NewSessionDialog *dialog = dialogOf(opened);
    QVERIFY(dialog);
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(opened.sessions().size(), 2, patience);
    const QList<SessionRecord> both = opened.sessions();
    QCOMPARE(both.at(0).url, both.at(1).url);
    QTRY_COMPARE_WITH_TIMEOUT(opened.sessions().at(1).state, SessionRecord::Running, patience);
}

void SessionActionsTest::oneThatRunsIsRemovedOnceThatIsConfirmed()
{
    Opened opened({u"--serve"_s, url});
    QVERIFY(opened.waitForServer());
    const quint64 id = opened.sessionOf(u"echo"_s).id.value;
    opened.actOnSession(id, *opened.window->actions().remove);
    auto *question = opened.window->findChild<QMessageBox *>(u"remove-question"_s);
    QVERIFY(question);
    QVERIFY2(question->text().contains(u"is running"), qPrintable(question->text()));
    QTest::keyClick(question, Qt::Key_Escape);
    QTRY_VERIFY(!opened.window->findChild<QMessageBox *>(u"remove-question"_s));
    QCOMPARE(opened.sessionOf(u"echo"_s).state, SessionRecord::Running);
    QCOMPARE(answerOf(opened, "still"), "still"_ba);
    opened.actOnSession(id, *opened.window->actions().stop);
    QTRY_COMPARE_WITH_TIMEOUT(opened.sessionOf(u"echo"_s).state, SessionRecord::Stopped, patience);
    opened.actOnSession(id, *opened.window->actions().remove); // and is not asked
    QTRY_VERIFY_WITH_TIMEOUT(opened.sessions().isEmpty(), patience);
}

QTEST_MAIN(SessionActionsTest)
#include "SessionActionsTest.moc"
