// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loop/EventLoop.h"

#include <QtCore/QString>

// What the coroutine throws, in words; "" if it returns.
template <class T> QString errorOf(loop::EventLoop &loop, loop::Coro<T> coro)
{
    try {
        (void)loop.runUntilComplete(std::move(coro));
    } catch (const loop::CancelledError &) {
        return QStringLiteral("cancelled");
    } catch (const std::exception &error) {
        return QString::fromLocal8Bit(error.what());
    }
    return {};
}
