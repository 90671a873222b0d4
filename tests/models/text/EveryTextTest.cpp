// SPDX-License-Identifier: GPL-3.0-or-later

// Numbers, times and bytes in words, around each place where the words change. Beside
// ../expected/*.txt.

#include "models/text/EditorCommand.h"
#include "models/text/Escapes.h"
#include "models/text/Format.h"
#include "models/text/FuzzyMatch.h"
#include "models/text/LineAssembler.h"
#include "models/text/Payload.h"
#include "models/text/Shown.h"
#include "models/text/Terminal.h"
#include "tests/support/Expected.h"

#include <QtTest/QTest>

#include <limits>

using namespace models;
using namespace Qt::StringLiterals;

namespace {

QString expected(const char *name)
{
    return QStringLiteral(LOOPSCOPE_EXPECTED "/") + QLatin1StringView(name);
}

QString oneLine(QString text)
{
    return text.replace(u'\n', u"<LF>"_s).replace(u'\r', u"<CR>"_s).replace(u'\t', u"<TAB>"_s);
}

QString hex(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex(' '));
}

} // namespace

class EveryTextTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        qputenv("TZ", "UTC");
        tzset();
    }

    void sizesAndCounts()
    {
        QStringList lines;
        for (const double value :
             {0.0,           0.4,           1.0,         9.0,         999.0,       999.4,
              999.5,         999.6,         999.9,       1000.0,      1023.0,      1024.0,
              1500.0,        10'239.0,      10'240.0,    10'241.0,    99'949.0,    99'950.0,
              999'949.0,     999'950.0,     1'047'039.0, 1'047'552.0, 1'048'575.0, 1'048'576.0,
              999'949'999.0, 999'950'000.0, 1e9,         1.5e12,      2e15,        5e18,
              1e21,          -1.0,          -1500.0,     -2e6}) {
            lines << u"%1: %2 | %3 | %4 | %5"_s.arg(value, 0, 'f', 1)
                         .arg(format::bytes(value), format::binaryBytes(value),
                              format::bytesPerSecond(value), format::count(value));
        }
        for (const qint64 value : {qint64(0), qint64(999), qint64(1000), qint64(-1234567)})
            lines << format::integer(value);
        lines << format::decimal(1234.567, 2) << format::decimal(0.05, 1);
        {
            const format::Spelling plain(format::Spelling::Plain);
            lines << format::integer(1234567) << QString::number(format::Spelling::isPlain());
            {
                const format::Spelling users(format::Spelling::Users);
                lines << format::integer(1234567) << QString::number(format::Spelling::isPlain());
            }
            lines << format::decimal(1234.5, 1) << QString::number(format::Spelling::isPlain());
        }
        lines << QString::number(format::Spelling::isPlain());
        QCOMPARE(::test::differenceFrom(expected("sizes.txt"), lines), QString());
    }

    void times()
    {
        QStringList lines;
        constexpr std::int64_t us = 1000, ms = 1000 * us, s = 1000 * ms;
        for (const std::int64_t ns : {std::int64_t(0),
                                      std::int64_t(1),
                                      std::int64_t(999),
                                      us,
                                      us + 49,
                                      9999L,
                                      10 * us,
                                      99'499L,
                                      99'999L,
                                      100 * us,
                                      999'999L,
                                      ms,
                                      99'949'999L,
                                      99'999'999L,
                                      100 * ms,
                                      949'999'999L,
                                      950 * ms,
                                      999'499'999L,
                                      999'500'000L,
                                      s,
                                      9'994'999'999L,
                                      10 * s,
                                      59'949'999'999L,
                                      60 * s,
                                      61 * s,
                                      3599 * s,
                                      3600 * s,
                                      3661 * s,
                                      90'061 * s,
                                      -s,
                                      -1L,
                                      -61 * s}) {
            lines << u"%1: %2 | %3 | %4 | %5"_s.arg(ns).arg(
                format::duration(ns), format::countdown(ns), format::seconds(ns), format::age(ns));
        }
        for (const std::int64_t wall : {std::int64_t(0), 1'763'640'271'041'237'999L,
                                        1'763'640'271'999'999'999L, 1'763'640'271'000'001'000L})
            lines << u"%1: %2 | %3 | %4 | %5"_s.arg(wall).arg(
                format::clock(wall), format::clockToMilliseconds(wall), format::dateAndTime(wall),
                format::isoTime(wall));
        QCOMPARE(::test::differenceFrom(expected("times.txt"), lines), QString());
    }

    void bytes()
    {
        QStringList lines;
        QList<QByteArray> all {"",
                               "a",
                               "plain text",
                               "a\nb\r\n\t\"q\"\\",
                               QByteArray("\0", 1),
                               QByteArray("a\0b", 3),
                               "\x1b[31m",
                               "\x7f",
                               "\xc2\xa0",
                               "\xc2\x80",
                               "\xc2\x9f",
                               "\xe2\x82\xac",
                               "\xe2\x82",
                               "a\xe2\x82",
                               "a\xe2",
                               "a\xf0\x9f\x98",
                               "\xf0\x9f\x98\x80",
                               "\xff",
                               "a\xff"
                               "bc",
                               QByteArray(8, 'x') + "\xe2",
                               QByteArray("0123456789ab"),
                               QByteArray("0123456789abc")};
        for (const QByteArray &each : all) {
            lines << u"[%1] text '%2' %3 line %4 | %5 | of six %6 | ascii %7"_s.arg(hex(each))
                         .arg(oneLine(payload::asText(each).value_or(u"none"_s)))
                         .arg(payload::isText(each))
                         .arg(payload::asLine(each), payload::asLine(each, 9),
                              payload::asLine(each, 6),
                              payload::asAscii(each.constData(), each.size()));
            lines << u"  C %1"_s.arg(oneLine(payload::asCArray(each)));
            lines << u"  escapes %1, back %2"_s.arg(QString::fromUtf8(encodeEscapes(each)))
                         .arg(decodeEscapes(encodeEscapes(each)).bytes == each);
            lines << u"  line on a terminal %1"_s.arg(
                QString::fromUtf8(terminal::line(QString::fromUtf8(each))));
            terminal::Screen screen;
            const QByteArray fit = screen.fit(each), rest = screen.rest();
            lines << u"  on a screen %1, rest %2"_s.arg(oneLine(QString::fromUtf8(fit)),
                                                        QString::fromUtf8(rest));
            // Cut in two at every place it is the same, and again once it has ended.
            for (qsizetype cut = 0; cut <= each.size(); ++cut) {
                QByteArray cutFit = screen.fit(each.first(cut));
                cutFit += screen.fit(each.sliced(cut));
                QCOMPARE(cutFit, fit);
                QCOMPARE(screen.rest(), rest);
            }
        }
        // isText() looks piece by piece: whole characters at each side of a cut.
        for (int before = 65'530; before <= 65'540; ++before) {
            const QByteArray a(before, 'a');
            QVERIFY(payload::isText(a + "\xf0\x9f\x98\x80" + a));
            QVERIFY(!payload::isText(a + "\xf0\x9f\x98" + a));
            QVERIFY(!payload::isText(a + "\xc2\x80"));
            QVERIFY(!payload::isText(a + "\x80\x80\x80\x80\x80"));
        }
        QCOMPARE(::test::differenceFrom(expected("bytes.txt"), lines), QString());
    }

    // Every limit of UTF-8, and every kind of character that a terminal obeys.
    void charactersOnATerminal()
    {
        QStringList lines;
        for (const char32_t c :
             {U'\0',     U'\a',         U'\t',         U'\n',        U'\r',     U'\x1b',
              U'\x1f',   U' ',          U'~',          U'\x7f',      U'\x80',   U'\x9b',
              U'\x9f',   U'\xa0',       U'\xac',       U'\xad',      U'\xae',   U'\u061c',
              U'\u0600', U'\u200b',     U'\u200c',     U'\u200d',    U'\u200e', U'\u2027',
              U'\u2028', U'\u2029',     U'\u202a',     U'\u202e',    U'\u2066', U'\ufeff',
              U'\ufffd', U'\U000e0001', U'\U0001f600', U'\U0010ffff'}) {
            const QString text
                = c < 0x10000 ? QString(QChar(char16_t(c))) : QString::fromUcs4(&c, 1);
            terminal::Screen screen;
            lines << u"%1: line %2, screen %3"_s.arg(uint(c), 0, 16)
                         .arg(
                             QString::fromUtf8(terminal::line(text)),
                             oneLine(QString::fromUtf8(screen.fit(text.toUtf8()) + screen.rest())));
        }
        for (const char *bytes : {"\xc0\x80",
                                  "\xc1\xbf",
                                  "\xc2\x7f",
                                  "\xc2\xc0",
                                  "\xdf\xbf",
                                  "\xe0\x9f\xbf",
                                  "\xe0\xa0\x80",
                                  "\xed\x9f\xbf",
                                  "\xed\xa0\x80",
                                  "\xef\xbf\xbf",
                                  "\xf0\x8f\xbf\xbf",
                                  "\xf0\x90\x80\x80",
                                  "\xf4\x8f\xbf\xbf",
                                  "\xf4\x90\x80\x80",
                                  "\xf5\x80\x80\x80",
                                  "\x80",
                                  "\xbf",
                                  "\xe2\x82\x41",
                                  "\xf0\x9f\x98\xc0",
                                  "a\r",
                                  "a\r\n",
                                  "a\rb",
                                  "\r\r\n"}) {
            terminal::Screen screen;
            const QByteArray fit = screen.fit(bytes);
            lines << u"[%1]: %2 rest %3"_s.arg(hex(bytes), oneLine(QString::fromUtf8(fit)),
                                               QString::fromUtf8(screen.rest()));
        }
        QCOMPARE(::test::differenceFrom(expected("terminal.txt"), lines), QString());
    }

    void escapesAndHex()
    {
        QStringList lines;
        for (const char *text :
             {"",      "a",     "\\n",      "\\r\\t\\0\\\\", "\\x41", "\\x4",  "\\x", "\\xg0",
              "\\x0g", "\\",    "a\\",      "\\q",           "\\xFf", "\\x00", "00",  "0",
              "00ff",  "00 ff", " 00  ff ", "0 0",           "0g",    "g0",    "AF:", "@`",
              "/0",    "0/",    "\n00\n"}) {
            const DecodedBytes escapes = decodeEscapes(text), digits = decodeHex(text);
            lines << u"'%1': escapes %2 %3 | hex %4 %5"_s.arg(oneLine(QLatin1StringView(text)))
                         .arg(escapes.bytes ? hex(*escapes.bytes) : u"none"_s, escapes.problem,
                              digits.bytes ? hex(*digits.bytes) : u"none"_s, digits.problem);
        }
        for (const QString &word :
             {u""_s, u"a"_s, u"a b"_s, u"it's"_s, u"$x"_s, u"a/b.c-d_e:f=g"_s, u"~"_s, u"a\nb"_s,
              u"a\0b"_s, u"\u20ac"_s, u"*"_s, u"-x"_s, u"a@b,c+d%e"_s})
            lines << u"shell: %1"_s.arg(oneLine(shellWord(word)));
        QCOMPARE(::test::differenceFrom(expected("escapes.txt"), lines), QString());
    }

    void tipsAndOrder()
    {
        QStringList lines;
        for (const QString &text : {u""_s,
                                    u"plain"_s,
                                    u"a < b"_s,
                                    u"a & b"_s,
                                    QString(80, u'x'),
                                    QString(81, u'x'),
                                    QString(1000, u'y'),
                                    QString(1001, u'y'),
                                    u"\u05d0"_s,
                                    u"a\u0661b"_s,
                                    u"a\nb\u05d0"_s,
                                    u"\u202ex"_s,
                                    u"\u202ax"_s,
                                    u"\u2029x"_s,
                                    u"\u2066x"_s,
                                    u"\u2069x"_s,
                                    u"\u206ax"_s,
                                    u"\u200ex"_s,
                                    u"\u200fx"_s,
                                    u"\u061cx"_s,
                                    u"\u0590"_s,
                                    u"\U00010a00"_s,
                                    u"\u20ac"_s}) {
            QString order;
            for (const QChar c : shown::inOrder(text))
                order += c.unicode() < 0x80 && c != u'\n' ? QString(c)
                                                          : u"{%1}"_s.arg(c.unicode(), 0, 16);
            lines << u"%1 | %2"_s.arg(shown::tip(text), order);
        }
        QCOMPARE(::test::differenceFrom(expected("tips.txt"), lines), QString());
    }

    // Whatever pieces a stream comes in, its lines are the same.
    void linesOfAStream()
    {
        QStringList lines;
        const std::string streams[] {"a\nb\r\n\r\n\n\rc\r\r\nend",
                                     "12345678\n",
                                     "123456789\n",
                                     "12345678\r\n",
                                     "1234567890123456789\r\nx",
                                     "1234567\xe2\x82\xac\n",
                                     "123456\xf0\x9f\x98\x80z\n",
                                     "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80",
                                     "a\r",
                                     "\r",
                                     "12345678\r",
                                     "123456789\r"};
        for (const std::string &stream : streams) {
            QStringList whole;
            for (std::size_t size = 1; size <= stream.size() + 1; ++size) {
                LineAssembler assembler(8);
                QStringList got;
                const auto take = [&got](const std::optional<std::string> &line) {
                    if (line)
                        got << hex(QByteArray::fromStdString(*line));
                    return line.has_value();
                };
                for (std::size_t at = 0; at < stream.size(); at += size) {
                    assembler.add(std::string_view(stream).substr(at, size));
                    while (take(assembler.next())) { }
                    QVERIFY(assembler.waiting() <= 9 + size);
                }
                got << u"waiting %1"_s.arg(assembler.waiting());
                take(assembler.last());
                QCOMPARE(assembler.waiting(), std::size_t(0));
                QVERIFY(!assembler.last() && !assembler.all() && !assembler.next());
                if (size == 1)
                    whole = got;
                QCOMPARE(got, whole);
            }
            lines << hex(QByteArray::fromStdString(stream)) + u": "_s + whole.join(u" | "_s);
        }
        LineAssembler assembler(8);
        assembler.add("ab\ncd");
        QCOMPARE(assembler.next(), std::optional<std::string>("ab"));
        assembler.add("e\r");
        QCOMPARE(assembler.all(), std::optional<std::string>("cde\r"));
        QCOMPARE(::test::differenceFrom(expected("lines.txt"), lines), QString());
    }

    void namesByLetters()
    {
        QStringList lines;
        const QStringList names {u"Connections"_s,
                                 u"Show connection"_s,
                                 u"newSession"_s,
                                 u"New Session..."_s,
                                 u"Reconnect"_s,
                                 u"a"_s,
                                 u""_s,
                                 u"aXa"_s,
                                 u"on_on"_s};
        for (const QString &typed :
             {u""_s, u"c"_s, u"con"_s, u"ns"_s, u"session new"_s, u"sn"_s, u"aa"_s, u"aaa"_s,
              u"oo"_s, u"  con  "_s, u"CON"_s, u"xyz"_s, u"s s"_s, u"ct"_s}) {
            for (const QString &name : names) {
                const auto match = fuzzyMatch(typed, name);
                QString places;
                for (const int at : match ? match->positions : QList<int>())
                    places += u' ' + QString::number(at);
                lines << u"'%1' in '%2': %3%4"_s.arg(
                    typed, name, match ? QString::number(match->score) : u"none"_s, places);
            }
        }
        QCOMPARE(::test::differenceFrom(expected("letters.txt"), lines), QString());
    }

    void editors()
    {
        QStringList lines;
        for (const EditorChoice &choice : editorChoices()) {
            lines << choice.key + u' ' + QLatin1StringView(choice.name);
            for (const int line : {0, 1, 44}) {
                for (const QString &words : {u""_s, u"vi"_s, u"emacs -nw"_s, u"ed +%line %file"_s,
                                             u"ed \"a b\" %line"_s}) {
                    const EditorCommand made
                        = editorCommand(choice.key, words, words, u"/src/a b.cpp"_s, line);
                    lines << u"  %1 %2: %3 [%4] %5"_s.arg(line).arg(
                        words, made.program, made.arguments.join(u'|'), made.problem);
                }
            }
        }
        for (const QString &place : {u""_s, u"a.cpp"_s, u"a.cpp:44"_s, u"a:b:1"_s, u"a.cpp:0"_s,
                                     u"a.cpp:x"_s, u"a.cpp:"_s, u":7"_s, u"a.cpp:-3"_s}) {
            const SourceLine line = sourceLineOf(place);
            lines << u"%1: %2 line %3"_s.arg(place, line.file).arg(line.line);
        }
        for (const QString &file : {u"/a/b/c.cpp"_s, u"a/b.cpp"_s, u"../../a/b.cpp"_s, u"c.cpp"_s,
                                    u"../.."_s, u""_s, u"a/../b.cpp"_s}) {
            for (const QString &folder : {u""_s, u"/src"_s, u"/src/"_s})
                lines << u"%1 in '%2': %3"_s.arg(file, folder, placesOf(file, folder).join(u' '));
        }
        QCOMPARE(::test::differenceFrom(expected("editors.txt"), lines), QString());
    }
};

QTEST_APPLESS_MAIN(EveryTextTest)
#include "EveryTextTest.moc"
