// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The facts of the one connection or task that is selected: heading, labelled values, what TLS
// agreed on, the waiting chain of a task and who waits for it. Plain lists, made anew once a batch;
// changed() comes only where something differs. The app sets the same id as the Feed's interest, so
// that chains come. Main thread.

#include "models/Roles.h"
#include "models/record/DeltaSource.h"

#include <QtCore/QList>
#include <QtCore/QObject>

namespace models {

class ConnectionModel;
class TaskModel;
class SessionModel;

struct Fact {
    QString label, value;
    Tone tone = Tone::Neutral; // of the value
    bool monospace = false;
    friend bool operator==(const Fact &, const Fact &) = default;
};

// One line of a waiting chain, outermost first: what waits, and where.
struct ChainStep {
    QString what, where;
    int depth = 0;
    friend bool operator==(const ChainStep &, const ChainStep &) = default;
};

// Something else to look at: a click goes there.
struct Reference {
    quint64 id = 0;
    QString text;
    friend bool operator==(const Reference &, const Reference &) = default;
};

class Inspection final : public QObject, public DeltaConsumer {
    Q_OBJECT

public:
    enum class Subject { Nothing, Connection, Task };

    // All must outlive this.
    Inspection(const ConnectionModel *connections, const TaskModel *tasks,
               const SessionModel *sessions, QObject *parent = nullptr);

    void showConnection(quint64 id);
    void showTask(quint64 id);
    void clear();

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
    [[nodiscard]] const QList<ChainStep> &chain() const { return shown_.chain; }
    [[nodiscard]] const QList<Reference> &awaitedBy() const { return shown_.awaitedBy; } // tasks

    void apply(const loop::Delta &delta) override;
    void reset() override { chain_ = {}; }
    void batchEnded(std::int64_t now) override;

Q_SIGNALS:
    void subjectChanged(); // something else is shown
    void changed(); // or the same, with other values

private:
    struct Shown {
        QString title, state, subtitle;
        Tone tone = Tone::Neutral;
        QList<Fact> facts, tls;
        QList<ChainStep> chain;
        QList<Reference> awaitedBy;
        friend bool operator==(const Shown &, const Shown &) = default;
    };

    void show(Subject subject, quint64 id);
    void update();
    [[nodiscard]] Shown describeConnection() const;
    [[nodiscard]] Shown describeTask() const;
    void describeChain(Shown &shown) const;

    const ConnectionModel *connections_;
    const TaskModel *tasks_;
    const SessionModel *sessions_;
    Subject subject_ = Subject::Nothing;
    quint64 id_ = 0;
    loop::TaskChain chain_;
    Shown shown_;
};

} // namespace models
