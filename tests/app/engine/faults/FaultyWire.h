// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A real connection that goes through faults, on a clock that the test moves.

#include "app/engine/faults/SessionFaults.h"
#include "loop/Sleep.h"
#include "tests/support/ManualDriver.h"
#include "tests/support/Wire.h"

#include <QtCore/QStringList>

#include <memory>
#include <utility>

inline models::FaultPlan faultsOf(const QStringList &lines)
{
    const auto read = models::parseFaultPlan(lines, 1, models::Traffic::Stream);
    if (!read.plan)
        qFatal("%s", qPrintable(read.problem));
    return *read.plan;
}

inline loop::Coro<void> passing(loop::Duration time)
{
    co_await loop::sleep(time);
}

// A connection whose own end goes through faults, and whose other end is a plain socket.
struct FaultyWire {
    explicit FaultyWire(const QStringList &lines = {},
                        std::shared_ptr<Recording> p = std::make_shared<Recording>())
        : FaultyWire(lines, std::move(p), tcpPair())
    { }
    ~FaultyWire() { loop.close(); }

    // Lets the loop run for so long, by its own clock.
    void run(loop::Duration time) { loop.runUntilComplete(passing(time)); }
    [[nodiscard]] loop::Transport &transport() const { return *protocol->transport; }

    loop::EventLoop loop {std::make_unique<ManualDriver>()};
    std::shared_ptr<app::SessionFaults> faults = std::make_shared<app::SessionFaults>(loop);
    std::shared_ptr<Recording> protocol;
    Peer peer;
    loop::ConnectionId id;

private:
    FaultyWire(const QStringList &lines, std::shared_ptr<Recording> p,
               std::pair<loop::Descriptor, loop::Descriptor> ends)
        : protocol(std::move(p))
        , peer(std::move(ends.second))
    {
        faults->begin(faultsOf(lines));
        loop::ConnectOptions options;
        options.sock = std::move(ends.first);
        const auto factory = [this] { return faults->through(protocol); };
        id = loop.runUntilComplete(loop.createConnection(factory, std::move(options)))
                 .transport->id();
    }
};
