// SPDX-License-Identifier: GPL-3.0-or-later
// What we and other people's programs agree upon, in either role and both versions: ALPN, names,
// certificates of a client; the end of one direction, and a hundred megabytes each way. Garbage,
// too.
#include "tests/support/OpensslServer.h"
#include "tests/support/TlsFixture.h"

#include <QtCore/QProcess>

#include <functional>
#include <random>

#include <openssl/err.h>
#include <openssl/ssl.h>

using namespace loop;
using namespace tlspeers;

class TlsAgreementsTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init() { begin(); }
    void cleanup() { end(); }

    // RFC 8446, 4.3.2: a server of theirs demands a certificate, and is shown ours
    void theirServerTakesOurCertificate_data() { versions(); }
    void theirServerTakesOurCertificate()
    {
        OpensslServer server(path("local.pem"), path("local.key"),
                             {QStringLiteral("-rev"), QStringLiteral("-Verify"),
                              QStringLiteral("1"), QStringLiteral("-verify_return_error"),
                              QStringLiteral("-CAfile"), QString::fromStdString(path("ca.pem"))});
        QVERIFY2(server.port() != 0, server.printed.constData());
        ConnectOptions options = limited();
        std::static_pointer_cast<SslContext>(options.ssl)
            ->loadCertChain(path("other.pem"), path("other.key"));
        const Answer answer = m_loop->runUntilComplete(
            ask(*m_loop, "localhost", server.port(), std::move(options)));
        QCOMPARE(answer.line, std::string("olleh\n"));
        QCOMPARE(answer.tls.version, versionName());
    }

    // What OpenSSL remembers of a failure is the thread's, and others of it may fail at any time
    void whatOthersFailedAtIsNoFailureOfOurs_data() { versions(); }
    void whatOthersFailedAtIsNoFailureOfOurs()
    {
        const std::uint16_t port = serve(echoOneLine, serverContext("local"));
        bool over = false;
        const std::function<void()> failAgain = [&] {
            ERR_raise(ERR_LIB_USER, ERR_R_INTERNAL_ERROR);
            if (!over)
                m_loop->callSoon(failAgain);
        };
        failAgain();
        const Answer answer = m_loop->runUntilComplete(ask(*m_loop, "localhost", port, limited()));
        over = true;
        QCOMPARE(answer.line, std::string("hello\n"));
        QCOMPARE(answer.tls.version, versionName());
        runReady(*m_loop, 2);
        ERR_clear_error();
    }

    // RFC 7301: a server of theirs chooses among ours, or knows nothing of it
    void theirServerChoosesAProtocol_data()
    {
        QTest::addColumn<loop::tls::TlsVersion>("version");
        QTest::addColumn<QString>("theirs");
        QTest::addColumn<QString>("chosen");
        for (const auto version : {loop::tls::TlsVersion::Tls12, loop::tls::TlsVersion::Tls13}) {
            const int row = version == loop::tls::TlsVersion::Tls12 ? 2 : 3;
            QTest::addRow("one in common, 1.%d", row) << version << "-alpn chess/2,lines/1"
                                                      << "lines/1";
            QTest::addRow("unknown to it, 1.%d", row) << version << ""
                                                      << "";
        }
    }
    void theirServerChoosesAProtocol()
    {
        QFETCH(QString, theirs);
        QFETCH(QString, chosen);
        OpensslServer server(path("local.pem"), path("local.key"),
                             QStringLiteral("-rev %1").arg(theirs).split(u' ', Qt::SkipEmptyParts));
        QVERIFY2(server.port() != 0, server.printed.constData());
        ConnectOptions options = limited();
        std::static_pointer_cast<SslContext>(options.ssl)->setAlpnProtocols({"lines/2", "lines/1"});
        const Answer answer = m_loop->runUntilComplete(
            ask(*m_loop, "localhost", server.port(), std::move(options)));
        QCOMPARE(answer.line, std::string("olleh\n"));
        QCOMPARE(answer.tls.alpn, chosen.toStdString());
    }

    // RFC 6066, 3: the name that we ask for chooses what a server of theirs shows
    void theirServerHearsTheName_data() { versions(); }
    void theirServerHearsTheName()
    {
        OpensslServer server(path("local.pem"), path("local.key"),
                             {QStringLiteral("-rev"), QStringLiteral("-servername"),
                              QStringLiteral("elsewhere.example"), QStringLiteral("-cert2"),
                              QString::fromStdString(path("other.pem")), QStringLiteral("-key2"),
                              QString::fromStdString(path("other.key"))});
        QVERIFY2(server.port() != 0, server.printed.constData());
        for (const auto &[asked, shown] :
             {std::pair<std::string, std::string> {"elsewhere.example", "other"},
              std::pair<std::string, std::string> {"localhost", "local"}}) {
            ConnectOptions options = limited();
            options.serverHostname = asked;
            const Answer answer = m_loop->runUntilComplete(
                ask(*m_loop, "127.0.0.1", server.port(), std::move(options)));
            QCOMPARE(answer.line, std::string("olleh\n"));
            QCOMPARE(answer.tls.peerChain.front().subject, shown);
        }
    }

    // N-16, PR-06: clients of theirs that speak this version alone; a line, and a clean end
    void theirClientSpeaks_data() { versions(); }
    void theirClientSpeaks()
    {
        QFETCH(loop::tls::TlsVersion, version);
        const bool old = version == loop::tls::TlsVersion::Tls12;
        const std::string port = std::to_string(serve(echoOneLine, serverContext("local")));
        const std::string openssl = "echo hello | timeout 5 openssl s_client -ign_eof -CAfile "
            + path("ca.pem") + " -verify_return_error -connect localhost:" + port
            + (old ? " -tls1_2" : " -tls1_3") + " 2>&1";
        const std::string printed = m_loop->runUntilComplete(peer(*m_loop, openssl));
        QVERIFY2(printed.find("New, " + versionName()) != std::string::npos, printed.c_str());
        QVERIFY2(printed.find("\nhello\n") != std::string::npos, printed.c_str());

        const std::string python = "import socket, ssl\n"
                                   "c = ssl.create_default_context(cafile=\""
            + path("ca.pem") + "\")\nc.maximum_version = ssl.TLSVersion.TLSv1_" + (old ? "2" : "3")
            + "\nc.minimum_version = c.maximum_version\nt = "
              "c.wrap_socket(socket.create_connection((\"127.0.0.1\", "
            + port
            + ")), server_hostname=\"localhost\", suppress_ragged_eofs=False)\n"
              "t.sendall(b\"hello\\n\")\n"
              "print(t.version(), t.recv(100), t.recv(100))\n";
        QCOMPARE(
            m_loop->runUntilComplete(peer(*m_loop, "timeout 5 python3 -c '" + python + "' 2>&1")),
            versionName() + " b'hello\\n' b''\n");
    }

    // curl of either version, which offers h2 beside http/1.1
    void curlGetsItsPage_data() { versions(); }
    void curlGetsItsPage()
    {
        QFETCH(loop::tls::TlsVersion, version);
        const auto context = serverContext("local");
        context->setMaximumVersion(version);
        context->setAlpnProtocols({"http/1.1"});
        const auto answer = [](StreamReader reader, StreamWriter writer) -> Coro<void> {
            (void)co_await reader.readuntil("\r\n\r\n");
            const auto tls = std::any_cast<TlsInfo>(writer.getExtraInfo("tls"));
            writer.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            writer.write(tls.version + " " + tls.alpn);
            writer.close();
        };
        const std::string command = "curl -sS -m 5 --cacert " + path("ca.pem")
            + " https://localhost:" + std::to_string(serve(answer, context)) + "/ 2>&1";
        QCOMPARE(m_loop->runUntilComplete(peer(*m_loop, command)), versionName() + " http/1.1");
    }

    // TR-08: we end our direction, and hear what socat's program says to that
    void weHalfCloseTowardsSocat_data() { versions(); }
    void weHalfCloseTowardsSocat()
    {
        const std::uint16_t port = closedPort();
        QProcess server;
        server.setProcessChannelMode(QProcess::MergedChannels);
        server.start(
            QStringLiteral("socat"),
            {QStringLiteral("-d"), QStringLiteral("-d"), QStringLiteral("-t5"),
             QStringLiteral("OPENSSL-LISTEN:%1,pf=ip4,bind=127.0.0.1,verify=0,cert=%2,key=%3")
                 .arg(port)
                 .arg(QString::fromStdString(path("local.pem")),
                      QString::fromStdString(path("local.key"))),
             QStringLiteral("EXEC:sort")}); // which says nothing before its input ends
        for (QByteArray said; !said.contains("listening on"); said += server.readAll())
            QVERIFY2(server.waitForReadyRead(5000), said.constData());
        const auto talk
            = [](EventLoop &loop, std::uint16_t at, ConnectOptions options) -> Coro<std::string> {
            Streams streams
                = co_await openConnection("localhost", at, std::move(options), limit, &loop);
            streams.writer.write("last\nfirst\n");
            streams.writer.writeEof();
            std::string answer = co_await streams.reader.read();
            streams.writer.close();
            co_await streams.writer.waitClosed();
            co_return answer;
        };
        QCOMPARE(m_loop->runUntilComplete(talk(*m_loop, port, limited())),
                 std::string("first\nlast\n"));
        server.kill();
        server.waitForFinished();
    }

    // TR-02, W-01: a server of theirs gives back a hundred megabytes while we still send
    void weSwapAHundredMegabytesWithPython()
    {
        const std::string script = "import socket, ssl\n"
                                   "c = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\n"
                                   "c.load_cert_chain(\""
            + path("local.pem") + "\", \"" + path("local.key")
            + "\")\n"
              "l = socket.create_server((\"127.0.0.1\", 0))\n"
              "print(l.getsockname()[1], flush=True)\n"
              "t = c.wrap_socket(l.accept()[0], server_side=True, suppress_ragged_eofs=False)\n"
              "while data := t.recv(65536): t.sendall(data)\n"
              "t.unwrap()\n";
        QProcess server;
        server.setProcessChannelMode(QProcess::MergedChannels);
        server.start(QStringLiteral("python3"),
                     {QStringLiteral("-c"), QString::fromStdString(script)});
        while (!server.canReadLine())
            QVERIFY(server.waitForReadyRead(5000));
        const auto port = static_cast<std::uint16_t>(server.readLine().toInt());
        const Streams streams = m_loop->runUntilComplete(
            openConnection("localhost", port, trusting(), limit, m_loop.get()));
        std::string block(1'000'000, '\0');
        std::mt19937 dice(1);
        for (char &byte : block)
            byte = static_cast<char>(dice());
        const auto sent = m_loop->createTask(pour(streams.writer, block, 100));
        QCOMPARE(m_loop->runUntilComplete(heard(streams.reader, block)), std::size_t {100'000'000});
        QVERIFY(sent.done());
        streams.writer.close();
        m_loop->runUntilComplete(streams.writer.waitClosed());
        QVERIFY(server.waitForFinished(5000));
        QCOMPARE(server.readAll(), QByteArray());
    }

    // Trap 30: whatever a server says for a hello, a client of ours fails, and says goodbye or goes
    void garbageFromAServerIsAnError_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<int>("alert"); // that the server gets; 0: none
        QTest::newRow("another protocol") << QByteArray("HTTP/1.0 400 Bad Request\r\n\r\n") << 0;
        QTest::newRow("an unknown record")
            << QByteArray("\xff\x03\x03\x00\x01x", 6) << SSL_AD_UNEXPECTED_MESSAGE;
        QTest::newRow("data at once")
            << QByteArray("\x17\x03\x03\x00\x01x", 6) << SSL_AD_UNEXPECTED_MESSAGE;
        QTest::newRow("an alert alone") << QByteArray("\x15\x03\x03\x00\x02\x02\x28", 7) << 0;
        QTest::newRow("half an alert")
            << QByteArray("\x15\x03\x03\x00\x01\x02", 6) << SSL_AD_UNEXPECTED_MESSAGE;
        QTest::newRow("a client's message")
            << QByteArray("\x16\x03\x03\x00\x04\x01\x00\x00\x00", 9) << SSL_AD_UNEXPECTED_MESSAGE;
        QTest::newRow("an empty message")
            << QByteArray("\x16\x03\x03\x00\x04\x02\x00\x00\x00", 9) << SSL_AD_DECODE_ERROR;
        QTest::newRow("a record cut short") << QByteArray("\x16\x03\x03\x00\x7a\x02", 6) << 0;
        QTest::newRow("nothing") << QByteArray() << 0;
    }
    void garbageFromAServerIsAnError()
    {
        QFETCH(QByteArray, answer);
        const Descriptor listener = listeningSocket();
        const auto task = m_loop->createTask(
            ask(*m_loop, "localhost", SocketAddress::ofSocket(listener.get()).port(), trusting()));
        Peer server(m_loop->runUntilComplete(m_loop->sockAccept(listener.get())).first);
        (void)m_loop->runUntilComplete(m_loop->sockRecv(server.fd(), 4096));
        server.send(answer.toStdString());
        server.finish();
        QVERIFY(runUntil(*m_loop, [&] { return task.done(); }));
        QVERIFY(task.exception());
        QVERIFY(runUntil(*m_loop, [&] { return m_loop->totals().connections == 0; }));
        QFETCH(int, alert);
        QByteArray said = QByteArray::fromStdString(server.receiveAll()); // its end comes, too
        said.remove(1, 2); // the record's version
        const QByteArray fatal = alert == 0
            ? QByteArray()
            : QByteArray("\x15\x00\x02\x02", 4).append(static_cast<char>(alert));
        QCOMPARE(said.toHex(), fatal.toHex());
    }

private:
    [[nodiscard]] ConnectOptions limited() const
    {
        QFETCH(loop::tls::TlsVersion, version);
        ConnectOptions options = trusting();
        std::static_pointer_cast<SslContext>(options.ssl)->setMaximumVersion(version);
        return options;
    }
    static std::string versionName()
    {
        QFETCH(loop::tls::TlsVersion, version);
        return version == loop::tls::TlsVersion::Tls12 ? "TLSv1.2" : "TLSv1.3";
    }
    static Coro<void> pour(StreamWriter writer, std::string block, int times)
    {
        for (; times > 0; --times) {
            writer.write(block);
            co_await writer.drain();
        }
        writer.writeEof();
    }
    // How many bytes came until the end, all as the block's, again and again.
    static Coro<std::size_t> heard(StreamReader reader, std::string block)
    {
        for (std::size_t all = 0;;) {
            const std::string data = co_await reader.read(limit);
            if (data.empty())
                co_return all;
            for (std::size_t at = 0; at < data.size();) {
                const std::size_t from = all % block.size();
                const std::size_t count = std::min(data.size() - at, block.size() - from);
                if (data.compare(at, count, block, from, count) != 0)
                    co_return all;
                at += count;
                all += count;
            }
        }
    }
};

QTEST_GUILESS_MAIN(TlsAgreementsTest)
#include "TlsAgreementsTest.moc"
