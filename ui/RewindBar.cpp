// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/RewindBar.h"

#include "models/text/Format.h"
#include "ui/Icons.h"
#include "ui/PlainLabel.h"
#include "ui/RewindTrack.h"
#include "ui/StyleSheet.h"

#include <QtGui/QActionGroup>
#include <QtGui/QFontMetrics>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QMenu>
#include <QtWidgets/QToolButton>

#include <algorithm>
#include <utility>

namespace ui {

namespace {

QString speedName(double speed)
{
    return speed < 1 ? RewindBar::tr("1/%1×").arg(qRound(1 / speed))
                     : RewindBar::tr("%1×").arg(qRound(speed));
}

} // namespace

const QList<double> &RewindBar::speeds()
{
    static const QList<double> all {0.25, 0.5, 1, 2, 4, 8, 16};
    return all;
}

RewindBar::RewindBar(const Theme &theme, Tense tense, QWidget *parent)
    : QWidget(parent)
    , theme_(theme)
    , tense_(tense)
    , back_(button(tr("A step back")))
    , play_(button(tr("Play")))
    , forward_(button(tr("A step forward")))
    , speedButton_(button(tr("Speed of playing")))
    , live_(new QToolButton(this))
    , time_(new PlainLabel(this))
    , track_(new RewindTrack(theme, this))
{
    setObjectName(QStringLiteral("rewind"));
    setAccessibleName(tr("Rewind"));
    setAttribute(Qt::WA_StyledBackground);
    setProperty("ground", QStringLiteral("footer"));
    const int line = QFontMetrics(theme.font()).height();
    time_->setFont(theme.monospace());
    time_->setAccessibleName(tr("The moment that is shown"));
    time_->setLayoutDirection(Qt::LeftToRight);
    time_->showFigure(QStringLiteral("00:00:00.000 ")); // it has room for any from now on
    live_->setObjectName(QStringLiteral("live"));
    live_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    live_->setCheckable(true);
    live_->setFocusPolicy(Qt::TabFocus);
    live_->setVisible(tense == Tense::Live);
    speedButton_->setLayoutDirection(Qt::LeftToRight); // "1/4×" in any window
    fillSpeeds();

    // As on every machine that plays: earlier is at the left, whatever the language.
    auto *player = new QWidget(this);
    player->setLayoutDirection(Qt::LeftToRight);
    auto *buttons = new QHBoxLayout(player);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(line / 4);
    for (QWidget *each : std::initializer_list<QWidget *> {back_, play_, forward_, speedButton_})
        buttons->addWidget(each);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(line / 2, line / 4, line / 2, line / 4);
    row->setSpacing(line / 2);
    row->addWidget(player);
    row->addWidget(time_);
    row->addWidget(track_, 1);
    row->addWidget(live_);
    setFocusProxy(track_);

    connect(back_, &QToolButton::clicked, this,
            [this] { Q_EMIT momentRequested(moment() - track_->step()); });
    connect(forward_, &QToolButton::clicked, this,
            [this] { Q_EMIT momentRequested(moment() + track_->step()); });
    connect(play_, &QToolButton::clicked, this, [this] { Q_EMIT playRequested(!playing_); });
    connect(live_, &QToolButton::clicked, this, [this] {
        Q_EMIT nowRequested();
        refresh(); // it is checked where it is so, not where somebody clicked
    });
    connect(track_, &RewindTrack::moved, this, &RewindBar::momentRequested);
    connect(track_, &RewindTrack::endRequested, this, &RewindBar::goToEnd);
    connect(track_, &RewindTrack::playRequested, this, [this] {
        if (play_->isEnabled())
            Q_EMIT playRequested(!playing_);
    });
    connect(&theme, &Theme::changed, this, &RewindBar::drawIcons);
    refresh();
}

QToolButton *RewindBar::button(const QString &name)
{
    auto *made = new QToolButton(this);
    made->setProperty("segment", true);
    made->setAccessibleName(name);
    setTip(*made, name);
    made->setFocusPolicy(Qt::TabFocus);
    const int line = QFontMetrics(theme_.font()).height();
    made->setIconSize({line, line});
    return made;
}

void RewindBar::fillSpeeds()
{
    auto *menu = new QMenu(speedButton_);
    auto *group = new QActionGroup(menu);
    for (const double each : speeds()) {
        QAction *action = menu->addAction(speedName(each), this, [this, each] {
            speed_ = each;
            refresh();
            Q_EMIT speedRequested(each);
        });
        action->setCheckable(true);
        action->setChecked(each == speed_);
        group->addAction(action);
    }
    speedButton_->setMenu(menu);
    speedButton_->setPopupMode(QToolButton::InstantPopup);
}

std::int64_t RewindBar::moment() const
{
    return track_->position();
}

void RewindBar::showHistory(const models::History &history)
{
    track_->showHistory(history);
    if (now_)
        track_->showPosition(history.last);
    else
        track_->showPosition(track_->position());
    refresh();
}

void RewindBar::showMoment(std::int64_t time)
{
    now_ = false;
    track_->showPosition(time);
    refresh();
}

void RewindBar::showNow()
{
    now_ = true;
    playing_ = false;
    track_->showPosition(track_->history().last);
    refresh();
}

void RewindBar::showPlaying(bool playing)
{
    playing_ = playing;
    refresh();
}

void RewindBar::showSpeed(double speed)
{
    speed_ = speed;
    const QList<QAction *> actions = speedButton_->menu()->actions();
    for (qsizetype i = 0; i < actions.size(); ++i)
        actions.at(i)->setChecked(speeds().at(i) == speed);
    refresh();
}

const models::History::Mark *RewindBar::markBefore() const
{
    const auto &marks = track_->history().marks;
    const auto at = std::find_if(marks.crbegin(), marks.crend(),
                                 [this](const auto &mark) { return mark.time < moment(); });
    return at == marks.crend() ? nullptr : &*at;
}

const models::History::Mark *RewindBar::markAfter() const
{
    const auto &marks = track_->history().marks;
    const auto at = std::find_if(marks.cbegin(), marks.cend(),
                                 [this](const auto &mark) { return mark.time > moment(); });
    return at == marks.cend() ? nullptr : &*at;
}

void RewindBar::goToEnd()
{
    if (tense_ == Tense::Live)
        Q_EMIT nowRequested();
    else
        Q_EMIT momentRequested(track_->history().last);
}

// Where there is little room the track has it: keys step, too.
void RewindBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    constexpr int enough = 44; // lines
    const bool roomy = width() >= enough * QFontMetrics(theme_.font()).height();
    back_->setVisible(roomy);
    forward_->setVisible(roomy);
}

void RewindBar::drawIcons()
{
    back_->setIcon(icon(Symbol::StepBack, theme_));
    forward_->setIcon(icon(Symbol::StepForward, theme_));
    play_->setIcon(icon(playing_ ? Symbol::Pause : Symbol::Start, theme_));
    live_->setIcon(icon(Symbol::Dot, theme_, now_ ? theme_.tokens().good : theme_.tokens().muted));
}

void RewindBar::refresh()
{
    const bool some = track_->history().last != 0;
    back_->setEnabled(some);
    for (QToolButton *each : {play_, forward_}) // what follows now is not known yet
        each->setEnabled(some && !now_);
    if (const std::pair shown(now_, playing_); drawn_ != shown) { // it is called once a second
        drawn_ = shown;
        drawIcons();
    }
    play_->setAccessibleName(playing_ ? tr("Pause") : tr("Play"));
    setTip(*play_, play_->accessibleName());
    speedButton_->setText(speedName(speed_));
    time_->showFigure(some ? models::format::clockToMilliseconds(moment()) : QString());
    setTip(*time_, some ? models::format::dateAndTime(moment()) : QString());
    live_->setText(tr("Live"));
    live_->setChecked(now_);
    live_->setAccessibleName(now_ ? tr("Live: what is shown happens now") : tr("Back to live"));
    setTip(*live_, live_->accessibleName());
}

} // namespace ui
