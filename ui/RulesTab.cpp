// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/RulesTab.h"

#include "models/SessionModel.h"
#include "models/spec/ReplyRules.h"
#include "models/spec/SessionKinds.h"
#include "ui/PlainLabel.h"
#include "ui/RulesDialog.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>

#include <utility>

namespace ui {

namespace {

models::ReplyRulesText rulesOf(const models::SessionModel &sessions, quint64 session)
{
    const models::SessionRecord *record = sessions.session(session);
    return record ? models::replyRulesText(record->url.text(u"rules")) : models::ReplyRulesText();
}

} // namespace

RulesTab::RulesTab(const Theme &theme, const models::SessionModel &sessions, QWidget *parent)
    : QWidget(parent)
    , sessions_(sessions)
    , editor_(new QPlainTextEdit(this))
    , problem_(new PlainLabel(this))
    , apply_(new QPushButton(tr("&Apply"), this))
{
    const int line = QFontMetrics(theme.font()).height();
    setAttribute(Qt::WA_StyledBackground);
    setProperty("ground", QStringLiteral("panel"));
    editor_->setProperty("field", true);
    editor_->setFont(theme.monospace());
    editor_->setTabChangesFocus(true);
    editor_->setLineWrapMode(QPlainTextEdit::NoWrap);
    editor_->setAccessibleName(tr("Rules, as JSON"));
    setTip(*editor_, RulesDialog::grammar());
    problem_->setProperty("role", QStringLiteral("error"));
    problem_->setWordWrap(true);
    apply_->setAutoDefault(false);
    auto *foot = new QHBoxLayout;
    foot->addWidget(problem_, 1);
    foot->addWidget(apply_);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * line / 4, line / 2, 3 * line / 4, line / 2);
    column->setSpacing(line / 2);
    column->addWidget(editor_, 1);
    column->addLayout(foot);
    connect(editor_, &QPlainTextEdit::textChanged, this, &RulesTab::check);
    connect(apply_, &QPushButton::clicked, this, [this] {
        const QString folder = rulesOf(sessions_, session_).folder;
        shown_ = editor_->toPlainText();
        Q_EMIT applied(session_, models::replyRulesOption({shown_, folder}));
        check();
    });
    connect(&sessions, &models::SessionModel::sessionChanged, this, [this](quint64 id) {
        if (id == session_)
            refresh();
    });
}

void RulesTab::show(quint64 session)
{
    if (std::exchange(session_, session) == session)
        return;
    shown_ = rulesOf(sessions_, session).text;
    editor_->setPlainText(shown_);
    check();
}

bool RulesTab::hasRules() const
{
    const models::SessionRecord *record = sessions_.session(session_);
    return record && models::hasRules(record->kind);
}

QString RulesTab::problem() const
{
    return problem_->text();
}

// What a person is writing is not taken away by what is decided elsewhere.
void RulesTab::refresh()
{
    const QString now = rulesOf(sessions_, session_).text;
    const bool edited = editor_->toPlainText() != shown_;
    if (now == shown_ || edited)
        return;
    shown_ = now;
    editor_->setPlainText(now);
}

void RulesTab::check()
{
    const QString text = editor_->toPlainText();
    const QString problem
        = models::parseReplyRules(text.toUtf8(), rulesOf(sessions_, session_).folder).problem;
    problem_->setText(problem.isEmpty() ? QString() : tr("Not valid: %1.").arg(problem));
    apply_->setEnabled(problem.isEmpty() && text != shown_);
}

} // namespace ui
