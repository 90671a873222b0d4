// SPDX-License-Identifier: GPL-3.0-or-later
// A loop that is closed while one of everything lives on it: each end comes exactly once, and no
// descriptor stays behind.
#include "loop/EventLoop.h"
#include "loop/Executor.h"
#include "loop/Gather.h"
#include "loop/Queue.h"
#include "loop/Server.h"
#include "loop/Sleep.h"
#include "loop/Streams.h"
#include "loop/Synchronisation.h"
#include "loop/tls/TlsContext.h"
#include "tests/support/Pipe.h"
#include "tests/support/Wire.h"

#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

using namespace loop;
using namespace std::chrono_literals;

namespace {

// One a connection.
struct Ends {
    int made = 0, lost = 0;
};
using Book = std::vector<std::shared_ptr<Ends>>;

template <class Base, class MadeWith> struct Counted final : Base {
    explicit Counted(Book &book) { book.push_back(ends); }
    void connectionMade(MadeWith &) override { ++ends->made; }
    void connectionLost(std::exception_ptr) override { ++ends->lost; }
    std::shared_ptr<Ends> ends = std::make_shared<Ends>();
};

template <class Base = Protocol, class MadeWith = Transport> auto counted(Book &book)
{
    return [&book] { return std::make_shared<Counted<Base, MadeWith>>(book); };
}

// Holds work back until it is released.
class HeldExecutor final : public Executor {
public:
    ~HeldExecutor() override
    {
        for (std::thread &thread : m_threads)
            thread.join();
    }
    void submit(Callable work) override
    {
        m_threads.emplace_back([this, w = std::move(work)]() mutable {
            while (!released)
                std::this_thread::yield();
            w();
        });
    }
    std::atomic<bool> released = false;

private:
    std::vector<std::thread> m_threads;
};

std::ptrdiff_t openDescriptors()
{
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

// The primitives that tasks wait in.
struct Primitives {
    Lock lock;
    Event event;
    Condition condition;
    Semaphore semaphore {0};
    Barrier barrier {2};
    Queue<int> queue;
};

Coro<void> hold(Primitives *p, int *frames)
{
    const std::shared_ptr<int> alive(frames, [](int *count) { --*count; });
    ++*frames;
    co_await p->lock.acquire();
    co_await sleep(1h);
}

Coro<void> waitInEvent(Primitives *p)
{
    co_await p->event.wait();
}

Coro<void> waitInCondition(Primitives *p)
{
    co_await p->condition.acquire();
    co_await p->condition.wait();
}

Coro<void> waitInSemaphore(Primitives *p)
{
    co_await p->semaphore.acquire();
}

Coro<void> waitInBarrier(Primitives *p)
{
    (void)co_await p->barrier.wait();
}

Coro<void> waitInQueue(Primitives *p)
{
    (void)co_await p->queue.get();
}

Coro<void> readForEver(StreamReader reader, StreamWriter writer)
{
    (void)co_await reader.read();
    writer.close();
}

} // namespace

class CloseEverythingTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void initTestCase()
    {
        QVERIFY(m_directory.isValid());
        QProcess openssl;
        openssl.setWorkingDirectory(m_directory.path());
        openssl.start(QStringLiteral("openssl"),
                      QStringLiteral("req -x509 -days 2 -newkey ec -pkeyopt "
                                     "ec_paramgen_curve:prime256v1 -nodes -keyout k.pem -out "
                                     "c.pem -subj /CN=localhost")
                          .split(u' '));
        QVERIFY(openssl.waitForFinished());
        QCOMPARE(openssl.exitCode(), 0);
    }

    void everyEndComesOnceAndNoDescriptorStays()
    {
        const CapturedWarnings log;
        { // what the library and Qt open once
            Book book;
            const auto executor = std::make_shared<HeldExecutor>();
            fill(book, executor);
        }
        const std::ptrdiff_t before = openDescriptors();
        Book book;
        int frames = 0;
        {
            const auto executor = std::make_shared<HeldExecutor>();
            frames = fill(book, executor);
        }
        QCOMPARE(frames, 0); // the tasks' frames are gone
        for (const auto &ends : book) {
            QCOMPARE(ends->made, 1);
            QCOMPARE(ends->lost, 1);
        }
        QCOMPARE(openDescriptors(), before);
    }

private:
    // Makes one of everything, and closes the loop. How many frames are left.
    int fill(Book &book, const std::shared_ptr<HeldExecutor> &executor)
    {
        Primitives primitives;
        int frames = 0, late = 0;
        {
            EventLoop loop(makeDriver());
            loop.setExceptionHandler([](EventLoop &, const ExceptionContext &) {});
            connectAll(loop, book);
            for (int i = 0; i < 2; ++i)
                (void)loop.createTask(hold(&primitives, &frames));
            (void)loop.createTask(waitInEvent(&primitives));
            (void)loop.createTask(waitInCondition(&primitives));
            (void)loop.createTask(waitInSemaphore(&primitives));
            (void)loop.createTask(waitInBarrier(&primitives));
            (void)loop.createTask(waitInQueue(&primitives));
            auto job = loop.runInExecutor(executor, [] { return 1; });
            job.addDoneCallback([&late] { ++late; });
            loop.addSignalHandler(SIGUSR1, [&late] { ++late; });
            loop.callLater(1h, [&late] { ++late; });
            [&] { QVERIFY(runUntil(loop, [&] { return frames == 2 && allMade(book); })); }();
            loop.close();
            executor->released = true; // its result finds the loop closed
        }
        [&] { QCOMPARE(late, 0); }();
        return frames;
    }

    // Both ends of each connection: TCP, Unix and TLS; a datagram endpoint, a pipe's two, a
    // process.
    static bool allMade(const Book &book)
    {
        return book.size() == 10
            && std::ranges::all_of(book, [](const auto &ends) { return ends->made == 1; });
    }

    void connectAll(EventLoop &loop, Book &book)
    {
        const auto server = loop.runUntilComplete(loop.createServer(counted(book), "127.0.0.1", 0));
        const std::uint16_t port = server->sockets().front().address.port();
        (void)loop.runUntilComplete(loop.createConnection(counted(book), "127.0.0.1", port));
        const std::string path = m_directory.filePath(QStringLiteral("socket")).toStdString();
        (void)loop.runUntilComplete(loop.createUnixServer(counted(book), path));
        (void)loop.runUntilComplete(loop.createUnixConnection(counted(book), path));
        const auto streams = loop.runUntilComplete(
            startServer(readForEver, "127.0.0.1", 0, {}, defaultStreamLimit, &loop));
        const std::uint16_t streamPort = streams->sockets().front().address.port();
        (void)loop.runUntilComplete(
            openConnection("127.0.0.1", streamPort, {}, defaultStreamLimit, &loop));
        connectDatagramsAndPipes(loop, book);
        const SubprocessOptions options;
        (void)loop.runUntilComplete(loop.subprocessExec(
            counted<SubprocessProtocol, SubprocessTransport>(book), {"sleep", "100"}, options));
        connectTls(loop, book);
    }

    static void connectDatagramsAndPipes(EventLoop &loop, Book &book)
    {
        DatagramOptions options;
        options.localAddr.emplace("127.0.0.1", 0);
        (void)loop.runUntilComplete(loop.createDatagramEndpoint(
            counted<DatagramProtocol, DatagramTransport>(book), std::move(options)));
        Pipe pipe(O_NONBLOCK);
        (void)loop.runUntilComplete(loop.connectReadPipe(counted(book), std::move(pipe.reading)));
        (void)loop.runUntilComplete(loop.connectWritePipe(counted(book), std::move(pipe.writing)));
    }

    void connectTls(EventLoop &loop, Book &book)
    {
        const auto path = [this](const char *name) {
            return m_directory.filePath(QString::fromLatin1(name)).toStdString();
        };
        ServerOptions serverOptions;
        serverOptions.ssl = loop::tls::TlsContext::forServer(path("c.pem"), path("k.pem"));
        const auto server = loop.runUntilComplete(
            loop.createServer(counted(book), "127.0.0.1", 0, std::move(serverOptions)));
        const auto context = loop::tls::TlsContext::forClient();
        context->loadVerifyLocations(path("c.pem"));
        ConnectOptions options;
        options.ssl = context;
        (void)loop.runUntilComplete(loop.createConnection(counted(book), "localhost",
                                                          server->sockets().front().address.port(),
                                                          std::move(options)));
    }

    QTemporaryDir m_directory;
};

QTEST_GUILESS_MAIN(CloseEverythingTest)
#include "CloseEverythingTest.moc"
