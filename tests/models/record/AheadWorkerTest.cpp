// SPDX-License-Identifier: GPL-3.0-or-later

// What is made ahead of its time: by one thread, in order, or by whoever wants it first.

#include "models/record/AheadWorker.h"

#include <QtTest/QTest>

#include <atomic>
#include <future>
#include <memory>
#include <set>
#include <stdexcept>
#include <thread>

using models::AheadWorker;

class AheadWorkerTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneThreadMakesAll()
    {
        AheadWorker<int> worker;
        std::set<std::thread::id> threads; // of makers, one after the other
        for (int i = 0; i < 100; ++i) {
            std::promise<void> made;
            const auto job = worker.ask([&threads, &made, i] {
                threads.insert(std::this_thread::get_id());
                made.set_value();
                return i;
            });
            made.get_future().wait();
            QCOMPARE(job->get(), i);
        }
        QCOMPARE(threads.size(), std::size_t {1});
        QVERIFY(!threads.contains(std::this_thread::get_id()));
    }

    void whatHasNotBegunIsMadeByWhoeverWantsIt()
    {
        AheadWorker<std::thread::id> worker;
        std::promise<void> begun, open;
        const auto first = worker.ask([&begun, gate = open.get_future().share()] {
            begun.set_value();
            gate.wait();
            return std::this_thread::get_id();
        });
        const auto second = worker.ask([] { return std::this_thread::get_id(); });
        begun.get_future().wait();
        QCOMPARE(second->get(), std::this_thread::get_id());
        open.set_value();
        QVERIFY(first->get() != std::this_thread::get_id());
    }

    void whatWasLetGoOfIsNotMade()
    {
        AheadWorker<int> worker;
        std::promise<void> open;
        std::atomic<int> made = 0;
        const auto first = worker.ask([gate = open.get_future().share()] {
            gate.wait();
            return 1;
        });
        auto second = worker.ask([&made] { return ++made; });
        second.reset();
        open.set_value();
        std::promise<void> reached;
        const auto third = worker.ask([&reached] {
            reached.set_value();
            return 3;
        });
        reached.get_future().wait(); // by the thread, after what came before
        QCOMPARE(first->get() + third->get(), 4);
        QCOMPARE(made.load(), 0);
    }

    void whatAMakerThrowsReachesWhoeverWantsIt()
    {
        AheadWorker<int> worker;
        std::promise<void> open;
        const auto first = worker.ask([gate = open.get_future().share()]() -> int {
            gate.wait();
            throw std::runtime_error("first");
        });
        const auto second = worker.ask([]() -> int { throw std::runtime_error("second"); });
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, static_cast<void>(second->get()));
        open.set_value();
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, static_cast<void>(first->get()));
    }

    void theEndWaitsForAMakerThatRuns()
    {
        std::atomic<int> made = 0;
        std::shared_ptr<AheadWorker<int>::Job> kept;
        {
            std::promise<void> begun, open;
            AheadWorker<int> worker;
            const auto first = worker.ask([&] {
                begun.set_value();
                open.get_future().wait();
                return ++made;
            });
            begun.get_future().wait();
            kept = worker.ask([&made] { return ++made; });
            open.set_value();
        }
        QVERIFY(made.load() >= 1);
        QCOMPARE(kept->get(), 2); // still to be had, and once
    }
};

QTEST_GUILESS_MAIN(AheadWorkerTest)
#include "AheadWorkerTest.moc"
