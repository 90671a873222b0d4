// SPDX-License-Identifier: GPL-3.0-or-later
// What a TLS connection costs beyond OpenSSL's own work: what leaves in one piece, and the memory
// of one that idles.
#include "tests/support/TlsFixture.h"
#include "tests/support/TlsRelay.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <malloc.h>

using namespace loop;
using namespace tlspeers;

namespace {

std::atomic<std::size_t> heapOfOpenssl {0}; // bytes of its heap, with malloc()'s own; any thread

std::size_t held(void *memory)
{
    return memory ? ::malloc_usable_size(memory) + sizeof(std::size_t) : 0;
}
void *take(std::size_t size, const char *, int)
{
    void *const memory = std::malloc(size);
    heapOfOpenssl += held(memory);
    return memory;
}
void *change(void *memory, std::size_t size, const char *, int)
{
    heapOfOpenssl -= held(memory);
    void *const changed = std::realloc(memory, size);
    heapOfOpenssl += held(changed);
    return changed;
}
void giveBack(void *memory, const char *, int)
{
    heapOfOpenssl -= held(memory);
    std::free(memory);
}
const bool isCounted = CRYPTO_set_mem_functions(take, change, giveBack) == 1; // before its first

struct Memory {
    std::ptrdiff_t ours, ofOpenssl;

    static Memory now()
    {
        const struct mallinfo2 heap = ::mallinfo2();
        return {static_cast<std::ptrdiff_t>(heap.uordblks + heap.hblkhd - heapOfOpenssl),
                static_cast<std::ptrdiff_t>(heapOfOpenssl)};
    }
};

struct Echo final : Protocol {
    void connectionMade(Transport &made) override { transport = &made; }
    void dataReceived(std::string_view data) override { transport->write(data); }
    Transport *transport = nullptr;
};

} // namespace

class TlsCostTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init() { begin(); }
    void cleanup()
    {
        end();
        m_relays.clear(); // their protocols outlive the loop
        m_pieces = 0;
    }

    // A server's tickets, which its client does not wait for, leave with the answer to what came
    // right behind the handshake
    void theTicketsLeaveWithTheFirstAnswer_data() { versions(); }
    void theTicketsLeaveWithTheFirstAnswer()
    {
        QFETCH(loop::tls::TlsVersion, version);
        watchedServer<Echo>(version);
        // Its side of the handshake, of TLS 1.2 in two flights, and the answer
        const int expected = version == loop::tls::TlsVersion::Tls13 ? 2 : 3;
        for (int i = 0; i < 20 && m_pieces != expected;
             ++i) { // the moment may pass on a busy machine
            watchedRelay();
            const auto client = watchedClient();
            client.transport->write("hello\n");
            QVERIFY(runUntil(*m_loop, [&] { return client.protocol->received == "hello\n"; }));
        }
        QCOMPARE(m_pieces, expected);
    }

    // ... and after a moment if there is no answer
    void theTicketsLeaveThoughNothingIsSaid()
    {
        watchedServer<Protocol>(loop::tls::TlsVersion::Tls13);
        const auto client = watchedClient();
        QVERIFY(runUntil(*m_loop, [&] { return m_pieces == 2; }));
        client.transport->abort();
    }

    // ... also if the server wants to know of each byte that waits
    void heldTicketsPauseNobody()
    {
        struct Strict final : Protocol {
            void connectionMade(Transport &made) override { made.setWriteBufferLimits(0); }
            void pauseWriting() override { ++pauses; }
            int pauses = 0;
        };
        const auto strict = std::make_shared<Strict>();
        ServerOptions options;
        options.ssl = serverContext("local");
        serveThroughRelay([strict] { return strict; }, std::move(options));
        const auto client = watchedClient();
        client.transport->write("hello\n");
        QVERIFY(runUntil(*m_loop, [&] { return m_pieces == 2; }));
        QCOMPARE(strict->pauses, 0);
        client.transport->abort();
    }

    // At most 2 KiB of ours, with what a TCP connection needs, and its buffers given back
    void anIdleConnectionIsSmall_data() { versions(); }
    void anIdleConnectionIsSmall()
    {
        constexpr std::ptrdiff_t count = 100, withoutBuffers = 24 * 1024;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("a sanitizer has its own heap");
#endif
        QVERIFY(isCounted);
        QFETCH(loop::tls::TlsVersion, version);
        const auto context = serverContext("local");
        context->setMaximumVersion(version);
        ServerOptions options;
        options.ssl = context;
        options.backlog = 512;
        m_server = m_loop->runUntilComplete(m_loop->createServer(
            [] { return std::make_shared<Echo>(); }, "127.0.0.1", 0, std::move(options)));
        const ConnectOptions trusted = trusting();
        std::vector<loop::Connected<Witness>> clients;
        clients.reserve(2 * count);
        connect(clients, trusted, 1); // what is made once is there after that
        const Memory before = Memory::now();
        connect(clients, trusted, count);
        const auto grown = [&before] { // a connection: both ends of each
            const Memory now = Memory::now();
            return Memory {(now.ours - before.ours) / (2 * count),
                           (now.ofOpenssl - before.ofOpenssl) / (2 * count)};
        };
        // Those that were busy last keep their buffers for a moment
        QVERIFY(runUntil(*m_loop, [&] { return grown().ofOpenssl <= withoutBuffers; }));
        const auto [ours, ofOpenssl] = grown();
        qInfo("%td bytes of ours, %td of OpenSSL's", ours, ofOpenssl);
        QVERIFY2(ours <= 2048, std::to_string(ours).c_str());
        for (const auto &client : clients)
            client.transport->abort();
    }

private:
    template <class P> void watchedServer(loop::tls::TlsVersion version)
    {
        const auto context = serverContext("local");
        context->setMaximumVersion(version);
        ServerOptions options;
        options.ssl = context;
        serveThroughRelay([] { return std::make_shared<P>(); }, std::move(options));
    }
    void serveThroughRelay(ProtocolFactory factory, ServerOptions options)
    {
        m_server = m_loop->runUntilComplete(
            m_loop->createServer(std::move(factory), "127.0.0.1", 0, std::move(options)));
        watchedRelay();
    }
    void watchedRelay()
    {
        const std::uint16_t port = m_server->sockets().front().address.port();
        TlsRelay *const relay
            = m_relays.emplace_back(std::make_unique<TlsRelay>(*m_loop, port)).get();
        m_pieces = 0;
        relay->watch = [this, relay](bool fromServer, std::string_view) {
            m_pieces += fromServer && relay == m_relays.back().get();
        };
    }
    loop::Connected<Witness> watchedClient()
    {
        auto factory = [this] { return std::make_shared<Witness>(*m_loop); };
        return m_loop->runUntilComplete(
            m_loop->createConnection(factory, "localhost", m_relays.back()->port(), trusting()));
    }
    void connect(std::vector<loop::Connected<Witness>> &clients, const ConnectOptions &trusted,
                 std::ptrdiff_t count)
    {
        const std::uint16_t port = m_server->sockets().front().address.port();
        auto factory = [this] { return std::make_shared<Witness>(*m_loop); };
        for (std::ptrdiff_t i = 0; i < count; ++i) {
            ConnectOptions options;
            options.ssl = trusted.ssl;
            clients.push_back(m_loop->runUntilComplete(
                m_loop->createConnection(factory, "localhost", port, std::move(options))));
            clients.back().transport->write("hello\n");
        }
        [&] {
            QVERIFY(runUntil(*m_loop, [&] {
                return std::all_of(clients.begin(), clients.end(), [](const auto &client) {
                    return client.protocol->received == "hello\n";
                });
            }));
        }();
    }

    std::vector<std::unique_ptr<TlsRelay>> m_relays;
    int m_pieces = 0; // that came from the server through the last
};

QTEST_GUILESS_MAIN(TlsCostTest)
#include "TlsCostTest.moc"
