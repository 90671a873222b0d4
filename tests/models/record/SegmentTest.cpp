// SPDX-License-Identifier: GPL-3.0-or-later
// The ids that a segment says it holds: all of them, or none where they are too many. Whoever looks
// for one finds its events, wherever it stands in the order of coming.
#include "models/record/Recording.h"
#include "models/record/RecordingReader.h"
#include "tests/models/Deltas.h"

#include <QtTest/QTest>

using namespace models;
using namespace models::test;

class SegmentTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachOfManyIsFound_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("pieces");
        for (const int count : {1, 4095, 4096, 4097, 4098, 9000}) { // around as many as are kept
            QTest::addRow("%d in one", count) << count << 1;
            QTest::addRow("%d in three", count) << count << 3;
        }
    }

    void eachOfManyIsFound()
    {
        QFETCH(int, count);
        QFETCH(int, pieces);
        Recording file;
        for (int piece = 0; piece < pieces; ++piece) {
            loop::Delta made = delta(piece * Second);
            for (int id = count; id > 0; --id) { // the smallest comes last
                if (id % pieces != piece)
                    continue;
                addEvent(made, loop::EventKind::Connect, std::uint64_t(id)).task.value
                    = std::uint64_t(id) + 100'000;
            }
            file.apply(made);
            file.flush();
        }
        const auto reader = RecordingReader::open(file.path());
        const auto found = [&](const RecordingReader::Narrowing &narrowing) {
            int events = 0;
            const QString problem
                = (*reader)->scan(1, count, narrowing, [&](const StoredEvent &event) {
                      events += event.connection + 100'000 == event.task ? 1 : 1000;
                      return true;
                  });
            return problem.isEmpty() ? events : -1;
        };
        for (const int id : {1, 2, 3, count / 2, count - 2, count - 1, count}) {
            if (id < 1 || id > count)
                continue;
            QCOMPARE(found({std::uint64_t(id), 0}), 1);
            QCOMPARE(found({0, std::uint64_t(id) + 100'000}), 1);
        }
        QCOMPARE(found({std::uint64_t(count) + 1, 0}), 0);
        QCOMPARE(found({0, 0}), count);
    }
};

QTEST_GUILESS_MAIN(SegmentTest)
#include "SegmentTest.moc"
