// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A QTabWidget with the application's own tab bar. Tabs are shown and hidden with showTab() alone.

#include "ui/CountTabBar.h"

#include <QtCore/QEvent>
#include <QtWidgets/QLayout>
#include <QtWidgets/QTabWidget>

namespace ui {

class PlainTabs final : public QTabWidget {
public:
    // What their pages ask for, or what others beside them leave.
    enum class Height { OfPages, WhatIsLeft };

    explicit PlainTabs(const Theme &theme, QWidget *parent = nullptr,
                       Height height = Height::OfPages)
        : QTabWidget(parent)
        , height_(height)
    {
        setTabBar(new CountTabBar(theme, this));
        setDocumentMode(true);
        connect(this, &QTabWidget::currentChanged, this, [this] { updateGeometry(); });
    }
    // Then what the page in front needs, and a few lines.
    [[nodiscard]] QSize minimumSizeHint() const override
    {
        QSize least = QTabWidget::minimumSizeHint();
        QLayout *page = currentWidget() ? currentWidget()->layout() : nullptr;
        if (height_ == Height::OfPages)
            return least;
        const int needed = !page        ? 0
            : page->hasHeightForWidth() ? page->totalMinimumHeightForWidth(currentWidget()->width())
                                        : page->totalMinimumSize().height();
        const int line = fontMetrics().height();
        least.setHeight(tabBar()->sizeHint().height() + qMax(needed + line, 9 * line));
        return least;
    }
    [[nodiscard]] bool hasHeightForWidth() const override
    {
        return height_ == Height::OfPages && QTabWidget::hasHeightForWidth();
    }
    // Not setTabVisible(): where that changes nothing, Qt 6.4 forgets to lay out what it changed
    // before.
    static void showTab(QTabWidget &tabs, QWidget &page, bool shown)
    {
        const int tab = tabs.indexOf(&page);
        if (tabs.isTabVisible(tab) != shown)
            tabs.setTabVisible(tab, shown);
    }

protected:
    bool event(QEvent *event) override
    {
        if (event->type() == QEvent::LayoutRequest && height_ == Height::WhatIsLeft)
            updateGeometry();
        return QTabWidget::event(event);
    }

private:
    const Height height_;
};

} // namespace ui
