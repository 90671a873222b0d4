// SPDX-License-Identifier: GPL-3.0-or-later

// Is the timeline smooth over a million steps? Records them, opens the recording in the Timeline,
// and zooms and drags through it frame by frame, each painted whole. Says how long reading took,
// what a frame costs the main thread (60 a second: 16.7 ms), and what memory it holds. Usage:
// bench_timeline [STEPS [TASKS]]; 1,000,000 and 1,000 unless given.

#include "models/record/Recording.h"
#include "models/timeline/TimelineModel.h"
#include "tests/models/Deltas.h"
#include "ui/Theme.h"
#include "ui/timeline/TimelineView.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <vector>

using namespace models::test;

namespace {

double residentMegabytes()
{
    std::ifstream file("/proc/self/statm");
    double total = 0, resident = 0;
    file >> total >> resident;
    return resident * 4096 / 1e6;
}

// Of this thread on the processor: what others do on a busy machine is not the frame's.
double threadMilliseconds()
{
    timespec now {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

// One after the other, 5 us each and 20 us apart on average; one of 20,000 takes 150 ms.
std::int64_t record(models::Recording &file, int steps, int tasks)
{
    std::int64_t time = 0;
    quint64 seed = 1;
    for (int done = 0; done < steps;) {
        loop::Delta made = delta();
        for (int id = 1; done == 0 && id <= tasks; ++id)
            task(made, quint64(id));
        for (int i = 0; i < 500 && done < steps; ++i, ++done) {
            seed = seed * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
            const bool slow = done % 20'000 == 10'000;
            const std::int64_t length
                = slow ? 150 * Millisecond : std::int64_t(1'000 + (seed >> 40) % 8'000);
            made.spans.push_back({{1 + (seed >> 33) % quint64(tasks)},
                                  {(seed >> 20) % 3 == 0 ? 1 + (seed >> 10) % quint64(tasks) : 0},
                                  time,
                                  length,
                                  1});
            time += length + std::int64_t((seed >> 25) % 40'000);
        }
        made.time = time;
        file.apply(made);
        if (done % 50'000 == 0)
            file.flush();
    }
    file.flush();
    return time;
}

void say(const char *what, std::vector<double> &frames)
{
    std::sort(frames.begin(), frames.end());
    const auto at
        = [&frames](double part) { return frames[std::size_t(part * double(frames.size() - 1))]; };
    std::printf("%-28s ms a frame: p50 %.2f  p99 %.2f  max %.2f\n", what, at(0.5), at(0.99), at(1));
    frames.clear();
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList words = QApplication::arguments();
    const int steps = words.value(1, QStringLiteral("1000000")).toInt();
    const int tasks = words.value(2, QStringLiteral("1000")).toInt();

    models::Recording file;
    const std::int64_t length = record(file, steps, tasks);
    ui::Theme theme(application);
    const double before = residentMegabytes();
    models::TimelineModel model(&file, nullptr, nullptr);
    ui::TimelineView view(theme, model);
    view.resize(1600, 900);
    view.show();
    model.setActive(true);
    ui::LanesView &lanes = view.lanes();
    QElapsedTimer clock;
    clock.start();
    lanes.showSpan({Epoch, Epoch + length});
    if (!QTest::qWaitFor([&] { return int(model.rows().size()) > tasks / 2; }, 120'000))
        return 1;
    std::printf("%d steps of %d tasks, %.1f s: read in %lld ms, memory %.0f MB more\n", steps,
                tasks, double(length) / double(Second), clock.elapsed(),
                residentMegabytes() - before);

    std::vector<double> frames;
    const auto frame = [&](const auto &change) {
        const double began = threadMilliseconds();
        change();
        lanes.viewport()->repaint();
        frames.push_back(threadMilliseconds() - began);
        QApplication::processEvents(); // what was read meanwhile
    };
    const int middle = lanes.viewport()->width() / 2;
    for (int i = 0; i < 200; ++i)
        frame([&] { lanes.showSpan(lanes.span()); });
    say("all of it, still", frames);
    for (int i = 0; i < 300; ++i)
        frame([&] { lanes.zoom(1.03, middle); });
    say("zooming in", frames);
    for (int i = 0; i < 300; ++i)
        frame([&] { lanes.zoom(1 / 1.03, middle); });
    say("zooming out", frames);
    for (const double part : {0.5, 0.05, 0.005}) {
        const auto wide = std::int64_t(double(length) * part);
        lanes.showSpan({Epoch, Epoch + wide});
        for (int i = 0; i < 300; ++i)
            frame([&] {
                const auto span = lanes.span();
                lanes.showSpan({span.first + wide / 200, span.last + wide / 200});
            });
        say(qPrintable(QStringLiteral("dragging over %1 %").arg(part * 100)), frames);
    }
    std::printf("memory in the end: %.0f MB more\n", residentMegabytes() - before);
    return 0;
}
