// SPDX-License-Identifier: GPL-3.0-or-later
// What a session's URL asks of TLS is what the context that is made of it does.
#include "app/engine/sessions/TlsSettings.h"
#include "tests/support/TlsFixture.h"

#include <atomic>
#include <thread>

using namespace loop;
using namespace tlspeers;
using namespace Qt::StringLiterals;

class TlsSettingsTest final : public TlsFixture {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void handshakesAreTakenOverByThreads_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<bool>("elsewhere");
        QTest::newRow("not asked for") << QString() << false;
        QTest::newRow("none") << u"?tls_threads=0"_s << false;
        QTest::newRow("one") << u"?tls_threads=1"_s << true;
        QTest::newRow("several") << u"?tls_threads=3"_s << true;
    }
    void handshakesAreTakenOverByThreads()
    {
        QFETCH(QString, option);
        QFETCH(bool, elsewhere);
        const auto url = models::parseSessionUrl(u"echo+tls://127.0.0.1:0"_s + option).url;
        QVERIFY(url);
        const auto context = serverContext("local");
        app::EncryptionOptions::of(*url).applyTo(*context, [](const QString &) {});
        std::atomic<std::thread::id> steppedOn;
        context->setServerNameCallback([&steppedOn](const std::string &) {
            steppedOn = std::this_thread::get_id();
            return std::shared_ptr<SslContext>();
        });
        const std::uint16_t port = serve(echoLines, context);
        QCOMPARE(m_loop->runUntilComplete(ask(*m_loop, "localhost", port, trusting())).line,
                 std::string("hello\n"));
        QVERIFY(steppedOn.load() != std::thread::id());
        QCOMPARE(steppedOn.load() != std::this_thread::get_id(), elsewhere);
    }
};

QTEST_GUILESS_MAIN(TlsSettingsTest)
#include "TlsSettingsTest.moc"
