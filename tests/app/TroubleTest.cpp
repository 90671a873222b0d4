// SPDX-License-Identifier: GPL-3.0-or-later

// What servers say of what they cannot have, and how they bear more clients than there are
// descriptors.

#include "RunningProgram.h"

#include <QtCore/QFile>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <memory>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 20'000;

// The program under another one, such as prlimit.
struct Run {
    explicit Run(const QStringList &command) { process.start(command.first(), command.mid(1)); }
    ~Run()
    {
        process.kill();
        process.waitForFinished();
    }

    bool prints(const QByteArray &words)
    {
        while (!output.contains(words) && process.waitForReadyRead(patience))
            output += process.readAllStandardOutput();
        return output.contains(words);
    }
    int portServed()
    {
        if (!prints("\n"))
            return 0;
        const QByteArray line = output.left(output.indexOf('\n'));
        return line.mid(line.lastIndexOf(':') + 1).toInt();
    }
    bool says(const QByteArray &words)
    {
        process.setReadChannel(QProcess::StandardError);
        while (!errors.contains(words) && process.waitForReadyRead(patience))
            errors += process.readAllStandardError();
        return errors.contains(words);
    }

    QProcess process;
    QByteArray output, errors;
};

QStringList withLimit(int descriptors, const QString &url)
{
    return {u"prlimit"_s,
            u"--nofile=%1:%1"_s.arg(descriptors),
            QStringLiteral(LOOPSCOPE_PROGRAM),
            u"--headless"_s,
            u"--serve"_s,
            url};
}

bool echoes(QTcpSocket &client)
{
    client.write("x");
    return client.waitForBytesWritten(patience) && client.waitForReadyRead(patience)
        && client.readAll() == "x";
}

} // namespace

class TroubleTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatCannotBeServedIsToldInOneSentence_data();
    void whatCannotBeServedIsToldInOneSentence();
    void aPrivilegedPortIsToldInOneSentence();
    void otherSessionsGoOn();
    void aServerForOthersSaysSo_data();
    void aServerForOthersSaysSo();
    void aServerThatCannotStartIsNotSaidToBeOpen();
    void withoutDescriptorsAcceptingPausesAndGoesOn_data();
    void withoutDescriptorsAcceptingPausesAndGoesOn();
    void tenThousandConnectionsAtOnce_data();
    void tenThousandConnectionsAtOnce();
};

void TroubleTest::whatCannotBeServedIsToldInOneSentence_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("another's address")
        << u"echo://192.0.2.1:0"_s
        << u"192.0.2.1 is not an address of this machine. Use 127.0.0.1 for this machine alone, or 0.0.0.0 for all of its addresses."_s;
    QTest::newRow("another's address, udp")
        << u"echo+udp://192.0.2.1:0"_s
        << u"192.0.2.1 is not an address of this machine. Use 127.0.0.1 for this machine alone, or 0.0.0.0 for all of its addresses."_s;
    QTest::newRow("no folder")
        << u"echo+unix:///no/such/socket"_s
        << u"The folder of /no/such/socket does not exist. Make it, or choose another path."_s;
    QTest::newRow("no socket")
        << u"echo+unix:///etc/passwd"_s
        << u"/etc/passwd already exists and is not a socket. Choose another path, or remove it."_s;
    QTest::newRow("level") << u"echo+tls://127.0.0.1:0?api=sockets"_s
                           << u"api=sockets is for tcp and unix, not for tls. Use api=streams."_s;
    QTest::newRow("host") << u"echo://no.such.host.invalid:0"_s
                          << u"The host 'no.such.host.invalid' is not known: "_s;
}

void TroubleTest::whatCannotBeServedIsToldInOneSentence()
{
    QFETCH(QString, url);
    QFETCH(QString, sentence);
    RunningProgram program({u"--serve"_s, url});
    QCOMPARE(program.waitForEnd(), 1);
    const QString error = QString::fromUtf8(program.process().readAllStandardError());
    QVERIFY2(error.contains(url + u": "_s + sentence), qPrintable(error));
}

void TroubleTest::aPrivilegedPortIsToldInOneSentence()
{
    QFile first(u"/proc/sys/net/ipv4/ip_unprivileged_port_start"_s);
    if (!first.open(QIODevice::ReadOnly) || first.readAll().trimmed().toInt() <= 7)
        QSKIP("this system lets everybody have every port");
    QStringList command {QStringLiteral(LOOPSCOPE_PROGRAM), u"--headless"_s, u"--serve"_s,
                         u"echo://127.0.0.1:7"_s};
    if (::geteuid() == 0)
        command = QStringList {u"setpriv"_s, u"--bounding-set=-net_bind_service"_s} + command;
    Run program(command);
    QVERIFY2(program.says(
                 "Port 7 is for privileged programs. Choose one from 1024, or 0 for any free one."),
             program.errors.constData());
    QVERIFY(program.process.waitForFinished(patience));
    QCOMPARE(program.process.exitCode(), 1);
}

void TroubleTest::otherSessionsGoOn()
{
    // A client that cannot connect; a server that cannot start would end a script's wait.
    RunningProgram program(
        {u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s, u"lines://127.0.0.1:1"_s});
    QVERIFY(program.port() > 0);
    static const QRegularExpression summary(u"connections 0  tasks [1-9]"_s);
    QVERIFY(program.waitForOutput(summary).hasMatch()); // a second later
    QVERIFY(program.process().readAllStandardError().contains(
        "lines://127.0.0.1:1: Nothing accepts connections"));
    QTcpSocket client;
    client.connectToHost(u"127.0.0.1"_s, quint16(program.port()));
    QVERIFY(client.waitForConnected(patience) && echoes(client));
}

void TroubleTest::aServerForOthersSaysSo_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("all")
        << u"echo://0.0.0.0:0"_s
        << u"echo://0.0.0.0:0: Other machines can connect to it: 0.0.0.0 stands for every address of this one.\n"_s;
    QTest::newRow("all, IPv6")
        << u"echo+udp://[::]:0"_s
        << u"echo+udp://[::]:0: Other machines can connect to it: :: stands for every address of this one.\n"_s;
    QTest::newRow("loopback") << u"echo://127.0.0.2:0"_s << QString();
    QTest::newRow("loopback, IPv6") << u"echo://[::1]:0"_s << QString();
    QTest::newRow("name") << u"echo://localhost:0"_s << QString();
    QTest::newRow("abstract") << u"echo+unix://@loopscope-trouble"_s << QString();
}

void TroubleTest::aServerForOthersSaysSo()
{
    QFETCH(QString, url);
    RunningProgram program({u"--serve"_s, url});
    program.process().terminate();
    QCOMPARE(program.waitForEnd(), 0); // the streams have threads of their own: now all is written
    QTEST(QString::fromUtf8(program.process().readAllStandardError()), "sentence");
}

// 203.0.113.0/24 is for documentation (RFC 5737): no machine has it.
void TroubleTest::aServerThatCannotStartIsNotSaidToBeOpen()
{
    QProcess program;
    program.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                  {u"--headless"_s, u"--serve"_s, u"echo://203.0.113.9:0"_s});
    QVERIFY(program.waitForFinished(patience));
    const QByteArray errors = program.readAllStandardError();
    QVERIFY2(errors.contains("not an address of this machine") && !errors.contains("can connect"),
             errors);
}

void TroubleTest::withoutDescriptorsAcceptingPausesAndGoesOn_data()
{
    QTest::addColumn<QString>("api");
    QTest::newRow("protocol") << u"protocol"_s;
    QTest::newRow("streams") << u"streams"_s;
    QTest::newRow("sockets") << u"sockets"_s;
}

void TroubleTest::withoutDescriptorsAcceptingPausesAndGoesOn()
{
    QFETCH(QString, api);
    Run program(withLimit(60, u"echo://127.0.0.1:0?api="_s + api));
    const int port = program.portServed();
    QVERIFY(port > 0);
    std::vector<std::unique_ptr<QTcpSocket>> clients;
    for (int i = 0; i < 80; ++i) {
        clients.push_back(std::make_unique<QTcpSocket>());
        clients.back()->connectToHost(u"127.0.0.1"_s, quint16(port));
        QVERIFY(clients.back()->waitForConnected(patience)); // by the kernel at least
    }
    if (api != u"sockets")
        QVERIFY2(program.says("60 descriptors are allowed, raise the limit with ulimit -n"),
                 program.errors.constData());
    QVERIFY(echoes(*clients.front()));
    clients.erase(clients.begin(), clients.begin() + 40);
    QVERIFY(echoes(*clients.back())); // its turn came when others had gone
}

void TroubleTest::tenThousandConnectionsAtOnce_data()
{
    withoutDescriptorsAcceptingPausesAndGoesOn_data();
}

void TroubleTest::tenThousandConnectionsAtOnce()
{
    QFETCH(QString, api);
    constexpr int connections = 10'000;
    rlimit limit {};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &limit), 0);
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < connections + 100)
        QSKIP("the hard limit of open files is below 10,100");
    // A small soft limit, which the program raises by itself.
    Run program({u"prlimit"_s, u"--nofile=256:"_s, QStringLiteral(LOOPSCOPE_PROGRAM),
                 u"--headless"_s, u"--serve"_s, u"echo://127.0.0.1:0?api="_s + api});
    const int port = program.portServed();
    QVERIFY(port > 0);
    Run clients({u"python3"_s, QStringLiteral(MANY_CONNECTIONS), QString::number(port),
                 QString::number(connections)});
    const bool all = clients.prints("all\n");
    QVERIFY2(all, (clients.output + clients.process.readAllStandardError()).constData());
    clients.process.write("\n");
    QVERIFY(clients.process.waitForFinished(patience));
    QCOMPARE(clients.process.exitCode(), 0);
    QCOMPARE(program.process.readAllStandardError(), QByteArray());
}

QTEST_GUILESS_MAIN(TroubleTest)
#include "TroubleTest.moc"
