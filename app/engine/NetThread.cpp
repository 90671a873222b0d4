// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/NetThread.h"

#include "app/engine/sessions/SessionHost.h"
#include "loop/EventLoop.h"
#include "loop/qt/QtDriver.h"
#include "models/text/Format.h"

#include <QtCore/QScopeGuard>

#include <system_error>
#include <utility>

#include <openssl/crypto.h>

namespace app {

namespace {

using namespace std::chrono_literals;

// What tasks that were cancelled are given to see to their end, and how often it is looked for.
constexpr auto cancelPatience = 2s;
constexpr auto cancelPace = 2ms;
// What a loop that came to its end is given for all of it, destructors included.
constexpr auto lastPatience = 20s;

} // namespace

NetThread::NetThread()
{
    setObjectName(QStringLiteral("net"));
}

NetThread::~NetThread()
{
    if (!isRunning())
        return;
    loop::EventLoop::post(loop_, [this] { leave(); });
    done_.acquire();
    wait();
}

void NetThread::begin(bool debug)
{
    debug_ = debug;
    start();
    if (!isRunning() && !isFinished()) // without a loop it may be over already
        throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again),
                                "no thread can be started");
    ready_.acquire();
    if (failure_)
        std::rethrow_exception(failure_);
}

bool NetThread::end(std::chrono::milliseconds patience)
{
    // By id: the loop may be gone before a call on it has returned.
    loop::EventLoop::post(loop_, [this] { leave(); });
    return left_.try_acquire_for(patience) && done_.try_acquire_for(lastPatience) && wait();
}

// Thousands of connections may end for longer than whoever waited for their sessions had patience:
// they are told now, so that none is destroyed while it waits for something.
void NetThread::leave()
{
    if (std::exchange(leaving_, true))
        return;
    left_.release();
    loop::EventLoop &loop = *loop::EventLoop::running();
    for (const auto &task : loop.allTasks())
        task->cancel();
    leaveWhenDone(loop.time() + cancelPatience);
}

void NetThread::leaveWhenDone(loop::TimePoint latest)
{
    loop::EventLoop &loop = *loop::EventLoop::running();
    if (!loop.allTasks().empty() && loop.time() < latest) {
        loop.callLater(cancelPace, [this, latest] { leaveWhenDone(latest); });
        return;
    }
    loop.stop();
    quit();
}

void NetThread::post(std::function<void(SessionHost &)> call)
{
    loop::EventLoop::post(loop_, [host = host_, call = std::move(call)] { call(*host); });
}

void NetThread::run()
{
    // QThread::wait() may return before the thread's own destructors have run, and with them what
    // libcrypto does at the end of a thread: the process could exit with its random states alive.
    const auto last = qScopeGuard([this] {
        OPENSSL_thread_stop();
        done_.release();
    });
    const models::format::Spelling plain(models::format::Spelling::Plain);
    try {
        runLoop();
    } catch (...) {
        if (host_)
            throw; // a fault of ours
        failure_ = std::current_exception();
        ready_.release();
    }
}

void NetThread::runLoop()
{
    loop::EventLoop loop(std::make_unique<loop::qt::QtDriver>(), "net");
    recorder_ = std::make_unique<loop::Recorder>(loop);
    SessionHost host(loop, *recorder_);
    loop.setDebug(debug_);
    loop.start();
    loop_ = loop.id();
    host_ = &host;
    ready_.release();
    exec();
    loop.close(); // while the sessions are there: what it drops refers to them
}

} // namespace app
