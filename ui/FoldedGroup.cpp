// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/FoldedGroup.h"

#include "ui/Theme.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

namespace ui {

FoldedGroup::FoldedGroup(const Theme &theme, const QString &title, QWidget *parent)
    : QWidget(parent)
    , title_(title)
    , head_(new QToolButton(this))
    , content_(new QWidget(this))
    , form_(new QFormLayout(content_))
{
    const int line = QFontMetrics(theme.font()).height();
    head_->setProperty("quiet", true);
    head_->setCheckable(true);
    head_->setFocusPolicy(Qt::StrongFocus);
    form_->setContentsMargins(line, line / 4, 0, line / 2);
    form_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form_->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    content_->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head_, 0, Qt::AlignLeft);
    column->addWidget(content_);
    connect(head_, &QToolButton::toggled, this, [this](bool unfolded) {
        content_->setVisible(unfolded);
        refresh();
    });
    refresh();
}

void FoldedGroup::refresh()
{
    const QString arrow = isUnfolded() ? QStringLiteral("▾")
        : isRightToLeft()              ? QStringLiteral("◂")
                                       : QStringLiteral("▸");
    const QString words
        = changed_ == 0 ? title_ : tr("%1 (%n changed)", nullptr, changed_).arg(title_);
    head_->setText(arrow + QStringLiteral("  ") + words);
    head_->setAccessibleName(words);
}

void FoldedGroup::setUnfolded(bool unfolded)
{
    head_->setChecked(unfolded);
}

bool FoldedGroup::isUnfolded() const
{
    return head_->isChecked();
}

void FoldedGroup::showChanged(int fields)
{
    changed_ = fields;
    refresh();
}

} // namespace ui
