// SPDX-License-Identifier: GPL-3.0-or-later

// The reply server of the real program, as its clients see it.

#include "PythonClient.h"
#include "RunningProgram.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtCore/QUrl>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

QString serverWith(const QByteArray &rules, const QString &scheme = u"reply"_s)
{
    return scheme + u"://127.0.0.1:0?rules="_s
        + QString::fromLatin1(QUrl::toPercentEncoding(QString::fromUtf8(rules)));
}

} // namespace

class ReplyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itGreetsAnswersAndCloses();
    void linesAreMessagesHoweverTheyCome();
    void itWaitsAndSendsFiles();
    void itSpeaksUpAfterASilence();
    void theNthMessageIsReset();
    void itAnswersOverTls();
    void datagramsAreAnsweredEachByItself();
    void manyLinesAtOnceLeaveOthersTheirTurn();
    void aPatternThatGivesUpIsSaid();
    void ofADatagramSoManyLinesAreAnswered();
    void soManyDatagramsWaitForTheirAnswers();
    void anEmptyDatagramIsAMessage();
    void rulesComeFromAFile();
    void wrongRulesAreNamed();
    void aFileThatIsGoneIsSaidAndTheServerGoesOn_data();
    void aFileThatIsGoneIsSaidAndTheServerGoesOn();
};

void ReplyTest::itGreetsAnswersAndCloses()
{
    RunningProgram program(
        {u"--serve"_s, serverWith(R"({"rules": [{"on": "connect", "do": [{"send": "220\r\n"}]},
        {"on": {"text": "QUIT"}, "do": [{"send": "221\r\n"}, "close"]}, {"on": {"hex": "00ff"}, "do": [{"hex": "ff00"}]}]})")});
    QCOMPARE(
        python(program.port(),
               u"print(s.recv(5))\ns.send(b'\\x00\\xff')\nprint(s.recv(2))\ns.send(b'nothing')\n"
               "time.sleep(0.2)\ns.send(b'QUIT')\nprint(rest())"_s),
        "b'220\\r\\n'\nb'\\xff\\x00'\nb'221\\r\\n'"_ba);
}

void ReplyTest::linesAreMessagesHoweverTheyCome()
{
    RunningProgram program({u"--serve"_s, serverWith(R"({"messages": "lines", "rules": [
        {"on": {"message": 2}, "do": [{"send": "two."}]}, {"on": {"regex": "^a.*z$"}, "do": [{"send": "a to z."}]},
        {"on": {"text": "last"}, "do": [{"send": "end."}, "close"]}]})")});
    QCOMPARE(python(program.port(),
                    u"s.send(b'ab')\ntime.sleep(0.2)\ns.send(b'cz\\r\\nany\\nat first\\nlast')\n"
                    "s.shutdown(socket.SHUT_WR)\nprint(rest())"_s),
             "b'a to z.two.end.'"_ba);
}

void ReplyTest::itWaitsAndSendsFiles()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"answer"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(QByteArray(300'000, 'x')) == 300'000);
    file.close();
    RunningProgram program(
        {u"--serve"_s,
         serverWith(
             R"({"rules": [{"on": "connect", "do": [{"wait": "300ms"}, {"file": "%1"}, "close"]}]})"_ba
                 .replace("%1", file.fileName().toUtf8()))});
    QCOMPARE(
        python(program.port(),
               u"began = time.monotonic()\nprint(len(rest()), time.monotonic() - began >= 0.29)"_s),
        "300000 True"_ba);
}

void ReplyTest::itSpeaksUpAfterASilence()
{
    RunningProgram program(
        {u"--serve"_s,
         serverWith(R"({"rules": [{"on": {"silence": "200ms"}, "do": [{"send": "hello?"}]},
        {"on": {"text": "yes"}, "do": [{"send": "ah."}]}, {"on": {"text": "bye"}, "do": ["close"]}]})")});
    // Once a silence, and again after the next message.
    QCOMPARE(
        python(
            program.port(),
            u"time.sleep(1)\nprint(s.recv(99))\ns.send(b'yes')\ntime.sleep(1)\nprint(s.recv(99))\n"
            "s.send(b'bye')\nprint(rest())"_s),
        "b'hello?'\nb'ah.hello?'\nb''"_ba);
}

void ReplyTest::theNthMessageIsReset()
{
    RunningProgram program(
        {u"--serve"_s, serverWith(R"({"rules": [{"on": {"message": 2}, "do": ["reset"]},
        {"on": {"regex": "."}, "do": [{"send": "ok"}]}]})")});
    QCOMPARE(
        python(program.port(),
               u"s.send(b'a')\nprint(s.recv(9))\ns.send(b'b')\n"
               "try:\n    print(s.recv(9))\nexcept ConnectionResetError:\n    print('reset')"_s),
        "b'ok'\nreset"_ba);
}

void ReplyTest::itAnswersOverTls()
{
    RunningProgram program({u"--serve"_s, u"reply+tls://127.0.0.1:0"_s}); // by the example
    QCOMPARE(
        python(
            program.port(),
            u"import ssl\nt = ssl._create_unverified_context().wrap_socket(s)\nf = "
            u"t.makefile('rwb')\n"
            "f.readline()\nf.write(b'ping\\r\\n')\nf.flush()\nprint(f.readline())\nf.write(b'quit\\r\\n')\nf.flush()\nprint(f.read())"_s),
        "b'pong\\r\\n'\nb'Goodbye.\\r\\n'"_ba);
}

void ReplyTest::datagramsAreAnsweredEachByItself()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("of a file") > 0);
    file.close();
    RunningProgram program({u"--serve"_s,
                            serverWith(QByteArray(R"({"messages": "lines", "rules": [
        {"on": "connect", "do": [{"send": "never"}]}, {"on": {"message": 5}, "do": [{"send": "fifth"}]},
        {"on": {"text": "slow"}, "do": [{"wait": "100ms"}, {"send": "late"}]},
        {"on": {"text": "two"}, "do": [{"send": "1"}, {"file": "FILE"}, "close"]}]})")
                                           .replace("FILE", file.fileName().toUtf8()),
                                       u"reply+udp"_s)});
    QCOMPARE(pythonOverUdp(program.port(),
                           u"s.send(b'slow')\ns.send(b'two\\r\\n')\ns.send(b'-\\n-\\n')\n"
                           "print(*[s.recv(99) for _ in range(3)])\n"
                           "s.send(b'any\\nany')\nprint(s.recv(99))"_s),
             "b'1' b'of a file' b'late'\nb'fifth'"_ba);
}

void ReplyTest::manyLinesAtOnceLeaveOthersTheirTurn()
{
    QByteArrayList rules;
    for (int i = 0; i < 300; ++i)
        rules << R"({"on": {"regex": "^[a-z]+%1$"}, "do": []})"_ba.replace("%1",
                                                                           QByteArray::number(i));
    rules << R"({"on": {"text": "ping"}, "do": [{"send": "pong"}]})";
    RunningProgram program(
        {u"--serve"_s,
         serverWith(R"({"messages": "lines", "rules": [)" + rules.join(", ") + "]}")});
    // Thirty thousand lines, three hundred patterns each: seconds, if one connection had them all.
    QCOMPARE(python(program.port(),
                    u"o = socket.create_connection(s.getpeername())\ns.sendall(b'x\\n' * 30000)\n"
                    "time.sleep(0.1)\nbegan = time.monotonic()\no.sendall(b'ping\\n')\n"
                    "print(o.recv(9), time.monotonic() - began < 1)"_s),
             "b'pong' True"_ba);
}

void ReplyTest::aPatternThatGivesUpIsSaid()
{
    const QTemporaryDir folder;
    const QString log = folder.filePath(u"log.jsonl"_s);
    RunningProgram program(
        {u"--serve"_s,
         serverWith(
             R"({"messages": "lines", "rules": [{"on": {"regex": "^(a+)+$"}, "do": [{"send": "a"}]},
                        {"on": {"text": "b"}, "do": [{"send": "b"}, "close"]}]})"),
         u"--export"_s, log});
    QCOMPARE(python(program.port(),
                    u"s.sendall((b'a' * 40 + b'!\\n') * 1500 + b'aa\\nb\\n')\n"
                    "print(rest())"_s),
             "b'ab'"_ba);
    QVERIFY(program.waitForSummary());
    program.process().terminate();
    QCOMPARE(program.waitForEnd(), 0);
    QFile file(log);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QCOMPARE(text.count("Rule 1: its pattern gave up on a message of 41 bytes"), 1);
}

void ReplyTest::ofADatagramSoManyLinesAreAnswered()
{
    RunningProgram program(
        {u"--serve"_s,
         serverWith(
             R"({"messages": "lines", "rules": [{"on": {"text": "x"}, "do": [{"send": "y"}]}]})",
             u"reply+udp"_s)});
    QCOMPARE(pythonOverUdp(program.port(),
                           u"s.send(b'x\\n' * 30000)\nn = 0\ns.settimeout(1)\n"
                           "try:\n    while s.recv(9) == b'y': n += 1\nexcept TimeoutError: pass\n"
                           "print(n)"_s),
             "256"_ba);
}

void ReplyTest::soManyDatagramsWaitForTheirAnswers()
{
    RunningProgram program({u"--serve"_s,
                            serverWith(R"({"rules": [
        {"on": {"text": "wait"}, "do": [{"wait": "60s"}, {"send": "late"}]},
        {"on": {"text": "ping"}, "do": [{"send": "pong"}]}]})",
                                       u"reply+udp"_s)});
    // Ten wait more, then one that is answered at once: until that is not.
    QCOMPARE(pythonOverUdp(program.port(),
                           u"n = 0\ns.settimeout(1)\ntry:\n    while n < 1500:\n"
                           "        for _ in range(10): s.send(b'wait')\n        n += 10\n"
                           "        s.send(b'ping')\n        s.recv(9)\n"
                           "except TimeoutError: pass\nprint(n)"_s),
             "1000"_ba);
    program.process().terminate();
    QCOMPARE(program.waitForEnd(), 0);
    QVERIFY2(program.output().contains(u", 1 missed"), qPrintable(program.output()));
}

void ReplyTest::anEmptyDatagramIsAMessage()
{
    RunningProgram program(
        {u"--serve"_s,
         serverWith(R"({"rules": [{"on": {"regex": "^$"}, "do": [{"send": "nothing"}]}]})",
                    u"reply+udp"_s)});
    QCOMPARE(pythonOverUdp(program.port(), u"s.send(b'')\nprint(s.recv(9))"_s), "b'nothing'"_ba);
}

void ReplyTest::rulesComeFromAFile()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"rules.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"rules": [{"on": "connect", "do": [{"send": "from the file"}, "close"]}]})");
    file.close();
    RunningProgram program({u"--serve"_s, u"reply://127.0.0.1:0?rules="_s + file.fileName()});
    QCOMPARE(python(program.port(), u"print(rest())"_s), "b'from the file'"_ba);
}

void ReplyTest::wrongRulesAreNamed()
{
    const auto run = [](const QString &url) {
        QProcess process;
        process.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                      {u"--headless"_s, u"--for"_s, u"0.3"_s, u"--serve"_s, url});
        process.waitForFinished(20'000);
        return QByteArray::number(process.exitCode()) + ' ' + process.readAllStandardError();
    };
    QVERIFY(
        run(u"reply://127.0.0.1:0?rules=/no/such.json"_s).contains("/no/such.json cannot be read"));
    const QByteArray said = run(serverWith(R"({"rules": [{"on": "start", "do": []}]})"));
    QVERIFY2(said.startsWith("2 ") && said.contains("rule 1: \"on\" is not one thing"),
             said.constData());
}

// It was there when the rules were read.
void ReplyTest::aFileThatIsGoneIsSaidAndTheServerGoesOn_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::newRow("tcp") << u"reply"_s;
    QTest::newRow("udp") << u"reply+udp"_s;
}

void ReplyTest::aFileThatIsGoneIsSaidAndTheServerGoesOn()
{
    QFETCH(QString, scheme);
    QTemporaryDir folder;
    QFile file(folder.filePath(u"answer"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("there") == 5);
    file.close();
    RunningProgram program(
        {u"--serve"_s,
         serverWith(
             R"({"rules": [{"on": {"text": "file"}, "do": [{"file": "%1"}]}, {"on": {"text": "word"}, "do": [{"send": "ok"}]}]})"_ba
                 .replace("%1", file.fileName().toUtf8()),
             scheme),
         u"--export"_s, folder.filePath(u"log.jsonl"_s)});
    const auto asked = [&](const QString &code) {
        return scheme == u"reply" ? python(program.port(), code)
                                  : pythonOverUdp(program.port(), code);
    };
    QCOMPARE(asked(u"s.send(b'file')\nprint(s.recv(9))"_s), "b'there'"_ba);
    QVERIFY(file.remove());
    QCOMPARE(asked(u"s.send(b'file')\ntime.sleep(0.1)\ns.send(b'word')\n"
                   "print(next(got for got in iter(lambda: s.recv(9), None) if got))"_s),
             "b'ok'"_ba);
    program.process().terminate();
    QCOMPARE(program.waitForEnd(), 0);
    QFile log(folder.filePath(u"log.jsonl"_s));
    QVERIFY(log.open(QIODevice::ReadOnly));
    const QByteArray said = log.readAll();
    QVERIFY2(said.contains(file.fileName().toUtf8() + " cannot be read: "), said);
}

QTEST_GUILESS_MAIN(ReplyTest)
#include "ReplyTest.moc"
