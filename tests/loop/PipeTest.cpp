// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/Pipe.h"
#include "loop/EventLoop.h"
#include "loop/Sleep.h"
#include "tests/support/OwnProcess.h"
#include "tests/support/Wire.h"

#include <QtCore/QTemporaryFile>
#include <QtTest/QTest>

#include <csignal>

#include <fcntl.h>
#include <sys/socket.h>

using namespace loop;

namespace {

// Keeps the order of its callbacks, and what came.
class Witness final : public Protocol {
public:
    void connectionMade(Transport &) override { calls += "made "; }
    void dataReceived(std::string_view data) override { received += data; }
    bool eofReceived() override
    {
        calls += "eof ";
        return true;
    }
    void connectionLost(std::exception_ptr exception) override
    {
        calls += exception ? "failed" : "lost";
    }
    void pauseWriting() override { calls += "pause "; }
    void resumeWriting() override { calls += "resume "; }

    std::string calls, received;
};

std::shared_ptr<Witness> makeWitness()
{
    return std::make_shared<Witness>();
}

std::string readAll(const Descriptor &fd)
{
    std::string data;
    std::array<char, 65536> chunk;
    for (ssize_t count; (count = ::read(fd.get(), chunk.data(), chunk.size())) > 0;)
        data.append(chunk.data(), static_cast<std::size_t>(count));
    return data;
}

} // namespace

class PipeTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { driverRows(); }

    // PI-01: data, eof, lost
    void aReadPipeDeliversUntilEof()
    {
        EventLoop loop(makeDriver());
        Pipe pipe;
        const auto made
            = loop.runUntilComplete(loop.connectReadPipe(makeWitness, std::move(pipe.reading)));
        const auto &witness = *made.protocol;
        QVERIFY(made.transport->kind() == TransportKind::Pipe);
        const int fd = std::any_cast<int>(made.transport->getExtraInfo("pipe"));
        QVERIFY(::fcntl(fd, F_GETFL) & O_NONBLOCK);
        QCOMPARE(::write(pipe.writing.get(), "hello", 5), ssize_t {5});
        QVERIFY(runUntil(loop, [&] { return witness.received == "hello"; }));
        QCOMPARE(witness.calls, std::string("made "));
        pipe.writing.reset();
        QVERIFY(runUntil(loop, [&] { return made.transport->state() == ConnectionState::Closed; }));
        QCOMPARE(witness.calls, std::string("made eof lost"));
        loop.close();
    }

    // PI-01, TR-05: nothing is delivered while paused, not even the end, and the loop does not spin
    void aPausedReadPipeWaits()
    {
        EventLoop loop(makeDriver());
        Pipe pipe;
        const auto made
            = loop.runUntilComplete(loop.connectReadPipe(makeWitness, std::move(pipe.reading)));
        made.transport->pauseReading();
        QCOMPARE(::write(pipe.writing.get(), "later", 5), ssize_t {5});
        pipe.writing.reset();
        const auto before = loop.totals().iterations;
        QVERIFY(runUntil(loop, [n = 0]() mutable { return ++n > 10; }));
        QVERIFY(loop.totals().iterations - before < 100);
        QCOMPARE(made.protocol->received, std::string());
        made.transport->resumeReading();
        QVERIFY(runUntil(loop, [&] { return made.transport->state() == ConnectionState::Closed; }));
        QCOMPARE(made.protocol->received, std::string("later"));
        QCOMPARE(made.protocol->calls, std::string("made eof lost"));
        loop.close();
    }

    // PI-02: what was written can be read back; there is nothing to read with
    void aWritePipeWritesAndCloses()
    {
        EventLoop loop(makeDriver());
        Pipe pipe;
        const auto made
            = loop.runUntilComplete(loop.connectWritePipe(makeWitness, std::move(pipe.writing)));
        made.transport->write("hello ");
        made.transport->write("pipe");
        QVERIFY(made.transport->canWriteEof());
        QVERIFY_EXCEPTION_THROWN(made.transport->pauseReading(), NotSupportedError);
        made.transport->writeEof();
        QVERIFY(runUntil(loop, [&] { return made.transport->state() == ConnectionState::Closed; }));
        QCOMPARE(made.protocol->calls, std::string("made lost"));
        QCOMPARE(readAll(pipe.reading), std::string("hello pipe"));
        loop.close();
    }

    // PI-01, PI-02: what a pipe says of itself; another protocol takes over; what is written once
    // it closes goes nowhere, and is counted nowhere
    void aPipeSaysItsDescriptorAndMayChangeItsProtocol()
    {
        EventLoop loop(makeDriver());
        Pipe pipe;
        const int reading = pipe.reading.get(), writing = pipe.writing.get();
        const auto reader
            = loop.runUntilComplete(loop.connectReadPipe(makeWitness, std::move(pipe.reading)));
        const auto writer
            = loop.runUntilComplete(loop.connectWritePipe(makeWitness, std::move(pipe.writing)));
        QCOMPARE(std::any_cast<int>(reader.transport->getExtraInfo("pipe")), reading);
        QCOMPARE(std::any_cast<int>(writer.transport->getExtraInfo("pipe")), writing);
        QCOMPARE(std::any_cast<int>(writer.transport->getExtraInfo("socket", 7)), 7);
        const auto second = makeWitness();
        QVERIFY_EXCEPTION_THROWN(
            reader.transport->setProtocol(std::make_shared<loop::BaseProtocol>()), ValueError);
        reader.transport->setProtocol(second);
        QCOMPARE(reader.transport->protocol().get(), second.get());
        writer.transport->write("for the second");
        QVERIFY(runUntil(loop, [&] { return !second->received.empty(); }));
        QCOMPARE(second->received, std::string("for the second"));
        QCOMPARE(reader.protocol->received, std::string());
        writer.transport->close();
        writer.transport->write("too late");
        QCOMPARE(writer.transport->counters().bytesOut, std::uint64_t(14));
        QCOMPARE(writer.transport->counters().messagesOut, std::uint64_t(1));
        QVERIFY(
            runUntil(loop, [&] { return reader.transport->state() == ConnectionState::Closed; }));
        QCOMPARE(second->received, std::string("for the second"));
        QCOMPARE(second->calls, std::string("eof lost"));
        QVERIFY(!reader.transport->getExtraInfo("pipe").has_value());
        loop.close();
    }

    // PI-02, W-01, W-02, TR-02: a full pipe pauses its writer, and close() flushes
    void aFullPipePausesItsWriter()
    {
        EventLoop loop(makeDriver());
        Pipe pipe;
        const auto writer
            = loop.runUntilComplete(loop.connectWritePipe(makeWitness, std::move(pipe.writing)));
        std::string data;
        while (data.size() < 1'000'000)
            data += std::to_string(data.size()) + ' ';
        writer.transport->write(data);
        QCOMPARE(writer.protocol->calls, std::string("made pause "));
        QVERIFY(writer.transport->getWriteBufferSize() > 500'000);
        writer.transport->close();
        const auto reader
            = loop.runUntilComplete(loop.connectReadPipe(makeWitness, std::move(pipe.reading)));
        QVERIFY(
            runUntil(loop, [&] { return reader.transport->state() == ConnectionState::Closed; }));
        QVERIFY(reader.protocol->received == data);
        QCOMPARE(writer.protocol->calls, std::string("made pause resume lost"));
        loop.close();
    }

    // PI-02: the reader's going is an error only if something was still to be said
    void aReaderThatGoesEndsTheWriter()
    {
        EventLoop loop(makeDriver());
        Pipe idle;
        const auto calm
            = loop.runUntilComplete(loop.connectWritePipe(makeWitness, std::move(idle.writing)));
        idle.reading.reset();
        QVERIFY(runUntil(loop, [&] { return calm.transport->state() == ConnectionState::Closed; }));
        QCOMPARE(calm.protocol->calls, std::string("made lost"));

        Pipe busy;
        const auto hurt
            = loop.runUntilComplete(loop.connectWritePipe(makeWitness, std::move(busy.writing)));
        hurt.transport->write(std::string(200'000, 'x'));
        busy.reading.reset();
        QVERIFY(runUntil(loop, [&] { return hurt.transport->state() == ConnectionState::Lost; }));
        QCOMPARE(hurt.protocol->calls, std::string("made pause failed"));
        loop.close();
    }

    // PI-01, PI-02: a socket is a pipe, too
    void socketsServeAsPipes()
    {
        EventLoop loop(makeDriver());
        int pair[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
        const auto reader
            = loop.runUntilComplete(loop.connectReadPipe(makeWitness, Descriptor(pair[0])));
        const auto writer
            = loop.runUntilComplete(loop.connectWritePipe(makeWitness, Descriptor(pair[1])));
        writer.transport->write("through a socket");
        writer.transport->close();
        QVERIFY(
            runUntil(loop, [&] { return reader.transport->state() == ConnectionState::Closed; }));
        QCOMPARE(reader.protocol->received, std::string("through a socket"));
        loop.close();
    }

    // PI-02, in a process of its own: a program that nobody told to ignore SIGPIPE lives on, and
    // what it has said about that signal stands
    void aReaderThatIsGoneDoesNotEndTheProcess()
    {
        const auto writes = [] {
            for (const bool handled : {false, true}) {
                struct sigaction action { };
                action.sa_handler = handled ? [](int) {} : SIG_DFL;
                ::sigaction(SIGPIPE, &action, nullptr);
                EventLoop loop;
                Pipe pipe;
                const auto writer = loop.runUntilComplete(
                    loop.connectWritePipe(makeWitness, std::move(pipe.writing)));
                pipe.reading.reset();
                writer.transport->write("for nobody");
                if (!runUntil(loop, [&] { return writer.protocol->calls == "made failed"; }))
                    return 1;
                struct sigaction now { };
                ::sigaction(SIGPIPE, nullptr, &now);
                if (handled != (now.sa_handler != SIG_IGN))
                    return 2;
                loop.close();
            }
            return 0;
        };
        QCOMPARE(inOwnProcess(writes), 0);
    }

    // PI-03
    void aRegularFileIsRefused()
    {
        EventLoop loop(makeDriver());
        QTemporaryFile file;
        QVERIFY(file.open());
        const int fd = file.handle();
        QVERIFY_EXCEPTION_THROWN(
            (void)loop.runUntilComplete(loop.connectReadPipe(makeWitness, Descriptor(::dup(fd)))),
            ValueError);
        QVERIFY_EXCEPTION_THROWN(
            (void)loop.runUntilComplete(loop.connectWritePipe(makeWitness, Descriptor(::dup(fd)))),
            ValueError);
        loop.close();
    }

    // PI-02: a program's output may be sent there
    void theNullDeviceTakesWhatIsWritten()
    {
        EventLoop loop(makeDriver());
        const auto writer = loop.runUntilComplete(
            loop.connectWritePipe(makeWitness, Descriptor(::open("/dev/null", O_WRONLY))));
        writer.transport->write(std::string(1'000'000, 'x'));
        QCOMPARE(writer.transport->getWriteBufferSize(), std::size_t(0));
        QVERIFY(!writer.transport->isClosing());
        writer.transport->close();
        QVERIFY(
            runUntil(loop, [&] { return writer.transport->state() == ConnectionState::Closed; }));
        QCOMPARE(writer.protocol->calls, std::string("made lost"));
        loop.close();
    }

    // PI-01, N-05: who awaits the connection hears why it cannot be
    void whatCannotBeWatchedFailsTheConnection()
    {
        EventLoop loop(makeDriver());
        std::shared_ptr<Witness> witness;
        const auto make = [&] { return witness = makeWitness(); };
        QVERIFY_EXCEPTION_THROWN((void)loop.runUntilComplete(loop.connectReadPipe(
                                     make, Descriptor(::open("/dev/null", O_RDONLY)))),
                                 OsError);
        QVERIFY(runUntil(loop, [&] { return witness->calls == "made failed"; }));
        loop.close();
    }

    // TR-03: who gives up as soon as there is room again is told of the end once, and later
    void aWriterThatIsAbortedAsItResumesIsLostOnce()
    {
        struct GivesUp final : loop::BaseProtocol {
            void connectionMade(Transport &made) override { transport = &made; }
            void resumeWriting() override
            {
                transport->abort();
                calls += "resumed ";
            }
            void connectionLost(std::exception_ptr) override { calls += "lost "; }
            Transport *transport = nullptr;
            std::string calls;
        };
        EventLoop loop(makeDriver());
        Pipe pipe;
        const auto writer = loop.runUntilComplete(loop.connectWritePipe(
            [] { return std::make_shared<GivesUp>(); }, std::move(pipe.writing)));
        writer.transport->write(std::string(200'000, 'x'));
        writer.transport->close();
        const auto reader
            = loop.runUntilComplete(loop.connectReadPipe(makeWitness, std::move(pipe.reading)));
        QVERIFY(
            runUntil(loop, [&] { return reader.transport->state() == ConnectionState::Closed; }));
        runReady(loop, 2);
        QCOMPARE(writer.protocol->calls, std::string("resumed lost "));
        loop.close();
    }
};

QTEST_GUILESS_MAIN(PipeTest)
#include "PipeTest.moc"
