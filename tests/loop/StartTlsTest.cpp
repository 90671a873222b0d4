// SPDX-License-Identifier: GPL-3.0-or-later
// startTls() that is given up before its handshake; TlsTest has those that are not.
#include "loop/Server.h"
#include "loop/Streams.h"
#include "loop/Timeout.h"
#include "loop/qt/QtDriver.h"
#include "loop/qt/QtTlsContext.h"
#include "tests/support/Wire.h"

using namespace loop;

namespace {

// Deaf until it is told to read; then it waits for the first byte of a handshake.
struct Deaf final : Protocol {
    void connectionMade(Transport &made) override
    {
        transport = &made;
        made.pauseReading();
    }
    void dataReceived(std::string_view data) override
    {
        heardHello |= data.find('\x16') != data.npos;
    }
    Transport *transport = nullptr;
    bool heardHello = false;
};

} // namespace

class StartTlsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // N-08, T-06: the connection is left as it was
    void aCancelledUpgradeCanBeTriedAgain()
    {
        EventLoop loop(std::make_unique<loop::qt::QtDriver>());
        loop.setExceptionHandler(
            [](EventLoop &, const ExceptionContext &) {}); // of what is pending
        const auto deaf = std::make_shared<Deaf>();
        const auto server
            = loop.runUntilComplete(loop.createServer([deaf] { return deaf; }, "127.0.0.1", 0));
        const Streams streams = loop.runUntilComplete(openConnection(
            "127.0.0.1", server->sockets().front().address.port(), {}, defaultStreamLimit, &loop));
        streams.writer.write(std::string(1 << 24, 'x')); // more than the kernel takes
        const auto upgrade = [&] {
            return streams.writer.startTls(loop::qt::QtTlsContext::forClient(),
                                           std::string("localhost"));
        };
        QVERIFY_EXCEPTION_THROWN(
            loop.runUntilComplete(timeout(std::chrono::milliseconds(1), upgrade())), TimeoutError);
        QVERIFY(streams.writer.transport().isReading());

        const auto again = loop.createTask(upgrade());
        QVERIFY(deaf->transport);
        deaf->transport->resumeReading();
        QVERIFY(runUntil(loop, [&] { return deaf->heardHello; }));
        QVERIFY(!again.done());
    }
};

QTEST_GUILESS_MAIN(StartTlsTest)
#include "StartTlsTest.moc"
