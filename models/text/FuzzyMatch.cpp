// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/FuzzyMatch.h"

#include <algorithm>
#include <vector>

namespace models {

namespace {

constexpr int kLetter = 1;
constexpr int kFollows = 6; // the letter before it matches, too
constexpr int kBeginsWord = 5;
constexpr int kBeginsName = 3;
constexpr int kNowhere = -1;

bool beginsWord(QStringView name, qsizetype at)
{
    if (at == 0)
        return true;
    const QChar before = name.at(at - 1);
    return !before.isLetterOrNumber() || (before.isLower() && name.at(at).isUpper()); // camelCase
}

// best[i][j]: the score of the first i + 1 letters where the last of them is name[j].
struct Table {
    std::vector<int> best, from;
    qsizetype width;

    Table(qsizetype letters, qsizetype places)
        : best(std::size_t(letters * places), kNowhere)
        , from(std::size_t(letters * places), kNowhere)
        , width(places)
    { }
    [[nodiscard]] int &scoreAt(qsizetype letter, qsizetype place)
    {
        return best[std::size_t(letter * width + place)];
    }
    [[nodiscard]] int &fromAt(qsizetype letter, qsizetype place)
    {
        return from[std::size_t(letter * width + place)];
    }
};

void fill(Table &table, QStringView word, QStringView name)
{
    for (qsizetype letter = 0; letter < word.size(); ++letter) {
        int bestBefore = kNowhere; // where the letter before it may be, and how good that is
        int placeBefore = kNowhere;
        for (qsizetype place = 0; place < name.size(); ++place) {
            if (letter > 0 && place > 0 && table.scoreAt(letter - 1, place - 1) > bestBefore) {
                bestBefore = table.scoreAt(letter - 1, place - 1);
                placeBefore = int(place - 1);
            }
            if (word.at(letter).toCaseFolded() != name.at(place).toCaseFolded()
                || (letter > 0 && bestBefore == kNowhere))
                continue;
            const int here = kLetter + (beginsWord(name, place) ? kBeginsWord : 0)
                + (place == 0 ? kBeginsName : 0);
            int score = here + qMax(0, bestBefore);
            int from = placeBefore;
            if (letter > 0 && place > 0 && table.scoreAt(letter - 1, place - 1) != kNowhere) {
                const int joined = here + kFollows + table.scoreAt(letter - 1, place - 1);
                if (joined >= score) {
                    score = joined;
                    from = int(place - 1);
                }
            }
            table.scoreAt(letter, place) = score;
            table.fromAt(letter, place) = from;
        }
    }
}

std::optional<FuzzyMatch> matchWord(QStringView word, QStringView name)
{
    if (word.size() > name.size())
        return std::nullopt;
    Table table(word.size(), name.size());
    fill(table, word, name);
    const qsizetype last = word.size() - 1;
    FuzzyMatch match;
    int place = kNowhere;
    for (qsizetype at = 0; at < name.size(); ++at) {
        if (table.scoreAt(last, at) > match.score) {
            match.score = table.scoreAt(last, at);
            place = int(at);
        }
    }
    if (place == kNowhere)
        return std::nullopt;
    for (qsizetype letter = last; letter >= 0; --letter) {
        match.positions.prepend(place);
        place = table.fromAt(letter, place);
    }
    return match;
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(QStringView typed, QStringView name)
{
    FuzzyMatch all;
    for (const QStringView word : typed.split(u' ', Qt::SkipEmptyParts)) {
        const std::optional<FuzzyMatch> match = matchWord(word, name);
        if (!match)
            return std::nullopt;
        all.score += match->score;
        all.positions += match->positions;
    }
    std::sort(all.positions.begin(), all.positions.end());
    all.positions.erase(std::unique(all.positions.begin(), all.positions.end()),
                        all.positions.end());
    return all;
}

} // namespace models
