// SPDX-License-Identifier: GPL-3.0-or-later

// Boost.Asio's echo server with C++20 coroutines, as in its examples: co_spawn a session,
// use_awaitable as the default token, the buffer in the coroutine. One thread, and Asio knows it.

#include "tests/bench/Measure.h"

#include <boost/asio.hpp>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Executor = asio::io_context::executor_type; // not type-erased
using Token = asio::use_awaitable_t<Executor>;
using Awaitable = asio::awaitable<void, Executor>;
using Socket = Token::as_default_on_t<asio::basic_stream_socket<tcp, Executor>>;
using Acceptor = Token::as_default_on_t<asio::basic_socket_acceptor<tcp, Executor>>;

Awaitable echo(Socket socket)
{
    try {
        char data[64 * 1024];
        for (;;) {
            const std::size_t size = co_await socket.async_read_some(asio::buffer(data));
            co_await asio::async_write(socket, asio::buffer(data, size));
        }
    } catch (const boost::system::system_error &) {
        co_return; // the client has left
    }
}

Awaitable serve(Acceptor acceptor)
{
    for (;;) {
        Socket socket = co_await acceptor.async_accept();
        boost::system::error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        const Executor executor = acceptor.get_executor();
        asio::co_spawn(executor, echo(std::move(socket)), asio::detached);
    }
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
    asio::co_spawn(context.get_executor(), serve(std::move(acceptor)), asio::detached);
    context.run();
}
