// SPDX-License-Identifier: GPL-3.0-or-later
// TLS with other people's programs at the other end: openssl, Python, curl, GnuTLS.
#include "tests/support/TlsFixture.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QProcess>

using namespace loop;
using namespace tlspeers;

class TlsPeersTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init() { begin(); }
    void cleanup() { end(); }

    // N-16: openssl s_client is somebody else's client
    void opensslTalksToOurServer()
    {
        const std::uint16_t port = serve(echoOneLine, serverContext("local"));
        const std::string command
            = "echo hello | timeout 5 openssl s_client -quiet -verify_return_error -CAfile "
            + path("ca.pem") + " -servername localhost -connect 127.0.0.1:" + std::to_string(port)
            + " 2>/dev/null";
        QCOMPARE(m_loop->runUntilComplete(peer(*m_loop, command)), std::string("hello\n"));
    }

    // N-16, PR-06: Python's ssl client gets its line and a clean end
    void pythonTalksToOurServer()
    {
        const std::uint16_t port = serve(echoOneLine, serverContext("local"));
        const std::string script = "import socket, ssl\n"
                                   "context = ssl.create_default_context(cafile=\""
            + path("ca.pem")
            + "\")\n"
              "plain = socket.create_connection((\"127.0.0.1\", "
            + std::to_string(port)
            + "))\n"
              "tls = context.wrap_socket(plain, server_hostname=\"localhost\", "
              "suppress_ragged_eofs=False)\n"
              "tls.sendall(b\"hello\\n\")\n"
              "print(tls.version(), tls.recv(100), tls.recv(100))\n";
        const std::string answer
            = m_loop->runUntilComplete(peer(*m_loop, "timeout 5 python3 -c '" + script + "' 2>&1"));
        QCOMPARE(answer, std::string("TLSv1.3 b'hello\\n' b''\n"));
    }

    // N-08: openssl s_server is somebody else's server
    void weTalkToOpenssl()
    {
        QProcess server;
        server.start(QStringLiteral("openssl"),
                     {QStringLiteral("s_server"), QStringLiteral("-accept"),
                      QStringLiteral("127.0.0.1:0"), QStringLiteral("-cert"),
                      QString::fromStdString(path("local.pem")), QStringLiteral("-key"),
                      QString::fromStdString(path("local.key")), QStringLiteral("-rev"),
                      QStringLiteral("-tls1_2")});
        QByteArray output; // "ACCEPT 127.0.0.1:port"
        while (!output.contains("ACCEPT") || !output.endsWith('\n')) {
            QVERIFY(server.waitForReadyRead(5000));
            output += server.readAllStandardOutput();
        }
        const auto port
            = static_cast<std::uint16_t>(output.mid(output.lastIndexOf(':') + 1).trimmed().toInt());
        ConnectOptions options = trusting();
        options.serverHostname = "localhost";
        const Answer answer
            = m_loop->runUntilComplete(ask(*m_loop, "127.0.0.1", port, std::move(options)));
        QCOMPARE(answer.line, std::string("olleh\n"));
        QCOMPARE(answer.tls.version, std::string("TLSv1.2"));
        server.kill();
        server.waitForFinished();
    }

    // Trap 30: a handshake that fails makes no connection, and the server goes on
    void aPeerThatSpeaksNoTlsIsTurnedAway()
    {
        int accepted = 0;
        ServerOptions options;
        options.ssl = serverContext("local");
        auto accept = [this, &accepted] {
            ++accepted;
            return std::make_shared<Witness>(*m_loop);
        };
        m_server = m_loop->runUntilComplete(
            m_loop->createServer(accept, "127.0.0.1", 0, std::move(options)));
        const std::uint16_t port = m_server->sockets().front().address.port();
        const std::string command
            = "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | timeout 5 nc -N 127.0.0.1 "
            + std::to_string(port);
        (void)m_loop->runUntilComplete(peer(*m_loop, command));
        QCOMPARE(accepted, 1);
        QCOMPARE(m_loop->totals().connections, std::size_t {0});
        QVERIFY(m_server->isServing());
    }

    // Both ways of GnuTLS: the versions, ALPN and certificates of either side
    void gnutlsTalksToOurServer_data() { versions(); }
    void gnutlsTalksToOurServer()
    {
        QFETCH(loop::tls::TlsVersion, version);
        const auto context = serverContext("local");
        context->loadVerifyLocations(path("ca.pem"));
        context->setVerify(true);
        context->setAlpnProtocols({"lines/1"});
        const std::uint16_t port = serve(echoOneLine, context);
        const bool old = version == loop::tls::TlsVersion::Tls12;
        const std::string command = "echo hello | timeout 5 gnutls-cli --x509cafile "
            + path("ca.pem") + " --x509certfile " + path("other.pem") + " --x509keyfile "
            + path("other.key") + " --alpn lines/1 --priority NORMAL:-VERS-ALL:+VERS-TLS1."
            + (old ? "2" : "3") + " -p " + std::to_string(port) + " localhost 2>&1";
        const std::string printed = m_loop->runUntilComplete(peer(*m_loop, command));
        QVERIFY2(printed.find("Status: The certificate is trusted.") != std::string::npos,
                 printed.c_str());
        QVERIFY2(printed.find("Application protocol: lines/1") != std::string::npos,
                 printed.c_str());
        QVERIFY2(printed.find("\nhello\n") != std::string::npos, printed.c_str());
        QVERIFY2(printed.find("Peer has closed the GnuTLS connection") != std::string::npos,
                 printed.c_str());
    }
    void weTalkToGnutls_data() { versions(); }
    void weTalkToGnutls()
    {
        QFETCH(loop::tls::TlsVersion, version);
        const std::uint16_t port = closedPort();
        QProcess server;
        server.setProcessChannelMode(QProcess::MergedChannels);
        server.start(QStringLiteral("gnutls-serv"),
                     {QStringLiteral("--echo"), QStringLiteral("-p"), QString::number(port),
                      QStringLiteral("--x509certfile"), QString::fromStdString(path("local.pem")),
                      QStringLiteral("--x509keyfile"), QString::fromStdString(path("local.key"))});
        for (QByteArray said; said.count("...done") < 2; said += server.readAll())
            QVERIFY2(said.count("...done") == 2 || server.waitForReadyRead(5000), said.constData());
        ConnectOptions options = trusting();
        std::static_pointer_cast<SslContext>(options.ssl)->setMaximumVersion(version);
        const Answer answer
            = m_loop->runUntilComplete(ask(*m_loop, "localhost", port, std::move(options)));
        QCOMPARE(answer.line, std::string("hello\n"));
        QCOMPARE(answer.tls.version,
                 std::string(version == loop::tls::TlsVersion::Tls12 ? "TLSv1.2" : "TLSv1.3"));
        server.kill();
        server.waitForFinished();
    }

    // curl, which verifies, offers h2 beside http/1.1, and wants a clean end
    void curlGetsItsPage()
    {
        const auto context = serverContext("local");
        context->setAlpnProtocols({"http/1.1"});
        const auto answer = [](StreamReader reader, StreamWriter writer) -> Coro<void> {
            (void)co_await reader.readuntil("\r\n\r\n");
            writer.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            writer.write("a page");
            writer.close();
        };
        const std::uint16_t port = serve(answer, context);
        const std::string command = "curl -sS -m 5 --cacert " + path("ca.pem")
            + " https://localhost:" + std::to_string(port) + "/ 2>&1";
        QCOMPARE(m_loop->runUntilComplete(peer(*m_loop, command)), std::string("a page"));
    }

    // RFC 8446, 4.6.3: new keys in the middle, asked for by the peer
    void keysAreUpdated()
    {
        const std::uint16_t port = serve(echoLines, serverContext("local"));
        QProcess client;
        client.setProcessChannelMode(QProcess::MergedChannels);
        client.start(QStringLiteral("openssl"),
                     {QStringLiteral("s_client"), QStringLiteral("-connect"),
                      QStringLiteral("127.0.0.1:%1").arg(port)});
        QByteArray printed;
        const auto until = [&](const char *text) { return prints(client, printed, text); };
        client.write("first\n");
        QVERIFY2(until("\nfirst\n"), printed.constData());
        client.write("K\n");
        QVERIFY2(until("KEYUPDATE"), printed.constData());
        client.write("second\n");
        QVERIFY2(until("\nsecond\n"), printed.constData());
        client.kill();
        client.waitForFinished();
    }

    // RFC 5746: a client may not begin anew in the middle
    void renegotiationIsRefused()
    {
        const auto context = serverContext("local");
        context->setMaximumVersion(loop::tls::TlsVersion::Tls12);
        const std::uint16_t port = serve(echoLines, context);
        QProcess client;
        client.setProcessChannelMode(QProcess::MergedChannels);
        client.start(QStringLiteral("openssl"),
                     {QStringLiteral("s_client"), QStringLiteral("-connect"),
                      QStringLiteral("127.0.0.1:%1").arg(port)});
        QByteArray printed;
        const auto until = [&](const char *text) { return prints(client, printed, text); };
        QVERIFY2(until("Extended master secret"), printed.constData());
        client.write("R\n");
        QVERIFY2(until("no renegotiation"), printed.constData());
        client.kill();
        client.waitForFinished();
    }

    // TR-02, W-01: ten megabytes each way at once, and a clean end
    void pythonSwapsTenMegabytes()
    {
        const auto echo = [](StreamReader reader, StreamWriter writer) -> Coro<void> {
            for (;;) {
                const std::string data = co_await reader.read(256 * 1024);
                if (data.empty())
                    break;
                writer.write(data);
                co_await writer.drain();
            }
            writer.close();
        };
        const std::uint16_t port = serve(echo, serverContext("local"));
        const std::string script = "import hashlib, os, socket, ssl, threading\n"
                                   "c = ssl.create_default_context(cafile=\""
            + path("ca.pem")
            + "\")\n"
              "t = c.wrap_socket(socket.create_connection((\"127.0.0.1\", "
            + std::to_string(port)
            + ")), server_hostname=\"localhost\", suppress_ragged_eofs=False)\n"
              "data = os.urandom(10_000_000)\n"
              "threading.Thread(target=t.sendall, args=(data,)).start()\n"
              "back = bytearray()\n"
              "while len(back) < len(data): back += t.recv(65536)\n"
              "print(back == data, t.unwrap().recv(9))\n";
        const std::string printed = m_loop->runUntilComplete(
            peer(*m_loop, "timeout 20 python3 -c '" + script + "' 2>&1"));
        QCOMPARE(printed, std::string("True b\'\'\n"));
    }

private:
    // Runs the loop and the program by turns, until `printed` has the text.
    bool prints(QProcess &program, QByteArray &printed, const char *text)
    {
        for (QDeadlineTimer late(10'000); !printed.contains(text) && !late.hasExpired();) {
            runOnce(*m_loop);
            (void)program.waitForReadyRead(1);
            printed += program.readAll();
        }
        return printed.contains(text);
    }
};

QTEST_GUILESS_MAIN(TlsPeersTest)
#include "TlsPeersTest.moc"
