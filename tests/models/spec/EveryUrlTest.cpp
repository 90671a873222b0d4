// SPDX-License-Identifier: GPL-3.0-or-later

// The whole catalogue of kinds and options, and what the readers of URLs and of values with units
// make of long tables of right, wrong and nearly right texts. Beside ../expected/*.txt.

#include "models/spec/Exposure.h"
#include "models/spec/ForwardTarget.h"
#include "models/spec/SessionUrl.h"
#include "tests/support/Expected.h"

#include <QtTest/QTest>

using namespace models;
using namespace Qt::StringLiterals;

namespace {

template <class T> QString orNone(const std::optional<T> &value)
{
    if (!value)
        return u"none"_s;
    if constexpr (requires { value->count(); })
        return QString::number(value->count());
    else
        return QVariant(*value).toString();
}

QString expected(const char *name)
{
    return QStringLiteral(LOOPSCOPE_EXPECTED "/") + QLatin1StringView(name);
}

// Around each end of what a number may be.
QStringList boundaries(const SessionOption &option)
{
    if (option.type != OptionType::Integer && option.type != OptionType::Duration
        && option.type != OptionType::Size)
        return {u""_s, u"true"_s, u"no"_s, u"x"_s, u"1.2"_s, u"-1"_s};
    const auto number = [](double value) { return QString::number(value, 'f', 4); };
    const auto whole = [](double value) { return QString::number(value, 'f', 0); };
    if (option.type == OptionType::Duration)
        return {number(option.minimum),
                number(option.minimum - 0.0005),
                number(option.maximum),
                number(option.maximum + 0.5),
                u"1ms"_s,
                u""_s};
    return {whole(option.minimum),
            whole(option.minimum - 1),
            whole(option.maximum),
            whole(option.maximum + 1),
            u"1.5"_s,
            u""_s};
}

} // namespace

class EveryUrlTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void theCatalogueOfKinds();
    void urls();
    void valuesWithUnits();
    void whoCanReachAServer();
};

void EveryUrlTest::theCatalogueOfKinds()
{
    QStringList lines;
    for (const SessionKind &kind : sessionKinds()) {
        lines << u"%1 %2 [%3] %4 messages %5 rules %6 counterpart '%7'"_s.arg(kind.name)
                     .arg(kind.role == SessionRole::Server ? u"server"_s : u"client"_s)
                     .arg(kind.transports.join(u' '), kind.description)
                     .arg(takesMessages(kind.name))
                     .arg(hasRules(kind.name))
                     .arg(kind.counterpart);
        for (const SessionOption &option : kind.options) {
            lines << u"  %1 type %2 = '%3' [%4] group %5%6%7%8 zero '%9'"_s.arg(option.name)
                         .arg(int(option.type))
                         .arg(QString(option.defaultValue).replace(u'\n', u"\\n"_s),
                              option.transports.join(u' '))
                         .arg(int(option.group))
                         .arg(option.repeatable ? u" repeatable"_s : QString(),
                              option.isFile ? u" file"_s : QString(),
                              option.required ? u" required"_s : QString(), option.zero);
            lines << u"    "_s + option.description + u" | "_s + optionRange(option);
            for (const QString &value : boundaries(option))
                lines << u"    '%1': %2"_s.arg(value, optionProblem(option, value));
        }
    }
    QCOMPARE(::test::differenceFrom(expected("kinds.txt"), lines), QString());
}

void EveryUrlTest::urls()
{
    const QString path107 = u'/' + QString(106, u'p'), host253 = QString(253, u'h');
    const QStringList texts {
        u"echo://127.0.0.1:8881"_s,
        u"Echo+TLS://h:1"_s,
        u"echo+udp://h:65535"_s,
        u"echo://h:65536"_s,
        u"echo://h:99999999999"_s,
        u"echo://h:-1"_s,
        u"echo://h:+1"_s,
        u"echo://h:08"_s,
        u"echo://h"_s,
        u"echo://h:"_s,
        u"echo://:1"_s,
        u"echo://"_s,
        u"://h:1"_s,
        u"echo:h:1"_s,
        u"echo"_s,
        u""_s,
        u"nokind://h:1"_s,
        u"nokind+udp://h"_s,
        u"echo+sctp://h:1"_s,
        u"broadcast+udp://h:1"_s,
        u"sockperf://h:1"_s,
        u"sockperf+tcp://h:1"_s,
        u"sockperf+tls://h:1"_s,
        u"echo://h:1/"_s,
        u"echo://h:1/x?api=streams"_s,
        u"echo://h:x"_s,
        u"echo://[::1]:8881"_s,
        u"echo://[::1]"_s,
        u"echo://[::1]x:1"_s,
        u"echo://[::1:1"_s,
        u"echo://[h]:1"_s,
        u"echo://[:::1]:1"_s,
        u"echo://::1:8881"_s,
        u"echo://a:b:1"_s,
        u"lines://[fe80::1%25lo]:1"_s,
        u"lines://[fe80::1%25eth-0.1_x]:1"_s,
        u"lines://[fe80::1%25]:1"_s,
        u"lines://[fe80::1%25a%20b]:1"_s,
        u"lines://[fe80::1%25%24%28id%29]:1"_s,
        u"lines://[fe80::1%25abcdefghijklmno]:1"_s,
        u"lines://[fe80::1%25abcdefghijklmnop]:1"_s,
        u"lines://[fe80::1%lo]:1"_s,
        u"echo://1.2.3:1"_s,
        u"echo://1.2.3.256:1"_s,
        u"echo://1:1"_s,
        u"echo://1.2.3.4.5:1"_s,
        u"echo://a.b-c_d:1"_s,
        u"echo://a%20b:1"_s,
        u"echo://a%2:1"_s,
        u"echo://a%zz:1"_s,
        u"echo://a%g0:1"_s,
        u"echo://a%0g:1"_s,
        u"echo://a%Aa:1"_s,
        u"echo://a%ff:1"_s,
        u"echo://\u00fc:1"_s,
        u"echo://a!b:1"_s,
        u"echo://%1:1"_s.arg(host253),
        u"echo://%1h:1"_s.arg(host253),
        u"echo+unix:///tmp/an%20echo%3f"_s,
        u"echo+unix://@name"_s,
        u"echo+unix://@"_s,
        u"echo+unix:///"_s,
        u"echo+unix://x/y"_s,
        u"echo+unix://"_s,
        u"echo+unix:///a%00b"_s,
        u"echo+unix://%1"_s.arg(path107),
        u"echo+unix://%1p"_s.arg(path107),
        u"echo+unix:///a:b?prefix=x"_s,
        u"echo://h:1?"_s,
        u"echo://h:1?prefix=Re:%20"_s,
        u"echo://h:1?prefix=a+b=c"_s,
        u"echo://h:1?prefix="_s,
        u"echo://h:1?prefix=%0/"_s,
        u"echo://h:1?prefix=%/0"_s,
        u"echo://h:1?prefix=%0:"_s,
        u"echo://h:1?prefix=%0@"_s,
        u"echo://h:1?prefix=%0G"_s,
        u"echo://h:1?prefix=%0`"_s,
        u"echo://h:1?prefix=%0g"_s,
        u"echo://h:1?prefix=%20%2f%2F%41%6A"_s,
        u"echo://h:1?prefix=%"_s,
        u"echo://h:1?prefix"_s,
        u"echo://h:1?v6only"_s,
        u"echo://h:1?v6only=yes&&reuse_port=0"_s,
        u"echo://h:1?v6only=2"_s,
        u"echo://h:1?prefix=a&prefix=b"_s,
        u"echo://h:1?api=x"_s,
        u"echo://h:1?nosuch=1"_s,
        u"echo://h:1?nosuch"_s,
        u"echo://h:1?=1"_s,
        u"echo://h:1?pre%66ix=1"_s,
        u"echo://h:1?pre%fix=1"_s,
        u"echo://h:1?prefix=%ff"_s,
        u"echo://h:1?cert=/x"_s,
        u"echo+tls://h:1?cert=/x&alpn=h2"_s,
        u"echo+udp://h:1?backlog=5"_s,
        u"echo+unix:///x?ports=2"_s,
        u"echo+unix:///x?backlog=2"_s,
        u"echo://h:1?ports=0"_s,
        u"echo://h:1?ports=10000"_s,
        u"echo://h:1?ports=10001"_s,
        u"echo://h:1?idle=86400"_s,
        u"echo://h:1?idle=86400.001"_s,
        u"echo://h:1?idle=-1"_s,
        u"echo://h:1?block=60"_s,
        u"echo://h:1?block=61s"_s,
        u"echo://h:1?fault=drop"_s,
        u"echo+udp://h:1?fault=drop"_s,
        u"echo+udp://h:1?fault=reset"_s,
        u"echo://h:1?fault=latency:50ms&fault=reset&seed=7"_s,
        u"echo://h:1?fault=x"_s,
        u"echo://h:1?capture=4k"_s,
        u"echo://h:1?capture=x"_s,
        u"lines+udp://h:1?text=%E2%82%AC&text=b"_s,
        u"lines://h:1?wait=0&limit=p99<5ms"_s,
        u"lines://h:1?limit=p99%3c5ms"_s,
        u"lines://h:1?limit=x"_s,
        u"replay://h:1"_s,
        u"replay://h:1?file=/x&speed=max"_s,
        u"replay://h:1?file=/x&speed=0"_s,
        u"replay://h:1?file="_s,
        u"forward://h:1?to=tls:db:5432"_s,
        u"forward://h:1?to=db"_s,
        u"forward://h:1?to=db:0"_s,
        u"forward://h:1?to=unix:/run/x"_s,
        u"load://h:1?size=64M"_s,
        u"load://h:1?size=67108865"_s,
        u"load+tls://h:1?sni=a.b"_s,
        u"load+tls://h:1?sni=1.2.3.4"_s,
        u"load+tls://h:1?sni=a%20b"_s,
        u"load+tls://h:1?tls_min=1.1"_s,
        u"load+tls://h:1?tls_max=1.2"_s,
        u"load://h:1?sni=a"_s,
        u"talk://h:1?half_close"_s,
        u"talk+tls://h:1?half_close"_s,
        u"reply://h:1?rules={\"rules\":[]}"_s,
        u"reply://h:1?rules={}"_s,
        u"repeat://h:1?every=0"_s,
    };
    QStringList lines;
    for (const QString &text : texts) {
        for (const auto role : {std::optional<SessionRole>(), std::optional(SessionRole::Server)}) {
            const SessionUrlResult read = parseSessionUrl(text, role);
            if (role && read.url == parseSessionUrl(text).url)
                continue; // the role changed nothing
            lines << text + (role ? u" (as a server)"_s : QString());
            if (!read.url) {
                lines << u"  part %1 option '%2': %3"_s.arg(int(read.error.part))
                             .arg(read.error.option, read.sentence);
                continue;
            }
            const SessionUrl &url = *read.url;
            lines << u"  %1 + %2, host %3 port %4 role %5 address %6"_s
                         .arg(url.kind, url.transport, url.host)
                         .arg(url.port)
                         .arg(int(url.role()))
                         .arg(url.address());
            for (const auto &[name, value] : url.options)
                lines << u"  %1=%2"_s.arg(name, value);
            lines << u"  "_s + url.toString() << u"  "_s + url.commandLine();
            QCOMPARE(parseSessionUrl(url.toString()).url, read.url);
        }
    }
    SessionUrl filled = *parseSessionUrl(u"echo://h:1?prefix=a"_s).url;
    filled.fill(u"prefix"_s, u"b"_s);
    filled.fill(u"idle"_s, u"3"_s);
    filled.fill(u"nosuch"_s, u"3"_s);
    lines << filled.toString();
    filled.setTexts(u"prefix"_s, {u"x"_s, u"y"_s});
    lines << filled.toString() << filled.texts(u"prefix").join(u'|')
          << filled.texts(u"fault").join(u'|') << filled.text(u"api") << filled.text(u"nosuch");
    filled.setTexts(u"prefix"_s, {});
    lines << filled.toString();
    QCOMPARE(::test::differenceFrom(expected("urls.txt"), lines), QString());
}

void EveryUrlTest::valuesWithUnits()
{
    QStringList lines;
    for (const QString &text : {u""_s,
                                u"0"_s,
                                u"1"_s,
                                u"-1"_s,
                                u"+1"_s,
                                u" 1"_s,
                                u"1 "_s,
                                u"1.5"_s,
                                u".5"_s,
                                u"1."_s,
                                u"1e3"_s,
                                u"nan"_s,
                                u"inf"_s,
                                u"0x10"_s,
                                u"1ms"_s,
                                u"1s"_s,
                                u"1m"_s,
                                u"1min"_s,
                                u"1h"_s,
                                u"1us"_s,
                                u"1 ms"_s,
                                u"1MS"_s,
                                u"1k"_s,
                                u"1K"_s,
                                u"1KiB"_s,
                                u"1kB"_s,
                                u"1KB"_s,
                                u"1M"_s,
                                u"1MiB"_s,
                                u"1MB"_s,
                                u"1G"_s,
                                u"1GiB"_s,
                                u"1GB"_s,
                                u"1T"_s,
                                u"0.5k"_s,
                                u"0.1k"_s,
                                u"1B"_s,
                                u"all"_s,
                                u"none"_s,
                                u"max"_s,
                                u"true"_s,
                                u"yes"_s,
                                u"on"_s,
                                u"false"_s,
                                u"no"_s,
                                u"off"_s,
                                u"TRUE"_s,
                                u"2"_s,
                                u"0.001"_s,
                                u"0.0009"_s,
                                u"1000000"_s,
                                u"1000001"_s,
                                u"9223372036854775807"_s,
                                u"9223372036854775808"_s,
                                u"9000000000"_s,
                                u"9000000001"_s,
                                u"99999999999"_s,
                                u"8G"_s,
                                u"9000000000GB"_s,
                                u"1-1"_s,
                                u"\u0661"_s}) {
        lines << u"'%1': boolean %2, integer %3, time %4, size %5, capture %6, speed %7"_s.arg(text)
                     .arg(orNone(readBoolean(text)), orNone(readInteger(text)),
                          orNone(readDuration(text)), orNone(readSize(text)),
                          orNone(readCapture(text)), orNone(readSpeed(text)));
    }
    lines << joinedByOr({}) << joinedByOr({u"a"_s}) << joinedByOr({u"a"_s, u"b"_s})
          << joinedByOr({u"a"_s, u"b"_s, u"c"_s});
    QCOMPARE(::test::differenceFrom(expected("values.txt"), lines), QString());
}

void EveryUrlTest::whoCanReachAServer()
{
    QStringList lines;
    for (const QString &text :
         {u"echo://127.0.0.1:1"_s, u"echo://127.9.9.9:1"_s, u"echo://128.0.0.1:1"_s,
          u"echo://0.0.0.0:1"_s, u"echo://[::]:1"_s, u"echo://[::1]:1"_s, u"echo://[::2]:1"_s,
          u"echo://[fe80::1%25lo]:1"_s, u"echo://[::ffff:127.0.0.1]:1"_s,
          u"echo://[::ffff:0.0.0.0]:1"_s, u"echo://[::ffff:10.0.0.1]:1"_s, u"echo://localhost:1"_s,
          u"echo://LocalHost:1"_s, u"echo://a.localhost:1"_s, u"echo://notlocalhost:1"_s,
          u"echo://host:1"_s, u"echo+unix:///x"_s, u"lines://0.0.0.0:1"_s, u"echo://10.0.0.1:1"_s})
        lines << text + u": "_s + exposureOf(*parseSessionUrl(text).url);
    for (const QString &to : {u"h:1"_s, u"tls:h:1"_s, u"tcp:h:1"_s, u"unix:/run/x"_s, u"udp:h:1"_s,
                              u"h"_s, u"h:0"_s, u"tls:h:0"_s, u"h:65535"_s, u"h:65536"_s, u""_s,
                              u"[::1]:1"_s, u"tls:[::1]:1"_s, u"unix:"_s, u"unix:@x"_s, u"tls"_s}) {
        const SessionUrlResult read = forwardTarget(to);
        lines << u"to %1: %2 | %3"_s.arg(to, read.url ? read.url->toString() : read.sentence,
                                         forwardTargetProblem(to));
    }
    QCOMPARE(::test::differenceFrom(expected("places.txt"), lines), QString());
}

QTEST_APPLESS_MAIN(EveryUrlTest)
#include "EveryUrlTest.moc"
