// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Headless.h"

#include "models/spec/Exposure.h"
#include "models/spec/SessionUrl.h"
#include "models/text/Format.h"

#include <QtCore/QLocale>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace app {

using models::SessionRecord;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

void put(std::FILE *file, const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, std::size_t(bytes.size()), file);
    std::fflush(file);
}

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

Headless::Headless(const models::Activity &activity)
    : activity_(activity)
    , timer_(this)
{
    timer_.setInterval(1s);
    timer_.setTimerType(Qt::PreciseTimer);
    connect(&timer_, &QTimer::timeout, this, &Headless::summarise);
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
    std::FILE *about = models::takesMessages(record.kind) ? stderr : stdout;
    if (record.state == SessionRecord::Running && record.server) {
        for (const QString &address : record.addresses)
            print(stdout, u"serving "_s + nameOf(record, address));
    } else if (record.state == SessionRecord::Starting && record.server) {
        // A person who tests a server on all interfaces should know that they do.
        if (const QString words = models::exposureOf(record.url); !words.isEmpty())
            print(stderr, record.url.toString() + u": "_s + words);
    } else if (record.state == SessionRecord::Starting) {
        print(about, u"connecting "_s + nameOf(record, record.address));
    } else if (isOver(record) && started && !record.figures.isEmpty()) {
        print(about, u"stopped "_s + nameOf(record, record.address) + u": "_s + record.figures);
    }
    for (const models::Verdict &verdict : record.verdicts)
        print(stdout, tr("limit %1").arg(models::sentenceOf(verdict)));
    if (record.state == SessionRecord::Failed)
        print(stderr, record.url.toString() + u": "_s + record.error);
}

void Headless::sessionRemoved(quint64 id)
{
    sessions_.erase({id});
}

void Headless::show(const QString &words)
{
    print(stdout, words);
}

void Headless::tell(const QString &words)
{
    print(stderr, words);
}

void Headless::write(const QByteArray &bytes)
{
    put(stdout, bytes);
    midLine_ = !bytes.endsWith('\n');
}

QString Headless::savePicture(const QString &path)
{
    return tr("The picture %1 cannot be made: there is no window.").arg(path);
}

void Headless::print(std::FILE *file, const QString &line)
{
    put(file, (std::exchange(midLine_, false) ? "\n" : "") + line.toUtf8() + '\n');
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
    const models::Activity::Status &status = activity_.status();
    const auto elapsed
        = std::chrono::round<std::chrono::seconds>(std::chrono::steady_clock::now() - began_);
    QString line = tr("%1  connections %2  tasks %3  timers %4  %5 msg/s  in %6  out %7  lag %8 ms")
                       .arg(age(std::chrono::nanoseconds(elapsed).count()),
                            integer(qint64(status.connections)), integer(qint64(status.tasks)),
                            integer(qint64(status.timers)), count(status.messagesPerSecond),
                            bytesPerSecond(status.bytesInPerSecond),
                            bytesPerSecond(status.bytesOutPerSecond),
                            QLocale().toString(status.lagP99Milliseconds, 'f', 1));
    for (const auto &[id, session] : sessions_) {
        if (!session.server && session.state == SessionRecord::Running
            && !session.figures.isEmpty())
            line += u"  | "_s + session.kind + u": "_s + session.figures;
    }
    print(stdout, line);
}

} // namespace app
