// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/LineAssembler.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>

#include <vector>

using models::LineAssembler;

namespace {

// What comes of these pieces, one after the other, with what was never ended.
QStringList linesOf(const std::vector<std::string_view> &pieces, std::size_t longest = 1000)
{
    LineAssembler assembler(longest);
    QStringList lines;
    for (const std::string_view piece : pieces) {
        assembler.add(piece);
        while (const auto line = assembler.next())
            lines << QString::fromStdString(*line);
    }
    if (const auto line = assembler.last())
        lines << QString::fromStdString(*line) + QStringLiteral("<end");
    return lines;
}

} // namespace

class LineAssemblerTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLineIsOneHoweverItIsCut_data();
    void aLineIsOneHoweverItIsCut();
    void everyCutOfATextGivesTheSameLines();
    void aLineThatIsTooLongComesInParts();
    void aPartNeverEndsInsideACharacter();
    void manyLinesInOnePieceTakeLinearTime();
    void aLineThatNeverEndsIsSearchedOnce();
    void allIsWhatWasNotGivenYet();
};

void LineAssemblerTest::aLineIsOneHoweverItIsCut_data()
{
    QTest::addColumn<QStringList>("pieces");
    QTest::addColumn<QStringList>("lines");
    const auto row = [](const char *name, const QStringList &pieces, const QStringList &lines) {
        QTest::newRow(name) << pieces << lines;
    };
    row("whole", {QStringLiteral("a\nb\n")}, {QStringLiteral("a"), QStringLiteral("b")});
    row("between letters", {QStringLiteral("hel"), QStringLiteral("lo\n")},
        {QStringLiteral("hello")});
    row("between CR and LF", {QStringLiteral("hello\r"), QStringLiteral("\nx\n")},
        {QStringLiteral("hello"), QStringLiteral("x")});
    row("empty ones", {QStringLiteral("\n\r\n"), QStringLiteral("\n")}, {{}, {}, {}});
    row("CR inside", {QStringLiteral("a\rb\r\r\n")}, {QStringLiteral("a\rb\r")});
    row("never ended", {QStringLiteral("a\nbc")}, {QStringLiteral("a"), QStringLiteral("bc<end")});
    row("ended by CR", {QStringLiteral("a\r")}, {QStringLiteral("a<end")});
    row("nothing", {QString()}, {});
}

void LineAssemblerTest::aLineIsOneHoweverItIsCut()
{
    QFETCH(QStringList, pieces);
    QFETCH(QStringList, lines);
    std::vector<std::string> bytes;
    std::vector<std::string_view> views;
    for (const QString &piece : pieces)
        bytes.push_back(piece.toStdString());
    views.assign(bytes.begin(), bytes.end());
    QCOMPARE(linesOf(views), lines);
}

void LineAssemblerTest::everyCutOfATextGivesTheSameLines()
{
    const std::string text = "z\xc3\xbcrich\r\n\r\n\xe2\x82\xac 5\nlast \xf0\x9f\x98\x80";
    const QStringList whole = linesOf({text});
    QCOMPARE(whole.size(), 4);
    for (std::size_t first = 0; first <= text.size(); ++first) {
        for (std::size_t second = first; second <= text.size(); ++second) {
            const std::string_view view = text;
            QCOMPARE(linesOf({view.substr(0, first), view.substr(first, second - first),
                              view.substr(second)}),
                     whole);
        }
    }
}

void LineAssemblerTest::aLineThatIsTooLongComesInParts()
{
    const std::string text(25, 'x');
    const QString ten(10, QLatin1Char('x')), five(5, QLatin1Char('x'));
    QCOMPARE(linesOf({text + "\n"}, 10), (QStringList {ten, ten, five}));
    QCOMPARE(linesOf({text}, 10), (QStringList {ten, ten, five + QStringLiteral("<end")}));
    // One that just fits is whole, its end apart or not.
    QCOMPARE(linesOf({"xxxxxxxxxx\r\n"}, 10), QStringList {ten});
    QCOMPARE(linesOf({"xxxxxxxxxx\r", "\n"}, 10), QStringList {ten});
    QCOMPARE(linesOf({"xxxxxxxxxx", "\n"}, 10), QStringList {ten});
}

void LineAssemblerTest::aPartNeverEndsInsideACharacter()
{
    for (const std::string character : {"\xc3\xbc", "\xe2\x82\xac", "\xf0\x9f\x98\x80"}) {
        std::string text = "a";
        while (text.size() < 50)
            text += character;
        const QStringList parts = linesOf({text + "\n"}, 10);
        QCOMPARE(parts.join(QString()), QString::fromStdString(text));
        for (const QString &part : parts) {
            QVERIFY2(!part.contains(QChar::ReplacementCharacter), qPrintable(part));
            QVERIFY(part.toUtf8().size() <= 10);
        }
    }
    const std::string noText(25, '\xbf'); // never begins a character
    QCOMPARE(linesOf({noText}, 10).size(), 3);
}

void LineAssemblerTest::manyLinesInOnePieceTakeLinearTime()
{
    // Moved from the front line by line, these would be 8 GB of copies.
    LineAssembler assembler(100);
    const QByteArray text = QByteArray("xyz\n").repeated(2'000'000);
    QElapsedTimer timer;
    timer.start();
    assembler.add({text.constData(), std::size_t(text.size())});
    int lines = 0;
    while (assembler.next())
        ++lines;
    QCOMPARE(lines, 2'000'000);
    QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
}

void LineAssemblerTest::aLineThatNeverEndsIsSearchedOnce()
{
    // A byte at a time: searched from its beginning each time, these would be 2e12 comparisons.
    LineAssembler assembler(4'000'000);
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < 2'000'000; ++i) {
        assembler.add("x");
        QVERIFY(!assembler.next());
    }
    QCOMPARE(assembler.waiting(), std::size_t(2'000'000));
    QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
}

void LineAssemblerTest::allIsWhatWasNotGivenYet()
{
    LineAssembler assembler(10);
    QVERIFY(!assembler.all());
    assembler.add("a\nb\r\nc");
    QCOMPARE(assembler.next(), std::optional<std::string>("a"));
    QCOMPARE(assembler.all(), std::optional<std::string>("b\r\nc"));
    QVERIFY(!assembler.all());
    QVERIFY(!assembler.last());
}

QTEST_GUILESS_MAIN(LineAssemblerTest)
#include "LineAssemblerTest.moc"
