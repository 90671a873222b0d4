// SPDX-License-Identifier: GPL-3.0-or-later
// Every refusal of a handshake with other people's programs, openssl, GnuTLS, curl and Python:
// they hear the alert that the RFC names, and our error says who refused what.
#include "tests/support/OpensslServer.h"
#include "tests/support/TlsFixture.h"

#include <QtCore/QDeadlineTimer>

using namespace loop;
using namespace tlspeers;

using Prepare = void (*)(loop::tls::TlsContext &);
Q_DECLARE_METATYPE(Prepare)

class TlsRefusalsTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init() { begin(); }
    void cleanup() { end(); }

    // A client of theirs refuses us, or we refuse it
    void aClientOfTheirs_data();
    void aClientOfTheirs();

    // A server of theirs refuses us, or we refuse it
    void aServerOfTheirs_data();
    void aServerOfTheirs();

    // RFC 6066, 3: the name that openssl asks for chooses what it is shown
    void theNameThatTheyAskForChooses_data() { versions(); }
    void theNameThatTheyAskForChooses();

private:
    [[nodiscard]] QString filled(const char *words) const // {} is the folder of the certificates
    {
        return QString::fromLatin1(words).replace(QStringLiteral("{}"),
                                                  QString::fromStdString(path(".")));
    }
};

namespace {

Coro<void> isSaid(const std::string &said)
{
    for (int i = 0; i < 1000 && said.empty(); ++i)
        co_await sleep(std::chrono::milliseconds(5));
}

constexpr Prepare asItIs = [](loop::tls::TlsContext &) {};
constexpr Prepare speaksLines
    = [](loop::tls::TlsContext &context) { context.setAlpnProtocols({"lines/1"}); };
constexpr Prepare newest = [](loop::tls::TlsContext &context) {
    context.setMinimumVersion(loop::tls::TlsVersion::Tls13);
};
constexpr Prepare demands = [](loop::tls::TlsContext &context) { context.setVerify(true); };

} // namespace

void TlsRefusalsTest::aClientOfTheirs_data()
{
    QTest::addColumn<QString>("certificate"); // of ours
    QTest::addColumn<Prepare>("prepare");
    QTest::addColumn<QString>("client");
    QTest::addColumn<QByteArray>("printed"); // by it
    QTest::addColumn<QByteArray>("error"); // of ours
    const auto row = [](const char *name, const char *certificate, Prepare prepare,
                        const char *client, const char *printed, const char *error) {
        QTest::newRow(name) << QString::fromLatin1(certificate) << prepare
                            << QString::fromLatin1(client) << QByteArray(printed)
                            << QByteArray(error);
    };
    const char *const openssl = "openssl s_client -verify_return_error -verify_hostname localhost "
                                "-CAfile {}/ca.pem -tls1_3";
    const char *const openssl12 = "openssl s_client -verify_return_error -CAfile {}/ca.pem -tls1_2";
    row("expired", "late", asItIs, openssl, "certificate has expired",
        "as it has expired (alert certificate_expired)");
    row("expired, TLS 1.2", "late", asItIs, openssl12, "certificate has expired",
        "as it has expired (alert certificate_expired)");
    row("another name", "other", asItIs, openssl, "hostname mismatch",
        "the peer refused our certificate (alert bad_certificate)");
    row("self-signed", "self", asItIs, openssl, "self-signed certificate",
        "as it does not know who signed it (alert unknown_ca)");
    row("no protocol in common", "local", speaksLines,
        "openssl s_client -alpn chess/2 -CAfile {}/ca.pem", "alert no application protocol",
        "both sides have no ALPN protocol in common");
    row("no version in common", "local", newest, openssl12, "alert protocol version",
        "no version of TLS is spoken by both sides");
    row("no certificate", "local", demands, openssl, "alert certificate required",
        "the peer showed no certificate");
    row("no certificate, TLS 1.2", "local", demands, openssl12, "alert handshake failure",
        "the peer showed no certificate");
    row("a wrong certificate", "local", demands,
        "openssl s_client -CAfile {}/ca.pem -cert {}/self.pem -key {}/self.key", "alert unknown ca",
        "self-signed, and untrusted [selfish]");
    row("an expired certificate", "local", demands,
        "openssl s_client -CAfile {}/ca.pem -cert {}/late.pem -key {}/late.key",
        "alert certificate expired", "has expired [late]");
    const char *const gnutls = "gnutls-cli --x509cafile {}/ca.pem localhost";
    row("GnuTLS: expired", "late", asItIs, gnutls, "The certificate chain uses expired certificate",
        "the peer refused our certificate");
    row("GnuTLS: another name", "other", asItIs, gnutls, "does not match",
        "the peer refused our certificate");
    row("GnuTLS: no protocol in common", "local", speaksLines,
        "gnutls-cli --x509cafile {}/ca.pem --alpn chess/2 localhost", "Received alert [120]",
        "both sides have no ALPN protocol in common");
    row("GnuTLS: no certificate", "local", demands, gnutls, "Certificate is required",
        "the peer showed no certificate");
    const char *const curl = "curl -sS -m 5 --cacert {}/ca.pem https://localhost:PORT/";
    row("curl: expired", "late", asItIs, curl, "certificate has expired",
        "as it has expired (alert certificate_expired)");
    row("curl: self-signed", "self", asItIs, curl, "self-signed certificate",
        "as it does not know who signed it (alert unknown_ca)");
    row("curl: no version in common", "local", newest,
        "curl -sS -m 5 --tls-max 1.2 --cacert {}/ca.pem https://localhost:PORT/",
        "alert protocol version", "no version of TLS is spoken by both sides");
    row("curl: no protocol in common", "local", speaksLines, curl, "alert no application protocol",
        "both sides have no ALPN protocol in common");
    row("curl: no certificate", "local", demands, curl, "alert certificate required",
        "the peer showed no certificate");
    const std::string python = "python3 -c 'import socket, ssl\n"
                               "c = ssl.create_default_context(cafile=\"{}/ca.pem\")\n"
                               "c.set_alpn_protocols([\"chess/2\"])\n%1\n"
                               "t = c.wrap_socket(socket.create_connection((\"127.0.0.1\", PORT)), "
                               "server_hostname=\"localhost\")\n"
                               "t.sendall(b\"hello\\n\")\nprint(t.recv(100))\n'";
    const auto pythonRow = [&](const char *name, const char *certificate, Prepare prepare,
                               const char *also, const char *printed, const char *error) {
        const QByteArray script
            = QString::fromStdString(python).arg(QLatin1String(also)).toLatin1();
        row(name, certificate, prepare, script.constData(), printed, error);
    };
    pythonRow("Python: expired", "late", asItIs, "", "certificate has expired",
              "as it has expired (alert certificate_expired)");
    pythonRow("Python: another name", "other", asItIs, "", "Hostname mismatch",
              "the peer refused our certificate (alert bad_certificate)");
    pythonRow("Python: self-signed", "self", asItIs, "", "self-signed certificate",
              "as it does not know who signed it (alert unknown_ca)");
    pythonRow("Python: no protocol in common", "local", speaksLines, "",
              "alert no application protocol", "both sides have no ALPN protocol in common");
    pythonRow("Python: no version in common", "local", newest,
              "c.maximum_version = ssl.TLSVersion.TLSv1_2", "alert protocol version",
              "no version of TLS is spoken by both sides");
    pythonRow("Python: no certificate", "local", demands, "", "alert certificate required",
              "the peer showed no certificate");
    pythonRow("Python: a wrong certificate", "local", demands,
              "c.load_cert_chain(\"{}/self.pem\", \"{}/self.key\")", "alert unknown ca",
              "self-signed, and untrusted [selfish]");
}

void TlsRefusalsTest::aClientOfTheirs()
{
    QFETCH(QString, certificate);
    QFETCH(Prepare, prepare);
    QFETCH(QString, client);
    QFETCH(QByteArray, printed);
    QFETCH(QByteArray, error);
    const auto context = serverContext(certificate.toStdString());
    context->loadVerifyLocations(path("ca.pem"));
    prepare(*context);
    std::string said;
    context->handshakeFailed
        = [&said](const Transport &, const std::exception &failed) { said = failed.what(); };
    const std::string port = std::to_string(serve(echoOneLine, context));
    if (client.startsWith(QStringLiteral("gnutls")))
        client += QStringLiteral(" -p PORT");
    else if (client.startsWith(QStringLiteral("openssl")))
        client += QStringLiteral(" -connect localhost:PORT -ign_eof");
    client.replace(QStringLiteral("PORT"), QString::fromStdString(port));
    const std::string command
        = "echo hello | timeout 5 " + filled(client.toLatin1().constData()).toStdString() + " 2>&1";
    const QByteArray output
        = QByteArray::fromStdString(m_loop->runUntilComplete(peer(*m_loop, command)));
    QVERIFY2(output.contains(printed), output.constData());
    QVERIFY2(!output.contains("\nhello\n"), output.constData());
    m_loop->runUntilComplete(isSaid(said));
    QVERIFY2(QByteArray::fromStdString(said).contains(error), said.c_str());
    QVERIFY(m_server->isServing());
}

void TlsRefusalsTest::aServerOfTheirs_data()
{
    QTest::addColumn<QString>("certificate"); // of theirs
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("ours"); // our certificate, if any
    QTest::addColumn<Prepare>("prepare");
    QTest::addColumn<QByteArray>("printed"); // by it
    QTest::addColumn<QByteArray>("error"); // of ours
    const auto row = [](const char *name, const char *certificate, const char *options,
                        const char *ours, Prepare prepare, const char *printed, const char *error) {
        QTest::newRow(name) << QString::fromLatin1(certificate) << QString::fromLatin1(options)
                            << QString::fromLatin1(ours) << prepare << QByteArray(printed)
                            << QByteArray(error);
    };
    row("expired", "late", "-tls1_3", "", asItIs, "alert certificate expired",
        "has expired [late]");
    row("expired, TLS 1.2", "late", "-tls1_2", "", asItIs, "alert certificate expired",
        "has expired [late]");
    row("another name", "other", "", "", asItIs, "alert bad certificate",
        "another host name (\"localhost\")");
    row("self-signed", "self", "", "", asItIs, "alert unknown ca",
        "self-signed, and untrusted [selfish]");
    row("no protocol in common", "local", "-alpn chess/2", "", speaksLines,
        "no application protocol", "both sides have no ALPN protocol in common");
    row("no version in common", "local", "-tls1_2", "", newest, "unsupported protocol",
        "no version of TLS is spoken by both sides");
    const char *const demands = "-Verify 1 -verify_return_error -CAfile {}/ca.pem";
    row("no certificate", "local", demands, "", asItIs, "peer did not return a certificate",
        "the peer demands a certificate of ours (alert certificate_required)");
    row("a wrong certificate", "local", demands, "self", asItIs, "self-signed certificate",
        "as it does not know who signed it (alert unknown_ca)");
    row("an expired certificate", "local", demands, "late", asItIs, "certificate has expired",
        "as it has expired (alert certificate_expired)");
}

void TlsRefusalsTest::aServerOfTheirs()
{
    QFETCH(QString, certificate);
    QFETCH(QString, options);
    QFETCH(QString, ours);
    QFETCH(Prepare, prepare);
    QFETCH(QByteArray, printed);
    QFETCH(QByteArray, error);
    const std::string name = certificate.toStdString();
    OpensslServer server(path(name + ".pem"), path(name + ".key"),
                         filled(options.toLatin1().constData()).split(u' ', Qt::SkipEmptyParts));
    QVERIFY2(server.port() != 0, server.printed.constData());
    ConnectOptions connecting = trusting();
    const auto context = std::static_pointer_cast<SslContext>(connecting.ssl);
    if (!ours.isEmpty())
        context->loadCertChain(path(ours.toStdString() + ".pem"),
                               path(ours.toStdString() + ".key"));
    prepare(*context);
    const QByteArray said = QByteArray::fromStdString(
        errorOf<std::exception>("localhost", server.port(), std::move(connecting)));
    QVERIFY2(said.contains(error), said.constData());
    const QDeadlineTimer deadline(5000);
    while (!server.printed.contains(printed) && !deadline.hasExpired()) {
        (void)server.process.waitForReadyRead(100);
        server.printed += server.process.readAll();
    }
    QVERIFY2(server.printed.contains(printed), server.printed.constData());
}

void TlsRefusalsTest::theNameThatTheyAskForChooses()
{
    QFETCH(loop::tls::TlsVersion, version);
    const auto context = serverContext("local");
    const auto elsewhere = serverContext("other");
    context->setServerNameCallback([elsewhere](const std::string &name) {
        return name == "elsewhere.example" ? elsewhere : nullptr;
    });
    const std::string port = std::to_string(serve(echoOneLine, context));
    const std::string command = "echo hello | timeout 5 openssl s_client -ign_eof -CAfile "
        + path("ca.pem") + (version == loop::tls::TlsVersion::Tls12 ? " -tls1_2" : " -tls1_3")
        + " -connect localhost:" + port + " -servername ";
    const std::string chosen = m_loop->runUntilComplete(
        peer(*m_loop, command + "elsewhere.example -verify_hostname elsewhere.example 2>&1"));
    QVERIFY2(chosen.find("Verification: OK") != std::string::npos, chosen.c_str());
    QVERIFY2(chosen.find("\nhello\n") != std::string::npos, chosen.c_str());
    const std::string usual = m_loop->runUntilComplete(
        peer(*m_loop, command + "localhost -verify_hostname localhost 2>&1"));
    QVERIFY2(usual.find("Verification: OK") != std::string::npos, usual.c_str());
}

QTEST_GUILESS_MAIN(TlsRefusalsTest)
#include "TlsRefusalsTest.moc"
