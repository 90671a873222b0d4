// SPDX-License-Identifier: GPL-3.0-or-later

// The echo servers that are compared. Each prints the port it took and serves until it is killed.
// Usage:
//     bench_echo_server bare|protocol|streams|qtcpsocket [qt] [tls [executor]] [recorder|threads]
//                       [lag]
// With `executor`, handshakes are moved to one. With `lag`, each line of its stdin is answered by
// the 99th percentile of how late the loop was since the line before, in milliseconds.

#include "loop/EventLoop.h"
#include "loop/Executor.h"
#include "loop/Recorder.h"
#include "loop/Server.h"
#include "loop/Sleep.h"
#include "loop/Streams.h"
#include "loop/qt/QtDriver.h"
#include "loop/tls/TlsContext.h"
#include "tests/bench/Measure.h"
#include "tests/support/FreshCertificate.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTimer>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslKey>
#include <QtNetwork/QSslSocket>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>

#include <algorithm>
#include <type_traits>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/pem.h>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace {

// What the others are measured against: level-triggered epoll, one recv and one send a message.
int serveBare()
{
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener, reinterpret_cast<sockaddr *>(&address), size) != 0
        || ::listen(listener, bench::backlog) != 0)
        return 1;
    ::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size);
    bench::announce(ntohs(address.sin_port));

    const int epoll = ::epoll_create1(0);
    epoll_event event {.events = EPOLLIN, .data = {.fd = listener}};
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    std::vector<char> buffer(256 * 1024);
    std::vector<epoll_event> events(256);
    for (;;) {
        const int count = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int fd = events[static_cast<std::size_t>(i)].data.fd;
            if (fd == listener) {
                const int accepted = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK);
                const int on = 1;
                ::setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                epoll_event added {.events = EPOLLIN, .data = {.fd = accepted}};
                ::epoll_ctl(epoll, EPOLL_CTL_ADD, accepted, &added);
                continue;
            }
            const ssize_t received = ::recv(fd, buffer.data(), buffer.size(), 0);
            if (received <= 0) {
                ::close(fd);
                continue;
            }
            for (ssize_t sent = 0; sent < received;) {
                const ssize_t n = ::send(fd, buffer.data() + sent,
                                         static_cast<std::size_t>(received - sent), MSG_NOSIGNAL);
                if (n > 0)
                    sent += n;
                else if (errno != EAGAIN)
                    break;
            }
        }
    }
}

class EchoProtocol final : public loop::Protocol {
public:
    void connectionMade(loop::Transport &transport) override { m_transport = &transport; }
    void dataReceived(std::string_view data) override { m_transport->write(data); }

private:
    loop::Transport *m_transport = nullptr;
};

loop::Coro<void> echo(loop::StreamReader reader, loop::StreamWriter writer)
{
    try {
        for (;;) {
            const std::string data = co_await reader.read(256 * 1024);
            if (data.empty())
                break;
            writer.write(data);
            co_await writer.drain();
        }
    } catch (const loop::OsError &) {
        co_return; // the load generator leaves without a word
    }
    writer.close();
}

class BenchContext final : public loop::tls::TlsContext {
public:
    explicit BenchContext(bool elsewhere)
    {
        useFreshCertificate(native());
        if (elsewhere)
            handshakeExecutor = std::make_shared<loop::ThreadPoolExecutor>();
    }
};

loop::Coro<void> serve(loop::EventLoop &eventLoop, bool streams, bool tls, bool elsewhere)
{
    loop::ServerOptions options;
    options.backlog = bench::backlog;
    if (tls)
        options.ssl = std::make_shared<BenchContext>(elsewhere);
    std::shared_ptr<loop::Server> server;
    if (streams) {
        server = co_await loop::startServer(echo, "127.0.0.1", 0, std::move(options));
    } else {
        auto factory = [] { return std::make_shared<EchoProtocol>(); };
        server = co_await eventLoop.createServer(std::move(factory), "127.0.0.1", 0,
                                                 std::move(options));
    }
    bench::announce(server->sockets().front().address.port());
}

// How late a callback of each millisecond was, those included that a loop which was held up was not
// asked for.
class Lateness {
public:
    static loop::Coro<void> watch(loop::EventLoop &eventLoop, Lateness &lateness)
    {
        constexpr auto pause = std::chrono::milliseconds(1);
        for (;;) {
            const loop::TimePoint due = eventLoop.time() + pause;
            co_await loop::sleep(pause);
            for (auto late = eventLoop.time() - due; late > late.zero(); late -= pause)
                lateness.m_each.push_back(std::chrono::duration<double, std::milli>(late).count());
        }
    }
    void report()
    {
        std::sort(m_each.begin(), m_each.end());
        std::printf("%.3f\n", m_each.empty() ? 0 : m_each[(m_each.size() - 1) * 99 / 100]);
        std::fflush(stdout);
        m_each.clear();
    }

private:
    std::vector<double> m_each;
};

// `threads`: there is a second one, which does what the window's Feed does if `recorded`, else
// nothing. A process with threads pays for locked instructions in every system call, whoever makes
// it.
int serveLoop(bool streams, bool qt, bool tls, bool elsewhere, bool recorded, bool threads,
              bool lag)
{
    loop::EventLoop eventLoop(
        qt ? std::unique_ptr<loop::Driver>(std::make_unique<loop::qt::QtDriver>()) : nullptr);
    std::unique_ptr<loop::Recorder> recorder;
    std::jthread reader;
    if (recorded)
        recorder = std::make_unique<loop::Recorder>(eventLoop);
    if (threads) {
        reader = std::jthread([&recorder](const std::stop_token &stop) {
            for (; !stop.stop_requested();
                 std::this_thread::sleep_for(std::chrono::milliseconds(33))) {
                if (recorder)
                    (void)recorder->take({});
            }
        });
    }
    (void)eventLoop.createTask(serve(eventLoop, streams, tls, elsewhere));
    Lateness lateness;
    if (lag) {
        (void)eventLoop.createTask(Lateness::watch(eventLoop, lateness));
        eventLoop.addReader(STDIN_FILENO, [&lateness, &eventLoop] {
            char line[64];
            if (::read(STDIN_FILENO, line, sizeof line) <= 0)
                eventLoop.removeReader(STDIN_FILENO);
            lateness.report();
        });
    }
    eventLoop.runForever();
    return 0;
}

// QSslSocket's certificate, as it wants it.
template <class T, class Write> T madeOf(Write write, QSsl::KeyAlgorithm algorithm)
{
    BIO *const memory = BIO_new(BIO_s_mem());
    write(memory);
    char *text = nullptr;
    const long size = BIO_get_mem_data(memory, &text);
    const QByteArray pem(text, size);
    BIO_free(memory);
    if constexpr (std::is_same_v<T, QSslKey>)
        return QSslKey(pem, algorithm);
    else
        return T(pem);
}

class SslServer final : public QTcpServer {
public:
    SslServer()
    {
        SSL_CTX *const fresh = SSL_CTX_new(TLS_method());
        useFreshCertificate(fresh);
        m_configuration.setLocalCertificate(madeOf<QSslCertificate>(
            [fresh](BIO *to) { PEM_write_bio_X509(to, SSL_CTX_get0_certificate(fresh)); },
            QSsl::Ec));
        m_configuration.setPrivateKey(madeOf<QSslKey>(
            [fresh](BIO *to) {
                PEM_write_bio_PrivateKey(to, SSL_CTX_get0_privatekey(fresh), nullptr, nullptr, 0,
                                         nullptr, nullptr);
            },
            QSsl::Ec));
        m_configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    }

private:
    void incomingConnection(qintptr descriptor) override
    {
        auto *const socket = new QSslSocket(this);
        socket->setSslConfiguration(m_configuration);
        socket->setSocketDescriptor(descriptor);
        socket->startServerEncryption();
        addPendingConnection(socket);
    }

    QSslConfiguration m_configuration = QSslConfiguration::defaultConfiguration();
};

int serveQTcpSocket(bool tls)
{
    QTcpServer plain;
    SslServer encrypting;
    QTcpServer &server = tls ? encrypting : plain;
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&server] {
        while (QTcpSocket *const socket = server.nextPendingConnection()) {
            socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            QObject::connect(socket, &QTcpSocket::readyRead, socket,
                             [socket] { socket->write(socket->readAll()); });
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        }
    });
    server.setListenBacklogSize(bench::backlog);
    server.setMaxPendingConnections(100'000);
    if (!server.listen(QHostAddress::LocalHost))
        return 1;
    bench::announce(server.serverPort());
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    bench::raiseDescriptorLimit();

    const QStringList words = QCoreApplication::arguments();
    const QString kind = words.value(1);
    if (kind == QLatin1String("bare"))
        return serveBare();
    if (kind == QLatin1String("qtcpsocket"))
        return serveQTcpSocket(words.contains(QLatin1String("tls")));
    const bool recorded = words.contains(QLatin1String("recorder"));
    return serveLoop(
        kind == QLatin1String("streams"), words.contains(QLatin1String("qt")),
        words.contains(QLatin1String("tls")), words.contains(QLatin1String("executor")), recorded,
        recorded || words.contains(QLatin1String("threads")), words.contains(QLatin1String("lag")));
}
