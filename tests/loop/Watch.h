// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A loop whose clock is moved by hand, and the Recorder that looks at it.

#include "loop/EventLoop.h"
#include "loop/Recorder.h"
#include "tests/support/Drivers.h"
#include "tests/support/ManualDriver.h"

#include <memory>
#include <string>
#include <vector>

class Hears final : public loop::DatagramProtocol {
public:
    void datagramReceived(std::string_view, const loop::SocketAddress &) override { ++datagrams; }
    int datagrams = 0;
};

struct Watch {
    ManualDriver *driver = new ManualDriver; // the loop's
    loop::EventLoop loop {std::unique_ptr<loop::Driver>(driver)};
    loop::Recorder recorder {loop};
    loop::Interest interest;

    // All that comes by looking a few times.
    std::vector<std::unique_ptr<loop::Delta>> look()
    {
        std::vector<std::unique_ptr<loop::Delta>> deltas;
        for (int i = 0; i < 3; ++i) {
            if (auto delta = recorder.take(interest))
                deltas.push_back(std::move(delta));
            runReady(loop, 2);
        }
        return deltas;
    }
    // With what was asked for answered and taken: the next look is of what comes after.
    void settle()
    {
        for (int i = 0; i < 3; ++i) {
            (void)recorder.take(interest);
            runReady(loop, 2);
        }
        (void)recorder.take(interest);
    }
    // The newest state reported for a connection; "" if there is none.
    std::string stateOf(loop::ConnectionId id)
    {
        std::string state;
        for (const auto &delta : look())
            for (const loop::ConnectionSample &sample : delta->connections)
                if (sample.id == id)
                    state = toString(sample.state);
        return state;
    }
    std::shared_ptr<loop::DatagramTransport> endpoint(std::shared_ptr<Hears> protocol)
    {
        loop::DatagramOptions options;
        options.localAddr = std::pair<std::string, std::uint16_t>("127.0.0.1", 0);
        return loop
            .runUntilComplete(
                loop.createDatagramEndpoint([protocol] { return protocol; }, std::move(options)))
            .transport;
    }
};
