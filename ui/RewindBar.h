// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The bar below the tabs that moves every view through a recording: play and its speed, the moment
// that is shown, the track of the whole span, and the way back to now where there is one. It shows
// what it is given and emits what a person asks for; it knows no file. Main thread.

#include "models/record/History.h"
#include "ui/Models.h"

#include <QtWidgets/QWidget>

#include <optional>
#include <utility>

class QToolButton;

namespace ui {

class PlainLabel;
class RewindTrack;
class Theme;

class RewindBar final : public QWidget {
    Q_OBJECT
public:
    // Of what is live there is a now to go back to.
    RewindBar(const Theme &theme, Tense tense, QWidget *parent = nullptr);

    void showHistory(const models::History &history);
    // The moment that is shown; none: now, as it goes on.
    void showMoment(std::int64_t time);
    void showNow();
    void showPlaying(bool playing);
    void showSpeed(double speed);
    [[nodiscard]] bool showsNow() const { return now_; }
    [[nodiscard]] bool isPlaying() const { return playing_; }
    [[nodiscard]] double speed() const { return speed_; }
    [[nodiscard]] std::int64_t moment() const; // wall clock, ns
    [[nodiscard]] RewindTrack &track() const { return *track_; }
    // The mark before or after the moment that is shown, or null.
    [[nodiscard]] const models::History::Mark *markBefore() const;
    [[nodiscard]] const models::History::Mark *markAfter() const;

    static const QList<double> &speeds();

Q_SIGNALS:
    void momentRequested(std::int64_t time);
    void nowRequested();
    void playRequested(bool play);
    void speedRequested(double speed);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QToolButton *button(const QString &name);
    void fillSpeeds();
    void goToEnd();
    void drawIcons();
    void refresh();

    const Theme &theme_;
    const Tense tense_;
    QToolButton *back_, *play_, *forward_, *speedButton_, *live_;
    PlainLabel *time_;
    RewindTrack *track_;
    double speed_ = 1;
    bool now_ = false;
    bool playing_ = false;
    std::optional<std::pair<bool, bool>> drawn_; // both, as the icons say
};

} // namespace ui
