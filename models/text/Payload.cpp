// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/Payload.h"

#include "models/text/Cut.h"

#include <QtCore/QStringDecoder>

#include <algorithm>

namespace models::payload {

namespace {

constexpr QChar Ellipsis = u'…';

bool isPrintable(QChar c)
{
    return c.unicode() >= 0xa0 || (c.unicode() >= 0x20 && c.unicode() < 0x7f) || c == u'\t'
        || c == u'\n' || c == u'\r';
}

QString escaped(const QString &text, int most)
{
    QString line;
    for (const QChar c : shown::firstOf(text, most)) {
        if (c == u'\n')
            line += QStringLiteral("\\n");
        else if (c == u'\r')
            line += QStringLiteral("\\r");
        else if (c == u'\t')
            line += QStringLiteral("\\t");
        else if (c == u'"' || c == u'\\')
            line += QString(u'\\') + c;
        else
            line += c;
    }
    return text.size() > most ? line + Ellipsis : line;
}

} // namespace

std::optional<QString> asText(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder(bytes);
    if (decoder.hasError() || !std::all_of(text.cbegin(), text.cend(), isPrintable))
        return std::nullopt;
    return text;
}

bool isText(QByteArrayView bytes)
{
    // Most are told by their bytes alone: a control character is none of any text, and what is all
    // ASCII needs no decoder.
    bool ascii = true;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7f)
            return false;
        ascii = ascii && byte < 0x80;
    }
    if (ascii)
        return true;
    constexpr qsizetype piece = 64 << 10, longestCharacter = 4;
    while (!bytes.isEmpty()) {
        qsizetype size = std::min(bytes.size(), piece);
        // Characters are not cut in two.
        for (qsizetype i = 1; i < longestCharacter && size < bytes.size() && size > 1
             && (static_cast<unsigned char>(bytes[size]) & 0xc0) == 0x80;
             ++i)
            --size;
        if (!asText(QByteArray::fromRawData(bytes.data(), size)))
            return false;
        bytes = bytes.sliced(size);
    }
    return true;
}

QString asLine(const QByteArray &bytes, int most)
{
    if (bytes.isEmpty())
        return {};
    // A character that was cut in two at the end of what was kept is no reason to show hex.
    for (qsizetype cut = 0; cut < std::min<qsizetype>(4, bytes.size()); ++cut) {
        if (const auto text = asText(bytes.chopped(cut)))
            return u'"' + escaped(*text, most)
                + (cut == 0 ? QStringLiteral("\"") : QString(Ellipsis));
    }
    const qsizetype shown = std::min<qsizetype>(bytes.size(), most / 3);
    const QString hex = asHex(bytes.constData(), shown);
    return shown < bytes.size() ? hex + u' ' + Ellipsis : hex;
}

QString asHex(const char *bytes, qsizetype size)
{
    return QString::fromLatin1(QByteArray::fromRawData(bytes, size).toHex(' '));
}

QString asAscii(const char *bytes, qsizetype size)
{
    QString text(size, u'.');
    for (qsizetype i = 0; i < size; ++i) {
        if (bytes[i] >= 0x20 && bytes[i] < 0x7f)
            text[i] = QLatin1Char(bytes[i]);
    }
    return text;
}

QString asCArray(const QByteArray &bytes)
{
    constexpr qsizetype beside = 12;
    QString text = QStringLiteral("const unsigned char bytes[%1] = {").arg(bytes.size());
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        text += i % beside == 0 ? QStringLiteral("\n    ") : QStringLiteral(" ");
        text += QStringLiteral("0x%1,").arg(uchar(bytes[i]), 2, 16, QLatin1Char('0'));
    }
    return text + QStringLiteral("\n};\n");
}

} // namespace models::payload
