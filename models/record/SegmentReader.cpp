// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/SegmentReader.h"

#include "models/record/SegmentWriter.h"

#include <zstd.h>

#include <algorithm>
#include <system_error>

namespace models {

namespace {

constexpr std::int64_t KeyframeVersion = 3; // of the file
constexpr std::size_t MostRecent = 2; // segments in memory, some MB each
constexpr std::size_t MostAhead = 2;
constexpr std::ptrdiff_t FarthestAhead = 16; // segments that are looked at for these
constexpr std::int64_t LargestSegment = std::int64_t {256}
    << 20; // bytes; a longer one is no segment

std::vector<quint64> idsOf(std::string_view bytes)
{
    std::vector<quint64> ids(bytes.size() / 8);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        for (std::size_t byte = 8; byte-- > 0;)
            ids[i] = ids[i] << 8 | static_cast<unsigned char>(bytes[i * 8 + byte]);
    }
    return ids;
}

// No ids: it is not known.
bool mayHold(std::string_view ids, quint64 id)
{
    if (id == 0 || ids.empty())
        return true;
    const std::vector<quint64> all = idsOf(ids);
    return std::binary_search(all.begin(), all.end(), id);
}

// What is said to begin at `first` may hold something that was gathered by `until`.
bool mayBegin(qint64 first, qint64 until)
{
    return first <= until
        || static_cast<quint64>(first) - static_cast<quint64>(until) <= quint64 {SetBack};
}

// A statement lets go of its snapshot whatever happens, or the writer's log could never shrink.
class Reset {
public:
    explicit Reset(SqliteStatement &statement)
        : statement_(statement)
    { }
    ~Reset() { statement_.reset(); }
    Q_DISABLE_COPY_MOVE(Reset)

private:
    SqliteStatement &statement_;
};

// While it lives, the file is read as it was.
class Snapshot {
public:
    explicit Snapshot(const SqliteDatabase &database)
        : database_(database)
    {
        if (const int code = sqlite3_exec(database_.handle(), "BEGIN", nullptr, nullptr, nullptr);
            code != SQLITE_OK)
            database_.fail(code);
    }
    ~Snapshot() { sqlite3_exec(database_.handle(), "COMMIT", nullptr, nullptr, nullptr); }
    Q_DISABLE_COPY_MOVE(Snapshot)

private:
    const SqliteDatabase &database_;
};

} // namespace

SegmentReader::SegmentReader(const SqliteDatabase &database, std::int64_t version)
    : database_(database)
    , first_(database, "SELECT min(id) FROM segments")
    , entries_(database,
               std::string("SELECT id, whole, first_event, last_event, first_time, last_time, ")
                   + (version >= KeyframeVersion ? "is_keyframe" : "0")
                   + ", kinds FROM segments WHERE id > ? ORDER BY id")
    , ids_(database, "SELECT connections, tasks FROM segments WHERE id = ?")
    , data_(database, "SELECT size, data FROM segments WHERE id = ?")
{ }

SegmentReader::~SegmentReader() = default;

void SegmentReader::refresh()
{
    if (isSalvaged_)
        return;
    index_.resize(wholes_);
    try {
        if (first_.step()) { // those before it have left
            const auto stays = std::partition_point(
                index_.begin(), index_.end(),
                [first = first_.integer(0)](const Entry &entry) { return entry.id < first; });
            index_.erase(index_.begin(), stays);
            wholes_ = index_.size();
        }
        first_.reset();
    } catch (const SqliteError &error) {
        if (error.code != SQLITE_CORRUPT)
            throw;
    }
    if (!readEntries(lastWhole_))
        passOver();
}

bool SegmentReader::readEntries(qint64 after)
{
    const Reset reset(entries_);
    entries_.bind(1, after);
    lastRead_ = after;
    bool wholes = wholes_ == index_.size(); // so far
    try {
        while (entries_.step()) {
            const Entry entry {entries_.integer(0),
                               entries_.integer(2),
                               entries_.integer(3),
                               entries_.integer(4),
                               entries_.integer(5),
                               entries_.integer(6) != 0,
                               static_cast<quint64>(entries_.integer(7))};
            if (entry.id <= lastRead_) // damaged: ids only rise
                return false;
            lastRead_ = entry.id;
            // Numbers never run back, whatever the file says.
            const qint64 before = index_.empty() ? 0 : index_.back().lastEvent;
            if (entry.firstEvent > before && entry.lastEvent >= entry.firstEvent - 1)
                index_.push_back(entry);
            wholes = wholes && entries_.integer(1) != 0;
            if (wholes) {
                lastWhole_ = entry.id;
                wholes_ = index_.size();
            }
        }
        return true;
    } catch (const SqliteError &error) {
        if (error.code != SQLITE_CORRUPT)
            throw;
        return false;
    }
}

// Where the table is damaged, what lies behind is looked for by number: each look takes SQLite to a
// place of its own.
void SegmentReader::passOver()
{
    constexpr qint64 farthest = qint64 {1} << 40;
    isSalvaged_ = true;
    for (bool good = false; !good;) {
        qint64 damaged = std::max(lastRead_, lastWhole_), beyond = damaged + 1;
        while (beyond - damaged < farthest && placeAfter(beyond) == Place::Damaged)
            beyond += beyond - damaged;
        for (qint64 between; (between = damaged + (beyond - damaged) / 2) > damaged;) {
            if (placeAfter(between) == Place::Damaged)
                damaged = between;
            else
                beyond = between;
        }
        const qint64 before = index_.empty() ? 0 : index_.back().lastEvent;
        const std::size_t known = index_.size();
        good = placeAfter(beyond) != Place::Row || readEntries(beyond);
        damage_.isCut = index_.size() == known;
        if (!damage_.isCut)
            lose(before + 1, index_[known].firstEvent - 1);
    }
    wholes_ = index_.size();
}

SegmentReader::Place SegmentReader::placeAfter(qint64 id)
{
    const Reset reset(entries_);
    entries_.bind(1, id);
    try {
        return !entries_.step()        ? Place::End
            : entries_.integer(0) > id ? Place::Row
                                       : Place::Damaged;
    } catch (const SqliteError &error) {
        if (error.code != SQLITE_CORRUPT)
            throw;
        return Place::Damaged;
    }
}

void SegmentReader::lose(qint64 first, qint64 last)
{
    if (last < first)
        return;
    damage_.first = damage_.events == 0 ? first : std::min(damage_.first, first);
    damage_.last = std::max(damage_.last, last);
    damage_.events += last - first + 1;
}

qint64 SegmentReader::firstEvent()
{
    refresh();
    const auto first = entryOf(1);
    return first == index_.end() ? 0 : first->firstEvent;
}

qint64 SegmentReader::eventCount()
{
    refresh();
    return index_.empty() ? 0 : index_.back().lastEvent;
}

SegmentReader::Span SegmentReader::span()
{
    refresh();
    if (index_.empty())
        return {};
    Span span {index_.front().firstTime, index_.front().lastTime};
    for (const Entry &entry : index_)
        span = {std::min(span.first, entry.firstTime), std::max(span.last, entry.lastTime)};
    return span;
}

// The one with that event, or the first one after it.
std::vector<SegmentReader::Entry>::const_iterator SegmentReader::entryOf(qint64 number) const
{
    return std::partition_point(index_.begin(), index_.end(),
                                [number](const Entry &entry) { return entry.lastEvent < number; });
}

void SegmentReader::scan(qint64 first, qint64 last, const Narrowing &narrowing, const Visit &visit)
{
    if (index_.empty() || index_.back().lastEvent < last)
        refresh();
    for (bool again = false; first <= last;) {
        const auto entry = entryOf(first);
        if (entry == index_.end())
            return;
        first = std::max(first, entry->firstEvent); // what was before it has left
        if (!mayHold(*entry, narrowing)) {
            first = entry->lastEvent + 1;
            continue;
        }
        bool damaged = false;
        const std::shared_ptr<const Segment> found = segment(*entry, Of::Events, damaged);
        if (damaged) {
            first = entry->lastEvent + 1;
            continue;
        }
        if (!found) { // a part that a whole segment has replaced meanwhile
            if (std::exchange(again, true))
                return;
            refresh();
            continue;
        }
        again = false;
        prepareAfter(entry, last, narrowing);
        const qint64 end = std::min(last, entry->lastEvent);
        for (const StreamDecoder::Decoded &each : found->deltas) {
            const auto size = static_cast<qint64>(each.delta.events.size());
            for (qint64 number = std::max(first, each.firstEvent);
                 number < each.firstEvent + size && number <= end; ++number) {
                const loop::LogEvent &event
                    = each.delta.events[static_cast<std::size_t>(number - each.firstEvent)];
                if (narrowing.takes(event) && !visit(number, each.delta, event))
                    return;
            }
        }
        first = end + 1;
    }
}

void SegmentReader::prepareAfter(std::vector<Entry>::const_iterator entry, qint64 last,
                                 const Narrowing &narrowing)
{
    if (!readsAhead_)
        return;
    const auto end = index_.cend() - entry <= FarthestAhead ? index_.cend() : entry + FarthestAhead;
    while (++entry != end && entry->firstEvent <= last) {
        if (mayHold(*entry, narrowing) && !prepare(*entry, Of::Events))
            return;
    }
}

bool SegmentReader::mayHold(const Entry &entry, const Narrowing &narrowing)
{
    if (narrowing.kinds != 0 && entry.kinds != 0 && (narrowing.kinds & entry.kinds) == 0)
        return false;
    const quint64 connection = narrowing.connection, task = narrowing.task;
    if (connection == 0 && task == 0)
        return true;
    const Reset reset(ids_);
    ids_.bind(1, entry.id);
    try {
        return !ids_.step()
            || (models::mayHold(ids_.bytes(0), connection) && models::mayHold(ids_.bytes(1), task));
    } catch (const SqliteError &) {
        return true; // reading it says what is wrong
    }
}

// What is whole stays as it is, until it leaves. The parts behind it may be replaced at any time,
// but are less than a segment together: those that began by then are read now.
SegmentReader::Walk SegmentReader::beginWalk(qint64 until)
{
    const Snapshot snapshot(database_);
    refresh();
    const auto last = std::find_if(index_.rbegin(), index_.rend(), [until](const Entry &entry) {
        return mayBegin(entry.firstTime, until);
    });
    Walk walk;
    walk.entries.assign(index_.begin(), last.base());
    walk.wholes = std::min(wholes_, walk.entries.size());
    for (std::size_t i = walk.wholes; i < walk.entries.size(); ++i) {
        bool damaged = false;
        walk.parts.push_back(segment(index_[i], Of::Everything, damaged));
    }
    return walk;
}

// Nothing of the file is held while somebody is visited: a writer's log can shrink.
bool SegmentReader::playOne(const Walk &walk, std::size_t at, const VisitStream &visit)
{
    const Entry &entry = walk.entries[at];
    bool damaged = false;
    const std::shared_ptr<const Segment> read
        = at < walk.wholes ? segment(entry, Of::Everything, damaged) : walk.parts[at - walk.wholes];
    if (!read) // damaged, or it has left meanwhile: the next keyframe tells what lives then
        return true;
    for (std::size_t next = at + 1;
         next < walk.wholes && prepare(walk.entries[next], Of::Everything); ++next) { }
    qint64 lastEvent = entry.firstEvent - 1;
    double seen = static_cast<double>(at - walk.first);
    const auto segments = static_cast<double>(walk.entries.size() - walk.first);
    for (const StreamDecoder::Decoded &each : read->deltas) {
        lastEvent += static_cast<qint64>(each.delta.events.size());
        seen += 1.0 / static_cast<double>(read->deltas.size());
        if (!visit(each, lastEvent, std::min(seen / segments, 1.0)))
            return false;
    }
    return true;
}

void SegmentReader::play(qint64 time, qint64 until, const VisitStream &visit)
{
    Walk walk = beginWalk(until);
    const auto begins
        = [time](const Entry &entry) { return entry.keyframe && entry.firstTime <= time; };
    const auto found = std::find_if(walk.entries.rbegin(), walk.entries.rend(), begins);
    auto at = static_cast<std::size_t>(walk.entries.rend() - found);
    at -= at > 0 ? 1 : 0;
    for (walk.first = at; at < walk.entries.size() && playOne(walk, at, visit); ++at) { }
}

void SegmentReader::playBetween(qint64 from, qint64 to, const VisitStream &visit)
{
    const Walk walk = beginWalk(to);
    for (std::size_t at = 0; at < walk.entries.size(); ++at) {
        const Entry &entry = walk.entries[at];
        if (entry.lastTime >= from && mayBegin(entry.firstTime, to) && !playOne(walk, at, visit))
            return;
    }
}

std::shared_ptr<const SegmentReader::Segment> SegmentReader::segment(const Entry &entry, Of what,
                                                                     bool &damaged)
{
    constexpr int primary = 0xff; // of SQLite's codes
    damaged = damaged_.contains(entry.id);
    if (damaged)
        return nullptr;
    try {
        return recent(entry, what);
    } catch (const SqliteError &error) {
        if ((error.code & primary) != SQLITE_CORRUPT)
            throw;
    }
    damaged = true;
    damaged_.insert(entry.id);
    lose(entry.firstEvent, entry.lastEvent);
    return nullptr;
}

std::shared_ptr<const SegmentReader::Segment> SegmentReader::recent(const Entry &entry, Of what)
{
    const auto known = std::find_if(recent_.begin(), recent_.end(),
                                    [&entry](const auto &each) { return each->id == entry.id; });
    std::shared_ptr<const Segment> found;
    if (known != recent_.end()) {
        found = *known;
        recent_.erase(known);
    }
    if (!found || !found->serves(what))
        found = load(entry, what);
    if (found)
        recent_.push_front(found);
    if (recent_.size() > MostRecent)
        recent_.pop_back();
    return found;
}

// Null where there is no such segment.
std::shared_ptr<const SegmentReader::Segment> SegmentReader::load(const Entry &entry, Of what)
{
    while (!ahead_.empty() && ahead_.front().id < entry.id) // passed over
        ahead_.pop_front();
    if (!ahead_.empty() && ahead_.front().id == entry.id) {
        const Ahead prepared = std::move(ahead_.front());
        ahead_.pop_front();
        if (prepared.what == what || prepared.what == Of::Everything)
            return prepared.segment->get();
    }
    const auto unpacking = packed(entry, what);
    return unpacking ? (*unpacking)() : nullptr;
}

// It is likely to be asked for soon, after those that are prepared.
bool SegmentReader::prepare(const Entry &entry, Of what)
{
    if (!readsAhead_ || ahead_.size() >= MostAhead)
        return false;
    const auto isIt
        = [&entry, what](const auto &each) { return each->id == entry.id && each->serves(what); };
    if (damaged_.contains(entry.id) || (!ahead_.empty() && ahead_.back().id >= entry.id)
        || std::any_of(recent_.begin(), recent_.end(), isIt))
        return true;
    try {
        if (auto unpacking = packed(entry, what))
            ahead_.push_back({entry.id, what, unpacker_.ask(*std::move(unpacking))});
    } catch (const SqliteError &) {
        return false; // load() meets it again, if somebody asks for it
    } catch (const std::system_error &) {
        readsAhead_ = false; // no thread to be had
    }
    return true;
}

// What makes a segment of its bytes, which were read from the file; in any thread. It throws
// SqliteError where they are damaged.
std::optional<std::function<std::shared_ptr<const SegmentReader::Segment>()>>
SegmentReader::packed(const Entry &entry, Of what)
{
    const Reset reset(data_);
    data_.bind(1, entry.id);
    if (!data_.step())
        return std::nullopt;
    return [id = entry.id, size = data_.integer(0), data = std::string(data_.bytes(1)), what] {
        return unpack(id, size, data, what);
    };
}

std::shared_ptr<const SegmentReader::Segment> SegmentReader::unpack(qint64 id, std::int64_t size,
                                                                    std::string_view data, Of what)
{
    if (size <= 0 || size > LargestSegment
        || ZSTD_getFrameContentSize(data.data(), data.size()) != static_cast<std::uint64_t>(size))
        throw SqliteError(SQLITE_CORRUPT, "a segment is damaged");
    std::string stream(static_cast<std::size_t>(size), '\0');
    if (ZSTD_decompress(stream.data(), stream.size(), data.data(), data.size()) != stream.size())
        throw SqliteError(SQLITE_CORRUPT, "a segment is damaged");
    auto segment = std::make_shared<Segment>();
    segment->id = id;
    segment->what = what;
    StreamDecoder decoder;
    const QString problem = decoder.decode(
        stream,
        [&segment, what](StreamDecoder::Decoded &&decoded) {
            if (what == Of::Everything || !decoded.delta.events.empty())
                segment->deltas.push_back(std::move(decoded));
        },
        what);
    if (!problem.isEmpty())
        throw SqliteError(SQLITE_CORRUPT, "a segment is damaged: " + problem.toStdString());
    return segment;
}

} // namespace models
