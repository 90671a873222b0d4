// SPDX-License-Identifier: MIT
// A client that stays connected: whatever ends its connection, it makes another one, after a pause
// that doubles from one failure to the next. Prints the lines that come.
//     reconnecting-client [port]
#include "loop/EventLoop.h"
#include "loop/Sleep.h"
#include "loop/Streams.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Print.h"

using namespace std::chrono_literals;

constexpr loop::Duration shortestPause = 500ms;
constexpr loop::Duration longestPause = 30s;

loop::Coro<void> stayConnected(std::string host, std::uint16_t port)
{
    loop::ConnectOptions options; // copied for each connection
    options.happyEyeballsDelay = 250ms; // a host with a dead address costs no more than this
    options.keepAlive = loop::KeepAlive(30s, 10s, 3); // a peer that vanished is found out
    for (auto pause = shortestPause;; pause = std::min(2 * pause, longestPause)) {
        try {
            auto [reader, writer] = co_await loop::openConnection(host, port, options);
            print("Connected");
            pause = shortestPause;
            while (const auto line = co_await reader.nextLine())
                print("Recv:", std::string_view(*line).substr(0, line->find('\n')));
            writer.close();
            print("Disconnected");
        } catch (const loop::OsError &error) {
            print("Failed:", error.what());
        }
        co_await loop::sleep(pause);
    }
}

int main(int argc, char **argv)
{
    loop::EventLoop loop;
    loop.runUntilComplete(stayConnected("localhost", portArgument(argc, argv, 1, 8881)));
}
