// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/FaultPlan.h"

#include "models/spec/SessionKinds.h"
#include "models/text/Tr.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <algorithm>
#include <array>

namespace models {

namespace {

using namespace Qt::StringLiterals;

enum class Value { None, Time, OptionalTime, Size, Count };
enum class Works { Everywhere, OnStreams, OnDatagrams };

struct KindRow {
    FaultKind kind;
    QLatin1StringView name;
    Value value;
    Works works;
    QLatin1StringView extra; // a time of its own: "jitter"
    QLatin1StringView example;
};

constexpr std::array<KindRow, std::size_t(FaultKind::Count)> kinds {{
    {FaultKind::Latency, "latency"_L1, Value::Time, Works::Everywhere, "jitter"_L1,
     "latency:50ms,jitter:10ms"_L1},
    {FaultKind::Bandwidth, "bandwidth"_L1, Value::Size, Works::Everywhere, ""_L1,
     "bandwidth:64k"_L1},
    {FaultKind::Slice, "slice"_L1, Value::Size, Works::OnStreams, "gap"_L1, "slice:10,gap:20ms"_L1},
    {FaultKind::Stall, "stall"_L1, Value::OptionalTime, Works::Everywhere, ""_L1, "stall:2s"_L1},
    {FaultKind::Limit, "limit"_L1, Value::Size, Works::OnStreams, ""_L1, "limit:4k"_L1},
    {FaultKind::Reset, "reset"_L1, Value::None, Works::OnStreams, ""_L1, "reset"_L1},
    {FaultKind::HalfClose, "half-close"_L1, Value::None, Works::OnStreams, ""_L1, "half-close"_L1},
    {FaultKind::Corrupt, "corrupt"_L1, Value::Count, Works::Everywhere, ""_L1, "corrupt:100"_L1},
    {FaultKind::Drop, "drop"_L1, Value::None, Works::OnDatagrams, ""_L1, "drop"_L1},
    {FaultKind::Duplicate, "duplicate"_L1, Value::None, Works::OnDatagrams, ""_L1, "duplicate"_L1},
    {FaultKind::Reorder, "reorder"_L1, Value::None, Works::OnDatagrams, ""_L1, "reorder"_L1},
}};

constexpr auto commonNames
    = {"direction"_L1, "probability"_L1, "match"_L1, "message"_L1, "after"_L1};

const KindRow &rowOf(FaultKind kind)
{
    return kinds[std::size_t(kind)];
}

// --- Bytes with escapes: \r \n \t \0 \xHH \, and \\ ---

std::optional<QByteArray> unescaped(const QString &text)
{
    const QByteArray from = text.toUtf8();
    QByteArray bytes;
    for (qsizetype i = 0; i < from.size(); ++i) {
        if (from[i] != '\\') {
            bytes += from[i];
            continue;
        }
        const char code = ++i < from.size() ? from[i] : 'x';
        static constexpr std::string_view codes = "rnt0,\\";
        if (const auto at = codes.find(code); at != std::string_view::npos) {
            bytes += "\r\n\t\0,\\"[at];
            continue;
        }
        bool ok = false;
        const int value = from.mid(i + 1, 2).toInt(&ok, 16);
        if (code != 'x' || !ok || i + 2 >= from.size())
            return std::nullopt;
        bytes += char(value);
        i += 2;
    }
    return bytes;
}

QString escaped(const QByteArray &bytes)
{
    const bool utf8 = QString::fromUtf8(bytes).toUtf8() == bytes;
    QByteArray text;
    for (const char c : bytes) {
        const auto code = uchar(c);
        if (c == ',' || c == '\\')
            text += '\\', text += c;
        else if (code < 0x20 || code == 0x7f || (code > 0x7f && !utf8))
            text += "\\x" + QByteArray::number(code, 16).rightJustified(2, '0');
        else
            text += c;
    }
    return QString::fromUtf8(text);
}

// Splits at commas that no backslash stands before.
QStringList fieldsOf(const QString &text)
{
    QStringList fields {QString()};
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == u'\\' && i + 1 < text.size()) {
            fields.last() += text.mid(i, 2);
            ++i;
        } else if (text[i] == u',') {
            fields << QString();
        } else {
            fields.last() += text[i];
        }
    }
    return fields;
}

// --- Reading one fault ---

// Each reader says what is wrong, or "".
QString readTime(const QString &name, const QString &value, std::chrono::nanoseconds &time)
{
    const auto read = readDuration(value);
    if (!read || *read > std::chrono::hours(24))
        return tr("%1:%2 is not a time up to a day; write it as 50ms, 2s or 0.5").arg(name, value);
    time = *read;
    return {};
}

QString readKindValue(const KindRow &row, const QString &value, Fault &fault)
{
    switch (row.value) {
    case Value::None:
        return value.isEmpty() ? QString() : tr("%1 takes no value; write %1 alone").arg(row.name);
    case Value::OptionalTime:
        if (value.isEmpty())
            return {};
        [[fallthrough]];
    case Value::Time:
        if (value.isEmpty())
            return tr("%1 needs a time, as in %2").arg(row.name, row.example);
        return readTime(row.name, value, fault.time);
    case Value::Size:
    case Value::Count:
        break;
    }
    const auto amount = row.value == Value::Size ? readSize(value) : readInteger(value);
    if (!amount || *amount < 1)
        return tr("%1 needs %2 above 0, as in %3")
            .arg(row.name, row.value == Value::Size ? tr("a size") : tr("a number"), row.example);
    fault.amount = *amount;
    return {};
}

QString readProbability(const QString &value, Fault &fault)
{
    const bool percent = value.endsWith(u'%');
    bool ok = false;
    const double number = (percent ? value.chopped(1) : value).toDouble(&ok) / (percent ? 100 : 1);
    if (!ok || !(number > 0 && number <= 1))
        return tr("probability:%1 is not a probability; use a number above 0 and up to 1, as in "
                  "0.05 or 5%")
            .arg(value);
    fault.probability = number;
    return {};
}

QString readDirection(const QString &value, Fault &fault)
{
    if (value == "in"_L1)
        fault.direction = FaultDirection::In;
    else if (value == "out"_L1)
        fault.direction = FaultDirection::Out;
    else if (value == "both"_L1)
        fault.direction = FaultDirection::Both;
    else
        return tr("direction:%1 is not a direction; use in, out or both").arg(value);
    return {};
}

QString readField(const KindRow &row, const QString &name, const QString &value, Fault &fault)
{
    if (!row.extra.isEmpty() && name == row.extra)
        return readTime(name, value, fault.spread);
    if (name == "direction"_L1)
        return readDirection(value, fault);
    if (name == "probability"_L1)
        return readProbability(value, fault);
    if (name == "after"_L1)
        return readTime(name, value, fault.after);
    if (name == "message"_L1) {
        fault.message = readInteger(value).value_or(0);
        return fault.message > 0
            ? QString()
            : tr("message:%1 is not a message number; use 1 or more").arg(value);
    }
    if (name == "match"_L1) {
        const auto bytes = unescaped(value);
        if (!bytes || bytes->isEmpty())
            return tr("match:%1 matches no bytes; use text, with \\r \\n \\x00 \\, and \\\\ for "
                      "special bytes")
                .arg(value);
        fault.match = *bytes;
        return {};
    }
    QStringList known;
    if (!row.extra.isEmpty())
        known << row.extra;
    for (const auto common : commonNames)
        known << common;
    return tr("'%1' is unknown to %2; use %3").arg(name, row.name, joinedByOr(known));
}

QString unknownKind(const QString &name)
{
    QStringList names;
    for (const KindRow &row : kinds)
        names << row.name;
    return tr("there is no fault '%1'; use %2").arg(name, joinedByOr(names));
}

using NamedValue = std::pair<QString, QString>;

FaultResult readFault(const QList<NamedValue> &fields)
{
    const auto row = std::find_if(kinds.begin(), kinds.end(), [&](const KindRow &each) {
        return each.name == fields.first().first;
    });
    if (row == kinds.end())
        return {std::nullopt, unknownKind(fields.first().first)};
    Fault fault;
    fault.kind = row->kind;
    QString problem = readKindValue(*row, fields.first().second, fault);
    for (qsizetype i = 1; i < fields.size() && problem.isEmpty(); ++i)
        problem = readField(*row, fields[i].first, fields[i].second, fault);
    if (!problem.isEmpty())
        return {std::nullopt, problem};
    return {fault, {}};
}

// --- Writing ---

QString writtenTime(std::chrono::nanoseconds time)
{
    const auto ns = time.count();
    if (ns % 1'000'000'000 == 0)
        return QString::number(ns / 1'000'000'000) + u's';
    return QString::number(double(ns) / 1e6, 'g', 15) + "ms"_L1;
}

bool actsOn(const KindRow &row, Traffic traffic)
{
    return row.works != (traffic == Traffic::Datagrams ? Works::OnStreams : Works::OnDatagrams);
}

QString trafficProblem(const Fault &fault, Traffic traffic)
{
    const KindRow &row = rowOf(fault.kind);
    if (actsOn(row, traffic))
        return {};
    if (traffic == Traffic::Stream)
        return tr("%1 is for datagrams only; use it on a udp session, or corrupt, stall or reset "
                  "here")
            .arg(row.name);
    QStringList right;
    for (const KindRow &other : kinds) {
        if (actsOn(other, traffic))
            right << other.name;
    }
    return tr("%1 does not apply to datagrams; use %2 on a udp session")
        .arg(row.name, joinedByOr(right));
}

// A fault of a JSON plan as its line: text is one already, an object has the same names.
QString jsonLine(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    const QJsonObject object = value.toObject();
    QString first = object["fault"_L1].toString(), rest;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString written
            = it->isDouble() ? QString::number(it->toDouble(), 'g', 15) : it->toString();
        if (it.key() == "value"_L1)
            first += u':' + written;
        else if (it.key() != "fault"_L1)
            rest += u',' + it.key() + u':'
                + (it.key() == "match"_L1 ? escaped(written.toUtf8()) : written);
    }
    return first + rest;
}

} // namespace

QString nameOf(FaultKind kind)
{
    return rowOf(kind).name;
}

QString Fault::toString() const
{
    const KindRow &row = rowOf(kind);
    QString text = row.name;
    const bool timed = row.value == Value::Time || row.value == Value::OptionalTime;
    if (timed && (time.count() > 0 || row.value == Value::Time))
        text += u':' + writtenTime(time);
    else if (amount > 0)
        text += u':' + QString::number(amount);
    if (spread.count() > 0)
        text += u",%1:%2"_s.arg(row.extra, writtenTime(spread));
    if (direction != FaultDirection::Both)
        text += direction == FaultDirection::In ? ",direction:in"_L1 : ",direction:out"_L1;
    if (probability < 1)
        text += u",probability:%1"_s.arg(probability, 0, 'g', 15);
    if (!match.isEmpty())
        text += ",match:"_L1 + escaped(match);
    if (message > 0)
        text += u",message:%1"_s.arg(message);
    if (after.count() > 0)
        text += ",after:"_L1 + writtenTime(after);
    return text;
}

FaultForm formOf(FaultKind kind)
{
    const KindRow &row = rowOf(kind);
    const QString first = fieldsOf(row.example).first();
    const qsizetype colon = first.indexOf(u':');
    return {colon < 0 ? QString() : first.mid(colon + 1), row.value == Value::OptionalTime,
            row.extra, row.example};
}

QList<FaultKind> faultKinds(Traffic traffic)
{
    QList<FaultKind> right;
    for (const KindRow &row : kinds) {
        if (actsOn(row, traffic))
            right << row.kind;
    }
    return right;
}

FaultFields fieldsOf(const Fault &fault)
{
    FaultFields fields;
    const QStringList written = fieldsOf(fault.toString());
    for (const QString &field : written) {
        const qsizetype colon = field.indexOf(u':');
        const QString value = colon < 0 ? QString() : field.mid(colon + 1);
        fields.append(
            {colon < 0 ? field : field.left(colon), QString(value).replace("\\,"_L1, ","_L1)});
    }
    return fields;
}

FaultResult faultOf(const FaultFields &fields)
{
    return readFault(fields);
}

QStringList FaultPlan::lines() const
{
    QStringList lines;
    for (const Fault &fault : faults)
        lines << fault.toString();
    return lines;
}

FaultResult parseFault(const QString &text)
{
    QList<NamedValue> fields;
    for (const QString &field : fieldsOf(text.trimmed())) {
        const qsizetype colon = field.indexOf(u':');
        const QString name = (colon < 0 ? field : field.left(colon)).trimmed();
        fields.append({name, colon < 0 ? QString() : field.mid(colon + 1)});
    }
    return readFault(fields);
}

QString faultProblem(const QString &text)
{
    const FaultResult read = parseFault(text);
    return read.fault || text.isEmpty() ? QString() : tr("is not a fault: %1").arg(read.problem);
}

Traffic trafficOf(QStringView transport)
{
    return transport == u"udp" ? Traffic::Datagrams : Traffic::Stream;
}

FaultPlanResult parseFaultPlan(const QStringList &lines, quint64 seed, Traffic traffic)
{
    FaultPlan plan {{}, seed};
    for (const QString &line : lines) {
        if (line.trimmed().isEmpty())
            continue;
        const FaultResult read = parseFault(line);
        const QString problem = read.fault ? trafficProblem(*read.fault, traffic) : read.problem;
        if (!problem.isEmpty())
            return {std::nullopt, tr("fault '%1': %2").arg(line.trimmed(), problem)};
        plan.faults << *read.fault;
    }
    return {plan, {}};
}

FaultPlanResult parseFaultPlanJson(const QByteArray &json, Traffic traffic)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError)
        return {std::nullopt,
                tr("the faults are not valid JSON at byte %1: %2")
                    .arg(error.offset)
                    .arg(error.errorString())};
    const QJsonValue faults
        = document.isArray() ? QJsonValue(document.array()) : document["faults"_L1];
    if (!faults.isArray())
        return {
            std::nullopt,
            tr("the faults are not a list; write {\"seed\": 1, \"faults\": [\"latency:50ms\"]}")};
    QStringList lines;
    for (const QJsonValue fault : faults.toArray()) {
        lines << jsonLine(fault);
        if (lines.last().isEmpty())
            return {
                std::nullopt,
                tr("fault %1 of the list is not a fault; write \"latency:50ms\", or an object with "
                   "\"fault\" and \"value\"")
                    .arg(lines.size())};
    }
    const qint64 seed = document.isArray() ? 1 : document["seed"_L1].toInteger(1);
    return parseFaultPlan(lines, quint64(seed), traffic);
}

QString faultGrammar(Traffic traffic)
{
    QStringList examples;
    for (const KindRow &row : kinds) {
        if (actsOn(row, traffic))
            examples << row.example;
    }
    return examples.join(u", "_s);
}

QString faultFields()
{
    return tr("direction:in|out|both, probability:0.1; and when: match:BYTES, message:N, "
              "after:TIME");
}

} // namespace models
