// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/Query.h"

#include "models/export/EventsModule.h"
#include "models/record/RecordingIdentity.h"
#include "models/record/Sqlite.h"
#include "models/text/Format.h"
#include "models/text/Tr.h"

namespace models {

namespace {

constexpr int LookEvery = 10'000; // of SQLite's instructions, at the stop

// Only what reads: no other file is opened, and nothing is set.
int authorize(void *, int action, const char *, const char *, const char *, const char *)
{
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
        return SQLITE_OK;
    default:
        return SQLITE_DENY;
    }
}

int look(void *stop)
{
    return static_cast<const std::stop_token *>(stop)->stop_requested() ? 1 : 0;
}

struct Finalize {
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};

bool isBlank(const char *rest)
{
    return format::text(rest).trimmed().isEmpty();
}

} // namespace

int Query::Row::size() const
{
    return sqlite3_column_count(statement_);
}

Query::Row::Type Query::Row::type(int column) const
{
    switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_INTEGER:
        return Type::Integer;
    case SQLITE_FLOAT:
        return Type::Real;
    case SQLITE_TEXT:
        return Type::Text;
    case SQLITE_BLOB:
        return Type::Bytes;
    default:
        return Type::Null;
    }
}

QByteArrayView Query::Row::value(int column) const
{
    const bool bytes = sqlite3_column_type(statement_, column) == SQLITE_BLOB;
    const void *data = bytes ? sqlite3_column_blob(statement_, column)
                             : static_cast<const void *>(sqlite3_column_text(statement_, column));
    return {static_cast<const char *>(data), data ? sqlite3_column_bytes(statement_, column) : 0};
}

Query::Query(std::unique_ptr<RecordingReader> reader, const QString &path)
    : reader_(std::move(reader))
    , database_(std::make_unique<SqliteDatabase>(path.toStdString(), SqliteDatabase::Mode::Read))
{
    database_->run("PRAGMA temp_store = MEMORY");
    addEventsTable(*database_, *reader_);
    sqlite3_set_authorizer(database_->handle(), authorize, nullptr);
}

Query::~Query() = default;

void Query::boundMemory(std::int64_t bytes)
{
    sqlite3_hard_heap_limit64(bytes);
}

Result<std::unique_ptr<Query>> Query::open(const QString &recording)
{
    auto reader = RecordingReader::open(recording);
    if (!reader)
        return Failure {reader.problem()};
    (*reader)->readAhead();
    try {
        return std::unique_ptr<Query>(new Query(std::move(*reader), recording));
    } catch (const SqliteError &error) {
        return unreadable(recording, error);
    }
}

QString Query::run(const QString &sql, const std::function<void(const QStringList &)> &columns,
                   const std::function<bool(const Row &)> &row, const std::stop_token &stop) const
{
    sqlite3 *const database = database_->handle();
    const QByteArray text = sql.toUtf8();
    const char *rest = nullptr;
    sqlite3_stmt *prepared = nullptr;
    const int code
        = sqlite3_prepare_v2(database, text.constData(), int(text.size()), &prepared, &rest);
    const std::unique_ptr<sqlite3_stmt, Finalize> statement(prepared);
    const auto refused = [] { return tr("A query only reads what is recorded: use one SELECT."); };
    if (code == SQLITE_AUTH)
        return refused();
    if (code != SQLITE_OK)
        return tr("The query is not understood: %1.").arg(format::text(sqlite3_errmsg(database)));
    if (!statement || !isBlank(rest))
        return tr("A query is one SELECT; write one statement.");
    QStringList names;
    for (int i = 0; i < sqlite3_column_count(prepared); ++i)
        names << QString::fromUtf8(sqlite3_column_name(prepared, i));
    columns(names);
    std::stop_token token = stop;
    sqlite3_progress_handler(database, LookEvery, look, &token);
    int step = SQLITE_ROW;
    while ((step = sqlite3_step(prepared)) == SQLITE_ROW) {
        if (stop.stop_requested() || !row(Row(prepared)))
            break;
    }
    sqlite3_progress_handler(database, 0, nullptr, nullptr);
    if (step == SQLITE_ROW || step == SQLITE_DONE || stop.stop_requested())
        return reader_->damage(); // the rows lack what could not be read
    if (sqlite3_errcode(database) == SQLITE_AUTH)
        return refused();
    if (step == SQLITE_NOMEM)
        return tr("The query cannot be answered: it needs more memory than it may have. Ask for "
                  "fewer rows or columns, or export the recording as .sqlite and query that.");
    QString words = format::text(sqlite3_errmsg(database));
    if (words.endsWith(u'.')) // of a damaged recording: a sentence, which SQLite's own are not
        words.chop(1);
    return tr("The query cannot be answered: %1.").arg(words);
}

} // namespace models
