// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/ReadingOrder.h"

#include <QtWidgets/QWidget>

#include <algorithm>
#include <functional>

namespace ui {

namespace {

using Widgets = QList<QWidget *>;

// Along one direction: where a widget begins and ends. Frames may overlap by a pixel or two.
struct Extent {
    int first, last;
};

Extent extentOf(const QWidget &widget, Qt::Orientation along)
{
    const QRect room = widget.geometry();
    const bool across = along == Qt::Horizontal;
    const Extent all
        = across ? Extent {room.left(), room.right()} : Extent {room.top(), room.bottom()};
    const int edge = qBound(0, (all.last - all.first) / 4, 2);
    return {all.first + edge, all.last - edge};
}

// Parts `widgets` where a line passes between them; one part: there is none.
QList<Widgets> parted(Widgets widgets, Qt::Orientation along)
{
    std::stable_sort(widgets.begin(), widgets.end(), [along](const QWidget *a, const QWidget *b) {
        return extentOf(*a, along).first < extentOf(*b, along).first;
    });
    QList<Widgets> parts;
    int end = 0;
    for (QWidget *widget : std::as_const(widgets)) {
        const Extent extent = extentOf(*widget, along);
        if (parts.isEmpty() || extent.first > end)
            parts.append(Widgets());
        end = parts.constLast().isEmpty() ? extent.last : qMax(end, extent.last);
        parts.last().append(widget);
    }
    return parts;
}

// Lines first, then columns, and again within each.
void arrange(const Widgets &widgets, bool mirrored, Widgets &into)
{
    if (widgets.size() < 2) {
        into += widgets;
        return;
    }
    for (const Qt::Orientation along : {Qt::Vertical, Qt::Horizontal}) {
        QList<Widgets> parts = parted(widgets, along);
        if (parts.size() < 2)
            continue;
        if (mirrored && along == Qt::Horizontal)
            std::reverse(parts.begin(), parts.end());
        for (const Widgets &part : std::as_const(parts))
            arrange(part, mirrored, into);
        return;
    }
    into += widgets; // they lie over each other
}

bool takesTab(const QWidget &widget)
{
    return (widget.focusPolicy() & Qt::TabFocus) == Qt::TabFocus && widget.isEnabled()
        && widget.isVisible() && !widget.focusProxy();
}

// What Tab has nothing to do with is no part of the picture, wherever it lies.
bool reaches(const QWidget &widget, const QWidget *from)
{
    if (&widget == from || takesTab(widget) || (from && widget.isAncestorOf(from)))
        return true;
    const QObjectList &children = widget.children();
    return std::any_of(children.begin(), children.end(), [from](QObject *child) {
        const auto *each = qobject_cast<QWidget *>(child);
        return each && !each->isWindow() && reaches(*each, from);
    });
}

// `from` has a place though it may be hidden by now.
void visit(const QWidget &parent, const QWidget *from, const std::function<void(QWidget *)> &use)
{
    Widgets children;
    for (QObject *child : parent.children()) {
        auto *widget = qobject_cast<QWidget *>(child);
        if (widget && !widget->isWindow()
            && (!widget->isHidden() || widget == from || (from && widget->isAncestorOf(from)))
            && reaches(*widget, from))
            children.append(widget);
    }
    Widgets ordered;
    arrange(children, parent.isRightToLeft(), ordered);
    for (QWidget *child : std::as_const(ordered)) {
        use(child);
        visit(*child, from, use);
    }
}

} // namespace

bool focusInReadingOrder(const QWidget &window, bool forward)
{
    const QWidget *from = window.focusWidget();
    Widgets all;
    qsizetype before = 0; // of `all`, what comes before `from`
    bool passed = false;
    visit(window, from, [&](QWidget *widget) {
        if (widget == from) {
            before = all.size();
            passed = true;
        } else if (takesTab(*widget)) {
            all.append(widget);
        }
    });
    if (all.isEmpty())
        return false;
    const qsizetype step = passed ? (forward ? before : before - 1) : (forward ? 0 : -1);
    QWidget *to = all.at((step + all.size()) % all.size());
    to->setFocus(forward ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

} // namespace ui
