// SPDX-License-Identifier: MIT
// prints what any number of clients send, with the sock* operations on plain sockets. Each
// client has a task; Ctrl-C cancels the tasks, and that closes their sockets.
//     receiver [port]
#include "loop/Runner.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Print.h"

loop::Coro<void> receiveAll(loop::Descriptor socket, loop::SocketAddress address)
{
    loop::EventLoop &loop = loop::getRunningLoop();
    print("Receiving from:", tuple(address));
    for (;;) {
        const std::string data = co_await loop.sockRecv(socket.get(), 1024);
        if (data.empty())
            break;
        print(data + '\n'); // the extra line feed is the original's
    }
    socket.reset();
    print("Connection closed:", tuple(address));
}

loop::Descriptor listenOn(const loop::SocketAddress &address)
{
    loop::Descriptor socket(
        ::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const int on = 1;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(socket.get(), address.data(), address.size()) != 0 || ::listen(socket.get(), 5) != 0)
        loop::throwErrno("cannot listen on " + address.toString());
    return socket;
}

loop::Coro<void> acceptConnections(std::uint16_t port)
{
    loop::EventLoop &loop = loop::getRunningLoop();
    const loop::Descriptor listener = listenOn(loop::SocketAddress::fromNumeric("::", port));
    print("Listening on:", tuple(loop::SocketAddress::ofSocket(listener.get())));
    for (;;) {
        auto [socket, address] = co_await loop.sockAccept(listener.get());
        print("Connection from:", tuple(address));
        (void)loop.createTask(receiveAll(std::move(socket), address));
        print("Next connection...");
    }
}

int main(int argc, char **argv)
{
    try {
        loop::run(acceptConnections(portArgument(argc, argv, 1, 8888)));
    } catch (const loop::KeyboardInterrupt &) {
        print("Stopped");
    }
}
