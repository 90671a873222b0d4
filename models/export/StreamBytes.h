// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a connection received or sent, byte for byte, as a file of its own. A piece of data at a
// time is in memory, however long the conversation was. Any thread.

#include "models/files/Result.h"

#include <QtCore/QString>

#include <functional>
#include <stop_token>

namespace models {

struct StreamBytes {
    quint64 connection = 0;
    bool received = true; // or what it sent
    qint64 lastEvent = 0; // up to this one; 0: all

    // Writes them from the recording to `path`, over what is there, whole or not at all; false: it
    // was stopped. What was not recorded, or cannot be read, is missing: then what there is has
    // been written, and the sentence says how much it is not.
    [[nodiscard]] Result<bool> write(const QString &recording, const QString &path,
                                     const std::stop_token &stop = {},
                                     const std::function<void(double)> &progress = {}) const;
};

} // namespace models
