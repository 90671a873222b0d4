// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Export.h"

#include "models/files/CheckedFile.h"
#include "models/record/RecordingReader.h"
#include "models/text/Format.h"
#include "models/text/Payload.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFileInfo>

#include <algorithm>
#include <stdexcept>

namespace models {

namespace {

constexpr qint64 Chunk = 5000; // events between two looks at stop and progress

QString tr(const char *text)
{
    return QCoreApplication::translate("models::Export", text);
}

[[noreturn]] void fail(const QString &sentence)
{
    throw std::runtime_error(sentence.toStdString());
}

// One event in the words of both formats.
struct Line {
    Line(const StoredEvent &event, const QHash<quint64, QString> &sessions)
        : source(event)
        , time(format::isoTime(event.time).toUtf8())
        , kind(format::text(toString(event.kind)).toUtf8())
        , session(sessions.value(event.context).toUtf8())
    {
        if (event.payload.isEmpty())
            return;
        if (payload::asText(event.payload))
            text = event.payload;
        else
            base64 = event.payload.toBase64();
    }

    const StoredEvent &source;
    QByteArray time, kind, session, text, base64;
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
    out += ',' + line.base64 + "\r\n";
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
    out += "}\n";
}

void writeOut(CheckedFile &file, const QByteArray &bytes)
{
    if (!file.write(bytes))
        fail(file.problem());
}

} // namespace

Export::Format Export::formatOf(const QString &path)
{
    const QString end = QFileInfo(path).suffix().toLower();
    if (end == QStringLiteral("csv"))
        return Format::Csv;
    if (end == QStringLiteral("jsonl") || end == QStringLiteral("ndjson")
        || end == QStringLiteral("json"))
        return Format::JsonLines;
    fail(tr("%1 ends in no known format: choose .csv or .jsonl.").arg(path));
}

Export::Outcome Export::run(const QString &sessionFile, const QString &target, std::stop_token stop,
                            const Progress &progress)
{
    const Format format = formatOf(target);
    const RecordingReader reader(sessionFile);
    const QHash<quint64, QString> sessions = reader.sessionNames();
    const qint64 total = reader.eventCount();
    CheckedFile file(target);
    if (!file.problem().isEmpty())
        fail(file.problem());
    if (format == Format::Csv)
        writeOut(file,
                 "number,time,time_ns,event,loop,session,connection,task,bytes,merged,detail,"
                 "payload,payload_base64\r\n");
    QByteArray lines;
    for (qint64 first = 1; first <= total; first += Chunk) {
        if (stop.stop_requested())
            return Outcome::Cancelled;
        reader.scan(first, std::min(first + Chunk - 1, total), {}, [&](const StoredEvent &event) {
            const Line line(event, sessions);
            if (format == Format::Csv)
                writeCsv(lines, line);
            else
                writeJson(lines, line);
            return true;
        });
        writeOut(file, lines);
        lines.clear();
        if (progress)
            progress(
                std::min(1.0, static_cast<double>(first + Chunk - 1) / static_cast<double>(total)));
    }
    if (!file.commit())
        fail(file.problem());
    if (progress && total == 0)
        progress(1);
    return Outcome::Done;
}

} // namespace models
