// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where a person writes the seed of faults: a whole number as large as a URL may have it, so that
// none is changed by being shown. Main thread; owned by its parent.

#include <QtWidgets/QDoubleSpinBox>

namespace ui {

class SeedBox final : public QDoubleSpinBox {
public:
    static constexpr double Most = 1e15; // which a double holds exactly

    explicit SeedBox(QWidget *parent)
        : QDoubleSpinBox(parent)
    {
        setDecimals(0);
        setRange(0, Most);
        setButtonSymbols(NoButtons);
    }
    [[nodiscard]] quint64 seed() const { return quint64(value()); }
    // What a person is typing stays.
    void setSeed(quint64 seed)
    {
        if (!hasFocus() || cleanText() == textFromValue(value()))
            setValue(double(seed));
    }
};

} // namespace ui
