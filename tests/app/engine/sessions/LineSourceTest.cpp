// SPDX-License-Identifier: GPL-3.0-or-later

// What a client is to send, of its URL and of a file: which lines there are, and what is said of
// one that is wrong.
#include "app/engine/sessions/LineSource.h"

#include "app/engine/StandardInput.h"
#include "app/engine/sessions/Refusal.h"
#include "loop/EventLoop.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

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
};

QTEST_GUILESS_MAIN(LineSourceTest)
#include "LineSourceTest.moc"
