// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/Crowding.h"

#include "models/files/BoundedFile.h"
#include "models/record/OwnCost.h"

#include <QtCore/QDirIterator>

#include <algorithm>
#include <sched.h>
#include <utility>

namespace models {

namespace {

// What the threads of this process have waited for a processor, ns; 0 where the kernel does not
// say. That of a thread that is over is not among it.
std::int64_t waitedTime()
{
    constexpr int mostThreads = 256; // that are looked at
    constexpr qint64 mostBytes = 128; // three numbers: ran, waited, how often
    std::int64_t waited = 0;
    QDirIterator threads(QStringLiteral("/proc/self/task"), QDir::Dirs | QDir::NoDotAndDotDot);
    for (int i = 0; i < mostThreads && threads.hasNext(); ++i) {
        const auto said = readFile(threads.next() + QStringLiteral("/schedstat"), mostBytes);
        if (said)
            waited += said->split(' ').value(1).toLongLong();
    }
    return waited;
}

} // namespace

Crowding::Clocks Crowding::Clocks::ofThisProcess()
{
    return {[] { return threadTime(CLOCK_MONOTONIC); },
            [] { return threadTime(CLOCK_PROCESS_CPUTIME_ID) + waitedTime(); },
            [] {
                cpu_set_t allowed;
                return ::sched_getaffinity(0, sizeof allowed, &allowed) == 0
                    ? std::max(CPU_COUNT(&allowed), 1)
                    : CPU_SETSIZE; // there are more than fit: never crowded
            }};
}

Crowding::Crowding(Clocks clocks)
    : clocks_(std::move(clocks))
    , wall_(clocks_.wall())
{
    measure();
}

void Crowding::measure()
{
    processor_.reset();
    if (clocks_.processors() == 1)
        processor_ = clocks_.processor();
}

bool Crowding::look()
{
    const std::int64_t elapsed = clocks_.wall() - wall_;
    if (elapsed < Pace)
        return false;
    const auto before = processor_;
    measure();
    wall_ += elapsed;
    const double share = before && processor_ ? double(*processor_ - *before) / double(elapsed) : 0;
    return std::exchange(crowded_, share >= (crowded_ ? Free : Full)) != crowded_;
}

} // namespace models
