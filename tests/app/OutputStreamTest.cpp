// SPDX-License-Identifier: GPL-3.0-or-later

// A standard stream of the program with readers of every kind: none, slow ones, and those who
// leave.

#include "app/StandardStreams.h"

#include "loop/Descriptor.h"
#include "loop/Log.h"
#include "tests/support/NoThreads.h"
#include "tests/support/Pipe.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

#include <atomic>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using app::OutputStream;
using namespace std::chrono_literals;

namespace {

// Until nothing more comes for a moment that is long enough for what is there, or to the end.
QByteArray readUntil(const Pipe &pipe, const QByteArray &last)
{
    QByteArray all;
    pollfd readable {pipe.reading.get(), POLLIN, 0};
    while (!all.endsWith(last) && ::poll(&readable, 1, 20'000) == 1) {
        QByteArray piece(64 * 1024, '\0');
        const auto count = ::read(pipe.reading.get(), piece.data(), std::size_t(piece.size()));
        if (count <= 0)
            break;
        all += piece.first(count);
    }
    return all;
}

// Standard error of this process goes to a pipe while this lives.
class Redirected {
public:
    explicit Redirected(const Pipe &pipe)
        : before_(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3))
    {
        ::dup2(pipe.writing.get(), STDERR_FILENO);
    }
    ~Redirected() { ::dup2(before_.get(), STDERR_FILENO); }
    Redirected(const Redirected &) = delete;

private:
    const loop::Descriptor before_;
};

} // namespace

class OutputStreamTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linesAreMadeFitForATerminal();
    void bytesAreWrittenAsTheyStand();
    void linesThatNobodyReadsAreBoundedAndCounted();
    void bytesAreTakenOnceTheyAreRead();
    void aFullDiskIsAFailureOnce();
    void aReaderWhoLeftIsAFailure();
    void aSharedDescriptorKeepsItsFlags();
    void aDescriptorThatSomebodyMadeNonBlockingLosesNothing();
    void anEndDoesNotWaitForACallThatBlocks();
    void wordsOfTheCoreAndOfQtBlockNobody();
    void wordsOfTheCoreAndOfQtArriveAsLines();
    void aCountOfLinesStandsWhereTheyWere();
    void aFailureOfBeforeIsToldAtOnceAndOnce();
    void withoutAThreadItIsWrittenAtOnce();
};

void OutputStreamTest::linesAreMadeFitForATerminal()
{
    const Pipe pipe;
    OutputStream stream(pipe.writing.get());
    stream.line(QStringLiteral("\x1b[2Jforged\r\nline"));
    QCOMPARE(readUntil(pipe, "line\n"), QByteArray("\\x1b[2Jforged\\r\\nline\n"));
}

void OutputStreamTest::bytesAreWrittenAsTheyStand()
{
    const Pipe pipe;
    OutputStream stream(pipe.writing.get());
    stream.write("\x1b\x9b\r\n");
    QCOMPARE(readUntil(pipe, "\n"), QByteArray("\x1b\x9b\r\n"));
}

// Three times the bound: what came first is there, then the count of the rest, then what comes once
// there is room.
void OutputStreamTest::linesThatNobodyReadsAreBoundedAndCounted()
{
    const Pipe pipe;
    OutputStream stream(pipe.writing.get());
    const QString line(1023, u'x');
    const int count = 3 * OutputStream::maximalLines / 1024;
    for (int i = 0; i < count; ++i)
        stream.line(line);
    QVERIFY(!stream.drain(1ms));
    const QByteArray first = readUntil(pipe, "nobody read what was before them.\n");
    stream.line(QStringLiteral("and on"));
    QCOMPARE(readUntil(pipe, "and on\n"), QByteArray("and on\n"));
    static const QRegularExpression leftOut(QStringLiteral("\n(\\d+) lines were left out here"));
    const auto match = leftOut.match(QString::fromLatin1(first));
    QVERIFY(match.hasMatch());
    const auto shown = first.count(line.toLatin1() + '\n');
    QCOMPARE(shown + match.captured(1).toInt(), count);
    QVERIFY(shown >= count / 3 && shown <= count / 3 + 200); // and what the pipe took
}

void OutputStreamTest::bytesAreTakenOnceTheyAreRead()
{
    const Pipe pipe;
    pipe.fill();
    std::atomic<int> taken = 0;
    OutputStream stream(pipe.writing.get());
    stream.write("first", [&taken] { ++taken; });
    stream.write("last", [&taken] { ++taken; });
    QVERIFY(!stream.drain(20ms));
    QCOMPARE(taken.load(), 0);
    QVERIFY(readUntil(pipe, "last").endsWith("firstlast"));
    QTRY_COMPARE(taken.load(), 2);
    QVERIFY(stream.drain(10s));
}

void OutputStreamTest::aFullDiskIsAFailureOnce()
{
    const loop::Descriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    std::atomic<int> failures = 0, error = 0, taken = 0;
    OutputStream stream(full.get());
    stream.setOnError([&](int number) {
        error = number;
        ++failures;
    });
    for (int i = 0; i < 3; ++i)
        stream.write("x", [&taken] { ++taken; });
    QTRY_COMPARE(taken.load(), 3); // nobody waits for what will never be
    QCOMPARE(failures.load(), 1);
    QCOMPARE(error.load(), ENOSPC);
    QCOMPARE(stream.error(), ENOSPC);
    QVERIFY(stream.drain(10s));
}

void OutputStreamTest::aReaderWhoLeftIsAFailure()
{
    Pipe pipe;
    OutputStream stream(pipe.writing.get());
    stream.line(QStringLiteral("one"));
    QCOMPARE(readUntil(pipe, "one\n"), QByteArray("one\n"));
    pipe.reading = loop::Descriptor();
    stream.line(QStringLiteral("two"));
    QTRY_COMPARE(stream.error(), EPIPE);
}

void OutputStreamTest::aSharedDescriptorKeepsItsFlags()
{
    int ends[2];
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    const loop::Descriptor ours(ends[0]), theirs(ends[1]);
    OutputStream stream(ours.get());
    const QByteArray data(4'000'000, 'd');
    stream.write(data);
    QVERIFY(!stream.drain(1ms));
    QVERIFY(!(::fcntl(ours.get(), F_GETFL) & O_NONBLOCK));
    qsizetype came = 0;
    QByteArray piece(64 * 1024, '\0');
    while (came < data.size())
        came += ::recv(theirs.get(), piece.data(), std::size_t(piece.size()), 0);
    QCOMPARE(came, data.size());
    QVERIFY(stream.drain(10s));
}

void OutputStreamTest::aDescriptorThatSomebodyMadeNonBlockingLosesNothing()
{
    const Pipe pipe;
    ::fcntl(pipe.writing.get(), F_SETFL, ::fcntl(pipe.writing.get(), F_GETFL) | O_NONBLOCK);
    OutputStream stream(pipe.writing.get());
    QByteArray data(1'000'000, 'd');
    data += "end";
    stream.write(data);
    QVERIFY(!stream.drain(1ms));
    QCOMPARE(readUntil(pipe, "end").size(), data.size());
    QCOMPARE(stream.error(), 0);
}

void OutputStreamTest::anEndDoesNotWaitForACallThatBlocks()
{
    const Pipe pipe;
    pipe.fill();
    QElapsedTimer timer;
    timer.start();
    {
        OutputStream stream(pipe.writing.get());
        stream.write("x", [] { qFatal("taken after the end"); });
        QVERIFY(!stream.drain(10ms));
    }
    QVERIFY(timer.elapsed() < 5000);
    QVERIFY(readUntil(pipe, "xx").size() > 1); // the call ends, and so does the thread
}

void OutputStreamTest::wordsOfTheCoreAndOfQtBlockNobody()
{
    const Pipe pipe;
    pipe.fill();
    const Redirected redirected(pipe);
    app::StandardStreams streams;
    std::thread network([] {
        for (int i = 0; i < 1000; ++i)
            loop::log(loop::LogLevel::Warning, "a slow callback");
    });
    network.join();
    for (int i = 0; i < 1000; ++i)
        qWarning("a warning of Qt");
    streams.report(QStringLiteral("a sentence"));
    QVERIFY(!streams.errors.drain(1ms));
    QVERIFY(readUntil(pipe, "a sentence\n").contains("asyncio: a slow callback\n"));
}

void OutputStreamTest::wordsOfTheCoreAndOfQtArriveAsLines()
{
    const Pipe pipe;
    const Redirected redirected(pipe);
    app::StandardStreams streams;
    loop::log(loop::LogLevel::Info, "not this");
    loop::log(loop::LogLevel::Warning, "one\nserving echo \x1b[2J");
    qWarning("of Qt");
    QCOMPARE(readUntil(pipe, "of Qt\n"),
             QByteArray("asyncio: one\n    serving echo \\x1b[2J\nof Qt\n"));
}

// Before the next line that there is room for, and not before bytes of somebody else's.
void OutputStreamTest::aCountOfLinesStandsWhereTheyWere()
{
    const Pipe pipe;
    pipe.fill();
    OutputStream stream(pipe.writing.get());
    const QString line(999, u'l');
    const int fit = OutputStream::maximalLines / 1000;
    QVERIFY(OutputStream::maximalLines % 1000 > 10);
    for (int i = 0; i < fit + 3; ++i)
        stream.line(line);
    stream.write("raw\n");
    stream.line(QStringLiteral("short"));
    stream.line(line); // there is no room for this one either
    const QByteArray leftOut = " lines were left out here: nobody read what was before them.\n";
    const QByteArray last = "raw\n3" + leftOut + "short\n1" + leftOut;
    const QByteArray got = readUntil(pipe, last);
    QVERIFY2(got.endsWith(last), got.right(300).constData());
    QCOMPARE(got.count(line.toLatin1() + '\n'), fit);
    QVERIFY(stream.drain(10s));
}

void OutputStreamTest::aFailureOfBeforeIsToldAtOnceAndOnce()
{
    const loop::Descriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    OutputStream stream(full.get());
    stream.write("x");
    QTRY_COMPARE(stream.error(), ENOSPC);
    int failures = 0, error = 0;
    stream.setOnError([&](int number) {
        error = number;
        ++failures;
    });
    QCOMPARE(error, ENOSPC);
    std::atomic<int> taken = 0;
    stream.write("x", [&taken] { ++taken; });
    QTRY_COMPARE(taken.load(), 1);
    QCOMPARE(failures, 1);
}

// And by one as soon as one can be had.
void OutputStreamTest::withoutAThreadItIsWrittenAtOnce()
{
    const Pipe pipe;
    const loop::Descriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    OutputStream stream(pipe.writing.get()), failing(full.get());
    {
        const NoThreads none;
        bool taken = false;
        stream.write("one\n", [&taken] { taken = true; });
        QVERIFY(taken);
        stream.line(QStringLiteral("two"));
        QVERIFY(stream.drain(1s));
        QCOMPARE(readUntil(pipe, "two\n"), QByteArray("one\ntwo\n"));
        failing.write("x");
        QCOMPARE(failing.error(), ENOSPC);
    }
    stream.line(QStringLiteral("three"));
    QCOMPARE(readUntil(pipe, "three\n"), QByteArray("three\n"));
    QVERIFY(stream.drain(10s));
}

QTEST_GUILESS_MAIN(OutputStreamTest)
#include "OutputStreamTest.moc"
