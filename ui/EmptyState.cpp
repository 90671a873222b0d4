// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/EmptyState.h"

#include "models/text/Cut.h"
#include "models/text/Shown.h"
#include "ui/PlainLabel.h"
#include "ui/Theme.h"

#include <QtGui/QFontMetrics>
#include <QtGui/QIcon>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QPushButton>

namespace ui {

EmptyState::EmptyState(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , last_(new QPushButton(tr("Start wh&at ran last time"), this))
    , lastWords_(new PlainLabel(this))
{
    setObjectName(QStringLiteral("empty"));
    setAttribute(Qt::WA_StyledBackground);
    setProperty("ground", QStringLiteral("base"));
    const int line = QFontMetrics(theme.font()).height();

    auto *picture = new PlainLabel(this);
    picture->setPixmap(
        QIcon(QStringLiteral(":/loopscope/loopscope.svg")).pixmap(5 * line, 5 * line));
    picture->setAlignment(Qt::AlignCenter);
    auto *title = new PlainLabel(tr("Nothing is running yet"), this);
    QFont large = theme.font();
    large.setPointSizeF(large.pointSizeF() * 1.6);
    large.setWeight(QFont::DemiBold);
    title->setFont(large);
    title->setAlignment(Qt::AlignCenter);
    auto *text
        = new PlainLabel(tr("Start a server and a client here, and watch every connection, task, "
                            "timer and warning as it happens.\n"
                            "The sample is an echo server with a few clients that talk to it."),
                         this);
    text->setProperty("role", QStringLiteral("muted"));
    text->setAlignment(Qt::AlignCenter);
    text->setWordWrap(true);
    text->setFixedWidth(29 * line);
    text->setMinimumHeight(text->heightForWidth(29 * line));

    auto *sample = new QPushButton(tr("Start the sa&mple"), this);
    sample->setObjectName(QStringLiteral("sample"));
    sample->setDefault(true);
    auto *server = new QPushButton(tr("New serve&r…"), this);
    auto *client = new QPushButton(tr("New clie&nt…"), this);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(line / 2);
    buttons->addStretch();
    for (QPushButton *button : {sample, server, client})
        buttons->addWidget(button);
    buttons->addStretch();

    last_->setObjectName(QStringLiteral("last"));
    lastWords_->setProperty("role", QStringLiteral("muted"));
    lastWords_->setAlignment(Qt::AlignCenter);
    lastWords_->setFont(theme.monospace());

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(line, 2 * line, line, 2 * line);
    column->addStretch(2);
    column->addWidget(picture);
    column->addSpacing(line / 2);
    column->addWidget(title);
    column->addSpacing(line / 4);
    column->addWidget(text, 0, Qt::AlignHCenter);
    column->addSpacing(line);
    column->addLayout(buttons);
    column->addSpacing(line);
    column->addWidget(last_, 0, Qt::AlignHCenter);
    column->addWidget(lastWords_);
    column->addStretch(3);
    setFocusProxy(sample);

    connect(sample, &QPushButton::clicked, this, &EmptyState::sampleRequested);
    connect(server, &QPushButton::clicked, this, &EmptyState::newServerRequested);
    connect(client, &QPushButton::clicked, this, &EmptyState::newClientRequested);
    connect(last_, &QPushButton::clicked, this, [this] { Q_EMIT lastRequested(lastUrls_); });
    offerLast({}, {});
}

void EmptyState::offerLast(const QStringList &urls, const QStringList &words)
{
    constexpr qsizetype most = 4, widest = 72; // lines, letters
    lastUrls_ = urls;
    QStringList lines;
    for (const QString &each : words.first(qMin(most, words.size())))
        lines.append(each.size() > widest ? models::shown::firstOf(each, widest - 1) + u'…' : each);
    if (words.size() > most)
        lines.append(tr("and %n more", nullptr, int(words.size() - most)));
    lastWords_->setText(models::shown::inOrder(lines.join(u'\n')));
    last_->setHidden(urls.isEmpty());
    lastWords_->setHidden(urls.isEmpty());
    last_->setAccessibleDescription(words.join(QStringLiteral(", ")));
}

} // namespace ui
