// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Writes what a Query finds, as it comes: as columns for a person, as one array of JSON with an
// object a row, or as CSV (RFC 4180). Bytes are shown as text where they are printable UTF-8, else
// as X'hex', or {"base64": ...} in JSON. One thread at a time.

#include "models/export/ExportOutput.h"
#include "models/export/Query.h"

namespace models {

class QueryOutput {
public:
    enum class Format { Columns, Json, Csv };

    QueryOutput(ExportOutput &out, Format format)
        : out_(out)
        , format_(format)
    { }

    void begin(const QStringList &columns);
    void add(const Query::Row &row);
    void end();

private:
    static constexpr std::size_t RowsMeasured = 200; // of columns: their widths are theirs

    void addJson(const Query::Row &row);
    void addCsv(const Query::Row &row);
    void addLine(const QStringList &cells);
    void addMeasured();

    ExportOutput &out_;
    const Format format_;
    QStringList columns_;
    QList<qsizetype> widths_;
    std::vector<QStringList> waiting_; // until widths are known
    bool measured_ = false;
    bool first_ = true;
};

} // namespace models
