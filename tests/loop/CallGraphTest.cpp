// SPDX-License-Identifier: GPL-3.0-or-later

// The await graph: who is shown as whose awaiter, in which order, and how it is printed.

#include "loop/CallGraph.h"
#include "loop/Combinators.h"
#include "loop/TaskGroup.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Drivers.h"

#include <QtCore/QObject>
#include <QtTest/QTest>

#include <cstdlib>
#include <regex>

using namespace loop;

namespace {

Coro<std::string> innermost(FrameLimit limit)
{
    co_await sleep(0s);
    co_return formatCallGraph(captureCallGraph(limit));
}

Coro<std::string> middle(FrameLimit limit)
{
    co_return co_await innermost(limit);
}

Coro<std::string> viaGather(FrameLimit limit)
{
    auto [graph] = co_await gather(middle(limit));
    co_return graph;
}

Coro<int> awaitTask(Task<int> task)
{
    co_return co_await task;
}

Coro<int> viaGather(Task<int> task)
{
    const auto both = co_await gather(task, task);
    co_return std::get<0>(both);
}

Coro<int> viaWait(Task<int> task)
{
    std::vector<Task<int>> tasks {task};
    (void)co_await wait(std::move(tasks));
    co_return 0;
}

Coro<int> viaShield(Task<int> task)
{
    co_return co_await shield(task);
}

Coro<int> viaTimeout(Task<int> task)
{
    co_return co_await timeout(2h, task);
}

Coro<int> viaAsCompleted(Task<int> task)
{
    std::vector<Task<int>> tasks {task};
    int sum = 0;
    for (auto &&next : asCompleted(std::move(tasks)))
        sum += co_await std::move(next);
    co_return sum;
}

Coro<int> awaitNext(Coro<int> next)
{
    co_return co_await std::move(next);
}

using AwaitsTask = Coro<int> (*)(Task<int>);

Coro<void> createInGroup(TaskGroup &group)
{
    (void)group.createTask(after(1h, 1), "child");
    co_return;
}

Coro<int> awaitWhatComes(std::shared_ptr<Task<int>> task)
{
    co_return co_await *task;
}

// What `print` writes to a file.
template <class F> std::string printed(F print)
{
    char *text = nullptr;
    std::size_t size = 0;
    std::FILE *const file = ::open_memstream(&text, &size);
    print(file);
    std::fclose(file);
    std::string whole(text, size);
    std::free(text);
    return whole;
}

// Numbers and directories are different each time.
std::string withoutNumbers(const std::string &text)
{
    const std::string noIds = std::regex_replace(text, std::regex("id=0x[0-9a-f]+"), "id=0x");
    return std::regex_replace(noIds, std::regex("File '[^']*', line [0-9]+"), "File '', line 0");
}

std::size_t framesIn(const std::string &graph)
{
    std::size_t count = 0;
    for (std::size_t at = graph.find("  |   "); at != std::string::npos;
         at = graph.find("  |   ", at + 1))
        ++count;
    return count;
}

Task<int> taskNamed(EventLoop &loop, const std::string &name)
{
    for (const Ref<TaskBase> &task : loop.allTasks())
        if (task->name() == name)
            return Task<int>(Ref<FutureBase>(task));
    return {};
}

void cancelAll(EventLoop &loop)
{
    for (const Ref<TaskBase> &task : loop.allTasks())
        task->cancel();
    loop.runUntilComplete(idle(0s));
    loop.runUntilComplete(idle(0s));
}

} // namespace

Q_DECLARE_METATYPE(AwaitsTask)

class CallGraphTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void theGraphIsPrintedAsPythonDoes()
    {
        EventLoop loop(makeDriver());
        const auto outer = loop.createTask(viaGather(FrameLimit()), "outer");
        const std::string graph = loop.runUntilComplete(outer);
        QCOMPARE(std::regex_replace(withoutNumbers(graph), std::regex("'Task-[0-9]+'"), "'inner'"),
                 std::string("* Task(name='inner', id=0x)\n"
                             "  + Call stack:\n"
                             "  |   File '', line 0, in async innermost(FrameLimit)\n"
                             "  |   File '', line 0, in async middle(FrameLimit)\n"
                             "  + Awaited by:\n"
                             "    * Future(gather, id=0x)\n"
                             "      + Awaited by:\n"
                             "        * Task(name='outer', id=0x)\n"
                             "          + Call stack:\n"
                             "          |   File '', line 0, in async viaGather(FrameLimit)\n"));
    }

    void aLimitKeepsTheInnermostOrOutermostFrames()
    {
        EventLoop loop(makeDriver());
        const auto captured = [&loop](FrameLimit limit) {
            return loop.runUntilComplete(loop.createTask(middle(limit)));
        };
        QCOMPARE(framesIn(captured({})), 2u);
        QVERIFY(captured(1).find("innermost(") != std::string::npos);
        QCOMPARE(framesIn(captured(1)), 1u);
        QVERIFY(captured(-1).find("middle(") != std::string::npos);
        QCOMPARE(framesIn(captured(-1)), 1u);
        QCOMPARE(framesIn(captured(0)), 0u);
        QVERIFY(captured(0).find("Call stack") == std::string::npos);
        QCOMPARE(framesIn(captured(9)), 2u);
        QCOMPARE(framesIn(captured(-9)), 2u);
    }

    void whoAwaitsATaskIsShown_data()
    {
        QTest::addColumn<AwaitsTask>("awaits");
        QTest::addColumn<QString>("between");
        QTest::newRow("await") << AwaitsTask(awaitTask) << QString();
        QTest::newRow("gather") << AwaitsTask(viaGather) << QStringLiteral("gather");
        QTest::newRow("wait") << AwaitsTask(viaWait) << QString();
        QTest::newRow("shield") << AwaitsTask(viaShield) << QStringLiteral("shield");
        QTest::newRow("timeout") << AwaitsTask(viaTimeout) << QString();
        QTest::newRow("asCompleted") << AwaitsTask(viaAsCompleted) << QString();
    }
    void whoAwaitsATaskIsShown()
    {
        QFETCH(AwaitsTask, awaits);
        QFETCH(QString, between);
        EventLoop loop(makeDriver());
        const auto child = loop.createTask(after(1h, 1), "child");
        QVERIFY(captureCallGraph(child).awaitedBy.empty());
        (void)loop.createTask(awaits(child), "awaiter");
        loop.runUntilComplete(idle(1ms));

        CallGraph graph = captureCallGraph(child);
        QCOMPARE(graph.awaitedBy.size(), 1u); // once, though gather() has it twice
        if (!between.isEmpty()) {
            graph = graph.awaitedBy.front();
            QCOMPARE(QString::fromLatin1(graph.future->resultOwner()), between);
            QVERIFY(graph.callStack.empty());
        }
        QCOMPARE(graph.awaitedBy.size(), 1u);
        const CallGraph &awaiter = graph.awaitedBy.front();
        QCOMPARE(awaiter.future->asTask()->name(), std::string("awaiter"));
        QVERIFY(!awaiter.callStack.empty());
        const std::string tree = formatAwaitTree(loop);
        QVERIFY2(tree.find("\n└── child: ") != std::string::npos, tree.c_str());

        cancelAll(loop);
        QVERIFY(captureCallGraph(child).awaitedBy.empty());
    }

    void allWhoAwaitATaskAreShown()
    {
        EventLoop loop(makeDriver());
        const auto child = loop.createTask(after(1h, 1), "child");
        std::vector<Task<int>> tasks {child, loop.createTask(after(1h, 2), "sibling")};
        int number = 0;
        for (auto &&next : asCompleted(std::move(tasks)))
            (void)loop.createTask(awaitNext(std::move(next)), "taker " + std::to_string(++number));
        (void)loop.createTask(awaitTask(child), "awaiter");
        loop.runUntilComplete(idle(1ms));

        std::vector<std::string> names;
        for (const CallGraph &awaiter : captureCallGraph(child).awaitedBy)
            names.push_back(awaiter.future->asTask()->name());
        QCOMPARE(names, (std::vector<std::string> {"taker 1", "taker 2", "awaiter"}));
        const std::string tree = formatAwaitTree(loop);
        for (const char *const name : {"taker 1: ", "taker 2: ", "awaiter: "})
            QVERIFY2(tree.find(name) != std::string::npos, tree.c_str());
        cancelAll(loop);
    }

    void aGroupsTasksAreAwaitedByWhoRunsIt()
    {
        EventLoop loop(makeDriver());
        (void)loop.createTask(taskGroup(createInGroup), "parent");
        loop.runUntilComplete(idle(1ms));
        const Task<int> child = taskNamed(loop, "child");
        const CallGraph graph = captureCallGraph(child);
        QCOMPARE(graph.awaitedBy.size(), 1u);
        QCOMPARE(graph.awaitedBy.front().future->asTask()->name(), std::string("parent"));
        cancelAll(loop);
    }

    void aCycleIsFollowedOnce()
    {
        EventLoop loop(makeDriver());
        const auto later = std::make_shared<Task<int>>();
        const auto first = loop.createTask(awaitWhatComes(later), "first");
        *later = loop.createTask(awaitTask(first), "second");
        loop.runUntilComplete(idle(1ms));
        const CallGraph graph = captureCallGraph(first);
        QCOMPARE(graph.awaitedBy.size(), 1u);
        QCOMPARE(graph.awaitedBy.front().future->asTask()->name(), std::string("second"));
        QVERIFY(graph.awaitedBy.front().awaitedBy.empty());
        const std::string tree = formatAwaitTree(loop);
        QVERIFY2(tree.find("(shown above)") != std::string::npos, tree.c_str());
        cancelAll(loop);
    }

    void whoIsReachedOnTwoWaysIsShownOnBoth()
    {
        EventLoop loop(makeDriver());
        const auto child = loop.createTask(after(1h, 1), "child");
        const auto left = loop.createTask(awaitTask(child), "left");
        const auto right = loop.createTask(awaitTask(child), "right");
        (void)loop.createTask(
            [](Task<int> one, Task<int> other) -> Coro<int> {
                const auto both = co_await gather(one, other);
                co_return std::get<0>(both);
            }(left, right),
            "top");
        loop.runUntilComplete(idle(1ms));
        const CallGraph graph = captureCallGraph(child);
        QCOMPARE(graph.awaitedBy.size(), 2u);
        for (const CallGraph &way : graph.awaitedBy) {
            QCOMPARE(way.awaitedBy.size(), 1u);
            const CallGraph &gathered = way.awaitedBy.front();
            QCOMPARE(gathered.awaitedBy.size(), 1u);
            QCOMPARE(gathered.awaitedBy.front().future->asTask()->name(), std::string("top"));
        }
        cancelAll(loop);
    }

    void theGraphGoesToAFile()
    {
        EventLoop loop(makeDriver());
        const auto child = loop.createTask(after(1h, 1), "child");
        loop.runUntilComplete(idle(1ms));
        QCOMPARE(printed([&](std::FILE *file) { printCallGraph(child, {}, file); }),
                 formatCallGraph(captureCallGraph(child)));
        QCOMPARE(printed([](std::FILE *file) { printCallGraph({}, file); }), std::string());
        QVERIFY(!captureCallGraph().future); // outside of tasks
        cancelAll(loop);
    }

    void theTreeShowsTasksBelowThoseThatAwaitThem()
    {
        EventLoop loop(makeDriver());
        const auto child = loop.createTask(after(1h, 1), "child");
        (void)loop.createTask(awaitTask(child), "root");
        loop.runUntilComplete(idle(0s));
        const std::string tree = formatAwaitTree(loop);
        QVERIFY2(tree.rfind("root: ", 0) == 0, tree.c_str());
        QVERIFY2(tree.find("\n└── child: ") != std::string::npos, tree.c_str());
        QVERIFY2(tree.find(", sleep at Coroutines.h:") != std::string::npos, tree.c_str());
        cancelAll(loop);
    }
};

QTEST_GUILESS_MAIN(CallGraphTest)
#include "CallGraphTest.moc"
