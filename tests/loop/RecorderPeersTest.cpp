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
    std::map<std::uint64_t, int> ends_; // how often each was told of as closed
    std::map<std::uint64_t, std::pair<std::uint64_t, std::uint64_t>> told_; // messages in and out
    std::vector<std::pair<std::uint64_t, std::string>> bytes_; // connection, payload

    void look()
    {
        for (int turn = 0; turn < 3; ++turn) {
            if (const auto delta = recorder_->take({})) {
                for (const loop::ConnectionOpened &each : delta->opened)
                    opened_[each.peer] = each;
                for (const loop::ConnectionSample &each : delta->connections) {
                    samples_[each.id.value] = each;
                    ends_[each.id.value] += each.closed != 0;
                }
                for (const loop::LogEvent &event : delta->events) {
                    if (event.kind != loop::EventKind::DataIn
                        && event.kind != loop::EventKind::DataOut)
                        continue;
                    auto &[in, out] = told_[event.connection.value];
                    (event.kind == loop::EventKind::DataIn ? in : out) += event.merged;
                    if (event.merged == 1)
                        bytes_.emplace_back(event.connection.value, delta->payload(event));
                }
            }
            runReady(*loop_, 6);
        }
    }
    std::uint64_t idOf(const Sender &sender) const { return opened_.at(sender.address()).id.value; }
    const loop::ConnectionSample &of(const Sender &sender) { return samples_[idOf(sender)]; }
    // More than a Delta has events of their own for. Nobody looks meanwhile.
    void flood(const Sender &sender, int datagrams)
    {
        const loop::SocketAddress here = echo_->transport->sockName();
        const std::uint64_t all
            = echo_->transport->counters().messagesOut + std::uint64_t(datagrams);
        for (int sent = 0; sent < datagrams; ++sent) {
            sender.send("flood", here);
            if (sent % 50 == 0)
                runReady(*loop_, 8);
        }
        for (int turn = 0; turn < 1000 && echo_->transport->counters().messagesOut < all; ++turn)
            runReady(*loop_, 1);
        QCOMPARE(echo_->transport->counters().messagesOut, all);
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
        ends_.clear();
        told_.clear();
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

    // They changed, and were not told of yet when their endpoint ended.
    void whoeverChangedBeforeItsEndpointEndedIsToldOfOnce()
    {
        const loop::SocketAddress here = echo_->transport->sockName();
        std::vector<std::unique_ptr<Sender>> senders;
        for (int i = 0; i < 20; ++i)
            senders.push_back(std::make_unique<Sender>());
        for (const auto &each : senders)
            each->send("x", here);
        runReady(*loop_, 40);
        look();
        for (const auto &each : senders)
            each->send("last words", here);
        runReady(*loop_, 40); // what of it is not told of yet is on a list
        echo_->transport->close();
        runReady(*loop_, 4);
        look();
        look();
        for (const auto &each : senders) {
            QCOMPARE(ends_[idOf(*each)], 1);
            QCOMPARE(of(*each).bytesIn, 11U);
        }
        QCOMPARE(samples_.size(), senders.size() + 1); // and of nobody else
    }

    void whatWasMergedIsToldOnce()
    {
        const Sender talkative;
        look();
        for (const int datagrams : {3000, 1}) { // the second after what was merged was told
            flood(talkative, datagrams);
            look();
            const auto &[in, out] = told_[idOf(talkative)];
            QCOMPARE(in, of(talkative).messagesIn);
            QCOMPARE(out, of(talkative).messagesOut);
        }
        QCOMPARE(of(talkative).messagesOut, 3001U);
    }

    // Nobody looked between the flood and its end.
    void whatWasMergedIsToldThoughTheEndpointEnds()
    {
        const Sender talkative;
        look();
        flood(talkative, 3000);
        echo_->transport->close();
        runReady(*loop_, 4);
        look();
        const auto &[in, out] = told_[idOf(talkative)];
        QCOMPARE(in, 3000U);
        QCOMPARE(out, 3000U);
        QVERIFY(of(talkative).closed != 0);
    }

    // What was merged of a peer was let go with all else that nobody read: nothing points to it.
    void whatNobodyReadLeavesNoBytesOfPeers()
    {
        const Sender talkative;
        look();
        flood(talkative, 3000);
        const std::string large(1'000'000, 'x');
        for (int i = 0; i < 40; ++i)
            recorder_->note(loop::EventKind::Session, {}, large, {});
        int merged = 0;
        for (int turn = 0; turn < 4; ++turn) { // what was ready before comes first
            const std::unique_ptr<loop::Delta> delta = recorder_->take({});
            runReady(*loop_, 6);
            for (const loop::LogEvent &event :
                 delta ? delta->events : std::vector<loop::LogEvent>()) {
                if (event.merged < 100)
                    continue;
                QCOMPARE(event.payloadSize, 0U);
                QVERIFY(!event.inPieces);
                ++merged;
            }
        }
        QCOMPARE(merged, 2); // in and out
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
