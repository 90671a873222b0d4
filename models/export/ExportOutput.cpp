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

// RFC 4648, 4.
void ExportOutput::addBase64(QByteArrayView bytes)
{
    static constexpr char letters[]
        = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    constexpr qsizetype most = Piece / 4 * 3; // nothing of a piece is left over
    for (; !bytes.isEmpty(); bytes = bytes.sliced(std::min(bytes.size(), most))) {
        const char *const begin = waiting_.get() + size_;
        char *to = waiting_.get() + size_;
        const auto *from = reinterpret_cast<const unsigned char *>(bytes.data());
        qsizetype left = std::min(bytes.size(), most);
        for (; left >= 3; left -= 3, from += 3) {
            *to++ = letters[from[0] >> 2];
            *to++ = letters[(from[0] & 0x3) << 4 | from[1] >> 4];
            *to++ = letters[(from[1] & 0xf) << 2 | from[2] >> 6];
            *to++ = letters[from[2] & 0x3f];
        }
        if (left > 0) {
            const unsigned second = left > 1 ? from[1] : 0U;
            *to++ = letters[from[0] >> 2];
            *to++ = letters[(from[0] & 0x3) << 4 | second >> 4];
            *to++ = left > 1 ? letters[(second & 0xf) << 2] : '=';
            *to++ = '=';
        }
        wrote(to - begin);
    }
}

} // namespace models
