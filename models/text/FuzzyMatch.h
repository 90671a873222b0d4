// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether the letters that somebody typed occur in a name in their order, and how well: letters
// that begin words or follow each other are what was meant. Case is ignored; words that spaces
// separate may stand in any order. Plain values; any thread.

#include <QtCore/QList>
#include <QtCore/QStringView>

#include <optional>

namespace models {

struct FuzzyMatch {
    int score = 0; // of two names, the larger fits better
    QList<int> positions; // of the letters that match, ascending
};

// None where a word does not occur. An empty `typed` matches everything with score 0.
[[nodiscard]] std::optional<FuzzyMatch> fuzzyMatch(QStringView typed, QStringView name);

} // namespace models
