// SPDX-License-Identifier: MIT
// an echo server as a protocol, one instance for each client.
//     protocol-echo-server [port]
#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Print.h"

class EchoServer final : public loop::Protocol {
public:
    void connectionMade(loop::Transport &transport) override
    {
        m_transport = &transport;
        m_peer = tuple(transport.peerName());
        print("Connected from", m_peer);
    }
    void dataReceived(std::string_view data) override
    {
        print("Recv:", data);
        m_transport->write(data);
        print("Echo:", data);
    }
    void connectionLost(std::exception_ptr) override { print("Disconnected from", m_peer); }

private:
    loop::Transport *m_transport = nullptr;
    std::string m_peer;
};

int main(int argc, char **argv)
{
    loop::EventLoop loop;
    const auto factory = [] { return std::make_shared<EchoServer>(); };
    const auto server = loop.runUntilComplete(
        loop.createServer(factory, "localhost", portArgument(argc, argv, 1, 8881)));
    print("Serving at", tuple(server->sockets().front().address));
    loop.runForever();
}
