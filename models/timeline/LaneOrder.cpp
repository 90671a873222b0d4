// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/timeline/LaneOrder.h"

#include "models/timeline/Lanes.h"

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <map>

namespace models {

namespace {

enum Key { Task, Session, Coroutine, Busy };

class Subject final : public FilterRow {
public:
    Subject(const TaskLane &lane, const LaneOrder &order)
        : lane_(lane)
        , order_(order)
    { }
    bool hasWord(const QString &word) const override
    {
        return std::any_of(std::begin(Words), std::end(Words), [this, &word](int key) {
            return text(key).contains(word, Qt::CaseInsensitive);
        });
    }
    QString text(int key) const override
    {
        switch (key) {
        case Task:
            return lane_.isLoop() ? QString() : QString::number(lane_.task);
        case Session:
            return order_.sessions.value(lane_.context, QString::number(lane_.context));
        case Coroutine:
            return lane_.name;
        default:
            return {};
        }
    }
    double number(int key) const override
    {
        return key == Task ? double(lane_.task) : key == Busy ? double(lane_.busy) : 0;
    }

private:
    static constexpr int Words[] {Task, Session, Coroutine};
    const TaskLane &lane_;
    const LaneOrder &order_;
};

QString groupOf(const TaskLane &lane, const LaneOrder &order)
{
    if (order.group == LaneOrder::ByCoroutines)
        return lane.name.isEmpty() ? QCoreApplication::translate("Timeline", "unknown coroutine")
                                   : callOf(lane.name);
    const QString name = order.sessions.value(lane.context);
    return name.isEmpty() ? QCoreApplication::translate("Timeline", "no session") : name;
}

void sort(std::vector<const TaskLane *> &lanes, LaneOrder::Sort by)
{
    const auto before = [by](const TaskLane *a, const TaskLane *b) {
        if (by == LaneOrder::ByBusyTime && a->busy != b->busy)
            return a->busy > b->busy;
        if (by == LaneOrder::ByCoroutine && a->name != b->name)
            return a->name < b->name;
        return a->task < b->task;
    };
    std::sort(lanes.begin(), lanes.end(), before);
}

} // namespace

QList<FilterKey> LaneOrder::keys()
{
    return {{QStringLiteral("task"), Task, FilterKey::Number, {}},
            {QStringLiteral("session"), Session, FilterKey::Text, {}},
            {QStringLiteral("coroutine"), Coroutine, FilterKey::Text, {}},
            {QStringLiteral("busy"), Busy, FilterKey::Duration, {}}};
}

std::vector<LaneRow> rowsOf(const Lanes &lanes, const LaneOrder &order)
{
    std::vector<LaneRow> rows;
    std::map<QString, std::vector<const TaskLane *>> groups; // by name
    for (const TaskLane &lane : lanes.lanes()) {
        if (lane.isLoop())
            rows.push_back({lane.loop, 0, {}, 0});
        else if (order.filter.isEmpty() || order.filter.matches(Subject(lane, order)))
            groups[order.group == LaneOrder::NoGroups ? QString() : groupOf(lane, order)].push_back(
                &lane);
    }
    std::sort(rows.begin(), rows.end(),
              [](const LaneRow &a, const LaneRow &b) { return a.loop < b.loop; });
    for (auto &[name, members] : groups) {
        sort(members, order.sort);
        if (order.group != LaneOrder::NoGroups)
            rows.push_back({0, 0, name, static_cast<int>(members.size())});
        for (const TaskLane *lane : members)
            rows.push_back({lane->loop, lane->task, {}, 0});
    }
    return rows;
}

QString callOf(const QString &coroutine)
{
    return coroutine.isEmpty() ? QString()
                               : coroutine.left(coroutine.indexOf(u'(')) + QStringLiteral("()");
}

} // namespace models
