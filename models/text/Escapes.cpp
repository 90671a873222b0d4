// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/Escapes.h"
#include "models/text/Tr.h"

#include <algorithm>

namespace models {

namespace {

struct Escape {
    char letter;
    char byte;
};

constexpr Escape escapes[] {{'r', '\r'}, {'n', '\n'}, {'t', '\t'}, {'0', '\0'}, {'\\', '\\'}};

int digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = char(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The byte that two digits at `at` are, or -1.
int byteAt(const QByteArray &text, qsizetype at)
{
    if (at + 1 >= text.size() || digit(text[at]) < 0 || digit(text[at + 1]) < 0)
        return -1;
    return digit(text[at]) * 16 + digit(text[at + 1]);
}

} // namespace

DecodedBytes decodeEscapes(const QByteArray &text)
{
    QByteArray bytes;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            bytes += text[i];
            continue;
        }
        const char letter = i + 1 < text.size() ? text[i + 1] : '\0';
        if (letter == 'x' && byteAt(text, i + 2) >= 0) {
            bytes += char(byteAt(text, i + 2));
            i += 3;
            continue;
        }
        const auto known
            = std::find_if(std::begin(escapes), std::end(escapes),
                           [&](const Escape &escape) { return escape.letter == letter; });
        if (known == std::end(escapes))
            return {
                std::nullopt,
                tr("'%1' is not an escape; use \\r, \\n, \\t, \\0, \\\\ or \\x and two hex digits")
                    .arg(QString::fromUtf8(text.mid(i, letter == 'x' ? 4 : 2)))};
        bytes += known->byte;
        ++i;
    }
    return {bytes, {}};
}

DecodedBytes decodeHex(const QByteArray &text)
{
    QByteArray bytes;
    for (qsizetype i = 0; i < text.size();) {
        if (text[i] == ' ' || text[i] == '\t') {
            ++i;
            continue;
        }
        const int byte = byteAt(text, i);
        if (byte < 0)
            return {std::nullopt,
                    tr("'%1' is not a byte in hex; write two digits for each, as in 0d 0a")
                        .arg(QString::fromUtf8(text.mid(i, 2)))};
        bytes += char(byte);
        i += 2;
    }
    return {bytes, {}};
}

QByteArray encodeEscapes(const QByteArray &bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    QByteArray text;
    for (const char c : bytes) {
        const auto known = std::find_if(std::begin(escapes), std::end(escapes),
                                        [&](const Escape &escape) { return escape.byte == c; });
        const auto value = static_cast<unsigned char>(c);
        if (known != std::end(escapes))
            (text += '\\') += known->letter;
        else if (value < 0x20 || value >= 0x7f)
            ((text += "\\x") += digits[value >> 4]) += digits[value & 15];
        else
            text += c;
    }
    return text;
}

QString shellWord(const QString &text)
{
    QString word = text;
    word.remove(QChar(u'\0')).replace(u'\'', QStringLiteral("'\\''"));
    return u'\'' + word + u'\'';
}

} // namespace models
