// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/FlightRecorder.h"

#include "models/record/CallLater.h"

#include <QtCore/QDateTime>
#include <QtCore/QFileInfo>

#include <algorithm>

#include <csignal>

namespace app {

using namespace Qt::StringLiterals;
using models::SessionRecord;

namespace {

QString stemOf(const models::Recording &recording, bool named)
{
    const QFileInfo file(recording.path());
    return file.absolutePath() + u'/' + (named ? file.completeBaseName() : u"loopscope"_s);
}

} // namespace

FlightRecorder::FlightRecorder(loop::EventLoop &loop, models::Recording &recording,
                               const models::RecordingOptions &options)
    : loop_(loop)
    , recording_(recording)
    , wanted_(options.dumpOn)
    , stem_(stemOf(recording, !options.record.isEmpty()))
{
    if (wanted_.contains(Reason::Signal))
        loop_.addSignalHandler(SIGUSR1, [this] { happened(Reason::Signal); });
}

FlightRecorder::~FlightRecorder()
{
    cancel();
    if (wanted_.contains(Reason::Signal))
        loop_.removeSignalHandler(SIGUSR1);
    if (!due_.isEmpty())
        writing_.cancel();
}

void FlightRecorder::apply(const loop::Delta &delta)
{
    if (!delta.warnings.empty())
        happened(Reason::Warning);
    const auto isLost = [](const loop::ConnectionSample &sample) {
        return sample.closed != 0
            && (sample.state == loop::ConnectionState::Lost
                || sample.state == loop::ConnectionState::Reset);
    };
    if (std::any_of(delta.connections.begin(), delta.connections.end(), isLost))
        happened(Reason::Lost);
}

void FlightRecorder::apply(const models::Blocked &blocked)
{
    if (blocked.settled) // it is in the recording by now
        happened(Reason::Warning);
}

void FlightRecorder::sessionChanged(const SessionRecord &record)
{
    const bool over
        = record.state == SessionRecord::Stopped || record.state == SessionRecord::Failed;
    const auto isMissed = [](const models::Verdict &verdict) { return !verdict.holds; };
    if (over && std::any_of(record.verdicts.begin(), record.verdicts.end(), isMissed))
        happened(Reason::Limit);
}

void FlightRecorder::happened(Reason reason)
{
    if (!wanted_.contains(reason))
        return;
    const auto last = last_.find(reason);
    const bool tooSoon = last != last_.end() && loop_.time() - last->second < Pace;
    const bool asked = reason == Reason::Signal;
    if (due_.contains(reason) || (!asked && (tooSoon || dumps_ == MostDumps))) {
        ++leftOut_[reason];
        return;
    }
    dumps_ += asked ? 0 : 1;
    last_[reason] = loop_.time();
    due_ << reason;
    if (due_.size() == 1)
        writing_ = loop_.createTask(writeDumps(), "write dumps");
}

loop::Coro<void> FlightRecorder::writeDumps()
{
    while (!due_.isEmpty()) {
        const QString path = nameOf(due_.first());
        stop_ = {};
        const auto progress = [this, name = QFileInfo(path).fileName()](double part) {
            models::callLater(this, [this, name, part] {
                if (!due_.isEmpty()) // else it came late
                    Q_EMIT working(name, part);
            });
        };
        auto work = [recording = &recording_, path, progress, stop = stop_.get_token(),
                     token = errands_.token()] { return recording->copyTo(path, stop, progress); };
        const models::Result<bool> written = co_await loop_.runInExecutor(nullptr, std::move(work));
        finished(due_.takeFirst(), path, written);
    }
}

void FlightRecorder::finished(Reason reason, const QString &path,
                              const models::Result<bool> &written)
{
    Q_EMIT working({}, 1);
    if (!written)
        Q_EMIT failed(written.problem());
    else if (!*written)
        Q_EMIT told(tr("The dump to %1 was cancelled.").arg(path));
    else
        Q_EMIT told(
            tr("Flight recorder (%1): what led to it is written to %2.").arg(wordOf(reason), path));
    if (dumps_ == MostDumps && due_.isEmpty())
        Q_EMIT told(tr("%1 dumps are the most of one run: no more are written, but at SIGUSR1.")
                        .arg(MostDumps));
}

void FlightRecorder::cancel()
{
    stop_.request_stop();
}

loop::Coro<void> FlightRecorder::settle()
{
    if (!due_.isEmpty())
        co_await writing_;
    QStringList counts;
    for (const auto &[reason, count] : std::exchange(leftOut_, {}))
        counts << wordOf(reason) + u' ' + QString::number(count);
    if (!counts.isEmpty())
        Q_EMIT told(tr("Occasions without a dump of their own, since another was just written: %1.")
                        .arg(counts.join(u", "_s)));
}

QString FlightRecorder::nameOf(Reason reason) const
{
    const QString begin = stem_ + u'-'
        + QDateTime::currentDateTime().toString(u"yyyyMMdd'T'HHmmss"_s) + u'-' + wordOf(reason);
    QString name = begin + u".loopscope"_s;
    for (int i = 2; QFileInfo::exists(name); ++i)
        name = begin + u'-' + QString::number(i) + u".loopscope"_s;
    return name;
}

} // namespace app
