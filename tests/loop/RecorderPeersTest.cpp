// SPDX-License-Identifier: GPL-3.0-or-later

// The peers of a datagram endpoint, each a connection of its own for who reads a Recorder: with an
// address, counters and bytes, until it is silent for a while or the endpoint is closed.

#include "loop/EventLoop.h"
#include "loop/Recorder.h"
#include "tests/support/Drivers.h"
#include "tests/support/ManualDriver.h"

#include <QtTest/QTest>

#include <map>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace std::chrono_literals;

namespace {

class Echo final : public loop::DatagramProtocol {
public:
    void connectionMade(loop::DatagramTransport &made) override { transport = &made; }
    void datagramReceived(std::string_view data, const loop::SocketAddress &from) override
    {
        transport->sendto(data, from);
    }
    loop::DatagramTransport *transport = nullptr;
};

// A socket of another program.
class Sender {
public:
    Sender()
        : fd_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in any {};
        any.sin_family = AF_INET;
        any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        (void)::bind(fd_, reinterpret_cast<const sockaddr *>(&any), sizeof any);
    }
    ~Sender() { ::close(fd_); }
    Sender(const Sender &) = delete;
    void send(std::string_view words, const loop::SocketAddress &to) const
    {
        (void)::sendto(fd_, words.data(), words.size(), 0, to.data(), to.size());
    }
    [[nodiscard]] std::string address() const
    {
        return loop::SocketAddress::ofSocket(fd_).toString();
    }

private:
    int fd_;
};

} // namespace

class RecorderPeersTest final : public QObject {
    Q_OBJECT

    ManualDriver *driver_ = nullptr;
    std::unique_ptr<loop::EventLoop> loop_;
    std::unique_ptr<loop::Recorder> recorder_;
    std::shared_ptr<Echo> echo_;
    std::map<std::string, loop::ConnectionOpened> opened_; // by peer
    std::map<std::uint64_t, loop::ConnectionSample> samples_;
    std::vector<std::pair<std::uint64_t, std::string>> bytes_; // connection, payload

    void look()
    {
        for (int turn = 0; turn < 3; ++turn) {
            if (const auto delta = recorder_->take({})) {
                for (const loop::ConnectionOpened &each : delta->opened)
                    opened_[each.peer] = each;
                for (const loop::ConnectionSample &each : delta->connections)
                    samples_[each.id.value] = each;
                for (const loop::LogEvent &event : delta->events) {
                    if (event.kind == loop::EventKind::DataIn
                        || event.kind == loop::EventKind::DataOut)
                        bytes_.emplace_back(event.connection.value,
                                            std::string(delta->payload(event)));
                }
            }
            runReady(*loop_, 6);
        }
    }
    const loop::ConnectionSample &of(const Sender &sender)
    {
        return samples_[opened_.at(sender.address()).id.value];
    }

private Q_SLOTS:
    void init()
    {
        driver_ = new ManualDriver;
        loop_ = std::make_unique<loop::EventLoop>(std::unique_ptr<loop::Driver>(driver_));
        recorder_ = std::make_unique<loop::Recorder>(*loop_);
        echo_ = std::make_shared<Echo>();
        loop::DatagramOptions options;
        options.localAddr = std::pair("127.0.0.1", std::uint16_t(0));
        auto making = loop_->createDatagramEndpoint([this] { return echo_; }, std::move(options));
        (void)loop_->runUntilComplete(std::move(making));
        QVERIFY(echo_->transport);
    }
    void cleanup()
    {
        loop_->close();
        recorder_.reset();
        loop_.reset();
        opened_.clear();
        samples_.clear();
        bytes_.clear();
    }

    void twoSendersAreTwoConnections()
    {
        const loop::SocketAddress here = echo_->transport->sockName();
        const Sender one, other;
        one.send("one", here);
        other.send("other", here);
        one.send("again", here);
        look();
        const loop::ConnectionOpened &opened = opened_.at(one.address());
        QVERIFY(opened.endpoint == echo_->transport->id());
        QVERIFY(opened.id != opened.endpoint && opened.id != opened_.at(other.address()).id);
        QCOMPARE(opened.local, here.toString());
        QCOMPARE(of(one).bytesIn, 8U);
        QCOMPARE(of(one).messagesIn, 2U);
        QCOMPARE(of(one).bytesOut, 8U);
        QCOMPARE(of(other).bytesIn, 5U);
        QCOMPARE(samples_[echo_->transport->id().value].bytesIn, 13U); // all of them
        const auto said = [this, &opened](const std::string &words) {
            return std::count(bytes_.begin(), bytes_.end(), std::pair(opened.id.value, words));
        };
        QCOMPARE(said("one"), 2); // in and out
        QCOMPARE(said("again"), 2);
        QCOMPARE(said("other"), 0);
    }

    void aSilentPeerEndsAndComesBackAsAnother()
    {
        const loop::SocketAddress here = echo_->transport->sockName();
        const Sender silent, talking;
        silent.send("x", here);
        talking.send("x", here);
        look();
        const loop::ConnectionId before = opened_.at(silent.address()).id;
        driver_->advance(40s);
        talking.send("y", here);
        look();
        driver_->advance(40s);
        look();
        QVERIFY(samples_[before.value].closed != 0);
        QVERIFY(samples_[before.value].state == loop::ConnectionState::Closed);
        QCOMPARE(of(talking).closed, 0);
        silent.send("z", here);
        look();
        QVERIFY(opened_.at(silent.address()).id != before);
        QCOMPARE(of(silent).closed, 0);
    }

    void allEndWithTheirEndpoint()
    {
        const loop::SocketAddress here = echo_->transport->sockName();
        const Sender one, other;
        one.send("x", here);
        other.send("x", here);
        look();
        echo_->transport->close();
        look();
        QVERIFY(of(one).closed != 0 && of(other).closed != 0);
    }

    void whatTheProgramLearnsIsInTheNextDelta()
    {
        recorder_->learned({{7}, 42, "curl", {8}});
        (void)recorder_->take({});
        runReady(*loop_, 3);
        const auto delta = recorder_->take({});
        QVERIFY(delta);
        QCOMPARE(delta->notes.size(), 1U);
        QCOMPARE(delta->notes[0].peerProgram, "curl");
    }
};

QTEST_GUILESS_MAIN(RecorderPeersTest)
#include "RecorderPeersTest.moc"
