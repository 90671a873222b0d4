// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/RulesTab.h"

#include "models/SessionModel.h"
#include "models/spec/SessionKinds.h"
#include "ui/RulesEditor.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QVBoxLayout>

#include <utility>

namespace ui {

RulesTab::RulesTab(const Theme &theme, const models::SessionModel &sessions, QWidget *parent)
    : QWidget(parent)
    , sessions_(sessions)
    , editor_(new RulesEditor(theme, this))
{
    const int line = QFontMetrics(theme.font()).height();
    setAttribute(Qt::WA_StyledBackground);
    setProperty("ground", QStringLiteral("panel"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(3 * line / 4, line / 2, 3 * line / 4, line / 2);
    column->addWidget(editor_);
    setFocusProxy(editor_);
    connect(editor_, &CheckedText::applied, this,
            [this] { Q_EMIT applied(session_, editor_->option()); });
    connect(&sessions, &models::SessionModel::sessionChanged, this, [this](quint64 id) {
        if (id == session_)
            editor_->followRules(option());
    });
}

QString RulesTab::option() const
{
    const models::SessionRecord *record = sessions_.session(session_);
    return record ? record->url.text(u"rules") : QString();
}

void RulesTab::show(quint64 session)
{
    if (std::exchange(session_, session) != session)
        editor_->setRules(option());
}

void RulesTab::setReadOnly(bool readOnly)
{
    editor_->setReadOnly(readOnly);
}

bool RulesTab::hasRules() const
{
    const models::SessionRecord *record = sessions_.session(session_);
    return record && models::hasRules(record->kind);
}

} // namespace ui
