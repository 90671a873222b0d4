// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Headless.h"

#include "models/spec/Exposure.h"
#include "models/spec/SessionUrl.h"
#include "models/text/Format.h"

#include <algorithm>
#include <utility>

namespace app {

using models::SessionRecord;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// "echo tcp 127.0.0.1:8881"
QString nameOf(const SessionRecord &record, const QString &address)
{
    return record.kind + u' ' + record.url.transport + u' ' + address;
}

bool isOver(const SessionRecord &record)
{
    return record.state == SessionRecord::Stopped || record.state == SessionRecord::Failed;
}

} // namespace

Headless::Headless(StandardStreams &streams, const models::Activity &activity)
    : output_(streams.output)
    , errors_(streams.errors)
    , activity_(activity)
    , timer_(this)
{
    timer_.setInterval(1s);
    timer_.setTimerType(Qt::PreciseTimer);
    connect(&timer_, &QTimer::timeout, this, &Headless::summarise);
    if (output_.isTerminal())
        screen_.emplace();
}

void Headless::begin(bool)
{
    began_ = std::chrono::steady_clock::now();
    timer_.start();
}

void Headless::sessionChanged(const SessionRecord &record)
{
    const auto known = sessions_.find(record.id);
    const bool transition = known == sessions_.end() || known->second.state != record.state;
    const bool started = known != sessions_.end();
    sessions_[record.id] = record;
    if (!transition)
        return;
    OutputStream &about = models::takesMessages(record.kind) ? errors_ : output_;
    if (record.state == SessionRecord::Running && record.server) {
        for (const QString &address : record.addresses)
            print(output_, u"serving "_s + nameOf(record, address));
        // A person who tests a server on all interfaces should know that they do.
        if (const QString words = models::exposureOf(record.url); !words.isEmpty())
            print(errors_, record.url.toString() + u": "_s + words);
    } else if (record.state == SessionRecord::Starting && !record.server) {
        print(about, u"connecting "_s + nameOf(record, record.address));
    } else if (isOver(record) && started && !record.plainFigures.isEmpty()) {
        print(about,
              u"stopped "_s + nameOf(record, record.address) + u": "_s + record.plainFigures);
    }
    for (const models::Verdict &verdict : record.verdicts)
        print(output_, tr("limit %1").arg(models::sentenceOf(verdict)));
    if (record.state == SessionRecord::Failed)
        print(errors_, record.url.toString() + u": "_s + record.error);
}

void Headless::sessionRemoved(quint64 id)
{
    sessions_.erase({id});
}

void Headless::show(const QString &words)
{
    print(output_, words);
}

void Headless::tell(const QString &words)
{
    print(errors_, words);
}

void Headless::write(const QByteArray &bytes, std::function<void()> taken)
{
    const QByteArray shown = screen_ ? screen_->fit(bytes) : bytes;
    output_.write(shown, std::move(taken));
    if (!shown.isEmpty())
        midLine_ = !shown.endsWith('\n');
}

QString Headless::savePicture(const QString &path)
{
    return tr("The picture %1 cannot be made: there is no window.").arg(path);
}

void Headless::print(OutputStream &stream, const QString &line)
{
    if (std::exchange(midLine_, false))
        stream.write("\n");
    stream.line(line);
}

bool Headless::somebodyTalks() const
{
    return std::any_of(sessions_.begin(), sessions_.end(), [](const auto &known) {
        return models::takesMessages(known.second.kind) && !isOver(known.second);
    });
}

void Headless::summarise()
{
    using namespace models::format;
    if (somebodyTalks())
        return;
    const Spelling spelling(Spelling::Plain);
    const models::Activity::Status &status = activity_.status();
    const auto elapsed
        = std::chrono::round<std::chrono::seconds>(std::chrono::steady_clock::now() - began_);
    QString line
        = tr("%1  connections %2  tasks %3  timers %4  %5 msg/s  in %6  out %7  lag %8 ms")
              .arg(age(std::chrono::nanoseconds(elapsed).count()),
                   integer(qint64(status.connections)), integer(qint64(status.tasks)),
                   integer(qint64(status.timers)), count(status.messagesPerSecond),
                   bytesPerSecond(status.bytesInPerSecond),
                   bytesPerSecond(status.bytesOutPerSecond), decimal(status.lagP99Milliseconds, 1));
    for (const auto &[id, session] : sessions_) {
        if (!session.server && session.state == SessionRecord::Running
            && !session.plainFigures.isEmpty())
            line += u"  | "_s + session.kind + u": "_s + session.plainFigures;
    }
    print(output_, line);
}

} // namespace app
