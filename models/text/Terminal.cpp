// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/Terminal.h"

#include "models/text/Escapes.h"

#include <utility>

namespace models::terminal {

namespace {

// A character at the beginning of some bytes. Size 0: it goes on behind them.
struct Decoded {
    qsizetype size = 1;
    char32_t character = 0;
    bool valid = false; // else it is one byte that begins none
};

Decoded decode(QByteArrayView bytes)
{
    const auto first = static_cast<unsigned char>(bytes[0]);
    if (first < 0x80)
        return {1, first, true};
    const qsizetype size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4)
        return {};
    char32_t character = first & (0x7f >> size);
    for (qsizetype i = 1; i < size; ++i) {
        if (i == bytes.size())
            return {0};
        const auto next = static_cast<unsigned char>(bytes[i]);
        // The second byte excludes what is too long, a surrogate, or beyond Unicode.
        const unsigned lowest = i == 1 && first == 0xe0 ? 0xa0
            : i == 1 && first == 0xf0                   ? 0x90
                                                        : 0x80;
        const unsigned highest = i == 1 && first == 0xed ? 0x9f
            : i == 1 && first == 0xf4                    ? 0x8f
                                                         : 0xbf;
        if (next < lowest || next > highest)
            return {};
        character = character << 6 | (next & 0x3f);
    }
    return {size, character, true};
}

// Controls, what orders or hides text, and what ends a line in Unicode. The joiners of words and
// emoji, ZWNJ and ZWJ, are part of how a word is written.
bool isUnfit(char32_t c)
{
    if (c < 0x20 || (c >= 0x7f && c < 0xa0))
        return true;
    if (c < 0xad || c == 0x200c || c == 0x200d)
        return false;
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        return false;
    }
}

QByteArray writtenOut(char32_t c)
{
    if (c < 0x80)
        return encodeEscapes(QByteArray(1, char(c)));
    const QByteArray digits = QByteArray::number(uint(c), 16);
    return c < 0x10000 ? "\\u" + digits.rightJustified(4, '0')
                       : "\\U" + digits.rightJustified(8, '0');
}

} // namespace

QByteArray line(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    QByteArray fit;
    fit.reserve(bytes.size());
    for (QByteArrayView left = bytes; !left.isEmpty();) {
        const Decoded next = decode(left); // whole and valid: QString wrote them
        if (isUnfit(next.character))
            fit += writtenOut(next.character);
        else
            fit += left.first(next.size);
        left = left.sliced(next.size);
    }
    return fit;
}

QByteArray Screen::fit(const QByteArray &bytes)
{
    const QByteArray all = std::exchange(held_, {}) + bytes;
    QByteArray fit;
    fit.reserve(all.size());
    for (QByteArrayView left = all; !left.isEmpty();) {
        const Decoded next = decode(left);
        if (next.size == 0 || left == "\r") {
            held_ = left.toByteArray();
            break;
        }
        const QByteArrayView one = left.first(next.size);
        left = left.sliced(next.size);
        if (one == "\r" && left.startsWith("\n"))
            continue;
        if (!next.valid)
            fit += encodeEscapes(one.toByteArray());
        else if (one != "\n" && one != "\t" && isUnfit(next.character))
            fit += writtenOut(next.character);
        else
            fit += one;
    }
    return fit;
}

QByteArray Screen::rest()
{
    return encodeEscapes(std::exchange(held_, {}));
}

} // namespace models::terminal
