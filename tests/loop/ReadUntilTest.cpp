// SPDX-License-Identifier: GPL-3.0-or-later
// StreamReader::readuntil() of one separator or several, and lines in a loop (ST-05).
#include "tests/loop/StreamWire.h"

using loop::Coro;
using loop::StreamReader;

class ReadUntilTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    void readuntilAnySeparator();
    void readuntilBeyondTheLimitLeavesTheBytes();
    void readuntilDoesNotMindHowBytesAreCut();
    void readuntilOfSeveralEndsWithTheOneThatEndsFirst();
    void readuntilOfSeveralKeepsTheLimit();
    void readuntilNeedsASeparator();
    void nextLineGivesLinesUntilThereIsNone();
};

// ST-05
void ReadUntilTest::readuntilAnySeparator()
{
    StreamWire wire;
    wire.peer.send("a\r\nb\r\r\nc");
    QCOMPARE(wire.readuntil("\r\n"), std::string("a\r\n"));
    QCOMPARE(wire.readuntil("\r\n"), std::string("b\r\r\n"));
    auto task = wire.loop.createTask(StreamWire::readUntil(wire.streams.reader, "END"));
    for (const char *const part : {"-E", "N", "EN", "D!"}) { // found across chunks
        wire.peer.send(part);
        runOnce(wire.loop);
    }
    QCOMPARE(wire.loop.runUntilComplete(task), std::string("c-ENEND"));
    QCOMPARE(thrownBy([&] { (void)wire.readuntil(""); }), std::string("ValueError"));
    wire.peer.finish();
    try {
        (void)wire.readuntil("END");
        QFAIL("there is no more");
    } catch (const loop::IncompleteReadError &error) {
        QCOMPARE(error.partial, std::string("!"));
    }
}

// ST-05
void ReadUntilTest::readuntilBeyondTheLimitLeavesTheBytes()
{
    StreamWire wire(8);
    wire.peer.send("0123456789;");
    try {
        (void)wire.readuntil(";");
        QFAIL("it is too long");
    } catch (const loop::LimitOverrunError &error) {
        QVERIFY(error.consumed > 0 && error.consumed <= 10);
        QCOMPARE(wire.readexactly(error.consumed), std::string("0123456789", error.consumed));
    }
}

// ST-05: the limit counts without the separator, of which one part may have come.
void ReadUntilTest::readuntilDoesNotMindHowBytesAreCut()
{
    loop::EventLoop loop(makeDriver());
    const StreamReader reader(std::make_shared<loop::Stream>(loop, 4));
    const auto readFed = [&](std::initializer_list<const char *> parts) {
        auto task = loop.createTask(StreamWire::readUntil(reader, "\r\n"));
        for (const char *const part : parts) {
            runOnce(loop);
            reader.feedData(part);
        }
        return loop.runUntilComplete(task);
    };
    QCOMPARE(readFed({"abcd\r\n"}), std::string("abcd\r\n"));
    QCOMPARE(readFed({"abcd\r", "\n"}), std::string("abcd\r\n"));
    QCOMPARE(readFed({"a", "bcd", "\r", "\n"}), std::string("abcd\r\n"));
    try {
        (void)readFed({"abcde", "\r\n"});
        QFAIL("it is too long");
    } catch (const loop::LimitOverrunError &error) {
        QVERIFY(error.consumed <= 5);
    }
}

// ST-05, Python 3.13: the shortest match
void ReadUntilTest::readuntilOfSeveralEndsWithTheOneThatEndsFirst()
{
    StreamWire wire;
    const auto next = [&] {
        return wire.run([](StreamReader reader) -> Coro<std::string> {
            co_return co_await reader.readuntil("\r\n", "\n", "END", "D");
        }(wire.streams.reader));
    };
    wire.peer.send("a\r\nb\ncENDd");
    QCOMPARE(next(), std::string("a\r\n"));
    QCOMPARE(next(), std::string("b\n"));
    QCOMPARE(next(), std::string("cEND")); // "D" ends there as well
    auto task = wire.loop.createTask(
        StreamWire::readUntilAny(wire.streams.reader, {"--boundary--", ";;"}));
    for (const char *const part : {"-", "-bound", "ary", "-;", ";", "rest"}) { // across chunks
        wire.peer.send(part);
        runOnce(wire.loop);
    }
    QCOMPARE(wire.loop.runUntilComplete(task), std::string("d--boundary-;;"));
    wire.peer.finish();
    try {
        (void)next();
        QFAIL("there is no more");
    } catch (const loop::IncompleteReadError &error) {
        QCOMPARE(error.partial, std::string("rest"));
    }
}

// ST-05: the text before the separator counts; while there is none, all but the beginning of the
// longest.
void ReadUntilTest::readuntilOfSeveralKeepsTheLimit()
{
    loop::EventLoop loop(makeDriver());
    const StreamReader reader(std::make_shared<loop::Stream>(loop, 4));
    const auto consumed = [&](std::string_view data) {
        reader.feedData(data);
        try {
            const auto text
                = loop.runUntilComplete(StreamWire::readUntilAny(reader, {";", "longest"}));
            return "text " + text;
        } catch (const loop::LimitOverrunError &error) {
            const auto dropped = loop.runUntilComplete(StreamWire::readSome(reader, 4096));
            return error.what() + (' ' + std::to_string(error.consumed)) + ' ' + dropped;
        }
    };
    QCOMPARE(consumed("abcd;"), std::string("text abcd;"));
    QCOMPARE(consumed("abcdlongest"), std::string("text abcdlongest"));
    QCOMPARE(consumed("abcde;"),
             std::string("Separator is found, but chunk is longer than limit 5 abcde;"));
    QCOMPARE(consumed("abcdelonges"),
             std::string("Separator is not found, and chunk exceed the limit 5 abcdelonges"));
    auto task = loop.createTask(StreamWire::readUntilAny(reader, {";", "longest"}));
    runOnce(loop);
    reader.feedData("abcdlonges"); // may become one still
    runOnce(loop);
    QVERIFY(!task.done());
    reader.feedData("t");
    QCOMPARE(loop.runUntilComplete(task), std::string("abcdlongest"));
}

// ST-05
void ReadUntilTest::readuntilNeedsASeparator()
{
    StreamWire wire;
    for (const std::vector<std::string_view> &none :
         {std::vector<std::string_view> {}, {"\n", ""}}) {
        const auto read
            = [&] { (void)wire.run(StreamWire::readUntilAny(wire.streams.reader, none)); };
        QCOMPARE(thrownBy(read), std::string("ValueError"));
    }
}

// ST-05: asyncio's `async for line in reader`
void ReadUntilTest::nextLineGivesLinesUntilThereIsNone()
{
    StreamWire wire(8);
    const auto all = [](StreamReader reader) -> Coro<std::string> {
        std::string text;
        while (const auto line = co_await reader.nextLine())
            text += '<' + *line + '>';
        co_return text;
    };
    wire.peer.send("a\n\nbb\nc");
    wire.peer.finish();
    QCOMPARE(wire.run(all(wire.streams.reader)), std::string("<a\n><\n><bb\n><c>"));
    StreamWire tooLong(8);
    tooLong.peer.send("0123456789\n");
    QCOMPARE(thrownBy([&] { (void)tooLong.run(all(tooLong.streams.reader)); }),
             std::string("ValueError"));
}

QTEST_GUILESS_MAIN(ReadUntilTest)
#include "ReadUntilTest.moc"
