// SPDX-License-Identifier: GPL-3.0-or-later
// What can be seen of TLS: handshakes that fail, by the probe, with their step and both sides'
// alerts; what verification and a stapled OCSP answer say; the secrets, in the words of others.
#include "loop/Recorder.h"
#include "tests/support/Capture.h"
#include "tests/support/LogCapture.h"
#include "tests/support/OpensslServer.h"
#include "tests/support/TlsFixture.h"
#include "tests/support/TlsRelay.h"

#include <QtCore/QFile>

#include <set>

#include <sys/stat.h>

using namespace loop;
using namespace tlspeers;
using loop::tls::TlsVersion;

class TlsSeenTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init() { begin(); }
    void cleanup()
    {
        end();
        m_relay.reset(); // its protocols outlive the loop
    }

    // Both ends of it are connections that began and ended, and say why
    void aHandshakeThatFailsIsSeenOnBothSides_data() { versions(); }
    void aHandshakeThatFailsIsSeenOnBothSides()
    {
        QFETCH(TlsVersion, version);
        const auto context = serverContext("local");
        context->setMaximumVersion(version);
        const std::uint16_t port = serve(echoLines, context);
        Recorder recorder(*m_loop);
        ConnectOptions options;
        options.ssl = SslContext::forClient(); // knows nothing of our authority
        QVERIFY(!errorOf<CertificateError>("localhost", port, std::move(options)).empty());
        const Seen seen = watch(recorder);
        QCOMPARE(seen.opened.size(), std::size_t {2});
        QCOMPARE(seen.ended.size(), std::size_t {2});
        const TlsInfo &client = seen.of(Role::Client);
        QVERIFY2(client.failure.find("the issuer of the certificate is not known")
                     != std::string::npos,
                 client.failure.c_str());
        QVERIFY(client.verification == TlsVerification::Failed);
        QCOMPARE(client.lastStep, std::string("Certificate received"));
        QCOMPARE(client.alertSent, std::string("unknown_ca"));
        QCOMPARE(client.alertReceived, std::string());
        QCOMPARE(client.peerChain.size(), std::size_t {1});
        QCOMPARE(client.peerChain.front().subject, std::string("local"));
        QCOMPARE(client.serverName, std::string("localhost"));
        const TlsInfo &server = seen.of(Role::Server);
        QVERIFY2(server.failure.find("does not know who signed it") != std::string::npos,
                 server.failure.c_str());
        QCOMPARE(server.alertReceived, std::string("unknown_ca"));
        QCOMPARE(server.alertSent, std::string());
        QCOMPARE(server.serverName, std::string("localhost"));
        const bool old = version == TlsVersion::Tls12;
        QCOMPARE(server.version, std::string(old ? "TLSv1.2" : "TLSv1.3"));
        QCOMPARE(server.lastStep, std::string(old ? "ServerHelloDone sent" : "Finished sent"));
        for (const ConnectionSample &last : seen.ended)
            QVERIFY(last.state == ConnectionState::Lost && !last.error.empty());
    }

    // Before anything was agreed on, nothing is claimed
    void aPeerWithoutTlsIsSeen()
    {
        const std::uint16_t port = serve(echoLines, serverContext("local"));
        Recorder recorder(*m_loop);
        const Peer peer = Peer::connectTo(SocketAddress::fromNumeric("127.0.0.1", port));
        peer.send("GET / HTTP/1.0\r\n\r\n");
        peer.finish();
        const Seen seen = watch(recorder);
        const TlsInfo &server = seen.of(Role::Server);
        QVERIFY2(server.failure.find("the peer speaks no TLS") != std::string::npos,
                 server.failure.c_str());
        QCOMPARE(server.version + server.cipher + server.lastStep, std::string());
        QVERIFY(server.peerChain.empty() && server.verification == TlsVerification::None);
    }

    // One that is being lost when a Recorder begins is neither missed nor left behind
    void aRecorderThatComesLaterSeesItsEnd()
    {
        const std::uint16_t port = serve(echoLines, serverContext("local"));
        const Peer peer = Peer::connectTo(SocketAddress::fromNumeric("127.0.0.1", port));
        peer.send("GET / HTTP/1.0\r\n\r\n");
        QVERIFY(runUntil(*m_loop, [&] {
            const Transport *const first = m_loop->firstTransport();
            return first && first->isClosing();
        }));
        Recorder recorder(*m_loop);
        peer.finish();
        const Seen seen = watch(recorder);
        QCOMPARE(seen.opened.size(), std::size_t {1});
        QCOMPARE(seen.ended.size(), std::size_t {1});
    }

    void verificationSaysWhatItFound()
    {
        const std::uint16_t port = serve(echoLines, serverContext("local"));
        QVERIFY(
            m_loop->runUntilComplete(ask(*m_loop, "localhost", port, trusting())).tls.verification
            == TlsVerification::Passed);
        ConnectOptions lax = trusting();
        std::static_pointer_cast<SslContext>(lax.ssl)->setVerify(false);
        QVERIFY(m_loop->runUntilComplete(ask(*m_loop, "localhost", port, std::move(lax)))
                    .tls.verification
                == TlsVerification::None);
    }

    // RFC 6066, 8: the answer that is sent along is the issuer's, of today, and counts
    void theStapledAnswerIsRead_data()
    {
        QTest::addColumn<TlsVersion>("version");
        QTest::addColumn<QByteArray>("kind");
        QTest::addColumn<std::string>("said");
        for (const auto &[name, version] :
             {std::pair {"1.2", TlsVersion::Tls12}, std::pair {"1.3", TlsVersion::Tls13}}) {
            QTest::addRow("good %s", name) << version << QByteArray("V") << std::string("good");
            QTest::addRow("revoked %s", name)
                << version << QByteArray("R\t490101000000Z\t200101000000Z")
                << std::string("revoked");
            QTest::addRow("another's %s", name)
                << version << QByteArray("other") << std::string("it is not signed by the issuer");
            QTest::addRow("none %s", name) << version << QByteArray() << std::string();
        }
    }
    void theStapledAnswerIsRead()
    {
        QFETCH(TlsVersion, version);
        QFETCH(QByteArray, kind);
        QFETCH(std::string, said);
        QStringList options {QStringLiteral("-rev")};
        if (!kind.isEmpty())
            options << QStringLiteral("-status_file") << makeAnswer(kind);
        OpensslServer server(path("local.pem"), path("local.key"), options);
        QVERIFY2(server.port() != 0, server.printed.constData());
        ConnectOptions asking = trusting();
        const auto context = std::static_pointer_cast<SslContext>(asking.ssl);
        context->setMaximumVersion(version);
        context->requestOcsp = true;
        if (said == "revoked") {
            const std::string error
                = errorOf<CertificateError>("localhost", server.port(), std::move(asking));
            QVERIFY2(error.find("was revoked") != std::string::npos, error.c_str());
            context->setVerify(false); // then nobody knows whose answer it is
            said = "the issuer that should have signed it is not known";
            asking = {};
            asking.ssl = context;
        }
        const Answer answer
            = m_loop->runUntilComplete(ask(*m_loop, "localhost", server.port(), std::move(asking)));
        QCOMPARE(answer.line, std::string("olleh\n"));
        QCOMPARE(answer.tls.ocsp, said);
    }

    // RFC 6066, 3: what is asked for may be another name than the one that is verified
    void aClientMayAskForAnotherName_data()
    {
        QTest::addColumn<QString>("host");
        QTest::newRow("a name") << QStringLiteral("localhost");
        QTest::newRow("an address") << QStringLiteral("127.0.0.1");
    }
    void aClientMayAskForAnotherName()
    {
        QFETCH(QString, host);
        const auto context = serverContext("local");
        std::string asked;
        context->setServerNameCallback([&asked](const std::string &name) {
            asked = name;
            return nullptr;
        });
        const std::uint16_t port = serve(echoLines, context);
        ConnectOptions options = trusting();
        const auto asks = std::static_pointer_cast<SslContext>(options.ssl);
        asks->sentServerName = "front.example";
        asks->checkHostname = host == QStringLiteral("localhost"); // which is in the certificate
        const Answer answer
            = m_loop->runUntilComplete(ask(*m_loop, host.toStdString(), port, std::move(options)));
        QCOMPARE(asked, std::string("front.example"));
        QCOMPARE(answer.tls.serverName, std::string("front.example"));
    }

    // RFC 9850: openssl, at the other end, logs the same secrets of the same session
    void theSecretsAreThoseOfThePeer_data() { versions(); }
    void theSecretsAreThoseOfThePeer()
    {
        QFETCH(TlsVersion, version);
        const auto context = serverContext("local");
        context->setMaximumVersion(version);
        QFile::remove(QString::fromStdString(path("ours.log")));
        QFile::remove(QString::fromStdString(path("theirs.log")));
        context->setKeylogFilename(path("ours.log"));
        const std::uint16_t port = serve(echoOneLine, context);
        const std::string command = "echo hello | timeout 5 openssl s_client -quiet -keylogfile "
            + path("theirs.log") + " -connect 127.0.0.1:" + std::to_string(port) + " 2>/dev/null";
        QCOMPARE(m_loop->runUntilComplete(peer(*m_loop, command)), std::string("hello\n"));
        const std::set<QByteArray> ours = linesOf("ours.log"), theirs = linesOf("theirs.log");
        QVERIFY(ours.size() >= (version == TlsVersion::Tls12 ? 1u : 4u));
        for (const QByteArray &line : ours)
            QVERIFY2(theirs.contains(line), line.constData());
        struct stat status { };
        QCOMPARE(::stat(path("ours.log").c_str(), &status), 0);
        QCOMPARE(status.st_mode & 0777, mode_t {0600});
    }

    // ... so that Wireshark reads the bytes that passed
    void wiresharkReadsACapture_data() { versions(); }
    void wiresharkReadsACapture()
    {
        if (shellOutput("command -v tshark").empty())
            QSKIP("tshark is not installed: it would decrypt a capture");
        QFETCH(TlsVersion, version);
        const auto context = serverContext("local");
        context->setMaximumVersion(version);
        QFile::remove(QString::fromStdString(path("keys.log")));
        context->setKeylogFilename(path("keys.log"));
        const std::uint16_t port = serve(echoLines, context);
        const auto capture = std::make_shared<Capture>();
        m_relay = std::make_unique<TlsRelay>(*m_loop, port);
        m_relay->watch = [capture](bool fromServer, std::string_view bytes) {
            capture->add(fromServer, bytes);
        };
        QCOMPARE(
            m_loop->runUntilComplete(ask(*m_loop, "localhost", m_relay->port(), trusting())).line,
            std::string("hello\n"));
        QFile file(QString::fromStdString(path("capture.pcap")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(capture->file()));
        file.close();
        const std::string printed
            = shellOutput("tshark -r " + path("capture.pcap") + " -o tls.keylog_file:"
                          + path("keys.log") + " -q -z follow,tls,ascii,0 2>&1");
        QCOMPARE(QByteArray::fromStdString(printed).count("hello"), 2);
    }

    // A disk that is full costs the log, said once, and no connection
    void aKeyLogThatFailsIsReportedOnce()
    {
        const auto context = serverContext("local");
        context->setKeylogFilename("/dev/full");
        std::vector<std::string> said;
        context->keylogFailed = [&said](const OsError &error) { said.push_back(error.what()); };
        const std::uint16_t port = serve(echoLines, context);
        for (int i = 0; i < 2; ++i)
            QCOMPARE(m_loop->runUntilComplete(ask(*m_loop, "localhost", port, trusting())).line,
                     std::string("hello\n"));
        QCOMPARE(said.size(), std::size_t {1});
        QCOMPARE(said.front(),
                 std::string("cannot write TLS secrets to /dev/full, and no more are logged: No "
                             "space left on device"));
        LogCapture log;
        context->keylogFailed = [](const OsError &) { throw std::logic_error("cannot tell"); };
        context->setKeylogFilename("/dev/full");
        QCOMPARE(m_loop->runUntilComplete(ask(*m_loop, "localhost", port, trusting())).line,
                 std::string("hello\n"));
        QCOMPARE(log.count("cannot tell"), 1L);
        context->keylogFailed = {};
        context->setKeylogFilename("/dev/full");
        (void)m_loop->runUntilComplete(ask(*m_loop, "localhost", port, trusting()));
        QCOMPARE(log.count("cannot write TLS secrets to /dev/full"), 1L);
    }

private:
    struct Seen {
        std::vector<ConnectionOpened> opened;
        std::vector<ConnectionSample> ended;
        [[nodiscard]] TlsInfo of(Role role) const
        {
            for (const ConnectionOpened &each : opened)
                if (each.role == role && each.tls)
                    return *each.tls;
            return {};
        }
    };
    // Until all connections are lost.
    Seen watch(Recorder &recorder)
    {
        Seen seen;
        const auto look = [&] {
            if (const auto delta = recorder.take({})) {
                seen.opened.insert(seen.opened.end(), delta->opened.begin(), delta->opened.end());
                for (const ConnectionSample &each : delta->connections)
                    if (each.closed != 0)
                        seen.ended.push_back(each);
            }
            return m_loop->totals().connections == 0 && !seen.ended.empty()
                && seen.ended.size() == seen.opened.size();
        };
        [&] { QVERIFY(runUntil(*m_loop, look)); }();
        return seen;
    }
    [[nodiscard]] std::set<QByteArray> linesOf(const std::string &name) const
    {
        QFile file(QString::fromStdString(path(name)));
        std::set<QByteArray> lines;
        if (file.open(QIODevice::ReadOnly))
            for (const QByteArray &line : file.readAll().split('\n'))
                if (!line.isEmpty() && !line.startsWith('#'))
                    lines.insert(line);
        return lines;
    }
    // An OCSP answer on the certificate "local": `kind` is its line of the authority's index, or by
    // whom else it is.
    [[nodiscard]] QString makeAnswer(const QByteArray &kind) const
    {
        const std::string folder = path("");
        const bool other = kind == "other";
        const std::string state = other ? "V" : kind.toStdString();
        const std::string signer = other ? "self" : "ca";
        (void)shellOutput(
            "cd " + folder
            + " && serial=$(openssl x509 -noout -serial -in local.pem | cut -d= -f2) && "
              "printf '"
            + state + (state == "V" ? "\\t490101000000Z\\t" : "")
            + "\\t%s\\tunknown\\t/CN=local\\n' $serial > index.txt && openssl ocsp -index "
              "index.txt -CA ca.pem -rsigner "
            + signer + ".pem -rkey " + signer
            + ".key -issuer ca.pem -cert local.pem -ndays 1 -respout answer.der 2>&1");
        return QString::fromStdString(path("answer.der"));
    }

    std::unique_ptr<TlsRelay> m_relay;
};

QTEST_GUILESS_MAIN(TlsSeenTest)
#include "TlsSeenTest.moc"
