// SPDX-License-Identifier: MIT
// EventLoop's connections and servers on Unix sockets: a path of the file system, or an abstract
// name, which begins with a zero byte (U).
#include "loop/EventLoop.h"
#include "loop/internal/SocketSetup.h"

namespace loop {

namespace {

void checkPathOrSock(const std::string &path, const GivenSocket &sock)
{
    if (sock && !path.empty())
        throw ValueError("path and sock can not be specified at the same time");
    if (!sock && path.empty())
        throw ValueError("no path and sock were specified");
}

} // namespace

Coro<Connected<BaseProtocol>> EventLoop::connectUnix(ProtocolFactory factory, std::string path,
                                                     ConnectOptions options)
{
    if (options.serverHostname && !options.ssl)
        throw ValueError("server_hostname is only meaningful with ssl");
    if (options.ssl && !options.serverHostname)
        throw ValueError("you have to pass server_hostname when using ssl");
    checkTls(options.ssl, Role::Client, options);
    checkPathOrSock(path, options.sock);
    Descriptor fd;
    if (options.sock) {
        fd = takeSocket(options.sock.take(), SOCK_STREAM, AF_UNIX);
    } else {
        const SocketAddress address = SocketAddress::unixPath(path);
        fd = openSocket(AF_UNIX, SOCK_STREAM, 0, path);
        co_await sockConnect(fd.get(), address);
    }
    co_return co_await connectStream(std::move(factory), std::move(fd), std::move(options));
}

Coro<std::shared_ptr<Server>> EventLoop::serveUnix(ProtocolFactory factory, std::string path,
                                                   ServerOptions options)
{
    checkTls(options.ssl, Role::Server, options);
    checkPathOrSock(path, options.sock);
    std::vector<Descriptor> listeners;
    if (options.sock) {
        listeners.push_back(takeSocket(options.sock.take(), SOCK_STREAM, AF_UNIX));
    } else {
        const SocketAddress address = SocketAddress::unixPath(path);
        listeners.push_back(openSocket(AF_UNIX, SOCK_STREAM, 0, path));
        removeStaleSocket(address);
        bindTo(listeners.front(), address);
    }
    co_return serveStreams(std::move(factory), std::move(listeners), options);
}

} // namespace loop
