// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/RulesTab.h"

#include "models/SessionModel.h"
#include "models/spec/SessionKinds.h"
#include "ui/CheckBox.h"
#include "ui/PanelScroll.h"
#include "ui/PlainLabel.h"
#include "ui/RuleRow.h"
#include "ui/RulesEditor.h"

#include <QtCore/QSignalBlocker>
#include <QtGui/QFontMetrics>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QVBoxLayout>

#include <utility>

namespace ui {

using namespace Qt::StringLiterals;

RulesTab::RulesTab(const Theme &theme, const models::SessionModel &sessions, QWidget *parent)
    : QWidget(parent)
    , theme_(theme)
    , sessions_(sessions)
    , editor_(new RulesEditor(theme, this))
    , note_(new PlainLabel(this))
    , area_(new QScrollArea(this))
    , list_(new QWidget)
    , column_(new QVBoxLayout(list_))
    , byLines_(new CheckBox(tr("A message is a &line"), this))
    , add_(new QPushButton(tr("Add a r&ule"), this))
    , asText_(new QPushButton(tr("As te&xt"), this))
{
    setAttribute(Qt::WA_StyledBackground);
    setProperty("ground", u"panel"_s);
    buildRows();
    buildFoot();
    setAsText(false);
    connect(editor_, &CheckedText::applied, this,
            [this] { Q_EMIT applied(session_, editor_->option()); });
    connect(&sessions, &models::SessionModel::sessionChanged, this, [this](quint64 id) {
        if (id != session_)
            return;
        editor_->followRules(option());
        showRows();
    });
}

void RulesTab::buildRows()
{
    const int line = QFontMetrics(theme_.font()).height();
    note_->setProperty("role", u"muted"_s);
    note_->setWordWrap(true);
    list_->setAttribute(Qt::WA_StyledBackground);
    list_->setProperty("ground", u"panel"_s);
    column_->setContentsMargins(0, 0, line / 4, 0);
    column_->setSpacing(line / 3);
    column_->addStretch(1);
    area_->setWidget(list_);
    area_->setWidgetResizable(true);
    area_->setFrameShape(QFrame::NoFrame);
    putOnPanel(*area_);
    area_->setFocusPolicy(Qt::NoFocus);
    area_->setMinimumHeight(2 * line);
    area_->setAccessibleName(tr("Rules"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * line / 4, line / 2, 3 * line / 4, line / 2);
    column->setSpacing(line / 2);
    column->addWidget(byLines_);
    column->addWidget(note_);
    column->addWidget(area_, 1);
    column->addWidget(editor_, 1);
}

void RulesTab::buildFoot()
{
    setTip(*byLines_, tr("Or else what arrives at once"));
    asText_->setCheckable(true);
    setTip(*asText_, tr("The same rules as JSON, as rules= has them"));
    for (QPushButton *button : {add_, asText_}) {
        button->setAutoDefault(false);
        editor_->addButton(*button);
    }
    connect(add_, &QPushButton::clicked, this, &RulesTab::addRule);
    connect(asText_, &QPushButton::toggled, this, &RulesTab::setAsText);
    connect(byLines_, &QCheckBox::toggled, this, &RulesTab::write);
}

void RulesTab::show(quint64 session)
{
    if (std::exchange(session_, session) == session)
        return;
    editor_->setRules(option());
    showRows();
}

// Rows that say the same stay, and with them what a person is typing.
void RulesTab::showRows()
{
    if (editor_->text() == shown_)
        return;
    shown_ = editor_->text();
    const auto read = models::rulesForm(editor_->text());
    note_->setText(tr("Rows cannot show what these rules say. Edit them as text."));
    note_->setHidden(read || asText_->isChecked());
    area_->setEnabled(read.has_value());
    add_->setEnabled(read && !readOnly_ && !asText_->isChecked());
    if (!read)
        return;
    for (RuleRow *row : std::exchange(rows_, {}))
        row->deleteLater();
    const QSignalBlocker quiet(byLines_);
    byLines_->setChecked(read->byLines);
    for (const models::RuleForm &rule : read->rules)
        insertRow(int(rows_.size()), rule);
}

RuleRow *RulesTab::insertRow(int at, const models::RuleForm &rule)
{
    auto *row = new RuleRow(theme_, rule, list_);
    column_->insertWidget(at, row);
    rows_.insert(at, row);
    connect(row, &RuleRow::edited, this, &RulesTab::write);
    connect(row, &RuleRow::removed, this, [this, row] { removeRow(row); });
    connect(row, &RuleRow::moved, this, [this, row](int by) { moveRow(row, by); });
    return row;
}

void RulesTab::addRule()
{
    RuleRow *row = insertRow(int(rows_.size()), {{u"text"_s, {}}, {{u"send"_s, {}}}});
    row->setFocus();
    write();
}

void RulesTab::removeRow(RuleRow *row)
{
    rows_.removeOne(row);
    row->hide();
    row->deleteLater(); // it is calling
    add_->setFocus();
    write();
}

void RulesTab::moveRow(RuleRow *row, int by)
{
    const qsizetype from = rows_.indexOf(row), to = from + by;
    if (to < 0 || to >= rows_.size())
        return;
    rows_.move(from, to);
    column_->removeWidget(row);
    column_->insertWidget(int(to), row);
    write();
}

models::RulesForm RulesTab::form() const
{
    models::RulesForm form {byLines_->isChecked(), {}};
    for (const RuleRow *row : rows_)
        form.rules.append(row->rule());
    return form;
}

void RulesTab::write()
{
    shown_ = form().toText();
    editor_->editor().setPlainText(shown_);
}

void RulesTab::setAsText(bool asText)
{
    asText_->setChecked(asText);
    editor_->showEditor(asText);
    note_->setHidden(asText || area_->isEnabled());
    area_->setHidden(asText);
    byLines_->setHidden(asText);
    editor_->setSizePolicy(QSizePolicy::Preferred,
                           asText ? QSizePolicy::Preferred : QSizePolicy::Maximum);
    if (!asText)
        showRows();
    add_->setEnabled(!asText && !readOnly_ && area_->isEnabled());
    setFocusProxy(asText ? static_cast<QWidget *>(editor_) : add_);
}

RulesTab::Draft RulesTab::draft() const
{
    return {asText_->isChecked(), editor_->text()};
}

void RulesTab::putBack(const Draft &draft)
{
    if (session_ != 0 && draft.text != editor_->text()) {
        editor_->editor().setPlainText(draft.text);
        showRows();
    }
    setAsText(draft.asText);
}

void RulesTab::setReadOnly(bool readOnly)
{
    readOnly_ = readOnly;
    editor_->setReadOnly(readOnly);
    list_->setDisabled(readOnly);
    byLines_->setDisabled(readOnly);
    add_->setEnabled(!asText_->isChecked() && !readOnly && area_->isEnabled());
}

QString RulesTab::option() const
{
    const models::SessionRecord *record = sessions_.session(session_);
    return record ? record->url.text(u"rules") : QString();
}

bool RulesTab::hasRules() const
{
    const models::SessionRecord *record = sessions_.session(session_);
    return record && models::hasRules(record->kind);
}

} // namespace ui
