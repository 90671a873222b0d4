// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reads packets of Loopscope's stream (loop/stream.proto) back into Deltas. One decoder belongs to
// one stream that is read from a keyframe on, since it remembers the names that came; packets may
// come from a file that is damaged or hostile: nothing is believed, and what is wrong ends the
// reading with a sentence. Any one thread at a time.

#include "loop/Records.h"

#include <QtCore/QString>

#include <functional>
#include <string_view>
#include <vector>

namespace models {

class StreamDecoder {
public:
    struct Decoded {
        loop::Delta delta;
        qint64 firstEvent = 0; // number of the first of its events
        bool keyframe = false; // it replaces all that is known of its loop
    };
    using Visit = std::function<void(Decoded &&)>;

    // Visits every Delta of a part of the stream that begins and ends between packets. "" or, as a
    // clause, what is wrong; what came before that was visited.
    [[nodiscard]] QString decode(std::string_view part, const Visit &visit);

private:
    std::vector<const char *> names_; // by number - 1; in a pool that is never freed
};

} // namespace models
