// SPDX-License-Identifier: MIT
#pragma once

// Writes Deltas as packets of Loopscope's stream (stream.proto beside this): Protocol Buffers by
// hand, so that the core depends on nothing. It remembers which names the stream has had since its
// last keyframe, so one encoder belongs to one stream. Any one thread at a time; no call throws but
// std::bad_alloc.

#include "loop/Records.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace loop {

class StreamEncoder {
public:
    // No packet is longer; a larger Delta becomes several of one time, its records spread over
    // them.
    static constexpr std::size_t LongestPacket = std::size_t {16} << 20;

    // Appends `delta` to the stream in `out`. `firstEvent` is the number of its first event.
    void encode(const Delta &delta, std::uint64_t firstEvent, std::string &out);
    // The same as a keyframe: what `delta` holds replaces all that is known of its loop. The table
    // of names begins anew.
    void encodeKeyframe(const Delta &delta, std::uint64_t firstEvent, std::string &out);
    // The next Delta begins a new table of names: a stream is cut here, into parts that can be read
    // alone.
    void beginPart();

private:
    void encode(const Delta &delta, std::uint64_t firstEvent, bool keyframe, std::string &out);
    void encodeState(const Delta &delta, std::uint64_t firstEvent, std::string &out);
    void finishPacket(const Delta &delta, std::uint64_t firstEvent, std::string &out,
                      std::span<const LogEvent> events = {});
    [[nodiscard]] std::size_t encodeEvents(const Delta &delta, std::span<const LogEvent> events);
    void encode(const ConnectionOpened &opened, std::int64_t reference);
    void encode(const ConnectionNote &note, std::int64_t reference);
    void encode(const ConnectionSample &sample, std::int64_t reference);
    void encode(const TaskCreated &created, std::int64_t reference);
    void encode(const TaskSample &sample, std::int64_t reference);
    void encode(const WarningRecord &warning, std::int64_t reference);
    void encodeTimers(const Delta &delta);
    void encodeSpans(const Delta &delta);
    [[nodiscard]] std::uint32_t name(std::string_view text);
    void putPlace(std::string &out, int field, const Place &place);

    std::unordered_map<std::string_view, std::uint32_t> m_names; // what they view lives for ever
    std::vector<std::string_view> m_fresh; // names that the Delta under way brings
    bool m_namesBegin = false;
    bool m_keyframe = false; // the next packet is one
    bool m_continued = false; // the next packet is the rest of a Delta
    std::uint32_t m_loopName = 0; // number of the name of the Delta's loop
    std::unordered_set<std::string> m_loopNames;
    std::string m_body, m_message, m_inner; // scratch, outermost first
    std::string m_column; // scratch that only grows
};

} // namespace loop
