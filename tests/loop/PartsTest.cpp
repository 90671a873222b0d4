// SPDX-License-Identifier: GPL-3.0-or-later

// The loop's own containers beside plain ones that do the same, through long random runs; and all
// the words of the records, addresses and errors.

#include "loop/Errors.h"
#include "loop/HandleTable.h"
#include "loop/Inbox.h"
#include "loop/IoTable.h"
#include "loop/ReadyQueue.h"
#include "loop/Records.h"
#include "loop/SocketAddress.h"
#include "loop/TimerHeap.h"
#include "tests/support/ManualDriver.h"

#include <QtTest/QTest>

#include <deque>
#include <map>
#include <random>
#include <set>

#include <net/if.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/un.h>

using namespace std::string_literals;

namespace {

struct Timers {
    loop::HandleTable handles;
    loop::TimerHeap heap {handles};
    std::map<std::uint32_t, std::int64_t> alive; // by slot

    void add(std::int64_t when)
    {
        const std::uint32_t slot = handles.add([] {}, std::source_location::current(), {}, true);
        heap.push({when, slot, handles.generation(slot)});
        QVERIFY(alive.emplace(slot, when).second); // no slot is given twice
    }
    void cancel(std::uint32_t slot)
    {
        (void)handles.take(slot);
        alive.erase(slot);
        heap.cancelled();
    }
    [[nodiscard]] std::int64_t nearest() const
    {
        std::int64_t least = INT64_MAX;
        for (const auto &[slot, when] : alive)
            least = std::min(least, when);
        return least;
    }
};

class Nobody final : public loop::IoHandler {
public:
    void onReady(std::uint32_t) override { }
};

std::string joined(std::initializer_list<std::string_view> words)
{
    std::string text;
    for (const std::string_view word : words)
        text += std::string(text.empty() ? "" : "|") + std::string(word);
    return text;
}

template <class Enum> std::string wordsOf(int count)
{
    std::string text;
    for (int i = 0; i < count; ++i)
        text += (i ? "|" : "") + std::string(toString(Enum(i)));
    return text;
}

template <class Act> std::string thrownBy(Act act)
{
    try {
        act();
    } catch (...) {
        return loop::describe(std::current_exception());
    }
    return {};
}

} // namespace

class PartsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timersComeOutByTheirTimeWhateverIsCancelled()
    {
        std::mt19937 random(7);
        Timers timers;
        for (int round = 0; round < 6000; ++round) {
            // Grows, then shrinks, with sweeps of many that were cancelled at once.
            const int act = int(random() % (round % 2000 < 1000 ? 4 : 8));
            if (act < 3) {
                timers.add(std::int64_t(random() % 1000));
            } else if (act < 6 && !timers.alive.empty()) {
                timers.cancel(
                    std::next(timers.alive.begin(), std::ptrdiff_t(random() % timers.alive.size()))
                        ->first);
            } else if (const loop::TimerHeap::Entry *top = timers.heap.top()) {
                QCOMPARE(top->when, timers.nearest());
                QCOMPARE(timers.alive.at(top->slot), top->when);
                timers.alive.erase(top->slot);
                (void)timers.handles.take(top->slot);
                timers.heap.pop();
            }
            QCOMPARE(timers.heap.size(), timers.alive.size());
            QCOMPARE(timers.handles.size(), timers.alive.size());
            // The dead take no more room than the living, but for a few.
            QVERIFY(timers.heap.entries().size() <= 2 * timers.alive.size() + 66);
        }
        while (!timers.alive.empty())
            timers.cancel(timers.alive.begin()->first);
        QVERIFY(!timers.heap.top());
        QCOMPARE(timers.heap.entries().size(), std::size_t(0));
    }

    void aSweepKeepsTheOrderOfAnyNumber_data()
    {
        QTest::addColumn<int>("left");
        for (const int left : {0, 1, 2, 3, 4, 5, 6, 17, 21, 64, 65})
            QTest::addRow("%d", left) << left;
    }

    void aSweepKeepsTheOrderOfAnyNumber()
    {
        QFETCH(int, left);
        std::mt19937 random(3);
        Timers timers;
        for (int i = 0; i < left + 200; ++i)
            timers.add(std::int64_t(random() % 50));
        std::vector<std::uint32_t> order;
        for (const auto &[slot, when] : timers.alive)
            order.push_back(slot);
        std::shuffle(order.begin(), order.end(), random);
        for (int i = 0; i < 200; ++i)
            timers.cancel(order[std::size_t(i)]);
        std::int64_t before = -1;
        for (int i = 0; i < left; ++i) {
            const loop::TimerHeap::Entry *top = timers.heap.top();
            QVERIFY(top && top->when >= before);
            before = top->when;
            (void)timers.handles.take(top->slot);
            timers.heap.pop();
        }
        QVERIFY(!timers.heap.top());
    }

    // A sweep happens as soon as more than half, and more than 64, are dead; not before.
    void deadTimersAreSweptAtHalf()
    {
        Timers timers;
        for (int i = 0; i < 200; ++i)
            timers.add(i);
        for (int i = 0; i < 100; ++i)
            timers.cancel(timers.alive.rbegin()->first);
        QCOMPARE(timers.heap.entries().size(), std::size_t(200));
        timers.cancel(timers.alive.rbegin()->first);
        QCOMPARE(timers.heap.entries().size(), std::size_t(99));
        Timers few;
        for (int i = 0; i < 65; ++i)
            few.add(i);
        for (int i = 0; i < 64; ++i)
            few.cancel(few.alive.rbegin()->first);
        QCOMPARE(few.heap.entries().size(), std::size_t(65));
        few.cancel(few.alive.rbegin()->first);
        QCOMPARE(few.heap.entries().size(), std::size_t(0));
        few.add(1);
        few.heap.clear();
        QVERIFY(!few.heap.top());
        QCOMPARE(few.heap.size(), std::size_t(0));
    }

    void callbacksAreFoundByTheirNumberUntilTheyGo()
    {
        std::mt19937 random(1);
        loop::HandleTable handles;
        QVERIFY(!handles.has(0, 0) && !handles.has(0, 1) && !handles.has(1, 1));
        std::map<std::uint32_t, std::pair<std::uint32_t, int>> known; // slot: generation, what
        std::vector<std::pair<std::uint32_t, std::uint32_t>> gone;
        std::vector<int> ran;
        for (int i = 0; i < 5000; ++i) {
            if (random() % 3 || known.empty()) {
                const bool timer = random() % 2;
                const std::uint32_t slot
                    = handles.add([&ran, i] { ran.push_back(i); }, std::source_location::current(),
                                  {std::uint64_t(i)}, timer);
                QVERIFY(slot != 0 && !known.contains(slot));
                known[slot] = {handles.generation(slot), i};
                QCOMPARE(int(handles.at(slot).context), i);
                QCOMPARE(bool(handles.at(slot).timer), timer);
                QVERIFY(handles.at(slot).created.line() > 0);
            } else {
                const auto it = std::next(known.begin(), std::ptrdiff_t(random() % known.size()));
                loop::Callable taken = handles.take(it->first);
                taken();
                QCOMPARE(ran.back(), it->second.second);
                gone.emplace_back(it->first, it->second.first);
                known.erase(it);
            }
            QCOMPARE(handles.size(), known.size());
        }
        for (const auto &[slot, what] : known)
            QVERIFY(handles.has(slot, what.first));
        for (const auto &[slot, generation] : gone)
            QVERIFY(!handles.has(slot, generation));
    }

    void whatIsReadyRunsInTheOrderItCame()
    {
        std::mt19937 random(2);
        loop::ReadyQueue queue;
        std::deque<std::uint32_t> model;
        std::uint32_t next = 0;
        for (int round = 0; round < 20'000; ++round) {
            // In waves, so that the ring turns over at every size and grows when it is turned.
            if (random() % 100 < (round / 700 % 2 ? 35U : 65U)) {
                queue.push({loop::ReadyEntry::Kind::Remote, next, {}});
                model.push_back(next++);
            } else if (!model.empty()) {
                const loop::ReadyEntry entry = queue.pop();
                QCOMPARE(entry.a, model.front());
                QCOMPARE(int(entry.kind), int(loop::ReadyEntry::Kind::Remote));
                model.pop_front();
            }
            QCOMPARE(queue.size(), model.size());
            QCOMPARE(queue.empty(), model.empty());
        }
        queue.push({});
        queue.clear();
        QVERIFY(queue.empty());
        queue.push({loop::ReadyEntry::Kind::Io, 5, {}});
        QCOMPARE(queue.pop().a, 5U);
    }

    void whatOtherThreadsHandInIsCollectedOnce()
    {
        loop::Inbox inbox;
        int ran = 0;
        QVERIFY(!inbox.hasNew());
        const auto here = std::source_location::current();
        const std::uint32_t first = inbox.put([&ran] { ran += 1; }, here, {7});
        const std::uint32_t second = inbox.put([&ran] { ran += 10; }, here, {8});
        QVERIFY(first != 0 && second != 0 && first != second);
        QVERIFY(inbox.hasNew());
        QCOMPARE(inbox.context(first).value, 7U);
        QCOMPARE(inbox.context(second).value, 8U);
        QCOMPARE(inbox.created(first).line(), here.line());
        QVERIFY(inbox.describe(first).find("PartsTest.cpp:"s + std::to_string(here.line()))
                != std::string::npos);
        QCOMPARE(inbox.collect(), (std::vector {first, second}));
        QVERIFY(!inbox.hasNew());
        QVERIFY(inbox.collect().empty());
        QVERIFY(inbox.has(first) && inbox.has(second)); // collected is not taken
        loop::Inbox::Entry entry = inbox.take(second);
        QCOMPARE(entry.context.value, 8U);
        QCOMPARE(entry.created.line(), here.line());
        entry.callback();
        QCOMPARE(ran, 10);
        QVERIFY(!inbox.has(second) && !inbox.take(second).callback);
        QCOMPARE(inbox.describe(second), std::string());
        QCOMPARE(inbox.created(second).line(), std::source_location().line());
        QCOMPARE(inbox.context(second).value, 0U);
        auto alive = std::make_shared<int>(1);
        const std::weak_ptr<int> dead = alive;
        (void)inbox.put([kept = std::move(alive)] {}, here, {});
        inbox.close();
        QVERIFY(dead.expired());
        QVERIFY(!inbox.has(first));
        QVERIFY(inbox.collect().empty());
        QCOMPARE(inbox.put([] {}, here, {}), 0U);
    }

    void anEventFindsOnlyTheHandlerItWasGatheredFor()
    {
        ManualDriver driver;
        loop::IoTable table(driver);
        Nobody one, two;
        int ends[2];
        QCOMPARE(::pipe(ends), 0);
        const int fd = ends[0];
        QVERIFY(!table.find(fd) && !table.find(-1) && !table.find(100'000));
        QVERIFY(!table.isOwned(fd) && !table.isOwned(-1));
        table.setOwned(100'000, false); // nothing to forget
        table.add(fd, EPOLLIN, one);
        QCOMPARE(table.find(fd), &one);
        QCOMPARE(thrownBy([&] { table.add(fd, EPOLLIN, two); }),
                 "loop::RuntimeError: File descriptor " + std::to_string(fd)
                     + " is used by another handler");
        QCOMPARE(thrownBy([&] { table.add(-1, EPOLLIN, two); }),
                 "loop::ValueError: Invalid file descriptor: -1"s);
        QCOMPARE(table.find(fd), &one);
        std::vector<std::uint16_t> generations;
        for (std::uint32_t generation = 0; generation < 0x10000; ++generation)
            if (table.find(fd, std::uint16_t(generation)))
                generations.push_back(std::uint16_t(generation));
        QCOMPARE(generations.size(), std::size_t(1));
        table.remove(fd);
        table.remove(fd);
        QVERIFY(!table.find(fd) && !table.find(fd, generations[0]));
        table.add(fd, EPOLLIN, two);
        QVERIFY(!table.find(fd, generations[0]));
        QCOMPARE(table.find(fd, std::uint16_t(generations[0] + 1)), &two);
        table.setOwned(fd, true);
        QVERIFY(table.isOwned(fd) && !table.isOwned(fd + 1));
        table.setOwned(fd, false);
        QVERIFY(!table.isOwned(fd));
        table.setOwned(5000, true); // makes room
        QVERIFY(table.isOwned(5000) && !table.isOwned(4999) && !table.isOwned(5001));
        QCOMPARE(table.find(fd), &two);
        table.remove(fd);
        ::close(ends[0]), ::close(ends[1]);
        QCOMPARE(loop::IoTable::descriptor(0x0007'0000'0005), 5);
        QCOMPARE(loop::IoTable::generation(0x0007'0000'0005), std::uint16_t(7));
    }

    void everyWordOfTheRecords()
    {
        using namespace loop;
        QCOMPARE(wordsOf<ConnectionState>(10),
                 joined({"opening", "open", "paused", "half-closed", "closing", "closed", "lost",
                         "aborted", "reset", "unknown"}));
        QCOMPARE(wordsOf<TransportKind>(7),
                 joined({"TCP", "TLS", "UDP", "Unix", "pipe", "subprocess", "unknown"}));
        QCOMPARE(wordsOf<Role>(3), joined({"client", "server", "unknown"}));
        QCOMPARE(wordsOf<TaskState>(8),
                 joined({"ready", "running", "suspended", "cancelling", "done", "failed",
                         "cancelled", "unknown"}));
        QCOMPARE(wordsOf<WaitKind>(18),
                 joined({"nothing", "sleep", "future", "task", "read", "drain", "accept", "connect",
                         "send", "resolve", "executor", "synchronisation", "process", "yield",
                         "gather", "signal", "other", "unknown"}));
        QCOMPARE(wordsOf<PrimitiveKind>(9),
                 joined({"nothing", "lock", "semaphore", "event", "condition", "barrier",
                         "queue item", "queue slot", "unknown"}));
        QCOMPARE(wordsOf<HandleKind>(6),
                 joined({"server", "connection", "timer", "job", "signal handler", "unknown"}));
        QCOMPARE(
            wordsOf<EventKind>(14),
            joined({"connect", "data in", "data out", "eof", "pause", "resume", "close", "error",
                    "task start", "task end", "warning", "session", "fault", "unknown"}));
        const std::int64_t limits[] {0,           999,         1'000,         9'999,
                                     10'000,      99'999,      100'000,       999'999,
                                     1'000'000,   9'999'999,   10'000'000,    99'999'999,
                                     100'000'000, 999'999'999, 1'000'000'000, INT64_MAX};
        for (std::size_t i = 0; i < std::size(limits); ++i)
            QCOMPARE(durationBucket(limits[i]), i / 2);
    }

    void aPlaceIsNamedAsAPersonDoes()
    {
        const auto name = [](const char *function) {
            loop::Place place;
            place.file = "/a/b/c.cpp";
            place.function = function;
            place.line = 44;
            return place.name() + (place.inCore() ? " core" : "");
        };
        QCOMPARE(name("int main()"), "main()"s);
        QCOMPARE(name("loop::Coro<void> serve(Factory) [with Factory = std::function<void(int)>]"),
                 "serve(Factory)"s);
        QCOMPARE(name("loop::Coro<int> loop::Server::wait(std::pair<int, int>)"),
                 "Server::wait(std::pair<int, int>) core"s);
        QCOMPARE(name("void {anonymous}::run(const loop::Task<int>&)"), "run(const Task<int>&)"s);
        QCOMPARE(name("main()::<lambda(int)>::operator()(int) const"),
                 "main()::<lambda(int)>::operator()(int) const"s);
        QCOMPARE(name("std::map<int, std::vector<int> > f(void (*)(int))"), "f(void (*)(int))"s);
        QCOMPARE(name("name"), "name"s);
        QCOMPARE(name(nullptr), ""s);
        QCOMPARE(loop::Place().fileAndLine(), ""s);
        loop::Place place;
        place.file = "c.cpp", place.line = 7;
        QCOMPARE(place.fileAndLine(), "c.cpp:7"s);
        place.file = "/a/b/c.cpp";
        QCOMPARE(place.fileAndLine(), "c.cpp:7"s);
        QVERIFY(place && !loop::Place());
    }

    void addressesReadAndWriteTheSame()
    {
        using loop::SocketAddress;
        const auto both = [](const char *host, std::uint16_t port) {
            const SocketAddress address = SocketAddress::fromNumeric(host, port);
            const SocketAddress copy = address;
            return address.host() + ' ' + std::to_string(address.port()) + ' ' + address.toString()
                + ' ' + std::to_string(address.family()) + ' ' + std::to_string(address.size())
                + (copy == address ? "" : " differs");
        };
        QCOMPARE(both("127.0.0.1", 80), "127.0.0.1 80 127.0.0.1:80 2 16"s);
        QCOMPARE(both("::1", 65535), "::1 65535 [::1]:65535 10 28"s);
        QCOMPARE(both("fe80::1%lo", 1), "fe80::1%lo 1 [fe80::1%lo]:1 10 28"s);
        QCOMPARE(both(("fe80::1%" + std::to_string(::if_nametoindex("lo"))).c_str(), 1),
                 "fe80::1%lo 1 [fe80::1%lo]:1 10 28"s);
        for (const std::string &wrong :
             {"host"s, ""s, "1.2.3"s, "127.0.0.1\0x"s, "::1\0x"s, "127.0.0.1%lo"s})
            QVERIFY(thrownBy([&] {
                        (void)SocketAddress::fromNumeric(wrong, 1);
                    }).starts_with("loop::ValueError: \""));
        for (const char *zone : {"fe80::1%", "fe80::1%no-such-zone", "fe80::1%1x"})
            QVERIFY(thrownBy([&] {
                        (void)SocketAddress::fromNumeric(zone, 1);
                    }).starts_with("loop::ValueError: there is no network interface"));
        const SocketAddress path = SocketAddress::unixPath("/tmp/x");
        QCOMPARE(path.toString() + ' ' + std::to_string(path.size()), "/tmp/x 9"s);
        QCOMPARE(path.port(), std::uint16_t(0));
        const SocketAddress abstract = SocketAddress::unixPath("\0name"s);
        QCOMPARE(abstract.host() + ' ' + std::to_string(abstract.size()), "@name 7"s);
        const std::string longest(sizeof(sockaddr_un::sun_path) - 1, 'p');
        SocketAddress far = SocketAddress::unixPath(longest);
        QCOMPARE(far.host(), longest);
        QVERIFY(thrownBy([&] { (void)SocketAddress::unixPath(longest + 'p'); })
                    .starts_with("loop::ValueError: the path of a Unix socket has 1 to 107 bytes, "
                                 "not 108: p"));
        QVERIFY(
            thrownBy([] { (void)SocketAddress::unixPath(""); }).starts_with("loop::ValueError"));
        // Long ones lie elsewhere: copies and moves are each their own.
        SocketAddress copy = far;
        QVERIFY(copy == far && copy.data() != far.data());
        const SocketAddress moved = std::move(far);
        QVERIFY(moved == copy && !far); // NOLINT: what is left of it is empty
        copy = SocketAddress::fromNumeric("127.0.0.1", 1);
        QVERIFY(!(copy == moved) && moved.host() == longest);
        QVERIFY(!(SocketAddress::fromNumeric("127.0.0.1", 2) == copy));
        const SocketAddress none;
        QVERIFY(!none && none.toString().empty() && none.port() == 0);
        QVERIFY(!SocketAddress::ofSocket(-1) && !SocketAddress::ofPeer(-1));
    }

    void errorsSayWhatTheyAre()
    {
        using namespace loop;
        QCOMPARE(describe(nullptr), ""s);
        QCOMPARE(thrownBy([] { throw CancelledError(); }), "CancelledError"s);
        QCOMPARE(thrownBy([] { throw CancelledError("stop"); }), "CancelledError: stop"s);
        QCOMPARE(thrownBy([] { throw 7; }), "an exception that is not a std::exception"s);
        QCOMPARE(thrownBy([] { throw IncompleteReadError("abc", 5); }),
                 "loop::IncompleteReadError: 3 bytes read on a total of 5 expected bytes"s);
        QCOMPARE(thrownBy([] { throw IncompleteReadError("", 0); }),
                 "loop::IncompleteReadError: 0 bytes read on a total of undefined expected bytes"s);
        QVERIFY(thrownBy([] {
                    throwOsError(std::make_error_code(std::errc::connection_reset), "x");
                }).starts_with("loop::ConnectionResetError: x"));
        QVERIFY(thrownBy([] {
                    errno = EPIPE;
                    throwErrno("y");
                }).starts_with("loop::OsError: y"));
        QVERIFY(isCancelled(std::make_exception_ptr(CancelledError())));
        QVERIFY(!isCancelled(std::make_exception_ptr(ValueError("x"))) && !isCancelled(nullptr));
        QVERIFY(isInterrupt(std::make_exception_ptr(KeyboardInterrupt())));
        QVERIFY(!isInterrupt(std::make_exception_ptr(CancelledError())) && !isInterrupt(nullptr));
    }
};

QTEST_GUILESS_MAIN(PartsTest)
#include "PartsTest.moc"
