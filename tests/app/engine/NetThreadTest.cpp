// SPDX-License-Identifier: GPL-3.0-or-later

// The end of the thread of all sessions: what still lives there is cancelled and comes to its own
// end, and a loop that something blocks does not keep the program.

#include "app/engine/NetThread.h"

#include "app/engine/sessions/SessionHost.h"
#include "loop/Descriptor.h"
#include "loop/EventLoop.h"
#include "loop/Log.h"
#include "loop/Sleep.h"
#include "tests/support/NoThreads.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

#include <atomic>
#include <mutex>
#include <semaphore>
#include <string>
#include <sys/resource.h>
#include <unistd.h>
#include <vector>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

std::mutex mutex;
std::string said; // by loops, to people

class Listening {
public:
    Listening()
        : before_(
            loop::setLogHandler([](loop::LogLevel level, std::string_view, std::string_view words) {
                if (level < loop::LogLevel::Warning)
                    return;
                const std::scoped_lock lock(mutex);
                said.append(words);
            }))
    {
        const std::scoped_lock lock(mutex);
        said.clear();
    }
    ~Listening() { loop::setLogHandler(before_); }
    Q_DISABLE_COPY_MOVE(Listening)
    [[nodiscard]] QString words() const
    {
        const std::scoped_lock lock(mutex);
        return QString::fromStdString(said);
    }

private:
    loop::LogHandler before_;
};

struct Ended {
    explicit Ended(std::atomic<int> &count)
        : count_(count)
    { }
    ~Ended() { ++count_; }
    Q_DISABLE_COPY_MOVE(Ended)
    std::atomic<int> &count_;
};

loop::Coro<void> forEver(std::atomic<int> *ended)
{
    const Ended end(*ended);
    co_await loop::sleep(24h);
}

// While it lives one more descriptor can be opened.
class OneDescriptor {
public:
    OneDescriptor()
    {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const rlimit few {256, before_.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &few);
        for (int taken; (taken = ::dup(STDERR_FILENO)) >= 0;)
            taken_.emplace_back(taken);
        taken_.pop_back();
    }
    ~OneDescriptor() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    Q_DISABLE_COPY_MOVE(OneDescriptor)

private:
    rlimit before_ {};
    std::vector<loop::Descriptor> taken_;
};

QString whatKeeps(app::NetThread &net)
{
    try {
        net.begin(false);
    } catch (const std::system_error &error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

} // namespace

class NetThreadTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tasksThatStillWaitAreCancelledAndNotDestroyed()
    {
        constexpr int many = 2'000;
        const Listening listening;
        std::atomic<int> ended = 0;
        std::binary_semaphore made {0};
        app::NetThread net;
        net.begin(false);
        net.post([&](app::SessionHost &) {
            for (int i = 0; i < many; ++i)
                loop::EventLoop::running()->createTask(forEver(&ended), "for ever");
            made.release();
        });
        made.acquire();
        QVERIFY(net.end(10s));
        QCOMPARE(ended.load(), many);
        QCOMPARE(listening.words(), QString());
    }

    void aLoopThatIsBlockedIsNotWaitedFor()
    {
        std::binary_semaphore held {0}, go {0};
        app::NetThread net;
        net.begin(false);
        net.post([&](app::SessionHost &) {
            held.release();
            go.acquire();
        });
        held.acquire();
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!net.end(50ms));
        QVERIFY(timer.elapsed() < 10'000);
        go.release(); // so that the test itself can end
    }

    void whatKeepsItFromBeginningIsThrown()
    {
        {
            const NoThreads none;
            app::NetThread net;
            QTest::ignoreMessage(QtCriticalMsg,
                                 QRegularExpression(QStringLiteral("Thread creation error")));
            QCOMPARE(whatKeeps(net),
                     u"no thread can be started: Resource temporarily unavailable"_s);
        }
        const OneDescriptor few; // of Qt's own for a thread; none is left for a loop
        app::NetThread net;
        const QString why = whatKeeps(net);
        QVERIFY2(why.contains(u"Too many open files"), qPrintable(why));
    }
};

QTEST_GUILESS_MAIN(NetThreadTest)
#include "NetThreadTest.moc"
