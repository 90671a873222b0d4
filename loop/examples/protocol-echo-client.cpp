// SPDX-License-Identifier: MIT
// a client as a protocol. It sends a line, waits for its echo, sends the next, and
// half-closes after the last. It takes an echo for a whole line, which real code must not.
//     protocol-echo-client [port]
#include "loop/EventLoop.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Lines.h"
#include "loop/examples/Print.h"

class EchoClient final : public loop::Protocol {
public:
    void connectionMade(loop::Transport &transport) override
    {
        print("Connected to server");
        m_transport = &transport;
        writeOne();
    }
    void dataReceived(std::string_view data) override
    {
        print("Recv:", data);
        writeOne();
    }
    void connectionLost(std::exception_ptr) override
    {
        m_transport->loop()->stop();
        print("Disconnected from server");
    }

private:
    void writeOne()
    {
        if (m_next == m_lines.size()) {
            m_transport->writeEof();
            return;
        }
        const std::string_view line = m_lines[m_next++];
        m_transport->write(line);
        print("Sent:", line);
    }

    loop::Transport *m_transport = nullptr;
    Lines m_lines = linesOf("A few lines of text");
    std::size_t m_next = 0;
};

int main(int argc, char **argv)
{
    loop::EventLoop loop;
    const auto factory = [] { return std::make_shared<EchoClient>(); };
    const auto connected = loop.runUntilComplete(
        loop.createConnection(factory, "localhost", portArgument(argc, argv, 1, 8881)));
    loop.runForever();
    loop.close();
}
