// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Playback.h"

#include "models/record/CallLater.h"
#include "models/record/DeltaSource.h"
#include "models/record/Growth.h"
#include "models/record/RecordingReader.h"

#include <algorithm>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>

namespace models {

namespace {

constexpr std::chrono::milliseconds Pace {33};
constexpr std::chrono::milliseconds Settled {150}; // without a wish
constexpr qint64 Forever = std::numeric_limits<qint64>::max();
constexpr qsizetype MostIncidents = 5'000; // in a History

qint64 wallClock()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

// Adds the samples of all loops to seconds, and what stood out in each of those.
void addSeconds(const QList<ActivitySample> &samples, History &history)
{
    using Incident = History::Incident;
    for (const ActivitySample &sample : samples) {
        const qint64 end = sample.time + ActivitySample::Length;
        if (history.seconds.isEmpty() || history.seconds.back().time < end)
            history.seconds.append({end, 0, 0, 0, 0});
        History::Second &second = history.seconds.back();
        second.messages += double(sample.messages);
        second.bytesIn += double(sample.bytesIn);
        second.bytesOut += double(sample.bytesOut);
        second.lag = std::max(second.lag, double(sample.lag) / 1e6);
        const auto note = [&history, &sample](quint64 count, Incident::Kind kind) {
            if (count != 0 && history.incidents.size() < MostIncidents)
                history.incidents.append({sample.time, 0, kind, count, {}});
        };
        note(sample.faults, Incident::Fault);
        note(sample.errors, Incident::Error);
    }
}

} // namespace

// The reading thread. It has a reader of its own, and posts what it read to the Playback.
class Playback::Thread {
public:
    struct Wish {
        enum Kind { Time, Event, End, Stretch, Now };
        Kind kind = Time;
        quint64 number = 0; // of the wish
        qint64 from = 0, to = 0; // wall clock, or the number of the event
        std::function<void()> prepare;
    };

    Thread(Playback &playback, QString path)
        : playback_(playback)
        , path_(std::move(path))
        , thread_([this](const std::stop_token &stop) { run(stop); })
    { }

    void wish(Wish wish)
    {
        {
            const std::lock_guard lock(mutex_);
            wish_ = std::move(wish);
        }
        changed_.notify_one();
    }
    void drop()
    {
        const std::lock_guard lock(mutex_);
        wish_.reset();
    }
    void refresh()
    {
        {
            const std::lock_guard lock(mutex_);
            refresh_ = true;
        }
        changed_.notify_one();
    }

private:
    void run(const std::stop_token &stop)
    {
        const auto news = [this] { return wish_ || refresh_; };
        std::unique_lock lock(mutex_);
        while (!stop.stop_requested()) {
            // What takes longer waits until nobody moves on.
            if (settling_)
                changed_.wait_for(lock, stop, Settled, news);
            else
                changed_.wait(lock, stop, news);
            std::optional<Wish> wish = std::exchange(wish_, std::nullopt);
            const bool refresh = !wish && std::exchange(refresh_, false);
            lock.unlock();
            // A moment is waited for; the span can wait.
            if (wish)
                answer(*wish);
            else if (refresh)
                readHistory();
            else if (settling_ && !stop.stop_requested())
                readTraffic(*std::exchange(settling_, std::nullopt));
            lock.lock();
        }
    }

    template <class Function> void post(Function function)
    {
        callLater(&playback_, std::move(function));
    }
    void fail(quint64 wish, const QString &sentence)
    {
        post([playback = &playback_, wish, sentence] {
            if (wish == playback->wish_)
                playback->fail(sentence);
        });
    }

    RecordingReader *reader()
    {
        if (!reader_) {
            auto opened = RecordingReader::open(path_);
            if (!opened) {
                problem_ = opened.problem();
                return nullptr;
            }
            reader_ = std::move(*opened);
        }
        return reader_.get();
    }

    void answer(const Wish &wish)
    {
        settling_.reset();
        if (wish.prepare)
            wish.prepare();
        if (!reader()) {
            fail(wish.number, problem_);
        } else if (wish.kind == Wish::Stretch) {
            play(wish);
        } else if (Result<Moment> moment = momentOf(wish); !moment) {
            fail(wish.number, moment.problem());
        } else {
            settling_ = {wish.number, moment->time};
            post([playback = &playback_, number = wish.number, now = wish.kind == Wish::Now,
                  moment = std::make_shared<Moment>(std::move(*moment))] {
                if (number != playback->wish_)
                    return;
                playback->waiting_ = false;
                if (now)
                    Q_EMIT playback->nowRead(*moment);
                else
                    playback->show(*moment);
            });
        }
    }

    Result<Moment> momentOf(const Wish &wish)
    {
        if (wish.kind == Wish::Now)
            return reader_->momentAt(wallClock());
        if (wish.kind == Wish::Event)
            return reader_->momentOf(wish.to);
        const auto span = reader_->span();
        if (!span)
            return Failure {span.problem()};
        // Before it there is nothing, and after it nothing is known.
        return reader_->momentAt(
            std::clamp(wish.to, span->first, std::max(span->first, span->last)));
    }

    void play(const Wish &wish)
    {
        auto stretch = std::make_shared<Playback::Stretch>();
        stretch->to = wish.to;
        const QString problem = reader_->deltas(
            wish.from, wish.to, [&stretch](const RecordingReader::Played &played) {
                if (played.delta)
                    stretch->deltas.push_back(*played.delta);
                if (played.session)
                    stretch->sessions.push_back(*played.session);
                stretch->lastEvent = std::max(stretch->lastEvent, played.lastEvent);
                return true;
            });
        if (!problem.isEmpty()) {
            fail(wish.number, problem);
            return;
        }
        post([playback = &playback_, number = wish.number, stretch] {
            if (number != playback->wish_)
                return;
            playback->waiting_ = false;
            playback->show(*stretch);
        });
    }

    struct Settling {
        quint64 wish = 0;
        qint64 time = 0; // of the moment that was shown
    };

    // Of what came in the last seconds before a moment. Somebody who moves on is not kept waiting.
    void readTraffic(const Settling &settling)
    {
        constexpr qint64 length = RecentTraffic::Step * qint64 {RecentTraffic::Steps};
        auto traffic = std::make_shared<RecentTraffic>();
        std::unordered_map<quint64, quint64> totals; // bytes, by connection
        qint64 looked = 0; // at whether somebody moves on
        const qint64 begin = settling.time - length;
        const QString problem = reader_->deltas(
            begin - ActivitySample::Length, settling.time,
            [&](const RecordingReader::Played &played) {
                if (!played.delta)
                    return true;
                for (const loop::ConnectionOpened &opened : played.delta->opened)
                    totals.try_emplace(opened.id.value, 0);
                for (const loop::ConnectionSample &sample : played.delta->connections) {
                    const quint64 total = sample.bytesIn + sample.bytesOut;
                    const auto [known, fresh] = totals.try_emplace(sample.id.value, total);
                    const quint64 moved = growth(std::exchange(known->second, total), total);
                    if (fresh || moved == 0 || played.time <= begin)
                        continue;
                    const auto step
                        = std::min<qint64>((played.time - begin - 1) / RecentTraffic::Step,
                                           qint64 {RecentTraffic::Steps} - 1);
                    traffic->rates[sample.id.value][static_cast<std::size_t>(step)]
                        += float(double(moved) * 1e9 / double(RecentTraffic::Step));
                }
                constexpr qint64 often = 64; // Deltas
                return ++looked % often != 0 || !isWanted();
            });
        if (!problem.isEmpty() || isWanted())
            return;
        post([playback = &playback_, wish = settling.wish, traffic] {
            if (wish == playback->wish_)
                Q_EMIT playback->trafficRead(*traffic);
        });
    }

    bool isWanted()
    {
        const std::lock_guard lock(mutex_);
        return wish_.has_value();
    }

    // Only what came since the last look. What cannot be read is left out: a moment of it would be
    // told of.
    void readHistory()
    {
        if (!reader())
            return;
        if (const auto span = reader_->span()) {
            history_.first = span->first;
            history_.last = span->last;
        }
        // The last second may not be over.
        const qint64 from = history_.seconds.isEmpty()
            ? 0
            : history_.seconds.back().time - ActivitySample::Length;
        if (const auto samples = reader_->samples(from, Forever)) {
            if (!history_.seconds.isEmpty())
                history_.seconds.removeLast();
            history_.incidents.removeIf([from](const History::Incident &each) {
                return each.time >= from && each.kind != History::Incident::Warning
                    && each.kind != History::Incident::Blocked;
            });
            addSeconds(*samples, history_);
        }
        if (const auto marks = reader_->marks()) {
            history_.marks.clear();
            for (const Mark &mark : *marks)
                history_.marks.append({mark.time, mark.name});
            std::stable_sort(history_.marks.begin(), history_.marks.end(),
                             [](const auto &a, const auto &b) { return a.time < b.time; });
        }
        if (const auto warnings = reader_->warnings(
                lastWarning_,
                int(std::max<qsizetype>(0, MostIncidents - history_.incidents.size())))) {
            for (const StoredWarning &warning : *warnings) {
                lastWarning_ = warning.number;
                history_.incidents.append(incidentOf(warning));
            }
        }
        std::stable_sort(history_.incidents.begin(), history_.incidents.end(),
                         [](const auto &a, const auto &b) { return a.time < b.time; });
        post([playback = &playback_, history = history_] {
            playback->history_ = history;
            Q_EMIT playback->historyChanged();
        });
    }

    // How long a loop was blocked is the lag that it had when it answered again.
    [[nodiscard]] History::Incident incidentOf(const StoredWarning &warning) const
    {
        History::Incident made {warning.time, 0, History::Incident::Warning, 1, warning.message};
        if (!warning.blocked)
            return made;
        made.kind = History::Incident::Blocked;
        const auto answer = std::find_if(
            history_.seconds.begin(), history_.seconds.end(), [&warning](const auto &second) {
                constexpr double blocked = 100; // ms
                return second.time > warning.time && second.lag >= blocked;
            });
        if (answer != history_.seconds.end())
            made.lasted = qint64(answer->lag * 1e6);
        return made;
    }

    Playback &playback_;
    const QString path_;
    std::unique_ptr<RecordingReader> reader_; // of the thread, as is what follows
    QString problem_;
    History history_;
    qint64 lastWarning_ = 0;
    std::optional<Settling> settling_; // of which more is read once nobody moves on

    std::mutex mutex_; // protects what follows
    std::condition_variable_any changed_;
    std::optional<Wish> wish_;
    bool refresh_ = false;

    std::jthread thread_; // last: it uses all of the above
};

Playback::Playback(const QString &path, std::vector<DeltaConsumer *> consumers, QObject *parent)
    : QObject(parent)
    , consumers_(std::move(consumers))
    , thread_(std::make_unique<Thread>(*this, path))
{
    timer_.setInterval(Pace);
    timer_.setTimerType(Qt::PreciseTimer);
    connect(&timer_, &QTimer::timeout, this, &Playback::step);
}

Playback::~Playback() = default;

void Playback::seek(qint64 wallTime)
{
    waiting_ = true;
    thread_->wish({Thread::Wish::Time, ++wish_, 0, wallTime, {}});
}

void Playback::seekEvent(qint64 number)
{
    waiting_ = true;
    thread_->wish({Thread::Wish::Event, ++wish_, 0, number, {}});
}

void Playback::seekEnd()
{
    seek(Forever);
}

void Playback::play()
{
    if (isPlaying() || history_.last == 0)
        return;
    if (position_ >= history_.last || position_ < history_.first)
        seek(history_.first);
    clock_.start();
    timer_.start();
    Q_EMIT playingChanged(true);
}

void Playback::pause()
{
    if (!isPlaying())
        return;
    timer_.stop();
    Q_EMIT playingChanged(false);
}

void Playback::setSpeed(double speed)
{
    speed_ = speed;
}

// While one step is being read the next one waits, and is longer.
void Playback::step()
{
    if (waiting_)
        return;
    const double elapsed = double(clock_.nsecsElapsed()) * speed_;
    clock_.start();
    const qint64 to = std::min<qint64>(position_ + qint64(elapsed), history_.last);
    if (to <= position_) {
        pause();
        return;
    }
    waiting_ = true;
    thread_->wish({Thread::Wish::Stretch, ++wish_, position_, to, {}});
}

void Playback::leave()
{
    pause();
    ++wish_;
    waiting_ = false;
    thread_->drop();
}

void Playback::readNow(std::function<void()> prepare)
{
    pause();
    waiting_ = true;
    thread_->wish({Thread::Wish::Now, ++wish_, 0, 0, std::move(prepare)});
}

void Playback::refresh()
{
    thread_->refresh();
}

void Playback::show(const Moment &moment)
{
    Q_EMIT aboutToShow();
    for (DeltaConsumer *each : consumers_)
        each->restore(moment);
    endBatch(moment.time);
}

void Playback::show(const Stretch &stretch)
{
    Q_EMIT aboutToShow();
    for (const SessionRecord &session : stretch.sessions)
        Q_EMIT sessionChanged(session);
    for (DeltaConsumer *each : consumers_) {
        for (const loop::Delta &delta : stretch.deltas)
            each->apply(delta);
        if (stretch.lastEvent != 0)
            each->moveTo(stretch.lastEvent);
    }
    endBatch(stretch.to);
}

void Playback::endBatch(qint64 position)
{
    position_ = position;
    for (DeltaConsumer *each : consumers_)
        each->batchEnded(position);
    Q_EMIT moved(position);
}

void Playback::fail(const QString &sentence)
{
    waiting_ = false;
    pause();
    Q_EMIT failed(sentence);
}

} // namespace models
