// SPDX-License-Identifier: GPL-3.0-or-later

// What a filter cannot show is not read: a search for a connection or a kind of event in a long log
// passes over the segments without, and takes no payload along that nobody looks at.

#include "models/EventFilter.h"
#include "models/LogModel.h"
#include "models/record/OpenedRecording.h"
#include "models/record/Recording.h"
#include "models/record/Sqlite.h"
#include "tests/models/record/Recordings.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

namespace {

constexpr quint64 bit(loop::EventKind kind)
{
    return quint64 {1} << static_cast<unsigned>(kind);
}

} // namespace

class EventFilterTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatAFilterCannotShowIsLeftOut_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<quint64>("connection");
        QTest::addColumn<quint64>("task");
        QTest::addColumn<quint64>("kinds");
        QTest::addColumn<bool>("payload");
        const quint64 data = bit(loop::EventKind::DataIn) | bit(loop::EventKind::DataOut);
        QTest::newRow("nothing") << u""_s << 0ULL << 0ULL << 0ULL << true;
        QTest::newRow("connection") << u"connection:77"_s << 77ULL << 0ULL << 0ULL << false;
        QTest::newRow("all of it")
            << u"connection:77 task:5 event:data bytes>1"_s << 77ULL << 5ULL << data << false;
        QTest::newRow("one kind") << u"event:error"_s << 0ULL << 0ULL << bit(loop::EventKind::Error)
                                  << false;
        QTest::newRow("a word looks everywhere")
            << u"connection:77 abc"_s << 77ULL << 0ULL << 0ULL << true;
        QTest::newRow("detail ends in payload") << u"detail:abc"_s << 0ULL << 0ULL << 0ULL << true;
        QTest::newRow("one or the other")
            << u"connection:77 or task:5"_s << 0ULL << 0ULL << 0ULL << false;
        QTest::newRow("not that one") << u"not connection:77"_s << 0ULL << 0ULL << 0ULL << false;
        QTest::newRow("not a number") << u"connection>77"_s << 0ULL << 0ULL << 0ULL << false;
        QTest::newRow("not payload") << u"not payload:abc"_s << 0ULL << 0ULL << 0ULL << true;
    }
    void whatAFilterCannotShowIsLeftOut()
    {
        QFETCH(const QString, text);
        const EventFilter filter(text);
        QVERIFY(!filter.mistake());
        RecordingReader::Narrowing narrowing;
        filter.narrow(narrowing);
        QTEST(narrowing.connection, "connection");
        QTEST(narrowing.task, "task");
        QTEST(narrowing.kinds, "kinds");
        QTEST(narrowing.payload, "payload");
        // What is narrow already is so for another reason.
        narrowing = {.connection = 3, .payload = false};
        filter.narrow(narrowing);
        QCOMPARE(narrowing.connection, 3ULL);
        QVERIFY(!narrowing.payload);
    }

    // A damaged part that is not read is not missed.
    void whatCannotHoldItIsPassedOver_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("rows");
        QTest::addColumn<bool>("passed");
        QTest::newRow("connection") << u"connection:2"_s << 10 << true;
        QTest::newRow("kind") << u"event:fault"_s << 10 << true;
        QTest::newRow("word") << u"needle"_s << 10 << false;
        QTest::newRow("another kind") << u"event:data bytes<10"_s << 0 << false;
    }
    void whatCannotHoldItIsPassedOver()
    {
        QFETCH(const QString, text);
        QFETCH(const int, rows);
        QFETCH(const bool, passed);
        QTemporaryDir folder;
        const QString path = folder.filePath(u"run.loopscope"_s);
        {
            Recording file;
            for (int i = 0; i < 300; ++i) // on connection 1, 3 MB
                file.apply(noise(1, 10'000));
            file.flush();
            loop::Delta last = delta();
            for (int i = 0; i < 10; ++i)
                addEvent(last, loop::EventKind::Fault, 2, {}, "needle");
            file.apply(last);
            QVERIFY(*file.saveAs(path));
        }
        SqliteDatabase(path.toStdString(), SqliteDatabase::Mode::Write)
            .run("UPDATE segments SET data = zeroblob(length(data)) WHERE last_event <= 200");
        const auto file = OpenedRecording::open(path);
        QVERIFY(file);
        LogModel log(file->get(), nullptr);
        QSignalSpy failed(&log, &LogModel::readFailed);
        log.batchEnded(Epoch);
        QVERIFY(!log.setFilterText(text));
        QTRY_VERIFY(!log.searching());
        QCOMPARE(log.rowCount(), rows);
        QCOMPARE(failed.isEmpty(), passed);
    }
};

QTEST_GUILESS_MAIN(EventFilterTest)
#include "EventFilterTest.moc"
