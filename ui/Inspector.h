// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is known of the one connection or task that is selected: heading, facts, the waiting chain
// of a task and who waits for it, and the tabs Stream, TLS (where it is encrypted) and Events;
// below them, where a person talks with a peer, the composer. Shows what Inspection, Conversation
// and the narrowed LogModel say; a click on a task or connection asks to go there.

#include "ui/Models.h"

#include <QtWidgets/QWidget>

class QLabel;
class QScrollArea;
class QTabWidget;

namespace ui {

class Composer;
class CountTabBar;
class FactsView;
class LinkLabel;
class RowView;
class StreamView;
class Theme;

class Inspector final : public QWidget {
    Q_OBJECT
public:
    Inspector(const Theme &theme, const Models &models, QWidget *parent = nullptr);

    void showConnection(quint64 id);
    // `connection` is the one the task serves or waits for, whose stream is shown; 0: none.
    void showTask(quint64 id, quint64 connection);
    void showNothing();
    [[nodiscard]] StreamView &stream() const { return *stream_; }
    [[nodiscard]] RowView &events() const { return *events_; }
    [[nodiscard]] Composer &composer() const { return *composer_; }
    [[nodiscard]] quint64 shownTask() const { return task_; }
    [[nodiscard]] quint64 shownConnection() const { return connection_; }
    [[nodiscard]] QString heading() const;

Q_SIGNALS:
    void taskPicked(quint64 id);
    void interestMoved(); // shownTask() or shownConnection() changed

private:
    void build();
    void show(quint64 task, quint64 connection);
    void refresh();
    void refreshChain();

    const Theme &theme_;
    Models models_;
    quint64 task_ = 0;
    quint64 connection_ = 0;
    QLabel *hint_;
    QWidget *subject_;
    QLabel *title_;
    QLabel *state_;
    QLabel *subtitle_;
    FactsView *facts_;
    FactsView *tls_;
    QLabel *chainTitle_;
    QLabel *chain_;
    QLabel *waitersTitle_;
    LinkLabel *waiters_;
    QTabWidget *tabs_;
    StreamView *stream_;
    QScrollArea *encryption_; // scrolls tls_
    RowView *events_;
    Composer *composer_;
};

} // namespace ui
