// SPDX-License-Identifier: GPL-3.0-or-later

// A conversation of any length is there from its first byte to its last, found through whole, and
// little of it in memory; what the ring of the recording lets go leaves it to the row.

#include "models/Conversation.h"
#include "models/ConversationFind.h"
#include "models/Roles.h"
#include "models/record/Recording.h"
#include "tests/models/Deltas.h"
#include "tests/models/ReadRows.h"

#include <QtCore/QFile>
#include <QtCore/QRandomGenerator>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;
using Direction = Conversation::Direction;
using Mode = Conversation::Mode;

namespace {

QByteArray randomBytes(QRandomGenerator &random, int size)
{
    QByteArray bytes(size, '\0');
    for (char &each : bytes)
        each = char(random.bounded(256));
    return bytes;
}

// What this process has read of files so far, bytes.
qint64 readSoFar()
{
    QFile said(u"/proc/self/io"_s);
    return said.open(QIODevice::ReadOnly) ? said.readLine().split(' ').last().toLongLong() : -1;
}

} // namespace

class LongConversationTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    // Pieces of random bytes both ways, among those of another connection.
    void itIsWholeInRowsAndBytes()
    {
        constexpr int pieces = 400, size = 10'000;
        QRandomGenerator random(7);
        Recording file;
        QByteArray said[2];
        for (int i = 0; i < pieces; ++i) {
            loop::Delta made = delta(i * Millisecond);
            const QByteArray bytes = randomBytes(random, size);
            addEvent(made, i % 3 != 0 ? loop::EventKind::DataIn : loop::EventKind::DataOut, 1,
                     bytes.toStdString());
            addEvent(made, loop::EventKind::DataIn, 2, "another");
            said[i % 3 != 0 ? 0 : 1] += bytes;
            file.apply(made);
        }
        file.flush();
        Conversation model(&file);
        model.setConnection(1);
        QVERIFY(settle(model));
        QCOMPARE(model.rowCount(), pieces * size / 16);
        QCOMPARE(model.note(), QString());
        QVERIFY(heard(model, Direction::In) == said[0]);
        QVERIFY(heard(model, Direction::Out) == said[1]);
        // The first row is the first of what was sent, the last the last of what was received.
        QCOMPARE(cell(model, 0, ConversationColumn::Content),
                 QString::fromLatin1(said[1].left(16).toHex(' ')));
        QCOMPARE(cell(model, 0, ConversationColumn::Offset), u"000000"_s);
        const int last = model.rowCount() - 1;
        QCOMPARE(cell(model, last, ConversationColumn::Content),
                 QString::fromLatin1(said[1].right(16).toHex(' ')));
        QCOMPARE(cell(model, last, ConversationColumn::Offset),
                 QString::number(said[1].size() - 16, 16));
        const QByteArray word = said[0].mid(said[0].size() / 2, 12);
        model.setSearch(*ByteSearch::of(ByteSearch::Kind::Hex, QString::fromLatin1(word.toHex())));
        QVERIFY(settle(model));
        QCOMPARE(model.matches().count(), 1);
        const int row = model.stepMatch(true, 0);
        QVERIFY(row > 0);
        QVERIFY(!cell(model, row, ConversationColumn::Content).isEmpty());
        QVERIFY(model.index(row, ConversationColumn::Content).data(HighlightRole).isValid());
        model.setMode(Mode::Text);
        QVERIFY(heard(model, Direction::Out) == said[1]);
        const int textRow = model.stepMatch(true, 0);
        QVERIFY(!cell(model, textRow, ConversationColumn::Content).isEmpty());
        QVERIFY(model.index(textRow, ConversationColumn::Content).data(HighlightRole).isValid());
        Conversation::Wanted some;
        some.most = 1'000;
        QVERIFY(collect(model, some).cut);
    }

    // What is found bit by bit is what is found in all of it at once, whatever the pieces.
    void whatIsFoundIsWhatIsThere_data()
    {
        QTest::addColumn<ByteSearch::Kind>("kind");
        QTest::addColumn<QString>("words");
        QTest::newRow("text") << ByteSearch::Kind::Text << u"abba"_s;
        QTest::newRow("hex") << ByteSearch::Kind::Hex << u"61 62"_s;
        QTest::newRow("expression") << ByteSearch::Kind::Expression << u"^a[ab]{3,70}\n"_s;
        QTest::newRow("behind") << ByteSearch::Kind::Expression << u"(?<=bbbb)a+"_s;
    }

    void whatIsFoundIsWhatIsThere()
    {
        QFETCH(ByteSearch::Kind, kind);
        QFETCH(QString, words);
        const ByteSearch search = *ByteSearch::of(kind, words);
        QRandomGenerator random(11);
        Recording file;
        QByteArray all;
        while (all.size() < 1'500'000) {
            loop::Delta made = delta(all.size());
            for (int i = 0; i < 50; ++i) {
                QByteArray piece(random.bounded(1, 3'000), '\0');
                for (char &each : piece)
                    each = "abAB\n"[random.bounded(20) == 0 ? 4 : random.bounded(4)];
                all += piece;
                addEvent(made, loop::EventKind::DataIn, 1, piece.toStdString());
            }
            file.apply(made);
        }
        file.flush();
        Conversation model(&file);
        model.setConnection(1);
        model.setSearch(search);
        QVERIFY(settle(model));
        const QList<ByteSearch::Match> there = search.in(all, 0, all.size());
        QVERIFY(there.size() > 100);
        const auto most = std::min<qsizetype>(there.size(), StreamMatches::Most);
        QCOMPARE(model.matches().count(), most);
        for (qsizetype i = 0; i < most; ++i) {
            QCOMPARE(qsizetype(model.matches().at(i).offset), there[i].at);
            QCOMPARE(model.matches().at(i).size, there[i].size);
        }
    }

    // Of many searches the newest counts, and those before it come to an end.
    // However large the pieces are that it went in.
    void aSearchReadsHardlyMoreThanItLooksThrough()
    {
        constexpr int pieces = 200, size = 64 * 1024;
        QRandomGenerator random(5);
        Recording file;
        for (int i = 0; i < pieces; ++i) {
            loop::Delta made = delta(i * Millisecond);
            addEvent(made, loop::EventKind::DataIn, 1, randomBytes(random, size).toStdString());
            file.apply(made);
        }
        file.flush();
        Conversation model(&file);
        model.setConnection(1);
        QVERIFY(settle(model));
        const qint64 before = readSoFar();
        QVERIFY(before > 0);
        model.setSearch(*ByteSearch::of(ByteSearch::Kind::Text, u"nobody says this"_s));
        QVERIFY(settle(model));
        QCOMPARE(model.matches().count(), 0);
        const qint64 read = readSoFar() - before;
        QVERIFY2(read > pieces * size && read < 3 * pieces * size,
                 qPrintable(QString::number(read)));
    }

    void aSearchThatIsReplacedEnds()
    {
        QRandomGenerator random(9);
        Recording file;
        loop::Delta made = delta(Second);
        for (int i = 0; i < 200; ++i)
            addEvent(made, loop::EventKind::DataIn, 1,
                     randomBytes(random, 10'000).toStdString() + "the word");
        file.apply(made);
        file.flush();
        Conversation model(&file);
        model.setConnection(1);
        QVERIFY(settle(model));
        const auto search = [&model](const QString &word) {
            model.setSearch(*ByteSearch::of(ByteSearch::Kind::Text, word));
        };
        for (int round = 0; round < 30; ++round) {
            search(u"e"_s);
            search(u"the word"_s);
            QTest::qWait(round % 3); // it has begun, or not
        }
        QVERIFY(settle(model));
        QCOMPARE(model.matches().count(), 200);
    }

    // A view may be scrolled over very much: what was looked at last is read, the rest is not.
    void whatWasScrolledOverIsNotRead()
    {
        constexpr int blocks = 40, rowsOfOne = 64 * 1024 / 16;
        QRandomGenerator random(3);
        Recording file;
        for (int i = 0; i < blocks; ++i) {
            loop::Delta made = delta(i * Millisecond);
            addEvent(made, loop::EventKind::DataIn, 1,
                     QByteArray(64 * 1024, char('a' + i % 26)).toStdString());
            // Nothing of it stays in memory.
            addEvent(made, loop::EventKind::DataIn, 2, randomBytes(random, 10).toStdString());
            file.apply(made);
        }
        for (int i = 0; i < 400; ++i) {
            loop::Delta made = delta(Second + i * Millisecond);
            addEvent(made, loop::EventKind::DataIn, 1,
                     randomBytes(random, 64 * 1024).toStdString());
            file.apply(made);
        }
        file.flush();
        Conversation model(&file);
        model.setConnection(1);
        QVERIFY(settle(model));
        const auto shown = [&model](int block) {
            return model.index(block * rowsOfOne, ConversationColumn::Content).data().isValid();
        };
        QList<int> asked; // some are known, the ends of what was read at once
        for (int block = 0; block < blocks; ++block) {
            if (!shown(block))
                asked << block;
        }
        QVERIFY(asked.size() > 20);
        QList<int> order;
        connect(&model, &Conversation::dataChanged, this,
                [&](const QModelIndex &first) { order << first.row() / rowsOfOne; });
        QVERIFY(settle(model));
        QVERIFY2(order.size() >= 16 && order.size() <= 17,
                 qPrintable(QString::number(order.size())));
        QCOMPARE(order.first(), asked.last()); // what is looked at now comes first
        QVERIFY(order.contains(asked[asked.size() - 16]));
        QVERIFY(shown(asked.last()));
        QVERIFY(!shown(asked.first()));
        QVERIFY(settle(model));
        QVERIFY(shown(asked.first()));
    }

    // What was scrolled over is gone by the time that it could be read: what is left is read.
    void whatHasLeftIsNotWaitedFor()
    {
        QRandomGenerator random(5);
        Recording::Limits limits;
        limits.bytes = 40'000'000;
        Recording file(QString(), limits);
        const auto say = [&](int pieces) {
            for (int i = 0; i < pieces; ++i) {
                loop::Delta made = delta(i * Millisecond);
                addEvent(made, loop::EventKind::DataIn, 1,
                         randomBytes(random, 100'000).toStdString());
                file.apply(made);
            }
            file.flush();
        };
        say(300);
        Conversation model(&file);
        model.setConnection(1);
        QVERIFY(settle(model));
        QCOMPARE(file.firstEvent(), 1);
        limits.bytes = 20'000'000;
        file.setLimits(limits);
        say(10);
        constexpr int rowsOfOne = 100'000 / 16, rowsOfBlock = 2 * rowsOfOne;
        const int leaving = int(file.firstEvent() - 1) * rowsOfOne - rowsOfBlock;
        // The first that is not known from there on.
        const auto look = [&model](int row, int end) {
            while (row < end && model.index(row, ConversationColumn::Content).data().isValid())
                row += rowsOfBlock;
            return row;
        };
        const int all = model.rowCount();
        const int later = look(all * 2 / 3, all), first = look(0, leaving); // read first
        QVERIFY(later < all && first < leaving);
        model.batchEnded(Epoch);
        const int gone = all - model.rowCount();
        QVERIFY2(gone > first && gone < later, qPrintable(QString::number(gone)));
        QVERIFY(settle(model));
        QVERIFY(model.index(later - gone, ConversationColumn::Content).data().isValid());
    }

    void whatTheRingLetsGoLeavesAndTheRestStays_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("small ones, that share a block") << 2'000;
        QTest::newRow("large ones") << 100'000;
    }

    void whatTheRingLetsGoLeavesAndTheRestStays()
    {
        QFETCH(int, size);
        QRandomGenerator random(5);
        Recording::Limits limits;
        limits.bytes = 3'000'000;
        Recording file(QString(), limits);
        Conversation model(&file);
        model.setConnection(1);
        QByteArray said;
        for (int i = 0; said.size() < 10'000'000; ++i) {
            loop::Delta made = delta(i * Millisecond);
            for (int j = 0; j < 200'000 / size; ++j) {
                const QByteArray bytes = randomBytes(random, size);
                said += bytes;
                addEvent(made, loop::EventKind::DataIn, 1, bytes.toStdString());
            }
            for (int j = 0; j < 20; ++j)
                addEvent(made, loop::EventKind::DataIn, 2,
                         randomBytes(random, 1'000).toStdString());
            file.apply(made);
            file.flush();
            model.batchEnded(Epoch);
            if (i % 5 == 0)
                QVERIFY(settle(model));
        }
        QVERIFY(settle(model));
        model.batchEnded(Epoch);
        QVERIFY(settle(model));
        QVERIFY(file.firstEvent() > 1);
        QVERIFY(model.note().contains(u"have left the recording"_s));
        const QByteArray now = heard(model, Direction::In);
        QVERIFY(now.size() > 500'000 && now.size() < said.size());
        QVERIFY(said.endsWith(now));
        const int rowsOfOne = (size + 15) / 16;
        QCOMPARE(model.rowCount(), int(now.size() / size) * rowsOfOne);
        QCOMPARE(cell(model, 0, ConversationColumn::Content),
                 QString::fromLatin1(now.left(std::min(16, size)).toHex(' ')));
        QCOMPARE(cell(model, 0, ConversationColumn::Offset),
                 QString::number(said.size() - now.size(), 16).rightJustified(6, u'0'));
        // Nothing that can still be read is missing.
        qint64 events = 0;
        auto reader = RecordingReader::open(file.path());
        QVERIFY(reader);
        QCOMPARE((*reader)->scan(file.firstEvent(), file.eventCount(), {1, 0, false},
                                 [&events](const StoredEvent &) { return ++events > 0; }),
                 QString());
        QCOMPARE(now.size() / size, events);
    }
};

QTEST_GUILESS_MAIN(LongConversationTest)
#include "LongConversationTest.moc"
