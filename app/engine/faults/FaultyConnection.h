// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A connection with faults in it, of streams or of datagrams, as its session knows it. Net thread.

#include "models/spec/FaultPlan.h"

#include <cstdint>
#include <memory>

namespace app {

class FaultyConnection {
public:
    // What it works by from now on. `dice` tells connections of one plan apart.
    virtual void setPlan(const std::shared_ptr<const models::FaultPlan> &plan, std::uint64_t dice)
        = 0;

protected:
    ~FaultyConnection() = default;
};

} // namespace app
