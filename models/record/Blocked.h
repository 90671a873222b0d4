// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One handle that has held its loop for longer than the Feed's threshold: reported again while it
// lasts, and once more with `settled` and the final duration when it ends. Plain values; any
// thread.

#include "loop/Records.h"

#include <QtCore/QString>

#include <cstdint>

namespace models {

struct Blocked {
    loop::LoopId loop;
    QString loopName;
    loop::RunningHandle handle;
    std::int64_t since = 0; // wall clock, ns since 1970
    std::int64_t lasted = 0; // ns, so far or in the end
    bool settled = false;
};

// "Loop net held for 2.31 s by task 325 echo() since echo.cpp:44". `task` describes the task of
// the handle; "" where nothing but its number is known.
[[nodiscard]] QString blockedMessage(const Blocked &blocked, const QString &task = {});

// "task 12 echo()", or "task 12" where nothing is known of its coroutine.
[[nodiscard]] QString describeTask(quint64 task, const QString &coroutine);

} // namespace models
