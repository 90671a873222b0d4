// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/NewSessionDialog.h"

#include "models/spec/Exposure.h"
#include "ui/Icons.h"
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
};

} // namespace

NewSessionDialog::NewSessionDialog(const Theme &theme, models::SessionRole role, QWidget *parent)
    : Dialog(parent)
    , form_(new SessionForm(theme, role, this))
    , area_(new FormArea(form_, this))
    , exposure_(new PlainLabel(this))
    , command_(new QPlainTextEdit(this))
    , start_(new QPushButton(tr("&Start"), this))
{
    const bool server = role == models::SessionRole::Server;
    setWindowTitle(server ? tr("New server") : tr("New client"));
    setAttribute(Qt::WA_DeleteOnClose);
    const int line = QFontMetrics(theme.font()).height();
    setMinimumWidth(34 * line);

    auto *caption = new PlainLabel(tr("Equivalent command line"), this);
    caption->setProperty("role", QStringLiteral("muted"));
    command_->setFont(theme.monospace());
    command_->setReadOnly(true);
    command_->setTabChangesFocus(true);
    command_->setWordWrapMode(QTextOption::WrapAnywhere); // a URL has no spaces
    command_->setFixedHeight(3 * line + line / 2);
    command_->setFrameShape(QFrame::NoFrame);
    command_->setAccessibleName(caption->text());
    auto *copy = new QToolButton(this);
    copy->setProperty("quiet", true);
    copy->setIcon(icon(Symbol::Copy, theme, theme.tokens().muted));
    copy->setAccessibleName(tr("Copy the command line"));
    setTip(*copy, copy->accessibleName());
    connect(copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(commandLine()); });
    auto *head = new QHBoxLayout;
    head->addWidget(caption, 1);
    head->addWidget(copy);

    auto *buttons = new QDialogButtonBox(this);
    start_->setDefault(true);
    buttons->addButton(start_, QDialogButtonBox::AcceptRole);
    buttons->addButton(QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(this, &QDialog::accepted, this, [this] { Q_EMIT chosen(form_->url().toString()); });

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(line, line, line, line);
    column->setSpacing(line / 2);
    exposure_->setObjectName(QStringLiteral("exposure"));
    exposure_->setWordWrap(true);
    column->addWidget(area_, 1);
    column->addWidget(exposure_);
    column->addLayout(head);
    column->addWidget(command_);
    column->addSpacing(line / 2);
    column->addWidget(buttons);
    connect(form_, &SessionForm::edited, this, &NewSessionDialog::refresh);
    connect(form_, &SessionForm::unfolded, this, [this](QWidget *group) {
        refresh(); // it may grow
        QTimer::singleShot(0, group, [this, group] { area_->ensureWidgetVisible(group, 0, 0); });
    });
    refresh();
}

void NewSessionDialog::edit(const models::SessionUrl &url, const QString &name)
{
    setWindowTitle(tr("Edit %1", "title of a window, a session").arg(name));
    start_->setText(tr("Apply and &restart"));
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
