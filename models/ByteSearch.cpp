// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ByteSearch.h"

#include "models/text/Escapes.h"
#include "models/text/Tr.h"

#include <QtCore/QByteArrayMatcher>

#include <algorithm>

namespace models {

Result<ByteSearch> ByteSearch::of(Kind kind, const QString &words)
{
    ByteSearch made;
    made.kind_ = kind;
    switch (kind) {
    case Kind::Text:
        made.bytes_ = words.toUtf8().toLower();
        break;
    case Kind::Hex: {
        const DecodedBytes read = decodeHex(words.toUtf8());
        if (!read.bytes)
            return Failure {read.problem};
        made.bytes_ = *read.bytes;
        break;
    }
    case Kind::Expression:
        // A letter of the pattern is a byte, as one of the bytes is.
        made.expression_.setPattern(QString::fromLatin1(words.toUtf8()));
        made.expression_.setPatternOptions(QRegularExpression::MultilineOption);
        if (!made.expression_.isValid())
            return Failure {tr("not a regular expression: %1").arg(made.expression_.errorString())};
        made.expression_.optimize();
        break;
    }
    return made;
}

qsizetype ByteSearch::longest() const
{
    return kind_ == Kind::Expression ? LongestOfExpression : std::max<qsizetype>(1, bytes_.size());
}

QList<ByteSearch::Match> ByteSearch::in(const QByteArray &bytes, qsizetype from,
                                        qsizetype most) const
{
    QList<Match> found;
    if (kind_ == Kind::Expression) {
        auto each = expression_.globalMatch(QString::fromLatin1(bytes), from);
        while (found.size() < most && each.hasNext()) {
            const QRegularExpressionMatch match = each.next();
            if (match.capturedLength() > 0)
                found.append({match.capturedStart(), match.capturedLength()});
        }
        return found;
    }
    if (bytes_.isEmpty())
        return found;
    const QByteArray all = kind_ == Kind::Text ? bytes.toLower() : bytes;
    const QByteArrayMatcher matcher(bytes_);
    for (qsizetype at = matcher.indexIn(all, from); at >= 0 && found.size() < most;
         at = matcher.indexIn(all, at + bytes_.size()))
        found.append({at, bytes_.size()});
    return found;
}

} // namespace models
