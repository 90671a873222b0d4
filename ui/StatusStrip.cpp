// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/StatusStrip.h"

#include "models/Activity.h"
#include "models/record/EventStore.h"
#include "models/text/Format.h"
#include "ui/ElidedLabel.h"
#include "ui/Icons.h"
#include "ui/Notices.h"
#include "ui/PlainLabel.h"
#include "ui/StatusFigures.h"
#include "ui/StyleSheet.h"
#include "ui/timeline/TimeScale.h"

#include <QtCore/QTimer>
#include <QtGui/QFontMetrics>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QToolButton>

#include <algorithm>
#include <utility>

namespace ui {

namespace {

constexpr int kNoticeMilliseconds = 6000;
constexpr int kFiguresMilliseconds = 500;

// A layout that is short of room would take it from a button that is styled, whatever its hint.
void keepWidth(QToolButton &button)
{
    button.ensurePolished();
    button.setMinimumWidth(button.sizeHint().width());
}

QString milliseconds(double value)
{
    return value > 0 ? models::format::duration(std::int64_t(value * double(kMillisecond)))
                     : QStringLiteral("–");
}

} // namespace

StatusStrip::StatusStrip(const Theme &theme, const models::Activity &activity,
                         const models::EventStore &file, QWidget *parent)
    : QStatusBar(parent)
    , theme_(theme)
    , activity_(activity)
    , file_(file)
    , figures_(new StatusFigures(theme, this))
    , figuresPace_(new QTimer(this))
    , blocked_(new ElidedLabel(this))
    , notices_(new Notices(this))
    , passes_(new QTimer(this))
    , notice_(new ElidedLabel(this))
    , dismiss_(new QToolButton(this))
    , all_(new QToolButton(this))
    , progressLabel_(new PlainLabel(this))
    , progress_(new QProgressBar(this))
    , cancel_(new QToolButton(this))
    , moment_(new PlainLabel(this))
    , log_(new PlainLabel(this))
    , budget_(new QProgressBar(this))
{
    setSizeGripEnabled(false);
    setAccessibleName(tr("Status"));
    const int gap = QFontMetrics(theme.font()).height() / 2;
    notice_->setContentsMargins(gap, 0, gap, 0);
    notice_->setAccessibleName(tr("Notice"));
    dismiss_->setProperty("quiet", true);
    dismiss_->setAccessibleName(tr("Dismiss the notice"));
    setTip(*dismiss_, dismiss_->accessibleName());
    all_->setProperty("quiet", true);
    all_->setObjectName(QStringLiteral("all-notices"));
    figuresPace_->setSingleShot(true);
    figuresPace_->setInterval(kFiguresMilliseconds);
    passes_->setSingleShot(true);
    passes_->setInterval(kNoticeMilliseconds);
    cancel_->setProperty("quiet", true);
    cancel_->setAccessibleName(tr("Cancel the export"));
    setTip(*cancel_, cancel_->accessibleName());
    progress_->setAccessibleName(tr("Progress of the export"));
    progress_->setFixedSize(14 * gap, theme.rowHeight() - gap);
    moment_->setRoom(gap);
    moment_->setAccessibleName(tr("Moment that is shown"));
    moment_->hide();
    setTone(*moment_, models::Tone::Notice);
    log_->setProperty("role", QStringLiteral("muted"));
    log_->setRoom(gap);
    log_->setAccessibleName(tr("Size of the log"));
    blocked_->setContentsMargins(gap, 0, gap, 0);
    blocked_->setAccessibleName(tr("What holds a loop"));
    budget_->setTextVisible(false);
    budget_->setFixedSize(6 * gap, gap);
    budget_->setAccessibleName(tr("Budget of the recording that is used"));
    addWidget(figures_, 1);
    addWidget(blocked_, 1);
    blocked_->hide();
    for (QWidget *part : std::initializer_list<QWidget *> {
             notice_, dismiss_, all_, progressLabel_, progress_, cancel_, moment_, budget_, log_})
        addPermanentWidget(part);
    hideProgress();

    connect(dismiss_, &QToolButton::clicked, this, [this] { notices_->dismiss(notice()); });
    connect(all_, &QToolButton::clicked, this, &StatusStrip::noticesRequested);
    connect(passes_, &QTimer::timeout, this, [this] {
        passing_.clear();
        refreshNotice();
    });
    connect(notices_, &Notices::changed, this, &StatusStrip::refreshNotice);
    connect(&theme, &Theme::changed, this, &StatusStrip::refreshNotice);
    connect(cancel_, &QToolButton::clicked, this, &StatusStrip::cancelRequested);
    connect(&theme, &Theme::changed, this, &StatusStrip::refreshIcons);
    connect(figuresPace_, &QTimer::timeout, this, [this] {
        if (figuresWait_)
            refreshFigures();
    });
    connect(&activity, &models::Activity::changed, this, &StatusStrip::statusChanged);
    connect(&activity, &models::Activity::pointAdded, this, &StatusStrip::refreshLog);
    refreshIcons();
    refreshNotice();
    refreshFigures();
    refreshLog();
}

void StatusStrip::refreshIcons()
{
    dismiss_->setIcon(icon(Symbol::Close, theme_, theme_.tokens().muted));
    cancel_->setIcon(icon(Symbol::Close, theme_, theme_.tokens().muted));
}

void StatusStrip::statusChanged()
{
    if (figuresPace_->isActive() && activity_.status().state == state_)
        figuresWait_ = true;
    else
        refreshFigures();
}

void StatusStrip::refreshFigures()
{
    figuresWait_ = false;
    if (!isVisible() && !figures_->accessibleDescription().isEmpty())
        return;
    figuresPace_->start();
    using namespace models::format;
    const models::Activity::Status &status = activity_.status();
    QList<StatusFigures::Figure> figures {
        {tr("lag"),
         tr("%1 (p99 %2)")
             .arg(milliseconds(status.lagMilliseconds), milliseconds(status.lagP99Milliseconds))},
        {tr("ready"), integer(qint64(status.ready))},
        {tr("tasks"), integer(qint64(status.tasks))},
        {tr("timers"), integer(qint64(status.timers))},
        {{}, tr("%1 msg/s").arg(count(status.messagesPerSecond))},
        {{}, bytesPerSecond(status.bytesInPerSecond + status.bytesOutPerSecond)}};
    if (const auto &cost = activity_.ownCost(); cost.known)
        figures << StatusFigures::Figure {tr("own cost"),
                                          tr("%1 %").arg(decimal(100 * cost.all(), 1))};
    state_ = status.state;
    figures_->showFigures(status.tone, status.state, figures);
    setTip(*figures_, activity_.ownCostText());
    figures_->setAccessibleDescription(activity_.statusText());
}

// What is cut, and why, in the order in which it goes.
QString StatusStrip::cutText() const
{
    using namespace models::format;
    const qint64 dropped = file_.dropped();
    const quint64 merged = activity_.status().merged;
    QString text;
    if (const qint64 first = file_.firstEvent(); first > 1)
        text += tr(" · the first %1 have left").arg(integer(first - 1));
    if (merged > 0)
        text += tr(" · %1 merged").arg(integer(qint64(merged)));
    if (const qint64 missing = file_.missing(); missing > 0)
        text += tr(" · %1 of data left out").arg(bytes(double(missing)));
    if (dropped >= 0)
        text += dropped > 0 ? tr(" · %1 dropped").arg(integer(dropped)) : tr(" · nothing dropped");
    return text;
}

QString StatusStrip::budgetText() const
{
    const models::EventStore::Budget budget = file_.budget();
    const QString bytes = models::format::bytes(double(budget.bytes));
    const QString time = models::format::duration(std::chrono::nanoseconds(budget.age).count());
    if (budget.bytes == 0 && budget.age.count() == 0)
        return tr("Everything is kept.");
    const QString kept = budget.age.count() == 0 ? tr("The last %1 are kept.").arg(bytes)
        : budget.bytes == 0                      ? tr("The last %1 are kept.").arg(time)
                            : tr("The last %1, and no more than %2, are kept.").arg(time, bytes);
    return kept + u' ' + tr("What is older leaves first; the settings say how much it is.");
}

void StatusStrip::refreshLog()
{
    using namespace models::format;
    const qint64 most = file_.budget().bytes;
    const bool narrow = width() < 75 * QFontMetrics(theme_.font()).height();
    // That time passes makes the file a little larger, too: not worth laying out the window anew.
    const std::array<qint64, 7> counts {file_.eventCount(),
                                        file_.firstEvent(),
                                        qint64(activity_.status().merged),
                                        file_.dropped(),
                                        file_.missing(),
                                        most,
                                        narrow};
    const auto before = std::exchange(counts_, counts);
    if (before == counts && !log_->text().isEmpty())
        return;
    if (before.back() != counts.back())
        log_->forgetPlace(); // other words
    const qint64 size = file_.size();
    const QString events = tr("log %1 events").arg(integer(file_.eventCount()));
    const QString used = most == 0 ? bytes(double(size))
                                   : tr("%1 of %2", "how much of the budget is used")
                                         .arg(bytes(double(size)), bytes(double(most)));
    const QString whole = events + QStringLiteral(" · ") + used + cutText();
    log_->showFigure(narrow ? used + cutText() : whole);
    setTip(*log_, whole + u'\n' + budgetText());
    budget_->setHidden(most == 0 || log_->isHidden());
    budget_->setValue(most == 0 ? 0 : int(std::clamp<qint64>(100 * size / most, 0, 100)));
    setTip(*budget_, whole + u'\n' + budgetText());
}

void StatusStrip::resizeEvent(QResizeEvent *event)
{
    QStatusBar::resizeEvent(event);
    notice_->setMaximumWidth(width() / 2); // the first figures stay beside it
    refreshLog();
}

void StatusStrip::showProgress(const QString &what, double part)
{
    progressLabel_->setText(what);
    progress_->setRange(0, part < 0 ? 0 : 100);
    progress_->setValue(qRound(part * 100));
    progressLabel_->show();
    progress_->show();
    cancel_->show();
}

void StatusStrip::hideProgress()
{
    progressLabel_->hide();
    progress_->hide();
    cancel_->hide();
}

bool StatusStrip::showsProgress() const
{
    return !progress_->isHidden();
}

void StatusStrip::showNotice(const QString &sentence, bool error)
{
    passing_ = error ? QString() : sentence;
    passes_->start();
    notices_->add(sentence, error);
    refreshNotice();
}

void StatusStrip::refreshNotice()
{
    const Notice *error = passing_.isEmpty() ? notices_->firstUnread() : nullptr;
    const QString sentence = error ? error->sentence : passing_;
    notice_->setText(sentence);
    notice_->setInk(error ? theme_.tokens().error : QColor());
    notice_->setVisible(!sentence.isEmpty());
    dismiss_->setVisible(error);
    const bool room = sentence.isEmpty() || width() > 60 * QFontMetrics(font()).height();
    log_->setVisible(room);
    budget_->setVisible(room && file_.budget().bytes != 0);
    const int unread = notices_->unread();
    all_->setText(unread > 1 ? tr("%n errors", nullptr, unread) : tr("Notices"));
    all_->setAccessibleName(all_->text());
    all_->setVisible(notices_->rowCount() > 0);
    setTip(*all_, tr("Everything that was said here"));
    for (QToolButton *button : {dismiss_, all_, cancel_})
        keepWidth(*button);
}

void StatusStrip::showMoment(const QString &words, bool playing)
{
    const bool other = words != moment_->text();
    moment_->setText(words);
    moment_->setVisible(!words.isEmpty());
    if (!other || playing)
        return;
    figuresPace_->stop(); // a person went there, and sees the figures of then
    if (figuresWait_)
        refreshFigures();
}

void StatusStrip::showBlocked(const QString &words)
{
    if (words == blocked_->text())
        return;
    blocked_->setText(words);
    blocked_->setInk(theme_.tokens().error);
    blocked_->setVisible(!words.isEmpty());
    figures_->setVisible(words.isEmpty());
}

QString StatusStrip::blocked() const
{
    return blocked_->text();
}

QString StatusStrip::notice() const
{
    return notice_->isHidden() ? QString() : notice_->text();
}

} // namespace ui
