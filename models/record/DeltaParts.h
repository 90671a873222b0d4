// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A Delta of very many bytes (tens of MB come in one where a flood is merged) as several of the
// same time, so that a recording need not hold, write or drop it as one piece. What began is in the
// first, what the Delta says of what lives, its warnings and its end are in the last. An event with
// more data than a part has becomes several, one after the other. And what a Delta takes in memory,
// for queues that have a bound. Any thread.

#include "loop/Records.h"

#include <functional>
#include <memory>

namespace models {

using TakeDelta = std::function<void(std::shared_ptr<const loop::Delta>)>;

// Calls `take` with parts of `most` bytes of data at most; with the Delta itself if it has no more
// than twice that.
void eachPart(const std::shared_ptr<const loop::Delta> &delta, std::size_t most,
              const TakeDelta &take);

// All that it says but for events and their bytes, which the caller adds.
loop::Delta withoutEvents(const loop::Delta &whole);

// Bytes that it holds, of those parts that traffic makes grow.
std::size_t weightOf(const loop::Delta &delta);

} // namespace models
