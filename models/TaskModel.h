// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every task of every loop, live: one row each, by TaskId, columns TaskColumn. Ended ones fade and
// leave after the retention. Says in words what a task waits for. In tree mode a task stands below
// one that awaits it, wherever the order of the columns would have put it, and those that wait for
// each other in a circle are marked (AwaitTree). Main thread.

#include "models/AwaitTree.h"
#include "models/RowModel.h"

namespace models {

// Times are wall clock, ns since 1970; durations ns.
struct TaskRow {
    quint64 id = 0;
    quint64 loop = 0, context = 0, parent = 0;
    QString name, coroutine;
    loop::Place begins, created, awaitedAt;
    std::int64_t started = 0, ended = 0, waitDeadline = 0;
    loop::TaskState state = loop::TaskState::Ready;
    loop::WaitKind wait = loop::WaitKind::None;
    quint64 waitTarget = 0;
    quint64 steps = 0;
    std::int64_t busy = 0, longest = 0;
    loop::DurationBuckets histogram {};
    std::int64_t toRun = 0, longestToRun = 0; // from woken to running
    quint32 warnings = 0;
    QString error;
    std::vector<loop::TaskId> awaits; // where it waits for more than waitTarget says
    std::shared_ptr<const loop::PrimitiveSample> primitive; // that it waits for; or null
    quint32 cancelRequests = 0;
    quint64 cancelledBy = 0, cancelledThrough = 0;
};

class TaskModel final : public RowModel<TaskRow> {
    Q_OBJECT

public:
    explicit TaskModel(QObject *parent = nullptr);

    void apply(const loop::Delta &delta) override;
    void apply(const Blocked &blocked) override; // a warning of its task, once it is over
    void reset() override;
    QList<FilterKey> filterKeys() const override;

    // "task 12 echo()", or "task 12" where nothing else is known of it.
    [[nodiscard]] QString describe(quint64 task) const;
    // "echo()", of its coroutine.
    [[nodiscard]] static QString call(const TaskRow &row);
    // "recv on connection #1841", "sleep 1.2 s", "task 12", "future", "write buffer of #1855".
    [[nodiscard]] QString waitingFor(const TaskRow &row) const;
    // From woken to running: "12 µs on average, 3.4 ms at most"; "" where it did not wait yet.
    [[nodiscard]] static QString toRunText(const TaskRow &row);
    // What is known of a lock or the like that tasks wait for, of all they said the newest; null:
    // nobody waits for it.
    [[nodiscard]] const loop::PrimitiveSample *primitive(quint64 id) const;
    [[nodiscard]] QList<quint64> waitersOf(quint64 primitive) const; // in no order
    // Who waits for a task: to be done, or to let go of a lock; the first thousand by id.
    [[nodiscard]] QList<quint64> awaitersOf(quint64 task) const;
    // Tasks that wait for each other: those of the circle that this one is in, from it on; or none.
    [[nodiscard]] QList<quint64> circleOf(quint64 task) const;

    void setTree(bool tree);
    [[nodiscard]] bool isTree() const { return tree_; }
    // Of the last refresh in tree mode: 0 for one that no shown task awaits.
    [[nodiscard]] int depthOf(quint64 task) const;
    [[nodiscard]] bool isInCircle(quint64 task) const;

    // Can still be cancelled.
    [[nodiscard]] bool isLive(quint64 task) const;
    [[nodiscard]] static Tone tone(loop::TaskState state);

private:
    QString text(const TaskRow &row, int column) const override;
    QVariant special(const TaskRow &row, int column, int role) const override;
    double number(const TaskRow &row, int column) const override;
    const ColumnTraits &traits(int column) const override;
    QString filterValue(const TaskRow &row, int key) const override;
    double filterNumber(const TaskRow &row, int key) const override;
    bool isWordColumn(int column) const override;
    TimeSpan lifeOf(const TaskRow &row) const override
    {
        return {row.started, row.ended != 0 ? row.ended : TimeSpan::Forever};
    }
    bool tick(std::int64_t now) override;
    bool arrange(std::vector<int> &order) override;
    bool arranges() const override { return tree_; }

    void create(const loop::Delta &delta, const loop::TaskCreated &created);
    void update(const loop::Delta &delta, const loop::TaskSample &sample);
    void note(const loop::PrimitiveSample &primitive);
    void forgetPrimitives();
    [[nodiscard]] static bool needsSomebody(const TaskRow &row);
    // The tasks without which it cannot go on: those it awaits, and who holds its lock.
    void visitNeeded(const TaskRow &row, const std::function<void(quint64)> &visit) const;
    [[nodiscard]] QString waitingForPrimitive(const TaskRow &row) const;
    [[nodiscard]] static QString shortName(const QString &coroutine); // "echo(…)"
    [[nodiscard]] QString coroutineText(const TaskRow &row) const;

    std::vector<ColumnTraits> traits_;
    std::unordered_map<quint64, loop::PrimitiveSample> primitives_;
    bool tree_ = false;
    AwaitTree places_; // by slot
    // Who waits for one task, as long as nobody begins or ends to wait for any: all are looked at.
    struct Awaiters {
        quint64 task = 0, change = 0;
        QList<quint64> found;
    };
    mutable Awaiters awaiters_; // of the last that was asked for
    quint64 change_ = 1; // of what any task needs
    std::int64_t countedAt_ = 0;
};

} // namespace models
