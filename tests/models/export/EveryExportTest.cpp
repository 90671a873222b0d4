// SPDX-License-Identifier: GPL-3.0-or-later

// One recording with events of all kinds over all transports, in every format there is: whole, of a
// span of time and filtered. Beside ../expected/*.txt.

#include "models/export/Comparison.h"
#include "models/export/Export.h"
#include "models/export/HtmlReport.h"
#include "models/export/QueryOutput.h"
#include "models/export/RunFigures.h"
#include "tests/models/RecordedRun.h"
#include "tests/support/Expected.h"

#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

namespace {

QString expected(const char *name)
{
    return QStringLiteral(LOOPSCOPE_EXPECTED "/") + QLatin1StringView(name);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList linesOf(const QByteArray &bytes, const Recording &file)
{
    return QString::fromUtf8(bytes)
        .replace(file.path(), u"RECORDING"_s)
        .replace(QFileInfo(file.path()).fileName(), u"RECORDING"_s)
        .replace(QFileInfo(file.path()).completeBaseName(), u"RECORDING"_s)
        .split(u'\n');
}

// Blocks of pcapng, one a line; what makes it is a version.
QStringList blocksOf(const QByteArray &bytes)
{
    QStringList lines;
    for (qsizetype at = 0; at + 8 <= bytes.size();) {
        quint32 size = 0;
        memcpy(&size, bytes.constData() + at + 4, 4);
        if (size < 12)
            return {u"a block of %1 bytes"_s.arg(size)};
        lines << QString::fromLatin1(bytes.mid(at, size).toHex());
        at += size;
    }
    return lines;
}

QStringList figuresOf(const RunFigures &figures)
{
    QStringList lines;
    lines << u"%1 to %2"_s.arg(figures.first - Epoch).arg(figures.last - Epoch);
    for (const auto &each : figures.figures)
        lines << u"%1: %2 (%3) unit %4 less %5 = %6"_s.arg(each.name, wordsOf(each), each.meaning)
                     .arg(int(each.unit))
                     .arg(each.lessIsBetter)
                     .arg(each.value ? QString::number(*each.value, 'g', 12) : u"none"_s);
    for (const auto &each : figures.busiest)
        lines << u"busiest %1: %2 tasks %3 steps %4 ns, longest %5"_s.arg(each.name)
                     .arg(each.tasks)
                     .arg(each.steps)
                     .arg(each.busy)
                     .arg(each.longest);
    for (const auto &each : figures.longest)
        lines << u"step %1 %2 ns %3"_s.arg(each.time - Epoch).arg(each.length).arg(each.name);
    for (const auto &each : figures.warnings)
        lines
            << u"warning %1 %2 '%3' %4"_s.arg(each.kind, each.place, each.message).arg(each.count);
    for (const auto &each : figures.connections)
        lines << u"connection %1 in %2 out %3 %4 %5 %6 %7 %8 '%9'"_s.arg(each.id)
                     .arg(each.bytesIn)
                     .arg(each.bytesOut)
                     .arg(each.transport, each.role, each.local, each.peer, each.state, each.error)
                + u" %1 %2"_s.arg(each.opened - Epoch).arg(each.closed ? each.closed - Epoch : 0);
    for (const auto &each : figures.seconds)
        lines << u"second %1: %2 messages %3 in %4 out %5 events %6 warnings %7 faults %8 errors"_s
                     .arg((each.time - Epoch) / Second)
                     .arg(each.messages)
                     .arg(each.bytesIn)
                     .arg(each.bytesOut)
                     .arg(each.events)
                     .arg(each.warnings)
                     .arg(each.faults)
                     .arg(each.errors)
                + u" lag %1, %2 connections %3 tasks"_s.arg(each.lag)
                      .arg(each.connections)
                      .arg(each.tasks);
    for (const auto &each : figures.sessions)
        lines << u"session %1 %2 %3"_s.arg(each.id.value).arg(each.kind).arg(int(each.state));
    return lines;
}

} // namespace

class EveryExportTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::unique_ptr<Recording> file_;

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        qputenv("TZ", "UTC");
        tzset();
        file_ = recordedRun();
    }
    void cleanupTestCase() { file_.reset(); }

    void everyFormat_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("variant");
        for (const char *extension : {"jsonl", "csv", "pcapng", "perfetto-trace"}) {
            for (const int variant : {0, 1, 2})
                QTest::addRow("%s %d", extension, variant)
                    << QString::fromLatin1(extension) << variant;
        }
    }

    void everyFormat()
    {
        QFETCH(QString, name);
        QFETCH(int, variant);
        Export::Options options;
        if (variant == 1) { // the second of the three seconds, ends included
            options.first = Epoch + 2 * Second + 251 * Millisecond;
            options.last = Epoch + 2 * Second + 259 * Millisecond;
            options.guardsFormulas = true;
        } else if (variant == 2) {
            options.shows = [](const StoredEvent &event, const QString &session) {
                return event.connection < 3 && session != u"none";
            };
        }
        const QString target = folder_.filePath(u"out."_s + name);
        const auto done = Export::run(file_->path(), target, options);
        QVERIFY2(done, qPrintable(done.problem()));
        const QByteArray content = contentOf(target);
        QStringList lines;
        if (name == u"pcapng") {
            lines = blocksOf(content).mid(1);
        } else if (name == u"perfetto-trace") {
            for (qsizetype at = 0; at < content.size(); at += 64)
                lines << QString::fromLatin1(content.mid(at, 64).toHex());
        } else {
            lines = linesOf(content, *file_);
        }
        const QString text = u"export-%1-%2.txt"_s.arg(name).arg(variant);
        QCOMPARE(::test::differenceFrom(expected(text.toUtf8().constData()), lines), QString());
    }

    void figuresAndReport()
    {
        const auto figures = RunFigures::of(file_->path());
        QVERIFY2(figures, qPrintable(figures.problem()));
        QStringList lines = figuresOf(*figures);
        lines += linesOf(htmlReport(*figures), *file_);
        QCOMPARE(::test::differenceFrom(expected("figures.txt"), lines), QString());
    }

    void twoRunsBesideEachOther()
    {
        const auto slower = recordedRun(2);
        const auto first = RunFigures::of(file_->path()), second = RunFigures::of(slower->path());
        QVERIFY(first && second);
        QStringList lines;
        for (const auto &[one, other] :
             {std::pair {&*first, &*second}, {&*second, &*first}, {&*first, &*first}}) {
            const Comparison comparison(*one, *other);
            lines += comparison.text()
                         .replace(file_->path(), u"FIRST"_s)
                         .replace(slower->path(), u"SECOND"_s)
                         .split(u'\n');
            lines << QString::fromUtf8(comparison.json())
                         .replace(file_->path(), u"FIRST"_s)
                         .replace(slower->path(), u"SECOND"_s);
            for (const Comparison::Section &section : comparison.sections()) {
                lines << section.title;
                for (const Comparison::Row &row : section.rows)
                    lines << u"  %1 | %2 | %3 | %4 | %5 | %6"_s
                                 .arg(row.name, row.first, row.second, row.change, row.meaning)
                                 .arg(row.differs);
            }
        }
        for (const QString &text :
             {u"p99<1.1x"_s,     u"p99<=2x"_s,   u"p99<2x"_s,     u"p99<=6ms"_s,
              u"p99<6ms"_s,      u"p99<7ms"_s,   u"warnings<1"_s, u"warnings<=1x"_s,
              u"rate>0.9x"_s,    u"rate>=1x"_s,  u"rate>1x"_s,    u"rate>500"_s,
              u"rate>=500"_s,    u"x<1"_s,       u"p99"_s,        u"p99<"_s,
              u"p99<x"_s,        u"p99<-1x"_s,   u"p99<5"_s,      u"errors<1ms"_s,
              u"bytes_in<2MB"_s, u"faults<=1"_s, u"faults<1"_s}) {
            const auto limit = RunLimit::read(text);
            lines << text + u": "_s
                    + (limit ? u"%1 %2"_s.arg(limit->holds(*first, *second))
                                   .arg(limit->holds(*second, *first))
                             : limit.problem());
        }
        QCOMPARE(::test::differenceFrom(expected("comparison.txt"), lines), QString());
    }

    void tables()
    {
        const auto query = Query::open(file_->path());
        QVERIFY2(query, qPrintable(query.problem()));
        const QString target = folder_.filePath(u"rows"_s);
        QStringList all;
        for (const auto format :
             {QueryOutput::Format::Columns, QueryOutput::Format::Json, QueryOutput::Format::Csv}) {
            for (const QString &sql :
                 {u"SELECT * FROM events"_s,
                  u"SELECT number FROM events ORDER BY number DESC LIMIT 3"_s,
                  u"SELECT number, event FROM events WHERE number > 3 AND number <= 7"_s,
                  u"SELECT number FROM events WHERE number >= 5 AND number < 8 ORDER BY number"_s,
                  u"SELECT number FROM events WHERE connection = 2 AND event = 'data in'"_s,
                  u"SELECT number FROM events WHERE task = 3"_s,
                  u"SELECT number FROM events WHERE number = 4 OR number = 9999"_s,
                  u"SELECT count(*), sum(bytes), min(time), max(time) FROM events"_s,
                  u"SELECT NULL, 1, 1.5, 'text', x'00ff'"_s, u"SELECT nothing"_s,
                  u"SELECT 1 WHERE 0"_s}) {
                CheckedFile file(target);
                QVERIFY(file.problem().isEmpty());
                ExportOutput out(file, false);
                QueryOutput rows(out, format);
                const QString problem = (*query)->run(
                    sql, [&rows](const QStringList &columns) { rows.begin(columns); },
                    [&rows](const Query::Row &row) {
                        rows.add(row);
                        return true;
                    });
                rows.end();
                out.writeOut();
                QVERIFY(file.commit());
                all << sql + u' ' + problem;
                all += QString::fromUtf8(contentOf(target)).split(u'\n');
            }
        }
        QCOMPARE(::test::differenceFrom(expected("query.txt"), all), QString());
    }
};

QTEST_GUILESS_MAIN(EveryExportTest)
#include "EveryExportTest.moc"
