// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/EventLoop.h"
#include "loop/Sleep.h"
#include "tests/support/Ledger.h"
#include "tests/support/Wire.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTemporaryFile>
#include <QtTest/QTest>

#include <algorithm>
#include <cerrno>
#include <csignal>

#include <sys/wait.h>

using namespace loop;

namespace {

// Keeps what a process says, and the order in which things end.
class Witness final : public SubprocessProtocol {
public:
    explicit Witness(EventLoop &loop)
        : lost(loop.createFuture<void>())
    { }
    void connectionMade(SubprocessTransport &transport) override
    {
        calls.push_back("made");
        hadInput = transport.getPipeTransport(0) != nullptr;
    }
    void pipeDataReceived(int fd, std::string_view data) override { (fd == 1 ? out : err) += data; }
    void pipeConnectionLost(int fd, std::exception_ptr) override
    {
        calls.push_back("pipe " + std::to_string(fd));
    }
    void processExited() override { calls.push_back("exited"); }
    void connectionLost(std::exception_ptr) override
    {
        calls.push_back("lost");
        lost.setResult();
    }
    void pauseWriting() override { ++pauses; }
    void resumeWriting() override { ++resumes; }

    [[nodiscard]] auto count(const std::string &call) const
    {
        return std::count(calls.begin(), calls.end(), call);
    }

    std::string out, err;
    std::vector<std::string> calls;
    int pauses = 0, resumes = 0;
    bool hadInput = false;
    Future<void> lost;
};

using Child = Subprocess<Witness>;

auto witness(EventLoop &loop)
{
    return [&loop] { return std::make_shared<Witness>(loop); };
}

Child run(EventLoop &loop, std::vector<std::string> arguments, SubprocessOptions options = {})
{
    return loop.runUntilComplete(
        loop.subprocessExec(witness(loop), std::move(arguments), std::move(options)));
}

Child shell(EventLoop &loop, std::string command, SubprocessOptions options = {})
{
    return loop.runUntilComplete(
        loop.subprocessShell(witness(loop), std::move(command), std::move(options)));
}

// The return code, once all has ended. A child that hangs fails the test by its time limit.
int end(EventLoop &loop, const Child &child)
{
    loop.runUntilComplete(child.protocol->lost);
    return child.transport->getReturncode().value_or(-1000);
}

QByteArray content(const QTemporaryFile &file)
{
    QFile again(file.fileName());
    return again.open(QFile::ReadOnly) ? again.readAll() : QByteArray();
}

} // namespace

class SubprocessTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    // SP-01: arguments arrive exactly as they were given
    void argumentsArriveUntouched()
    {
        EventLoop loop(makeDriver());
        const Child child = run(loop, {"printf", "[%s]", "two words", "$HOME", "", "it's"});
        QCOMPARE(end(loop, child), 0);
        QCOMPARE(child.protocol->out, std::string("[two words][$HOME][][it's]"));
        loop.close();
    }

    // SP-01
    void aProgramThatIsNotThereIsNamed()
    {
        EventLoop loop(makeDriver());
        std::string error;
        try {
            (void)run(loop, {"/nothing/here"});
        } catch (const OsError &failed) {
            error = failed.what();
            QVERIFY(failed.code() == std::errc::no_such_file_or_directory);
        }
        QVERIFY2(error.starts_with("cannot run /nothing/here"), error.c_str());
        QVERIFY_EXCEPTION_THROWN((void)run(loop, {}), ValueError);
        QCOMPARE(loop.totals().connections, std::size_t {0});
        loop.close();
    }

    // SP-01: the rest of what a process can be started with
    void environmentDirectoryAndSessionAreTheChilds()
    {
        EventLoop loop(makeDriver());
        const QTemporaryDir directory;
        SubprocessOptions options;
        options.environment = std::vector<std::string> {"COLOUR=blue"};
        options.workingDirectory = directory.path().toStdString();
        options.newSession = true;
        const Child child
            = shell(loop, "echo $COLOUR; pwd; cut -d ' ' -f 6 /proc/$$/stat", std::move(options));
        QCOMPARE(end(loop, child), 0);
        QCOMPARE(child.protocol->out,
                 "blue\n" + directory.path().toStdString() + '\n'
                     + std::to_string(child.transport->getPid()) + '\n');
        loop.close();
    }

    // SP-02
    void theShellCalculates()
    {
        EventLoop loop(makeDriver());
        const Child child = shell(loop, "echo $((1+1))");
        QCOMPARE(end(loop, child), 0);
        QCOMPARE(child.protocol->out, std::string("2\n"));
        loop.close();
    }

    // SP-03: standard error goes where standard output goes
    void errorsMergeIntoOutput()
    {
        EventLoop loop(makeDriver());
        SubprocessOptions options;
        options.standardError = Redirection::toStdout();
        const Child child = shell(loop, "echo one; echo two >&2", std::move(options));
        QCOMPARE(end(loop, child), 0);
        QCOMPARE(child.protocol->out, std::string("one\ntwo\n"));
        QCOMPARE(child.protocol->err, std::string());
        QCOMPARE(child.protocol->count("pipe 2"), 0);
        SubprocessOptions senseless;
        senseless.standardOutput = Redirection::toStdout();
        QVERIFY_EXCEPTION_THROWN((void)shell(loop, "true", std::move(senseless)), ValueError);
        loop.close();
    }

    // SP-03: files and /dev/null in place of pipes
    void streamsAreRedirectedToFiles()
    {
        EventLoop loop(makeDriver());
        QTemporaryFile file;
        QVERIFY(file.open());
        SubprocessOptions options;
        options.standardInput = Redirection::devNull();
        options.standardOutput = Redirection::file(file.handle());
        options.standardError = Redirection::inherit();
        const Child child = shell(loop, "cat; echo in a file", std::move(options));
        QVERIFY(!child.protocol->hadInput);
        QVERIFY(!child.transport->getPipeTransport(1));
        QCOMPARE(end(loop, child), 0);
        QVERIFY(file.seek(0));
        QCOMPARE(file.readAll(), QByteArray("in a file\n"));
        QCOMPARE(child.protocol->calls, (std::vector<std::string> {"made", "exited", "lost"}));
        loop.close();
    }

    // SP-04, SP-06: both streams are heard; made is first, lost last, each end once, in any order
    // between
    void bothStreamsAreHeardAndEachEndIsToldOnce()
    {
        EventLoop loop(makeDriver());
        const Child child = shell(loop, "echo out; echo err >&2");
        QCOMPARE(end(loop, child), 0);
        const Witness &heard = *child.protocol;
        QCOMPARE(heard.out, std::string("out\n"));
        QCOMPARE(heard.err, std::string("err\n"));
        QCOMPARE(heard.calls.size(), std::size_t {6});
        QCOMPARE(heard.calls.front(), std::string("made"));
        QCOMPARE(heard.calls.back(), std::string("lost"));
        for (const char *const once : {"exited", "pipe 0", "pipe 1", "pipe 2"})
            QCOMPARE(heard.count(once), 1);
        loop.close();
    }

    // SP-05: closing its input is heard, and ends a cat
    void closingItsInputEndsACat()
    {
        EventLoop loop(makeDriver());
        const Child child = run(loop, {"cat"});
        QVERIFY(child.protocol->hadInput);
        child.transport->getPipeTransport(0)->write("meow");
        child.transport->getPipeTransport(0)->close();
        QVERIFY(runUntil(loop, [&] { return child.protocol->count("pipe 0") == 1; }));
        QCOMPARE(end(loop, child), 0);
        QCOMPARE(child.protocol->out, std::string("meow"));
        loop.close();
    }

    // W-07: a child that does not read pauses its protocol; all arrives
    void aChildsInputIsFlowControlled()
    {
        EventLoop loop(makeDriver());
        const Child child = run(loop, {"wc", "-c"});
        child.transport->sendSignal(SIGSTOP);
        child.transport->getPipeTransport(0)->write(std::string(1'000'000, 'x'));
        QCOMPARE(child.protocol->pauses, 1);
        child.transport->sendSignal(SIGCONT);
        child.transport->getPipeTransport(0)->close();
        QCOMPARE(end(loop, child), 0);
        QCOMPARE(child.protocol->resumes, 1);
        QCOMPARE(child.protocol->out, std::string("1000000\n"));
        loop.close();
    }

    // SP-07: pid at once, return code at the exit, by wait() as well
    void theReturnCodeIsKnownAfterTheExit()
    {
        EventLoop loop(makeDriver());
        const Child child = shell(loop, "read line; exit 3");
        QVERIFY(child.transport->getPid() > 0);
        QCOMPARE(std::any_cast<int>(child.transport->getExtraInfo("pid")),
                 child.transport->getPid());
        QVERIFY(!child.transport->getReturncode());
        const Task<int> code = loop.createTask(child.transport->wait());
        child.transport->getPipeTransport(0)->write("\n");
        QCOMPARE(loop.runUntilComplete(code), 3);
        QCOMPARE(end(loop, child), 3);
        QCOMPARE(loop.runUntilComplete(child.transport->wait()), 3); // all is over, but known
        loop.close();
    }

    // SP-08
    void pipesAreFoundByTheirNumber()
    {
        EventLoop loop(makeDriver());
        const Child child = run(loop, {"cat"});
        QVERIFY_EXCEPTION_THROWN(child.transport->getPipeTransport(0)->pauseReading(),
                                 NotSupportedError);
        QVERIFY_EXCEPTION_THROWN(child.transport->getPipeTransport(1)->write("x"),
                                 NotSupportedError);
        QVERIFY(child.transport->getPipeTransport(2));
        QVERIFY(!child.transport->getPipeTransport(99));
        QVERIFY(!child.transport->getPipeTransport(-1));
        child.transport->close();
        (void)end(loop, child);
        loop.close();
    }

    // SP-09: a script that traps hears the signal; after the exit there is nobody to hear one
    void signalsReachTheProcess()
    {
        EventLoop loop(makeDriver());
        const Child child = shell(
            loop, "trap 'echo usr1; exit 7' USR1; echo ready; while :; do sleep 0.01; done");
        QVERIFY(runUntil(loop, [&] { return child.protocol->out == "ready\n"; }));
        child.transport->sendSignal(SIGUSR1);
        QCOMPARE(end(loop, child), 7);
        QCOMPARE(child.protocol->out, std::string("ready\nusr1\n"));
        QVERIFY_EXCEPTION_THROWN(child.transport->sendSignal(SIGUSR1), ProcessLookupError);
        QVERIFY_EXCEPTION_THROWN(child.transport->kill(), ProcessLookupError);
        loop.close();
    }

    // SP-09, SP-10: close and terminate are SIGTERM, kill and abort SIGKILL (SP-07: negative)
    void eachWayToEndHasItsSignal()
    {
        EventLoop loop(makeDriver());
        const auto codeAfter = [&loop](void (SubprocessTransport::*way)()) {
            const Child child = run(loop, {"sleep", "30"});
            (child.transport.get()->*way)();
            return end(loop, child);
        };
        QCOMPARE(codeAfter(&SubprocessTransport::terminate), -SIGTERM);
        QCOMPARE(codeAfter(&SubprocessTransport::close), -SIGTERM);
        QCOMPARE(codeAfter(&SubprocessTransport::kill), -SIGKILL);
        QCOMPARE(codeAfter(&SubprocessTransport::abort), -SIGKILL);
        loop.close();
    }

    // SP-01: a child has default signals, and of our descriptors only its three
    void aChildInheritsNothingElse()
    {
        EventLoop loop(makeDriver());
        std::signal(SIGUSR2, SIG_IGN);
        const Child child = shell(loop, "ls /proc/self/fd | wc -l; kill -USR2 $$; echo survived");
        QCOMPARE(end(loop, child), -SIGUSR2);
        std::signal(SIGUSR2, SIG_DFL);
        QCOMPARE(child.protocol->out,
                 std::string("4\n")); // and the one that ls reads the directory with
        loop.close();
    }

    // L-08: a child does not outlive its loop, nor stay a zombie
    void closingTheLoopEndsTheChild()
    {
        EventLoop loop(makeDriver());
        const Child child = run(loop, {"sleep", "30"});
        const pid_t pid = child.transport->getPid();
        loop.close();
        QCOMPARE(child.protocol->calls.back(), std::string("lost"));
        QCOMPARE(::waitpid(pid, nullptr, WNOHANG), -1);
        QCOMPARE(errno, ECHILD);
    }

    // SP-03: each stream goes where the parent's descriptor points, also if they change places
    void standardStreamsMayBeSwapped()
    {
        EventLoop loop(makeDriver());
        QTemporaryFile one, two;
        QVERIFY(one.open() && two.open());
        const Descriptor kept1(::dup(1)), kept2(::dup(2));
        SubprocessOptions options;
        options.standardOutput = Redirection::file(2);
        options.standardError = Redirection::file(1);
        ::dup2(one.handle(), 1);
        ::dup2(two.handle(), 2);
        const Child child = shell(loop, "echo out; echo err >&2", std::move(options));
        const int code = end(loop, child);
        ::dup2(kept1.get(), 1);
        ::dup2(kept2.get(), 2);
        QCOMPARE(code, 0);
        QCOMPARE(content(one), QByteArray("err\n"));
        QCOMPARE(content(two), QByteArray("out\n"));
        loop.close();
    }

    // SP-01: as with Popen
    void theProgramIsLookedForInThePathItIsToHave()
    {
        EventLoop loop(makeDriver());
        const QTemporaryDir directory;
        QFile script(directory.filePath(QStringLiteral("found-by-path")));
        QVERIFY(script.open(QFile::WriteOnly));
        script.write("#!/bin/sh\necho found\n");
        script.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        script.close();
        SubprocessOptions options;
        options.environment
            = {"PATH=/nowhere:" + directory.path().toStdString() + ":/usr/bin:/bin"};
        const Child child = run(loop, {"found-by-path"}, std::move(options));
        QCOMPARE(end(loop, child), 0);
        QCOMPARE(child.protocol->out, std::string("found\n"));
        SubprocessOptions elsewhere;
        elsewhere.environment = std::vector<std::string> {"PATH=/nowhere"};
        QVERIFY_EXCEPTION_THROWN(run(loop, {"sh"}, std::move(elsewhere)), OsError);
        loop.close();
    }

    // execvp(3): an empty element is the current folder, which is the child's
    void elementsOfThePathMayBeRelative_data()
    {
        QTest::addColumn<QString>("paths");
        for (const char *const paths :
             {"", ".", ":/nowhere", "/nowhere:", "/nowhere::/none", "sub/..", "./"})
            QTest::newRow(*paths ? paths : "empty") << QString::fromUtf8(paths);
    }
    void elementsOfThePathMayBeRelative()
    {
        QFETCH(QString, paths);
        EventLoop loop(makeDriver());
        const QTemporaryDir directory;
        QVERIFY(QDir(directory.path()).mkdir(QStringLiteral("sub")));
        QVERIFY(QFile::link(QStringLiteral("/bin/true"),
                            directory.filePath(QStringLiteral("found-from-there"))));
        SubprocessOptions options;
        options.environment = {"PATH=" + paths.toStdString()};
        options.workingDirectory = directory.path().toStdString();
        const Child child = run(loop, {"found-from-there"}, std::move(options));
        QCOMPARE(end(loop, child), 0);
        SubprocessOptions here; // where it is not
        here.environment = {"PATH=" + paths.toStdString()};
        QVERIFY_EXCEPTION_THROWN(run(loop, {"found-from-there"}, std::move(here)), OsError);
        loop.close();
    }

    // SP-01
    void argumentsWithAZeroByteAreRefused()
    {
        EventLoop loop(makeDriver());
        QVERIFY_EXCEPTION_THROWN(run(loop, {"echo", std::string("ab\0cd", 5)}), ValueError);
        SubprocessOptions environment;
        environment.environment = std::vector<std::string> {"A=1", std::string("B=2\0C", 5)};
        QVERIFY_EXCEPTION_THROWN(run(loop, {"true"}, std::move(environment)), ValueError);
        SubprocessOptions directory;
        directory.workingDirectory = std::string("/\0tmp", 5);
        QVERIFY_EXCEPTION_THROWN(run(loop, {"true"}, std::move(directory)), ValueError);
        loop.close();
    }

    // SP-10: at once, to its owner and to who watches the loop; whatever the child makes of it
    void whatIsToEndIsClosing()
    {
        EventLoop loop(makeDriver());
        Recorder recorder(loop);
        Ledger ledger;
        const Child child = shell(loop, "trap '' TERM; echo ready; while :; do sleep 0.01; done");
        QVERIFY(runUntil(loop, [&] { return child.protocol->out == "ready\n"; }));
        ledger.drain(recorder, loop);
        const std::uint64_t id = child.transport->id().value;
        QVERIFY(ledger.connections.at(id).state == ConnectionState::Open);
        QVERIFY(!child.transport->isClosing());
        child.transport->close();
        QVERIFY(child.transport->isClosing());
        ledger.drain(recorder, loop);
        QVERIFY(ledger.connections.at(id).state == ConnectionState::Closing);
        child.transport->kill();
        QCOMPARE(end(loop, child), -SIGKILL);

        const Child aborted = run(loop, {"sleep", "30"});
        QVERIFY(!aborted.transport->isClosing());
        aborted.transport->abort();
        QVERIFY(aborted.transport->isClosing());
        QCOMPARE(end(loop, aborted), -SIGKILL);
        loop.close();
    }
};

QTEST_GUILESS_MAIN(SubprocessTest)
#include "SubprocessTest.moc"
