// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Shows a recording at a moment, and as it went on from there: it puts consumers of Deltas back to
// any moment, and plays what came after at a speed. All reading is done by a thread of its own, of
// which only the newest wish counts, so that moments may be asked for as fast as somebody drags;
// the consumers hear of them on the main thread. The recording may be written meanwhile. What
// cannot be read is told once a wish. Main thread; the file and the consumers outlive it.

#include "models/record/History.h"
#include "models/record/Moment.h"
#include "models/record/RecentTraffic.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace models {

class DeltaConsumer;

class Playback final : public QObject {
    Q_OBJECT

public:
    Playback(const QString &path, std::vector<DeltaConsumer *> consumers,
             QObject *parent = nullptr);
    ~Playback() override;

    // Every consumer shows the newest of these a little later; then moved().
    void seek(qint64 wallTime);
    void seekEvent(qint64 number); // the moment that shows what this event did
    void seekEnd();
    // From the moment that is shown, or from the beginning where that is the end; until the end.
    void play();
    void pause();
    void setSpeed(double speed); // 1: as it was
    [[nodiscard]] bool isPlaying() const { return timer_.isActive(); }

    // The consumers are somebody else's from here on: nothing that was asked for reaches them.
    void leave();
    // Reads how things are now, for who takes them over: `prepare` runs on the reading thread first
    // and has to make all that happened so far readable. Then nowRead(), unless something else is
    // asked for before.
    void readNow(std::function<void()> prepare);

    [[nodiscard]] qint64 position() const { return position_; } // of moved(); wall clock, ns
    // Reads the span anew: it grows while the recording is written. Then historyChanged().
    void refresh();
    [[nodiscard]] const History &history() const { return history_; }

Q_SIGNALS:
    void aboutToShow(); // the consumers are told of another moment now
    void moved(qint64 position); // all consumers show it
    void trafficRead(const models::RecentTraffic &traffic); // a little after, once nobody moves on
    void sessionChanged(const models::SessionRecord &session); // while playing
    void playingChanged(bool playing);
    void historyChanged();
    void nowRead(const models::Moment &moment);
    void failed(const QString &sentence);

private:
    class Thread;
    // What came between two moments, and where that is.
    struct Stretch {
        std::vector<loop::Delta> deltas;
        std::vector<SessionRecord> sessions;
        qint64 to = 0, lastEvent = 0;
    };

    void step();
    void show(const Moment &moment);
    void show(const Stretch &stretch);
    void endBatch(qint64 position);
    void fail(const QString &sentence);

    const std::vector<DeltaConsumer *> consumers_;
    QTimer timer_; // of what is played
    QElapsedTimer clock_; // since the last step
    double speed_ = 1;
    qint64 position_ = 0;
    quint64 wish_ = 0; // the newest; answers to others are late
    bool waiting_ = false; // for the answer to it
    History history_;
    std::unique_ptr<Thread> thread_; // last: it posts to this
};

} // namespace models
