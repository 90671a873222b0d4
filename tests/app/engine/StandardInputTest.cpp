// SPDX-License-Identifier: GPL-3.0-or-later

// Standard input as sessions read it: of a pipe, with readers who come, go and are cancelled.

#include "app/engine/StandardInput.h"

#include "tests/support/NoThreads.h"
#include "tests/support/Pipe.h"

#include <QtTest/QTest>

#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <unistd.h>

using app::StandardInput;
using namespace std::chrono_literals;

namespace {

struct Input : Pipe {
    loop::EventLoop loop;
    std::optional<StandardInput> input;
    bool released = false;

    Input() { input.emplace(loop, reading.get()); }
    ~Input() { writing = loop::Descriptor(); } // so that the thread ends

    void say(std::string_view words) const
    {
        (void)!::write(writing.get(), words.data(), words.size());
    }
    [[nodiscard]] bool hasUnread() const
    {
        pollfd readable {reading.get(), POLLIN, 0};
        return ::poll(&readable, 1, 0) == 1;
    }
    std::string read() { return loop.runUntilComplete(input->read(released)); }
    // One that waits already.
    loop::Task<std::string> reader() { return loop.createTask(input->read(released)); }
    void run(int times)
    {
        for (int i = 0; i < times; ++i) {
            loop.stop();
            loop.runForever();
        }
    }
};

} // namespace

class StandardInputTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatComesIsReadToTheEnd();
    void nothingIsReadThatNobodyWaitsFor();
    void whatCameTooLateForAReaderIsForTheNextOne();
    void aReleasedReaderIsGivenTheEndAtOnce();
    void aDescriptorThatCannotBeReadThrows();
    void theDescriptorKeepsItsFlags();
    void anEndDoesNotWaitForACallThatBlocks();
    void withoutAThreadItCannotBeRead();
};

void StandardInputTest::whatComesIsReadToTheEnd()
{
    Input in;
    in.say("one");
    QCOMPARE(in.read(), std::string("one"));
    in.say("two");
    in.writing = loop::Descriptor();
    QCOMPARE(in.read(), std::string("two"));
    QCOMPARE(in.read(), std::string());
    QCOMPARE(in.read(), std::string()); // for good
}

void StandardInputTest::nothingIsReadThatNobodyWaitsFor()
{
    Input in;
    in.say("one");
    QCOMPARE(in.read(), std::string("one"));
    in.say("for another program");
    QVERIFY(in.hasUnread());
    in.run(10);
    QVERIFY(in.hasUnread());
}

void StandardInputTest::whatCameTooLateForAReaderIsForTheNextOne()
{
    Input in;
    loop::Task<std::string> first = in.reader();
    in.run(3);
    first.cancel();
    in.run(3);
    QVERIFY(first.cancelled());
    in.say("late");
    QCOMPARE(in.read(), std::string("late"));
}

void StandardInputTest::aReleasedReaderIsGivenTheEndAtOnce()
{
    Input in;
    const loop::Task<std::string> reader = in.reader();
    in.run(3);
    QVERIFY(!reader.done());
    in.released = true;
    in.input->wake();
    QCOMPARE(in.loop.runUntilComplete(reader), std::string());
    in.released = false;
    in.say("kept");
    QCOMPARE(in.read(), std::string("kept"));
}

void StandardInputTest::aDescriptorThatCannotBeReadThrows()
{
    const loop::Descriptor folder(::open("/", O_RDONLY | O_CLOEXEC));
    loop::EventLoop loop;
    StandardInput input(loop, folder.get());
    const bool released = false;
    QVERIFY_EXCEPTION_THROWN(loop.runUntilComplete(input.read(released)), loop::OsError);
}

void StandardInputTest::theDescriptorKeepsItsFlags()
{
    Input in;
    const int before = ::fcntl(in.reading.get(), F_GETFL);
    in.say("one");
    QCOMPARE(in.read(), std::string("one"));
    const loop::Task<std::string> reader = in.reader();
    in.run(3);
    QCOMPARE(::fcntl(in.reading.get(), F_GETFL), before);
}

// Its thread waits for words that do not come.
void StandardInputTest::anEndDoesNotWaitForACallThatBlocks()
{
    Input in;
    loop::Task<std::string> reader = in.reader();
    in.run(3);
    in.input.reset();
    QVERIFY(!reader.done());
}

void StandardInputTest::withoutAThreadItCannotBeRead()
{
    Input in;
    in.say("one");
    const NoThreads none;
    const loop::Task<std::string> reader = in.reader();
    in.run(3);
    QVERIFY(reader.done());
    std::error_code why;
    try {
        (void)reader.result();
    } catch (const loop::OsError &error) {
        why = error.code();
    }
    QCOMPARE(why, std::make_error_code(std::errc::resource_unavailable_try_again));
}

QTEST_GUILESS_MAIN(StandardInputTest)
#include "StandardInputTest.moc"
