// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Export.h"

#include "models/files/CheckedFile.h"
#include "models/record/RecordingReader.h"
#include "models/text/Format.h"
#include "models/text/Payload.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFileInfo>

#include <algorithm>

namespace models {

namespace {

constexpr qint64 Chunk = 5000; // events between two looks at progress
constexpr qsizetype MostLines = 1 << 20; // bytes of lines that wait to be written

QString tr(const char *text)
{
    return QCoreApplication::translate("models::Export", text);
}

// One event in the words of both formats.
struct Line {
    Line(const StoredEvent &event, const QHash<quint64, QString> &sessions)
        : source(event)
        , time(format::isoTime(event.time).toUtf8())
        , kind(format::text(toString(event.kind)).toUtf8())
        , session(sessions.value(event.context).toUtf8())
    {
        const bool data
            = event.kind == loop::EventKind::DataIn || event.kind == loop::EventKind::DataOut;
        const auto kept = static_cast<quint64>(event.payload.size());
        missing = data && event.bytes > kept ? event.bytes - kept : 0;
        if (event.payload.isEmpty())
            return;
        if (payload::asText(event.payload))
            text = event.payload;
        else
            base64 = event.payload.toBase64();
    }

    const StoredEvent &source;
    QByteArray time, kind, session, text, base64;
    quint64 missing = 0; // bytes
};

// RFC 4180: quoted where it holds a comma, a quote or a line break; quotes are doubled. A cell that
// a spreadsheet would take for a formula is not changed: the file is data.
void appendCsv(QByteArray &out, const QByteArray &field)
{
    const auto special = [](char c) { return c == ',' || c == '"' || c == '\n' || c == '\r'; };
    if (std::none_of(field.begin(), field.end(), special)) {
        out += field;
        return;
    }
    out += '"';
    for (const char c : field) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

void appendCsv(QByteArray &out, quint64 id)
{
    if (id != 0)
        out += QByteArray::number(id);
}

void writeCsv(QByteArray &out, const Line &line)
{
    const StoredEvent &event = line.source;
    out += QByteArray::number(event.number) + ',' + line.time + ',' + QByteArray::number(event.time)
        + ',' + line.kind + ',';
    appendCsv(out, event.loop);
    out += ',';
    appendCsv(out, line.session);
    out += ',';
    appendCsv(out, event.connection);
    out += ',';
    appendCsv(out, event.task);
    out += ',' + QByteArray::number(event.bytes) + ',' + QByteArray::number(event.merged) + ',';
    appendCsv(out, event.detail.toUtf8());
    out += ',';
    appendCsv(out, line.text);
    out += ',' + line.base64 + ',';
    appendCsv(out, line.missing);
    out += "\r\n";
}

// `text` is valid UTF-8.
void appendJson(QByteArray &out, const char *key, const QByteArray &text)
{
    if (text.isEmpty())
        return;
    out += QByteArray(",\"") + key + "\":\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += QByteArray(1, '\\') + c;
        else if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\t')
            out += "\\t";
        else if (static_cast<unsigned char>(c) < 0x20)
            out += "\\u00" + QByteArray(1, c).toHex();
        else
            out += c;
    }
    out += '"';
}

void appendJson(QByteArray &out, const char *key, quint64 number)
{
    if (number != 0)
        out += QByteArray(",\"") + key + "\":" + QByteArray::number(number);
}

void writeJson(QByteArray &out, const Line &line)
{
    const StoredEvent &event = line.source;
    out += "{\"number\":" + QByteArray::number(event.number);
    appendJson(out, "time", line.time);
    out += ",\"time_ns\":" + QByteArray::number(event.time);
    appendJson(out, "event", line.kind);
    appendJson(out, "loop", event.loop);
    appendJson(out, "session", line.session);
    appendJson(out, "connection", event.connection);
    appendJson(out, "task", event.task);
    if (event.bytes != 0 || event.isData())
        out += ",\"bytes\":" + QByteArray::number(event.bytes);
    out += ",\"merged\":" + QByteArray::number(event.merged);
    appendJson(out, "detail", event.detail.toUtf8());
    appendJson(out, "payload", line.text);
    appendJson(out, "payload_base64", line.base64);
    appendJson(out, "payload_missing", line.missing);
    out += "}\n";
}

// What one export carries through its events.
class Writing {
public:
    Writing(const RecordingReader &reader, CheckedFile &file, Export::Format format,
            std::stop_token stop)
        : reader_(reader)
        , file_(file)
        , format_(format)
        , stop_(std::move(stop))
    { }

    // "" or why it has ended; cancelled() after a stop.
    QString begin()
    {
        const auto names = reader_.sessionNames();
        if (!names)
            return names.problem();
        sessions_ = *names;
        if (format_ == Export::Format::Csv)
            lines_ = "number,time,time_ns,event,loop,session,connection,task,bytes,merged,detail,"
                     "payload,payload_base64,payload_missing\r\n";
        return {};
    }
    QString write(qint64 first, qint64 last)
    {
        const QString problem = reader_.scan(
            first, last, {}, [this](const StoredEvent &event) { return add(event); });
        if (problem.isEmpty() && !cancelled_)
            writeOut();
        return problem.isEmpty() ? file_.problem() : problem;
    }
    bool cancelled() const { return cancelled_; }

private:
    bool add(const StoredEvent &event)
    {
        const Line line(event, sessions_);
        if (format_ == Export::Format::Csv)
            writeCsv(lines_, line);
        else
            writeJson(lines_, line);
        cancelled_ = stop_.stop_requested();
        return !cancelled_ && (lines_.size() < MostLines || writeOut());
    }
    bool writeOut()
    {
        const bool written = file_.write(lines_);
        lines_.resize(0); // its room is used again
        return written;
    }

    const RecordingReader &reader_;
    CheckedFile &file_;
    const Export::Format format_;
    const std::stop_token stop_;
    QHash<quint64, QString> sessions_;
    QByteArray lines_;
    bool cancelled_ = false;
};

} // namespace

Result<Export::Format> Export::formatOf(const QString &path)
{
    const QString end = QFileInfo(path).suffix().toLower();
    if (end == QStringLiteral("csv"))
        return Format::Csv;
    if (end == QStringLiteral("jsonl") || end == QStringLiteral("ndjson")
        || end == QStringLiteral("json"))
        return Format::JsonLines;
    return Failure {tr("%1 ends in no known format: choose .csv or .jsonl.").arg(path)};
}

Result<Export::Outcome> Export::run(const QString &sessionFile, const QString &target,
                                    std::stop_token stop, const Progress &progress)
{
    const Result<Format> format = formatOf(target);
    if (!format)
        return Failure {format.problem()};
    const auto reader = RecordingReader::open(sessionFile);
    if (!reader)
        return Failure {reader.problem()};
    const Result<qint64> total = (*reader)->eventCount();
    if (!total)
        return Failure {total.problem()};
    CheckedFile file(target);
    Writing writing(**reader, file, *format, std::move(stop));
    QString problem = writing.begin();
    qint64 done = 0;
    do { // once where there is no event: CSV has a first line
        const qint64 last = std::min(done + Chunk, *total);
        if (problem.isEmpty())
            problem = writing.write(done + 1, last);
        if (!problem.isEmpty())
            return Failure {problem};
        if (writing.cancelled())
            return Outcome::Cancelled;
        done = last;
        if (progress)
            progress(*total == 0 ? 1 : static_cast<double>(done) / static_cast<double>(*total));
    } while (done < *total);
    if (!file.commit())
        return Failure {file.problem()};
    return Outcome::Done;
}

} // namespace models
