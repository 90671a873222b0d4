// SPDX-License-Identifier: MIT
// a program that polled with select(), migrated: clients come and go while its own state
// moves on. The protocol makes asynchronous requests: dataReceived() cannot wait, so it creates a
// task; the task waits for a future that the rest of the program completes at its next tick.
//     asking-server [port [seconds between ticks]]
#include "loop/Runner.h"
#include "loop/Server.h"
#include "loop/Sleep.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Print.h"

#include <vector>

// What `update_program_state_based_on_input()` worked on.
class World {
public:
    [[nodiscard]] loop::Future<int> nextTick()
    {
        m_waiting.push_back(loop::getRunningLoop().createFuture<int>());
        return m_waiting.back();
    }
    loop::Coro<void> live(Seconds pause)
    {
        for (;;) {
            co_await loop::sleep(pause);
            ++m_tick;
            for (const loop::Future<int> &waiting : std::exchange(m_waiting, {}))
                if (!waiting.done())
                    waiting.setResult(m_tick);
        }
    }

private:
    int m_tick = 0;
    std::vector<loop::Future<int>> m_waiting;
};

class Asking final : public loop::Protocol, public std::enable_shared_from_this<Asking> {
public:
    explicit Asking(std::shared_ptr<World> world)
        : m_world(std::move(world))
    { }
    void connectionMade(loop::Transport &transport) override { m_transport = &transport; }
    void dataReceived(std::string_view data) override
    {
        ++m_due;
        (void)loop::getRunningLoop().createTask(answer(shared_from_this(), std::string(data)));
    }
    bool eofReceived() override // false: the transport closes itself
    {
        m_eof = true;
        return m_due > 0;
    }
    void connectionLost(std::exception_ptr) override { m_transport = nullptr; }

private:
    static loop::Coro<void> answer(std::shared_ptr<Asking> self, std::string question)
    {
        const int tick = co_await self->m_world->nextTick();
        --self->m_due;
        if (!self->m_transport)
            co_return;
        self->m_transport->write("tick " + std::to_string(tick) + ": " + question);
        if (self->m_eof && self->m_due == 0)
            self->m_transport->close();
    }

    std::shared_ptr<World> m_world; // connections may outlive the server
    loop::Transport *m_transport = nullptr; // until connectionLost()
    int m_due = 0; // answers
    bool m_eof = false;
};

loop::Coro<void> serve(std::uint16_t port, Seconds pause)
{
    const auto world = std::make_shared<World>();
    const auto factory = [world] { return std::make_shared<Asking>(world); };
    const auto server = co_await loop::getRunningLoop().createServer(factory, "localhost", port);
    print("Serving on", tuple(server->sockets().front().address));
    co_await world->live(pause);
}

int main(int argc, char **argv)
{
    try {
        loop::run(
            serve(portArgument(argc, argv, 1, 8883), secondsArgument(argc, argv, 2, Seconds(0.1))));
    } catch (const loop::KeyboardInterrupt &) {
        print("Stopped");
    }
}
