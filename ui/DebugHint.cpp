// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/DebugHint.h"

#include "models/Activity.h"
#include "ui/PlainLabel.h"
#include "ui/Theme.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>

namespace ui {

DebugHint::DebugHint(const Theme &theme, const models::Activity &activity, QWidget *parent)
    : QWidget(parent)
    , activity_(activity)
    , button_(new QPushButton(tr("Turn it on"), this))
{
    setAttribute(Qt::WA_StyledBackground);
    setProperty("ground", QStringLiteral("header"));
    const int line = QFontMetrics(theme.font()).height();
    auto *text = new PlainLabel(tr("Debug mode is off: slow callbacks, coroutines that were never "
                                   "awaited and tasks that wait in a circle are not looked for."),
                                this);
    text->setWordWrap(true);
    button_->setAccessibleName(tr("Turn debug mode on"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(line / 2, line / 4, line / 2, line / 4);
    row->setSpacing(line / 2);
    row->addWidget(text, 1);
    row->addWidget(button_);
    setFocusProxy(button_);
    connect(button_, &QPushButton::clicked, this, &DebugHint::debugModeWanted);
    const auto refresh = [this] { setHidden(activity_.status().debug); };
    connect(&activity, &models::Activity::changed, this, refresh);
    refresh();
}

void DebugHint::leaveOutLive()
{
    button_->hide();
}

} // namespace ui
