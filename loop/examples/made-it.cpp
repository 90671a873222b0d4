// SPDX-License-Identifier: MIT
// two awaits in sequence that must be done within half a second together.
//     made-it [seconds of the first [seconds of the second]]
#include "loop/Runner.h"
#include "loop/Sleep.h"
#include "loop/Timeout.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Print.h"

using namespace std::chrono_literals;

loop::Coro<void> both(Seconds first, Seconds second)
{
    co_await loop::sleep(first);
    co_await loop::sleep(second);
}

loop::Coro<void> hurry(Seconds first, Seconds second)
{
    try {
        co_await loop::timeout(0.5s, both(first, second));
        print("Made it!");
    } catch (const loop::TimeoutError &) {
        print("Alas, too slow!");
    }
}

int main(int argc, char **argv)
{
    loop::run(hurry(secondsArgument(argc, argv, 1, 0.2s), secondsArgument(argc, argv, 2, 0.2s)));
}
