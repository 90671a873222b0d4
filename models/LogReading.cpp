// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/LogReading.h"

#include <QtCore/QElapsedTimer>

#include <algorithm>

namespace models {

namespace {

constexpr qint64 LogSlice = 10; // ms of searching, before somebody else is served
constexpr qint64 Chunk = 2'000; // events that are looked for at once
constexpr int BetweenLooks = 64; // events between two looks at the clock
constexpr qsizetype PayloadShown = 1'024; // bytes of a row, more than a line shows
constexpr qint64 OutOfOrder = 2'000'000'000; // ns, by which events may lie so
constexpr qint64 EventsNear = 5'000; // that are looked at for what happened at a moment

StoredEvent shortened(StoredEvent event)
{
    if (event.payload.size() > PayloadShown)
        event.payload = QByteArray(event.payload.constData(), PayloadShown); // frees the rest
    return event;
}

} // namespace

LogPage readPage(const RecordingReader &reader, qint64 first, qint64 last)
{
    LogPage page;
    page.events.resize(static_cast<std::size_t>(last - first + 1));
    page.problem = reader.scan(first, last, {}, [&page, first](const StoredEvent &event) {
        page.events[static_cast<std::size_t>(event.number - first)] = shortened(event);
        return true;
    });
    page.failed = !page.problem.isEmpty();
    const auto isMissing = [](const StoredEvent &event) { return event.number == 0; };
    if (!page.failed && std::any_of(page.events.begin(), page.events.end(), isMissing))
        page.problem = reader.damage();
    return page;
}

LogPage readPage(const RecordingReader &reader, const std::vector<qint64> &numbers)
{
    LogPage page;
    for (const qint64 number : numbers) {
        LogPage one = readPage(reader, number, number);
        page.events.push_back(std::move(one.events.front()));
        page.failed = page.failed || one.failed;
        if (page.problem.isEmpty())
            page.problem = one.problem;
    }
    return page;
}

qint64 firstAt(const RecordingReader &reader, qint64 first, qint64 last, qint64 wallTime)
{
    qint64 low = first, high = last + 1;
    while (low < high) {
        const qint64 middle = low + (high - low) / 2;
        StoredEvent next; // some may be damaged
        const QString problem
            = reader.scan(middle, high - 1, {0, 0, false}, [&next](const StoredEvent &event) {
                  next = event;
                  return false;
              });
        if (!problem.isEmpty())
            break;
        if (next.number != 0 && next.time < wallTime)
            low = next.number + 1;
        else
            high = middle;
    }
    return low;
}

FoundEvent placeOf(const RecordingReader &reader, qint64 first, qint64 last,
                   const LoggedMoment &moment)
{
    const qint64 at = firstAt(reader, first, last, moment.wallTime);
    qint64 before = 0, after = 0;
    const auto visit = [&before, &after, at, &moment](const StoredEvent &event) {
        if (moment.connection == 0 && moment.task == 0 && event.kind != loop::EventKind::Warning)
            return true;
        if (event.number >= at)
            after = event.number;
        else
            before = event.number;
        return after == 0;
    };
    const QString problem
        = reader.scan(std::max(first, at - EventsNear), std::min(last, at + EventsNear),
                      {moment.connection, moment.task, false}, visit);
    return {after != 0 ? after : before, problem};
}

LogSearch::Found LogSearch::next(const RecordingReader &reader)
{
    if (span && !std::exchange(spanFound_, true))
        findSpan(reader);
    Found found;
    found.spanFirst = spanFirst_;
    found.spanLast = spanLast_;
    QElapsedTimer clock;
    clock.start();
    int looks = 0;
    qint64 searched = first - 1;
    while (searched < last && found.problem.isEmpty() && !clock.hasExpired(LogSlice)) {
        const qint64 end = std::min(searched + Chunk, last);
        bool whole = true;
        // What is read of a part that cannot be read whole is not looked at twice.
        found.problem
            = reader.scan(searched + 1, end, narrowing, [&, this](const StoredEvent &event) {
                  if (shows(event))
                      found.numbers.push_back(event.number);
                  searched = event.number;
                  whole = ++looks % BetweenLooks != 0 || !clock.hasExpired(LogSlice);
                  return whole;
              });
        if (found.problem.isEmpty() && whole)
            searched = end;
    }
    first = searched + 1;
    found.searched = searched;
    found.done = searched >= last || !found.problem.isEmpty();
    if (found.done && found.problem.isEmpty())
        found.problem = reader.damage();
    return found;
}

// A span that reaches into what is still to come has no last event yet.
void LogSearch::findSpan(const RecordingReader &reader)
{
    spanFirst_ = firstAt(reader, first, last, span->first - OutOfOrder);
    const qint64 after
        = firstAt(reader, first, last,
                  std::min<qint64>(span->last, TimeSpan::Forever - OutOfOrder) + OutOfOrder);
    if (after <= last)
        spanLast_ = last = after;
    first = std::max(first, spanFirst_);
}

bool LogSearch::shows(const StoredEvent &event) const
{
    if (span && !span->contains(event.time))
        return false;
    return filter.shows(event, [this, &event] { return sessions.value(event.context); });
}

} // namespace models
