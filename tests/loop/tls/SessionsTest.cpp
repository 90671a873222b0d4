// SPDX-License-Identifier: GPL-3.0-or-later
// What a TLS client keeps of its servers' sessions: how many, which, and how often each serves.
#include "loop/tls/internal/Sessions.h"

#include <QtTest/QTest>

using namespace loop::tls;

namespace {

constexpr int keptAtMost = 256;

Session session(int version = TLS1_3_VERSION)
{
    Session made(SSL_SESSION_new());
    SSL_SESSION_set_protocol_version(made.get(), version);
    return made;
}

std::string server(int number)
{
    return "server " + std::to_string(number);
}

} // namespace

class SessionsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Whoever offered one twice would be known again (RFC 8446, C.4).
    void aSessionOfTls13ServesOnce()
    {
        SessionCache cache;
        cache.keep("here", session());
        QVERIFY(cache.take("here"));
        QVERIFY(!cache.take("here"));
    }

    void aSessionOfTls12ServesAgain()
    {
        SessionCache cache;
        Session made = session(TLS1_2_VERSION);
        const SSL_SESSION *const known = made.get();
        cache.keep("here", std::move(made));
        QVERIFY(cache.take("here").get() == known);
        QVERIFY(cache.take("here").get() == known);
    }

    void eachServerHasItsNewest()
    {
        SessionCache cache;
        cache.keep("here", session());
        Session newest = session();
        const SSL_SESSION *const known = newest.get();
        cache.keep("here", std::move(newest));
        cache.keep("there", session());
        QVERIFY(cache.take("here").get() == known);
        QVERIFY(cache.take("there"));
        QVERIFY(!cache.take("elsewhere"));
    }

    void ofAllServersTheLastFewHundredAreKept()
    {
        SessionCache cache;
        for (int i = 0; i < keptAtMost; ++i)
            cache.keep(server(i), session(TLS1_2_VERSION));
        cache.keep(server(5), session(TLS1_2_VERSION)); // known: nobody has to go
        const auto kept = [&cache](int servers) {
            int count = 0;
            for (int i = 0; i < servers; ++i)
                count += cache.take(server(i)) ? 1 : 0;
            return count;
        };
        QCOMPARE(kept(keptAtMost), keptAtMost);
        cache.keep(server(keptAtMost), session(TLS1_2_VERSION));
        QVERIFY(cache.take(server(keptAtMost)));
        QCOMPARE(kept(keptAtMost + 1), keptAtMost);
    }
};

QTEST_APPLESS_MAIN(SessionsTest)
#include "SessionsTest.moc"
