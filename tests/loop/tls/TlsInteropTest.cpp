// SPDX-License-Identifier: GPL-3.0-or-later
// More of other people's programs: certificates that clients of theirs show, sessions they come
// back with, upgrades, connections they reset in the middle, and bytes that come one by one.
#include "tests/support/GnutlsServer.h"
#include "tests/support/OpensslServer.h"
#include "tests/support/TlsFixture.h"
#include "tests/support/TlsRelay.h"

#include <QtCore/QProcess>

using namespace loop;
using namespace tlspeers;

class TlsInteropTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init() { begin(); }
    void cleanup()
    {
        end();
        m_relay.reset(); // its protocols outlive the loop
    }

    // N-16: the certificate that a client of theirs shows is the one we see
    void theirClientsCertificateIsTaken_data()
    {
        QTest::addColumn<QString>("client");
        QTest::newRow("openssl, TLS 1.2")
            << "openssl s_client -tls1_2 -ign_eof -CAfile {}/ca.pem -cert {}/other.pem -key "
               "{}/other.key -connect localhost:PORT";
        QTest::newRow("openssl, TLS 1.3")
            << "openssl s_client -tls1_3 -ign_eof -CAfile {}/ca.pem -cert {}/other.pem -key "
               "{}/other.key -connect localhost:PORT";
        QTest::newRow("curl") << "curl -sS -m 5 --http0.9 --cacert {}/ca.pem --cert {}/other.pem "
                                 "--key {}/other.key https://localhost:PORT/";
        QTest::newRow("Python")
            << "python3 -c 'import socket, ssl; c = "
               "ssl.create_default_context(cafile=\"{}/ca.pem\"); "
               "c.load_cert_chain(\"{}/other.pem\", \"{}/other.key\"); t = "
               "c.wrap_socket(socket.create_connection((\"127.0.0.1\", PORT)), "
               "server_hostname=\"localhost\"); t.sendall(b\"hello\\n\"); print(t.recv(100))'";
    }
    void theirClientsCertificateIsTaken()
    {
        QFETCH(QString, client);
        const auto context = serverContext("local");
        context->loadVerifyLocations(path("ca.pem"));
        context->setVerify(true);
        const auto tellName = [](StreamReader reader, StreamWriter writer) -> Coro<void> {
            (void)co_await reader.readline();
            const auto tls = std::any_cast<TlsInfo>(writer.getExtraInfo("tls"));
            writer.write("you are " + tls.peerChain.front().subject + '\n');
            writer.close();
        };
        const std::uint16_t port = serve(tellName, context);
        const std::string printed = m_loop->runUntilComplete(
            peer(*m_loop, "echo hello | timeout 5 " + filled(client, port) + " 2>&1"));
        QVERIFY2(printed.find("you are other") != std::string::npos, printed.c_str());
    }

    // A session that was kept is come back with
    void pythonComesBackWithItsSession_data() { versions(); }
    void pythonComesBackWithItsSession()
    {
        QFETCH(loop::tls::TlsVersion, version);
        const auto context = serverContext("local");
        context->setMaximumVersion(version);
        const std::uint16_t port = serve(echoLines, context);
        const QString script
            = QStringLiteral("python3 -c 'import socket, ssl\n"
                             "c = ssl.create_default_context(cafile=\"{}/ca.pem\")\n"
                             "session = None\n"
                             "for i in range(2):\n"
                             "  t = c.wrap_socket(socket.create_connection((\"127.0.0.1\", PORT)), "
                             "server_hostname=\"localhost\", session=session)\n"
                             "  t.sendall(b\"hello\\n\")\n"
                             "  print(t.recv(100), t.session_reused)\n"
                             "  session = t.session\n"
                             "  t.unwrap()\n'");
        QCOMPARE(
            m_loop->runUntilComplete(peer(*m_loop, "timeout 5 " + filled(script, port) + " 2>&1")),
            std::string("b'hello\\n' False\nb'hello\\n' True\n"));
    }
    void gnutlsComesBackWithItsSession_data() { versions(); }
    void gnutlsComesBackWithItsSession()
    {
        QFETCH(loop::tls::TlsVersion, version);
        const auto context = serverContext("local");
        context->setMaximumVersion(version);
        const std::uint16_t port = serve(echoOneLine, context);
        const std::string printed = m_loop->runUntilComplete(
            peer(*m_loop,
                 "echo hello | timeout 5 "
                     + filled(QStringLiteral("gnutls-cli --resume --waitresumption --x509cafile "
                                             "{}/ca.pem -p PORT localhost"),
                              port)
                     + " 2>&1"));
        QVERIFY2(printed.find("This is a resumed session") != std::string::npos, printed.c_str());
        QVERIFY2(printed.find("\nhello\n") != std::string::npos, printed.c_str());
    }
    void weComeBackToGnutls_data() { versions(); }
    void weComeBackToGnutls()
    {
        QFETCH(loop::tls::TlsVersion, version);
        const std::uint16_t port = closedPort();
        const GnutlsServer server(port, path("local.pem"), path("local.key"));
        QVERIFY2(server.serves(), server.printed().constData());
        const ConnectOptions kept = trusting();
        const auto context = std::static_pointer_cast<SslContext>(kept.ssl);
        context->resumeSessions = true;
        context->setMaximumVersion(version);
        for (const bool resumed : {false, true, true})
            QCOMPARE(m_loop->runUntilComplete(ask(*m_loop, "localhost", port, kept)).tls.resumed,
                     resumed);
    }

    // PR-03: Python resets the connection in the middle, as a client and as a server; what came
    // before is delivered first
    void pythonResetsInTheMiddle_data()
    {
        QTest::addColumn<bool>("server"); // which of them Python is
        QTest::newRow("a client of theirs") << false;
        QTest::newRow("a server of theirs") << true;
    }
    void pythonResetsInTheMiddle()
    {
        QFETCH(bool, server);
        const QString end = QStringLiteral(
            "t.sendall(b\"part\\n\")\n"
            "t.recv(1)\n"
            "t.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(\"ii\", 1, 0))\n"
            "t.close()\n");
        const auto answering = std::make_shared<Answering>(*m_loop);
        QProcess python;
        if (server) {
            const std::uint16_t port = startServer(python, end);
            const auto make = [answering] { return answering; };
            (void)m_loop->runUntilComplete(
                m_loop->createConnection(make, "localhost", port, trusting()));
        } else {
            ServerOptions options;
            options.ssl = serverContext("local");
            m_server = m_loop->runUntilComplete(m_loop->createServer(
                [answering] { return answering; }, "127.0.0.1", 0, std::move(options)));
            const std::uint16_t port = m_server->sockets().front().address.port();
            startPython(
                python,
                filled(QStringLiteral("import socket, ssl, struct\n"
                                      "c = ssl.create_default_context(cafile=\"{}/ca.pem\")\n"
                                      "t = c.wrap_socket(socket.create_connection((\"127.0.0.1\", "
                                      "PORT)), server_hostname=\"localhost\")\n")
                           + end,
                       port));
        }
        QVERIFY(runUntil(*m_loop, [&] { return answering->lost.done(); })); // Python begins slowly
        QCOMPARE(answering->received, std::string("part\n"));
        QCOMPARE(typeOf(answering->error), std::string("ConnectionResetError"));
        QVERIFY(python.waitForFinished(5000));
        QCOMPARE(python.readAll(), QByteArray());
    }

    // PR-04: openssl's bytes, and ours to it, come one by one
    void opensslsBytesMayComeOneByOne_data() { versions(); }
    void opensslsBytesMayComeOneByOne()
    {
        QFETCH(loop::tls::TlsVersion, version);
        const auto context = serverContext("local");
        context->setMaximumVersion(version);
        const std::uint16_t port = serve(echoOneLine, context);
        m_relay = std::make_unique<TlsRelay>(*m_loop, port, TlsRelay::Pieces::Bytes);
        const std::string command = "echo hello | timeout 5 openssl s_client -quiet -CAfile "
            + path("ca.pem") + " -verify_return_error -connect 127.0.0.1:"
            + std::to_string(m_relay->port()) + " 2>/dev/null";
        QCOMPARE(m_loop->runUntilComplete(peer(*m_loop, command)), std::string("hello\n"));
    }
    void ourBytesToOpensslMayComeOneByOne_data() { versions(); }
    void ourBytesToOpensslMayComeOneByOne()
    {
        QFETCH(loop::tls::TlsVersion, version);
        OpensslServer server(path("local.pem"), path("local.key"), {QStringLiteral("-rev")});
        QVERIFY2(server.port() != 0, server.printed.constData());
        m_relay = std::make_unique<TlsRelay>(*m_loop, server.port(), TlsRelay::Pieces::Bytes);
        ConnectOptions options = trusting();
        std::static_pointer_cast<SslContext>(options.ssl)->setMaximumVersion(version);
        QCOMPARE(
            m_loop->runUntilComplete(ask(*m_loop, "localhost", m_relay->port(), std::move(options)))
                .line,
            std::string("olleh\n"));
    }

    // N-08, N-16: startTls() with Python, which is either side
    void pythonUpgrades()
    {
        const auto context = serverContext("local");
        const auto handler = [context](StreamReader reader, StreamWriter writer) {
            return upgrade(std::move(reader), std::move(writer), context);
        };
        m_server = m_loop->runUntilComplete(
            loop::startServer(handler, "127.0.0.1", 0, {}, limit, m_loop.get()));
        const QString script = QStringLiteral(
            "python3 -c 'import smtplib, ssl\n"
            "m = smtplib.SMTP(\"127.0.0.1\", PORT)\n"
            "m._host = \"localhost\"\n"
            "m.ehlo_resp, m.esmtp_features = b\"\", {\"starttls\": \"\"}\n"
            "print(m.starttls(context=ssl.create_default_context(cafile=\"{}/ca.pem\")))\n"
            "m.sock.sendall(b\"hello\\n\")\n"
            "print(m.sock.version(), m.sock.recv(100))\n'");
        const std::uint16_t port = m_server->sockets().front().address.port();
        const std::string printed = m_loop->runUntilComplete(
            peer(*m_loop, "timeout 5 " + filled(script, port) + " 2>&1"));
        QVERIFY2(printed == "(220, b'go ahead')\nTLSv1.3 b'hello\\n'\n", printed.c_str());
    }
    void weUpgradeTowardsPython()
    {
        QProcess python;
        const std::uint16_t port
            = startServer(python, QStringLiteral("t.sendall(t.recv(100))\nprint(t.recv(100))\n"),
                          QStringLiteral("p.recv(100)\np.sendall(b\"220 go ahead\\r\\n\")\n"));
        const Answer answer
            = m_loop->runUntilComplete(askForUpgrade(*m_loop, port, trusting().ssl, "localhost"));
        QCOMPARE(answer.line, std::string("secret\n"));
        QCOMPARE(answer.tls.version, std::string("TLSv1.3"));
        QVERIFY(runUntil(*m_loop, [&] { return m_loop->totals().connections == 0; }));
        QVERIFY(python.waitForFinished(5000));
        QCOMPARE(python.readAll(), QByteArray("b''\n"));
    }

private:
    // Says something back to the first line.
    struct Answering final : Protocol {
        explicit Answering(EventLoop &loop)
            : lost(loop.createFuture<void>())
        { }
        void connectionMade(Transport &made) override { transport = &made; }
        void dataReceived(std::string_view data) override
        {
            received += data;
            if (received.ends_with('\n'))
                transport->write("x");
        }
        void connectionLost(std::exception_ptr why) override
        {
            error = std::move(why);
            lost.setResult();
        }
        std::string received;
        std::exception_ptr error;
        Transport *transport = nullptr;
        Future<void> lost;
    };

    // {} is the folder of the certificates.
    [[nodiscard]] std::string filled(QString words, std::uint16_t port) const
    {
        return words.replace(QStringLiteral("{}"), QString::fromStdString(path(".")))
            .replace(QStringLiteral("PORT"), QString::number(port))
            .toStdString();
    }
    static void startPython(QProcess &python, const std::string &script)
    {
        python.setProcessChannelMode(QProcess::MergedChannels);
        python.start(QStringLiteral("python3"),
                     {QStringLiteral("-c"), QString::fromStdString(script)});
    }
    // Python's server of one connection: `first` is done with the plain `p`, `rest` with the
    // encrypted `t`. Its port.
    std::uint16_t startServer(QProcess &python, const QString &rest,
                              const QString &first = {}) const
    {
        startPython(python,
                    filled(QStringLiteral("import socket, ssl, struct\n"
                                          "c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n"
                                          "c.load_cert_chain(\"{}/local.pem\", \"{}/local.key\")\n"
                                          "l = socket.create_server((\"127.0.0.1\", 0))\n"
                                          "print(l.getsockname()[1], flush=True)\n"
                                          "p = l.accept()[0]\n")
                               + first
                               + QStringLiteral("t = c.wrap_socket(p, server_side=True, "
                                                "suppress_ragged_eofs=False)\n")
                               + rest,
                           0));
        while (!python.canReadLine())
            if (!python.waitForReadyRead(5000))
                return 0;
        return static_cast<std::uint16_t>(python.readLine().toInt());
    }

    std::unique_ptr<TlsRelay> m_relay;
};

QTEST_GUILESS_MAIN(TlsInteropTest)
#include "TlsInteropTest.moc"
