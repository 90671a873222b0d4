// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/FaultRow.h"

#include "ui/CheckBox.h"
#include "ui/ChoiceBox.h"
#include "ui/Icons.h"
#include "ui/PlainLabel.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QStyle>
#include <QtWidgets/QToolButton>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

QString capital(const QString &name)
{
    return name.left(1).toUpper() + name.mid(1);
}

} // namespace

FaultRow::FaultRow(const Theme &theme, const models::Fault &fault, bool on, QWidget *parent)
    : QWidget(parent)
    , theme_(theme)
    , kind_(fault.kind)
    , fault_(fault)
    , on_(new CheckBox(capital(models::nameOf(fault.kind)), this))
    , hits_(new PlainLabel(this))
    , more_(new QToolButton(this))
    , remove_(new QToolButton(this))
    , details_(new QWidget(this))
    , direction_(new ChoiceBox(details_))
    , problem_(new PlainLabel(this))
{
    const models::FaultForm form = models::formOf(kind_);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(QFontMetrics(theme.font()).height() / 4);
    buildHead(form);
    buildDetails(form);
    problem_->setProperty("role", u"error"_s);
    problem_->setWordWrap(true);
    problem_->hide();
    column->addWidget(details_);
    column->addWidget(problem_);
    details_->hide();
    showFault(fault, on);
}

void FaultRow::buildHead(const models::FaultForm &form)
{
    const int line = QFontMetrics(theme_.font()).height();
    auto *head = new QHBoxLayout;
    head->setSpacing(line / 4);
    on_->ensurePolished();
    on_->setMinimumWidth(qMax(11 * line / 2, on_->sizeHint().width()));
    head->addWidget(on_);
    const QString name = models::nameOf(kind_);
    if (!form.value.isEmpty()) {
        value_ = new QLineEdit(this);
        value_->setAccessibleName(tr("Value of %1").arg(name));
        value_->setPlaceholderText(form.valueMayBeLeftOut ? tr("for good") : form.value);
        value_->setMinimumWidth(4 * line); // "1500ms"
        head->addWidget(value_, 1);
        connect(value_, &QLineEdit::editingFinished, this, &FaultRow::read);
    } else {
        head->addStretch(1);
    }
    more_->setCheckable(true);
    more_->setText(tr("When…"));
    more_->setAccessibleName(tr("When and how %1 happens").arg(name));
    setTip(*more_, tr("Direction, probability and what triggers it"));
    remove_->setAccessibleName(tr("Remove %1").arg(name));
    setTip(*remove_, remove_->accessibleName());
    remove_->setIcon(icon(Symbol::Close, theme_, theme_.tokens().muted));
    for (QToolButton *button : {more_, remove_}) {
        button->setProperty("quiet", true);
        button->setFocusPolicy(Qt::TabFocus);
        button->ensurePolished();
        button->setMinimumWidth(button->sizeHint().width());
        head->addWidget(button);
    }
    // Below, and not beside the value: an Inspector is narrow, and "1.401 Treffer" is long.
    hits_->setProperty("role", u"muted"_s);
    hits_->setIndent(on_->style()->pixelMetric(QStyle::PM_IndicatorWidth)
                     + on_->style()->pixelMetric(QStyle::PM_CheckBoxLabelSpacing));
    hits_->hide();
    auto *column = static_cast<QVBoxLayout *>(layout());
    column->addLayout(head);
    column->addWidget(hits_);
    connect(on_, &QCheckBox::toggled, this, &FaultRow::edited);
    connect(more_, &QToolButton::toggled, details_, &QWidget::setVisible);
    connect(remove_, &QToolButton::clicked, this, &FaultRow::removed);
}

void FaultRow::buildDetails(const models::FaultForm &form)
{
    const int line = QFontMetrics(theme_.font()).height();
    auto *grid = new QFormLayout(details_);
    grid->setContentsMargins(line + line / 2, 0, 0, line / 3);
    grid->setVerticalSpacing(line / 4);
    grid->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    if (!form.spread.isEmpty())
        addField(*grid, form.spread, capital(form.spread), u"10ms"_s);
    direction_->addItem(tr("In and out"), QString());
    direction_->addItem(tr("In"), u"in"_s);
    direction_->addItem(tr("Out"), u"out"_s);
    direction_->setAccessibleName(tr("Direction"));
    auto *caption = new PlainLabel(tr("Direction"), details_);
    caption->setBuddy(direction_);
    grid->addRow(caption, direction_);
    connect(direction_, &QComboBox::activated, this, &FaultRow::read);
    addField(*grid, u"probability"_s, tr("Probability"), tr("always; or 0.05, 5%"));
    addField(*grid, u"message"_s, tr("Message number"), tr("any; or 3"));
    addField(*grid, u"after"_s, tr("After"), tr("at once; or 10s"));
    addField(*grid, u"match"_s, tr("Contains"), tr("anything; or QUIT\\r\\n"));
}

QLineEdit *FaultRow::addField(QFormLayout &form, const QString &key, const QString &label,
                              const QString &example)
{
    auto *field = new QLineEdit(details_);
    field->setObjectName(key);
    field->setPlaceholderText(example);
    field->setAccessibleName(label);
    auto *caption = new PlainLabel(label, details_);
    caption->setBuddy(field);
    form.addRow(caption, field);
    fields_.append({key, field});
    connect(field, &QLineEdit::editingFinished, this, &FaultRow::read);
    return field;
}

bool FaultRow::isOn() const
{
    return on_->isChecked();
}

bool FaultRow::isRight() const
{
    return problem_->isHidden();
}

void FaultRow::showFault(const models::Fault &fault, bool on)
{
    const QSignalBlocker blocker(on_);
    on_->setChecked(on);
    fault_ = fault;
    const models::FaultFields written = models::fieldsOf(fault);
    const auto valueOf = [&written](const QString &key) {
        for (qsizetype i = 1; i < written.size(); ++i) {
            if (written.at(i).first == key)
                return written.at(i).second;
        }
        return QString();
    };
    const auto show = [](QLineEdit &field, const QString &text) {
        if (!field.hasFocus() && field.text() != text) {
            field.setText(text);
            field.setCursorPosition(0); // of a long one the beginning is seen
        }
    };
    if (value_)
        show(*value_, written.first().second);
    for (const auto &[key, field] : std::as_const(fields_))
        show(*field, valueOf(key));
    direction_->setCurrentIndex(qMax(0, direction_->findData(valueOf(u"direction"_s))));
    if (!isRight())
        check(); // what was wrong may be gone from the fields
}

// Only what is written is a field: what is empty is as the fault has it by itself.
models::FaultResult FaultRow::check()
{
    models::FaultFields fields {
        {models::nameOf(kind_), value_ ? value_->text().trimmed() : QString()}};
    for (const auto &[key, field] : std::as_const(fields_)) {
        const QString text = key == u"match" ? field->text() : field->text().trimmed();
        if (!text.isEmpty())
            fields.append({key, text});
    }
    if (const QString way = direction_->currentData().toString(); !way.isEmpty())
        fields.append({u"direction"_s, way});
    models::FaultResult result = models::faultOf(fields);
    problem_->setText(result.fault ? QString() : tr("Not valid: %1.").arg(result.problem));
    problem_->setHidden(result.fault.has_value());
    return result;
}

void FaultRow::read()
{
    const models::FaultResult result = check();
    if (!result.fault || *result.fault == fault_)
        return;
    fault_ = *result.fault;
    Q_EMIT edited();
}

void FaultRow::showHits(const QString &words)
{
    hits_->setText(words);
    hits_->setHidden(words.isEmpty());
}

void FaultRow::setUnfolded(bool unfolded)
{
    more_->setChecked(unfolded);
}

} // namespace ui
