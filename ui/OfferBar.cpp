// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/OfferBar.h"

#include "ui/Icons.h"
#include "ui/PlainLabel.h"
#include "ui/Theme.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

namespace ui {

OfferBar::OfferBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , theme_(theme)
    , text_(new PlainLabel(this))
    , later_(new QToolButton(this))
{
    setObjectName(QStringLiteral("offer"));
    setAttribute(Qt::WA_StyledBackground);
    setProperty("ground", QStringLiteral("header"));
    const int line = QFontMetrics(theme.font()).height();
    text_->setWordWrap(true);
    text_->setAccessibleName(tr("Left behind"));
    later_->setProperty("quiet", true);
    later_->setAccessibleName(tr("Decide later"));
    setTip(*later_, later_->accessibleName());
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(line / 2, line / 4, line / 2, line / 4);
    row->setSpacing(line / 2);
    row->addWidget(text_, 1);
    row->addWidget(button(tr("Open it"), &OfferBar::openRequested));
    row->addWidget(button(tr("Save as…"), &OfferBar::saveRequested));
    row->addWidget(button(tr("Discard"), &OfferBar::discardRequested));
    row->addWidget(later_);
    connect(later_, &QToolButton::clicked, this, &OfferBar::next);
    connect(&theme, &Theme::changed, this, &OfferBar::refresh);
    refresh();
}

QPushButton *OfferBar::button(const QString &text, void (OfferBar::*request)(const QString &))
{
    auto *made = new QPushButton(text, this);
    connect(made, &QPushButton::clicked, this, [this, request] {
        const QString path = offers_.isEmpty() ? QString() : offers_.first().path;
        next();
        if (!path.isEmpty())
            Q_EMIT(this->*request)(path);
    });
    return made;
}

void OfferBar::offer(const Offer &offer)
{
    offers_.append(offer);
    refresh();
}

void OfferBar::next()
{
    if (!offers_.isEmpty())
        offers_.removeFirst();
    refresh();
}

void OfferBar::refresh()
{
    later_->setIcon(icon(Symbol::Close, theme_, theme_.tokens().muted));
    setVisible(!offers_.isEmpty());
    if (offers_.isEmpty())
        return;
    const QString &sentence = offers_.first().sentence;
    text_->setText(offers_.size() == 1
                       ? sentence
                       : tr("%1 (%n more)", nullptr, int(offers_.size() - 1)).arg(sentence));
}

} // namespace ui
