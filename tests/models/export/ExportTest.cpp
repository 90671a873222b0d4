// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/RecordingReader.h"
#include "tests/models/export/Exported.h"

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QLocale>

#include <malloc.h>

using namespace models;
using namespace models::test;
using loop::EventKind;

namespace {

// The most memory that the process has had, kB; from here on, where the system lets us ask so.
qint64 peak()
{
    for (const QByteArray &line :
         Exported::contentOf(QStringLiteral("/proc/self/status")).split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.simplified().split(' ').at(1).toLongLong();
    }
    return 0;
}

qint64 peakAfterReset()
{
    QFile file(QStringLiteral("/proc/self/clear_refs"));
    if (file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        file.write("5");
    return peak();
}

// Those of the events; none where the line before them is not there.
QByteArrayList eventLines(const QString &path)
{
    QByteArrayList lines = Exported::contentOf(path).split('\n');
    const QJsonObject head = QJsonDocument::fromJson(lines.takeFirst()).object();
    const bool known = head[QStringLiteral("schema")].toString() == u"loopscope.events"
        && head[QStringLiteral("schema_version")].toInt() == Export::JsonLinesVersion;
    return known ? lines : QByteArrayList();
}

} // namespace

class ExportTest final : public Exported {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    // A number of nothing is left out, but that a message had no bytes is something to tell.
    void aMessageWithoutBytesHasItsNumber()
    {
        loop::Delta made = delta(2 * Second);
        addEvent(made, EventKind::DataIn, 6);
        addEvent(made, EventKind::DataOut, 6);
        addEvent(made, EventKind::Eof, 6);
        file_->apply(made);
        file_->flush();
        const QString target = path("log.jsonl");
        QCOMPARE(*Export::run(file_->path(), target), Export::Outcome::Done);
        for (const QByteArray &line : eventLines(target)) {
            const QJsonObject event = QJsonDocument::fromJson(line).object();
            if (event[QStringLiteral("connection")].toInt() != 6)
                continue;
            const bool data = event[QStringLiteral("event")].toString() != u"eof";
            QCOMPARE(event.contains(QStringLiteral("bytes")), data);
            QCOMPARE(event[QStringLiteral("bytes")].toInt(-1), data ? 0 : -1);
            QVERIFY(!event.contains(QStringLiteral("payload")));
            QVERIFY(!event.contains(QStringLiteral("payload_base64")));
            QVERIFY(!event.contains(QStringLiteral("payload_missing")));
        }
    }

    void jsonLinesHoldEveryField()
    {
        const QString target = path("log.jsonl");
        QCOMPARE(*Export::run(file_->path(), target), Export::Outcome::Done);
        const QByteArrayList lines = eventLines(target);
        QCOMPARE(lines.size(), 4); // the last one ends with a line feed, too
        QList<QJsonObject> events;
        for (int i = 0; i < 3; ++i) {
            QJsonParseError error;
            events.push_back(QJsonDocument::fromJson(lines[i], &error).object());
            QCOMPARE(error.error, QJsonParseError::NoError);
        }
        const auto value = [&events](int line, const char *key) {
            return events[line].value(QString::fromUtf8(key));
        };
        QCOMPARE(value(0, "number").toInt(), 1);
        QCOMPARE(value(0, "event").toString(), QStringLiteral("connect"));
        QCOMPARE(value(0, "detail").toString(), QStringLiteral("accepted from 127.0.0.1:49152"));
        QCOMPARE(value(0, "session").toString(), QStringLiteral("echo 127.0.0.1:8881"));
        QVERIFY(value(0, "time").toString().endsWith(QStringLiteral(".041237Z")));
        QCOMPARE(value(0, "time_ns").toInteger(), Epoch + Second + 41'237'000);
        QVERIFY(!events[0].contains(QStringLiteral("payload")));
        QCOMPARE(value(1, "payload").toString(),
                 QString::fromUtf8("say \"hello\",\r\nworld ✓\\\t"));
        QCOMPARE(QByteArray::fromBase64(value(1, "payload_base64").toString().toLatin1()),
                 "say \"hello\",\r\nworld ✓\\\t");
        QVERIFY(!events[2].contains(QStringLiteral("payload")));
        QCOMPARE(value(1, "network.io.direction").toString(), QStringLiteral("receive"));
        QCOMPARE(value(2, "network.io.direction").toString(), QStringLiteral("transmit"));
        QVERIFY(!events[0].contains(QStringLiteral("network.io.direction")));
        QCOMPARE(value(1, "merged").toInt(), 12);
        QCOMPARE(value(2, "payload_base64").toString(), QStringLiteral("AP8Q"));
        QCOMPARE(value(2, "bytes").toInt(), 3);
        QCOMPARE(value(2, "task").toInt(), 9);
        QCOMPARE(value(2, "connection").toInt(), 5);
    }

    void csvSurvivesQuotesCommasAndLineBreaks()
    {
        const QString target = path("log.csv");
        QCOMPARE(*Export::run(file_->path(), target), Export::Outcome::Done);
        const QList<QByteArrayList> rows = parseCsv(contentOf(target));
        QCOMPARE(rows.size(), 4);
        for (const QByteArrayList &row : rows)
            QCOMPARE(row.size(), 14);
        QCOMPARE(rows[0].first(), "number");
        QCOMPARE(rows[2][rows[0].indexOf("payload")], "say \"hello\",\r\nworld ✓\\\t");
        QCOMPARE(rows[2][rows[0].indexOf("merged")], "12");
        QCOMPARE(rows[3][rows[0].indexOf("payload_base64")], "AP8Q");
        QCOMPARE(rows[3][rows[0].indexOf("session")], "echo 127.0.0.1:8881");
    }

    void formulasAreGuardedWhereThatIsAskedFor()
    {
        loop::Delta made = delta(3 * Second);
        for (const char *payload : {"=1+1", "-2,5", "@x", "a=1"})
            addEvent(made, EventKind::DataIn, 8, payload, payload);
        file_->apply(made);
        file_->flush();
        Export::Options options;
        options.shows
            = [](const StoredEvent &event, const QString &) { return event.connection == 8; };
        const auto cells = [&](const char *column, bool guarded) {
            options.guardsFormulas = guarded;
            QByteArrayList list;
            if (Export::run(file_->path(), path("log.csv"), options)) {
                const auto rows = parseCsv(contentOf(path("log.csv")));
                for (const QByteArrayList &row : rows.mid(1))
                    list << row[rows[0].indexOf(column)];
            }
            return list;
        };
        for (const char *column : {"payload", "detail"}) {
            QCOMPARE(cells(column, false), (QByteArrayList {"=1+1", "-2,5", "@x", "a=1"}));
            QCOMPARE(cells(column, true), (QByteArrayList {"'=1+1", "'-2,5", "'@x", "a=1"}));
        }
    }

    void csvQuotesACarriageReturnAlone()
    {
        loop::Delta made = delta();
        addEvent(made, EventKind::DataIn, 5, "one\rtwo");
        file_->apply(made);
        file_->flush();
        QCOMPARE(*Export::run(file_->path(), path("log.csv")), Export::Outcome::Done);
        QVERIFY(contentOf(path("log.csv")).contains(",\"one\rtwo\","));
    }

    void whatIsMissingFromThePayloadIsSaid()
    {
        loop::Delta made = delta();
        addEvent(made, EventKind::DataIn, 5, std::string(4096, 'x')).bytes = 5000;
        addEvent(made, EventKind::DataIn, 5, "whole");
        file_->apply(made);
        file_->flush();
        QCOMPARE(*Export::run(file_->path(), path("log.jsonl")), Export::Outcome::Done);
        const QByteArrayList lines = eventLines(path("log.jsonl"));
        const QJsonObject cut = QJsonDocument::fromJson(lines[3]).object();
        QCOMPARE(cut[QStringLiteral("payload")].toString().size(), 4096);
        QCOMPARE(cut[QStringLiteral("payload_missing")].toInt(), 904);
        QVERIFY(!lines[4].contains("payload_missing"));
        QCOMPARE(*Export::run(file_->path(), path("log.csv")), Export::Outcome::Done);
        const QList<QByteArrayList> rows = parseCsv(contentOf(path("log.csv")));
        QCOMPARE(rows[0].last(), "payload_missing");
        QCOMPARE(rows[4].last(), "904");
        QCOMPARE(rows[5].last(), "");
    }

    // 5,000 of them at once would be 1 GB.
    void itsMemoryDoesNotGrowWithTheEvents_data() { eachFormat(); }
    void itsMemoryDoesNotGrowWithTheEvents()
    {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("a sanitizer keeps what was freed");
#endif
        QFETCH(const QString, target);
        for (int i = 0; i < 400; ++i) {
            loop::Delta made = delta();
            if (i == 0)
                open(made, 5);
            addEvent(made, EventKind::DataIn, 5, std::string(200'000, '\xff'));
            file_->apply(made);
            if (i % 50 == 49)
                file_->flush();
        }
        ::malloc_trim(0);
        const qint64 before = peakAfterReset();
        QCOMPARE(*Export::run(file_->path(), target), Export::Outcome::Done);
        const qint64 grown = peak() - before;
        const bool isWhole = !target.endsWith(u"html") && !target.endsWith(u"perfetto-trace");
        QCOMPARE(QFileInfo(target).size() > 80'000'000, isWhole);
        QVERIFY2(grown < 24 * 1024, qPrintable(QString::number(grown) + QStringLiteral(" kB")));
    }

    // 12 MiB that came at once, as text, as base64, and quoted: what is written is never in memory
    // as a whole; what is read of them is.
    void itsMemoryDoesNotGrowWithTheSizeOfAnEvent_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<std::string>("bytes");
        QTest::newRow("base64") << QStringLiteral("log.jsonl") << std::string("\xff");
        QTest::newRow("escaped") << QStringLiteral("log.jsonl") << std::string("\"");
        QTest::newRow("quoted") << QStringLiteral("log.csv") << std::string("\"");
    }

    void itsMemoryDoesNotGrowWithTheSizeOfAnEvent()
    {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("a sanitizer keeps what was freed");
#endif
        QFETCH(QString, name);
        QFETCH(std::string, bytes);
        constexpr std::size_t size = std::size_t {12} << 20;
        loop::Delta made = delta();
        addEvent(made, EventKind::DataIn, 5, std::string(size, bytes[0]));
        file_->apply(made);
        file_->flush();
        made = {};
        // What was needed to read it is given back before it is written.
        qint64 read = 0, before = 0;
        Export::Options options;
        options.shows = [&](const StoredEvent &event, const QString &) {
            read = std::max(read, peak());
            ::malloc_trim(0);
            before = peakAfterReset();
            return event.isData(); // of so many bytes there are several
        };
        ::malloc_trim(0);
        const qint64 atFirst = peakAfterReset();
        QCOMPARE(*Export::run(file_->path(), folder_.filePath(name), options),
                 Export::Outcome::Done);
        const qint64 written = peak() - before;
        QVERIFY(QFileInfo(folder_.filePath(name)).size() > qint64(size));
        QVERIFY2(written < 6 * 1024, qPrintable(QString::number(written) + QStringLiteral(" kB")));
        QVERIFY2(read - atFirst < 96 * 1024,
                 qPrintable(QString::number(read - atFirst) + QStringLiteral(" kB")));
    }

    void onlyWhatIsShownIsWritten()
    {
        Export::Options options;
        QStringList sessions;
        options.shows = [&sessions](const StoredEvent &event, const QString &session) {
            sessions << session;
            return event.kind == EventKind::DataIn;
        };
        QCOMPARE(*Export::run(file_->path(), path("log.jsonl"), options), Export::Outcome::Done);
        const QByteArrayList lines = eventLines(path("log.jsonl"));
        QCOMPARE(lines.size(), 2);
        QCOMPARE(QJsonDocument::fromJson(lines[0]).object()[QStringLiteral("number")].toInt(), 2);
        QCOMPARE(sessions, QStringList(3, QStringLiteral("echo 127.0.0.1:8881")));
        QCOMPARE(*Export::run(file_->path(), path("log.csv"), options), Export::Outcome::Done);
        const QList<QByteArrayList> rows = parseCsv(contentOf(path("log.csv")));
        QCOMPARE(rows.size(), 2);
        QCOMPARE(rows[1].first(), "2");
    }

    void theFormatMayBeGiven()
    {
        Export::Options options;
        options.format = Export::Format::Csv;
        QCOMPARE(*Export::run(file_->path(), path("log.txt"), options), Export::Outcome::Done);
        QCOMPARE(parseCsv(contentOf(path("log.txt"))).size(), 4);
    }

    void mistakesAreOneSentence_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("says");
        QTest::newRow("format") << path("log.xls")
                                << QStringLiteral(
                                       ".jsonl, .csv, .pcapng, .perfetto-trace, .html or .sqlite");
        QTest::newRow("folder") << QStringLiteral("/nowhere/log.csv")
                                << QStringLiteral("/nowhere/log.csv");
    }

    void mistakesAreOneSentence()
    {
        QFETCH(QString, target);
        QFETCH(QString, says);
        const auto outcome = Export::run(file_->path(), target);
        QVERIFY(!outcome);
        QVERIFY2(outcome.problem().contains(says), qPrintable(outcome.problem()));
    }

    // Scripts read it, whatever the language of the person who recorded.
    void itIsTheSameInEveryLanguage()
    {
        const auto exported = [this](const QLocale &language) {
            const QLocale before;
            QLocale::setDefault(language);
            const auto restored = qScopeGuard([&before] { QLocale::setDefault(before); });
            Recording file;
            loop::Delta made = delta(Second);
            addEvent(made, EventKind::DataIn, 5, std::string(1500, 'x'));
            file.apply(made);
            Blocked blocked;
            blocked.loopName = QStringLiteral("net");
            blocked.since = 2 * Second;
            blocked.lasted = 1'234'500'000;
            blocked.settled = true;
            file.apply(blocked);
            file.flush();
            QByteArray content;
            for (const char *name : {"log.jsonl", "log.csv"}) {
                if (!Export::run(file.path(), path(name)))
                    return QByteArray();
                content += contentOf(path(name));
            }
            return content;
        };
        const QByteArray plain = exported(QLocale::c());
        QVERIFY2(plain.contains("held for 1.23"), plain.constData());
        QCOMPARE(exported(QLocale(QLocale::German, QLocale::Germany)), plain);
        QCOMPARE(exported(QLocale(QLocale::Arabic, QLocale::Egypt)), plain);
    }

    void anEmptyLogIsAHeaderOnly()
    {
        Recording empty;
        empty.flush();
        double last = 0;
        QCOMPARE(*Export::run(empty.path(), path("log.csv"),
                              reporting([&last](double step) { last = step; })),
                 Export::Outcome::Done);
        QCOMPARE(parseCsv(contentOf(path("log.csv"))).size(), 1);
        QCOMPARE(last, 1.0);
        QCOMPARE(*Export::run(empty.path(), path("log.jsonl")), Export::Outcome::Done);
        QCOMPARE(eventLines(path("log.jsonl")), QByteArrayList {QByteArray()});
    }
};

QTEST_GUILESS_MAIN(ExportTest)
#include "ExportTest.moc"
