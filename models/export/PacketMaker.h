// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Makes packets of what loops sent and received, as pcapng: each connection becomes a conversation
// that Wireshark follows. Bytes and their times are those that were seen; headers, handshakes,
// acknowledgements and ends are made up around them, and the file says so. Unix sockets and pipes
// become TCP between addresses of 198.18.0.0/15; what is encrypted on the wire is in clear text.
//
//   interface     a session
//   flags         inbound or outbound, as that session saw it
//   gap, drop count   bytes that are not there: they were not kept, or nobody took the packet
//   comments      the task and its line, faults, warnings, what the end was
//
// Where the same addresses occur once more (both ends of a connection run here, or a port is used
// again), this end gets an address of its own, or two conversations would look like one.
//
// It is fed one stream, live or from a recording; a keyframe may come at any time. Memory follows
// what lives, and the packets of an event leave in pieces. Any one thread at a time; nothing throws
// but std::bad_alloc and what the sink throws.

#include "models/export/InternetPackets.h"
#include "models/export/Pcapng.h"
#include "models/record/RecordingReader.h"
#include "models/record/SessionRecord.h"

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace models {

class PacketMaker {
public:
    // Gets whole blocks, in order, some 256 KiB of them at most but for a single larger block.
    using Sink = std::function<void(std::string_view)>;
    // Which events become packets: all, unless it says otherwise.
    struct Choice {
        std::function<bool(const StoredEvent &event, const QString &session)> shows;
        qint64 first = 0, last = 0; // wall clock, ns; 0: any
    };

    PacketMaker(Sink sink, Choice choice);

    void apply(const SessionRecord &session);
    // `firstEvent` is the number of the first of its events. The rest of a Delta that comes in
    // parts is `continued`.
    void apply(const loop::Delta &delta, qint64 firstEvent = 0, bool continued = false);
    // The Delta is whole: what ended in it is over. The next one says so, too.
    void settle();
    // What becomes packets from here on has no place: they are counted as dropped, and so is what
    // loops, which need not keep data meanwhile, counted. feed() ends that.
    void starve() { starved_ = true; }
    void feed();
    // Hands over what is ready.
    void flush();
    // The last words of each interface, then flush().
    void end();

    [[nodiscard]] std::uint64_t dropped() const { return dropped_; } // packets

private:
    using Direction = Pcapng::Direction;
    struct Side { // of one end of a conversation; of TCP
        std::uint32_t sent = 0; // the number of its next byte
        std::uint32_t acknowledged = 0; // of the other's
        bool finished = false;
    };
    struct Sum { // of one direction
        std::uint64_t bytes = 0, messages = 0;
        void add(std::uint64_t moreBytes, std::uint64_t moreMessages)
        {
            bytes += moreBytes;
            messages += moreMessages;
        }
    };
    struct Flow { // of one connection
        loop::ConnectionOpened opened;
        Sum in, out, eventsIn, eventsOut; // what its loop counted, and what there were events of
        internet::Endpoint local, peer;
        Side here, there;
        std::string comment; // of its next packet
        std::optional<std::uint32_t> link; // once there is something for its interface
        bool begun = false, over = false, addressed = false;
    };
    struct Link { // an interface
        std::uint64_t packets = 0, dropped = 0, droppedBefore = 0;
        std::string comment; // of its next packet
        std::int64_t last = 0; // wall clock
    };
    struct Worker { // a task
        loop::TaskCreated created;
        loop::Place place;
        std::string words; // "" where they are not made yet
    };
    struct Made; // a packet

    void note(const loop::Delta &delta);
    void take(const loop::Delta &delta, const loop::LogEvent &event);
    [[nodiscard]] bool shows(std::int64_t time) const;
    [[nodiscard]] bool shows(qint64 number, const loop::Delta &delta, const loop::LogEvent &event);
    void begin(Flow &flow, std::int64_t time);
    void address(Flow &flow);
    void data(Flow &flow, const loop::Delta &delta, const loop::LogEvent &event);
    void endOfPeer(Flow &flow, std::int64_t time);
    void stream(Flow &flow, const loop::Delta &delta, const loop::LogEvent &event);
    void datagram(Flow &flow, const loop::Delta &delta, const loop::LogEvent &event);
    template <class Use>
    void eachSegment(const loop::Delta &delta, const loop::LogEvent &event, Use use);
    void miss(Flow &flow, bool in, std::uint64_t bytes, std::uint64_t packets);
    void acknowledge(Flow &flow, bool by, std::int64_t time);
    void finish(Flow &flow, bool here, std::int64_t time);
    void close(Flow &flow, const loop::ConnectionSample &last, std::int64_t time);
    void segment(Flow &flow, bool fromHere, unsigned flags, std::int64_t time)
    {
        segment(flow, fromHere, flags, {}, 0, time, {});
    }
    void segment(Flow &flow, bool fromHere, unsigned flags, internet::Parts data, std::size_t size,
                 std::int64_t time, std::string_view comment);
    void packet(Flow &flow, const Made &made);
    std::uint32_t linkOf(loop::ContextId context);
    std::uint32_t linkOf(Flow &flow);
    void remark(std::string &comment, std::string_view words);
    [[nodiscard]] static std::string peerWords(std::int32_t pid, const std::string &program,
                                               loop::ConnectionId partner);
    [[nodiscard]] std::string_view wordsOf(loop::TaskId task);

    Sink sink_;
    const Choice choice_;
    std::string out_;
    std::vector<std::string_view> parts_; // of a segment, in the Delta
    Pcapng blocks_ {out_};
    std::unordered_map<loop::ConnectionId, Flow> flows_;
    std::unordered_map<loop::TaskId, Worker> workers_;
    std::unordered_map<loop::ContextId, std::uint32_t> linkOf_;
    std::unordered_map<loop::ContextId, SessionRecord> sessions_;
    std::vector<Link> links_;
    std::unordered_map<std::uint64_t, loop::ConnectionId> conversations_; // by their addresses
    struct Ending {
        loop::ConnectionSample last;
        std::int64_t time = 0; // wall clock
    };
    std::unordered_map<loop::ConnectionId, Ending> ending_; // in this Delta
    std::vector<loop::TaskId> endingTasks_;
    std::uint64_t dropped_ = 0;
    bool starved_ = false;
};

} // namespace models
