// SPDX-License-Identifier: GPL-3.0-or-later

// Does the window stay smooth? Starts the program's window on an echo server and a load of many
// connections, flat out, and says how often it was repainted, and how long the main thread was held
// by one event (V-05). Usage: bench_window [CONNECTIONS [SECONDS]]; 1000 connections and 10 seconds
// unless given.

#include "app/Program.h"
#include "app/window/Window.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QEvent>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>
#include <QtWidgets/QApplication>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace {

using namespace Qt::StringLiterals;

// Times every event that the main thread handles; those inside another one count with it.
class TimedApplication final : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        m_painted = m_painted || event->type() == QEvent::Paint;
        if (!measuring || m_depth > 0)
            return QApplication::notify(receiver, event);
        m_painted = false;
        QElapsedTimer timer;
        timer.start();
        ++m_depth;
        const bool handled = QApplication::notify(receiver, event);
        --m_depth;
        held.push_back(static_cast<double>(timer.nsecsElapsed()) / 1e6);
        repaints += m_painted; // one event may repaint many widgets
        return handled;
    }

    bool measuring = false;
    int repaints = 0;
    std::vector<double> held; // ms

private:
    int m_depth = 0;
    bool m_painted = false;
};

double percentile(const std::vector<double> &sorted, double part)
{
    return sorted.empty()
        ? 0
        : sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1))];
}

} // namespace

int main(int argc, char **argv)
{
    TimedApplication application(argc, argv);
    QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QApplication::setQuitOnLastWindowClosed(false);
    const QStringList words = QApplication::arguments();
    const int connections = words.value(1, u"1000"_s).toInt();
    const double seconds = words.value(2, u"10"_s).toDouble();

    app::StandardStreams streams;
    app::Program program(
        *app::parseCommandLine({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                                u"load://127.0.0.1:0?connections=%1&size=64"_s.arg(connections)})
             .commandLine,
        streams, app::makeWindow);
    program.begin();

    std::vector<double> gaps;
    QElapsedTimer beat;
    QTimer heart;
    heart.setTimerType(Qt::PreciseTimer);
    QObject::connect(&heart, &QTimer::timeout, &heart, [&] {
        if (application.measuring)
            gaps.push_back(static_cast<double>(beat.nsecsElapsed()) / 1e6);
        beat.start();
    });
    heart.start(1);
    beat.start();
    constexpr int settleMs = 3000; // until all are connected
    QTimer::singleShot(settleMs, &heart, [&] { application.measuring = true; });
    QTimer::singleShot(settleMs + static_cast<int>(seconds * 1000), &heart, [&] {
        application.measuring = false;
        program.finish(0);
        QObject::connect(&heart, &QTimer::timeout, &application, [&] {
            if (program.isOver())
                QApplication::quit();
        });
    });
    QApplication::exec();

    std::sort(application.held.begin(), application.held.end());
    std::sort(gaps.begin(), gaps.end());
    std::printf("%d connections, %.0f s: %.1f repaints/s\n", connections, seconds,
                application.repaints / seconds);
    std::printf("one event held the main thread, ms:   p50 %.2f  p99 %.2f  max %.2f\n",
                percentile(application.held, 0.5), percentile(application.held, 0.99),
                percentile(application.held, 1));
    std::printf("between two beats of a 1 ms timer, ms: p50 %.2f  p99 %.2f  max %.2f\n",
                percentile(gaps, 0.5), percentile(gaps, 0.99), percentile(gaps, 1));
}
