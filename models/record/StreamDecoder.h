// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reads packets of Loopscope's stream (loop/stream.proto) back into Deltas. One decoder belongs to
// one stream that is read from a keyframe on, since it remembers the names that came; packets may
// come from a file that is damaged or hostile: nothing is believed, and what is wrong ends the
// reading with a sentence. Any one thread at a time. The core's encoder writes Deltas; sessions,
// which the core knows nothing of, are in SessionPackets.h.

#include "loop/Records.h"
#include "models/record/SessionRecord.h"

#include <QtCore/QString>

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace models {

class StreamDecoder {
public:
    struct Decoded {
        loop::Delta delta;
        qint64 firstEvent = 0; // number of the first of its events
        bool keyframe = false; // it replaces all that is known of its loop
        bool continued = false; // the rest of the Delta before; of a keyframe, if that was one
        bool ofKeyframe = false; // it is one, or the rest of one
        std::shared_ptr<const SessionRecord> session; // then there is no Delta
        qint64 time = 0; // wall clock, ns: of the Delta, or of the session
    };
    using Visit = std::function<void(Decoded &&)>;

    // Of a Delta the events and its times alone: samples and spans are most of a busy one.
    enum class Of { Everything, Events };
    // Visits every Delta of a part of the stream that begins and ends between packets. "" or, as a
    // clause, what is wrong; what came before that was visited.
    [[nodiscard]] QString decode(std::string_view part, const Visit &visit,
                                 Of what = Of::Everything);

private:
    std::vector<const char *> names_; // by number - 1; in a pool that is never freed
    bool inKeyframe_ = false; // the Delta before was of one
};

} // namespace models
