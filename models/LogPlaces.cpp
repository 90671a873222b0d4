// SPDX-License-Identifier: GPL-3.0-or-later

// The second part of LogModel: what is read of the log, and where in it something is.

#include "models/LogModel.h"

#include "models/SessionModel.h"
#include "models/record/CallLater.h"
#include "models/record/EventStore.h"

#include <algorithm>
#include <ranges>

namespace models {

namespace {

constexpr qint64 PageSize = 256;
// Matches may lie in as many segments, of which each takes some ms to read.
constexpr int MatchesInPage = 32;
constexpr int PagesInBlock = MatchList::BlockSize / MatchesInPage;
constexpr qsizetype MostWantedPages = 16; // pages: more than that have been scrolled over

// Of all events up to `total`, or of the matches of its block.
LogPage readPage(const RecordingReader *reader, qint64 page, qint64 total)
{
    const qint64 first = page * PageSize + 1;
    return reader ? readPage(*reader, first, std::min(total, first + PageSize - 1)) : LogPage {};
}

LogPage readPage(const RecordingReader *reader, qint64 page, std::vector<qint64> block)
{
    const auto begin = static_cast<std::ptrdiff_t>(page % PagesInBlock) * MatchesInPage;
    block.erase(block.begin(), block.begin() + std::min(begin, std::ssize(block)));
    block.resize(std::min<std::size_t>(block.size(), MatchesInPage));
    return reader ? readPage(*reader, block) : LogPage {};
}

} // namespace

int LogModel::matchesBefore(qint64 number) const
{
    const auto rows = std::views::iota(0, rows_);
    const auto before = [this, number](int row) { return numberOf(row) < number; };
    return static_cast<int>(std::ranges::partition_point(rows, before) - rows.begin());
}

int LogModel::rowOfEvent(qint64 number) const
{
    const int row = matchesBefore(number);
    return row < rows_ && numberOf(row) == number ? row : -1;
}

// `read` runs on the reading thread, `take` here with what it returned.
template <class Read, class Take>
void LogModel::ask(BackgroundReader::Work work, Read read, Take take)
{
    ++asked_;
    reader_.ask(work,
                [this, read = std::move(read),
                 take = std::move(take)](const RecordingReader *reader, const QString &problem) {
                    auto result = read(reader, problem);
                    callLater(this, [this, take, result = std::move(result)] {
                        --asked_;
                        take(result);
                    });
                    return false;
                });
}

void LogModel::find(const Happening &moment, std::function<void(qint64)> found)
{
    // With the page that it is on: whoever is led there sees it at once.
    struct Found : FoundEvent {
        LogPage page;
    };
    ask(
        BackgroundReader::Work::Seen,
        [moment, first = first_, last = total_](const RecordingReader *reader,
                                                const QString &problem) {
            if (!reader || last < first)
                return Found {{0, problem}, {}};
            Found place {placeOf(*reader, first, last, moment), {}};
            if (place.number != 0)
                place.page = readPage(reader, (place.number - 1) / PageSize, last);
            return place;
        },
        [this, found = std::move(found)](const Found &place) {
            report(place.problem);
            if (place.number != 0)
                store((place.number - 1) / PageSize, false, place.page);
            found(place.number);
        });
}

// What it finds comes bit by bit, and what comes into the log meanwhile is searched after it.
void LogModel::search()
{
    if (!active_ || !isNarrowed() || searching_ || searched_ >= lastWanted())
        return;
    setSearching(true);
    LogSearch search;
    search.filter = filter_;
    search.narrowing = narrowing_;
    filter_.narrow(search.narrowing);
    search.span = span_;
    search.first = searched_ + 1;
    search.last = lastWanted();
    if (sessions_) {
        for (const SessionRecord &each : sessions_->sessions())
            search.sessions.insert(each.id.value, sessions_->fullName(each.id.value));
    }
    ++asked_;
    const auto next = [this, search = std::move(search), restarts = restarts_.load()](
                          const RecordingReader *reader, const QString &problem) mutable {
        LogSearch::Found found;
        found.done = true;
        found.problem = problem;
        if (reader && restarts == restarts_)
            found = search.next(*reader);
        const bool more = !found.done;
        const auto answer = [this, restarts, found = std::move(found)] {
            asked_ -= found.done ? 1 : 0;
            if (restarts == restarts_)
                take(found);
        };
        callLater(this, answer);
        return more;
    };
    reader_.ask(BackgroundReader::Work::Whole, next);
}

void LogModel::take(const LogSearch::Found &found)
{
    for (const qint64 number : found.numbers) {
        if (number >= first_) // it has not left meanwhile
            matches_.append(number);
    }
    searched_ = std::max(searched_, found.searched);
    spanLast_ = std::min(spanLast_, found.spanLast);
    grow(matches_.size());
    report(found.problem);
    if (!found.done)
        return;
    setSearching(false);
    if (found.problem.isEmpty()) // else the next batch tries again
        search();
}

// Pages keep their numbers and what is in them, whatever leaves before.
LogModel::PageAt LogModel::pageOf(int row) const
{
    if (isNarrowed()) {
        const MatchList::Place place = matches_.placeOf(row);
        return {qint64 {place.block} * PagesInBlock + place.at / MatchesInPage,
                static_cast<std::size_t>(place.at % MatchesInPage)};
    }
    const qint64 number = first_ + row - 1;
    return {number / PageSize, static_cast<std::size_t>(number % PageSize)};
}

// Null until it has been read; then its row is said to have changed.
const StoredEvent *LogModel::known(int row) const
{
    const PageAt at = pageOf(row);
    const bool ofMatches = isNarrowed();
    const Page *page = pages_[ofMatches].object(at.page);
    if (page && at.slot < page->size())
        return (*page)[at.slot].number != 0 ? &(*page)[at.slot] : nullptr;
    if (const StoredEvent *const among = ofMatches ? knownAmongAll(matches_.at(row)) : nullptr)
        return among;
    if (!failed_[ofMatches].contains(at.page)) // nor was it full, if it is there
        want(at.page);
    return nullptr;
}

// What was read for another view of the log.
const StoredEvent *LogModel::knownAmongAll(qint64 number) const
{
    const Page *page = pages_[0].object((number - 1) / PageSize);
    const auto slot = static_cast<std::size_t>((number - 1) % PageSize);
    return page && slot < page->size() && (*page)[slot].number != 0 ? &(*page)[slot] : nullptr;
}

// A view may be painting: it is read once that is over.
void LogModel::want(qint64 page) const
{
    if (pageAsked_ == std::pair(restarts_.load(), page))
        return;
    wanted_.removeOne(page);
    wanted_.append(page);
    if (wanted_.size() > MostWantedPages)
        wanted_.removeFirst();
    auto *self = const_cast<LogModel *>(this);
    if (wanted_.size() == 1)
        callLater(self, [self] { self->readNext(); });
}

// One at a time, so that what was looked at last comes first.
void LogModel::readNext()
{
    if (wanted_.isEmpty() || pageAsked_)
        return;
    const qint64 page = wanted_.takeLast();
    const bool ofMatches = isNarrowed();
    pageAsked_ = {restarts_.load(), page};
    std::vector<qint64> block;
    if (ofMatches)
        block = matches_.block(static_cast<int>(page / PagesInBlock));
    const auto read = [page, ofMatches, block = std::move(block),
                       total = total_](const RecordingReader *reader, const QString &problem) {
        LogPage got = ofMatches ? readPage(reader, page, block) : readPage(reader, page, total);
        if (!problem.isEmpty())
            got.problem = problem, got.failed = true;
        return got;
    };
    ask(BackgroundReader::Work::Seen, read,
        [this, page, ofMatches, restarts = restarts_.load()](const LogPage &got) {
            pageAsked_.reset();
            if (!ofMatches || restarts == restarts_)
                store(page, ofMatches, got);
            readNext();
        });
}

void LogModel::store(qint64 page, bool ofMatches, const LogPage &got)
{
    report(got.problem);
    const Page *const before = pages_[ofMatches].object(page);
    if (before && before->size() > got.events.size())
        return; // more has come since this was asked for
    const bool failed = got.failed;
    if (failed && failed_[ofMatches].contains(page) && !pages_[ofMatches].contains(page))
        return; // as before
    if (failed)
        failed_[ofMatches].insert(page);
    else
        failed_[ofMatches].remove(page);
    pages_[ofMatches].insert(page, new Page(got.events), std::ssize(got.events) + 1);
    if (ofMatches != isNarrowed())
        return;
    const qint64 size = ofMatches ? MatchesInPage : PageSize;
    const qint64 begin = ofMatches
        ? matches_.indexOf({static_cast<int>(page / PagesInBlock),
                            static_cast<int>(page % PagesInBlock) * MatchesInPage})
        : page * PageSize + 1 - first_;
    const auto first = static_cast<int>(std::max<qint64>(0, begin));
    // The row behind may show its time since the last of these.
    const auto last = static_cast<int>(std::min<qint64>(rows_, begin + size + 1)) - 1;
    if (first <= last)
        Q_EMIT dataChanged(index(first, 0), index(last, LogColumn::ColumnCount - 1));
}

void LogModel::catchUp()
{
    if (!isNarrowed())
        grow(static_cast<int>(total_ - first_ + 1));
}

// New rows come with what is in them, so that nothing flickers at the tail.
void LogModel::showTail()
{
    const qint64 total = total_;
    if (!active_ || tailAsked_ || total - first_ + 1 <= rows_)
        return;
    if (rows_ == 0) { // where something is can be asked at once
        catchUp();
        return;
    }
    tailAsked_ = true;
    const qint64 page = (total - 1) / PageSize;
    const auto read = [page, total](const RecordingReader *reader, const QString &problem) {
        LogPage got = readPage(reader, page, total);
        if (!problem.isEmpty())
            got.problem = problem, got.failed = true;
        return got;
    };
    ask(BackgroundReader::Work::Seen, read, [this, page, total](const LogPage &got) {
        tailAsked_ = false;
        store(page, false, got);
        if (isNarrowed())
            return;
        grow(static_cast<int>(total - first_ + 1));
        showTail(); // what came meanwhile
    });
}

// Once, where it is asked for: what leaves the recording later does not move it.
void LogModel::readStart()
{
    if (times_ != Times::SinceStart || start_ || startAsked_ || file_->eventCount() == 0)
        return;
    startAsked_ = true;
    const qint64 first = std::max<qint64>(1, file_->firstEvent());
    const auto read
        = [first, total = file_->eventCount()](const RecordingReader *reader, const QString &) {
              const LogPage got = readPage(reader, (first - 1) / PageSize, total);
              std::optional<std::int64_t> time;
              for (const StoredEvent &event : got.events) {
                  if (!time && event.number >= first)
                      time = event.time;
              }
              return time;
          };
    ask(BackgroundReader::Work::Seen, read, [this](const std::optional<std::int64_t> &time) {
        startAsked_ = false; // the next batch asks again where there is nothing yet
        start_ = time;
        if (start_ && rows_ > 0)
            Q_EMIT dataChanged(index(0, LogColumn::Time), index(rows_ - 1, LogColumn::Time));
    });
}

void LogModel::report(const QString &problem)
{
    if (!problem.isEmpty() && !std::exchange(reported_, true))
        Q_EMIT readFailed(problem);
}

} // namespace models
