// SPDX-License-Identifier: GPL-3.0-or-later
// Child processes as coroutines have them, against real programs (asyncio's Process, Python 3.12).
#include "loop/Process.h"
#include "loop/Gather.h"
#include "loop/Timeout.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Drivers.h"
#include "tests/support/LogCapture.h"

#include <QtTest/QTest>

#include <csignal>

#include <malloc.h>

using namespace loop;

namespace {

using Output = std::pair<std::string, std::string>;

struct Ended {
    Output output;
    int returncode = -1000;
};

Coro<Ended> converse(std::vector<std::string> arguments, std::string input,
                     SubprocessOptions options)
{
    const Process process = co_await createSubprocessExec(std::move(arguments), std::move(options));
    Ended ended;
    ended.output = co_await process.communicate(std::move(input));
    ended.returncode = process.returncode().value_or(-1000);
    co_return ended;
}

// Runs it to its end.
Ended run(EventLoop &loop, std::vector<std::string> arguments, std::string input = {},
          SubprocessOptions options = {})
{
    return loop.runUntilComplete(
        converse(std::move(arguments), std::move(input), std::move(options)));
}

Process start(EventLoop &loop, std::vector<std::string> arguments, SubprocessOptions options = {})
{
    return loop.runUntilComplete(
        createSubprocessExec(std::move(arguments), std::move(options), defaultStreamLimit, &loop));
}

Coro<std::string> line(Process process)
{
    co_return co_await process.standardOutput()->readline();
}

// What cat answers, line by line, and its return code.
Coro<std::string> talkToCat(std::vector<std::string> lines)
{
    std::vector<std::string> arguments {"cat"};
    const Process cat = co_await createSubprocessExec(std::move(arguments));
    std::string answers;
    for (const std::string &each : lines) {
        cat.standardInput()->write(each);
        co_await cat.standardInput()->drain();
        const std::string answer = co_await cat.standardOutput()->readline();
        answers += answer;
    }
    cat.standardInput()->close();
    co_await cat.standardInput()->waitClosed();
    const std::string rest = co_await cat.standardOutput()->read();
    const int code = co_await cat.wait();
    co_return answers + rest + std::to_string(code);
}

Coro<void> drained(Process process)
{
    co_await process.standardInput()->drain();
}

template <class F> Coro<void> until(F holds)
{
    for (int i = 0; i < 800 && !holds(); ++i)
        co_await sleep(5ms);
}

} // namespace

class ProcessTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void initTestCase() { std::signal(SIGPIPE, SIG_IGN); } // QtTest takes it for a crash

    void aChildIsTalkedToLineByLine()
    {
        EventLoop loop(makeDriver());
        QCOMPARE(loop.runUntilComplete(talkToCat({"one\n", "two\n"})), std::string("one\ntwo\n0"));
        QCOMPARE(loop.totals().connections, std::size_t(0));
    }

    void theShellRunsACommand()
    {
        EventLoop loop(makeDriver());
        const Process shell = loop.runUntilComplete(createSubprocessShell(
            "read x; echo got $x; echo no >&2; exit 3", {}, defaultStreamLimit, &loop));
        QVERIFY(shell.pid() > 0);
        QVERIFY(!shell.returncode());
        QCOMPARE(loop.runUntilComplete(shell.communicate("it\n")), Output("got it\n", "no\n"));
        QCOMPARE(shell.returncode(), std::optional(3));
        QCOMPARE(loop.runUntilComplete(shell.wait()), 3); // which is there
        QCOMPARE(loop.runUntilComplete(shell.communicate()), Output());
    }

    void megabytesGoThroughACat()
    {
        EventLoop loop(makeDriver());
        std::string much;
        for (int i = 0; i < 1'000'000; ++i)
            much += std::to_string(i) + '\n';
        const Ended cat = run(loop, {"cat"}, much);
        QVERIFY(cat.output.first == much);
        QCOMPARE(cat.output.second, std::string());
        QCOMPARE(cat.returncode, 0);
    }

    // More than both pipes hold, by turns: who read one after the other would wait for ever.
    void bothOutputsAreReadAtOnce()
    {
        EventLoop loop(makeDriver());
        const Ended python = run(loop,
                                 {"python3", "-c",
                                  "import sys\n"
                                  "for i in range(30):\n"
                                  "    sys.stderr.write('e' * 100000)\n"
                                  "    sys.stdout.write('o' * 100000)\n"
                                  "sys.stdout.write(sys.stdin.read())\n"},
                                 std::string(1'000'000, 'i'));
        QVERIFY(python.output.first == std::string(3'000'000, 'o') + std::string(1'000'000, 'i'));
        QVERIFY(python.output.second == std::string(3'000'000, 'e'));
        QCOMPARE(python.returncode, 0);
    }

    void aChildThatDoesNotReadItsInputIsNoError()
    {
        EventLoop loop(makeDriver());
        const std::string much(4'000'000, 'x');
        for (const char *const command :
             {"echo done", "exec <&-; echo done", "head -c 100000 >/dev/null; echo done"}) {
            const Ended shell = run(loop, {"sh", "-c", command}, much);
            QCOMPARE(shell.output.first, std::string("done\n"));
            QCOMPARE(shell.returncode, 0);
        }
        QCOMPARE(run(loop, {"true"}, much).returncode, 0);
    }

    void withoutInputTheChildSeesItsEndAtOnce()
    {
        EventLoop loop(makeDriver());
        QCOMPARE(run(loop, {"wc", "-c"}).output.first, std::string("0\n"));
    }

    void whatIsNoPipeHasNoStream()
    {
        EventLoop loop(makeDriver());
        SubprocessOptions options;
        options.standardInput = Redirection::devNull();
        options.standardError = Redirection::toStdout();
        const Process merged = start(loop, {"sh", "-c", "cat; echo out; echo err >&2"}, options);
        QVERIFY(!merged.standardInput() && merged.standardOutput() && !merged.standardError());
        QVERIFY_THROWS_EXCEPTION(ValueError,
                                 (void)loop.runUntilComplete(merged.communicate("for nobody")));
        QCOMPARE(loop.runUntilComplete(merged.communicate()), Output("out\nerr\n", ""));

        options.standardOutput = options.standardError = Redirection::devNull();
        const Process silent = start(loop, {"sh", "-c", "echo out; echo err >&2"}, options);
        QVERIFY(!silent.standardInput() && !silent.standardOutput() && !silent.standardError());
        QCOMPARE(loop.runUntilComplete(silent.communicate()), Output());
        QCOMPARE(silent.returncode(), std::optional(0));
    }

    void cancelledCommunicateLeavesTheChildAndWhatItSaid()
    {
        EventLoop loop(makeDriver());
        const Process child = start(loop, {"sh", "-c", "echo early; exec sleep 30"});
        auto task = loop.createTask(child.communicate(std::string(1'000'000, 'x')));
        runReady(loop, 3);
        task.cancel();
        QVERIFY_THROWS_EXCEPTION(CancelledError, (void)loop.runUntilComplete(task));
        QVERIFY(task.cancelled());
        QCOMPARE(loop.allTasks().size(), std::size_t(0));
        QVERIFY(!child.returncode());
        QCOMPARE(loop.runUntilComplete(line(child)), std::string("early\n"));
        child.kill();
        QCOMPARE(loop.runUntilComplete(child.communicate()), Output());
        QCOMPARE(child.returncode(), std::optional(-SIGKILL));
    }

    void cancelledAtAnyMomentLeavesNoTask()
    {
        EventLoop loop(makeDriver());
        std::string trouble;
        loop.setExceptionHandler([&trouble](EventLoop &, const ExceptionContext &context) {
            trouble += context.text();
        });
        const std::string input(300'000, 'x');
        for (int moment = 0; moment < 20; ++moment) {
            const auto task = loop.createTask(converse({"cat"}, input, {}));
            runReady(loop, moment);
            task.cancel();
            (void)messageThrownBy([&] { return loop.runUntilComplete(task).returncode; });
            QVERIFY(loop.allTasks().empty());
        }
        for (auto *transport = loop.firstTransport(); transport; transport = transport->next())
            transport->abort(); // the cats that wait for more
        loop.runUntilComplete(until([&] { return loop.totals().connections == 0; }));
        QCOMPARE(loop.totals().connections, std::size_t(0));
        QCOMPARE(trouble, std::string());
    }

    void signalsReachTheChildWhileItLives()
    {
        EventLoop loop(makeDriver());
        const Process child = start(
            loop, {"sh", "-c", "trap 'echo usr1; exit 5' USR1; echo ready; while :; do :; done"});
        QCOMPARE(loop.runUntilComplete(line(child)), std::string("ready\n"));
        child.sendSignal(SIGUSR1);
        QCOMPARE(loop.runUntilComplete(child.communicate()), Output("usr1\n", ""));
        QCOMPARE(child.returncode(), std::optional(5));
        QVERIFY_THROWS_EXCEPTION(ProcessLookupError, child.sendSignal(SIGUSR1));
        QVERIFY_THROWS_EXCEPTION(ProcessLookupError, child.kill());

        const Process other = start(loop, {"sleep", "30"});
        other.terminate();
        QCOMPARE(loop.runUntilComplete(other.wait()), -SIGTERM);
        QVERIFY_THROWS_EXCEPTION(ProcessLookupError, other.terminate());
    }

    void drainWaitsForAChildThatIsSlowToRead() // W-07
    {
        EventLoop loop(makeDriver());
        const Process child = start(loop, {"wc", "-c"});
        child.sendSignal(SIGSTOP);
        child.standardInput()->write(std::string(1'000'000, 'x'));
        const auto draining = loop.createTask(drained(child));
        runReady(loop, 5);
        QVERIFY(!draining.done());
        child.sendSignal(SIGCONT);
        loop.runUntilComplete(draining);
        QCOMPARE(loop.runUntilComplete(child.communicate()), Output("1000000\n", ""));
    }

    // ST-05: what nobody reads stays in the pipe, and the child waits
    void aReaderTakesInNoMoreThanItsLimit()
    {
        EventLoop loop(makeDriver());
        const Process child = start(loop, {"head", "-c", "8000000", "/dev/zero"});
        Transport *const pipe = child.transport().getPipeTransport(1);
        loop.runUntilComplete(until([&] { return !pipe->isReading(); }));
        QVERIFY(!pipe->isReading());
        QVERIFY(pipe->counters().bytesIn < 1'000'000);
        QCOMPARE(loop.runUntilComplete(child.communicate()).first.size(), std::size_t(8'000'000));
        QVERIFY_THROWS_EXCEPTION(
            ValueError, (void)loop.runUntilComplete(createSubprocessExec({"true"}, {}, 0)));
    }

    // The grandchild keeps the other end of the input, and nobody will ever write to it.
    void inputThatAGrandchildHoldsIsClosed()
    {
        EventLoop loop(makeDriver());
        const Process child
            = start(loop, {"sh", "-c", "exec 3<&0; sleep 30 >/dev/null 2>&1 & echo $!"});
        const std::string grandchild = loop.runUntilComplete(line(child));
        QCOMPARE(loop.runUntilComplete(child.wait()), 0);
        loop.runUntilComplete(until([&] { return loop.totals().connections == 0; }));
        QCOMPARE(loop.totals().connections, std::size_t(0));
        ::kill(std::stoi(grandchild), SIGKILL);
    }

    // The child is over and its output closed when the grandchild speaks.
    void whatAGrandchildSaysLateIsHeard()
    {
        EventLoop loop(makeDriver());
        const Ended child = run(loop,
                                {"sh", "-c",
                                 "exec 3>&2; (exec >/dev/null; while kill -0 $$ 2>/dev/null; do :; "
                                 "done; echo late >&3) & exit 4"});
        QCOMPARE(child.output.second, std::string("late\n"));
        QCOMPARE(child.returncode, 4);
    }

    void whoHasHeardEnoughClosesTheTransport()
    {
        EventLoop loop(makeDriver());
        const Process child = start(loop, {"yes"});
        QCOMPARE(loop.runUntilComplete(line(child)), std::string("y\n"));
        child.transport().close();
        QVERIFY(loop.runUntilComplete(child.wait()) < 0); // SIGTERM, or SIGPIPE came first
        loop.runUntilComplete(until([&] { return loop.totals().connections == 0; }));
        QCOMPARE(loop.totals().connections, std::size_t(0));
    }

    void manyChildrenAtOnce()
    {
        EventLoop loop(makeDriver());
        std::vector<Coro<Ended>> all;
        const std::string input(300'000, 'x');
        for (int i = 0; i < 20; ++i)
            all.push_back(converse({"cat"}, input + std::to_string(i), {}));
        const auto ended = loop.runUntilComplete(gather(loop, std::move(all)));
        for (std::size_t i = 0; i < ended.size(); ++i)
            QVERIFY(ended[i].output.first == input + std::to_string(i));
        QCOMPARE(loop.totals().connections, std::size_t(0));
    }

    void aProgramThatIsNotThereIsNamed()
    {
        EventLoop loop(makeDriver());
        QCOMPARE(
            messageThrownBy([&] { return run(loop, {"/nothing/here"}).returncode; }).substr(0, 24),
            std::string("cannot run /nothing/here"));
    }

    // Nothing is unclosed, pending or never awaited where all was done right.
    void debugModeHasNothingToSay()
    {
        const LogCapture log;
        {
            EventLoop loop(makeDriver());
            loop.setDebug(true);
            loop.slowCallbackDuration = loop.slowIterationDuration = 1h;
            loop.runUntilComplete(talkToCat({"one\n"}));
            (void)run(loop, {"cat"}, std::string(1'000'000, 'x'));
            (void)run(loop, {"true"}, std::string(1'000'000, 'x'));
            {
                const Process killed = start(loop, {"sleep", "30"});
                const auto waiting = loop.createTask(killed.communicate("x"));
                runReady(loop, 3);
                waiting.cancel();
                runReady(loop, 3);
                killed.kill();
                QCOMPARE(loop.runUntilComplete(killed.wait()), -SIGKILL);
            }
            loop.runUntilComplete(until([&] { return loop.totals().connections == 0; }));
            loop.close();
        }
        QCOMPARE(log.count(LogLevel::Warning) + log.count(LogLevel::Error), 0L);
    }

    // L-08: the child ends with the loop, and debug mode tells of it
    void closingTheLoopEndsTheChild()
    {
        const LogCapture log;
        EventLoop loop(makeDriver());
        loop.setDebug(true);
        const Process child = start(loop, {"sleep", "30"});
        loop.close();
        QCOMPARE(child.returncode(), std::optional(-SIGKILL));
        QVERIFY(log.count("unclosed transport") > 0);
        QVERIFY_THROWS_EXCEPTION(ProcessLookupError, child.kill());
    }

    // SP-05, Y-06: a loop that looks again and again whether a child has ended.
    void waitingInAPollingLoopLeavesNothingBehind()
    {
        EventLoop loop(makeDriver());
        const auto poll = [](std::shared_ptr<Process> process, int rounds) -> Coro<void> {
            for (int i = 0; i < rounds; ++i) {
                try {
                    (void)co_await timeout(std::chrono::seconds(0), process->wait());
                } catch (const TimeoutError &) { }
            }
        };
        std::vector<std::string> command {"/bin/cat"};
        const auto process = std::make_shared<Process>(
            loop.runUntilComplete(createSubprocessExec(command, {}, defaultStreamLimit, &loop)));
        loop.runUntilComplete(poll(process, 100));
        const std::size_t before = ::mallinfo2().uordblks;
        loop.runUntilComplete(poll(process, 20'000));
        const std::size_t after = ::mallinfo2().uordblks;
        QVERIFY2(after < before + 100'000, qPrintable(QString::number(after - before)));
        process->kill();
        QCOMPARE(loop.runUntilComplete(process->wait()), -9);
    }
};

QTEST_GUILESS_MAIN(ProcessTest)
#include "ProcessTest.moc"
