// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Looks for bytes in bytes: as text (the case of ASCII letters is ignored), as hex digits, or as a
// regular expression over UTF-8. A match is bounded in number, and so is the work of an expression.
// Plain values; any thread.

#include "models/files/Result.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QRegularExpression>
#include <QtCore/QString>

namespace models {

class ByteSearch {
public:
    enum class Kind { Text, Hex, Expression };
    struct Match {
        qsizetype at = 0;
        qsizetype size = 0; // never 0
        friend bool operator==(const Match &, const Match &) = default;
    };
    static constexpr qsizetype LongestOfExpression = 64 * 1024; // bytes, found for certain

    // What is wrong with `words` as a clause: "'0g' is not a byte in hex".
    [[nodiscard]] static Result<ByteSearch> of(Kind kind, const QString &words);

    // Those that begin at `from` or after, in their order, without overlaps; `most` at most. An
    // expression sees what is before `from`, too.
    [[nodiscard]] QList<Match> in(const QByteArray &bytes, qsizetype from, qsizetype most) const;
    // How long a match may be, bytes.
    [[nodiscard]] qsizetype longest() const;

private:
    Kind kind_ = Kind::Text;
    QByteArray bytes_;
    QRegularExpression expression_;
};

} // namespace models
