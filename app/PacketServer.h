// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Serves what the loops send and receive as packets, live, as PCAP-over-IP: whoever connects gets a
// pcapng that does not end (wireshark -k -i TCP@127.0.0.1:PORT), beginning with what lives then.
// Each reader has its own: one that is slow is left packets out of, and the next one it gets says
// how many; nobody waits for it. Without a reader loops need not keep what they send and receive:
// readersChanged() says so, dataWanted() answers, and a reader begins once the loops have kept all
// of it for a while; where all readers are full, nobody reads. Memory is bounded: there are 16
// readers at most (one more is turned away, and told() says so), 16 MiB wait for each, and 64 MiB
// for the thread that makes packets, which is one of its own, with a loop of its own that nothing
// watches.
//
// Made and used by the main thread. As a consumer it comes after the recording, and is not
// pausable.

#include "models/files/Result.h"
#include "models/record/DeltaSource.h"
#include "models/record/Moment.h"

#include <QtCore/QObject>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <semaphore>
#include <string>
#include <thread>

namespace app {

struct PacketAddress {
    QString host; // a name or an address; IPv6 without brackets
    quint16 port = 0; // 0: any free one

    // Of "HOST:PORT", "[::1]:PORT", ":PORT" or "PORT"; without a host it is this machine alone.
    static models::Result<PacketAddress> of(const QString &text);
    [[nodiscard]] QString toString() const;
};

class PacketServer final : public QObject, public models::DeltaConsumer {
    Q_OBJECT

public:
    static constexpr std::size_t MostWaiting = std::size_t {16} << 20; // bytes
    static constexpr std::size_t MostReaders = 16;
    static constexpr std::size_t MostQueued = std::size_t {64} << 20;

    // Serves when it is made; throws std::runtime_error, a clause, where it cannot.
    explicit PacketServer(const PacketAddress &address);
    ~PacketServer() override;

    [[nodiscard]] PacketAddress address() const { return address_; } // with its real port
    // How to look at it: "wireshark -k -i TCP@127.0.0.1:19000".
    [[nodiscard]] QString command() const;
    // "" or a sentence: others than this machine can read it.
    [[nodiscard]] QString exposure() const;

    // What lived when it was made, where it was made later than the loops.
    void begin(const models::Moment &moment);
    void sessionChanged(const models::SessionRecord &session);
    // From the next Deltas on the Feed has loops keep what they send and receive, or no longer.
    void dataWanted(bool wanted);
    void apply(const loop::Delta &delta) override;
    void applyShared(const std::shared_ptr<const loop::Delta> &delta) override;
    void reset() override { } // views go elsewhere; what happens goes on

    // Readers get what is left and their end, for as long as `patience`. Any thread; once.
    void end(std::chrono::milliseconds patience);

Q_SIGNALS:
    void told(const QString &sentence); // of a reader too slow, or too many
    void readersChanged(int readers); // so many read, or wait to; none of them is full

private:
    class Reader;
    class Inside;

    void run();
    void post(std::function<void(Inside &)> call) const;

    PacketAddress address_;
    loop::LoopId loop_;
    Inside *inside_ = nullptr; // on the thread's stack
    std::shared_ptr<std::atomic<std::size_t>> queued_; // bytes on their way to the thread
    std::binary_semaphore ready_ {0};
    std::string failure_; // why there is no loop
    std::thread thread_;
};

} // namespace app
