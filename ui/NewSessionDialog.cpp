// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/NewSessionDialog.h"

#include "models/spec/Exposure.h"
#include "ui/Icons.h"
#include "ui/InEveryLanguage.h"
#include "ui/PanelScroll.h"
#include "ui/PlainLabel.h"
#include "ui/SessionForm.h"

#include <QtCore/QTimer>
#include <QtGui/QClipboard>
#include <QtGui/QFontMetrics>
#include <QtGui/QGuiApplication>
#include <QtGui/QScreen>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStyle>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

namespace ui {

namespace {

constexpr double kShareOfScreen = 0.85; // that the dialog may grow to

// A kind over TLS has more fields than a small screen is high; one with few leaves room below them.
class FormArea final : public QScrollArea {
public:
    FormArea(QWidget *form, QWidget *parent)
        : QScrollArea(parent)
    {
        setProperty("ground", QStringLiteral("panel"));
        putOnPanel(*this);
        auto *content = new QWidget(this);
        auto *column = new QVBoxLayout(content);
        column->setContentsMargins(0, 0, 0, 0);
        column->addWidget(form);
        column->addStretch(1);
        setWidget(content);
        setWidgetResizable(true);
        setFrameShape(NoFrame);
        setFocusPolicy(Qt::NoFocus); // its fields scroll it
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    }
    [[nodiscard]] QSize sizeHint() const override
    {
        const int width = qMax(widget()->sizeHint().width(), viewport()->width());
        return {width, widget()->heightForWidth(width)};
    }
    [[nodiscard]] QSize minimumSizeHint() const override
    {
        const int width
            = widget()->minimumSizeHint().width() + verticalScrollBar()->sizeHint().width();
        return {width, QScrollArea::minimumSizeHint().height()};
    }
};

} // namespace

NewSessionDialog::NewSessionDialog(const Theme &theme, models::SessionRole role, QWidget *parent)
    : Dialog(parent)
    , theme_(theme)
    , role_(role)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(34 * QFontMetrics(theme.font()).height());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    connect(this, &QDialog::accepted, this, [this] { Q_EMIT chosen(form_->url().toString()); });
    inEveryLanguage(*this, [this] { build(); });
}

// Anew in another language, with what was written until then.
void NewSessionDialog::build()
{
    const QString focused = focusWidget() ? focusWidget()->objectName() : QString();
    const SessionForm *const formBefore = form_;
    QWidget *const before = body_;
    const int line = QFontMetrics(theme_.font()).height();
    body_ = new QWidget(this);
    form_ = new SessionForm(theme_, role_, body_);
    area_ = new FormArea(form_, body_);
    exposure_ = new PlainLabel(body_);
    exposure_->setObjectName(QStringLiteral("exposure"));
    exposure_->setWordWrap(true);
    auto *column = new QVBoxLayout(body_);
    column->setContentsMargins(line, line, line, line);
    column->setSpacing(line / 2);
    column->addWidget(area_, 1);
    column->addWidget(exposure_);
    addCommandLine(*column);
    column->addSpacing(line / 2);
    addButtons(*column);
    if (formBefore)
        form_->takeFrom(*formBefore);
    takeAway(before);
    connect(form_, &SessionForm::edited, this, &NewSessionDialog::refresh);
    connect(form_, &SessionForm::unfolded, this, [this](QWidget *group) {
        refresh(); // it may grow
        QTimer::singleShot(0, group, [this, group] { area_->ensureWidgetVisible(group, 0, 0); });
    });
    layout()->addWidget(body_);
    body_->show();
    name();
    refresh();
    if (auto *field = focused.isEmpty() ? nullptr : body_->findChild<QWidget *>(focused))
        field->setFocus();
}

void NewSessionDialog::addCommandLine(QVBoxLayout &column)
{
    const int line = QFontMetrics(theme_.font()).height();
    auto *caption = new PlainLabel(tr("Equivalent command line"), body_);
    caption->setProperty("role", QStringLiteral("muted"));
    command_ = new QPlainTextEdit(body_);
    command_->setFont(theme_.monospace());
    command_->setReadOnly(true);
    command_->setTabChangesFocus(true);
    command_->setWordWrapMode(QTextOption::WrapAnywhere); // a URL has no spaces
    command_->setFixedHeight(3 * line + line / 2);
    command_->setFrameShape(QFrame::NoFrame);
    command_->setAccessibleName(caption->text());
    auto *copy = new QToolButton(body_);
    copy->setProperty("quiet", true);
    copy->setIcon(icon(Symbol::Copy, theme_, theme_.tokens().muted));
    copy->setAccessibleName(tr("Copy the command line"));
    setTip(*copy, copy->accessibleName());
    connect(copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(commandLine()); });
    auto *head = new QHBoxLayout;
    head->addWidget(caption, 1);
    head->addWidget(copy);
    column.addLayout(head);
    column.addWidget(command_);
}

void NewSessionDialog::addButtons(QVBoxLayout &column)
{
    auto *buttons = new QDialogButtonBox(body_);
    start_ = new QPushButton(body_);
    start_->setDefault(true);
    buttons->addButton(start_, QDialogButtonBox::AcceptRole);
    buttons->addButton(QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    column.addWidget(buttons);
}

void NewSessionDialog::name()
{
    const bool server = role_ == models::SessionRole::Server;
    const bool edits = !edited_.isEmpty();
    setWindowTitle(edits        ? tr("Edit %1", "title of a window, a session").arg(edited_)
                       : server ? tr("New server")
                                : tr("New client"));
    start_->setText(edits ? tr("Apply and &restart") : tr("&Start"));
}

void NewSessionDialog::edit(const models::SessionUrl &url, const QString &name)
{
    edited_ = name;
    this->name();
    form_->setUrl(url);
}

QString NewSessionDialog::commandLine() const
{
    return form_->url().commandLine();
}

bool NewSessionDialog::canStart() const
{
    return start_->isEnabled();
}

void NewSessionDialog::refresh()
{
    start_->setEnabled(form_->isRight());
    exposure_->setText(form_->isRight() ? models::exposureOf(form_->url()) : QString());
    exposure_->setHidden(exposure_->text().isEmpty());
    command_->setPlainText(form_->isRight() ? commandLine()
                                            : tr("Correct the marked fields first."));
    area_->updateGeometry();
    const int limit = int(kShareOfScreen * screen()->availableGeometry().height());
    resize(width(), qBound(height(), sizeHint().height(), limit));
}

} // namespace ui
