// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Labelled values, label left and value right of it, in two columns of pairs where there is room. A
// value that did not change is not touched, so what the user selects in it stays selected.

#include "models/Inspection.h"

#include <QtCore/QList>
#include <QtWidgets/QWidget>

class QGridLayout;
class QLabel;

namespace ui {

// With places to break, of no width, between the parts of its long words: a name of a coroutine has
// no spaces.
[[nodiscard]] QString breakable(const QString &text);

class PlainLabel;
class Theme;

class FactsView final : public QWidget {
    Q_OBJECT
public:
    explicit FactsView(const Theme &theme, QWidget *parent = nullptr);

    void showFacts(const QList<models::Fact> &facts);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Pair {
        QLabel *label;
        PlainLabel *value;
    };
    void grow(qsizetype count);
    // Finds the values too long to share their line; true where that differs from before. One that
    // was too long once stays so while the same facts are shown, so that nothing jumps.
    bool widen(const QList<models::Fact> &facts);
    bool narrow();
    [[nodiscard]] QList<qsizetype> order() const; // in which facts_ are placed
    void place();
    void keepWidth();

    const Theme &theme_;
    QGridLayout *grid_;
    QList<Pair> pairs_;
    QList<models::Fact> facts_;
    QList<bool> wide_;
    int needed_ = 0; // pixels for two pairs beside each other, at most so far
    int widest_ = 0; // of the values in the first column, so far
    bool narrow_ = false; // too narrow for two pairs beside each other
};

} // namespace ui
