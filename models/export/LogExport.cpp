// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/ExportWork.h"

#include "models/export/ExportOutput.h"
#include "models/text/Format.h"
#include "models/text/Payload.h"

#include <algorithm>

namespace models {

namespace {

constexpr qint64 LogChunk = 5000; // events between two looks at progress
constexpr qsizetype MostKnown = 20'000; // connections whose attributes are kept

// Of a recording many events fall into one second: only its digits are made anew.
class IsoTimes {
public:
    QByteArrayView of(qint64 wall)
    {
        const qint64 second
            = wall >= 0 ? wall / 1'000'000'000 : (wall - 999'999'999) / 1'000'000'000;
        if (second != second_ || text_.isEmpty()) {
            text_ = format::isoTime(second * 1'000'000'000).toUtf8();
            second_ = second;
        }
        auto microseconds = (wall - second * 1'000'000'000) / 1000;
        for (qsizetype at = text_.size() - 2; at > text_.size() - 8; --at, microseconds /= 10)
            text_[at] = static_cast<char>('0' + microseconds % 10);
        return text_;
    }

private:
    qint64 second_ = 0;
    QByteArray text_;
};

QByteArrayView viewOf(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

quint64 missingOf(const StoredEvent &event)
{
    const auto kept = static_cast<quint64>(event.payload.size());
    return event.isData() && event.bytes > kept ? event.bytes - kept : 0;
}

void addId(ExportOutput &out, quint64 id)
{
    if (id != 0)
        out.add(id);
}

// `key` with what stands around it.
void addJson(ExportOutput &out, QByteArrayView key, quint64 number)
{
    if (number == 0)
        return;
    out.add(key);
    out.add(number);
}

// "127.0.0.1:8881", "[::1]:8881" and paths, as OpenTelemetry names what stands at one end.
QByteArray addressAttributes(const QByteArray &end, QByteArrayView address, bool hasPort)
{
    if (address.isEmpty())
        return {};
    QByteArrayView port;
    if (const qsizetype colon = address.lastIndexOf(':'); hasPort && colon >= 0) {
        port = address.sliced(colon + 1);
        address = address.first(colon);
        if (address.startsWith('[') && address.endsWith(']'))
            address = address.sliced(1, address.size() - 2);
    }
    bool isPort = false; // anybody may have written the file
    const quint16 number = port.toUShort(&isPort);
    QByteArray quoted;
    for (const char c : format::text(std::string_view(address.data(), address.size())).toUtf8()) {
        if (c == '"' || c == '\\')
            quoted += '\\';
        if (static_cast<unsigned char>(c) >= 0x20)
            quoted += c;
    }
    QByteArray made = ",\"network." + end + ".address\":\"" + quoted + '"';
    if (isPort)
        made += ",\"network." + end + ".port\":" + QByteArray::number(number);
    return made;
}

QByteArray attributesOf(const RecordingReader::StoredConnection &connection)
{
    if (connection.id == 0)
        return {};
    const QByteArray kind = connection.transport.toLower();
    const bool tls = kind == "tls";
    const bool hasPort = tls || kind == "tcp" || kind == "udp";
    QByteArray made = ",\"network.transport\":\""
        + (tls                             ? "tcp"
               : hasPort || kind == "unix" ? kind
                                           : "pipe")
        + '"';
    if (tls)
        made += ",\"tls.established\":true";
    return made + addressAttributes("local", connection.local, hasPort)
        + addressAttributes("peer", connection.peer, hasPort);
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
        for (auto it = names->begin(); it != names->end(); ++it)
            sessions_.insert(it.key(), {it.value(), it.value().toUtf8()});
        const Result<qint64> last = reader_.eventCount();
        if (!last)
            return last.problem();
        last_ = *last;
        writeHead();
        QString problem
            = reader_.scan(1, last_, {}, [this](const StoredEvent &event) { return add(event); });
        out_.writeOut();
        return problem;
    }

private:
    struct Session {
        QString name;
        QByteArray utf8;
    };

    void writeHead()
    {
        if (format_ == Export::Format::Csv)
            out_.add("number,time,time_ns,event,loop,session,connection,task,bytes,merged,detail,"
                     "payload,payload_base64,payload_missing\r\n");
        else
            out_.add("{\"schema\":\"loopscope.events\",\"schema_version\":"
                     + QByteArray::number(Export::JsonLinesVersion)
                     + ",\"program\":\"loopscope " LOOPSCOPE_VERSION "\"}\n");
    }
    bool add(const StoredEvent &event)
    {
        if (options_.stop.stop_requested())
            return false;
        if (options_.holds(event.time)) {
            const Session &session = sessionOf(event.context);
            if (!options_.shows || options_.shows(event, session.name)) {
                if (format_ == Export::Format::Csv)
                    writeCsv(event, session.utf8);
                else
                    writeJson(event, session.utf8);
            }
        }
        report(event.number);
        return file_.problem().isEmpty();
    }
    const Session &sessionOf(quint64 context)
    {
        static const Session none;
        const auto found = sessions_.constFind(context);
        return found == sessions_.cend() ? none : *found;
    }
    void writeCsv(const StoredEvent &event, QByteArrayView session)
    {
        const bool guarded = options_.guardsFormulas;
        const bool isText = payload::isText(event.payload);
        out_.add(event.number);
        out_.add(",");
        out_.add(times_.of(event.time));
        out_.add(",");
        out_.add(event.time);
        out_.add(",");
        out_.add(viewOf(toString(event.kind)));
        out_.add(",");
        addId(out_, event.loop);
        out_.add(",");
        out_.addCsv(session, guarded);
        out_.add(",");
        addId(out_, event.connection);
        out_.add(",");
        addId(out_, event.task);
        out_.add(",");
        if (event.isData())
            out_.add(event.bytes);
        out_.add(",");
        out_.add(event.merged);
        out_.add(",");
        if (!event.detail.isEmpty())
            out_.addCsv(event.detail.toUtf8(), guarded);
        out_.add(",");
        if (isText)
            out_.addCsv(event.payload, guarded);
        out_.add(",");
        if (!isText)
            out_.addBase64(event.payload);
        out_.add(",");
        addId(out_, missingOf(event));
        out_.add("\r\n");
    }
    void writeJson(const StoredEvent &event, QByteArrayView session)
    {
        out_.add("{\"number\":");
        out_.add(event.number);
        out_.add(",\"time\":\"");
        out_.add(times_.of(event.time));
        out_.add("\",\"time_ns\":");
        out_.add(event.time);
        out_.add(",\"event\":\"");
        out_.add(viewOf(toString(event.kind)));
        out_.add("\"");
        addJson(out_, ",\"loop\":", event.loop);
        if (!session.isEmpty()) {
            out_.add(",\"session\":");
            out_.addJson(session);
        }
        addJson(out_, ",\"connection\":", event.connection);
        if (event.connection != 0)
            out_.add(attributes(event.connection));
        addJson(out_, ",\"task\":", event.task);
        if (event.isData()) {
            out_.add(event.kind == loop::EventKind::DataIn
                         ? ",\"network.io.direction\":\"receive\",\"bytes\":"
                         : ",\"network.io.direction\":\"transmit\",\"bytes\":");
            out_.add(event.bytes);
        }
        addJson(out_, ",\"merged\":", event.merged);
        if (!event.detail.isEmpty()) {
            out_.add(",\"detail\":");
            out_.addJson(event.detail.toUtf8());
        }
        writePayload(event);
        out_.add("}\n");
    }
    // Always in base64, which any bytes fit into, and as text where they are.
    void writePayload(const StoredEvent &event)
    {
        if (!event.payload.isEmpty()) {
            if (payload::isText(event.payload)) {
                out_.add(",\"payload\":");
                out_.addJson(event.payload);
            }
            out_.add(",\"payload_base64\":\"");
            out_.addBase64(event.payload);
            out_.add("\"");
        }
        addJson(out_, ",\"payload_missing\":", missingOf(event));
    }
    // Of a connection, as OpenTelemetry names them.
    const QByteArray &attributes(quint64 connection)
    {
        const auto known = attributes_.constFind(connection);
        if (known != attributes_.cend())
            return *known;
        if (attributes_.size() >= MostKnown)
            attributes_.clear();
        const auto found = reader_.connection(connection);
        return *attributes_.insert(connection, found ? attributesOf(*found) : QByteArray());
    }
    void report(qint64 number)
    {
        if (first_ == 0)
            first_ = number;
        const bool due = number >= reported_ + LogChunk || out_.written() != writtenThen_;
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
    QHash<quint64, Session> sessions_;
    QHash<quint64, QByteArray> attributes_; // by connection
    IsoTimes times_;
    qint64 first_ = 0, last_ = 0; // numbers of events
    qint64 reported_ = 0, writtenThen_ = 0;
};

} // namespace

QString exportLog(const ExportWork &work)
{
    return Writing(work).write();
}

} // namespace models
