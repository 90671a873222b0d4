// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Tabs that carry a live count beside their name. A tab keeps the widest place its count ever
// needed, so tabs do not move under the pointer. Where not all fit they come closer together, then
// leave their counts out, before any is scrolled away.

#include <QtCore/QHash>
#include <QtWidgets/QTabBar>

namespace ui {

class Theme;

class CountTabBar final : public QTabBar {
    Q_OBJECT
public:
    explicit CountTabBar(const Theme &theme, QWidget *parent = nullptr);

    void setCount(int tab, qint64 count);
    // How many of them a filter shows; -1: there is none.
    void setShown(int tab, qint64 shown);
    [[nodiscard]] QString countText(int tab) const; // "45,872", "4 of 45,872"
    [[nodiscard]] qint64 countOf(int tab) const;

protected:
    [[nodiscard]] QSize tabSizeHint(int index) const override;
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    struct Count {
        qint64 value = -1;
        qint64 shown = -1;
        QString text;
        int width = 0; // the most it ever had, with a filter or without
    };
    enum Density { Loose, Close, Bare };

    void refresh(int tab);

    [[nodiscard]] QString nameOf(int tab) const; // its text without the mark of its key
    [[nodiscard]] int nameWidth(int tab) const;
    [[nodiscard]] Density density() const; // that its width allows
    [[nodiscard]] int widthOf(int tab, Density density) const;
    void paintTab(QPainter &painter, int tab, Density dense) const;

    const Theme &theme_;
    QHash<int, Count> counts_;
    int hovered_ = -1;
};

} // namespace ui
