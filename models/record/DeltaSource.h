// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where a Feed gets its Deltas, and who reads them. A source stands for one loop: in this process
// (through loop::Recorder), in another process, or in a file; nobody past the Feed can tell which.
// Both interfaces are called on the main thread only; a source does what is needed to be safe
// towards the thread of its loop. The Feed owns neither.

#include "loop/Records.h"
#include "models/record/Blocked.h"

#include <QtCore/QString>
#include <QtCore/QtGlobal>

#include <cstdint>
#include <functional>
#include <memory>

namespace models {

struct Moment;

class DeltaSource {
public:
    virtual ~DeltaSource() = default;

    // What changed since the call before, or null while there is nothing new (the loop may be
    // blocked). Never waits for the loop.
    virtual std::unique_ptr<loop::Delta> take(const loop::Interest &interest) = 0;
    // Calls `wake` once, on any thread, when there is more to take than that time passed; an empty
    // one takes the wish back. False: it cannot say so, and must be asked.
    virtual bool wakeOnNews(std::function<void()>) { return false; }
    // Calls `wake`, on any thread, whenever so much waits that it should be taken soon; an empty
    // one takes the wish back.
    virtual void wakeOnMuch(std::function<void()>) { }
    // The handle that runs at this moment; since == 0 when none does.
    virtual loop::RunningHandle running() const = 0;
    // Whether the loop's switch for that kind of warning is on.
    virtual bool warnsOf(loop::WarningKind) const { return true; }
    // What watching has cost the loop's thread so far, ns of its processor time.
    virtual std::int64_t cost() const { return 0; }
    // The loop's monotonic clock, ns.
    virtual std::int64_t now() const = 0;
    // Which loop it is, also before it has answered for the first time: it may be blocked from its
    // beginning on. Without an id only its answers say.
    virtual loop::LoopId loopId() const { return {}; }
    virtual QString loopName() const { return {}; }

protected:
    DeltaSource() = default;
    Q_DISABLE_COPY_MOVE(DeltaSource)
};

class DeltaConsumer {
public:
    virtual ~DeltaConsumer() = default;

    virtual void apply(const loop::Delta &delta) = 0;
    virtual void apply(const Blocked &) { }
    // The same for those who keep the Delta for longer: it is copied by nobody.
    virtual void applyShared(const std::shared_ptr<const loop::Delta> &delta) { apply(*delta); }
    // Forgets all that was told: what follows is of another moment, or of another stream. What a
    // view has selected stays so as far as it comes again before the batch ends.
    virtual void reset() = 0;
    // Puts back what was shown at a moment of a recording, in the place of all that was told
    // before. batchEnded(moment.time) follows.
    virtual void restore(const Moment &moment);
    // The newest event of what is shown, where that is told on from a moment that was restored.
    virtual void moveTo(qint64 lastEvent) { Q_UNUSED(lastEvent) }
    // All Deltas of this pull have been applied. `now` is the wall clock, ns since 1970; it goes on
    // while loops are blocked or silent, so ages and countdowns are counted from it.
    virtual void batchEnded(std::int64_t now) { Q_UNUSED(now) }
    // What it shows goes on while nothing happens, so it is to have batches at the display's pace;
    // otherwise it has one a second then.
    [[nodiscard]] virtual bool isMoving() const { return false; }

protected:
    DeltaConsumer() = default;
    Q_DISABLE_COPY_MOVE(DeltaConsumer)
};

} // namespace models
