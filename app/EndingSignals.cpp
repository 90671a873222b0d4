// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/EndingSignals.h"

#include <csignal>

namespace app {

namespace {

constexpr int endingSignals[] {SIGINT, SIGTERM, SIGHUP};

bool isIgnored(int signal)
{
    struct sigaction action { };
    return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

} // namespace

void onEndingSignal(loop::EventLoop &loop, std::function<void()> end)
{
    const auto first = [&loop, end = std::move(end)] {
        for (const int signal : endingSignals)
            loop.removeSignalHandler(signal);
        end();
    };
    for (const int signal : endingSignals) {
        if (signal == SIGHUP && isIgnored(signal))
            continue;
        // Not within the handler: it is removed there.
        loop.addSignalHandler(signal, [&loop, first] { loop.callSoon(first); });
        loop.setImpatient(signal);
    }
}

} // namespace app
