// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/NetThread.h"

#include "app/engine/sessions/SessionHost.h"
#include "loop/EventLoop.h"
#include "loop/qt/QtDriver.h"

#include <QtCore/QScopeGuard>

#include <openssl/crypto.h>

namespace app {

NetThread::NetThread()
{
    setObjectName(QStringLiteral("net"));
}

NetThread::~NetThread()
{
    if (isRunning())
        end(std::chrono::hours(1));
}

void NetThread::begin(bool debug)
{
    debug_ = debug;
    start();
    ready_.acquire();
}

bool NetThread::end(std::chrono::milliseconds patience)
{
    // By id: the loop may be gone before a call on it has returned.
    loop::EventLoop::post(loop_, [this] {
        loop::EventLoop::running()->stop();
        quit();
    });
    return wait(QDeadlineTimer(patience));
}

void NetThread::post(std::function<void(SessionHost &)> call)
{
    loop::EventLoop::post(loop_, [host = host_, call = std::move(call)] { call(*host); });
}

void NetThread::run()
{
    // QThread::wait() may return before the thread's own destructors have run, and with them what
    // libcrypto does at the end of a thread: the process could exit with its random states alive.
    const auto last = qScopeGuard([] { OPENSSL_thread_stop(); });
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
