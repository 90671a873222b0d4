// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/Terminal.h"

#include <QtTest/QTest>

using models::terminal::Screen;

class TerminalTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatDrivesATerminalIsWrittenOut_data();
    void whatDrivesATerminalIsWrittenOut();
    void everyControlCharacterIsWrittenOut();
    void textOfAnyScriptStays();
    void aLineIsOneLine();
    void aScreenKeepsLinesAndTabulators();
    void aScreenWritesOutWhatIsNotUtf8_data();
    void aScreenWritesOutWhatIsNotUtf8();
    void piecesMayEndAnywhere();
};

void TerminalTest::whatDrivesATerminalIsWrittenOut_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("a title") << QStringLiteral("\x1b]0;title\x07")
                             << QByteArray("\\x1b]0;title\\x07");
    QTest::newRow("the clipboard")
        << QStringLiteral("\x1b]52;c;aGk=\x1b\\") << QByteArray("\\x1b]52;c;aGk=\\x1b\\");
    QTest::newRow("a forged line")
        << QStringLiteral("x\r\nserving echo") << QByteArray("x\\r\\nserving echo");
    QTest::newRow("NUL") << QString(QChar(u'\0')) << QByteArray("\\0");
    QTest::newRow("C1") << QString(QChar(0x9b)) + QStringLiteral("2J") << QByteArray("\\u009b2J");
    QTest::newRow("NEL") << QString(QChar(0x85)) << QByteArray("\\u0085");
    QTest::newRow("right to left")
        << QString(QChar(0x202e)) + QStringLiteral("gpj.exe") << QByteArray("\\u202egpj.exe");
    QTest::newRow("isolate") << QString(QChar(0x2066)) << QByteArray("\\u2066");
    QTest::newRow("Arabic mark") << QString(QChar(0x061c)) << QByteArray("\\u061c");
    QTest::newRow("line separator") << QString(QChar(0x2028)) << QByteArray("\\u2028");
    QTest::newRow("paragraph separator") << QString(QChar(0x2029)) << QByteArray("\\u2029");
    QTest::newRow("zero width") << QString(QChar(0x200b)) << QByteArray("\\u200b");
    QTest::newRow("byte order mark") << QString(QChar(0xfeff)) << QByteArray("\\ufeff");
    QTest::newRow("a tag") << QString::fromUcs4(U"\U000e0041") << QByteArray("\\U000e0041");
}

void TerminalTest::whatDrivesATerminalIsWrittenOut()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, line);
    QCOMPARE(models::terminal::line(text), line);
    if (!line.contains("\\n"))
        QCOMPARE(Screen().fit(text.toUtf8()), line);
}

void TerminalTest::everyControlCharacterIsWrittenOut()
{
    for (char32_t c = 0; c < 0xa0; c = c == 0x1f ? 0x7f : c + 1) {
        const QByteArray line = models::terminal::line(QString::fromUcs4(&c, 1));
        QVERIFY2(line.startsWith('\\') && line.size() > 1, line.constData());
    }
}

void TerminalTest::textOfAnyScriptStays()
{
    const QString text = QString::fromUtf8(
        "żółć Ελληνικά עברית العربية 漢字 👩‍💻 می‌خواهم "
        "ÿ\u00a0x");
    QCOMPARE(models::terminal::line(text), text.toUtf8());
    QCOMPARE(Screen().fit(text.toUtf8()), text.toUtf8());
}

void TerminalTest::aLineIsOneLine()
{
    QCOMPARE(models::terminal::line(QStringLiteral("a\nb\tc\r")), QByteArray("a\\nb\\tc\\r"));
}

void TerminalTest::aScreenKeepsLinesAndTabulators()
{
    QCOMPARE(Screen().fit("a\tb\nc\r\nd\re\n"), QByteArray("a\tb\nc\nd\\re\n"));
}

void TerminalTest::aScreenWritesOutWhatIsNotUtf8_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("C1 as a byte") << QByteArray("a\x9b"
                                                "2Jb")
                                  << QByteArray("a\\x9b2Jb");
    QTest::newRow("too long") << QByteArray("\xc0\x9b\xe0\x80\x9b")
                              << QByteArray("\\xc0\\x9b\\xe0\\x80\\x9b");
    QTest::newRow("a surrogate") << QByteArray("\xed\xa0\x80") << QByteArray("\\xed\\xa0\\x80");
    QTest::newRow("beyond Unicode")
        << QByteArray("\xf4\x90\x80\x80\xf5") << QByteArray("\\xf4\\x90\\x80\\x80\\xf5");
    QTest::newRow("cut by a letter") << QByteArray("\xe2\x82x") << QByteArray("\\xe2\\x82x");
}

void TerminalTest::aScreenWritesOutWhatIsNotUtf8()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, shown);
    QCOMPARE(Screen().fit(bytes), shown);
}

void TerminalTest::piecesMayEndAnywhere()
{
    const QByteArray bytes
        = QByteArray("\xe2\x82\xac \r\n\xf0\x9f\x98\x80 \x1b \x9b \xe2\x80\xae\rx");
    const QByteArray whole = Screen().fit(bytes);
    Screen screen;
    QByteArray pieces;
    for (const char byte : bytes)
        pieces += screen.fit(QByteArray(1, byte));
    QCOMPARE(pieces, whole);
    QCOMPARE(screen.rest(), QByteArray());
    QCOMPARE(screen.fit("\xe2\x82"), QByteArray());
    QCOMPARE(screen.rest(), QByteArray("\\xe2\\x82"));
    QCOMPARE(screen.fit("\r"), QByteArray());
    QCOMPARE(screen.rest(), QByteArray("\\r"));
}

QTEST_APPLESS_MAIN(TerminalTest)
#include "TerminalTest.moc"
