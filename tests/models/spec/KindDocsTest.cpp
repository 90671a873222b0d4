// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/KindDocs.h"
#include "models/spec/Limit.h"

#include <QtCore/QFile>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class KindDocsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void helpNamesEveryOptionInLinesThatFit();
    void helpNamesTheDefaultsOfOptions();
    void linesOfHelpAreFull();
    void helpNamesEveryFaultWhereItActs();
    void helpAndManualExplainEveryMeasure();
    void theManualPageNamesEveryKindAndOption();
};

void KindDocsTest::helpNamesEveryOptionInLinesThatFit()
{
    for (const models::SessionKind &kind : models::sessionKinds()) {
        const QString help = models::helpOfKind(kind);
        QVERIFY(help.startsWith(u"  "_s + kind.name + u' '));
        for (const models::SessionOption &option : kind.options)
            QVERIFY2(help.contains(u"\n      "_s + option.name + u'='), qPrintable(option.name));
        const QStringList lines = help.split(u'\n');
        for (const QString &line : lines)
            QVERIFY2(line.size() <= 100, qPrintable(line));
    }
}

// One of several lines cannot be named there, and an end of a line as it is written.
void KindDocsTest::helpNamesTheDefaultsOfOptions()
{
    int ends = 0;
    for (const models::SessionKind &kind : models::sessionKinds()) {
        const QString help = models::helpOfKind(kind).simplified();
        for (const models::SessionOption &option : kind.options) {
            const qsizetype lines = option.defaultValue.count(u'\n');
            ends += option.defaultValue == u"\n";
            const QString value = lines == 0 ? option.defaultValue.simplified() : u"%0A"_s;
            if (!value.isEmpty() && (lines == 0 || option.defaultValue.size() == 1))
                QVERIFY2(help.contains(u"; default "_s + value), qPrintable(option.name + help));
        }
    }
    QVERIFY(ends > 0);
    QVERIFY(!models::takesMessages(u"nonsense"_s));
}

void KindDocsTest::linesOfHelpAreFull()
{
    constexpr qsizetype width = 100, leastIndent = 10;
    QString help = models::helpOfLimits() + models::helpOfFaults();
    for (const models::SessionKind &kind : models::sessionKinds())
        help += models::helpOfKind(kind);
    const QStringList lines = help.split(u'\n', Qt::SkipEmptyParts);
    int continued = 0;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        if (!lines[i].startsWith(QString(leastIndent, u' ')))
            continue; // it begins something
        ++continued;
        const QString word = lines[i].trimmed().section(u' ', 0, 0);
        QVERIFY2(lines[i - 1].size() + word.size() >= width, qPrintable(lines[i - 1]));
    }
    QVERIFY(continued > 10);
}

void KindDocsTest::helpNamesEveryFaultWhereItActs()
{
    const QString help = models::helpOfFaults();
    const qsizetype datagrams = help.indexOf(u"\n  udp "_s);
    QVERIFY(datagrams > 0);
    const QString onStreams = help.first(datagrams).simplified();
    const QString onDatagrams = help.sliced(datagrams).simplified();
    QVERIFY(onStreams.contains(u"reset, half-close") && !onStreams.contains(u"reorder"));
    QVERIFY(onDatagrams.contains(u"drop, duplicate, reorder") && !onDatagrams.contains(u"slice"));
    for (const QString &line : help.split(u'\n'))
        QVERIFY2(line.size() <= 100, qPrintable(line));
}

void KindDocsTest::helpAndManualExplainEveryMeasure()
{
    const QString help = models::helpOfLimits(), manual = models::manualOfKinds();
    for (const models::MeasureDoc &doc : models::measureDocs()) {
        QVERIFY2(help.contains(u"  "_s + doc.names + u' '), qPrintable(help));
        QVERIFY2(manual.contains(u".B "_s + doc.names + u"\n"_s), qPrintable(manual));
    }
    for (const char *head : {".B tcp, tls, unix\nlatency:", ".B udp\nlatency:", ".B with each\n"})
        QVERIFY2(manual.contains(QLatin1StringView(head)), head);
    for (const QString &line : help.split(u'\n'))
        QVERIFY2(line.size() <= 100, qPrintable(line));
}

// The page as it is installed.
void KindDocsTest::theManualPageNamesEveryKindAndOption()
{
    QFile file(QStringLiteral(MANUAL_PAGE));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString page = QString::fromUtf8(file.readAll());
    QVERIFY(page.contains(u".B udp\nlatency:50ms"_s));
    QVERIFY(page.startsWith(u".\\\" SPDX"_s) && page.contains(u".SH SIGNALS"_s));
    for (const models::SessionKind &kind : models::sessionKinds()) {
        const qsizetype at
            = page.indexOf(u".TP\n.B %1\n"_s.arg(QString(kind.name).replace(u'-', u"\\-"_s)));
        QVERIFY2(at >= 0, qPrintable(kind.name));
        const QString section = page.mid(at, page.indexOf(u".RE\n"_s, at) - at);
        for (const models::SessionOption &option : kind.options)
            QVERIFY2(section.contains(u".B %1=\n"_s.arg(option.name)),
                     qPrintable(kind.name + u' ' + option.name));
    }
}

QTEST_GUILESS_MAIN(KindDocsTest)
#include "KindDocsTest.moc"
