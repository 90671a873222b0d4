// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A loop of this process as a source of Deltas: what its Recorder keeps. Main thread; the recorder
// outlives it.

#include "loop/Recorder.h"
#include "loop/Time.h"
#include "loop/Warnings.h"
#include "models/record/DeltaSource.h"

#include <functional>
#include <utility>

namespace app {

class LoopSource final : public models::DeltaSource {
public:
    LoopSource(loop::Recorder &recorder, loop::LoopId loop, const QString &name)
        : recorder_(recorder)
        , loop_(loop)
        , name_(name)
    { }

    std::unique_ptr<loop::Delta> take(const loop::Interest &interest) override
    {
        return recorder_.take(interest);
    }
    loop::RunningHandle running() const override { return recorder_.running(); }
    bool warnsOf(loop::WarningKind kind) const override { return loop::warnsOf(loop_, kind); }
    bool wakeOnNews(std::function<void()> wake) override
    {
        recorder_.wakeOnNews(std::move(wake));
        return true;
    }
    void wakeOnMuch(std::function<void()> wake) override { recorder_.wakeOnMuch(std::move(wake)); }
    std::int64_t cost() const override { return recorder_.cost(); }
    std::int64_t now() const override
    {
        return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
    }

    loop::LoopId loopId() const override { return loop_; }
    QString loopName() const override { return name_; }

private:
    loop::Recorder &recorder_;
    const loop::LoopId loop_;
    const QString name_;
};

} // namespace app
