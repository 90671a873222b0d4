// SPDX-License-Identifier: GPL-3.0-or-later

// The comments of packets: what there is no room for is cut with a mark, never left out silently.

#include "models/export/PacketMaker.h"
#include "tests/models/Deltas.h"

#include <QtCore/QStringDecoder>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using loop::EventKind;

namespace {

constexpr std::string_view Ellipsis = "\u2026";

std::uint32_t number(std::string_view blocks, std::size_t at, std::size_t bytes)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i)
        value |= std::uint32_t(static_cast<unsigned char>(blocks.at(at + i))) << (8 * i);
    return value;
}

// Of packets and of statistics, in order; a block that ends in the middle of an option throws.
std::vector<std::string> commentsOf(std::string_view blocks)
{
    std::vector<std::string> all;
    for (std::size_t at = 0; at < blocks.size();) {
        const std::uint32_t type = number(blocks, at, 4), length = number(blocks, at + 4, 4);
        const std::string_view block = blocks.substr(at, length);
        at += length;
        std::size_t option = type == 6 ? 28 + (number(block, 20, 4) + 3) / 4 * 4 : 20;
        for (; (type == 6 || type == 5) && number(block, option, 2) != 0;) {
            const std::uint32_t size = number(block, option + 2, 2);
            if (number(block, option, 2) == 1)
                all.emplace_back(block.substr(option + 4, size));
            option += 4 + (size + 3) / 4 * 4;
        }
    }
    return all;
}

bool isUtf8(const std::string &text)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    [[maybe_unused]] const QString decoded = decoder(QByteArray::fromStdString(text));
    return !decoder.hasError();
}

} // namespace

class PacketRemarksTest final : public QObject {
    Q_OBJECT

    std::string blocks_;

    std::vector<std::string> remarked(const std::vector<std::string> &faults,
                                      const std::vector<std::string> &later = {})
    {
        blocks_.clear();
        PacketMaker maker([this](std::string_view more) { blocks_ += more; }, {});
        loop::Delta made = delta(Second);
        open(made, 5);
        addEvent(made, EventKind::DataIn, 5, "hello");
        for (const std::string &each : faults)
            addEvent(made, EventKind::Fault, 5, {}, each);
        if (!later.empty())
            addEvent(made, EventKind::DataIn, 5, "again");
        for (const std::string &each : later)
            addEvent(made, EventKind::Fault, 5, {}, each);
        maker.apply(made, 1);
        maker.end();
        std::vector<std::string> all = commentsOf(blocks_);
        std::erase_if(all, [](const std::string &text) { return text.find("Fault:") != 0; });
        return all;
    }

private Q_SLOTS:
    // A fault that swallowed all that was to come: there is no packet that it could stand at.
    void whatIsRemarkedAfterTheLastPacketIsThere()
    {
        QCOMPARE(remarked({"stall for good"}), std::vector<std::string> {"Fault: stall for good"});
    }

    // Of what there were no events of meanwhile, the counters of its connection tell.
    void whatPassesWhileNobodyReadsIsCountedAndSaid()
    {
        blocks_.clear();
        PacketMaker maker([this](std::string_view more) { blocks_ += more; }, {});
        std::int64_t time = Second;
        const auto pass = [&](const std::string &event, std::uint64_t in, std::uint64_t messagesIn,
                              std::uint64_t out, std::uint64_t messagesOut) {
            loop::Delta made = delta(time += Second);
            if (time == 2 * Second)
                open(made, 5);
            if (!event.empty())
                addEvent(made, EventKind::DataIn, 5, event);
            loop::ConnectionSample &now = sample(made, 5, in);
            now.messagesIn = messagesIn;
            now.bytesOut = out;
            now.messagesOut = messagesOut;
            maker.apply(made, 1);
        };
        const auto missed = [&] {
            maker.flush();
            std::vector<std::string> all = commentsOf(std::exchange(blocks_, {}));
            std::erase_if(all, [](const std::string &text) {
                return text.find("not kept") == std::string::npos;
            });
            return all;
        };
        using Words = std::vector<std::string>;
        pass("hello", 5, 1, 0, 0);
        maker.feed(); // it never starved
        QCOMPARE(maker.dropped(), 0U);
        maker.starve();
        pass("world", 10, 2, 0, 0);
        pass({}, 30, 5, 8, 1);
        maker.feed();
        QCOMPARE(maker.dropped(), 5U); // one that was an event, three and one that were not
        pass("again", 35, 6, 8, 1);
        QCOMPARE(missed(),
                 Words {"20 bytes received before this were not kept.\n8 bytes sent before this "
                        "were not kept."});
        maker.starve();
        maker.feed(); // nothing came
        QCOMPARE(maker.dropped(), 5U);
        maker.starve();
        pass({}, 47, 6, 8, 1); // more of a message that was counted
        maker.feed();
        QCOMPARE(maker.dropped(), 5U);
        pass("more", 51, 7, 8, 1);
        QCOMPARE(missed(), Words {"12 bytes received before this were not kept."});
        maker.starve();
        pass({}, 51, 9, 8, 1); // of no bytes
        maker.feed();
        QCOMPARE(maker.dropped(), 7U);
    }

    // An option of the format holds 65,535 bytes. It was left out without a word.
    void aLongRemarkIsCutBetweenTwoLetters()
    {
        std::size_t shortest = 60'000;
        for (const std::size_t before : {0, 1, 2, 3}) {
            std::string words = 'z' + std::string(before, 'x');
            for (int i = 0; i < 20'000; ++i) // four bytes each
                words += "\xf0\x9f\x98\x80";
            const std::vector<std::string> all = remarked({words}, {"after"});
            QCOMPARE(all.size(), std::size_t(2));
            const std::string &cut = all.front();
            const std::size_t kept = cut.size() - Ellipsis.size();
            QCOMPARE(cut.substr(0, kept), ("Fault: " + words).substr(0, kept));
            QVERIFY(cut.ends_with(Ellipsis));
            QVERIFY(isUtf8(cut));
            QVERIFY2(cut.size() <= 60'000 && cut.size() > 59'900,
                     qPrintable(QString::number(cut.size())));
            shortest = std::min(shortest, cut.size());
            QCOMPARE(all.back(), "Fault: after"); // the next has all the room again
        }
        QVERIFY(shortest < 59'996); // some were cut before a letter that did not fit
    }

    void aRemarkThatFitsIsWhole()
    {
        const std::string words(50'000, 'w');
        QCOMPARE(remarked({words}), std::vector<std::string> {"Fault: " + words});
    }

    void whatComesAfterALongRemarkIsMarkedOnce()
    {
        const std::string words(50'000, 'w');
        QCOMPARE(remarked({words, "second", "third"}),
                 std::vector<std::string> {"Fault: " + words + '\n' + std::string(Ellipsis)});
    }

    // Memory is bounded where very many connections wait for a packet each.
    void ofManyRemarksTheFirstStayAndOneMarkStandsForTheRest()
    {
        std::vector<std::string> faults(1'000, "latency 12 ms");
        faults.front() = "first";
        const std::vector<std::string> all = remarked(faults, {"after"});
        QCOMPARE(all.size(), std::size_t(2));
        const std::string &text = all.front();
        QVERIFY2(text.size() <= 4'100 && text.size() > 4'000,
                 qPrintable(QString::number(text.size())));
        QVERIFY(text.starts_with("Fault: first\nFault: latency 12 ms\n"));
        QVERIFY(text.ends_with(Ellipsis));
        const QString shown = QString::fromStdString(text);
        QVERIFY2(shown.count(QChar(0x2026)) <= 2, qPrintable(shown.right(60)));
        QCOMPARE(all.back(), "Fault: after");
    }

    // Each connection's last words stand at its interface, where there is no packet any more.
    void whatManyConnectionsSaidLastIsMarkedWhereItIsTooMuch()
    {
        std::string blocks;
        PacketMaker maker([&blocks](std::string_view more) { blocks += more; }, {});
        loop::Delta made = delta(Second);
        for (std::uint64_t id = 1; id <= 100; ++id) {
            open(made, id, "127.0.0.1:" + std::to_string(50'000 + id));
            addEvent(made, EventKind::DataIn, id, "hello");
            addEvent(made, EventKind::Fault, id, {}, "stall for good " + std::string(100, 's'));
        }
        maker.apply(made, 1);
        maker.end();
        const std::string last = commentsOf(blocks).back();
        QVERIFY(last.starts_with("Fault: stall for good"));
        QVERIFY2(last.size() > 4'000 && last.ends_with(Ellipsis), last.c_str());
    }

    void aLongNameOfAnInterfaceIsCutWithAMark()
    {
        blocks_.clear();
        PacketMaker maker([this](std::string_view more) { blocks_ += more; }, {});
        SessionRecord session;
        session.id.value = 7;
        session.kind = QStringLiteral("echo");
        session.address = QString(70'000, u'a');
        maker.apply(session);
        loop::Delta made = delta(Second);
        open(made, 5);
        addEvent(made, EventKind::DataIn, 5, "hello");
        maker.apply(made, 1);
        maker.end();
        QVERIFY(blocks_.find("echo aaa") != std::string::npos);
        QVERIFY(blocks_.find("aaa\u2026") != std::string::npos);
        QVERIFY(!commentsOf(blocks_).empty()); // all blocks are as long as they say
    }
};

QTEST_GUILESS_MAIN(PacketRemarksTest)
#include "PacketRemarksTest.moc"
