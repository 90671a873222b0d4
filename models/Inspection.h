// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What there is to say of the one connection, task, session, loop or warning that is selected
// (Inspected). Made anew once a batch; changed() comes only where something differs. The app sets
// the same id as the Feed's interest, so that chains come. Main thread.

#include "models/AnswerTimes.h"
#include "models/Inspected.h"
#include "models/LoopFacts.h"
#include "models/record/DeltaSource.h"
#include "models/record/OwnCost.h"

#include <QtCore/QObject>

namespace models {

class ConnectionModel;
class TaskModel;
class SessionModel;

class WarningModel;
struct TaskRow;

class Inspection final : public QObject, public DeltaConsumer {
    Q_OBJECT

public:
    enum class Subject { Nothing, Connection, Task, Session, Loop, Warning };

    // All must outlive this.
    Inspection(const ConnectionModel *connections, const TaskModel *tasks,
               const SessionModel *sessions, const WarningModel *warnings,
               QObject *parent = nullptr);

    // 0 or Nothing: nothing. The id of a warning is that of its row.
    void show(Subject subject, quint64 id);
    void showConnection(quint64 id) { show(Subject::Connection, id); }
    void showTask(quint64 id) { show(Subject::Task, id); }
    void clear() { show(Subject::Nothing, 0); }

    // What watching costs, which the page of a loop shows; Activity has it, too.
    void setOwnCost(const OwnCost::Shares &shares) { ownCost_ = shares; }
    [[nodiscard]] Subject subject() const { return subject_; }
    [[nodiscard]] quint64 id() const { return id_; }
    [[nodiscard]] QString title() const { return shown_.title; } // "Connection 1844"
    [[nodiscard]] QString state() const { return shown_.state; } // "open"
    [[nodiscard]] Tone tone() const { return shown_.tone; } // of the state
    [[nodiscard]] QString subtitle() const { return shown_.subtitle; } // the route, the coroutine
    [[nodiscard]] const QList<Fact> &facts() const { return shown_.facts; }
    [[nodiscard]] const QList<Fact> &tls() const
    {
        return shown_.tls;
    } // empty: it is not encrypted
    [[nodiscard]] const Inspected &shown() const { return shown_; }
    [[nodiscard]] const QList<ChainStep> &chain() const { return shown_.chain; }
    [[nodiscard]] const QList<Reference> &awaitedBy() const { return shown_.awaitedBy; } // tasks

    void apply(const loop::Delta &delta) override;
    void reset() override;
    void batchEnded(std::int64_t now) override;

Q_SIGNALS:
    void subjectChanged(); // something else is shown
    void changed(); // or the same, with other values

private:
    void update();
    void timeAnswers(const loop::Delta &delta);
    [[nodiscard]] Inspected describe() const;
    [[nodiscard]] Inspected describeConnection() const;
    [[nodiscard]] Inspected describeTask() const;
    void describeChain(Inspected &shown, const TaskRow &row) const;
    [[nodiscard]] Inspected describeSession() const;
    [[nodiscard]] Inspected describeLoop() const;
    [[nodiscard]] QString agesOfTasks() const; // of the loop
    [[nodiscard]] Inspected describeWarning() const;
    void countHoldings();
    void countConnections();

    const ConnectionModel *connections_;
    const TaskModel *tasks_;
    const SessionModel *sessions_;
    const WarningModel *warnings_;
    Subject subject_ = Subject::Nothing;
    quint64 id_ = 0;
    loop::TaskChain chain_;
    AnswerTimes answers_; // of the connection, since it is shown
    LoopFacts loops_;
    OwnCost::Shares ownCost_;
    QList<Holding> holdings_; // of the loop that is shown, a second old at most
    std::int64_t countedAt_ = 0; // wall clock
    Inspected shown_;
    std::int64_t now_ = 0; // wall clock
};

} // namespace models
