// SPDX-License-Identifier: GPL-3.0-or-later

// The second part of Conversation: what its thread is asked for, and what becomes of the answers.

#include "models/Conversation.h"

#include "models/ConversationFind.h"
#include "models/record/CallLater.h"
#include "models/record/EventStore.h"

#include <QtCore/QElapsedTimer>

#include <algorithm>
#include <limits>

namespace models {

namespace {

constexpr qint64 ReadingSlice = 10; // ms of reading, before somebody else is served
constexpr qint64 MostRows = std::numeric_limits<int>::max() / 4; // a view counts their pixels

// Rows first..last of a page, of which some may not be in it.
void append(Conversation::Collected &to, const conversation::Page &page,
            const Conversation::Wanted &wanted, Conversation::Mode mode, qint64 first, qint64 last)
{
    const std::vector<conversation::Row> &rows = page.rows[static_cast<std::size_t>(mode)];
    for (qint64 i = std::max<qint64>(0, first); i <= std::min<qint64>(last, std::ssize(rows) - 1);
         ++i) {
        const conversation::Row &row = rows[static_cast<std::size_t>(i)];
        const conversation::Chunk &chunk = page.chunks[static_cast<std::size_t>(row.chunk)];
        if (wanted.direction && chunk.direction != *wanted.direction)
            continue;
        if (to.bytes.size() >= wanted.most) {
            to.cut = true;
            return;
        }
        if (row.size > 0)
            to.bytes.append(chunk.bytes.constData() + row.at, row.size);
        if (!wanted.asShown)
            continue;
        QStringList cells;
        for (int column = 0; column < ConversationColumn::ColumnCount; ++column) {
            if (const QString words = cell(page, row, mode, column); !words.isEmpty())
                cells.push_back(words);
        }
        to.text += cells.join(QStringLiteral("  ")) + u'\n';
    }
}

} // namespace

// `read` runs on the reading thread, `take` here with what it returned, unless all began anew.
template <class Read, class Take>
void Conversation::ask(BackgroundReader::Work work, Read read, Take take)
{
    ++asked_;
    reader_.ask(work,
                [this, read = std::move(read), take = std::move(take), restarts = restarts_.load()](
                    const RecordingReader *reader, const QString &problem) mutable {
                    auto result = read(reader, problem);
                    const bool more = restarts == restarts_ && result.more;
                    const auto answer = [this, take, restarts, more, result = std::move(result)] {
                        asked_ -= more ? 0 : 1;
                        if (restarts == restarts_)
                            take(result);
                    };
                    callLater(this, answer);
                    return more;
                });
}

void Conversation::setActive(bool active)
{
    if (std::exchange(active_, active) != active)
        update();
}

void Conversation::batchEnded(std::int64_t)
{
    update();
}

void Conversation::update()
{
    if (connection_ == 0 || !active_)
        return;
    leave(file_->firstEvent());
    load();
}

qint64 Conversation::end() const
{
    return std::min(file_->eventCount(), end_.value_or(std::numeric_limits<qint64>::max()));
}

void Conversation::load()
{
    if (connection_ == 0 || !active_ || loading_ || loaded_ >= end() || rows_ >= MostRows)
        return;
    loading_ = true;
    loaded_ = end();
    struct News : conversation::Scan::News {
        bool more = false;
    };
    const auto read
        = [scan = scan_, last = loaded_](const RecordingReader *reader, const QString &problem) {
              News news;
              if (reader)
                  static_cast<conversation::Scan::News &>(news) = scan->next(*reader, last);
              else
                  news.problem = problem, news.done = true;
              news.more = !news.done;
              return news;
          };
    ask(BackgroundReader::Work::Whole, read, [this](const News &news) { take(news); });
}

void Conversation::take(const conversation::Scan::News &news)
{
    for (const Block &block : news.blocks) {
        if (!blocks_.empty() && blocks_.back().ordinal == block.ordinal)
            blocks_.back() = block;
        else
            blocks_.push_back(block);
    }
    if (!news.blocks.empty()) {
        const Block &last = news.blocks.back();
        pages_.insert(last.ordinal, new Known {news.tail, last.rows[0] + last.rows[1]},
                      news.tail->cost());
        const qint64 rows = last.firstRow[number()] + last.rows[number()] - firstRow();
        if (rows > rows_) {
            beginInsertRows({}, static_cast<int>(rows_), static_cast<int>(rows) - 1);
            rows_ = rows;
            endInsertRows();
        }
        Q_EMIT noteChanged();
        find();
    }
    report(news.problem.isEmpty() ? news.damage : news.problem);
    if (!news.done)
        return;
    loading_ = false;
    if (news.problem.isEmpty())
        load();
    else
        loaded_ = 0; // the next batch tries again: the scan knows where it is
}

// Those before `first` are gone from the recording. The last block may grow: it is cut.
void Conversation::leave(qint64 first)
{
    while (blocks_.size() > 1 && blocks_.front().lastEvent < first) {
        Block all = blocks_.front();
        all.firstEvent = first;
        cutFront(all);
        blocks_.pop_front();
    }
    if (blocks_.empty() || cutting_ || blocks_.front().firstEvent >= first)
        return;
    cutting_ = true;
    struct Cut {
        Block gone;
        QString problem;
        bool more = false;
    };
    const auto read = [scan = scan_, front = blocks_.front(), first](const RecordingReader *reader,
                                                                     const QString &problem) {
        Cut cut {{}, problem};
        if (reader)
            cut.gone = scan->cut(*reader, front, first, cut.problem);
        return cut;
    };
    ask(BackgroundReader::Work::Whole, read, [this](const Cut &cut) {
        cutting_ = false;
        report(cut.problem);
        if (cut.problem.isEmpty() && blocks_.front().ordinal == cut.gone.ordinal)
            cutFront(cut.gone);
    });
}

void Conversation::cutFront(const Block &gone)
{
    const qint64 rows = gone.rows[number()];
    if (rows > 0)
        beginRemoveRows({}, 0, static_cast<int>(rows) - 1);
    Page rest; // where all of it is here
    if (const Known *known = pages_.object(gone.ordinal);
        known && known->page && std::ssize(known->page->chunks) == blocks_.front().pieces) {
        const auto &chunks = known->page->chunks;
        rest = std::make_shared<const conversation::Page>(
            conversation::pageOf({chunks.begin() + gone.pieces, chunks.end()}));
    }
    blocks_.front().leave(gone);
    const conversation::RowCounts &left = blocks_.front().rows;
    if (rest)
        pages_.insert(gone.ordinal, new Known {rest, left[0] + left[1]}, rest->cost());
    else
        pages_.remove(gone.ordinal);
    rows_ -= rows;
    if (rows > 0)
        endRemoveRows();
    left_ += gone.bytes[0] + gone.bytes[1];
    matches_.removeBefore(gone.firstEvent);
    Q_EMIT noteChanged();
}

std::deque<conversation::Block>::const_iterator Conversation::blockWith(qint64 ordinal) const
{
    return std::find_if(blocks_.begin(), blocks_.end(),
                        [ordinal](const Block &each) { return each.ordinal == ordinal; });
}

// One at a time, so that what was looked at last comes first.
void Conversation::readNext()
{
    if (wanted_.isEmpty() || pageAsked_)
        return;
    const qint64 ordinal = wanted_.takeLast();
    const auto block = blockWith(ordinal);
    if (block == blocks_.end()) {
        readNext();
        return;
    }
    pageAsked_ = {restarts_.load(), ordinal};
    struct Got {
        Page page;
        QString problem;
        bool more = false;
    };
    const auto read = [connection = connection_, asked = *block](const RecordingReader *reader,
                                                                 const QString &problem) {
        Got got {nullptr, problem};
        if (reader)
            got.page = conversation::readPage(*reader, connection, asked, got.problem);
        return got;
    };
    ask(BackgroundReader::Work::Seen, read, [this, asked = *block](const Got &got) {
        pageAsked_.reset();
        report(got.problem);
        store(asked, got.page);
        readNext();
    });
}

// Of a block whose beginning has left since it was asked for, the rest is asked for again.
void Conversation::store(const Block &asked, const Page &page)
{
    const auto now = blockWith(asked.ordinal);
    if (now == blocks_.end())
        return;
    const Block &block = *now;
    if (block.firstEvent == asked.firstEvent)
        pages_.insert(block.ordinal, new Known {page, asked.rows[0] + asked.rows[1]},
                      page ? page->cost() : 1);
    const qint64 begin = block.firstRow[number()] - firstRow();
    const auto first = static_cast<int>(std::max<qint64>(0, begin));
    const auto last = static_cast<int>(std::min(rows_, begin + block.rows[number()])) - 1;
    if (first <= last)
        Q_EMIT dataChanged(index(first, 0), index(last, ConversationColumn::ColumnCount - 1));
}

// In all that there is by now; what comes is looked through after it.
void Conversation::find()
{
    if (!find_ || finding_ || blocks_.empty() || foundTo_ >= blocks_.back().lastEvent)
        return;
    finding_ = true;
    std::vector<Block> blocks;
    for (const Block &each : blocks_) {
        if (each.lastEvent > foundTo_)
            blocks.push_back(each);
    }
    foundTo_ = blocks.back().lastEvent;
    struct Found : conversation::Find::Found {
        bool more = false;
    };
    const quint64 number = searches_;
    const auto read = [this, number, search = find_, blocks = std::move(blocks),
                       at = std::size_t {0}](const RecordingReader *reader,
                                             const QString &problem) mutable {
        Found found;
        if (reader && number == searches_)
            static_cast<conversation::Find::Found &>(found) = search->next(*reader, blocks, at);
        else
            found.problem = problem, found.done = true;
        at = found.blocks;
        found.more = !found.done;
        return found;
    };
    ask(BackgroundReader::Work::Whole, read, [this, number](const Found &found) {
        if (number != searches_)
            return;
        report(found.problem);
        matches_.add(found.sure, found.maybe);
        finding_ = !found.done;
        showMatches();
        find();
    });
}

void Conversation::collect(const Wanted &wanted, std::function<void(const Collected &)> done)
{
    const qint64 first = firstRow() + std::max(0, wanted.firstRow);
    const qint64 last = firstRow() + std::min<qint64>(wanted.lastRow, rows_ - 1);
    struct Got {
        Collected all;
        QString problem;
        bool more = false;
    };
    const auto read = [wanted, first, last, mode = mode_, connection = connection_,
                       left = std::vector<Block>(blockOf(first), blocks_.cend()), got = Got {}](
                          const RecordingReader *reader, const QString &problem) mutable -> Got {
        const auto column = static_cast<std::size_t>(mode);
        QElapsedTimer clock;
        clock.start();
        std::size_t at = 0;
        for (; reader && at < left.size() && left[at].firstRow[column] <= last && !got.all.cut
             && !clock.hasExpired(ReadingSlice);
             ++at) {
            if (const Page page
                = conversation::readPage(*reader, connection, left[at], got.problem))
                append(got.all, *page, wanted, mode, first - left[at].firstRow[column],
                       last - left[at].firstRow[column]);
        }
        left.erase(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(at));
        if (reader && !left.empty() && left.front().firstRow[column] <= last && !got.all.cut)
            return {{}, {}, true};
        if (!problem.isEmpty())
            got.problem = problem;
        return std::move(got);
    };
    ask(BackgroundReader::Work::Whole, read, [this, done = std::move(done)](const Got &got) {
        if (got.more)
            return;
        report(got.problem);
        done(got.all);
    });
}

} // namespace models
