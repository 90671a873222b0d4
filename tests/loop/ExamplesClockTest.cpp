// SPDX-License-Identifier: GPL-3.0-or-later

// The times that the sources give the example programs, on a clock that is moved by hand.

#include "loop/Descriptor.h"
#include "loop/EventLoop.h"
#include "loop/Server.h"
#include "loop/Sleep.h"
#include "loop/examples/Arguments.h"
#include "loop/examples/Print.h"
#include "tests/support/ManualDriver.h"

#include <QtTest/QTest>

#include <sstream>

#include <sys/socket.h>
#include <unistd.h>

// Each program in a namespace of its own; all that they include is included above. Their main() is
// not called.
#define main programMain
namespace callback {
#include "loop/examples/hello-callback.cpp"
}
namespace coroutine {
#include "loop/examples/hello-coroutine.cpp"
}
namespace timeoutEcho {
#include "loop/examples/timeout-echo-server.cpp"
}
#undef main

namespace {

using namespace std::chrono_literals;

// What the programs print, while it lives.
class Printed {
public:
    Printed()
        : m_cout(std::cout.rdbuf(m_text.rdbuf()))
    { }
    ~Printed() { std::cout.rdbuf(m_cout); }
    Printed(const Printed &) = delete;
    [[nodiscard]] std::string text() const { return m_text.str(); }

private:
    std::ostringstream m_text;
    std::streambuf *m_cout;
};

struct ManualProgram {
    ManualDriver *driver = new ManualDriver;
    loop::EventLoop loop {std::unique_ptr<loop::Driver>(driver)};
    Printed printed;

    void after(loop::Duration duration)
    {
        driver->advance(duration);
        driver->iterateOnce();
        driver->iterateOnce(); // what was woken
    }
    // What comes over loopback comes soon; how many iterations that takes is not known.
    bool prints(const std::string &text)
    {
        for (int i = 0; i < 100'000 && !printed.text().ends_with(text); ++i)
            driver->iterateOnce();
        return printed.text().ends_with(text);
    }
};

// timeout-echo-server with its five seconds, and a client.
struct Conversation : ManualProgram {
    Conversation()
    {
        const auto factory = [] { return std::make_shared<timeoutEcho::EchoServer>(Seconds(5)); };
        driver->setJumps(false);
        const auto server = loop.runUntilComplete(loop.createServer(factory, "127.0.0.1", 0));
        const loop::SocketAddress address = server->sockets().front().address;
        if (::connect(client.get(), address.data(), address.size()) != 0)
            qFatal("cannot connect");
    }
    void send(std::string_view text) const
    {
        if (::write(client.get(), text.data(), text.size()) != ssize_t(text.size()))
            qFatal("cannot send");
    }
    loop::Descriptor client {::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
};

} // namespace

class ExamplesClockTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void helloCallbackGreetsEveryTwoSeconds()
    {
        ManualProgram program;
        callback::printAndRepeat(&program.loop, Seconds(2));
        QCOMPARE(program.printed.text(), std::string("Hello World\n")); // no loop runs yet
        program.after(1999ms);
        QCOMPARE(program.printed.text(), std::string("Hello World\n"));
        program.after(1ms);
        QCOMPARE(program.printed.text(), std::string("Hello World\nHello World\n"));
        program.after(2s);
        QCOMPARE(program.printed.text(), std::string("Hello World\nHello World\nHello World\n"));
    }

    void helloCoroutineGreetsEveryTwoSeconds()
    {
        ManualProgram program;
        const auto task = program.loop.createTask(coroutine::greet(Seconds(2)));
        QCOMPARE(program.printed.text(), std::string());
        program.after(0s);
        QCOMPARE(program.printed.text(), std::string("Hello World\n"));
        program.after(1999ms);
        QCOMPARE(program.printed.text(), std::string("Hello World\n"));
        program.after(1ms);
        QCOMPARE(program.printed.text(), std::string("Hello World\nHello World\n"));
        task.cancel();
        program.after(0s);
    }

    void allDataRestartsTheFiveSeconds()
    {
        Conversation talk;
        QVERIFY(talk.prints("connection made\n"));
        for (const char *const word : {"one", "two", "six"}) {
            talk.after(4s);
            talk.send(word);
            QVERIFY(talk.prints("data received:  " + std::string(word) + '\n'));
        }
        talk.after(4999ms);
        QVERIFY(talk.printed.text().ends_with("data received:  six\n"));
        talk.after(1ms);
        QVERIFY(talk.prints("connection timeout, closing.\nconnection lost: None\n"));
        char answers[32] {};
        QCOMPARE(::recv(talk.client.get(), answers, sizeof answers, 0), 21);
        QCOMPARE(answers, "Re: oneRe: twoRe: six");
    }

    void theTimerEndsWithTheConnection()
    {
        Conversation talk;
        QVERIFY(talk.prints("connection made\n"));
        talk.client.reset();
        QVERIFY(talk.prints("connection lost: None\n"));
        talk.after(1h);
        QVERIFY(talk.printed.text().find("timeout") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(ExamplesClockTest)
#include "ExamplesClockTest.moc"
