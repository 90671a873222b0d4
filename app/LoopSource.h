// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A loop of this process as a source of Deltas: what its Recorder keeps. Main thread; the recorder
// outlives it.

#include "loop/Recorder.h"
#include "loop/Time.h"
#include "models/DeltaSource.h"

namespace app {

class LoopSource final : public models::DeltaSource {
public:
    explicit LoopSource(loop::Recorder &recorder)
        : recorder_(recorder)
    { }

    std::unique_ptr<loop::Delta> take(const loop::Interest &interest) override
    {
        return recorder_.take(interest);
    }
    loop::RunningHandle running() const override { return recorder_.running(); }
    std::int64_t now() const override
    {
        return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds(1);
    }

private:
    loop::Recorder &recorder_;
};

} // namespace app
