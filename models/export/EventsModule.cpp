// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/EventsModule.h"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

namespace models {

namespace {

enum Column {
    Number,
    Time,
    Kind,
    Loop,
    Session,
    Connection,
    Task,
    Bytes,
    Merged,
    Detail,
    Payload,
    Missing
};

// What of a query's conditions a cursor is told, in this order of its arguments.
enum Condition : int { OfConnection = 1, OfTask = 2, From = 4, UpTo = 8, WithPayload = 16 };

constexpr std::size_t BatchRows = 512;
constexpr qsizetype BatchBytes = 1 << 20;

struct Table : sqlite3_vtab { // SQLite sets the base
    const RecordingReader *reader = nullptr;
};

struct Cursor : sqlite3_vtab_cursor {
    const RecordingReader *reader = nullptr;
    RecordingReader::Narrowing narrowing;
    qint64 next = 1, last = 0; // numbers that were not looked at yet
    std::vector<StoredEvent> batch;
    std::size_t at = 0;
};

int fail(sqlite3_vtab *table, const QString &problem)
{
    sqlite3_free(table->zErrMsg);
    table->zErrMsg = sqlite3_mprintf("%s", problem.toUtf8().constData());
    return SQLITE_ERROR;
}

// The next rows, or none.
int fill(Cursor &cursor)
{
    cursor.batch.clear();
    cursor.at = 0;
    if (cursor.next > cursor.last)
        return SQLITE_OK;
    qsizetype bytes = 0;
    qint64 end = cursor.last + 1;
    const QString problem = cursor.reader->scan(
        cursor.next, cursor.last, cursor.narrowing, [&](const StoredEvent &event) {
            cursor.batch.push_back(event);
            bytes += event.payload.size();
            const bool goesOn = cursor.batch.size() < BatchRows && bytes < BatchBytes;
            if (!goesOn)
                end = event.number + 1;
            return goesOn;
        });
    cursor.next = end;
    return problem.isEmpty() ? SQLITE_OK : fail(cursor.pVtab, problem);
}

int connect(sqlite3 *database, void *reader, int, const char *const *, sqlite3_vtab **made, char **)
{
    const std::string declared = std::string("CREATE TABLE x(") + EventsColumns + ')';
    if (const int code = sqlite3_declare_vtab(database, declared.c_str()); code != SQLITE_OK)
        return code;
    auto *table = new Table {};
    table->reader = static_cast<const RecordingReader *>(reader);
    *made = table;
    return SQLITE_OK;
}

int disconnect(sqlite3_vtab *table)
{
    delete static_cast<Table *>(table);
    return SQLITE_OK;
}

int open(sqlite3_vtab *table, sqlite3_vtab_cursor **made)
{
    auto *cursor = new Cursor {};
    cursor->reader = static_cast<Table *>(table)->reader;
    *made = cursor;
    return SQLITE_OK;
}

int close(sqlite3_vtab_cursor *cursor)
{
    delete static_cast<Cursor *>(cursor);
    return SQLITE_OK;
}

// The condition that a constraint is, or 0. SQLite looks at every row again.
int conditionOf(int column, int operation)
{
    const bool equal = operation == SQLITE_INDEX_CONSTRAINT_EQ;
    switch (column) {
    case Connection:
        return equal ? OfConnection : 0;
    case Task:
        return equal ? OfTask : 0;
    case -1: // the rowid
    case Number:
        if (operation == SQLITE_INDEX_CONSTRAINT_GT || operation == SQLITE_INDEX_CONSTRAINT_GE)
            return From;
        if (operation == SQLITE_INDEX_CONSTRAINT_LT || operation == SQLITE_INDEX_CONSTRAINT_LE)
            return UpTo;
        return equal ? From | UpTo : 0;
    default:
        return 0;
    }
}

int bestIndex(sqlite3_vtab *, sqlite3_index_info *info)
{
    int taken = 0;
    double cost = 1e7;
    std::string order; // which argument is what
    for (int i = 0; i < info->nConstraint; ++i) {
        const auto &constraint = info->aConstraint[i];
        const int condition
            = constraint.usable ? conditionOf(constraint.iColumn, constraint.op) : 0;
        if (condition == 0 || (taken & condition) != 0)
            continue;
        taken |= condition;
        order += static_cast<char>(condition);
        info->aConstraintUsage[i].argvIndex = static_cast<int>(order.size());
        cost /= condition == (From | UpTo) ? 1e6 : condition < From ? 1e3 : 3;
    }
    const bool payload = (info->colUsed & (1ULL << Payload | 1ULL << Missing)) != 0;
    info->idxNum = payload ? WithPayload : 0;
    info->idxStr = sqlite3_mprintf("%s", order.c_str());
    info->needToFreeIdxStr = 1;
    info->estimatedCost = cost;
    info->estimatedRows = static_cast<sqlite3_int64>(cost);
    info->orderByConsumed
        = info->nOrderBy == 1 && info->aOrderBy[0].iColumn <= Number && info->aOrderBy[0].desc == 0;
    return SQLITE_OK;
}

int filter(sqlite3_vtab_cursor *made, int number, const char *order, int count,
           sqlite3_value **values)
{
    Cursor &cursor = *static_cast<Cursor *>(made);
    const auto total = cursor.reader->eventCount();
    if (!total)
        return fail(cursor.pVtab, total.problem());
    cursor.narrowing = {};
    cursor.narrowing.payload = (number & WithPayload) != 0;
    cursor.next = 1;
    cursor.last = *total;
    for (int i = 0; i < count; ++i) {
        const int condition = static_cast<unsigned char>(order[i]);
        const qint64 value = sqlite3_value_int64(values[i]);
        if (sqlite3_value_numeric_type(values[i]) != SQLITE_INTEGER)
            continue; // SQLite compares by itself
        if (condition == OfConnection || condition == OfTask) {
            if (value == 0) // NULL there: nothing is equal to it
                cursor.last = 0;
            (condition == OfConnection ? cursor.narrowing.connection : cursor.narrowing.task)
                = static_cast<quint64>(value);
        }
        if (condition & From) // one more than need be, of >
            cursor.next = std::max(cursor.next, value);
        if (condition & UpTo)
            cursor.last = std::min(cursor.last, value);
    }
    return fill(cursor);
}

int next(sqlite3_vtab_cursor *made)
{
    Cursor &cursor = *static_cast<Cursor *>(made);
    return ++cursor.at < cursor.batch.size() ? SQLITE_OK : fill(cursor);
}

int isAtEnd(sqlite3_vtab_cursor *made)
{
    const Cursor &cursor = *static_cast<Cursor *>(made);
    return cursor.at >= cursor.batch.size();
}

void setId(sqlite3_context *context, quint64 id)
{
    if (id == 0)
        sqlite3_result_null(context);
    else
        sqlite3_result_int64(context, static_cast<sqlite3_int64>(id));
}

void setText(sqlite3_context *context, std::string_view text)
{
    sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

int column(sqlite3_vtab_cursor *made, sqlite3_context *context, int which)
{
    const Cursor &cursor = *static_cast<Cursor *>(made);
    const StoredEvent &event = cursor.batch[cursor.at];
    const auto kept = static_cast<quint64>(event.payload.size());
    switch (which) {
    case Number:
        sqlite3_result_int64(context, event.number);
        break;
    case Time:
        sqlite3_result_int64(context, event.time);
        break;
    case Kind:
        setText(context, toString(event.kind));
        break;
    case Loop:
        setId(context, event.loop);
        break;
    case Session:
        setId(context, event.context);
        break;
    case Connection:
        setId(context, event.connection);
        break;
    case Task:
        setId(context, event.task);
        break;
    case Bytes:
        if (event.isData()) // a close has the sum of its connection's, which would count twice
            sqlite3_result_int64(context, static_cast<sqlite3_int64>(event.bytes));
        break;
    case Merged:
        sqlite3_result_int64(context, event.merged);
        break;
    case Detail: {
        const QByteArray words = event.detail.toUtf8();
        setText(context, {words.data(), static_cast<std::size_t>(words.size())});
        break;
    }
    case Payload:
        if (event.isData()) // the batch outlives the row
            sqlite3_result_blob64(context, event.payload.constData(), kept, SQLITE_TRANSIENT);
        break;
    case Missing:
        sqlite3_result_int64(context,
                             event.isData() && event.bytes > kept
                                 ? static_cast<sqlite3_int64>(event.bytes - kept)
                                 : 0);
        break;
    default:
        break;
    }
    return SQLITE_OK;
}

int rowid(sqlite3_vtab_cursor *made, sqlite3_int64 *id)
{
    const Cursor &cursor = *static_cast<Cursor *>(made);
    *id = cursor.batch[cursor.at].number;
    return SQLITE_OK;
}

const sqlite3_module module = [] {
    sqlite3_module made {};
    made.xCreate = connect;
    made.xConnect = connect;
    made.xBestIndex = bestIndex;
    made.xDisconnect = disconnect;
    made.xDestroy = disconnect;
    made.xOpen = open;
    made.xClose = close;
    made.xFilter = filter;
    made.xNext = next;
    made.xEof = isAtEnd;
    made.xColumn = column;
    made.xRowid = rowid;
    return made;
}();

} // namespace

void addEventsTable(SqliteDatabase &database, const RecordingReader &reader)
{
    const int code = sqlite3_create_module(database.handle(), "recorded_events", &module,
                                           const_cast<RecordingReader *>(&reader));
    if (code != SQLITE_OK)
        database.fail(code);
    database.run("CREATE VIRTUAL TABLE temp.events USING recorded_events");
}

} // namespace models
