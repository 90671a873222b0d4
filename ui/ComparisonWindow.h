// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Two recordings side by side, section by section as `loopscope compare` has them: what differs is
// marked, and can be shown alone. A window of its own that leaves the others usable; it holds only
// what it shows, and deletes itself when closed. Main thread.

#include "models/export/Comparison.h"
#include "ui/ReadingOrder.h"

class QCheckBox;
class QTreeWidget;

namespace ui {

class Theme;

class ComparisonWindow final : public Dialog {
    Q_OBJECT
public:
    enum Column { Name, First, Second, Change, Meaning };

    ComparisonWindow(const Theme &theme, const models::RunFigures &first,
                     const models::RunFigures &second, QWidget *parent);

    [[nodiscard]] QTreeWidget &tree() const { return *tree_; }
    [[nodiscard]] QCheckBox &onlyDifferences() const { return *onlyDifferences_; }

private:
    void build(); // in the language of now
    void fill(const QList<models::Comparison::Section> &sections);
    void mark();
    void hideEqual(bool hide);

    const Theme &theme_;
    const models::RunFigures first_, second_;
    QWidget *body_ = nullptr; // all that has words
    QTreeWidget *tree_ = nullptr;
    QCheckBox *onlyDifferences_ = nullptr;
};

} // namespace ui
