// SPDX-License-Identifier: GPL-3.0-or-later

// What a client is to send, of its URL, of a file and of standard input: which lines there are, and
// what is said of one that is wrong.
#include "app/engine/sessions/LineSource.h"

#include "app/engine/StandardInput.h"
#include "app/engine/sessions/Refusal.h"
#include "loop/EventLoop.h"
#include "tests/support/Pipe.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <thread>

using namespace Qt::StringLiterals;

namespace {

// All of it, each with its end; or the sentence that refuses it.
loop::Coro<QStringList> all(app::LineSource &source)
{
    QStringList lines;
    for (;;) {
        const std::optional<std::string> line = co_await source.next();
        if (!line)
            co_return lines;
        lines << QString::fromStdString(*line);
    }
}

// As a talk does, which goes on after a line that is wrong: all that it sends, and what it tells.
loop::Coro<QString> sent(app::LineSource &source)
{
    QString all;
    for (;;) {
        try {
            const std::optional<std::string> line = co_await source.next();
            if (!line)
                co_return all;
            all += QString::fromStdString(*line);
        } catch (const app::Refusal &refusal) {
            all += u'<' + QString::fromUtf8(refusal.what()) + u'>';
        }
    }
}

std::unique_ptr<app::LineSource> talk(app::StandardInput &input, const QString &options)
{
    const auto parsed = models::parseSessionUrl(u"talk://127.0.0.1:1?file=-&"_s + options);
    if (!parsed.url)
        qFatal("%s", qPrintable(parsed.sentence));
    return std::make_unique<app::LineSource>(*parsed.url, input, "|");
}

constexpr int longest = 1024 * 1024; // of a line that has to be whole

} // namespace

class LineSourceTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linesAreThoseOfTheFileOrOfTheUrl_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const QString &options, const QByteArray &content,
                            const QStringList &expected) {
            QTest::newRow(name) << options << content << expected;
        };
        row("an empty file", u"file=%1&end=|"_s, {}, {});
        row("an empty line", u"file=%1&end=|"_s, "\n", {u"|"_s});
        row("an end", u"file=%1&end=|"_s, "a\nb\n", {u"a|"_s, u"b|"_s});
        row("no end", u"file=%1&end=|"_s, "a\nb", {u"a|"_s, u"b|"_s});
        row("an empty line at the end", u"file=%1&end=|"_s, "a\n\n", {u"a|"_s, u"|"_s});
        row("a file and a text", u"file=%1&text=t&end=|"_s, "a\n", {u"a|"_s});
        row("as it is", u"file=%1&raw=yes"_s, "a\nb\n", {u"a\nb\n"_s});
        row("an empty one as it is", u"file=%1&raw=yes"_s, {}, {});
        row("texts", u"text=a&text=b%0Ac%0A&end=|"_s, {}, {u"a|"_s, u"b|"_s, u"c|"_s});
        row("a line that is wrong", u"file=%1&format=hex"_s, "61\nxy\n",
            {u"Line 2 of %1: 'xy' is not a byte in hex; write two digits for each, as in 0d 0a."_s});
        row("an end that is wrong", u"file=%1&format=hex&end=xy"_s, "61\n",
            {u"'xy' is not a byte in hex; write two digits for each, as in 0d 0a."_s});
        row("a text that is wrong", u"text=xy&format=hex"_s, {},
            {u"'xy' is not a byte in hex; write two digits for each, as in 0d 0a."_s});
    }

    void linesAreThoseOfTheFileOrOfTheUrl()
    {
        QFETCH(QString, options);
        QFETCH(QByteArray, content);
        QFETCH(QStringList, expected);
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"lines"_s));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
        // One kind alone knows raw.
        const QString kind = options.contains(u"raw"_s) ? u"talk"_s : u"lines"_s;
        const auto parsed = models::parseSessionUrl(kind + u"://127.0.0.1:1?"_s
                                                    + options.replace(u"%1"_s, file.fileName()));
        QVERIFY2(parsed.url, qPrintable(parsed.sentence));
        loop::EventLoop loop;
        app::StandardInput input(loop, -1);
        QStringList got;
        try {
            const auto source = kind == u"talk"
                ? std::make_unique<app::LineSource>(*parsed.url, input, "|")
                : std::make_unique<app::LineSource>(*parsed.url, input);
            got = loop.runUntilComplete(all(*source));
        } catch (const app::Refusal &refusal) {
            got = QStringList(QString::fromUtf8(refusal.what()));
        }
        loop.close();
        QCOMPARE(got, expected.replaceInStrings(u"%1"_s, file.fileName()));
    }

    void linesOfStandardInputAreSentAsTheyCome_data()
    {
        QTest::addColumn<QString>("options");
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QString>("expected");
        const auto row
            = [](const char *name, const QString &options, const QByteArray &input,
                 const QString &expected) { QTest::newRow(name) << options << input << expected; };
        const QString plain = u"format=plain"_s, hex = u"format=hex"_s;
        const QString wrong = u"<Line %1 of standard input: 'zz' is not a byte in hex; write two "
                              "digits for each, as in 0d 0a.>"_s;
        const QString tooLong = u"<Line %1 of standard input has more than a mebibyte, which is "
                                "too long for format=hex. Use format=plain, or shorter lines.>"_s;
        const QByteArray much(longest + longest / 2, 'x'), more(5 * longest / 2, 'x');
        row("nothing", plain, {}, {});
        row("lines", plain, "a\n\nb\n", u"a||b|"_s);
        row("no end", plain, "a\nb", u"a|b|"_s);
        row("as it is", u"raw=yes"_s, "a\nb\n\nc", u"a\nb\n\nc"_s);
        row("a line that is wrong", hex, "61\nzz\n62\nzz",
            u"a|"_s + wrong.arg(2) + u"b|"_s + wrong.arg(4));
        row("a long one", plain, much + "\nb\n", QString::fromLatin1(much) + u"|b|"_s);
        row("a long one without an end", plain, more, QString::fromLatin1(more) + u'|');
        row("one as long as can be", plain, QByteArray(longest, 'x'),
            QString(longest, u'x') + u'|');
        row("one too long", hex, "61\n" + much + "\nzz\n62\n",
            u"a|"_s + tooLong.arg(2) + wrong.arg(3) + u"b|"_s);
        row("two too long", hex, much + '\n' + more + "\n61",
            tooLong.arg(1) + tooLong.arg(2) + u"a|"_s);
        row("one too long without an end", hex, more, tooLong.arg(1));
    }

    void linesOfStandardInputAreSentAsTheyCome()
    {
        QFETCH(QString, options);
        QFETCH(QByteArray, input);
        QFETCH(QString, expected);
        Pipe pipe;
        loop::EventLoop loop;
        app::StandardInput standard(loop, pipe.reading.get());
        const auto source = talk(standard, options);
        std::thread writer([&] {
            for (qsizetype at = 0; at < input.size();)
                at += ::write(pipe.writing.get(), input.constData() + at,
                              std::size_t(input.size() - at));
            pipe.writing.reset();
        });
        const QString got = loop.runUntilComplete(sent(*source));
        writer.join();
        loop.close();
        QVERIFY2(got == expected, qPrintable(got.left(100) + u" ... "_s + got.right(400)));
    }

    void aLongLineIsSentBeforeItsEndIsThere()
    {
        const Pipe pipe;
        loop::EventLoop loop;
        app::StandardInput standard(loop, pipe.reading.get());
        const auto source = talk(standard, u"format=plain"_s);
        std::thread writer([&pipe] {
            const std::string part(64 * 1024, 'x');
            for (std::size_t sent = 0; sent < longest; sent += part.size())
                (void)!::write(pipe.writing.get(), part.data(), part.size());
        });
        const auto first = loop.createTask(source->next());
        first.addDoneCallback([&loop] { loop.stop(); });
        [[maybe_unused]] const loop::Handle tooLong
            = loop.callLater(std::chrono::seconds(5), [&loop] { loop.stop(); });
        loop.runForever();
        writer.join();
        QVERIFY(first.done());
        QCOMPARE(first.result()->size(), std::size_t(longest));
        loop.close();
    }

    void whatIsEndedGivesNothingMore()
    {
        for (const QString &options : {u"format=plain"_s, u"raw=yes"_s}) {
            const Pipe pipe;
            loop::EventLoop loop;
            app::StandardInput standard(loop, pipe.reading.get());
            const auto source = talk(standard, options);
            QCOMPARE(::write(pipe.writing.get(), "a\nb", 3), 3);
            QVERIFY(loop.runUntilComplete(source->next()));
            QCOMPARE(source->taken(), std::size_t(options.startsWith(u"raw") ? 0 : 1));
            const auto waiting = loop.createTask(source->next());
            waiting.addDoneCallback([&loop] { loop.stop(); });
            loop.callSoon([&source] { source->endInput(); });
            [[maybe_unused]] const loop::Handle tooLong
                = loop.callLater(std::chrono::seconds(5), [&loop] { loop.stop(); });
            loop.runForever();
            QVERIFY(waiting.done());
            QVERIFY(!waiting.result()); // the line is not whole
            loop.close();
        }
    }
};

QTEST_GUILESS_MAIN(LineSourceTest)
#include "LineSourceTest.moc"
