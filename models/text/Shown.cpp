// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/Shown.h"

#include "models/text/Cut.h"

#include <algorithm>

namespace models::shown {

namespace {

constexpr qsizetype MostOfTip = 1000; // characters
constexpr qsizetype LongLine = 80; // characters; a longer tip has to wrap
constexpr QChar LeftToRightOverride(u'\u202d'), PopDirection(u'\u202c');

bool isDirectionMark(QChar c)
{
    const char16_t code = c.unicode();
    return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)
        || code == 0x200e || code == 0x200f || code == 0x061c;
}

// Surrogates count: scripts beyond the first plane run from right to left, too.
bool mayMove(QChar c)
{
    if (c.unicode() < 0x590)
        return false;
    switch (c.direction()) {
    case QChar::DirR:
    case QChar::DirAL:
    case QChar::DirAN:
        return true;
    default:
        return c.isSurrogate() || isDirectionMark(c);
    }
}

} // namespace

QString isolated(const QString &text)
{
    return u'\u2068' + text + u'\u2069';
}

QString copied(QString text)
{
    return text.removeIf([](QChar c) { return isDirectionMark(c) || c == MayBreak; });
}

QString firstOf(const QString &text, qsizetype most)
{
    if (text.size() <= most)
        return text;
    return text.first(most > 0 && text.at(most - 1).isHighSurrogate() ? most - 1 : most);
}

QString lastOf(const QString &text, qsizetype most)
{
    if (text.size() <= most)
        return text;
    return text.last(most > 0 && text.at(text.size() - most).isLowSurrogate() ? most - 1 : most);
}

QString tip(const QString &text)
{
    const QString kept = text.size() > MostOfTip ? firstOf(text, MostOfTip) + u'…' : text;
    const bool plain = kept.size() <= LongLine && !kept.contains(u'<') && !kept.contains(u'&');
    return plain ? kept
                 : QStringLiteral("<p style=\"white-space:pre-wrap\">") + kept.toHtmlEscaped()
            + QStringLiteral("</p>");
}

QString inOrder(const QString &text)
{
    if (std::none_of(text.cbegin(), text.cend(), mayMove))
        return text;
    QString fixed(LeftToRightOverride);
    for (const QChar c : text) {
        if (c == u'\n') // which ends the override
            fixed += QString(PopDirection) + c + LeftToRightOverride;
        else
            fixed += isDirectionMark(c) ? QChar(QChar::ReplacementCharacter) : c;
    }
    return fixed + PopDirection;
}

} // namespace models::shown
