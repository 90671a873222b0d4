// SPDX-License-Identifier: MIT
// a protocol that answers "Re: " and what it got, and closes a connection that is silent for
// five seconds. A client that sends EOF closes it, too; the timer does not outlive the connection.
//     timeout-echo-server [port [seconds]]
#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Print.h"

class EchoServer final : public loop::Protocol {
public:
    explicit EchoServer(Seconds patience)
        : m_patience(patience)
    { }

    void connectionMade(loop::Transport &transport) override
    {
        print("connection made");
        m_transport = &transport;
        restartTimer();
    }
    void dataReceived(std::string_view data) override
    {
        print("data received: ", data); // two blanks: Python's print adds one
        m_transport->write("Re: " + std::string(data));
        restartTimer();
    }
    void connectionLost(std::exception_ptr exception) override
    {
        print("connection lost:", exception ? loop::describe(exception) : "None");
        m_timer.cancel();
    }

private:
    void restartTimer()
    {
        m_timer.cancel();
        m_timer = m_transport->loop()->callLater(m_patience, [this] {
            print("connection timeout, closing.");
            m_transport->close();
        });
    }

    Seconds m_patience;
    loop::Transport *m_transport = nullptr;
    loop::Handle m_timer;
};

int main(int argc, char **argv)
{
    const Seconds patience = secondsArgument(argc, argv, 2, Seconds(5));
    loop::EventLoop loop;
    const auto factory = [patience] { return std::make_shared<EchoServer>(patience); };
    const auto server = loop.runUntilComplete(
        loop.createServer(factory, "localhost", portArgument(argc, argv, 1, 8888)));
    print("Serving on", tuple(server->sockets().front().address));
    loop.runForever();
}
