// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A Qt event loop in another thread, and objects that live there; ours runs in it, to hand work
// over.

#include "loop/EventLoop.h"
#include "loop/qt/QtDriver.h"

#include <QtCore/QObject>

#include <future>
#include <memory>
#include <thread>
#include <vector>

class OtherThread {
public:
    ~OtherThread()
    {
        run([this] { m_objects.clear(); });
        m_loop->callSoonThreadsafe([eventLoop = m_loop] { eventLoop->stop(); });
        m_thread.join();
    }
    // Made there, destroyed there.
    template <class T> T *make()
    {
        T *object = nullptr;
        run([&] {
            object = new T;
            m_objects.emplace_back(object);
        });
        return object;
    }
    template <class F> void run(F function)
    {
        std::promise<void> done;
        m_loop->callSoonThreadsafe([&] {
            function();
            done.set_value();
        });
        done.get_future().wait();
    }

private:
    std::vector<std::unique_ptr<QObject>> m_objects;
    std::promise<loop::EventLoop *> m_started;
    std::thread m_thread {[this] {
        loop::EventLoop eventLoop(std::make_unique<loop::qt::QtDriver>());
        eventLoop.callSoon([this, &eventLoop] { m_started.set_value(&eventLoop); });
        eventLoop.runForever();
    }};
    loop::EventLoop *m_loop = m_started.get_future().get();
};
