// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Composer.h"

#include "models/record/SessionRecord.h"
#include "models/spec/SessionUrl.h"
#include "models/text/Format.h"
#include "ui/ChoiceBox.h"
#include "ui/MessageField.h"
#include "ui/PlainLabel.h"
#include "ui/SavedMenu.h"
#include "ui/SplitRow.h"
#include "ui/Theme.h"

#include <QtGui/QFontMetrics>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStyle>
#include <QtWidgets/QToolButton>

namespace ui {

using models::Message;
using models::MessageForm;
using models::SessionRecord;

namespace {
constexpr qsizetype kPast = 100; // messages of a session that are remembered

void restyle(QWidget &widget, const char *property, const QVariant &value)
{
    if (widget.property(property) == value)
        return;
    widget.setProperty(property, value);
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}
} // namespace

Composer::Composer(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , forms_(new QButtonGroup(this))
    , end_(new ChoiceBox(this))
    , field_(new MessageField(theme, this))
    , saved_(new SavedMenu(this))
    , remark_(new PlainLabel(this))
    , resend_(new QPushButton(tr("Resend last"), this))
    , send_(new QPushButton(tr("Send"), this))
{
    setAttribute(Qt::WA_StyledBackground);
    setProperty("ground", QStringLiteral("footer"));
    setFocusProxy(field_);
    build(theme);
    connect(field_, &QPlainTextEdit::textChanged, this, &Composer::refresh);
    connect(field_, &MessageField::submitted, this, &Composer::submit);
    connect(field_, &MessageField::olderWanted, this, [this] { showPast(-1); });
    connect(field_, &MessageField::newerWanted, this, [this] { showPast(+1); });
    connect(forms_, &QButtonGroup::idToggled, this, &Composer::refresh);
    connect(end_, &QComboBox::currentIndexChanged, this, &Composer::refresh);
    connect(resend_, &QPushButton::clicked, this, &Composer::resend);
    connect(send_, &QPushButton::clicked, this, [this] {
        if (trouble().isEmpty())
            submit();
        else
            Q_EMIT startRequested(session_);
        field_->setFocus();
    });
    connect(saved_, &SavedMenu::sendPicked, this, &Composer::send);
    connect(saved_, &SavedMenu::insertPicked, this, [this](const Message &message) {
        setMessage(message);
        field_->setFocus();
    });
    hide();
}

void Composer::build(const Theme &theme)
{
    const int gap = QFontMetrics(theme.font()).height() / 3;
    auto *options = new SplitRow(gap, this);
    const QStringList names {tr("Text"), tr("Escapes"), tr("Hex")};
    const QStringList hints {tr("Plain text"), tr("Text with \\r \\n \\t \\0 \\\\ and \\x00"),
                             tr("Bytes as pairs of hex digits, sent without a line ending")};
    for (int form = 0; form < names.size(); ++form) {
        auto *button = new QToolButton(this);
        button->setText(names.at(form));
        setTip(*button, hints.at(form));
        button->setCheckable(true);
        button->setProperty("segment", true);
        button->setFocusPolicy(Qt::TabFocus);
        forms_->addButton(button, form);
        options->first().addWidget(button);
    }
    options->first().addStretch(1);
    forms_->button(0)->setChecked(true);
    end_->addItems({tr("Ends in LF"), tr("Ends in CRLF"), tr("No ending")});
    end_->setAccessibleName(tr("Line ending"));
    setTip(*end_, end_->accessibleName());
    end_->view()->setAccessibleName(end_->accessibleName());
    auto *saved = new QToolButton(this);
    saved->setText(tr("Saved ▾"));
    saved->setAccessibleName(tr("Saved messages"));
    setTip(*saved, saved->accessibleName());
    saved->setPopupMode(QToolButton::InstantPopup);
    saved->setMenu(saved_);
    saved->setFocusPolicy(Qt::TabFocus);
    options->second().addWidget(end_);
    options->second().addStretch(1);
    options->second().addWidget(saved);

    remark_->setWordWrap(true);
    remark_->setAccessibleName(tr("What will be sent, or why nothing can be"));
    send_->setDefault(true);
    auto *foot = new SplitRow(gap, this);
    foot->first().addWidget(remark_, 1);
    foot->second().addStretch(1);
    foot->second().addWidget(resend_, 0, Qt::AlignTop);
    foot->second().addWidget(send_, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap);
    column->setSpacing(gap);
    column->addWidget(options);
    column->addWidget(field_);
    column->addWidget(foot);
}

void Composer::showSession(const SessionRecord *record)
{
    const quint64 session = record ? record->id.value : 0;
    if (session != session_) {
        if (const auto talk = talks_.find(session_);
            talk != talks_.end() && talk->second.shown == talk->second.sent.size())
            talk->second.draft = message();
        session_ = session;
        if (record)
            recall(*record);
    }
    if (record) {
        address_ = record->address;
        error_ = record->error;
        state_ = record->state;
        field_->setPlaceholderText(tr("Message to %1, sent with Enter").arg(address_));
        refresh();
    }
    setVisible(record);
}

// A session that is new to it begins as its URL says.
void Composer::recall(const SessionRecord &record)
{
    auto known = talks_.find(session_);
    if (known == talks_.end()) {
        known = talks_.insert({session_, {}}).first;
        known->second.draft = {{},
                               models::messageForm(record.url.text(u"format")),
                               models::lineEnd(record.url.text(u"end"))};
    }
    known->second.shown = known->second.sent.size();
    setMessage(known->second.draft);
}

Message Composer::message() const
{
    return {field_->toPlainText(), MessageForm(forms_->checkedId()),
            models::LineEnd(end_->currentIndex())};
}

void Composer::setMessage(const Message &message)
{
    forms_->button(int(message.form))->setChecked(true);
    end_->setCurrentIndex(int(message.end));
    field_->setMessage(message.text);
}

QString Composer::remark() const
{
    return remark_->text();
}

bool Composer::canSend() const
{
    return session_ != 0 && trouble().isEmpty() && !message().bytes().bytes.value_or("").isEmpty();
}

bool Composer::canResend() const
{
    const auto talk = talks_.find(session_);
    return talk != talks_.end() && !talk->second.sent.isEmpty() && trouble().isEmpty();
}

void Composer::submit()
{
    if (!canSend())
        return;
    const Message sent = message();
    send(sent);
    setMessage({{}, sent.form, sent.end});
}

void Composer::resend()
{
    if (canResend())
        send(Message(talks_[session_].sent.last()));
}

void Composer::send(const Message &message)
{
    Talk &talk = talks_[session_];
    if (talk.sent.isEmpty() || talk.sent.last() != message)
        talk.sent.append(message);
    if (talk.sent.size() > kPast)
        talk.sent.removeFirst();
    talk.shown = talk.sent.size();
    Q_EMIT sendRequested(session_, message.bytes().bytes.value_or(QByteArray()));
    refresh();
}

void Composer::showPast(qsizetype step)
{
    Talk &talk = talks_[session_];
    const qsizetype wanted = talk.shown + step;
    if (wanted < 0 || wanted > talk.sent.size())
        return;
    if (talk.shown == talk.sent.size())
        talk.draft = message();
    talk.shown = wanted;
    setMessage(wanted == talk.sent.size() ? talk.draft : talk.sent.at(wanted));
}

QString Composer::trouble() const
{
    switch (SessionRecord::State(state_)) {
    case SessionRecord::Starting:
        return tr("Connecting to %1…").arg(address_);
    case SessionRecord::Running:
        return {};
    case SessionRecord::Failed:
        return error_;
    case SessionRecord::Stopping:
    case SessionRecord::Stopped:
        break;
    }
    return tr("The connection to %1 is closed. Press Start to open it again.").arg(address_);
}

// What is written, or where nothing is, what was sent last.
Message Composer::worthSaving() const
{
    const auto talk = talks_.find(session_);
    const Message written = message();
    return !written.text.isEmpty() || talk == talks_.end() || talk->second.sent.isEmpty()
        ? written
        : talk->second.sent.last();
}

QString Composer::whatGoes(qsizetype bytes) const
{
    if (bytes == 0)
        return tr("Nothing to send");
    const QString size = models::format::bytes(double(bytes));
    return message().text.isEmpty() ? tr("Empty line, %1").arg(size) : tr("Sends %1").arg(size);
}

void Composer::refresh()
{
    const QString closed = trouble();
    const models::DecodedBytes decoded = message().bytes();
    if (!closed.isEmpty())
        say(closed, state_ == SessionRecord::Failed);
    else if (!decoded.bytes)
        say(decoded.problem + QLatin1Char('.'), true);
    else
        say(whatGoes(decoded.bytes->size()), false);
    const bool over = state_ == SessionRecord::Stopped || state_ == SessionRecord::Failed;
    restyle(*field_, "wrong", closed.isEmpty() && !decoded.bytes);
    end_->setEnabled(message().form != MessageForm::Hex);
    send_->setText(over ? tr("Start") : tr("Send"));
    send_->setEnabled(over || canSend());
    resend_->setEnabled(canResend());
    saved_->setCanSend(closed.isEmpty());
    saved_->setCurrent(worthSaving());
}

void Composer::say(const QString &words, bool wrong)
{
    remark_->setText(words);
    field_->setAccessibleDescription(words);
    restyle(*remark_, "role", wrong ? QStringLiteral("error") : QStringLiteral("muted"));
}

} // namespace ui
