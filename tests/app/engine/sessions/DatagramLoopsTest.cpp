// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/DatagramLoops.h"
#include "app/engine/sessions/OwnAddresses.h"

#include <QtTest/QTest>

#include <optional>

using app::DatagramAnswers;
using loop::SocketAddress;

namespace {

bool answered(const char *host, int port, DatagramAnswers answers = DatagramAnswers::Anything)
{
    return app::mayAnswer(SocketAddress::fromNumeric(host, std::uint16_t(port)), answers);
}

} // namespace

class DatagramLoopsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void portsOfServicesGetNoAnswer();
    void serversOfThisProgramGetNoneWhileTheyServe();
    void aServerAtEveryAddressIsKnownAtEach();
    void whatLeadsBackIsKnown_data();
    void whatLeadsBackIsKnown();
};

void DatagramLoopsTest::portsOfServicesGetNoAnswer()
{
    for (const int port : {0, 7, 9, 13, 17, 19, 37}) {
        QVERIFY(!answered("192.0.2.1", port));
        QVERIFY(!answered("192.0.2.1", port, DatagramAnswers::Some));
    }
    for (const int port : {53, 123, 1023, 2049}) {
        QVERIFY(!answered("192.0.2.1", port));
        QVERIFY(
            answered("192.0.2.1", port, DatagramAnswers::Some)); // a rule may be about just that
    }
    for (const int port : {1024, 5000, 65535})
        QVERIFY(answered("192.0.2.1", port));
}

void DatagramLoopsTest::serversOfThisProgramGetNoneWhileTheyServe()
{
    std::optional<app::ServedDatagrams> first(SocketAddress::fromNumeric("127.0.0.1", 5000));
    std::optional<app::ServedDatagrams> second(SocketAddress::fromNumeric("::1", 5000));
    QVERIFY(!answered("127.0.0.1", 5000));
    QVERIFY(!answered("::ffff:127.0.0.1", 5000)); // as a socket for both sees it
    QVERIFY(!answered("127.0.0.1", 5000, DatagramAnswers::Some));
    QVERIFY(answered("127.0.0.1", 5001));
    QVERIFY(answered("192.0.2.1", 5000)); // another machine may use that port
    first.reset();
    QVERIFY(answered("127.0.0.1", 5000));
    QVERIFY(!answered("::1", 5000)); // the other one still serves there
    second.reset();
    QVERIFY(answered("::1", 5000));
}

void DatagramLoopsTest::aServerAtEveryAddressIsKnownAtEach()
{
    const app::ServedDatagrams served(SocketAddress::fromNumeric("0.0.0.0", 5000));
    QVERIFY(!answered("127.0.0.1", 5000));
    QVERIFY(!answered("127.1.2.3", 5000));
    QVERIFY(answered("192.0.2.1", 5000)); // of no machine: it is for documentation
}

void DatagramLoopsTest::whatLeadsBackIsKnown_data()
{
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("served");
    QTest::addColumn<bool>("leads");
    QTest::newRow("same") << QByteArray("127.0.0.1") << QByteArray("127.0.0.1") << true;
    QTest::newRow("other") << QByteArray("127.0.0.2") << QByteArray("127.0.0.1") << false;
    QTest::newRow("mapped") << QByteArray("::ffff:127.0.0.1") << QByteArray("127.0.0.1") << true;
    QTest::newRow("any of IPv4") << QByteArray("127.0.0.2") << QByteArray("0.0.0.0") << true;
    QTest::newRow("any of both") << QByteArray("127.0.0.2") << QByteArray("::") << true;
    QTest::newRow("elsewhere") << QByteArray("192.0.2.1") << QByteArray("0.0.0.0") << false;
    QTest::newRow("to any") << QByteArray("0.0.0.0") << QByteArray("127.0.0.1") << true;
    QTest::newRow("to any of any") << QByteArray("0.0.0.0") << QByteArray("0.0.0.0") << true;
}

void DatagramLoopsTest::whatLeadsBackIsKnown()
{
    QFETCH(QByteArray, to);
    QFETCH(QByteArray, served);
    QFETCH(bool, leads);
    const auto target = SocketAddress::fromNumeric(to.toStdString(), 80);
    QCOMPARE(app::leadsTo(target, SocketAddress::fromNumeric(served.toStdString(), 80)), leads);
    QVERIFY(!app::leadsTo(target, SocketAddress::fromNumeric(served.toStdString(), 81)));
}

QTEST_GUILESS_MAIN(DatagramLoopsTest)
#include "DatagramLoopsTest.moc"
