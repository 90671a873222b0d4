// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/QueryOutput.h"

#include "models/text/Cut.h"
#include "models/text/Format.h"
#include "models/text/Payload.h"

#include <algorithm>

namespace models {

namespace {

using namespace Qt::StringLiterals;
using Type = Query::Row::Type;

constexpr qsizetype MostCell = 200; // characters of one in a column

// As CSV and people have it.
QByteArray wordsOf(const Query::Row &row, int column)
{
    const QByteArrayView value = row.value(column);
    if (row.type(column) != Type::Bytes || payload::isText(value))
        return value.toByteArray();
    return "X'" + value.toByteArray().toHex() + '\'';
}

// On one line, and short.
QString cellOf(const Query::Row &row, int column)
{
    const QByteArray bytes
        = QByteArray::fromRawData(row.value(column).data(), row.value(column).size());
    if (row.type(column) == Type::Bytes && !payload::isText(bytes))
        return QString::fromLatin1("X'" + bytes.left(MostCell / 2).toHex())
            + (bytes.size() > MostCell / 2 ? u'\u2026' : u'\'');
    QString text = QString::fromUtf8(bytes.left(4 * MostCell));
    text.replace(u"\n"_s, u"\\n"_s).replace(u"\r"_s, u"\\r"_s).replace(u"\t"_s, u"\\t"_s);
    return text.size() > MostCell ? shown::firstOf(text, MostCell - 1) + u'\u2026' : text;
}

} // namespace

void QueryOutput::begin(const QStringList &columns)
{
    columns_ = columns;
    for (const QString &column : columns)
        widths_ << column.size();
    if (format_ == Format::Json)
        out_.add("[");
    if (format_ != Format::Csv)
        return;
    for (qsizetype i = 0; i < columns.size(); ++i) {
        if (i != 0)
            out_.add(",");
        out_.addCsv(columns[i].toUtf8());
    }
    out_.add("\r\n");
}

void QueryOutput::add(const Query::Row &row)
{
    switch (format_) {
    case Format::Json:
        addJson(row);
        return;
    case Format::Csv:
        addCsv(row);
        return;
    case Format::Columns:
        break;
    }
    QStringList cells;
    for (int i = 0; i < row.size(); ++i)
        cells << cellOf(row, i);
    if (measured_) {
        addLine(cells);
        return;
    }
    for (int i = 0; i < cells.size(); ++i)
        widths_[i] = std::max(widths_[i], cells[i].size());
    waiting_.push_back(cells);
    if (waiting_.size() >= RowsMeasured)
        addMeasured();
}

void QueryOutput::addLine(const QStringList &cells)
{
    QString line;
    for (qsizetype i = 0; i < cells.size(); ++i)
        line += i + 1 == cells.size() ? cells[i] : cells[i].leftJustified(widths_[i]) + u"  "_s;
    out_.add(line.toUtf8() + '\n');
}

void QueryOutput::addMeasured()
{
    measured_ = true;
    addLine(columns_);
    for (const QStringList &cells : waiting_)
        addLine(cells);
    waiting_.clear();
}

void QueryOutput::addCsv(const Query::Row &row)
{
    for (int i = 0; i < row.size(); ++i) {
        if (i != 0)
            out_.add(",");
        out_.addCsv(wordsOf(row, i));
    }
    out_.add("\r\n");
}

void QueryOutput::addJson(const Query::Row &row)
{
    out_.add(std::exchange(first_, false) ? "\n{" : ",\n{");
    for (int i = 0; i < row.size(); ++i) {
        if (i != 0)
            out_.add(",");
        out_.addJson(columns_[i].toUtf8());
        out_.add(":");
        const QByteArrayView value = row.value(i);
        switch (row.type(i)) {
        case Type::Null:
            out_.add("null");
            break;
        case Type::Integer:
            out_.add(value);
            break;
        case Type::Real: // JSON has no Inf
            out_.add(value.contains('n') || value.contains('N') ? QByteArrayView("null") : value);
            break;
        case Type::Text: // of a damaged file it may not be UTF-8
            out_.addJson(QString::fromUtf8(value).toUtf8());
            break;
        case Type::Bytes:
            if (payload::isText(value)) {
                out_.addJson(value);
                break;
            }
            out_.add("{\"base64\":\"");
            out_.addBase64(value);
            out_.add("\"}");
            break;
        }
    }
    out_.add("}");
}

void QueryOutput::end()
{
    if (format_ == Format::Json)
        out_.add("\n]\n");
    if (format_ == Format::Columns && !measured_)
        addMeasured();
}

} // namespace models
