// SPDX-License-Identifier: MIT
// prints "Hello World" every two seconds, with a coroutine.
//     hello-coroutine [seconds]
#include "loop/EventLoop.h"
#include "loop/Sleep.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Print.h"

loop::Coro<void> greet(Seconds pause)
{
    for (;;) {
        print("Hello World");
        co_await loop::sleep(pause);
    }
}

int main(int argc, char **argv)
{
    loop::EventLoop loop;
    loop.runUntilComplete(greet(secondsArgument(argc, argv, 1, Seconds(2))));
}
