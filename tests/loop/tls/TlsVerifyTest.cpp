// SPDX-License-Identifier: GPL-3.0-or-later
// Who has to show a certificate, to whom it must belong, and which name is asked for: for each
// context that may be in force, and for each way to say so.
#include "loop/qt/QtTlsContext.h"
#include "tests/support/TlsFixture.h"

#include <QtCore/QFile>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslKey>

using namespace loop;
using namespace tlspeers;
using loop::qt::QtTlsContext;
using loop::tls::TlsVersion;
using loop::tls::VerifyMode;

namespace {

// How a client's certificate fares with a server of that mode.
struct Fares {
    bool none, trusted, foreign; // without one, with an authority's, with one of its own making
};

} // namespace

class TlsVerifyTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init() { begin(); }
    void cleanup() { end(); }

    // The context that the name chooses says who is let in, whatever the first one says
    void theChosenContextVerifiesClients_data() { versions(); }
    void theChosenContextVerifiesClients()
    {
        QFETCH(TlsVersion, version);
        const auto first = serverContext("local");
        const auto chosen = serverContext("other");
        first->setMaximumVersion(version);
        for (const auto &context : {first, chosen})
            context->loadVerifyLocations(path("ca.pem"));
        first->setServerNameCallback([chosen](const std::string &name) {
            return name == "elsewhere.example" ? chosen : nullptr;
        });
        const std::uint16_t port = serve(echoLines, first);
        for (const auto &[firsts, seconds] : {std::pair {VerifyMode::None, VerifyMode::Required},
                                              {VerifyMode::Required, VerifyMode::None},
                                              {VerifyMode::Required, VerifyMode::Optional}}) {
            first->setVerifyMode(firsts);
            chosen->setVerifyMode(seconds);
            QVERIFY(areAsModeSays(firsts, port, "localhost"));
            QVERIFY(areAsModeSays(seconds, port, "elsewhere.example"));
        }
    }

    // RFC 6066, 3: "Literal IPv4 and IPv6 addresses are not permitted"
    void anAddressIsNoServerName()
    {
        std::vector<std::string> asked;
        const auto context = serverContext("address");
        context->setServerNameCallback([&asked](const std::string &name) {
            asked.push_back(name);
            return nullptr;
        });
        const std::uint16_t port = serve(echoLines, context);
        for (const char *const name : {"127.0.0.1", "::1", "fe80::1", "localhost"}) {
            ConnectOptions options = trusting();
            static_cast<SslContext &>(*options.ssl).checkHostname = false;
            options.serverHostname = name;
            const Answer answer
                = m_loop->runUntilComplete(ask(*m_loop, "127.0.0.1", port, std::move(options)));
            QCOMPARE(answer.line, std::string("hello\n"));
            QCOMPARE(answer.tls.serverName, asked.back());
        }
        QCOMPARE(asked, (std::vector<std::string> {"", "", "", "localhost"}));
    }

    // RFC 8446, 4.4.2: the sender's certificate comes first, and each one certifies the one before
    void aChainIsSentWholeAndSeenOnce_data() { versions(); }
    void aChainIsSentWholeAndSeenOnce()
    {
        QFETCH(TlsVersion, version);
        makeChain();
        const auto context = SslContext::forServer(path("chain.pem"), path("leaf.key"));
        context->loadVerifyLocations(path("ca.pem"));
        context->setVerifyMode(VerifyMode::Required);
        context->setMaximumVersion(version);
        const std::uint16_t port = serve(tellNames, context);
        ConnectOptions options = trusting();
        static_cast<SslContext &>(*options.ssl).loadCertChain(path("chain.pem"), path("leaf.key"));
        const Answer answer
            = m_loop->runUntilComplete(ask(*m_loop, "localhost", port, std::move(options)));
        const std::string names = "leaf, lower, middle";
        QCOMPARE(namesOf(answer.tls), names); // as the client sees the server's
        QCOMPARE(answer.line, names + '\n'); // and the server the client's
    }

    void ticketsMayBeTurnedOffAndOnAgain_data() { versions(); }
    void ticketsMayBeTurnedOffAndOnAgain()
    {
        QFETCH(TlsVersion, version);
        const auto context = serverContext("local");
        context->setMaximumVersion(version);
        const std::uint16_t port = serve(echoLines, context);
        for (const std::size_t tickets : {2, 0, 2, 0, 1}) {
            context->setTickets(tickets);
            ConnectOptions options = trusting(); // a client that has no ticket yet
            static_cast<SslContext &>(*options.ssl).resumeSessions = true;
            const std::shared_ptr<loop::TlsContext> client = options.ssl;
            (void)m_loop->runUntilComplete(ask(*m_loop, "localhost", port, std::move(options)));
            ConnectOptions again;
            again.ssl = client;
            const Answer answer
                = m_loop->runUntilComplete(ask(*m_loop, "localhost", port, std::move(again)));
            QCOMPARE(answer.tls.resumed, tickets > 0);
        }
    }

    // What the first context lacks, the one that the name chooses has.
    void aServerWithoutACertificateMayChooseByName()
    {
        const auto first = SslContext::forClient(); // it shows none
        first->setVerifyMode(VerifyMode::None);
        const auto chosen = serverContext("local");
        first->setServerNameCallback([chosen](const std::string &) { return chosen; });
        const std::uint16_t port = serve(echoLines, first);
        const Answer answer = m_loop->runUntilComplete(ask(*m_loop, "localhost", port, trusting()));
        QCOMPARE(answer.line, std::string("hello\n"));
    }

    // A server that named protocols, and does no more, refuses nobody for theirs.
    void protocolsMayBeTakenBack()
    {
        const auto context = serverContext("local");
        context->setAlpnProtocols({"lines/1"});
        context->setAlpnProtocols({});
        const std::uint16_t port = serve(echoLines, context);
        ConnectOptions options = trusting();
        static_cast<SslContext &>(*options.ssl).setAlpnProtocols({"other"});
        const Answer answer
            = m_loop->runUntilComplete(ask(*m_loop, "localhost", port, std::move(options)));
        QCOMPARE(answer.line, std::string("hello\n"));
        QCOMPARE(answer.tls.alpn, std::string());
    }

    // QSslSocket's words: QueryPeer asks for a certificate, of a server without looking at it
    void aQtConfigurationVerifiesServers()
    {
        const std::uint16_t port = serve(echoLines, serverContext("self"));
        for (const auto &[mode, verifies] : {std::pair {QSslSocket::VerifyNone, false},
                                             {QSslSocket::QueryPeer, false},
                                             {QSslSocket::VerifyPeer, true},
                                             {QSslSocket::AutoVerifyPeer, true}}) {
            QSslConfiguration client;
            client.setCaCertificates(certificates("ca"));
            client.setPeerVerifyMode(mode);
            ConnectOptions options;
            options.ssl = QtTlsContext::forClient(client);
            const std::string error
                = errorOf<CertificateError>("localhost", port, std::move(options));
            QVERIFY2(error.empty() != verifies, qPrintable(QString::number(mode)));
        }
    }

    void aQtConfigurationVerifiesClients()
    {
        for (const auto &[mode, same] : {std::pair {QSslSocket::VerifyNone, VerifyMode::None},
                                         {QSslSocket::AutoVerifyPeer, VerifyMode::None},
                                         {QSslSocket::QueryPeer, VerifyMode::Optional},
                                         {QSslSocket::VerifyPeer, VerifyMode::Required}}) {
            QSslConfiguration server;
            server.setLocalCertificateChain(certificates("local"));
            server.setPrivateKey(QSslKey(read("local.key"), QSsl::Ec));
            server.setCaCertificates(certificates("ca"));
            server.setPeerVerifyMode(mode);
            const std::uint16_t port = serve(echoLines, QtTlsContext::forServer(server));
            QVERIFY2(areAsModeSays(same, port, "localhost"), qPrintable(QString::number(mode)));
            m_server->close();
        }
    }

    void aQtConfigurationChoosesTheVersion()
    {
        struct Row {
            QSsl::SslProtocol protocol;
            std::string newest, old; // what is spoken with a server that knows 1.3 or not; "": none
        };
        const auto context = serverContext("local");
        for (const bool old : {false, true}) {
            if (old)
                context->setMaximumVersion(loop::tls::TlsVersion::Tls12);
            const std::uint16_t port = serve(echoLines, context);
            for (const Row &row : {Row {QSsl::TlsV1_2, "TLSv1.2", "TLSv1.2"},
                                   {QSsl::TlsV1_2OrLater, "TLSv1.3", "TLSv1.2"},
                                   {QSsl::TlsV1_3, "TLSv1.3", ""},
                                   {QSsl::TlsV1_3OrLater, "TLSv1.3", ""},
                                   {QSsl::SecureProtocols, "TLSv1.3", "TLSv1.2"}}) {
                QSslConfiguration client;
                client.setCaCertificates(certificates("ca"));
                client.setProtocol(row.protocol);
                ConnectOptions options;
                options.ssl = QtTlsContext::forClient(client);
                std::string spoken;
                try {
                    spoken = m_loop
                                 ->runUntilComplete(
                                     ask(*m_loop, "localhost", port, std::move(options)))
                                 .tls.version;
                } catch (const TlsError &) { }
                QCOMPARE(spoken, old ? row.old : row.newest);
            }
            m_server->close();
        }
    }

    // ... and refuses what is older, whatever the peer would have.
    void aQtConfigurationRefusesOlderVersions()
    {
        const auto context = serverContext("local");
        context->setMaximumVersion(TlsVersion::Tls12);
        const std::uint16_t port = serve(echoLines, context);
        for (const auto &[protocol, taken] : {std::pair {QSsl::TlsV1_2, true},
                                              {QSsl::TlsV1_2OrLater, true},
                                              {QSsl::SecureProtocols, true},
                                              {QSsl::TlsV1_3, false},
                                              {QSsl::TlsV1_3OrLater, false}}) {
            QSslConfiguration client;
            client.setCaCertificates(certificates("ca"));
            client.setProtocol(protocol);
            ConnectOptions options;
            options.ssl = QtTlsContext::forClient(client);
            const std::string error = errorOf<TlsError>("localhost", port, std::move(options));
            QVERIFY2(error.empty() == taken, qPrintable(QString::number(protocol)));
        }
    }

private:
    static std::string namesOf(const TlsInfo &info)
    {
        std::string names;
        for (const TlsCertificate &each : info.peerChain)
            names += (names.empty() ? "" : ", ") + each.subject;
        return names;
    }
    static Coro<void> tellNames(StreamReader reader, StreamWriter writer)
    {
        (void)co_await reader.readline();
        writer.write(namesOf(std::any_cast<TlsInfo>(writer.getExtraInfo("tls"))) + '\n');
        (void)co_await reader.read();
        writer.close();
    }
    // ca signs middle, which signs lower, which signs leaf; chain.pem has the last three.
    void makeChain() const
    {
        const std::string key = " -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ";
        std::string signer = "ca";
        for (const char *const each : {"middle", "lower", "leaf"}) {
            const std::string name = each;
            const std::string is
                = name == "leaf" ? "subjectAltName=DNS:localhost" : "basicConstraints=CA:TRUE";
            (void)shellOutput("cd " + path("") + " && (openssl req" + key + name + ".key -out "
                              + name + ".csr -subj /CN=" + name + " && echo " + is
                              + " > ext && openssl x509 -req -days 2 -in " + name + ".csr -CA "
                              + signer + ".pem -CAkey " + signer
                              + ".key -CAcreateserial -extfile ext -out " + name + ".pem) 2>&1");
            signer = name;
        }
        (void)shellOutput("cd " + path("") + " && cat leaf.pem lower.pem middle.pem > chain.pem");
    }
    [[nodiscard]] QByteArray read(const std::string &name) const
    {
        QFile file(QString::fromStdString(path(name)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] QList<QSslCertificate> certificates(const std::string &name) const
    {
        return QSslCertificate::fromData(read(name + ".pem"), QSsl::Pem);
    }
    [[nodiscard]] bool isLetIn(std::uint16_t port, const std::string &name,
                               const std::string &certificate)
    {
        ConnectOptions options = trusting();
        if (!certificate.empty())
            static_cast<SslContext &>(*options.ssl)
                .loadCertChain(path(certificate + ".pem"), path(certificate + ".key"));
        options.serverHostname = name;
        return errorOf<TlsError>("127.0.0.1", port, std::move(options)).empty();
    }
    [[nodiscard]] bool areAsModeSays(VerifyMode mode, std::uint16_t port, const std::string &name)
    {
        const Fares wanted {mode != VerifyMode::Required, true, mode == VerifyMode::None};
        return isLetIn(port, name, "") == wanted.none
            && isLetIn(port, name, "other") == wanted.trusted
            && isLetIn(port, name, "self") == wanted.foreign;
    }
};

QTEST_GUILESS_MAIN(TlsVerifyTest)
#include "TlsVerifyTest.moc"
