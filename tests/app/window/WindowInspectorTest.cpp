// SPDX-License-Identifier: GPL-3.0-or-later

// The Inspector of a session, a loop and a warning, in the window of real sessions: live, rewound,
// and in the window of the recording that they left.

#include "Recorded.h"

#include "models/Inspection.h"
#include "ui/Actions.h"
#include "ui/DebugHint.h"
#include "ui/Inspector.h"
#include "ui/LatencyPicture.h"
#include "ui/PlainLabel.h"
#include "ui/RewindTrack.h"
#include "ui/SubjectPages.h"

#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtGui/QClipboard>
#include <QtNetwork/QTcpSocket>
#include <QtNetwork/QUdpSocket>
#include <QtTest/QTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTabWidget>

#include <algorithm>

using namespace Qt::StringLiterals;
using models::Inspection;
using ui::MainWindow;
using ui::RecordTabs;

namespace {

// The value of a fact that can be seen, by its label; "" where there is none.
QString fact(const MainWindow &window, const QString &label)
{
    const auto labels = window.inspector().findChildren<QLabel *>();
    for (const QLabel *each : labels) {
        if (each->isVisible() && each->accessibleName() == label)
            return each->text();
    }
    return {};
}

QModelIndex lineOf(const MainWindow &window, const QString &kind)
{
    const auto *model = qobject_cast<models::SessionModel *>(window.sessions().tree().model());
    for (const models::SessionRecord &record : model->sessions()) {
        if (record.kind == kind)
            return model->indexOf(record.id.value);
    }
    return {};
}

void click(const MainWindow &window, const QModelIndex &line)
{
    QTreeView &tree = window.sessions().tree();
    tree.scrollTo(line);
    QTest::mouseClick(tree.viewport(), Qt::LeftButton, {}, tree.visualRect(line).center());
}

// The tabs of the Inspector that can be seen.
QStringList pages(const MainWindow &window)
{
    QStringList names;
    const auto *tabs = window.inspector().findChild<QTabWidget *>();
    for (int tab = 0; tab < tabs->count(); ++tab) {
        if (tabs->isTabVisible(tab))
            names << tabs->tabText(tab);
    }
    return names;
}

} // namespace

class WindowInspectorTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    static MainWindow *pastOf(const Opened &opened, const QString &path)
    {
        Q_EMIT opened.window->saveRequested(path);
        if (!QTest::qWaitFor([&] { return QFile::exists(path); }, patience))
            return nullptr;
        Q_EMIT opened.window->openRequested(path);
        if (!QTest::qWaitFor([] { return !mainWindows(ui::Tense::Past).isEmpty(); }, patience))
            return nullptr;
        MainWindow *window = mainWindows(ui::Tense::Past).first();
        return QTest::qWaitFor([&] { return lineOf(*window, u"load"_s).isValid(); }, patience)
            ? window
            : nullptr;
    }

private Q_SLOTS:
    void initTestCase() { keepEverythingIn(folder_); }

    void aLoadIsMeasuredWhileItRunsAndAfterAndInItsRecording()
    {
        Opened run({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                    u"load://127.0.0.1:0?connections=4&limit=p99<1h&limit=rate>1000000000"_s});
        MainWindow &window = *run.window;
        QTRY_VERIFY_WITH_TIMEOUT(run.sessionOf(u"load"_s).results.messages > 10, patience);
        click(window, lineOf(window, u"load"_s));
        QCOMPARE(window.inspector().subject(), Inspection::Subject::Session);
        QVERIFY(window.inspector().heading().startsWith(u"load → 127.0.0.1:"));
        ui::SubjectPages &shown = window.inspector().pages();
        QTRY_VERIFY_WITH_TIMEOUT(shown.picture().isVisible(), patience);
        for (const QString &label : {u"Messages"_s, u"Rate"_s, u"p50"_s, u"p99.9"_s, u"max"_s})
            QVERIFY2(!fact(window, label).isEmpty(), qPrintable(label));
        QCOMPARE(fact(window, u"Errors"_s), u"none"_s);
        QVERIFY2(fact(window, u"Limit"_s).contains(u"p99<1h holds so far"),
                 qPrintable(fact(window, u"Limit"_s)));
        const std::int64_t whileItRan = wallNow();
        QVERIFY(shown.picture().placeOf(run.sessionOf(u"load"_s).results.p50)
                < shown.picture().placeOf(run.sessionOf(u"load"_s).results.max));

        run.press(*window.actions().stop);
        QTRY_VERIFY_WITH_TIMEOUT(fact(window, u"Limit"_s).contains(u"p99<1h met"), patience);
        const models::SessionResults results = run.sessionOf(u"load"_s).results;
        QCOMPARE(fact(window, u"Messages"_s), QLocale().toString(qint64(results.messages)));
        QVERIFY(shown.picture().isVisible());
        quint64 counted = 0;
        for (const auto &bar : results.histogram)
            counted += bar.count;
        QCOMPARE(counted, results.timed);

        // Rewound it runs, with the limits as they stood.
        QTRY_VERIFY_WITH_TIMEOUT(window.rewind().track().history().last > whileItRan, patience);
        Q_EMIT window.momentRequested(whileItRan, 0);
        QTRY_VERIFY_WITH_TIMEOUT(fact(window, u"Limit"_s).contains(u"holds so far"), patience);
        QVERIFY(fact(window, u"Messages"_s) != QLocale().toString(qint64(results.messages)));

        MainWindow *past = pastOf(run, folder_.filePath(u"load.loopscope"_s));
        QVERIFY(past);
        QTRY_COMPARE_WITH_TIMEOUT(
            lineOf(*past, u"load"_s).data(models::SessionModel::StateWordRole).toString(),
            u"failed"_s, patience);
        click(*past, lineOf(*past, u"load"_s));
        QTRY_COMPARE_WITH_TIMEOUT(fact(*past, u"Messages"_s),
                                  QLocale().toString(qint64(results.messages)), patience);
        QVERIFY(past->inspector().pages().picture().isVisible());
        QVERIFY(pages(*past).contains(u"Options"_s));
        past->close();
    }

    void theCommandLineOfASessionIsCopied()
    {
        Opened run({u"--serve"_s, u"echo://127.0.0.1:0?block=0.001"_s});
        QVERIFY(run.waitForServer());
        MainWindow &window = *run.window;
        click(window, lineOf(window, u"echo"_s));
        QCOMPARE(pages(window), (QStringList {u"Faults"_s, u"Options"_s, u"Command"_s}));
        auto *tabs = window.inspector().findChild<QTabWidget *>();
        for (int tab = 0; tab < tabs->count(); ++tab) {
            if (tabs->tabText(tab) == u"Command"_s)
                tabs->setCurrentIndex(tab);
        }
        for (QPushButton *button : tabs->findChildren<QPushButton *>()) {
            if (button->isVisible())
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(QGuiApplication::clipboard()->text(),
                 u"loopscope --serve 'echo://127.0.0.1:0?block=0.001'"_s);
        QCOMPARE(fact(window, u"block"_s), QString()); // of the page that is hidden
        tabs->setCurrentIndex(tabs->currentIndex() - 1);
        QCOMPARE(fact(window, u"block"_s), u"0.001"_s);
    }

    void whatKeepsALoopRunningIsListedByPlace()
    {
        Opened run({u"--serve"_s, u"echo://127.0.0.1:0"_s});
        QVERIFY(run.waitForServer());
        QTcpSocket one, two;
        for (QTcpSocket *socket : {&one, &two})
            socket->connectToHost(u"127.0.0.1"_s, run.port());
        QTRY_COMPARE_WITH_TIMEOUT(Recorded::live(*run.window), 2, patience);
        MainWindow &window = *run.window;
        click(window, lineOf(window, u"echo"_s).parent().parent());
        QCOMPARE(window.inspector().subject(), Inspection::Subject::Loop);
        QCOMPARE(window.inspector().heading(), u"Loop net"_s);
        QTRY_COMPARE_WITH_TIMEOUT(fact(window, u"Connections"_s), u"2"_s, patience);
        QVERIFY(!fact(window, u"Iterations"_s).isEmpty());
        QVERIFY(fact(window, u"Busy"_s).endsWith(u'%'));
        QTRY_VERIFY_WITH_TIMEOUT(
            fact(window, u"What keeps it running"_s)
                .contains(QRegularExpression(u"2 +connections .*\\.cpp:\\d+"_s)),
            patience);
        QVERIFY2(fact(window, u"What keeps it running"_s).contains(u"1  servers"),
                 qPrintable(fact(window, u"What keeps it running"_s)));
        QVERIFY2(fact(window, u"What keeps it running"_s).contains(u".cpp:"),
                 qPrintable(fact(window, u"What keeps it running"_s)));
    }

    // Two senders are two rows, with what each said, and so in the recording.
    void eachPeerOfADatagramServerIsARow()
    {
        Opened run({u"--serve"_s, u"echo+udp://127.0.0.1:0"_s});
        QVERIFY(run.waitForServer());
        MainWindow &window = *run.window;
        QUdpSocket one, other;
        for (QUdpSocket *socket : {&one, &other}) {
            QVERIFY(socket->bind(QHostAddress::LocalHost));
            socket->writeDatagram("hello", QHostAddress::LocalHost, run.port());
        }
        const auto peers = [&window] {
            return column(window, RecordTabs::Connections, models::ConnectionColumn::Peer);
        };
        const QString expected = u"127.0.0.1:%1"_s.arg(one.localPort());
        QTRY_VERIFY_WITH_TIMEOUT(peers().contains(expected), patience);
        QTRY_VERIFY_WITH_TIMEOUT(peers().contains(u"127.0.0.1:%1"_s.arg(other.localPort())),
                                 patience);
        const auto row = int(peers().indexOf(expected));
        QTRY_COMPARE_WITH_TIMEOUT(
            column(window, RecordTabs::Connections, models::ConnectionColumn::In).value(row),
            u"5 B"_s, patience);
        ui::RowView &view = window.tabs().view(RecordTabs::Connections);
        QVERIFY(view.selectId(view.model()->index(row, 0).data(models::IdRole).toULongLong()));
        QVERIFY(!window.actions().closeConnection->isEnabled()); // it has no socket of its own
        bool endpoint = false;
        for (const models::Reference &link : window.inspector().inspection().shown().links)
            endpoint = endpoint || link.text.startsWith(u"its endpoint"_s);
        QVERIFY(endpoint);
        const QStringList sessions
            = column(window, RecordTabs::Connections, models::ConnectionColumn::Session);
        QVERIFY2(sessions.value(row).startsWith(u"echo"_s), qPrintable(sessions.join(u',')));
    }

    void theProgramAtTheOtherEndIsNamed_data()
    {
        QTest::addColumn<bool>("overUnix");
        QTest::newRow("TCP") << false;
        QTest::newRow("Unix") << true;
    }

    void theProgramAtTheOtherEndIsNamed()
    {
        QFETCH(bool, overUnix);
        const QString path = folder_.filePath(u"echo.socket"_s);
        Opened run({u"--serve"_s, overUnix ? u"echo+unix://"_s + path : u"echo://127.0.0.1:0"_s});
        QVERIFY(run.waitForServer());
        QProcess python;
        python.start(u"python3"_s,
                     {u"-c"_s,
                      overUnix ? u"import socket,sys; s=socket.socket(socket.AF_UNIX); "
                                 "s.connect(sys.argv[1]); sys.stdin.read()"_s
                               : u"import socket,sys; s=socket.create_connection(('127.0.0.1', "
                                 "int(sys.argv[1]))); sys.stdin.read()"_s,
                      overUnix ? path : QString::number(run.port())});
        const auto programs = [&run] {
            return column(*run.window, RecordTabs::Connections, models::ConnectionColumn::Program);
        };
        QTRY_VERIFY2_WITH_TIMEOUT(
            programs().value(0).startsWith(u"python"_s)
                && programs().value(0).contains(QString::number(python.processId())),
            qPrintable(programs().value(0)), patience);
        python.closeWriteChannel();
        QVERIFY(python.waitForFinished());
    }

    void theHalvesOfAForwardLeadToEachOther()
    {
        Opened run({u"--serve"_s, u"echo://127.0.0.1:0"_s});
        QVERIFY(run.waitForServer());
        MainWindow &window = *run.window;
        Q_EMIT window.newSessionRequested(
            u"forward://127.0.0.1:0?to=127.0.0.1:%1"_s.arg(run.port()));
        QTRY_COMPARE_WITH_TIMEOUT(run.sessionOf(u"forward"_s).state, models::SessionRecord::Running,
                                  patience);
        QTcpSocket socket;
        socket.connectToHost(
            u"127.0.0.1"_s,
            quint16(run.sessionOf(u"forward"_s).address.section(u':', -1).toUInt()));
        socket.write("through");
        QTRY_COMPARE_WITH_TIMEOUT(socket.bytesAvailable(), 7, patience);
        window.tabs().setCurrentIndex(RecordTabs::Connections);
        ui::RowView &view = window.tabs().view(RecordTabs::Connections);
        const auto half = [&window] {
            for (const models::Reference &link : window.inspector().inspection().shown().links) {
                if (link.text.startsWith(u"the other half"_s))
                    return link.id;
            }
            return quint64(0);
        };
        const auto rowOfForward = [&window] {
            const QStringList sessions
                = column(window, RecordTabs::Connections, models::ConnectionColumn::Session);
            const auto found
                = std::find_if(sessions.begin(), sessions.end(),
                               [](const QString &each) { return each.startsWith(u"forward"_s); });
            return found == sessions.end() ? -1 : int(found - sessions.begin());
        };
        QTRY_VERIFY_WITH_TIMEOUT(rowOfForward() >= 0, patience);
        const int row = rowOfForward();
        const quint64 first = view.model()->index(row, 0).data(models::IdRole).toULongLong();
        QVERIFY(view.selectId(first));
        QTRY_VERIFY_WITH_TIMEOUT(half() != 0, patience);
        const quint64 second = half();
        QVERIFY(second != first);
        QVERIFY(view.selectId(second));
        QTRY_COMPARE_WITH_TIMEOUT(half(), first, patience);
    }

    void warningsSayThatDebugModeIsOffAndTurnItOn()
    {
        Opened run({u"--serve"_s, u"echo://127.0.0.1:0"_s});
        QVERIFY(run.waitForServer());
        MainWindow &window = *run.window;
        window.tabs().setCurrentIndex(RecordTabs::Warnings);
        ui::DebugHint &hint = window.tabs().debugHint();
        QVERIFY(hint.isVisible());
        QTest::mouseClick(hint.findChild<QPushButton *>(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!hint.isVisible(), patience);
        QVERIFY(window.actions().debug->isChecked());
        run.press(*window.actions().debug);
        QTRY_VERIFY_WITH_TIMEOUT(hint.isVisible(), patience);
    }

    // From the warning to its task, its connection, its session and its row of the log.
    void aWarningSaysWhatItMeansAndLeadsToWhatItIsAbout()
    {
        Opened run({u"--debug"_s, u"--serve"_s, u"echo://127.0.0.1:0?block=0.3"_s});
        QVERIFY(run.waitForServer());
        MainWindow &window = *run.window;
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, run.port());
        socket.write("slow");
        QTRY_VERIFY_WITH_TIMEOUT(window.tabs().countOf(RecordTabs::Warnings) > 0, patience);
        window.tabs().setCurrentIndex(RecordTabs::Warnings);
        ui::RowView &view = window.tabs().view(RecordTabs::Warnings);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {},
                          view.visualRect(view.model()->index(0, 1)).center());
        const quint64 warning = view.currentId();
        QCOMPARE(window.inspector().subject(), Inspection::Subject::Warning);
        QVERIFY(!fact(window, u"What it means"_s).isEmpty());
        QVERIFY(!fact(window, u"How to mend it"_s).isEmpty());
        QVERIFY(!fact(window, u"Created at"_s).isEmpty());
        const QList<models::Reference> links = window.inspector().inspection().shown().links;
        QStringList goals;
        const auto follow = [&](qsizetype i) { // again: what happened now is in the log soon
            window.inspector().show(Inspection::Subject::Warning, warning);
            Q_EMIT window.inspector().pages().links().picked(quint64(i) + 1);
            return false;
        };
        for (qsizetype i = 0; i < links.size(); ++i) {
            follow(i);
            switch (links.at(i).goal) {
            case models::Reference::Task:
                QCOMPARE(window.inspector().subject(), Inspection::Subject::Task);
                break;
            case models::Reference::Connection:
                QCOMPARE(window.tabs().current(), RecordTabs::Connections);
                QCOMPARE(window.inspector().shownConnection(), links.at(i).id);
                break;
            case models::Reference::Session:
                QCOMPARE(window.inspector().subject(), Inspection::Subject::Session);
                break;
            case models::Reference::Log:
                QTRY_VERIFY_WITH_TIMEOUT(window.tabs().current() == RecordTabs::Log || follow(i),
                                         patience);
                QCOMPARE(window.tabs()
                             .currentView()
                             .currentIndex()
                             .siblingAtColumn(models::LogColumn::Event)
                             .data()
                             .toString(),
                         u"warning"_s);
                break;
            default:
                break;
            }
            goals << QString::number(links.at(i).goal);
        }
        QVERIFY2(goals.size() >= 4, qPrintable(goals.join(u' ')));
    }
};

QTEST_MAIN(WindowInspectorTest)
#include "WindowInspectorTest.moc"
