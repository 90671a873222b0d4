// SPDX-License-Identifier: GPL-3.0-or-later

// Boost.Asio's echo server over TLS, with callbacks, as in its examples. One thread, and Asio knows
// it.

#include "tests/bench/Measure.h"
#include "tests/support/FreshCertificate.h"

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>

#include <array>
#include <memory>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Executor = asio::io_context::executor_type; // not type-erased
using Socket = asio::basic_stream_socket<tcp, Executor>;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;
using Error = boost::system::error_code;

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Socket socket, asio::ssl::context &tls)
        : m_stream(std::move(socket), tls)
    { }

    void begin()
    {
        m_stream.async_handshake(asio::ssl::stream_base::server,
                                 [self = shared_from_this()](Error error) {
                                     if (!error)
                                         self->read();
                                 });
    }

private:
    void read()
    {
        m_stream.async_read_some(asio::buffer(m_data),
                                 [self = shared_from_this()](Error error, std::size_t size) {
                                     if (!error)
                                         self->write(size);
                                 });
    }
    void write(std::size_t size)
    {
        asio::async_write(m_stream, asio::buffer(m_data, size),
                          [self = shared_from_this()](Error error, std::size_t) {
                              if (!error)
                                  self->read();
                          });
    }

    asio::ssl::stream<Socket> m_stream;
    std::array<char, 64 * 1024> m_data;
};

void accept(Acceptor &acceptor, asio::ssl::context &tls)
{
    acceptor.async_accept([&](Error error, Socket socket) {
        if (!error) {
            socket.set_option(tcp::no_delay(true), error);
            std::make_shared<Session>(std::move(socket), tls)->begin();
        }
        accept(acceptor, tls);
    });
}

} // namespace

int main()
{
    bench::raiseDescriptorLimit();
    asio::ssl::context tls(asio::ssl::context::tls_server);
    useFreshCertificate(tls.native_handle());
    asio::io_context context(1);
    Acceptor acceptor(context, tcp::v4());
    acceptor.bind({asio::ip::address_v4::loopback(), 0});
    acceptor.listen(bench::backlog);
    bench::announce(acceptor.local_endpoint().port());
    accept(acceptor, tls);
    context.run();
}
