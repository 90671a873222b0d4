// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is known of the one connection, task, session, loop or warning that is selected: heading,
// facts, the waiting chain of a task and who waits for it, and tabs: Stream, TLS (where it is
// encrypted) and Events of connections and tasks, SubjectPages of the others; below them, where a
// person talks with a peer, the composer. Shows what Inspection, Conversation and the narrowed
// LogModel say; a click on a link asks to go there.

#include "models/Inspection.h"
#include "ui/Models.h"

#include <QtWidgets/QWidget>

class QLabel;
class QScrollArea;
class QTabWidget;

namespace ui {

class Composer;
class CountTabBar;
class FactsView;
class FaultsTab;
class FlowTab;
class LinkLabel;
class PlainLabel;
class RowView;
class RulesTab;
class StreamView;
class SubjectPages;
class Theme;

class Inspector final : public QWidget {
    Q_OBJECT
public:
    Inspector(const Theme &theme, const Models &models, QWidget *parent = nullptr);

    void showConnection(quint64 id);
    // `connection` is the one the task serves or waits for, whose stream is shown; 0: none.
    void showTask(quint64 id, quint64 connection);
    void showNothing();
    // A session, a loop or a warning.
    void show(models::Inspection::Subject subject, quint64 id);
    [[nodiscard]] StreamView &stream() const { return *stream_; }
    [[nodiscard]] RowView &events() const { return *events_; }
    [[nodiscard]] FlowTab &flow() const { return *flow_; }
    // Of the connection, or of the session where that is the subject.
    [[nodiscard]] FaultsTab &faults() const { return *faults_; }
    [[nodiscard]] RulesTab &rules() const { return *rules_; }
    [[nodiscard]] int page() const; // which tab is in front
    void showPage(int page);
    void open(QWidget &tab); // one of those above, of what is shown
    // What nobody sees reads no recording: to be called where the window's state has changed.
    void activateSeen();
    void setReadOnly(bool readOnly); // what lives now is not seen, and not changed
    [[nodiscard]] Composer &composer() const { return *composer_; }
    [[nodiscard]] quint64 shownTask() const { return task_; }
    [[nodiscard]] quint64 shownConnection() const { return connection_; }
    [[nodiscard]] const models::Inspection &inspection() const { return models_.inspection; }
    [[nodiscard]] models::Inspection::Subject subject() const
    {
        return models_.inspection.subject();
    }
    [[nodiscard]] quint64 subjectId() const { return models_.inspection.id(); }
    [[nodiscard]] SubjectPages &pages() const { return *pages_; }
    [[nodiscard]] QString heading() const;

Q_SIGNALS:
    void picked(const models::Reference &goal);
    void interestMoved(); // shownTask() or shownConnection() changed

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void build();
    void look(quint64 task, quint64 connection);
    void refreshTabs();
    void refreshControls();
    void refresh();
    void refreshChain();

    const Theme &theme_;
    Models models_;
    quint64 task_ = 0;
    quint64 connection_ = 0;
    bool readOnly_ = false;
    QLabel *hint_;
    QWidget *subject_;
    PlainLabel *title_;
    QLabel *state_;
    PlainLabel *subtitle_;
    FactsView *facts_;
    FactsView *tls_;
    QLabel *chainTitle_;
    PlainLabel *chain_;
    QLabel *waitersTitle_;
    LinkLabel *waiters_;
    QTabWidget *tabs_;
    StreamView *stream_;
    QScrollArea *encryption_; // scrolls tls_
    RowView *events_;
    SubjectPages *pages_;
    RulesTab *rules_;
    FlowTab *flow_;
    FaultsTab *faults_;
    Composer *composer_;
};

} // namespace ui
