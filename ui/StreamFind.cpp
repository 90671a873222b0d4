// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/StreamFind.h"

#include "models/Conversation.h"
#include "models/text/Format.h"
#include "ui/ChoiceBox.h"
#include "ui/PlainLabel.h"

#include <QtGui/QFontMetrics>
#include <QtGui/QKeyEvent>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QStyle>
#include <QtWidgets/QToolButton>

namespace ui {

using models::ByteSearch;

StreamFind::StreamFind(const Theme &theme, models::Conversation &conversation, QWidget *parent)
    : QWidget(parent)
    , conversation_(conversation)
    , field_(new QLineEdit(this))
    , steps_(new QWidget(this))
    , kind_(new ChoiceBox(steps_))
    , found_(new PlainLabel(steps_))
    , previous_(new QToolButton(steps_))
    , next_(new QToolButton(steps_))
{
    const int line = QFontMetrics(theme.font()).height();
    field_->setPlaceholderText(tr("Find"));
    field_->setAccessibleName(tr("Find in the conversation"));
    field_->setClearButtonEnabled(false);
    field_->setMinimumWidth(3 * line);
    field_->installEventFilter(this);
    kind_->addItem(tr("Text"), int(ByteSearch::Kind::Text));
    kind_->addItem(tr("Hex"), int(ByteSearch::Kind::Hex));
    kind_->addItem(tr("Regex"), int(ByteSearch::Kind::Expression));
    kind_->setAccessibleName(tr("What is looked for"));
    kind_->view()->setAccessibleName(kind_->accessibleName());
    setTip(*kind_,
           tr("Text, whatever its case; bytes in hex, such as 0d 0a; or a regular "
              "expression. Rows and pieces do not cut what is found."));
    found_->setAccessibleName(tr("Found"));
    const auto arrow = [](QToolButton &button, const QString &text, const QString &name) {
        button.setText(text);
        button.setAccessibleName(name);
        setTip(button, name);
        button.setProperty("quiet", true);
        button.setFocusPolicy(Qt::TabFocus);
    };
    arrow(*previous_, QStringLiteral("↑"), tr("Previous match"));
    arrow(*next_, QStringLiteral("↓"), tr("Next match"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(field_);
    auto *steps = new QHBoxLayout(steps_);
    steps->setContentsMargins(line / 3, 0, line / 3, line / 3);
    steps->setSpacing(line / 4);
    for (QWidget *part : std::initializer_list<QWidget *> {kind_, found_, previous_, next_})
        steps->addWidget(part);
    steps->addStretch(1);
    connect(field_, &QLineEdit::textChanged, this, &StreamFind::search);
    connect(kind_, &QComboBox::currentIndexChanged, this, &StreamFind::search);
    connect(previous_, &QToolButton::clicked, this, [this] { step(false); });
    connect(next_, &QToolButton::clicked, this, [this] { step(true); });
    connect(&conversation, &models::Conversation::matchesChanged, this, &StreamFind::refresh);
    refresh();
}

void StreamFind::start()
{
    field_->setFocus(Qt::ShortcutFocusReason);
    field_->selectAll();
}

QString StreamFind::found() const
{
    return found_->text();
}

void StreamFind::search()
{
    problem_.clear();
    if (field_->text().isEmpty()) {
        conversation_.setSearch(std::nullopt);
        return;
    }
    const auto search
        = ByteSearch::of(ByteSearch::Kind(kind_->currentData().toInt()), field_->text());
    problem_ = search.problem();
    conversation_.setSearch(search ? std::optional(*search) : std::nullopt);
}

void StreamFind::step(bool forward)
{
    const int row = conversation_.stepMatch(forward, row_);
    if (row >= 0)
        Q_EMIT rowFound(row);
}

// The count beside the field says "none", too, and why where it cannot be looked for.
void StreamFind::refresh()
{
    const models::StreamMatches &matches = conversation_.matches();
    const bool asked = !field_->text().isEmpty();
    const QString many = models::format::integer(matches.count())
        + (matches.isCut() ? QStringLiteral("+") : QString());
    found_->setText(!asked                                                  ? QString()
                        : !problem_.isEmpty()                               ? tr("not valid")
                        : matches.count() == 0 && conversation_.searching() ? QStringLiteral("…")
                        : matches.count() == 0                              ? tr("none")
                        : matches.current() < 0
                        ? many
                        : tr("%1 of %2").arg(models::format::integer(matches.current() + 1), many));
    steps_->setVisible(asked);
    for (QToolButton *button : {previous_, next_})
        button->setEnabled(matches.count() > 0);
    const bool wrong = asked && matches.count() == 0 && !conversation_.searching();
    setTip(*field_, problem_);
    field_->setAccessibleDescription(problem_);
    if (field_->property("wrong").toBool() == wrong)
        return;
    field_->setProperty("wrong", wrong);
    field_->style()->unpolish(field_);
    field_->style()->polish(field_);
}

bool StreamFind::eventFilter(QObject *object, QEvent *event)
{
    if (object != field_ || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(object, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter || key->key() == Qt::Key_F3) {
        step(!key->modifiers().testFlag(Qt::ShiftModifier));
        return true;
    }
    if (key->key() == Qt::Key_Escape && !field_->text().isEmpty()) {
        field_->clear();
        return true;
    }
    return QWidget::eventFilter(object, event);
}

} // namespace ui
