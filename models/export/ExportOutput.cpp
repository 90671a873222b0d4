// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/ExportOutput.h"

namespace models {

namespace {

QByteArray escaped(char c)
{
    switch (c) {
    case '"':
    case '\\':
        return QByteArray(1, '\\') + c;
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return "\\u00" + QByteArray(1, c).toHex();
    }
}

} // namespace

void ExportOutput::addCsv(QByteArrayView field, bool guarded)
{
    const QByteArrayView before
        = guarded && !field.isEmpty() && QByteArrayView("=+-@\t\r").contains(field.front()) ? "'"
                                                                                            : "";
    const auto special = [](char c) { return c == ',' || c == '"' || c == '\n' || c == '\r'; };
    if (std::none_of(field.begin(), field.end(), special)) {
        add(before);
        add(field);
        return;
    }
    add("\"");
    add(before);
    for (qsizetype quote = 0; (quote = field.indexOf('"')) >= 0; field = field.sliced(quote + 1)) {
        add(field.first(quote));
        add("\"\"");
    }
    add(field);
    add("\"");
}

void ExportOutput::addJson(QByteArrayView text)
{
    add("\"");
    const auto special
        = [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; };
    for (auto at = text.begin();
         (at = std::find_if(text.begin(), text.end(), special)) != text.end();) {
        add(text.first(at - text.begin()));
        add(escaped(*at));
        text = text.sliced(at - text.begin() + 1);
    }
    add(text);
    add("\"");
}

} // namespace models
