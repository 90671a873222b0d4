// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/SpanBar.h"

#include "models/text/Format.h"
#include "ui/PlainLabel.h"
#include "ui/Theme.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>

namespace ui {

SpanBar::SpanBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , words_(new PlainLabel(this))
    , widen_(new QPushButton(tr("Show all times"), this))
{
    setObjectName(QStringLiteral("span"));
    setAttribute(Qt::WA_StyledBackground);
    setProperty("ground", QStringLiteral("header"));
    const int line = QFontMetrics(theme.font()).height();
    words_->setWordWrap(true);
    words_->setAccessibleName(tr("Time that the views are narrowed to"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(line / 2, line / 4, line / 2, line / 4);
    row->setSpacing(line / 2);
    row->addWidget(words_, 1);
    row->addWidget(widen_);
    connect(widen_, &QPushButton::clicked, this, &SpanBar::widenRequested);
    hide();
}

void SpanBar::showSpan(const std::optional<models::TimeSpan> &span)
{
    using namespace models::format;
    span_ = span;
    setVisible(span.has_value());
    if (span)
        words_->setText(tr("All views are narrowed to %1 – %2 (%3).")
                            .arg(clockToMilliseconds(span->first), clockToMilliseconds(span->last),
                                 duration(span->length())));
}

} // namespace ui
