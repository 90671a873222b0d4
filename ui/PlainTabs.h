// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A QTabWidget with the application's own tab bar; nothing else.

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
};

} // namespace ui
