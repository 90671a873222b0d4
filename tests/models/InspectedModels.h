// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The Inspector and all the models that it asks.

#include "models/Activity.h"
#include "models/ConnectionModel.h"
#include "models/Inspection.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/WarningModel.h"
#include "tests/models/Deltas.h"

namespace models::test {

struct InspectedModels {
    ConnectionModel connections;
    TaskModel tasks;
    SessionModel sessions {&connections};
    WarningModel warnings {&tasks};
    Inspection inspection {&connections, &tasks, &sessions, &warnings};
    Activity activity;

    QList<DeltaConsumer *> consumers()
    {
        return {&connections, &tasks, &sessions, &warnings, &inspection, &activity};
    }
    void hand(const loop::Delta &delta)
    {
        for (DeltaConsumer *each : consumers())
            each->apply(delta);
        ended(delta.time);
    }
    void ended(std::int64_t time)
    {
        for (DeltaConsumer *each : consumers())
            each->batchEnded(Epoch + time);
    }
    void reset()
    {
        for (DeltaConsumer *each : consumers())
            each->reset();
    }
    QString fact(const QString &label) const
    {
        for (const Fact &fact : inspection.facts()) {
            if (fact.label == label)
                return fact.value;
        }
        return {};
    }
    Tone toneOf(const QString &label) const
    {
        for (const Fact &fact : inspection.facts()) {
            if (fact.label == label)
                return fact.tone;
        }
        return Tone::Neutral;
    }
    QStringList holdings() const
    {
        QStringList lines;
        for (const Holding &each : inspection.shown().holdings)
            lines << QStringLiteral("%1 %2").arg(each.count).arg(each.what);
        return lines;
    }
    QStringList links() const
    {
        QStringList texts;
        for (const Reference &each : inspection.shown().links)
            texts << QStringLiteral("%1 %2").arg(int(each.goal)).arg(each.id);
        return texts;
    }
};

} // namespace models::test
