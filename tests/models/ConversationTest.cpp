// SPDX-License-Identifier: GPL-3.0-or-later

// A conversation of a recording: what is found in it crosses rows and pieces, and what is copied
// are bytes.

#include "models/Conversation.h"
#include "models/Roles.h"
#include "models/record/Recording.h"
#include "models/text/Payload.h"
#include "tests/models/Deltas.h"
#include "tests/models/ReadRows.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace models;
using namespace Qt::StringLiterals;

class ConversationTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        file_ = std::make_unique<Recording>();
        conversation_ = std::make_unique<Conversation>(file_.get());
        time_ = 0;
    }

    // A fault stands before what it made of what is sent, and after what was received.
    void whatAFaultWasAboutIsMarked_data()
    {
        QTest::addColumn<int>("pieces"); // enough of them are more than a block
        QTest::newRow("a few") << 0;
        QTest::newRow("many") << 1200;
    }

    void whatAFaultWasAboutIsMarked()
    {
        QFETCH(int, pieces);
        say(true, "received");
        note("corrupt in, 4 B");
        note("latency in");
        note("drop out");
        say(true, "good");
        say(false, "sent");
        say(false, "sent as it was");
        if (pieces > 0)
            say(true, ".", 0, pieces);
        conversation_->setMode(Conversation::Mode::Text);
        QTRY_COMPARE(conversation_->rowCount(), 4 + pieces);
        const auto marked = [this](int role) {
            QStringList cells;
            for (int row = 0; row < 4; ++row)
                cells << conversation_->index(row, ConversationColumn::Direction)
                             .data(role)
                             .toString();
            return cells;
        };
        QTRY_COMPARE(marked(Qt::DisplayRole), (QStringList {u"→!"_s, u"→"_s, u"←!"_s, u"←"_s}));
        QCOMPARE(marked(Qt::AccessibleTextRole),
                 (QStringList {u"received, fault: corrupt in, 4 B; latency in"_s, u"received"_s,
                               u"sent, fault: drop out"_s, u"sent"_s}));
        QCOMPARE(conversation_->index(0, 0).data(ToneRole).toInt(), int(Tone::Warning));
        QVERIFY(conversation_->index(2, 0)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .endsWith(u"fault: drop out"_s));
    }

    void aWordThatRowsAndPiecesCutIsFound_data()
    {
        QTest::addColumn<Conversation::Mode>("mode");
        QTest::newRow("hex") << Conversation::Mode::Hex;
        QTest::newRow("text") << Conversation::Mode::Text;
        QTest::newRow("narrow hex") << Conversation::Mode::NarrowHex;
    }

    void aWordThatRowsAndPiecesCutIsFound()
    {
        QFETCH(Conversation::Mode, mode);
        const QAbstractItemModelTester tester(conversation_.get());
        conversation_->setMode(mode);
        say(true, "0123456789abcNEE"); // a row of hex ends here, and the piece, too
        say(false, "needle of the other direction");
        say(true, "DLE and more, NEEDle");
        QTRY_VERIFY(conversation_->rowCount() > 2);
        search(ByteSearch::Kind::Text, u"needle"_s);
        QCOMPARE(conversation_->matches().count(), 3);
        const int first = mode == Conversation::Mode::NarrowHex ? 1 : 0; // of 8 bytes each
        QCOMPARE(conversation_->stepMatch(true, 0), first);
        QCOMPARE(highlighted(first), mode == Conversation::Mode::Text ? u"NEE"_s : u"4e 45 45"_s);
        const int last = conversation_->rowCount() - 1;
        const int begins = mode == Conversation::Mode::Text ? last : last - 1;
        QCOMPARE(conversation_->stepMatch(false, 0), begins); // round the beginning
        QCOMPARE(conversation_->matches().current(), 2);
        QCOMPARE(conversation_->stepMatch(true, 0), first);
        QCOMPARE(conversation_->matches().current(), 0);
        // It stays the current one when more comes.
        say(true, "a NEEDLE");
        QTRY_COMPARE(conversation_->matches().count(), 4);
        QCOMPARE(conversation_->matches().current(), 0);
        search(ByteSearch::Kind::Hex, u"45 45 44"_s);
        QCOMPARE(conversation_->matches().count(), 3);
        search(ByteSearch::Kind::Expression, u"[A-Z]{6}"_s);
        QCOMPARE(conversation_->matches().count(), 2);
        conversation_->setSearch(std::nullopt);
        QCOMPARE(conversation_->matches().count(), 0);
        QCOMPARE(highlighted(0), QString());
    }

    void bytesThatWereNotKeptAreNoPartOfAMatch()
    {
        say(true, "NEE", 100);
        say(true, "DLE");
        QTRY_VERIFY(conversation_->rowCount() > 1);
        search(ByteSearch::Kind::Text, u"needle"_s);
        QCOMPARE(conversation_->matches().count(), 0);
    }

    void bytesAreCopiedWithoutWhatIsAroundThem()
    {
        say(true, "ab\r\n");
        say(false, QByteArray("\x00\xff", 2));
        QTRY_COMPARE(conversation_->rowCount(), 2);
        QCOMPARE(bytesOf(0, 1), QByteArray("ab\r\n\x00\xff", 6));
        QCOMPARE(bytesOf(1, 1), QByteArray("\x00\xff", 2));
        QCOMPARE(payload::asCArray(bytesOf(0, 0)),
                 u"const unsigned char bytes[4] = {\n    0x61, 0x62, 0x0d, 0x0a,\n};\n"_s);
    }

    // No more than so many bytes, and that there are more is said only where there are.
    void whatIsCopiedIsBounded_data()
    {
        QTest::addColumn<int>("most");
        QTest::addColumn<int>("copied");
        QTest::addColumn<bool>("cut");
        QTest::newRow("a row") << 16 << 16 << true;
        QTest::newRow("more than a row") << 17 << 32 << true;
        QTest::newRow("all but a byte") << 39 << 40 << false;
        QTest::newRow("all") << 40 << 40 << false;
    }

    void whatIsCopiedIsBounded()
    {
        QFETCH(int, most);
        QFETCH(int, copied);
        QFETCH(bool, cut);
        say(true, QByteArray(40, 'x')); // three rows
        QTRY_COMPARE(conversation_->rowCount(), 3);
        Conversation::Wanted wanted;
        wanted.most = most;
        const Conversation::Collected got = models::test::collect(*conversation_, wanted);
        QCOMPARE(got.bytes.size(), copied);
        QCOMPARE(got.cut, cut);
    }

    // What is looked for goes along to another connection, and the note is another one.
    void anotherConnectionIsSearchedForTheSame()
    {
        say(true, "needle");
        search(ByteSearch::Kind::Text, u"needle"_s);
        QCOMPARE(conversation_->matches().count(), 1);
        loop::Delta delta = next();
        models::test::addEvent(delta, loop::EventKind::DataIn, 8, "needle, needle");
        delta.events.back().bytes += 100;
        file_->apply(delta);
        file_->flush();
        conversation_->batchEnded(time_);
        QSignalSpy noted(conversation_.get(), &Conversation::noteChanged);
        conversation_->setConnection(8);
        QVERIFY(noted.size() >= 1);
        QCOMPARE(conversation_->note(), QString()); // until it is read
        QVERIFY(models::test::settle(*conversation_));
        QCOMPARE(conversation_->matches().count(), 2);
        QVERIFY(!conversation_->note().isEmpty());
        noted.clear();
        conversation_->moveTo(1); // before anything was said there
        QVERIFY(noted.size() >= 1);
        QVERIFY(models::test::settle(*conversation_));
        QCOMPARE(conversation_->rowCount(), 0);
        QCOMPARE(conversation_->note(), QString());
        conversation_->reset();
        QVERIFY(models::test::settle(*conversation_));
        QCOMPARE(conversation_->matches().count(), 2);
    }

    // It has caught up as soon as it is shown, without waiting for more.
    void whatCameWhileItWasHiddenIsThereWhenItIsShown()
    {
        say(true, "one");
        QTRY_COMPARE(conversation_->rowCount(), 1);
        conversation_->setActive(false);
        say(true, "two");
        QCOMPARE(conversation_->rowCount(), 1);
        conversation_->setActive(true);
        QTRY_COMPARE(conversation_->rowCount(), 2);
    }

private:
    void say(bool in, const QByteArray &bytes, int missing = 0, int times = 1)
    {
        loop::Delta delta = next();
        for (int i = 0; i < times; ++i) {
            models::test::addEvent(delta, in ? loop::EventKind::DataIn : loop::EventKind::DataOut,
                                   7, bytes.toStdString());
            delta.events.back().bytes = std::uint64_t(bytes.size() + missing);
        }
        hand(delta);
    }

    void note(const std::string &fault)
    {
        loop::Delta delta = next();
        models::test::addEvent(delta, loop::EventKind::Fault, 7, {}, fault);
        hand(delta);
    }

    [[nodiscard]] loop::Delta next()
    {
        loop::Delta delta;
        delta.loop.value = 1;
        time_ += 1'000'000;
        delta.time = time_;
        return delta;
    }

    void hand(const loop::Delta &delta)
    {
        file_->apply(delta);
        file_->batchEnded(time_);
        file_->flush();
        conversation_->setConnection(7);
        conversation_->batchEnded(time_);
        QVERIFY(models::test::settle(*conversation_));
    }

    void search(ByteSearch::Kind kind, const QString &words)
    {
        conversation_->setSearch(*ByteSearch::of(kind, words));
        QVERIFY(models::test::settle(*conversation_));
    }

    QByteArray bytesOf(int firstRow, int lastRow)
    {
        Conversation::Wanted wanted;
        wanted.firstRow = firstRow;
        wanted.lastRow = lastRow;
        return models::test::collect(*conversation_, wanted).bytes;
    }

    [[nodiscard]] QString highlighted(int row) const
    {
        const QModelIndex cell = conversation_->index(row, ConversationColumn::Content);
        const auto parts = cell.data(HighlightRole).value<QList<Highlight>>();
        return parts.isEmpty() ? QString()
                               : cell.data().toString().mid(parts.first().from, parts.first().size);
    }

    std::unique_ptr<Recording> file_;
    std::unique_ptr<Conversation> conversation_;
    std::int64_t time_ = 0;
};

QTEST_MAIN(ConversationTest)
#include "ConversationTest.moc"
