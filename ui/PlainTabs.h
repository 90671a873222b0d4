// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A QTabWidget with the application's own tab bar. Tabs are shown and hidden with showTab() alone.

#include "ui/CountTabBar.h"

#include <QtWidgets/QTabWidget>

namespace ui {

class PlainTabs final : public QTabWidget {
public:
    explicit PlainTabs(const Theme &theme, QWidget *parent = nullptr)
        : QTabWidget(parent)
    {
        setTabBar(new CountTabBar(theme, this));
        setDocumentMode(true);
    }
    // Not setTabVisible(): where that changes nothing, Qt 6.4 forgets to lay out what it changed
    // before.
    static void showTab(QTabWidget &tabs, QWidget &page, bool shown)
    {
        const int tab = tabs.indexOf(&page);
        if (tabs.isTabVisible(tab) != shown)
            tabs.setTabVisible(tab, shown);
    }
};

} // namespace ui
