// SPDX-License-Identifier: GPL-3.0-or-later

// Boost.Asio's echo server with callbacks, as in its examples: a session that keeps itself alive,
// one read or one write under way. One thread, and Asio knows it.

#include "tests/bench/Measure.h"

#include <boost/asio.hpp>

#include <array>
#include <memory>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Executor = asio::io_context::executor_type; // not type-erased
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;

class Session : public std::enable_shared_from_this<Session> {
public:
    explicit Session(Socket socket)
        : m_socket(std::move(socket))
    { }

    void read()
    {
        m_socket.async_read_some(
            asio::buffer(m_data),
            [self = shared_from_this()](boost::system::error_code error, std::size_t size) {
                if (!error)
                    self->write(size);
            });
    }

private:
    void write(std::size_t size)
    {
        asio::async_write(
            m_socket, asio::buffer(m_data, size),
            [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                if (!error)
                    self->read();
            });
    }

    Socket m_socket;
    std::array<char, 64 * 1024> m_data;
};

void accept(Acceptor &acceptor)
{
    acceptor.async_accept([&acceptor](boost::system::error_code error, Socket socket) {
        if (!error) {
            socket.set_option(tcp::no_delay(true), error);
            std::shared_ptr<Session>(new Session(std::move(socket)))->read();
        }
        accept(acceptor);
    });
}

} // namespace

int main()
{
    bench::raiseDescriptorLimit();
    asio::io_context context(1);
    Acceptor acceptor(context, tcp::v4());
    acceptor.bind({asio::ip::address_v4::loopback(), 0});
    acceptor.listen(bench::backlog);
    bench::announce(acceptor.local_endpoint().port());
    accept(acceptor);
    context.run();
}
