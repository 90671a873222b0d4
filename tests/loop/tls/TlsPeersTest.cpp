// SPDX-License-Identifier: GPL-3.0-or-later
// TLS with other people's programs at the other end: openssl, Python, GnuTLS, stunnel, socat.
// What is agreed upon with them is TlsAgreementsTest's.
#include "tests/support/GnutlsServer.h"
#include "tests/support/OpensslServer.h"
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

    // N-08: Python's ssl server reads our line and our goodbye, and hears no ragged end
    void weTalkToPython_data() { versions(); }
    void weTalkToPython()
    {
        QFETCH(loop::tls::TlsVersion, version);
        const std::string script = "import socket, ssl, sys\n"
                                   "context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n"
                                   "context.load_cert_chain(\""
            + path("local.pem") + "\", \"" + path("local.key")
            + "\")\n"
              "listener = socket.create_server((\"127.0.0.1\", 0))\n"
              "print(listener.getsockname()[1], flush=True)\n"
              "tls = context.wrap_socket(listener.accept()[0], server_side=True, "
              "suppress_ragged_eofs=False)\n"
              "tls.sendall(tls.recv(100))\n"
              "print(tls.version(), tls.recv(100))\n";
        QProcess server;
        server.setProcessChannelMode(QProcess::MergedChannels);
        server.start(QStringLiteral("python3"),
                     {QStringLiteral("-c"), QString::fromStdString(script)});
        while (!server.canReadLine())
            QVERIFY(server.waitForReadyRead(5000));
        const auto port = static_cast<std::uint16_t>(server.readLine().toInt());
        ConnectOptions options = trusting();
        std::static_pointer_cast<SslContext>(options.ssl)->setMaximumVersion(version);
        const Answer answer
            = m_loop->runUntilComplete(ask(*m_loop, "localhost", port, std::move(options)));
        QCOMPARE(answer.line, std::string("hello\n"));
        QVERIFY(server.waitForFinished(5000));
        const bool old = version == loop::tls::TlsVersion::Tls12;
        QCOMPARE(server.readAll(), QByteArray(old ? "TLSv1.2 b''\n" : "TLSv1.3 b''\n"));
    }

    // N-08: openssl s_server is somebody else's server
    void weTalkToOpenssl()
    {
        OpensslServer server(path("local.pem"), path("local.key"),
                             {QStringLiteral("-rev"), QStringLiteral("-tls1_2")});
        QVERIFY2(server.port() != 0, server.printed.constData());
        const Answer answer
            = m_loop->runUntilComplete(ask(*m_loop, "localhost", server.port(), trusting()));
        QCOMPARE(answer.line, std::string("olleh\n"));
        QCOMPARE(answer.tls.version, std::string("TLSv1.2"));
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
        const GnutlsServer server(port, path("local.pem"), path("local.key"));
        QVERIFY2(server.serves(), server.printed().constData());
        ConnectOptions options = trusting();
        std::static_pointer_cast<SslContext>(options.ssl)->setMaximumVersion(version);
        const Answer answer
            = m_loop->runUntilComplete(ask(*m_loop, "localhost", port, std::move(options)));
        QCOMPARE(answer.line, std::string("hello\n"));
        QCOMPARE(answer.tls.version,
                 std::string(version == loop::tls::TlsVersion::Tls12 ? "TLSv1.2" : "TLSv1.3"));
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

    // ... and by a server, of our client; with the answer that it wants, all goes on
    void aServerUpdatesKeys()
    {
        OpensslServer server(path("local.pem"), path("local.key"), {QStringLiteral("-tls1_3")});
        auto factory = [this] { return std::make_shared<Witness>(*m_loop); };
        const auto made = m_loop->runUntilComplete(
            m_loop->createConnection(factory, "localhost", server.port(), trusting()));
        const auto heard = [&made](const char *text) {
            return [&made, text] { return made.protocol->received.ends_with(text); };
        };
        server.process.write("first\n");
        QVERIFY(runWith(server, heard("first\n")));
        server.process.write("K\n");
        QVERIFY(server.process.waitForBytesWritten());
        made.transport->write("between\n"); // it looks at its input first
        QVERIFY2(prints(server.process, server.printed, "between\n"), server.printed.constData());
        server.process.write("second\n");
        QVERIFY(runWith(server, heard("second\n")));
        QCOMPARE(made.protocol->received, std::string("first\nsecond\n")); // no K
        made.transport->write("third\n");
        QVERIFY2(prints(server.process, server.printed, "third\n"), server.printed.constData());
        made.transport->abort();
    }

    // A session that was kept is come back with, whoever is the other end
    void opensslComesBackWithItsSession_data() { versions(); }
    void opensslComesBackWithItsSession()
    {
        QFETCH(loop::tls::TlsVersion, version);
        const auto context = serverContext("local");
        context->setMaximumVersion(version);
        const std::uint16_t port = serve(echoOneLine, context);
        const auto command = [&](const std::string &option) {
            return "echo hello | timeout 5 openssl s_client -ign_eof -connect 127.0.0.1:"
                + std::to_string(port) + " " + option + " " + path("session") + " 2>&1";
        };
        const std::string first = m_loop->runUntilComplete(peer(*m_loop, command("-sess_out")));
        QVERIFY2(first.find("New, TLSv1.") != std::string::npos, first.c_str());
        const std::string second = m_loop->runUntilComplete(peer(*m_loop, command("-sess_in")));
        QVERIFY2(second.find("Reused, TLSv1.") != std::string::npos, second.c_str());
    }
    void weComeBackToOpenssl_data() { versions(); }
    void weComeBackToOpenssl()
    {
        QFETCH(loop::tls::TlsVersion, version);
        OpensslServer server(path("local.pem"), path("local.key"), {QStringLiteral("-rev")});
        const ConnectOptions kept = trusting();
        const auto context = std::static_pointer_cast<SslContext>(kept.ssl);
        context->resumeSessions = true;
        context->setMaximumVersion(version);
        for (const bool resumed : {false, true, true})
            QCOMPARE(m_loop->runUntilComplete(ask(*m_loop, "localhost", server.port(), kept))
                         .tls.resumed,
                     resumed);
    }

    // stunnel in front of a program that has no TLS, and behind one
    void stunnelTalksToOurServer_data() { versions(); }
    void stunnelTalksToOurServer()
    {
        QFETCH(loop::tls::TlsVersion, version);
        const auto context = serverContext("local");
        context->setMaximumVersion(version);
        const std::uint16_t port = serve(echoOneLine, context);
        Stunnel stunnel("client = yes\nconnect = 127.0.0.1:" + std::to_string(port) + "\nCAfile = "
                        + path("ca.pem") + "\nverifyChain = yes\ncheckHost = localhost\n");
        QVERIFY2(stunnel.port != 0, stunnel.said.constData());
        const std::string command
            = "printf 'hello\\n' | timeout 5 nc 127.0.0.1 " + std::to_string(stunnel.port);
        QCOMPARE(m_loop->runUntilComplete(peer(*m_loop, command)), std::string("hello\n"));
    }
    void weTalkToStunnel_data() { versions(); }
    void weTalkToStunnel()
    {
        QFETCH(loop::tls::TlsVersion, version);
        Stunnel stunnel("exec = /bin/cat\nexecArgs = cat\ncert = " + path("local.pem")
                        + "\nkey = " + path("local.key") + "\n");
        QVERIFY2(stunnel.port != 0, stunnel.said.constData());
        ConnectOptions options = trusting();
        std::static_pointer_cast<SslContext>(options.ssl)->setMaximumVersion(version);
        QCOMPARE(
            m_loop->runUntilComplete(ask(*m_loop, "localhost", stunnel.port, std::move(options)))
                .line,
            std::string("hello\n"));
    }

    // TR-08, PR-06: socat ends its direction, and still hears what we say to that
    void socatHalfCloses_data() { versions(); }
    void socatHalfCloses()
    {
        QFETCH(loop::tls::TlsVersion, version);
        const auto context = serverContext("local");
        context->setMaximumVersion(version);
        const auto answerAtEnd = [](StreamReader reader, StreamWriter writer) -> Coro<void> {
            writer.write("all of " + co_await reader.read());
            writer.close();
        };
        const std::uint16_t port = serve(answerAtEnd, context);
        const std::string command = "printf it | timeout 5 socat -t5 - OPENSSL:localhost:"
            + std::to_string(port) + ",pf=ip4,cafile=" + path("ca.pem") + " 2>&1";
        QCOMPARE(m_loop->runUntilComplete(peer(*m_loop, command)), std::string("all of it"));
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

    // ... nor may a server that asks our client to
    void aServerMayNotBeginAnew()
    {
        OpensslServer server(path("local.pem"), path("local.key"), {QStringLiteral("-tls1_2")});
        auto factory = [this] { return std::make_shared<Witness>(*m_loop); };
        const auto made = m_loop->runUntilComplete(
            m_loop->createConnection(factory, "localhost", server.port(), trusting()));
        server.process.write("first\n");
        QVERIFY(runWith(server, [&made] { return made.protocol->received == "first\n"; }));
        server.process.write("r\n");
        QVERIFY2(prints(server.process, server.printed, "no renegotiation"),
                 server.printed.constData());
        made.transport->abort();
    }

    // TR-02, W-01: much each way at once, and a clean end. It may take as long as something moves
    // (PatientDriver); Python ends with its connection.
    void pythonSwapsAHundredMegabytes()
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
              "data = os.urandom(100_000_000)\n"
              "threading.Thread(target=t.sendall, args=(data,)).start()\n"
              "back = bytearray()\n"
              "while len(back) < len(data): back += t.recv(65536)\n"
              "print(back == data, t.unwrap().recv(9))\n";
        const std::string printed
            = m_loop->runUntilComplete(peer(*m_loop, "python3 -c '" + script + "' 2>&1"));
        QCOMPARE(printed, std::string("True b\'\'\n"));
    }

private:
    // A service on a port of its own, as the rest of its configuration says.
    struct Stunnel {
        explicit Stunnel(const std::string &service)
        {
            process.setProcessChannelMode(QProcess::MergedChannels);
            process.start(QStringLiteral("stunnel4"), {QStringLiteral("-fd"), QStringLiteral("0")});
            process.write(QByteArray("foreground = yes\npid =\ndebug = 6\n[test]\n"
                                     "accept = 127.0.0.1:0\n")
                          + QByteArray::fromStdString(service));
            process.closeWriteChannel();
            const QByteArray words = "bound to 127.0.0.1:";
            qsizetype at = -1;
            while ((at = said.indexOf(words)) < 0 || said.indexOf('\n', at) < 0) {
                if (!process.waitForReadyRead(5000))
                    return;
                said += process.readAll();
            }
            at += words.size();
            port = std::uint16_t(said.mid(at, said.indexOf('\n', at) - at).toInt());
        }
        ~Stunnel()
        {
            process.kill();
            process.waitForFinished();
        }
        QProcess process;
        QByteArray said;
        std::uint16_t port = 0;
    };

    bool runWith(OpensslServer &server, const std::function<bool()> &condition)
    {
        for (QDeadlineTimer late(10'000); !condition() && !late.hasExpired();) {
            runOnce(*m_loop);
            (void)server.process.waitForReadyRead(1);
            server.printed += server.process.readAll();
        }
        return condition();
    }
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
