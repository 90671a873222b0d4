// SPDX-License-Identifier: GPL-3.0-or-later

// A Qt program outside the tree, with Qt's keywords: the core runs as a guest in its event loop.

#include <QtCore/QCoreApplication>
#include <QtCore/QTimer>

#include "loop/EventLoop.h"
#include "loop/Sleep.h"
#include "loop/qt/QtDriver.h"

#include <cstdio>

namespace {

using namespace std::chrono_literals;

loop::Coro<int> answer()
{
    co_await loop::sleep(1ms);
    co_return 42;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    loop::EventLoop eventLoop(std::make_unique<loop::qt::QtDriver>());
    eventLoop.start();
    int result = 0;
    eventLoop.createTask(answer()).addDoneCallback([&](loop::Future<int> done) {
        result = done.result();
        eventLoop.stop();
        QCoreApplication::quit();
    });
    QTimer::singleShot(60s, &application, [] { QCoreApplication::exit(1); });
    const int code = application.exec();
    std::printf("qt: %d\n", result);
    return result == 42 ? code : 1;
}
