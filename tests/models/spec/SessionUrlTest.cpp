// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/SessionUrl.h"
#include "models/spec/PortOfServer.h"

#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using models::parseSessionUrl;
using models::SessionUrl;
using models::SessionUrlError;

namespace {

QString namesOfKinds()
{
    QStringList names;
    for (const models::SessionKind &kind : models::sessionKinds())
        names << kind.name;
    return models::joinedByOr(names);
}

} // namespace

class SessionUrlTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aUrlIsTakenApart_data();
    void aUrlIsTakenApart();
    void aPathStandsForHostAndPort();
    void optionsNotGivenHaveTheirDefaults();
    void optionsAreReadByType();
    void aRepeatedOptionKeepsEachValue();
    void aWrongUrlSaysWhatIsRight_data();
    void aWrongUrlSaysWhatIsRight();
    void theErrorNamesItsPart_data();
    void theErrorNamesItsPart();
    void aWrittenUrlReadsBackEqual_data();
    void aWrittenUrlReadsBackEqual();
    void theCommandLineIsOneShellWordPerArgument();
    void aClientReachesServersOfItsTransport_data();
    void aClientReachesServersOfItsTransport();
    void garbageNeverParsesToSomethingInvalid();
    void everyKindStartsFromItsDefaults();
    void valuesOutsideTheirRangeAreRefused_data();
    void valuesOutsideTheirRangeAreRefused();
    void aServerIsAskedForByANameThatTlsCanSend();
};

void SessionUrlTest::aUrlIsTakenApart_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("host");
    QTest::addColumn<int>("port");
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("value");

    QTest::newRow("plain") << u"echo://127.0.0.1:8881"_s << u"echo"_s << u"127.0.0.1"_s << 8881
                           << QString() << QString();
    QTest::newRow("port 0") << u"echo://localhost:0"_s << u"echo"_s << u"localhost"_s << 0
                            << QString() << QString();
    QTest::newRow("highest port") << u"echo://localhost:65535"_s << u"echo"_s << u"localhost"_s
                                  << 65535 << QString() << QString();
    QTest::newRow("transport") << u"echo+tcp://h:1"_s << u"echo"_s << u"h"_s << 1 << QString()
                               << QString();
    QTest::newRow("capitals") << u"Echo+TCP://h:1"_s << u"echo"_s << u"h"_s << 1 << QString()
                              << QString();
    QTest::newRow("IPv6") << u"lines://[::1]:8881"_s << u"lines"_s << u"::1"_s << 8881 << QString()
                          << QString();
    QTest::newRow("IPv6 zone") << u"lines://[fe80::1%25lo]:1"_s << u"lines"_s << u"fe80::1%lo"_s
                               << 1 << QString() << QString();
    QTest::newRow("percent") << u"echo://h:1?prefix=Re:%20"_s << u"echo"_s << u"h"_s << 1
                             << u"prefix"_s << u"Re: "_s;
    QTest::newRow("plus stays") << u"echo://h:1?prefix=a+b"_s << u"echo"_s << u"h"_s << 1
                                << u"prefix"_s << u"a+b"_s;
    QTest::newRow("equals in value")
        << u"echo://h:1?prefix=a=b"_s << u"echo"_s << u"h"_s << 1 << u"prefix"_s << u"a=b"_s;
    QTest::newRow("empty value") << u"echo://h:1?prefix="_s << u"echo"_s << u"h"_s << 1
                                 << u"prefix"_s << u""_s;
    QTest::newRow("UTF-8") << u"lines://h:1?text=%E2%82%AC"_s << u"lines"_s << u"h"_s << 1
                           << u"text"_s << u"\u20ac"_s;
    QTest::newRow("raw UTF-8") << u"lines://h:1?text=\u20ac"_s << u"lines"_s << u"h"_s << 1
                               << u"text"_s << u"\u20ac"_s;
    QTest::newRow("second option") << u"load://h:1?size=9&connections=3"_s << u"load"_s << u"h"_s
                                   << 1 << u"connections"_s << u"3"_s;
    QTest::newRow("question without options")
        << u"echo://h:1?"_s << u"echo"_s << u"h"_s << 1 << QString() << QString();
}

void SessionUrlTest::aUrlIsTakenApart()
{
    QFETCH(QString, text);
    QFETCH(QString, option);
    const auto [url, error, sentence] = parseSessionUrl(text);
    QVERIFY2(url, qPrintable(sentence));
    QTEST(url->kind, "kind");
    QTEST(url->host, "host");
    QTEST(int(url->port), "port");
    QCOMPARE(url->transport, u"tcp"_s);
    if (!option.isEmpty())
        QTEST(url->text(option), "value");
}

void SessionUrlTest::aPathStandsForHostAndPort()
{
    const auto [url, error, sentence]
        = parseSessionUrl(u"echo+unix:///tmp/an%20echo%3f?prefix=x"_s);
    QVERIFY2(url, qPrintable(sentence));
    QCOMPARE(url->host, u"/tmp/an echo?"_s);
    QCOMPARE(url->address(), u"/tmp/an echo?"_s);
    QCOMPARE(url->port, 0);
    QCOMPARE(url->text(u"prefix"), u"x"_s);
    QCOMPARE(url->socketName(), std::string("/tmp/an echo?"));
    QCOMPARE(parseSessionUrl(u"echo+unix://@name"_s).url->socketName(), std::string("\0name", 5));
}

void SessionUrlTest::optionsNotGivenHaveTheirDefaults()
{
    const auto echo = parseSessionUrl(u"echo://127.0.0.1:0"_s).url;
    QVERIFY(echo);
    QCOMPARE(echo->text(u"api"), u"streams"_s);
    QCOMPARE(echo->text(u"prefix"), QString());
    QCOMPARE(echo->duration(u"idle"), 0ns);
    QVERIFY(echo->role() == models::SessionRole::Server);

    const auto load = parseSessionUrl(u"load://127.0.0.1:1"_s).url;
    QVERIFY(load);
    QCOMPARE(load->integer(u"connections"), 50);
    QCOMPARE(load->size(u"size"), 64);
    QVERIFY(load->role() == models::SessionRole::Client);

    const auto lines = parseSessionUrl(u"lines://127.0.0.1:1"_s).url;
    QVERIFY(lines);
    QCOMPARE(lines->texts(u"text").size(), 5);
    QCOMPARE(lines->texts(u"text").at(1), u"including non-ASCII characters: \u20ac\u00a3"_s);
}

void SessionUrlTest::optionsAreReadByType()
{
    const auto echo = parseSessionUrl(u"echo://h:0?idle=0.25"_s).url;
    QVERIFY(echo);
    QCOMPARE(echo->duration(u"idle"), 250ms);
    QCOMPARE(parseSessionUrl(u"echo://h:0?idle=300ms"_s).url->duration(u"idle"), 300ms);
    QCOMPARE(parseSessionUrl(u"echo://h:0?idle=2m"_s).url->duration(u"idle"), 2min);
    QCOMPARE(parseSessionUrl(u"load://h:0?size=64k"_s).url->size(u"size"), 65536);
    QCOMPARE(parseSessionUrl(u"load://h:0?size=1MiB"_s).url->size(u"size"), 1024 * 1024);
    QCOMPARE(parseSessionUrl(u"load://h:0?rate=1000"_s).url->integer(u"rate"), 1000);
    QCOMPARE(models::readBoolean(u"on"), true);
    QCOMPARE(models::readBoolean(u"0"), false);
    QVERIFY(!models::readBoolean(u"maybe"));
}

void SessionUrlTest::aRepeatedOptionKeepsEachValue()
{
    const auto url = parseSessionUrl(u"lines://h:1?text=one&text=two%20words&text=one"_s).url;
    QVERIFY(url);
    QCOMPARE(url->texts(u"text"), QStringList({u"one"_s, u"two words"_s, u"one"_s}));
}

void SessionUrlTest::aWrongUrlSaysWhatIsRight_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sentence");

    const auto row = [](const char *name, const QString &text, const QString &clause) {
        QTest::newRow(name) << text << text + u": "_s + clause + u'.';
    };
    row("port too high", u"echo://127.0.0.1:99999"_s,
        u"port 99999 is out of range; use 0 to 65535, 0 for any free port"_s);
    row("port one too high", u"echo://127.0.0.1:65536"_s,
        u"port 65536 is out of range; use 0 to 65535, 0 for any free port"_s);
    row("port of IPv6 one too high", u"echo://[::1]:65536"_s,
        u"port 65536 is out of range; use 0 to 65535, 0 for any free port"_s);
    row("port far too high", u"echo://h:99999999999999999999"_s,
        u"port 99999999999999999999 is out of range; use 0 to 65535, 0 for any free port"_s);
    row("port not a number", u"echo://h:http"_s,
        u"port 'http' is not a number; use 0 to 65535, 0 for any free port"_s);
    row("negative port", u"echo://h:-1"_s,
        u"port '-1' is not a number; use 0 to 65535, 0 for any free port"_s);
    row("no port", u"echo://127.0.0.1"_s,
        u"the port is missing; add :0 for any free port, or a number up to 65535"_s);
    row("no host", u"echo://:1"_s,
        u"the host is missing; use 127.0.0.1 for this machine alone, 0.0.0.0 for every interface"_s);
    row("not a URL", u"127.0.0.1:8881"_s,
        u"this is not a session; write KIND://HOST:PORT, as in echo://127.0.0.1:8881"_s);
    row("unknown kind", u"ecko://h:1"_s,
        u"there is no kind of session 'ecko'; use "_s + namesOfKinds());
    row("unknown transport", u"echo+x25://h:1"_s,
        u"echo cannot use the transport 'x25'; use tcp, tls, udp or unix"_s);
    row("empty transport", u"echo+://h:1"_s,
        u"echo cannot use the transport ''; use tcp, tls, udp or unix"_s);
    row("unknown option", u"echo://h:1?size=3"_s,
        u"option 'size' is unknown to echo; use api, prefix, idle, block, cert, key, client_ca, alpn, tls_min, tls_max, ciphers, sslkeylog, tls_threads, ports, v6only, reuse_port, backlog, fault, seed or capture"_s);
    row("wrong choice", u"echo://h:1?api=rest"_s,
        u"option api=rest is not a choice; use protocol, streams or sockets"_s);
    row("twice", u"echo://h:1?idle=1&idle=2"_s, u"option idle is given twice; give it once"_s);
    row("no value", u"load://h:1?size"_s, u"option size needs a value: 1 to 67108864 bytes"_s);
    row("out of range", u"load://h:1?connections=0"_s,
        u"option connections=0 is out of range; use 1 to 100000"_s);
    row("not an integer", u"load://h:1?rate=1.5"_s,
        u"option rate=1.5 is not a whole number; use 0 to 10000000"_s);
    row("not a time", u"echo://h:1?idle=soon"_s,
        u"option idle=soon is not a time; use seconds such as 5 or 0.5, or a unit as in 300ms, 2m, 1h"_s);
    row("not a size", u"load://h:1?size=big"_s,
        u"option size=big is not a size; use bytes such as 64, or a unit as in 64k, 1M"_s);
    row("bad percent", u"echo://h:1?prefix=50%"_s,
        u"in option prefix, '%' is not a percent-encoded byte; write a percent sign as %25"_s);
    row("not UTF-8", u"echo://h:1?prefix=%ff"_s, u"in option prefix, '%ff' is not UTF-8 text"_s);
    row("bare IPv6", u"echo://::1:8881"_s, u"an IPv6 address needs brackets, as in [::1]:8881"_s);
    row("open bracket", u"echo://[::1:8881"_s, u"the ] after the IPv6 address is missing"_s);
    row("bad IPv6", u"echo://[::g]:1"_s, u"'::g' is not an IPv6 address; use one such as [::1]"_s);
    row("a zone with a command", u"echo://[fe80::1%25'%60reboot%60']:1"_s,
        u"'\'`reboot`\'' is not a zone; use the name or number of an interface, as in "
        u"[fe80::1%25eth0]"_s);
    row("a zone with a blank", u"echo://[fe80::1%25a%20b]:1"_s,
        u"'a b' is not a zone; use the name or number of an interface, as in [fe80::1%25eth0]"_s);
    row("no zone", u"echo://[fe80::1%25]:1"_s,
        u"'' is not a zone; use the name or number of an interface, as in [fe80::1%25eth0]"_s);
    row("bad IPv4", u"echo://300.0.0.1:1"_s,
        u"'300.0.0.1' is not an IPv4 address; use four numbers from 0 to 255, as in 127.0.0.1"_s);
    row("blank in host", u"echo://my host:1"_s,
        u"'my host' is not a host; use a name such as localhost or an address such as 127.0.0.1"_s);
    row("no path", u"echo+unix://"_s,
        u"the path is missing; write it after the two slashes, as in echo+unix:///tmp/echo"_s);
    row("a relative path", u"echo+unix://tmp/echo"_s,
        u"the path is missing; write it after the two slashes, as in echo+unix:///tmp/echo"_s);
    row("a long path", u"echo+unix:///"_s + QString(107, u'x'),
        u"the path has 108 bytes; a socket's path has at most 107"_s);
    row("a long path of few characters", u"echo+unix:///"_s + QString(54, u'é'),
        u"the path has 109 bytes; a socket's path has at most 107"_s);
    row("TLS without TLS", u"echo://h:1?cert=a.pem"_s, u"option cert is for tls, not for tcp"_s);
    row("ports of a path", u"echo+unix:///tmp/x?ports=2"_s,
        u"option ports is for tcp, tls or udp, not for unix"_s);
    row("a path", u"echo://h:1/x"_s,
        u"'/x' after the port is not understood; options begin with ?"_s);
}

void SessionUrlTest::aWrongUrlSaysWhatIsRight()
{
    QFETCH(QString, text);
    const auto result = parseSessionUrl(text);
    QVERIFY(!result.url);
    QTEST(result.sentence, "sentence");
}

void SessionUrlTest::theErrorNamesItsPart_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("part");
    QTest::addColumn<QString>("option");
    QTest::newRow("kind") << u"x://h:1"_s << int(SessionUrlError::Kind) << QString();
    QTest::newRow("transport") << u"echo+x://h:1"_s << int(SessionUrlError::Transport) << QString();
    QTest::newRow("host") << u"echo://a b:1"_s << int(SessionUrlError::Host) << QString();
    QTest::newRow("port") << u"echo://h:x"_s << int(SessionUrlError::Port) << QString();
    QTest::newRow("option") << u"echo://h:1?idle=x"_s << int(SessionUrlError::Option) << u"idle"_s;
    QTest::newRow("form") << u"hello"_s << int(SessionUrlError::Form) << QString();
}

void SessionUrlTest::theErrorNamesItsPart()
{
    QFETCH(QString, text);
    const auto result = parseSessionUrl(text);
    QTEST(int(result.error.part), "part");
    QTEST(result.error.option, "option");
}

void SessionUrlTest::aWrittenUrlReadsBackEqual_data()
{
    QTest::addColumn<SessionUrl>("url");
    QTest::newRow("plain") << SessionUrl {u"echo"_s, u"tcp"_s, u"127.0.0.1"_s, 0, {}};
    QTest::newRow("IPv6") << SessionUrl {u"echo"_s, u"tcp"_s, u"::1"_s, 65535, {}};
    QTest::newRow("zone") << SessionUrl {u"echo"_s, u"tcp"_s, u"fe80::1%2"_s, 1, {}};
    QTest::newRow("all that is special") << SessionUrl {
        u"echo"_s, u"tcp"_s, u"h"_s, 1, {{u"prefix"_s, u"a&b=c?d#e%20 +'\"\\\n\u20ac[]://"_s}}};
    QTest::newRow("path") << SessionUrl {
        u"echo"_s, u"unix"_s, u"/tmp/a:b c?d&%"_s, 0, {{u"idle"_s, u"1"_s}}};
    QTest::newRow("abstract name") << SessionUrl {u"echo"_s, u"unix"_s, u"@a:b"_s, 0, {}};
    QTest::newRow("TLS") << SessionUrl {
        u"echo"_s, u"tls"_s, u"::1"_s, 0, {{u"alpn"_s, u"h2,http/1.1"_s}}};
    QTest::newRow("empty and repeated")
        << SessionUrl {u"lines"_s, u"tcp"_s, u"h"_s, 1, {{u"text"_s, u""_s}, {u"text"_s, u"b"_s}}};
}

void SessionUrlTest::aWrittenUrlReadsBackEqual()
{
    QFETCH(SessionUrl, url);
    const auto result = parseSessionUrl(url.toString());
    QVERIFY2(result.url, qPrintable(result.sentence));
    QVERIFY(*result.url == url);
}

void SessionUrlTest::theCommandLineIsOneShellWordPerArgument()
{
    const SessionUrl server {
        u"echo"_s, u"tcp"_s, u"127.0.0.1"_s, 8881, {{u"prefix"_s, u"it's: "_s}}};
    QCOMPARE(server.commandLine(),
             u"loopscope --serve 'echo://127.0.0.1:8881?prefix=it%27s:%20'"_s);
    const SessionUrl made {u"echo"_s, u"tcp"_s, u"fe80::1%'`reboot`'"_s, 1, {}};
    QCOMPARE(made.commandLine(), u"loopscope --serve 'echo://[fe80::1%25'\\''`reboot`'\\'']:1'"_s);
    const SessionUrl client {u"lines"_s, u"tcp"_s, u"::1"_s, 1, {}};
    QCOMPARE(client.commandLine(), u"loopscope --connect 'lines://[::1]:1'"_s);
}

void SessionUrlTest::aClientReachesServersOfItsTransport_data()
{
    QTest::addColumn<QString>("client");
    QTest::addColumn<QString>("server");
    QTest::addColumn<bool>("reaches");
    const auto add = [](const char *client, const char *server, bool reaches) {
        QTest::addRow("%s, %s", client, server)
            << QString::fromLatin1(client) << QString::fromLatin1(server) << reaches;
    };
    add("lines://h:0", "echo://h:1", true);
    add("lines://h:0", "echo+tls://h:1", false);
    add("lines+tls://h:0", "echo://h:1", false);
    add("lines+udp://h:0", "echo://h:1", false);
    add("lines+udp://h:0", "sockperf://h:1", true); // its default
    add("lines+tls://h:0", "forward://h:1?to=h:2", true); // which passes TLS on
    add("lines+udp://h:0", "forward://h:1?to=h:2", false);
    add("lines://h:0", "forward+tls://h:1?to=h:2", false);
    add("lines://h:0", "load://h:1", false); // no server
}

void SessionUrlTest::aClientReachesServersOfItsTransport()
{
    QFETCH(QString, client);
    QFETCH(QString, server);
    QTEST(
        models::reaches(*models::parseSessionUrl(client).url, *models::parseSessionUrl(server).url),
        "reaches");
}

void SessionUrlTest::garbageNeverParsesToSomethingInvalid()
{
    QRandomGenerator random(20261120);
    const QString alphabet = u"echo+lines://[]:?&=%0123456789abc.\u20ac \n\0xyz-_'\""_s;
    const QString seeds[]
        = {u"echo://127.0.0.1:8881?api=streams&prefix=Re:%20"_s,
           u"load://[::1]:8881?connections=50&size=64"_s, u"echo+unix:///tmp/e"_s, QString()};
    int valid = 0;
    for (int i = 0; i < 20'000; ++i) {
        QString text = seeds[i % 4];
        for (int edits = random.bounded(1, 6); edits > 0; --edits) {
            const QChar c = alphabet[random.bounded(alphabet.size())];
            const auto at = random.bounded(int(text.size()) + 1);
            switch (random.bounded(3)) {
            case 0:
                text.insert(at, c);
                break;
            case 1:
                text.remove(at, 1);
                break;
            default:
                text.replace(at, 1, c);
                break;
            }
        }
        const auto result = parseSessionUrl(text);
        if (result.url) {
            ++valid;
            QVERIFY2(!models::sessionUrlProblem(*result.url), qPrintable(text));
            QVERIFY2(parseSessionUrl(result.url->toString()).url == result.url, qPrintable(text));
        } else {
            QVERIFY2(result.sentence.endsWith(u'.') && result.sentence.startsWith(text),
                     qPrintable(text));
        }
    }
    QVERIFY(valid > 100);
}

void SessionUrlTest::everyKindStartsFromItsDefaults()
{
    for (const models::SessionKind &kind : models::sessionKinds()) {
        QVERIFY(!kind.description.isEmpty());
        QVERIFY(!kind.transports.isEmpty());
        QString url = kind.name + u"://localhost:1"_s;
        for (const models::SessionOption &option : kind.options) {
            if (option.required)
                url += u'?' + option.name + u"=x:1"_s; // a file's name and a place to connect to
        }
        const auto result = parseSessionUrl(url);
        QVERIFY2(result.url, qPrintable(result.sentence));
        for (const models::SessionOption &option : kind.options) {
            QVERIFY(!option.description.isEmpty());
            QCOMPARE(models::optionProblem(option, option.defaultValue).isEmpty(),
                     !option.required);
        }
    }
}

void SessionUrlTest::valuesOutsideTheirRangeAreRefused_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<bool>("right");
    QTest::newRow("lowest") << u"connections=1"_s << true;
    QTest::newRow("highest") << u"connections=100000"_s << true;
    QTest::newRow("above") << u"connections=100001"_s << false;
    QTest::newRow("below") << u"connections=-1"_s << false;
    QTest::newRow("plus sign") << u"connections=+1"_s << false;
    QTest::newRow("blank") << u"connections=%201"_s << false;
    QTest::newRow("hex") << u"connections=0x10"_s << false;
    QTest::newRow("exponent") << u"size=1e3"_s << false;
    QTest::newRow("part of a byte") << u"size=0.5"_s << false;
    QTest::newRow("half a unit") << u"size=0.5k"_s << true;
    QTest::newRow("not a number") << u"duration=nan"_s << false;
    QTest::newRow("infinite") << u"duration=inf"_s << false;
    QTest::newRow("endless") << u"duration=99999999999999999999"_s << false;
    QTest::newRow("empty") << u"duration="_s << false;
    QTest::newRow("unit alone") << u"duration=s"_s << false;
}

void SessionUrlTest::valuesOutsideTheirRangeAreRefused()
{
    QFETCH(QString, query);
    QTEST(parseSessionUrl(u"load://h:1?"_s + query).url.has_value(), "right");
}

void SessionUrlTest::aServerIsAskedForByANameThatTlsCanSend()
{
    const auto isRight = [](const QString &name) {
        return parseSessionUrl(u"load+tls://h:1?sni="_s + name).url.has_value();
    };
    QVERIFY(isRight(u"a-b_c.example"_s));
    QVERIFY(isRight(QString(253, u'a')));
    QVERIFY(!isRight(QString(254, u'a')));
    QVERIFY(!isRight(u"b\u00fccher.example"_s));
    QVERIFY(!isRight(u"127.0.0.1"_s));
}

QTEST_GUILESS_MAIN(SessionUrlTest)
#include "SessionUrlTest.moc"
