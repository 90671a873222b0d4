// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/Policy.h"
#include "loop/Gather.h"
#include "tests/loop/Coroutines.h"
#include "tests/support/Drivers.h"

#include <QtCore/QObject>

using namespace loop;

namespace {

class CountingPolicy final : public DefaultEventLoopPolicy {
public:
    std::unique_ptr<EventLoop> newEventLoop() override
    {
        ++made;
        return std::make_unique<EventLoop>(nullptr, "counted");
    }
    int made = 0;
};

} // namespace

class PolicyTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void cleanup() { setEventLoopPolicy(nullptr); }

    void mainThreadGetsALoopWhenItFirstAsks() // M-02
    {
        static bool first = true; // a thread is asked for its loop once
        if (!std::exchange(first, false))
            QSKIP("the loop was made in the run before");
        EventLoop &loop = getEventLoop();
        QCOMPARE(&getEventLoop(), &loop);
        QCOMPARE(loop.runUntilComplete(after(1ms, 1)), 1);
    }

    void otherThreadsGetNone() // M-02
    {
        std::string error;
        std::thread([&] {
            error = messageThrownBy([] { return getEventLoop().id().value; });
        }).join();
        QCOMPARE(error, std::string("There is no current event loop in this thread."));
    }

    void insideCallbacksItIsTheRunningOne() // M-02
    {
        EventLoop loop(makeDriver()), other;
        setEventLoop(&other);
        EventLoop *seen = nullptr;
        loop.callSoon([&] {
            seen = &getEventLoop();
            loop.stop();
        });
        loop.runForever();
        QCOMPARE(seen, &loop);
        QCOMPARE(&getEventLoop(), &other);
        QVERIFY_THROWS_EXCEPTION(RuntimeError, (void)getRunningLoop());
        setEventLoop(nullptr);
    }

    void aThreadHasTheLoopThatWasSetForIt() // M-01, M-03
    {
        EventLoop here;
        setEventLoop(&here);
        EventLoop *seenThere = nullptr, *setThere = nullptr;
        std::thread([&] {
            const auto there = newEventLoop();
            setThere = there.get();
            setEventLoop(setThere);
            seenThere = &getEventLoop();
        }).join();
        QVERIFY(seenThere && seenThere == setThere);
        QCOMPARE(&getEventLoop(), &here);
        setEventLoop(nullptr);
        QVERIFY_THROWS_EXCEPTION(RuntimeError, (void)getEventLoop());
    }

    void theLoopThatWasSetMayGo() // M-03
    {
        auto loop = std::make_unique<EventLoop>();
        setEventLoop(loop.get());
        QCOMPARE(&getEventLoop(), loop.get());
        loop.reset();
        QCOMPARE(messageThrownBy([] { return getEventLoop().id().value; }),
                 std::string("The current event loop of this thread is gone."));
        setEventLoop(nullptr);
    }

    void policiesCanBeReplaced() // M-03
    {
        const auto policy = std::make_shared<CountingPolicy>();
        setEventLoopPolicy(policy);
        QCOMPARE(getEventLoopPolicy(), std::static_pointer_cast<EventLoopPolicy>(policy));
        QCOMPARE(newEventLoop()->name(), std::string("counted"));
        QCOMPARE(policy->made, 1);
    }

    void helpersTakeALoopOrTheCurrentOne() // M-04
    {
        EventLoop set(makeDriver()), given(makeDriver());
        setEventLoop(&set);
        QCOMPARE(&gather(after(0s, 1)).loop(), &set);
        QCOMPARE(&gather(given, after(0s, 1)).loop(), &given);
        set.runUntilComplete(idle(0s));
        given.runUntilComplete(idle(0s));
        set.runUntilComplete(idle(0s));
        given.runUntilComplete(idle(0s));
        setEventLoop(nullptr);
    }
};

QTEST_GUILESS_MAIN(PolicyTest)
#include "PolicyTest.moc"
