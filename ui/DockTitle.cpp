// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/DockTitle.h"

#include "ui/Icons.h"
#include "ui/PlainLabel.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QDockWidget>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QToolButton>

namespace ui {

namespace {

QToolButton *quietButton(const QString &name, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setProperty("quiet", true);
    button->setAccessibleName(name);
    setTip(*button, name);
    return button;
}

} // namespace

DockTitle::DockTitle(const Theme &theme, QDockWidget &dock)
    : QWidget(&dock)
    , theme_(theme)
    , float_(quietButton(tr("Detach %1").arg(dock.windowTitle()), this))
    , close_(quietButton(tr("Close %1").arg(dock.windowTitle()), this))
{
    setAttribute(Qt::WA_StyledBackground);
    setProperty("ground", QStringLiteral("panel"));
    auto *label = new PlainLabel(dock.windowTitle(), this);
    label->setProperty("role", QStringLiteral("muted"));
    QFont bold = theme.font();
    bold.setWeight(QFont::DemiBold);
    label->setFont(bold);
    const int margin = QFontMetrics(theme.font()).height() / 2;
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(margin + margin / 2, 0, margin / 2, 0);
    row->setSpacing(0);
    row->addWidget(label, 1);
    row->addWidget(float_);
    row->addWidget(close_);
    connect(float_, &QToolButton::clicked, &dock,
            [&dock] { dock.setFloating(!dock.isFloating()); });
    connect(close_, &QToolButton::clicked, &dock, &QDockWidget::close);
    connect(&theme, &Theme::changed, this, &DockTitle::refreshIcons);
    refreshIcons();
}

QSize DockTitle::sizeHint() const
{
    return {QWidget::sizeHint().width(), theme_.rowHeight() + 3};
}

void DockTitle::refreshIcons()
{
    float_->setIcon(icon(Symbol::Float, theme_, theme_.tokens().muted));
    close_->setIcon(icon(Symbol::Close, theme_, theme_.tokens().muted));
}

} // namespace ui
