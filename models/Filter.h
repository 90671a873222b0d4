// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The small language of the filter field: words, key:value, key>1MB, key<5ms, not, or, and (which
// may be left out), parentheses, quotes. Values compare without regard to case: text contains the
// value, a choice starts with it, a number equals it. A Filter is a value; an empty one matches
// everything. What a row is stays with the model, which answers for its keys. Any thread.

#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <memory>
#include <optional>

namespace models {

// One key a model offers. `id` is the model's own number for it.
struct FilterKey {
    enum Type { Text, Choice, Number, Bytes, Duration }; // Bytes in bytes, Duration in ns

    QString name;
    int id = 0;
    Type type = Text;
    QStringList values; // all values of a Choice; likely values of a Text
};

// What a filter asks of one row.
class FilterRow {
public:
    virtual ~FilterRow() = default;
    virtual bool hasWord(const QString &word) const = 0; // in any of its texts, regardless of case
    virtual QString text(int key) const = 0;
    virtual double number(int key) const = 0;
};

struct FilterMistake {
    int position = 0; // in the text, in characters
    int length = 1;
    QString message;
};

struct FilterCompletion {
    int position = 0; // what is to be replaced
    int length = 0;
    QStringList candidates; // whole words to put there: "state:", "open", "half-closed"
};

struct FilterTerm; // a node of the parsed text

class Filter {
public:
    Filter() = default;
    // Where the text has a mistake, mistake() says so and the filter matches everything.
    Filter(const QString &text, const QList<FilterKey> &keys);

    [[nodiscard]] bool isEmpty() const { return !root_; }
    [[nodiscard]] const QString &text() const { return text_; }
    [[nodiscard]] const std::optional<FilterMistake> &mistake() const { return mistake_; }
    [[nodiscard]] bool matches(const FilterRow &row) const;
    [[nodiscard]] const FilterTerm *root() const { return root_.get(); } // for other evaluations

    // What can stand at the cursor.
    [[nodiscard]] static FilterCompletion complete(const QString &text, int cursor,
                                                   const QList<FilterKey> &keys);

private:
    QString text_;
    std::shared_ptr<const FilterTerm> root_;
    std::optional<FilterMistake> mistake_;
};

// Whether a term about a Choice holds for a value.
[[nodiscard]] bool matchesChoice(const FilterTerm &term, const QString &value);

struct FilterTerm {
    enum Kind { And, Or, Not, Word, Key };
    enum Comparison { Matches, Less, Greater, LessOrEqual, GreaterOrEqual };

    Kind kind = Word;
    std::shared_ptr<const FilterTerm> left, right; // right only for And, Or
    FilterKey key;
    Comparison comparison = Matches;
    QString text; // the word, or the value as written
    double number = 0;
};

} // namespace models
