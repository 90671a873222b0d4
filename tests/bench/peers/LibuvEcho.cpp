// SPDX-License-Identifier: GPL-3.0-or-later

// libuv's echo server: one read buffer for all connections, uv_try_write() first, and a write
// request only for what the kernel did not take.

#include "tests/bench/Measure.h"

#include <uv.h>

#include <cstring>
#include <memory>

namespace {

char received[256 * 1024];

struct Rest {
    uv_write_t request;
    std::unique_ptr<char[]> bytes;
};

void closeConnection(uv_handle_t *handle)
{
    if (!uv_is_closing(handle))
        uv_close(handle, [](uv_handle_t *closed) { delete reinterpret_cast<uv_tcp_t *>(closed); });
}

void writeRest(uv_stream_t *stream, const char *bytes, std::size_t size)
{
    auto *const rest = new Rest {{}, std::make_unique<char[]>(size)};
    std::memcpy(rest->bytes.get(), bytes, size);
    rest->request.data = rest;
    const uv_buf_t buffer = uv_buf_init(rest->bytes.get(), static_cast<unsigned>(size));
    uv_write(&rest->request, stream, &buffer, 1,
             [](uv_write_t *request, int) { delete static_cast<Rest *>(request->data); });
}

void onRead(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
    if (count < 0) {
        closeConnection(reinterpret_cast<uv_handle_t *>(stream));
        return;
    }
    const uv_buf_t echo = uv_buf_init(buffer->base, static_cast<unsigned>(count));
    const int written = std::max(0, uv_try_write(stream, &echo, 1));
    if (written < count)
        writeRest(stream, buffer->base + written, static_cast<std::size_t>(count - written));
}

void onConnection(uv_stream_t *server, int)
{
    auto *const connection = new uv_tcp_t;
    uv_tcp_init(server->loop, connection);
    auto *const stream = reinterpret_cast<uv_stream_t *>(connection);
    if (uv_accept(server, stream) != 0) {
        closeConnection(reinterpret_cast<uv_handle_t *>(connection));
        return;
    }
    uv_tcp_nodelay(connection, 1);
    uv_read_start(
        stream,
        [](uv_handle_t *, std::size_t, uv_buf_t *buffer) {
            *buffer = uv_buf_init(received, sizeof received);
        },
        onRead);
}

} // namespace

int main()
{
    bench::raiseDescriptorLimit();
    uv_tcp_t server;
    uv_tcp_init(uv_default_loop(), &server);
    sockaddr_in address {};
    uv_ip4_addr("127.0.0.1", 0, &address);
    uv_tcp_bind(&server, reinterpret_cast<sockaddr *>(&address), 0);
    if (uv_listen(reinterpret_cast<uv_stream_t *>(&server), bench::backlog, onConnection) != 0)
        return 1;
    int size = sizeof address;
    uv_tcp_getsockname(&server, reinterpret_cast<sockaddr *>(&address), &size);
    bench::announce(ntohs(address.sin_port));
    return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
