// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The words of the filter language, before they have a meaning. Used by Filter alone. Any thread.

#include "models/Filter.h"

#include <vector>

namespace models {

struct FilterToken {
    enum Kind { Open, Close, And, Or, Not, Word, Key, Unclosed, End };

    Kind kind = End;
    int position = 0, length = 0; // in the text
    int valueAt = 0; // where the value of a Key begins
    FilterTerm::Comparison comparison = FilterTerm::Matches;
    QString key;
    QString text; // of a Word, or the value of a Key, without quotes
};

// Ends with one End.
[[nodiscard]] std::vector<FilterToken> tokenize(const QString &text);

// The token that the cursor is in or at the end of; an End at the cursor where it touches none.
[[nodiscard]] FilterToken tokenAt(const QString &text, int cursor);

} // namespace models
