// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Folding.h"

#include <QtCore/QEvent>
#include <QtWidgets/QDockWidget>
#include <QtWidgets/QMainWindow>

#include <utility>

namespace ui {

Folding::Folding(QMainWindow &window)
    : QObject(&window)
    , window_(window)
{
    window.installEventFilter(this);
}

void Folding::add(QDockWidget &dock, int width, int height)
{
    panels_.append({&dock, width, height});
    fold(); // before it is shown: what does not fit would have made the window larger by then
}

bool Folding::eventFilter(QObject *object, QEvent *event)
{
    if (object == &window_ && (event->type() == QEvent::Resize || event->type() == QEvent::Show))
        fold();
    return QObject::eventFilter(object, event);
}

// Only where the window crosses a size: in between a person decides.
void Folding::fold()
{
    for (Panel &panel : panels_) {
        const bool small = window_.width() < panel.width || window_.height() < panel.height;
        if (small == panel.small || panel.dock->isFloating())
            continue;
        panel.small = small;
        if (small) {
            panel.folded = !panel.dock->isHidden();
            panel.dock->hide();
        } else if (std::exchange(panel.folded, false)) {
            panel.dock->show();
        }
    }
}

} // namespace ui
