// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/Message.h"

#include <algorithm>

namespace models {

using namespace Qt::StringLiterals;

DecodedBytes Message::bytes() const
{
    if (form == MessageForm::Hex)
        return decodeHex(QString(text).replace(u'\n', u' ').toUtf8());
    QByteArray lines = text.toUtf8();
    if (end == LineEnd::CrLf)
        lines.replace('\n', "\r\n");
    DecodedBytes decoded
        = form == MessageForm::Escapes ? decodeEscapes(lines) : DecodedBytes {lines, {}};
    if (decoded.bytes)
        *decoded.bytes += bytesOf(end);
    return decoded;
}

QStringList messageForms()
{
    return {u"plain"_s, u"escapes"_s, u"hex"_s};
}

QStringList lineEnds()
{
    return {u"lf"_s, u"crlf"_s, u"none"_s};
}

MessageForm messageForm(const QString &name)
{
    return MessageForm(std::max<qsizetype>(0, messageForms().indexOf(name)));
}

LineEnd lineEnd(const QString &name)
{
    return LineEnd(std::max<qsizetype>(0, lineEnds().indexOf(name)));
}

QByteArray bytesOf(LineEnd end)
{
    switch (end) {
    case LineEnd::Lf:
        return "\n";
    case LineEnd::CrLf:
        return "\r\n";
    case LineEnd::None:
        break;
    }
    return {};
}

QByteArray written(const QByteArray &bytes, MessageForm form)
{
    constexpr qsizetype hexLine = 16;
    if (form == MessageForm::Plain)
        return bytes;
    QByteArray lines;
    for (qsizetype at = 0; at < bytes.size();) {
        const qsizetype newline = bytes.indexOf('\n', at);
        const qsizetype size = form == MessageForm::Hex ? hexLine
            : newline < 0                               ? bytes.size() - at
                                                        : newline + 1 - at;
        const QByteArray piece = bytes.mid(at, size);
        lines += (form == MessageForm::Hex ? piece.toHex(' ') : encodeEscapes(piece)) + '\n';
        at += size;
    }
    return lines;
}

} // namespace models
