// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/RuleRow.h"

#include "ui/ChoiceBox.h"
#include "ui/Icons.h"
#include "ui/PlainLabel.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

struct Words {
    QString name, example;
};

// Of what a rule waits for, and of what it does.
Words wordsOf(const QString &name, bool trigger)
{
    if (name == u"connect")
        return {RuleRow::tr("At connect"), {}};
    if (name == u"text")
        return {RuleRow::tr("Text in it"), u"HELO"_s};
    if (name == u"hex")
        return {trigger ? RuleRow::tr("Hex in it") : RuleRow::tr("Send hex"), u"00 ff"_s};
    if (name == u"regex")
        return {RuleRow::tr("Pattern"), u"^QUIT"_s};
    if (name == u"message")
        return {RuleRow::tr("Message no."), u"3"_s};
    if (name == u"silence")
        return {RuleRow::tr("Silence of"), u"5s"_s};
    if (name == u"send")
        return {RuleRow::tr("Send"), u"hello\\r\\n"_s};
    if (name == u"file")
        return {RuleRow::tr("Send file"), u"answer.bin"_s};
    if (name == u"wait")
        return {RuleRow::tr("Wait"), u"200ms"_s};
    return {name == u"close" ? RuleRow::tr("Close") : RuleRow::tr("Reset"), {}};
}

} // namespace

RuleFieldEdit::RuleFieldEdit(const QStringList &names, const models::RuleField &field,
                             QWidget *parent)
    : QWidget(parent)
    , name_(new ChoiceBox(this))
    , value_(new QLineEdit(this))
{
    const bool trigger = names == models::ruleTriggers();
    for (const QString &name : names)
        name_->addItem(wordsOf(name, trigger).name, name);
    name_->setCurrentIndex(qMax(0, name_->findData(field.name)));
    name_->setAccessibleName(trigger ? tr("When the rule applies") : tr("What is done"));
    value_->setText(field.value);
    name_->setMinimumContentsLength(6);
    value_->setMinimumWidth(3 * fontMetrics().height());
    QSizePolicy kept = value_->sizePolicy();
    kept.setRetainSizeWhenHidden(true); // the buttons stand below one another
    value_->setSizePolicy(kept);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(fontMetrics().height() / 4);
    row->addWidget(name_);
    row->addWidget(value_, 1);
    setFocusProxy(name_);
    connect(name_, &QComboBox::activated, this, [this] {
        refresh();
        Q_EMIT edited();
    });
    connect(value_, &QLineEdit::textEdited, this, &RuleFieldEdit::edited);
    refresh();
}

void RuleFieldEdit::refresh()
{
    const QString name = name_->currentData().toString();
    const bool has = models::hasValue(name);
    value_->setVisible(has);
    value_->setPlaceholderText(has ? wordsOf(name, true).example : QString());
    value_->setAccessibleName(tr("Value of %1").arg(name_->currentText()));
    if (!has)
        value_->clear();
}

models::RuleField RuleFieldEdit::field() const
{
    return {name_->currentData().toString(), value_->text()};
}

void RuleFieldEdit::addButton(QWidget &button)
{
    layout()->addWidget(&button);
}

RuleRow::RuleRow(const Theme &theme, const models::RuleForm &rule, QWidget *parent)
    : QWidget(parent)
    , theme_(theme)
    , on_(new RuleFieldEdit(models::ruleTriggers(), rule.on, this))
    , column_(new QVBoxLayout(this))
{
    const int line = QFontMetrics(theme.font()).height();
    column_->setContentsMargins(0, 0, 0, line / 3);
    column_->setSpacing(line / 4);
    column_->addWidget(on_);
    setFocusProxy(on_);
    connect(on_, &RuleFieldEdit::edited, this, &RuleRow::edited);
    setTip(*on_, tr("The first rule that fits a message applies."));
    QToolButton *more = button(tr("Do one thing more"));
    more->setText(QStringLiteral("+"));
    on_->addButton(*more);
    connect(more, &QToolButton::clicked, this, [this] {
        addAction({u"send"_s, {}});
        actions_.last()->setFocus();
        Q_EMIT edited();
    });
    auto *menu = new QMenu(this);
    menu->addAction(tr("Move &up"), this, [this] { Q_EMIT moved(-1); });
    menu->addAction(tr("Move &down"), this, [this] { Q_EMIT moved(1); });
    menu->addAction(tr("&Remove"), this, &RuleRow::removed);
    QToolButton *other = button(tr("Move or remove the rule"));
    other->setText(QStringLiteral("⋯"));
    other->setPopupMode(QToolButton::InstantPopup);
    other->setMenu(menu);
    on_->addButton(*other);
    for (const models::RuleField &action : rule.actions)
        addAction(action);
}

QToolButton *RuleRow::button(const QString &name)
{
    auto *made = new QToolButton(this);
    made->setProperty("quiet", true);
    made->setFocusPolicy(Qt::TabFocus);
    made->setAccessibleName(name);
    setTip(*made, name);
    return made;
}

void RuleRow::addAction(const models::RuleField &action)
{
    auto *edit = new RuleFieldEdit(models::ruleActions(), action, this);
    edit->layout()->setContentsMargins(2 * QFontMetrics(theme_.font()).height(), 0, 0, 0);
    QToolButton *remove = button(tr("Do not do it"));
    remove->setIcon(icon(Symbol::Close, theme_, theme_.tokens().muted));
    edit->addButton(*remove);
    column_->insertWidget(1 + int(actions_.size()), edit);
    actions_.append(edit);
    connect(edit, &RuleFieldEdit::edited, this, &RuleRow::edited);
    connect(remove, &QToolButton::clicked, this, [this, edit] {
        actions_.removeOne(edit);
        edit->hide();
        edit->deleteLater(); // its button is calling
        on_->setFocus();
        Q_EMIT edited();
    });
}

models::RuleForm RuleRow::rule() const
{
    models::RuleForm rule {on_->field(), {}};
    for (const RuleFieldEdit *action : actions_)
        rule.actions.append(action->field());
    return rule;
}

} // namespace ui
