// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The tree of loops, servers and clients, and below it the error of the selected session, or of the
// last one that failed, in full. Tells what the user picks; starts nothing.

#include <QtWidgets/QWidget>

class QLabel;
class QModelIndex;
class QTreeView;

namespace models {
class SessionModel;
}

namespace ui {

class Theme;

class SessionsPanel final : public QWidget {
    Q_OBJECT
public:
    SessionsPanel(const Theme &theme, models::SessionModel &sessions, QWidget *parent = nullptr);

    [[nodiscard]] quint64 currentLoop() const; // 0: none, or something else
    [[nodiscard]] quint64 currentSession() const; // 0: none, or a loop or a group
    void selectSession(quint64 id);
    [[nodiscard]] QTreeView &tree() const { return *tree_; }
    [[nodiscard]] QString shownError() const;

Q_SIGNALS:
    void currentSessionChanged(quint64 id);
    void sessionActivated(quint64 id); // Return or a double click
    // A person chose it, by mouse or key; of two that are 0 the line is neither.
    void linePicked(quint64 session, quint64 loop);
    void menuRequested(const QPoint &at, quint64 id);

private:
    void sessionTold(quint64 id);
    void refreshError();
    void requestMenu(const QPoint &at);

    models::SessionModel &sessions_;
    QTreeView *tree_;
    QLabel *error_;
    quint64 lastFailed_ = 0;
    bool selecting_ = false; // by the program
};

} // namespace ui
