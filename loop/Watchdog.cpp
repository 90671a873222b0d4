// SPDX-License-Identifier: MIT
#include "loop/Watchdog.h"

#include "loop/Log.h"

#include <cstdio>

namespace loop {

Watchdog::Watchdog(const Recorder &recorder, Duration limit, Report report)
    : m_recorder(recorder)
    , m_limit(limit)
    , m_report(report ? std::move(report)
                      : [](const Finding &finding) { log(LogLevel::Warning, describe(finding)); })
    , m_thread([this](const std::stop_token &stop) { watch(stop); })
{ }

void Watchdog::watch(const std::stop_token &stop) const
{
    BlockDetector detector;
    for (; !stop.stop_requested(); std::this_thread::sleep_for(m_limit / 10)) {
        const std::int64_t now = std::chrono::steady_clock::now().time_since_epoch().count();
        const BlockDetector::Look look = detector.look(m_recorder.running(), now, m_limit);
        if (look.ended)
            m_report(*look.ended);
        if (!look.isNew)
            continue;
        if (m_recorder.raise(record(*look.blocks)))
            m_report(*look.blocks);
        else
            detector.forget(); // switched off
    }
}

WarningRecord Watchdog::record(const Finding &finding)
{
    return {WarningKind::LoopBlocked, finding.handle.since + finding.lasted.count(),
            describe(finding),        finding.handle.place,
            finding.handle.context,   finding.handle.task,
            finding.handle.connection};
}

std::string Watchdog::describe(const Finding &finding)
{
    char seconds[32];
    std::snprintf(seconds, sizeof seconds, "%.3f",
                  std::chrono::duration<double>(finding.lasted).count());
    const Place place(finding.handle.place);
    std::string text = finding.over ? "Event loop was blocked" : "Event loop is blocked";
    if (finding.handle.task)
        text.append(" by Task-").append(std::to_string(finding.handle.task.value));
    else if (finding.handle.connection)
        text.append(" by transport #").append(std::to_string(finding.handle.connection.value));
    if (place)
        text.append(" in ").append(place.name()).append(" at ").append(place.fileAndLine());
    return text.append(" for ").append(seconds).append(" seconds");
}

} // namespace loop
