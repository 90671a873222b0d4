// SPDX-License-Identifier: GPL-3.0-or-later
// What a context can be told: versions, ALPN, names, certificates of either side, sessions,
// secrets.
#include "loop/qt/QtTlsContext.h"
#include "tests/support/TlsFixture.h"

#include <QtCore/QFile>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslKey>

#include <functional>

#include <openssl/err.h>

using namespace loop;
using namespace tlspeers;
using loop::tls::AlpnMismatch;
using loop::tls::TlsVersion;
using loop::tls::VerifyMode;

class TlsContextTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void bothSidesNeedAVersionInCommon()
    {
        const auto context = serverContext("local");
        context->setMinimumVersion(TlsVersion::Tls13);
        const std::uint16_t port = serve(echoLines, context);
        clientContext()->setMaximumVersion(TlsVersion::Tls12);
        const std::string error = errorOf<TlsError>("localhost", port, mine());
        QVERIFY2(error.find("no version of TLS is spoken by both sides (alert protocol_version)")
                     != std::string::npos,
                 error.c_str());
        clientContext()->setMaximumVersion(TlsVersion::Tls13);
        QCOMPARE(talk(port).tls.version, std::string("TLSv1.3"));
    }

    // RFC 7301: the server's order counts; where nothing is shared an alert says so
    void alpnThatSharesNothingIsRefusedUnlessIgnored_data() { versions(); }
    void alpnThatSharesNothingIsRefusedUnlessIgnored()
    {
        QFETCH(TlsVersion, version);
        const auto context = serverContext("local");
        context->setMaximumVersion(version);
        context->setAlpnProtocols({"lines/2", "lines/1"});
        std::string said;
        context->handshakeFailed
            = [&said](const Transport &, const std::exception &error) { said = error.what(); };
        const std::uint16_t port = serve(echoLines, context);
        clientContext()->setAlpnProtocols({"lines/1", "lines/2"});
        QCOMPARE(talk(port).tls.alpn, std::string("lines/2"));
        clientContext()->setAlpnProtocols({"other"});
        const std::string error = errorOf<TlsError>("localhost", port, mine());
        QVERIFY2(error.find("no ALPN protocol in common (alert no_application_protocol)")
                     != std::string::npos,
                 error.c_str());
        QVERIFY2(said.find("no ALPN protocol in common") != std::string::npos, said.c_str());
        context->alpnMismatch = AlpnMismatch::Ignore;
        QCOMPARE(talk(port).tls.alpn, std::string());
        clientContext()->setAlpnProtocols({});
        QCOMPARE(talk(port).tls.alpn, std::string());
    }

    // RFC 6066: one server, a certificate for each name
    void theNameChoosesTheCertificate_data() { versions(); }
    void theNameChoosesTheCertificate()
    {
        QFETCH(TlsVersion, version);
        const auto context = serverContext("local");
        context->setMaximumVersion(version);
        const auto elsewhere = serverContext("other");
        std::vector<std::string> asked;
        context->setServerNameCallback(
            [&asked, elsewhere](const std::string &name) -> std::shared_ptr<SslContext> {
                asked.push_back(name);
                if (name == "nowhere.example")
                    throw std::runtime_error("no such server");
                return name == "elsewhere.example" ? elsewhere : nullptr;
            });
        const std::uint16_t port = serve(echoLines, context);
        QCOMPARE(talk(port).tls.peerChain.front().subject, std::string("local"));
        ConnectOptions other = mine();
        other.serverHostname = "elsewhere.example";
        const Answer answer
            = m_loop->runUntilComplete(ask(*m_loop, "127.0.0.1", port, std::move(other)));
        QCOMPARE(answer.tls.peerChain.front().subject, std::string("other"));
        QCOMPARE(answer.tls.serverName, std::string("elsewhere.example"));
        ConnectOptions none = mine();
        none.serverHostname = "nowhere.example";
        const std::string error = errorOf<TlsError>("127.0.0.1", port, std::move(none));
        QVERIFY2(error.find("alert unrecognized_name") != std::string::npos, error.c_str());
        QCOMPARE(asked,
                 (std::vector<std::string> {"localhost", "elsewhere.example", "nowhere.example"}));
    }

    // N-09: a certificate may be for an address, and is no other's
    void anAddressIsVerifiedAsOne()
    {
        const std::uint16_t port = serve(echoLines, serverContext("address"));
        QCOMPARE(m_loop->runUntilComplete(ask(*m_loop, "127.0.0.1", port, mine())).line,
                 std::string("hello\n"));
        m_server->close();
        const std::uint16_t named = serve(echoLines, serverContext("local"));
        const std::string error = errorOf<CertificateError>("127.0.0.1", named, mine());
        QVERIFY2(error.find("another address (\"127.0.0.1\")") != std::string::npos, error.c_str());
        clientContext()->checkHostname = false;
        QCOMPARE(m_loop->runUntilComplete(ask(*m_loop, "127.0.0.1", named, mine())).line,
                 std::string("hello\n"));
    }

    // All checks are named, not the first alone; the alert is the first one's
    void everyFailedCheckIsNamed()
    {
        const auto context = serverContext("late");
        std::string said;
        context->handshakeFailed
            = [&said](const Transport &, const std::exception &failed) { said = failed.what(); };
        const std::uint16_t port = serve(echoLines, context);
        ConnectOptions options = mine();
        options.serverHostname = "elsewhere.example";
        const std::string error = errorOf<CertificateError>("127.0.0.1", port, std::move(options));
        QVERIFY2(error.find("has expired [late]") != std::string::npos, error.c_str());
        QVERIFY2(error.find("another host name (\"elsewhere.example\")") != std::string::npos,
                 error.c_str());
        QVERIFY(runUntil(*m_loop, [&] { return !said.empty(); }));
        QVERIFY2(said.find("(alert bad_certificate)") != std::string::npos, said.c_str());
    }

    void aClientsCertificateMayBeOptional()
    {
        const auto context = serverContext("local");
        context->loadVerifyLocations(path("ca.pem"));
        context->setVerifyMode(VerifyMode::Optional);
        std::string said;
        context->handshakeFailed
            = [&said](const Transport &, const std::exception &error) { said = error.what(); };
        const std::uint16_t port = serve(echoLines, context);
        QCOMPARE(talk(port).line, std::string("hello\n"));
        clientContext()->loadCertChain(path("other.pem"), path("other.key"));
        QCOMPARE(talk(port).line, std::string("hello\n"));
        clientContext()->loadCertChain(path("self.pem"), path("self.key"));
        const std::string error = errorOf<TlsError>("localhost", port, mine());
        QVERIFY2(error.find("the peer refused our certificate") != std::string::npos,
                 error.c_str());
        QVERIFY2(said.find("self-signed, and untrusted [selfish]") != std::string::npos,
                 said.c_str());
    }

    void aClientComesBackWithItsSession_data() { versions(); }
    void aClientComesBackWithItsSession()
    {
        QFETCH(TlsVersion, version);
        const auto context = serverContext("local");
        context->setMaximumVersion(version);
        const std::uint16_t port = serve(echoLines, context);
        QVERIFY(!talk(port).tls.resumed);
        QVERIFY(!talk(port).tls.resumed); // nobody asked for it
        clientContext()->resumeSessions = true;
        QVERIFY(!talk(port).tls.resumed);
        for (int i = 0; i < 3; ++i) {
            const Answer again = talk(port);
            QVERIFY(again.tls.resumed);
            QCOMPARE(again.line, std::string("hello\n"));
            QCOMPARE(again.tls.peerChain.front().subject, std::string("local"));
        }
        m_server->close();
        context->setTickets(0);
        const std::uint16_t without = serve(echoLines, context);
        (void)talk(without);
        QVERIFY(!talk(without).tls.resumed);
    }

    // Each server gave its own sessions, though they have one name.
    void anotherServerOfThatNameIsOfferedNone()
    {
        clientContext()->resumeSessions = true;
        const std::uint16_t port = serve(echoLines, serverContext("local"));
        const auto first = std::exchange(m_server, nullptr);
        const std::uint16_t other = serve(echoLines, serverContext("local"));
        QVERIFY(!talk(port).tls.resumed);
        QVERIFY(!talk(other).tls.resumed);
        QVERIFY(talk(port).tls.resumed);
        QVERIFY(talk(other).tls.resumed);
        first->close();
    }

    void ciphersAndGroupsAreChosen()
    {
        const auto context = serverContext("local");
        context->setGroups("P-384");
        context->setCipherSuites("TLS_CHACHA20_POLY1305_SHA256");
        context->setCiphers("ECDHE-ECDSA-AES128-GCM-SHA256");
        const std::uint16_t port = serve(echoLines, context);
        const TlsInfo newer = talk(port).tls;
        QCOMPARE(newer.cipher, std::string("TLS_CHACHA20_POLY1305_SHA256"));
        QCOMPARE(newer.group, std::string("secp384r1"));
        clientContext()->setMaximumVersion(TlsVersion::Tls12);
        QCOMPARE(talk(port).tls.cipher, std::string("ECDHE-ECDSA-AES128-GCM-SHA256"));
        QVERIFY_EXCEPTION_THROWN(context->setCiphers("nonsense"), ValueError);
        QVERIFY_EXCEPTION_THROWN(context->setCipherSuites("nonsense"), ValueError);
        QVERIFY_EXCEPTION_THROWN(context->setGroups("nonsense"), ValueError);
    }

    void aKeyMayBeEncrypted()
    {
        (void)shellOutput("openssl ec -in " + path("local.key")
                          + " -aes128 -passout pass:secret "
                            "-out "
                          + path("locked.key") + " 2>&1");
        const auto load = [this](const SslContext::Password &password) {
            return SslContext::forServer(path("local.pem"), path("locked.key"), password);
        };
        const auto problem = [&load](const SslContext::Password &password) -> std::string {
            try {
                (void)load(password);
            } catch (const ValueError &error) {
                return error.what();
            }
            return {};
        };
        QVERIFY(problem({}).ends_with("is protected by a passphrase"));
        QVERIFY(problem([] { return "wrong"; }).ends_with("is protected by another passphrase"));
        const std::uint16_t port = serve(echoLines, load([] { return "secret"; }));
        QCOMPARE(talk(port).line, std::string("hello\n"));
    }

    // RFC 9850, so that a capture can be read
    void secretsAreLogged()
    {
        const std::uint16_t port = serve(echoLines, serverContext("local"));
        QFile::remove(QString::fromStdString(path("keys.log")));
        clientContext()->setKeylogFilename(path("keys.log"));
        (void)talk(port);
        (void)talk(port);
        QFile file(QString::fromStdString(path("keys.log")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QCOMPARE(text.count("CLIENT_TRAFFIC_SECRET_0 "), 2);
        QVERIFY(text.endsWith('\n'));
        QVERIFY(!(file.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
        QVERIFY_EXCEPTION_THROWN(clientContext()->setKeylogFilename("/dev/null/keys"), OsError);
    }

    // Nor does a refusal leave anything in the thread's memory of OpenSSL's errors
    void whatIsRefusedLeavesNoErrorToOthers()
    {
        ERR_clear_error();
        const auto refused = [](const std::function<void()> &call) {
            std::string sentence;
            try {
                call();
            } catch (const ValueError &error) {
                sentence = error.what();
            }
            return ERR_peek_error() == 0 ? sentence : "left behind: " + sentence;
        };
        const std::string other = path("other.key"), local = path("local.pem");
        QCOMPARE(refused([&] { (void)SslContext::forServer(local, other); }),
                 "the private key in " + other + " is not that of the certificate in " + local);
        QVERIFY(refused([&] { (void)SslContext::forServer(other, other); }).starts_with("no "));
        QVERIFY(refused([&] { (void)SslContext::forServer(local, local); }).starts_with("no "));
        QVERIFY(refused([&] { clientContext()->useAuthorities({"none"}); }).starts_with("no "));
        QVERIFY(refused([&] {
                    clientContext()->useCertChain({}, "none");
                }).starts_with("a chain of certificates must not be empty"));
        clientContext()->loadVerifyLocations(path("ca.pem"));
        clientContext()->loadVerifyLocations(path("ca.pem")); // it is there already
        QCOMPARE(ERR_peek_error(), 0UL);
    }

    // A FIFO would be waited for, and /dev/zero never ends
    void filesThatAreNoneAreRefused()
    {
        for (const char *path : {"/dev/zero", "/"})
            QVERIFY_EXCEPTION_THROWN(clientContext()->loadVerifyLocations(path), ValueError);
    }

    // Programs that hold a QSslConfiguration
    void aQtConfigurationIsTakenOver()
    {
        const auto read = [this](const std::string &name) {
            QFile file(QString::fromStdString(path(name)));
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        QSslConfiguration server;
        server.setLocalCertificateChain(QSslCertificate::fromData(read("local.pem"), QSsl::Pem));
        server.setPrivateKey(QSslKey(read("local.key"), QSsl::Ec));
        server.setCaCertificates(QSslCertificate::fromData(read("ca.pem"), QSsl::Pem));
        server.setPeerVerifyMode(QSslSocket::VerifyPeer);
        server.setAllowedNextProtocols({"lines/1"});
        server.setProtocol(QSsl::TlsV1_2);
        QSslConfiguration client;
        client.setCaCertificates(server.caCertificates());
        client.setLocalCertificateChain(QSslCertificate::fromData(read("other.pem"), QSsl::Pem));
        client.setPrivateKey(QSslKey(read("other.key"), QSsl::Ec));
        client.setAllowedNextProtocols({"lines/1"});
        const std::uint16_t port = serve(echoLines, loop::qt::QtTlsContext::forServer(server));
        ConnectOptions options;
        options.ssl = loop::qt::QtTlsContext::forClient(client);
        const Answer answer
            = m_loop->runUntilComplete(ask(*m_loop, "localhost", port, std::move(options)));
        QCOMPARE(answer.line, std::string("hello\n"));
        QCOMPARE(answer.tls.version, std::string("TLSv1.2"));
        QCOMPARE(answer.tls.alpn, std::string("lines/1"));
        client.setLocalCertificateChain({});
        options = {};
        options.ssl = loop::qt::QtTlsContext::forClient(client);
        QVERIFY(!errorOf<TlsError>("localhost", port, std::move(options)).empty());
    }

private:
    // One for each test and driver.
    std::shared_ptr<SslContext> clientContext()
    {
        if (m_clientsLoop != m_loop->id()) {
            m_client = SslContext::forClient();
            m_client->loadVerifyLocations(path("ca.pem"));
            m_clientsLoop = m_loop->id();
        }
        return m_client;
    }
    ConnectOptions mine()
    {
        ConnectOptions options;
        options.ssl = clientContext();
        return options;
    }
    Answer talk(std::uint16_t port)
    {
        return m_loop->runUntilComplete(ask(*m_loop, "localhost", port, mine()));
    }

    std::shared_ptr<SslContext> m_client;
    LoopId m_clientsLoop;
};

QTEST_GUILESS_MAIN(TlsContextTest)
#include "TlsContextTest.moc"
