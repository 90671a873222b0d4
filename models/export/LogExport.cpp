// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/ExportWork.h"

#include "models/export/ExportOutput.h"
#include "models/text/Format.h"
#include "models/text/Payload.h"

#include <algorithm>

namespace models {

namespace {

constexpr qint64 Chunk = 5000; // events between two looks at progress

// One event in the words of both formats.
struct Line {
    Line(const StoredEvent &event, const QString &sessionName)
        : source(event)
        , time(format::isoTime(event.time).toUtf8())
        , kind(format::text(toString(event.kind)).toUtf8())
        , session(sessionName.toUtf8())
        , isText(payload::isText(event.payload))
    {
        const auto kept = static_cast<quint64>(event.payload.size());
        missing = event.isData() && event.bytes > kept ? event.bytes - kept : 0;
    }

    const StoredEvent &source;
    const QByteArray time, kind, session;
    const bool isText; // the payload
    quint64 missing = 0; // bytes
};

void addId(ExportOutput &out, quint64 id)
{
    if (id != 0)
        out.add(id);
}

void writeCsv(ExportOutput &out, const Line &line, bool guarded)
{
    const StoredEvent &event = line.source;
    out.add(QByteArray::number(event.number) + ',' + line.time + ','
            + QByteArray::number(event.time) + ',' + line.kind + ',');
    addId(out, event.loop);
    out.add(",");
    out.addCsv(line.session, guarded);
    out.add(",");
    addId(out, event.connection);
    out.add(",");
    addId(out, event.task);
    out.add(',' + QByteArray::number(event.bytes) + ',' + QByteArray::number(event.merged) + ',');
    out.addCsv(event.detail.toUtf8(), guarded);
    out.add(",");
    if (line.isText)
        out.addCsv(event.payload, guarded);
    out.add(",");
    if (!line.isText)
        out.addBase64(event.payload);
    out.add(",");
    addId(out, line.missing);
    out.add("\r\n");
}

void addKey(ExportOutput &out, const char *key)
{
    out.add(",\"");
    out.add(key);
    out.add("\":");
}

// `text` is valid UTF-8.
void addJson(ExportOutput &out, const char *key, QByteArrayView text)
{
    if (text.isEmpty())
        return;
    addKey(out, key);
    out.addJson(text);
}

void addJson(ExportOutput &out, const char *key, quint64 number)
{
    if (number == 0)
        return;
    addKey(out, key);
    out.add(number);
}

void writeJson(ExportOutput &out, const Line &line)
{
    const StoredEvent &event = line.source;
    out.add("{\"number\":" + QByteArray::number(event.number));
    addJson(out, "time", line.time);
    out.add(",\"time_ns\":" + QByteArray::number(event.time));
    addJson(out, "event", line.kind);
    addJson(out, "loop", event.loop);
    addJson(out, "session", line.session);
    addJson(out, "connection", event.connection);
    addJson(out, "task", event.task);
    if (event.bytes != 0 || event.isData())
        out.add(",\"bytes\":" + QByteArray::number(event.bytes));
    out.add(",\"merged\":" + QByteArray::number(event.merged));
    addJson(out, "detail", event.detail.toUtf8());
    if (line.isText) {
        addJson(out, "payload", event.payload);
    } else {
        addKey(out, "payload_base64");
        out.add("\"");
        out.addBase64(event.payload);
        out.add("\"");
    }
    addJson(out, "payload_missing", line.missing);
    out.add("}\n");
}

// What one export carries through its events.
class Writing {
public:
    explicit Writing(const ExportWork &work)
        : reader_(work.reader)
        , file_(work.file)
        , out_(work.file, work.toTerminal)
        , format_(work.format)
        , options_(work.options)
    { }

    QString write()
    {
        const auto names = reader_.sessionNames();
        if (!names)
            return names.problem();
        sessions_ = *names;
        const Result<qint64> last = reader_.eventCount();
        if (!last)
            return last.problem();
        last_ = *last;
        if (format_ == Export::Format::Csv)
            out_.add("number,time,time_ns,event,loop,session,connection,task,bytes,merged,detail,"
                     "payload,payload_base64,payload_missing\r\n");
        const QString problem
            = reader_.scan(1, last_, {}, [this](const StoredEvent &event) { return add(event); });
        out_.writeOut();
        return problem;
    }

private:
    bool add(const StoredEvent &event)
    {
        if (options_.stop.stop_requested())
            return false;
        const QString session = sessions_.value(event.context);
        if (options_.holds(event.time) && (!options_.shows || options_.shows(event, session))) {
            const Line line(event, session);
            if (format_ == Export::Format::Csv)
                writeCsv(out_, line, options_.guardsFormulas);
            else
                writeJson(out_, line);
        }
        report(event.number);
        return file_.problem().isEmpty();
    }
    void report(qint64 number)
    {
        if (first_ == 0)
            first_ = number;
        const bool due = number >= reported_ + Chunk || out_.written() != writtenThen_;
        if (!due || !options_.progress)
            return;
        reported_ = number;
        writtenThen_ = out_.written();
        const auto events = static_cast<double>(last_ - first_ + 1);
        options_.progress(static_cast<double>(number - first_) / events);
    }

    const RecordingReader &reader_;
    CheckedFile &file_;
    ExportOutput out_;
    const Export::Format format_;
    const Export::Options &options_;
    QHash<quint64, QString> sessions_;
    qint64 first_ = 0, last_ = 0; // numbers of events
    qint64 reported_ = 0, writtenThen_ = 0;
};

} // namespace

QString exportLog(const ExportWork &work)
{
    return Writing(work).write();
}

} // namespace models
