// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Two recordings side by side: each figure with its change, what warned in one of them alone, and
// limits on the second run in terms of the first. Plain values; any thread.

#include "models/export/RunFigures.h"

namespace models {

// "p99<1.1x": at most that many times what the first run had; "warnings<1", "p99<5ms": a number by
// itself, as limits of sessions are.
struct RunLimit {
    QString text; // as it was written
    QString figure;
    bool upper = true; // it says what must not be exceeded
    bool orEqual = false;
    bool relative = false; // to the first run
    double bound = 0; // in the figure's unit, or times the first's

    // Or a sentence's second half: what is wrong with it.
    static Result<RunLimit> read(const QString &text);
    // A run that did not measure it does not meet the limit.
    [[nodiscard]] bool holds(const RunFigures &first, const RunFigures &second) const;
};

class Comparison {
public:
    // That differ by as much are marked.
    static constexpr double Remarkable = 0.1;

    Comparison(const RunFigures &first, const RunFigures &second)
        : first_(first)
        , second_(second)
    { }

    // What stands side by side: a figure, a coroutine, the longest steps by rank, a warning.
    struct Row {
        QString name;
        QString first, second; // "-": there is none
        QString change; // of the second against the first, where it can be said
        QString meaning;
        bool differs = false; // worth a look
    };
    struct Section {
        QString title;
        QList<Row> rows;
    };
    [[nodiscard]] QList<Section> sections() const;
    // For people: lines of text.
    [[nodiscard]] QString text() const;
    [[nodiscard]] QByteArray json() const;
    // Of the second run alone, or of the first.
    [[nodiscard]] QList<RunFigures::Warnings> newWarnings() const;
    [[nodiscard]] QList<RunFigures::Warnings> goneWarnings() const;

private:
    [[nodiscard]] QList<Row> figures() const;
    [[nodiscard]] QList<Row> coroutines() const;
    [[nodiscard]] QList<Row> steps() const;
    [[nodiscard]] QList<Row> warnings() const;
    [[nodiscard]] QString figuresText() const;
    [[nodiscard]] QString coroutinesText() const;
    [[nodiscard]] QString stepsText() const;
    [[nodiscard]] QString warningsText() const;

    const RunFigures &first_, &second_;
};

} // namespace models
