// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a person looked at, one after the other, as in a browser: a new visit ends what lay ahead,
// the same subject again is no new one, and of very many the oldest are forgotten. A value; main
// thread.

#include "models/Inspection.h"

#include <QtCore/QList>

namespace ui {

struct Visit {
    models::Inspection::Subject subject = models::Inspection::Subject::Nothing;
    quint64 id = 0;
    int tab = 0; // that was in front
    [[nodiscard]] bool isOf(const Visit &other) const
    {
        return subject == other.subject && id == other.id;
    }
};

class Visits {
public:
    static constexpr qsizetype Most = 200;

    void visit(const Visit &made)
    {
        if (at_ >= 0 && list_.at(at_).isOf(made)) {
            list_[at_].tab = made.tab;
            return;
        }
        list_.resize(at_ + 1);
        list_.append(made);
        if (list_.size() > Most)
            list_.removeFirst();
        at_ = list_.size() - 1;
    }
    [[nodiscard]] bool canGoBack() const { return at_ > 0; }
    [[nodiscard]] bool canGoForward() const { return at_ + 1 < list_.size(); }
    Visit back() { return list_.at(--at_); }
    Visit forward() { return list_.at(++at_); }

private:
    QList<Visit> list_;
    qsizetype at_ = -1; // the one that is shown
};

} // namespace ui
