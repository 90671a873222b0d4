// SPDX-License-Identifier: GPL-3.0-or-later

// The sockets of a server whose host has several addresses. Names are looked up here: what a
// machine knows of its own differs.

#include "app/engine/sessions/Binding.h"

#include "loop/EpollDriver.h"
#include "loop/SocketAddress.h"

#include <QtTest/QTest>

#include <map>
#include <string_view>

#include <dlfcn.h>
#include <netdb.h>

using namespace Qt::StringLiterals;

namespace {

const std::map<std::string_view, std::vector<const char *>> addressesOf {
    {"both.test", {"127.0.0.1", "::1"}},
    {"first-lacks.test", {"2001:db8::1", "127.0.0.1"}}, // an address that no machine has
    {"last-lacks.test", {"127.0.0.1", "2001:db8::1"}},
    {"none.test", {"192.0.2.1", "2001:db8::1"}},
};

} // namespace

extern "C" int getaddrinfo(const char *host, const char *service, const addrinfo *hints,
                           addrinfo **found)
{
    static const auto look
        = reinterpret_cast<decltype(&getaddrinfo)>(::dlsym(RTLD_NEXT, "getaddrinfo"));
    const auto known = addressesOf.find(host);
    if (known == addressesOf.end())
        return look(host, service, hints, found);
    *found = nullptr;
    addrinfo **next = found;
    for (const char *address : known->second) {
        if (const int error = look(address, service, hints, next); error != 0)
            return error;
        next = &(*next)->ai_next;
    }
    return 0;
}

class BindingTest final : public QObject {
    Q_OBJECT

    static QStringList boundAt(const QString &url)
    {
        loop::EventLoop loop(std::make_unique<loop::EpollDriver>());
        const auto sockets
            = loop.runUntilComplete(app::bindSockets(loop, *models::parseSessionUrl(url).url));
        QStringList places;
        std::map<quint16, int> ports;
        for (const loop::Descriptor &socket : sockets) {
            const auto address = loop::SocketAddress::ofSocket(socket.get());
            const int port = ports.try_emplace(address.port(), int(ports.size()) + 1).first->second;
            places << u"%1 port %2"_s.arg(QString::fromStdString(address.host())).arg(port);
        }
        return places;
    }

private Q_SLOTS:
    void everyAddressOfAHostHasTheSamePort_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QStringList>("places");
        QTest::newRow("both") << u"echo://both.test:0"_s
                              << QStringList {u"127.0.0.1 port 1"_s, u"::1 port 1"_s};
        QTest::newRow("datagrams")
            << u"echo+udp://both.test:0"_s << QStringList {u"127.0.0.1 port 1"_s, u"::1 port 1"_s};
        QTest::newRow("two ports") << u"echo://both.test:0?ports=2"_s
                                   << QStringList {u"127.0.0.1 port 1"_s, u"::1 port 1"_s,
                                                   u"127.0.0.1 port 2"_s, u"::1 port 2"_s};
        QTest::newRow("the first is not this machine's")
            << u"echo://first-lacks.test:0"_s << QStringList {u"127.0.0.1 port 1"_s};
        QTest::newRow("the last is not this machine's")
            << u"echo://last-lacks.test:0"_s << QStringList {u"127.0.0.1 port 1"_s};
    }
    void everyAddressOfAHostHasTheSamePort()
    {
        QFETCH(QString, url);
        QFETCH(QStringList, places);
        QCOMPARE(boundAt(url), places);
    }

    void aHostWhoseAddressesAreAllOthersIsRefused()
    {
        try {
            boundAt(u"echo://none.test:0"_s);
            QFAIL("it is bound");
        } catch (const app::Refusal &refusal) {
            QCOMPARE(QString::fromUtf8(refusal.what()),
                     u"2001:db8::1 is not an address of this machine. Use 127.0.0.1 for this "
                     "machine alone, or 0.0.0.0 for all of its addresses."_s);
        }
    }
};

QTEST_GUILESS_MAIN(BindingTest)
#include "BindingTest.moc"
