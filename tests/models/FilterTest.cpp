// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/Filter.h"
#include "tests/support/Expected.h"

#include <QtTest/QTest>

using namespace models;

namespace {

enum { State, Peer, In, Age, Id };

const QList<FilterKey> &keys()
{
    static const QList<FilterKey> list {
        {QStringLiteral("state"),
         State,
         FilterKey::Choice,
         {QStringLiteral("opening"), QStringLiteral("open"), QStringLiteral("half closed")}},
        {QStringLiteral("peer"), Peer, FilterKey::Text, {}},
        {QStringLiteral("in"), In, FilterKey::Bytes, {}},
        {QStringLiteral("age"), Age, FilterKey::Duration, {}},
        {QStringLiteral("id"), Id, FilterKey::Number, {}}};
    return list;
}

// An open connection 7 of 127.0.0.1:49152 that has received 2 MB and lives for 5 ms.
class Subject final : public FilterRow {
public:
    bool hasWord(const QString &word) const override
    {
        return text(Peer).contains(word, Qt::CaseInsensitive)
            || text(State).contains(word, Qt::CaseInsensitive);
    }
    QString text(int key) const override
    {
        return key == State ? QStringLiteral("open") : QStringLiteral("127.0.0.1:49152");
    }
    double number(int key) const override { return key == In ? 2e6 : key == Age ? 5e6 : 7; }
};

QString written(const FilterTerm *term)
{
    if (!term)
        return QStringLiteral("all");
    const QString left = term->left ? written(term->left.get()) : QString();
    const QString right = term->right ? written(term->right.get()) : QString();
    switch (term->kind) {
    case FilterTerm::And:
        return u'(' + left + QStringLiteral(" and ") + right + u')';
    case FilterTerm::Or:
        return u'(' + left + QStringLiteral(" or ") + right + u')';
    case FilterTerm::Not:
        return QStringLiteral("not ") + left;
    case FilterTerm::Word:
        return u'[' + term->text + u']';
    case FilterTerm::Key:
        return QStringLiteral("{%1 %2 '%3' %4}")
            .arg(term->key.name)
            .arg(int(term->comparison))
            .arg(term->text)
            .arg(term->number, 0, 'g', 12);
    }
    return {};
}

} // namespace

class FilterTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // How texts are taken apart, what is said of wrong ones and where, and what can stand at each
    // place in them. Beside expected/filters.txt.
    void everyTextIsTakenApart()
    {
        QStringList lines;
        QStringList texts;
        for (const char *text : {"",
                                 "  ",
                                 "a",
                                 "a b",
                                 "a and b",
                                 "a or b",
                                 "a b or c d",
                                 "not a b",
                                 "not not a",
                                 "a AND (b OR not c)",
                                 "(a",
                                 "a)",
                                 "()",
                                 "(a b",
                                 "and",
                                 "a and",
                                 "a or",
                                 "not",
                                 "or a",
                                 "\"a b\"",
                                 "\"a",
                                 "\"\"",
                                 "peer:\"x y\"",
                                 "peer:\"x",
                                 "peer:",
                                 "peer:\"\"",
                                 "peer<3",
                                 "peer>=3",
                                 "state:op",
                                 "state:half",
                                 "state:\"half closed\"",
                                 "state:x",
                                 "state<open",
                                 "PEER:x",
                                 "nosuch:1",
                                 "127.0.0.1:8881",
                                 "a1:b",
                                 ":x",
                                 "id=7",
                                 "id:7",
                                 "id<7",
                                 "id<=7",
                                 "id>7",
                                 "id>=7",
                                 "id==7",
                                 "id=<7",
                                 "id:7k",
                                 "id:7m",
                                 "id:7x",
                                 "id:",
                                 "id:-1",
                                 "id:1.5",
                                 "id:.",
                                 "in>1kb",
                                 "in>1kib",
                                 "in>1mb",
                                 "in>1mib",
                                 "in>1gb",
                                 "in>1gib",
                                 "in>1tb",
                                 "in>1k",
                                 "in>1m",
                                 "in>1g",
                                 "in>1b",
                                 "in>1",
                                 "in>1MB/s",
                                 "in>1x",
                                 "age<5ns",
                                 "age<5us",
                                 "age<5ms",
                                 "age<5s",
                                 "age<5m",
                                 "age<5min",
                                 "age<5h",
                                 "age<5",
                                 "age<5d",
                                 "age<\"5 ms\"",
                                 "a(b)c",
                                 "peer:a(b)",
                                 "not(a)",
                                 "  a   b  ",
                                 "id:7 or",
                                 "(a or b) and (c)",
                                 "open peer:127 not id>8",
                                 "x\ty"})
            texts << QString::fromUtf8(text);
        texts << QStringLiteral("age<5\u00b5s") << QString(100, u'(') + u'a' + QString(100, u')')
              << QString(101, u'(') + u'a' + QString(101, u')')
              << QString(102, u'(') + u'a' + QString(102, u')')
              << QStringLiteral("not ").repeated(101) + u'a'
              << QStringLiteral("not ").repeated(102) + u'a' << QStringLiteral("a ").repeated(999)
              << QStringLiteral("a ").repeated(1000);
        const auto brief = [](const QString &text) {
            return text.size() < 100 ? text : QString::number(text.size()) + u'#';
        };
        for (const QString &text : texts) {
            const Filter filter(text, keys());
            const auto &mistake = filter.mistake();
            lines << QStringLiteral("'%1': %2")
                         .arg(brief(text),
                              mistake ? QStringLiteral("at %1+%2 %3")
                                            .arg(mistake->position)
                                            .arg(mistake->length)
                                            .arg(mistake->message)
                                      : brief(written(filter.root())));
            lines.back() += QStringLiteral(" matches %1 empty %2")
                                .arg(filter.matches(Subject()))
                                .arg(filter.isEmpty());
            for (int cursor = 0; text.size() < 20 && cursor <= text.size(); ++cursor) {
                const FilterCompletion found = Filter::complete(text, cursor, keys());
                lines << QStringLiteral("  %1: %2+%3 %4")
                             .arg(cursor)
                             .arg(found.position)
                             .arg(found.length)
                             .arg(found.candidates.join(u' '));
            }
        }
        QCOMPARE(::test::differenceFrom(QStringLiteral(LOOPSCOPE_EXPECTED "/filters.txt"), lines),
                 QString());
    }

    void matches_data()
    {
        QTest::addColumn<bool>("expected");
        const auto yes = [](const char *text) { QTest::newRow(text) << true; };
        const auto no = [](const char *text) { QTest::newRow(text) << false; };
        yes("");
        yes("  ");
        yes("OPEN");
        no("closed");
        yes("state:open");
        no("state:opening");
        yes("state:op");
        no("state:\"half closed\"");
        yes("peer:127.0.0.1");
        yes("127.0.0.1:49152");
        no("127.0.0.1:8881");
        yes("in>1MB");
        no("in>2MB");
        yes("in>=2MB");
        yes("in:2MB");
        yes("in<2MiB");
        no("in<1.5MB");
        yes("age<=5ms");
        no("age>1s");
        yes("id:7");
        no("not id:7");
        yes("not not id:7");
        yes("id:8 or id:7");
        no("id:8 and id:7");
        no("id:8 id:7");
        yes("id:7 or id:8 state:opening");
        no("(id:7 or id:8) state:opening");
        yes("(id:7 or id:8) and not (state:opening or in>5GB)");
        yes("\"0.1:4\"");
        no("\"or\"");
    }

    void matches()
    {
        QFETCH(bool, expected);
        const Filter filter(QString::fromUtf8(QTest::currentDataTag()), keys());
        QVERIFY2(!filter.mistake(), filter.mistake() ? qPrintable(filter.mistake()->message) : "");
        QCOMPARE(filter.matches(Subject()), expected);
    }

    void aWholeWordOfAChoiceMeansThatOne()
    {
        class Opening final : public FilterRow {
        public:
            bool hasWord(const QString &word) const override
            {
                return text(State).contains(word, Qt::CaseInsensitive);
            }
            QString text(int) const override { return QStringLiteral("opening"); }
            double number(int) const override { return 0; }
        };
        const auto shows = [](const char *filter) {
            return Filter(QString::fromUtf8(filter), keys()).matches(Opening());
        };
        QVERIFY(!shows("state:open"));
        QVERIFY(shows("state:opening") && shows("state:op") && shows("not state:open"));
    }

    void aMistakeIsMarkedWhereItStands_data()
    {
        QTest::addColumn<int>("position");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *text, int position, const char16_t *says) {
            QTest::newRow(text) << position << QString::fromUtf16(says);
        };
        row("open colour:red", 5, u"“colour” is not a key");
        row("in>big", 0, u"1MB");
        row("age>5parsecs", 0, u"5ms");
        row("peer>5", 0, u"peer:value");
        row("id:7 state:", 5, u"value is missing");
        row("state:red", 0, u"half closed");
        row("(id:7", 0, u"closing parenthesis is missing");
        row("id:7)", 4, u"no opening one");
        row("not", 3, u"missing");
        row("id:7 or", 7, u"missing");
        row("id:7 or or", 8, u"missing");
        row("id:7 \"abc", 5, u"quotation mark");
        row("()", 1, u"missing");
    }

    void aMistakeIsMarkedWhereItStands()
    {
        QFETCH(int, position);
        QFETCH(QString, says);
        const Filter filter(QString::fromUtf8(QTest::currentDataTag()), keys());
        QVERIFY(filter.mistake());
        QVERIFY2(filter.mistake()->message.contains(says), qPrintable(filter.mistake()->message));
        QCOMPARE(filter.mistake()->position, position);
        QVERIFY(filter.matches(Subject())); // and nothing disappears meanwhile
    }

    void deepNestingIsAMistakeNotACrash()
    {
        QVERIFY(Filter(QString(100'000, u'('), keys()).mistake());
        QVERIFY(Filter(QStringLiteral("not ").repeated(100'000), keys()).mistake());
        QVERIFY(Filter(QStringLiteral("a ").repeated(100'000), keys()).mistake());
        QVERIFY(Filter(u'(' + QStringLiteral("not ").repeated(900) + u'a', keys()).mistake());
    }

    void completesKeysAndValues_data()
    {
        QTest::addColumn<int>("position");
        QTest::addColumn<QString>("candidates");
        const auto row = [](const char *text, int position, const char16_t *candidates) {
            QTest::newRow(text) << position << QString::fromUtf16(candidates);
        };
        row("", 0, u"state: peer: in> age> id>");
        row("s", 0, u"state:");
        row("id:7 p", 5, u"peer:");
        row("(p", 1, u"peer:");
        row("no", 0, u"not");
        row("state:", 6, u"opening open \"half closed\"");
        row("state:ha", 6, u"\"half closed\"");
        row("state:\"half cl", 6, u"\"half closed\"");
        row("state:x", 6, u"");
    }

    void completesKeysAndValues()
    {
        QFETCH(int, position);
        QFETCH(QString, candidates);
        const QString text = QString::fromUtf8(QTest::currentDataTag());
        const FilterCompletion completion
            = Filter::complete(text, static_cast<int>(text.size()), keys());
        QCOMPARE(completion.candidates.join(u' '), candidates);
        QCOMPARE(completion.position, position);
        QCOMPARE(completion.position + completion.length, text.size());
    }
};

QTEST_APPLESS_MAIN(FilterTest)
#include "FilterTest.moc"
