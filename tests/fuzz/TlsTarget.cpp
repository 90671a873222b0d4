// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/TlsTarget.h"

#include "loop/EventLoop.h"
#include "loop/tls/TlsContext.h"
#include "tests/fuzz/Targets.h"
#include "tests/support/FreshCertificate.h"

#include <array>
#include <cerrno>

#include <sys/socket.h>

namespace {

using loop::tls::TlsContext;
using loop::tls::TlsVersion;

// What is done to a record; a command is one of these, modulo their number, and two bytes more.
enum Operation : unsigned char {
    Pass,
    PassToo,
    Flip, // a bit
    Cut, // its end
    Double,
    Swap, // with the next
    Lengthen, // what its length says
    Retype, // its type or version
    Drop,
    Garbage, // before it
    Split, // in two pieces, with the loop's turns between
    FakeAlert, // before it
    FakeHandshake, // before it, a message without its body
    Empty, // a record of nothing, before it
    Operations
};

std::string record(unsigned char type, std::string_view body)
{
    std::string made {static_cast<char>(type), '\x03', '\x03', static_cast<char>(body.size() >> 8),
                      static_cast<char>(body.size())};
    return made.append(body);
}

// The commands of an input, one after the other; what is beyond them passes.
class Script {
public:
    explicit Script(std::string_view text)
        : m_text(text)
    { }
    [[nodiscard]] std::array<unsigned char, 3> next()
    {
        std::array<unsigned char, 3> command {};
        for (unsigned char &byte : command) {
            if (m_text.empty())
                return {};
            byte = static_cast<unsigned char>(m_text.front());
            m_text.remove_prefix(1);
        }
        return command;
    }

private:
    std::string_view m_text;
};

// From one side to the other: whole records, changed.
class Direction {
public:
    // Both are sockets that do not block.
    Direction(int from, int to, bool changes)
        : m_from(from)
        , m_to(to)
        , m_changes(changes)
    { }

    [[nodiscard]] bool ended() const { return m_ended; }
    // True: something moved.
    bool pump(Script &script)
    {
        if (!m_later.empty()) {
            send(std::exchange(m_later, {}));
            return true;
        }
        std::array<char, 16 * 1024> part;
        const ssize_t count = m_ended ? -1 : ::recv(m_from, part.data(), part.size(), MSG_DONTWAIT);
        if (count > 0)
            m_input.append(part.data(), static_cast<std::size_t>(count));
        else if (!m_ended && (count == 0 || errno != EAGAIN))
            return end();
        bool moved = count > 0;
        while (m_later.empty()) {
            const std::string next = takeRecord();
            if (next.empty())
                break;
            moved = true;
            if (m_changes)
                change(next, script.next());
            else
                send(next);
        }
        return moved;
    }

private:
    bool end()
    {
        m_ended = true;
        send(m_held);
        ::shutdown(m_to, SHUT_WR);
        return true;
    }
    std::string takeRecord()
    {
        if (m_input.size() < 5)
            return {};
        const std::size_t size = 5 + (static_cast<unsigned char>(m_input[3]) << 8)
            + static_cast<unsigned char>(m_input[4]);
        if (m_input.size() < size)
            return {};
        std::string taken = m_input.substr(0, size);
        m_input.erase(0, size);
        return taken;
    }
    void send(std::string_view bytes) const
    {
        while (!bytes.empty()) {
            const ssize_t count
                = ::send(m_to, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count <= 0)
                return; // it has closed, or reads nothing any more
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
    }
    void change(std::string bytes, const std::array<unsigned char, 3> &command)
    {
        const unsigned number = command[1] << 8 | command[2];
        const std::size_t at = number % bytes.size();
        switch (command[0] % Operations) {
        case Flip:
            bytes[at] = static_cast<char>(bytes[at] ^ (1 << (command[1] & 7)));
            break;
        case Cut:
            bytes.resize(at);
            break;
        case Double:
            bytes += bytes;
            break;
        case Swap:
            m_held = std::move(bytes);
            return;
        case Lengthen:
            bytes[3] = static_cast<char>(command[1]);
            bytes[4] = static_cast<char>(command[2]);
            break;
        case Retype:
            bytes[command[1] % 3] = static_cast<char>(command[2]);
            break;
        case Drop:
            bytes.clear();
            break;
        case Garbage:
            bytes.insert(0, std::string(1 + command[1], static_cast<char>(command[2])));
            break;
        case Split:
            m_later = bytes.substr(at);
            bytes.resize(at);
            break;
        case FakeAlert:
            send(record(
                21, std::string {static_cast<char>(command[1]), static_cast<char>(command[2])}));
            break;
        case FakeHandshake:
            send(record(
                22,
                std::string {static_cast<char>(command[1]), 0, 0, static_cast<char>(command[2])}));
            break;
        case Empty:
            for (int i = 0; i <= command[1] % 40; ++i)
                send(record(20 + command[2] % 4, {}));
            break;
        default:
            break;
        }
        send(bytes);
        send(std::exchange(m_held, {}));
    }

    const int m_from, m_to;
    const bool m_changes;
    bool m_ended = false;
    std::string m_input; // not a whole record yet
    std::string m_held; // goes behind the next one
    std::string m_later; // the second piece of one that was split
};

class End final : public loop::Protocol {
public:
    explicit End(bool isServer)
        : m_isServer(isServer)
    { }
    void connectionMade(loop::Transport &transport) override
    {
        m_transport = &transport;
        if (!m_isServer)
            transport.write(std::string(200, 'x'));
    }
    void dataReceived(std::string_view data) override
    {
        if (m_isServer)
            m_transport->write(data);
        m_received += data.size();
        if (!m_isServer && m_received >= 200)
            m_transport->close();
    }

private:
    const bool m_isServer;
    loop::Transport *m_transport = nullptr;
    std::size_t m_received = 0;
};

class Context final : public TlsContext {
public:
    Context() { useFreshCertificate(native()); }
};

std::pair<loop::Descriptor, loop::Descriptor> socketPair()
{
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0)
        throw BrokenPromise {"there are descriptors left"};
    return {loop::Descriptor(ends[0]), loop::Descriptor(ends[1])};
}

// Lives as long as the process: a loop, and a context for each side.
class Ground {
public:
    Ground()
    {
        loop.setExceptionHandler([](loop::EventLoop &, const loop::ExceptionContext &) {});
        for (const auto &context : {server, client}) {
            context->setVerify(false);
            context->handshakeFailed
                = [this](const loop::Transport &transport, const std::exception &) {
                      failed[transport.role() == loop::Role::Server] = true;
                  };
        }
    }
    ~Ground() { loop.close(); }

    void prepare(unsigned char how)
    {
        failed = {};
        client->setMaximumVersion(how & 1 ? TlsVersion::Tls12 : TlsVersion::Tls13);
        client->resumeSessions = (how & 8) != 0;
        server->setVerifyMode(how & 16 ? loop::tls::VerifyMode::Optional
                                       : loop::tls::VerifyMode::None);
    }
    void step()
    {
        loop.stop();
        loop.runForever(); // one iteration
    }

    loop::EventLoop loop;
    const std::shared_ptr<Context> server = std::make_shared<Context>();
    const std::shared_ptr<Context> client = std::make_shared<Context>();
    std::array<bool, 2> failed {}; // the client's, the server's handshake
};

void expect(bool holds, const char *what)
{
    if (!holds)
        throw BrokenPromise {what};
}

} // namespace

std::vector<std::string> tlsSeeds()
{
    std::vector<std::string> seeds;
    for (const char how : {0, 1, 2, 3, 4, 5, 8, 9, 16, 17}) {
        seeds.push_back({how});
        for (char operation = Flip; operation < Operations; ++operation) {
            std::string commands {how};
            for (int passed = 0; passed < 4; ++passed) {
                seeds.push_back(commands + std::string {operation, '\x01', '\x05'});
                commands.append(3, '\0');
            }
        }
    }
    return seeds;
}

std::vector<std::string> tlsWords()
{
    std::vector<std::string> words;
    for (char operation = 0; operation < Operations; ++operation) {
        words.push_back({operation, '\0', '\x05'});
        words.push_back({operation, '\x02', '\x28'});
    }
    for (const char message : {0, 1, 2, 4, 5, 8, 11, 13, 15, 20, 24}) // of a handshake
        words.push_back({FakeHandshake, message, '\0'});
    return words;
}

// The first byte says which versions, and whose records are changed.
void runTls(const std::string &input)
{
    static Ground ground;
    loop::EventLoop &loop = ground.loop;
    const auto how = static_cast<unsigned char>(input.empty() ? 0 : input[0]);
    ground.prepare(how);
    Script script(std::string_view(input).substr(input.empty() ? 0 : 1));

    auto [serverSocket, relayOfServer] = socketPair();
    auto [clientSocket, relayOfClient] = socketPair();
    const auto accepted = loop.createTask(loop.connectAcceptedSocket(
        [] { return std::make_shared<End>(true); }, std::move(serverSocket), ground.server));
    loop::ConnectOptions options;
    options.sock = std::move(clientSocket);
    options.ssl = ground.client;
    options.serverHostname = "";
    const auto connected = loop.createTask(
        loop.createConnection([] { return std::make_shared<End>(false); }, std::move(options)));

    Direction toServer(relayOfClient.get(), relayOfServer.get(), (how & 2) == 0);
    Direction toClient(relayOfServer.get(), relayOfClient.get(), (how & 6) != 0);
    for (int idle = 0, rounds = 0; idle < 8 && rounds < 500; ++rounds) {
        ground.step();
        const bool moved = toServer.pump(script);
        idle = toClient.pump(script) || moved ? 0 : idle + 1;
    }
    expect(!ground.failed[1] || toClient.ended(), "a server that fails closes its connection");
    expect(!ground.failed[0] || toServer.ended(), "a client that fails closes its connection");
    relayOfServer.reset();
    relayOfClient.reset();
    for (int i = 0;
         i < 100 && (loop.totals().connections > 0 || !accepted.done() || !connected.done()); ++i)
        ground.step();
    expect(loop.totals().connections == 0, "both ends are lost once their peer has ended");
    expect(accepted.done() && connected.done(), "who waits for them hears of it");
    (void)accepted.exception();
    (void)connected.exception();
}
