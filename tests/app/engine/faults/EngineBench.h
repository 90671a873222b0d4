// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// An engine of faults, what it lets arrive, and what it tells.

#include "app/engine/faults/FaultEngine.h"

#include <QtCore/QStringList>

#include <chrono>
#include <memory>
#include <string_view>

inline constexpr loop::TimePoint start {std::chrono::hours(1)};

// An engine with a plan, the queue it fills, and the hits it tells.
struct EngineBench final : app::FaultWitness {
    explicit EngineBench(const QStringList &lines,
                         models::Traffic traffic = models::Traffic::Stream, quint64 seed = 1,
                         models::FaultDirection side = models::FaultDirection::Out,
                         std::uint64_t dice = 1)
        : engine(side, traffic, *this)
    {
        const auto read = models::parseFaultPlan(lines, seed, traffic);
        if (!read.plan)
            qFatal("%s", qPrintable(read.problem));
        plan = std::make_shared<models::FaultPlan>(*read.plan);
        engine.setPlan(plan, dice, start);
    }
    void faultHit(std::size_t, std::string_view words) override
    {
        hits << QString::fromUtf8(words);
    }

    void pass(std::string_view data, loop::Duration at = {})
    {
        engine.pass(data, {}, from + at, queue);
    }
    // "0 abc|50 de|50 end": what arrives, and after how many milliseconds.
    QString arrivals()
    {
        QStringList texts;
        while (!queue.empty()) {
            const app::Passage passage = queue.take();
            static constexpr const char *words[] {"", "END", "CLOSE", "RESET"};
            const QString when = passage.due == app::FaultEngine::forever
                ? QStringLiteral("never")
                : QString::number(
                    std::chrono::duration<double, std::milli>(passage.due - from).count(), 'g', 8);
            texts << when + u' ' + QString::fromStdString(passage.data)
                    + QLatin1StringView(words[int(passage.what)]);
        }
        return texts.join(u'|');
    }

    std::shared_ptr<const models::FaultPlan> plan;
    app::FaultEngine engine;
    app::PassageQueue queue;
    loop::TimePoint from = start; // of what pass() and arrivals() say
    QStringList hits;
};
