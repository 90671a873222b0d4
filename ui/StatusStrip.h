// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The status bar: state and figures of all loops at the left, an export under way, and the log at
// the right: how much of its budget is used, and what was cut. Short notices take the left for a
// few seconds. Figures change twice a second at most, as nobody reads faster, and a state at once.

#include <QtWidgets/QStatusBar>

#include <array>

class QLabel;
class QProgressBar;
class QTimer;
class QToolButton;

namespace models {
class Activity;
class EventStore;
} // namespace models

namespace ui {

class ElidedLabel;
class Notices;
class PlainLabel;
class StatusFigures;
class Theme;

class StatusStrip final : public QStatusBar {
    Q_OBJECT
public:
    StatusStrip(const Theme &theme, const models::Activity &activity,
                const models::EventStore &file, QWidget *parent = nullptr);

    // What is written, and how much of it, 0..1; below 0 while that is not known.
    void showProgress(const QString &what, double part);
    void hideProgress();
    [[nodiscard]] bool showsProgress() const;
    // One sentence. An error stays until it is dismissed, and then the one before it is shown that
    // nobody has dismissed yet; what is no error is shown for a few seconds. All are in notices().
    void showNotice(const QString &sentence, bool error);
    [[nodiscard]] QString notice() const; // that is shown
    [[nodiscard]] Notices &notices() const { return *notices_; }
    // The moment that all views show; "": now. Its figures are shown at once unless it is
    // `playing`.
    void showMoment(const QString &words, bool playing = false);
    void refreshLog(); // as soon as another view says how long the log is
    // What holds a loop now, in the place of the figures; "": nothing does.
    void showBlocked(const QString &words);
    [[nodiscard]] QString blocked() const;

Q_SIGNALS:
    void cancelRequested();
    void noticesRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QString cutText() const;
    [[nodiscard]] QString budgetText() const;
    void statusChanged();
    void refreshFigures();
    void refreshIcons();
    void refreshNotice();

    const Theme &theme_;
    const models::Activity &activity_;
    const models::EventStore &file_;
    StatusFigures *figures_;
    QTimer *figuresPace_; // runs: they have changed lately
    bool figuresWait_ = false; // newer ones, until then
    QString state_; // that is shown
    ElidedLabel *blocked_; // in their place
    Notices *notices_;
    QString passing_; // what is no error, for a few seconds
    QTimer *passes_;
    ElidedLabel *notice_;
    QToolButton *dismiss_;
    QToolButton *all_; // opens the list of notices
    QLabel *progressLabel_;
    QProgressBar *progress_;
    QToolButton *cancel_;
    PlainLabel *moment_;
    PlainLabel *log_;
    QProgressBar *budget_; // how much of what is kept is full
    std::array<qint64, 7> counts_ {}; // that it says
};

} // namespace ui
