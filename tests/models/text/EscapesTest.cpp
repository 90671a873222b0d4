// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/Escapes.h"

#include <QtCore/QProcess>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using models::decodeEscapes;
using models::decodeHex;

class EscapesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void escapesAreBytes();
    void aWrongEscapeIsNamed();
    void hexIsBytes();
    void wrongHexIsNamed();
    void everyByteIsGivenBack();
    void aShellReadsAWordBackAsItIs();
};

void EscapesTest::escapesAreBytes()
{
    QCOMPARE(decodeEscapes("GET /\\r\\n\\x00\\xfF\\\\\\t\\0").bytes.value(),
             QByteArray("GET /\r\n\0\xff\\\t\0", 12));
    QCOMPARE(decodeEscapes("\\n41\\t0a\\\\ff").bytes.value(), QByteArray("\n41\t0a\\ff"));
    QCOMPARE(decodeEscapes("\xe2\x82\xac").bytes.value(), QByteArray("\xe2\x82\xac"));
}

void EscapesTest::aWrongEscapeIsNamed()
{
    const QString right
        = u" is not an escape; use \\r, \\n, \\t, \\0, \\\\ or \\x and two hex digits"_s;
    QCOMPARE(decodeEscapes("a\\qb").problem, u"'\\q'"_s + right);
    QCOMPARE(decodeEscapes("\\x1g").problem, u"'\\x1g'"_s + right);
    QCOMPARE(decodeEscapes("end\\").problem, u"'\\'"_s + right);
    QVERIFY(!decodeEscapes("\\x0").bytes);
}

void EscapesTest::hexIsBytes()
{
    QCOMPARE(decodeHex("0d 0A00ff").bytes.value(), QByteArray("\r\n\0\xff", 4));
    QCOMPARE(decodeHex("").bytes.value(), QByteArray());
    QCOMPARE(decodeHex("0d\t0a").bytes.value(), QByteArray("\r\n")); // as a table is copied
    QCOMPARE(decodeHex(" \t0d  0a\t ").bytes.value(), QByteArray("\r\n"));
}

void EscapesTest::wrongHexIsNamed()
{
    QCOMPARE(decodeHex("0d zz").problem,
             u"'zz' is not a byte in hex; write two digits for each, as in 0d 0a"_s);
    QVERIFY(!decodeHex("0d 0").bytes);
}

void EscapesTest::everyByteIsGivenBack()
{
    QByteArray all;
    for (int byte = 0; byte < 256; ++byte)
        all += char(byte);
    const QByteArray text = models::encodeEscapes(all);
    QVERIFY(std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7f; }));
    QCOMPARE(decodeEscapes(text).bytes.value(), all);
}

void EscapesTest::aShellReadsAWordBackAsItIs()
{
    QString all;
    for (char16_t c = 1; c < 0x3000; ++c)
        all += QChar(c);
    all += u"$(reboot) `reboot` 'a' \"b\" \\ \\\n !! ~ # -- *"_s;
    QProcess shell;
    shell.start(u"sh"_s, {u"-c"_s, u"printf %s "_s + models::shellWord(all)});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()), all);
    QCOMPARE(models::shellWord(QString(u'a') + QChar(u'\0') + u'b'), u"'ab'"_s);
}

QTEST_GUILESS_MAIN(EscapesTest)
#include "EscapesTest.moc"
