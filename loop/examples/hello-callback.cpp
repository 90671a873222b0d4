// SPDX-License-Identifier: MIT
// prints "Hello World" every two seconds, with callbacks. The first line comes before the
// loop runs.
//     hello-callback [seconds]
#include "loop/EventLoop.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Print.h"

void printAndRepeat(loop::EventLoop *loop, Seconds pause)
{
    print("Hello World");
    loop->callLater(pause, loop::bind("printAndRepeat", printAndRepeat, loop, pause));
}

int main(int argc, char **argv)
{
    loop::EventLoop loop;
    printAndRepeat(&loop, secondsArgument(argc, argv, 1, Seconds(2)));
    loop.runForever();
}
