// SPDX-License-Identifier: GPL-3.0-or-later

// g++ 12 destroys a temporary closure in an awaited call twice (HACKING.md, "what bites"). What it
// holds by value must survive that: such a closure gets a name before the call. Reads the sources.

#include <QtCore/QDirIterator>
#include <QtCore/QFile>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

namespace {

using namespace Qt::StringLiterals;

// What follows a `co_await`, until the end of its statement or of what it is an argument of.
QString awaited(QStringView source, qsizetype from)
{
    int depth = 0;
    qsizetype end = from;
    for (; end < source.size(); ++end) {
        const QChar each = source[end];
        if (u"([{"_s.contains(each))
            ++depth;
        else if (u")]}"_s.contains(each) && --depth < 0)
            break;
        else if (each == u';' && depth == 0)
            break;
    }
    return source.sliced(from, end - from).toString();
}

// Lines on which a call is awaited that is given a closure that holds more than references.
QList<int> badLines(QString source)
{
    static const QRegularExpression wait(u"\\bco_await\\b"_s);
    static const QRegularExpression closure(u"[(,]\\s*\\[([^\\]]*)\\]\\s*[({]"_s);
    static const QRegularExpression harmless(u"^(&\\w*|this)(\\s*,\\s*(&\\w+|this))*$"_s);
    static const QRegularExpression comment(u"(^|\\s)//[^\\n]*"_s);
    source.replace(comment, u"\\1"_s);
    QList<int> lines;
    for (auto waits = wait.globalMatch(source); waits.hasNext();) {
        const QRegularExpressionMatch found = waits.next();
        const QString call = awaited(source, found.capturedEnd());
        for (auto closures = closure.globalMatch(call); closures.hasNext();) {
            const QString holds = closures.next().captured(1).trimmed();
            if (!holds.isEmpty() && !harmless.match(holds).hasMatch())
                lines << int(source.first(found.capturedStart()).count(u'\n')) + 1;
        }
    }
    return lines;
}

} // namespace

class AwaitedClosureTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noSourceHasOneThatIsDestroyedTwice()
    {
        QStringList problems;
        int read = 0;
        for (const QString &folder : {u"loop"_s, u"models"_s, u"ui"_s, u"app"_s, u"tests"_s}) {
            QDirIterator each(QStringLiteral(LOOPSCOPE_SOURCE_DIR "/") + folder,
                              {u"*.h"_s, u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
            while (each.hasNext()) {
                QFile file(each.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                ++read;
                if (file.fileName().endsWith(u"/AwaitedClosureTest.cpp"))
                    continue;
                for (const int line : badLines(QString::fromUtf8(file.readAll())))
                    problems << file.fileName() + u':' + QString::number(line);
            }
        }
        QVERIFY(read > 500);
        QVERIFY2(problems.isEmpty(),
                 qPrintable(u"A closure needs a name before its call is awaited:\n"_s
                            + problems.join(u'\n')));
    }

    void oneIsFound_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QList<int>>("lines");
        using Lines = QList<int>;
        QTest::newRow("a copy") << u"\nco_await loop.serve([of] { return of; }, 0);"_s << Lines {2};
        QTest::newRow("moved in, on the next line")
            << u"auto a = co_await f(1,\n    [c = std::move(c)] { g(); });"_s << Lines {1};
        QTest::newRow("all by copy") << u"co_await f([=] { });"_s << Lines {1};
        QTest::newRow("references") << u"co_await f([&turn, this] { });"_s << Lines {};
        QTest::newRow("said of it") << u"// co_await f([of] { });"_s << Lines {};
        QTest::newRow("nothing") << u"co_await f([] { return 1; });"_s << Lines {};
        QTest::newRow("named before") << u"const auto m = [of] { };\nco_await f(m);"_s << Lines {};
        QTest::newRow("after it") << u"(co_await f(x)).then([of] { });"_s << Lines {};
    }
    void oneIsFound()
    {
        QFETCH(QString, source);
        QFETCH(QList<int>, lines);
        QCOMPARE(badLines(source), lines);
    }
};

QTEST_GUILESS_MAIN(AwaitedClosureTest)
#include "AwaitedClosureTest.moc"
