// SPDX-License-Identifier: GPL-3.0-or-later

// What the window costs, and whether it stays smooth. Usage: bench_window [CELL ...], all unless
// given; each runs in a process of its own, clients in another one:
//
//   start   from the start of the process to the first painted window
//   empty   processor time of a window in which nothing runs
//   idle    processor time with 10,000 idle connections
//   busy    10,000 connections that all talk, sorted by their rate: repaints, how long one event
//           held the main thread (V-05), and how much of a core that takes
//   full    10,000 connections and 1,000,000 rows of the log: memory, and a filter typed over both
//
// A number after the cell's name, as in busy=1000, is that of connections. Prints; judges nothing.

#include "app/Program.h"
#include "app/window/Window.h"
#include "models/LogModel.h"
#include "models/record/OwnCost.h"
#include "ui/MainWindow.h"
#include "ui/RecordTabs.h"
#include "ui/RowView.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QEvent>
#include <QtCore/QEventLoop>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>
#include <QtNetwork/QTcpServer>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

namespace {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using ui::RecordTabs;

constexpr int Patience = 120'000; // ms

// Times every event that the main thread handles; those inside another one count with it.
class TimedApplication final : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        m_painted = m_painted || event->type() == QEvent::Paint;
        if (m_depth > 0)
            return QApplication::notify(receiver, event);
        m_painted = false;
        QElapsedTimer timer;
        timer.start();
        ++m_depth;
        const bool handled = QApplication::notify(receiver, event);
        --m_depth;
        if (m_painted && painted)
            painted();
        if (measuring) {
            const double milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
            held.push_back(milliseconds);
            if (m_painted)
                frames.push_back(milliseconds); // one event may repaint many widgets
        }
        return handled;
    }

    void begin()
    {
        held.clear();
        frames.clear();
        measuring = true;
    }

    std::function<void()> painted;
    bool measuring = false;
    std::vector<double> held, frames; // ms

private:
    int m_depth = 0;
    bool m_painted = false;
};

TimedApplication &application()
{
    return *static_cast<TimedApplication *>(qApp);
}

QString percentiles(std::vector<double> values)
{
    if (values.empty())
        return u"none"_s;
    std::sort(values.begin(), values.end());
    const auto at = [&values](double part) {
        return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
    };
    return u"p50 %1  p99 %2  max %3 ms"_s.arg(at(0.5), 0, 'f', 2)
        .arg(at(0.99), 0, 'f', 2)
        .arg(at(1), 0, 'f', 2);
}

void say(const QString &what, const QString &value)
{
    std::printf("%-34s %s\n", qPrintable(what), qPrintable(value));
    std::fflush(stdout);
}

double megabytes()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray all = status.readAll();
    return all.mid(all.indexOf("VmRSS:") + 6).trimmed().split(' ').first().toDouble() / 1e3;
}

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return server.serverPort();
}

// The program with its window, and who connects to it.
class Run {
public:
    explicit Run(const QStringList &arguments)
        : program(*app::parseCommandLine(arguments).commandLine, streams, app::makeWindow)
    {
        program.begin();
        const auto widgets = QApplication::topLevelWidgets();
        for (QWidget *widget : widgets) {
            if (auto *candidate = qobject_cast<ui::MainWindow *>(widget))
                window = candidate;
        }
    }
    ~Run()
    {
        clients.kill();
        clients.waitForFinished();
        program.finish(0);
        (void)QTest::qWaitFor([this] { return program.isOver(); }, Patience);
    }

    [[nodiscard]] QAbstractItemModel &rows(RecordTabs::Tab tab) const
    {
        return *window->tabs().view(tab).model();
    }
    bool waitForRows(int count) const
    {
        return QTest::qWaitFor([&] { return rows(RecordTabs::Connections).rowCount() >= count; },
                               Patience);
    }

    app::StandardStreams streams;
    app::Program program;
    ui::MainWindow *window = nullptr;
    QProcess clients;
};

QString addressAt(quint16 port)
{
    return u"127.0.0.1:%1"_s.arg(port);
}

// Who holds connections and says nothing.
int hold(quint16 port, int count)
{
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < count; ++i) {
        const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
        if (::connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
            return 1;
    }
    ::pause();
    return 0;
}

// As the program does: QTest::qWait() looks for events a hundred times a second.
void waitAsleep(std::chrono::seconds time)
{
    QEventLoop waiting;
    QTimer::singleShot(time, &waiting, &QEventLoop::quit);
    waiting.exec();
}

void measureIdle(const QString &what, int seconds)
{
    waitAsleep(3s); // what begins is over
    const std::int64_t process = models::threadTime(CLOCK_PROCESS_CPUTIME_ID);
    const std::int64_t main = models::threadTime();
    waitAsleep(std::chrono::seconds(seconds));
    const auto share = [seconds](std::int64_t used) {
        return u"%1 %"_s.arg(double(used) / 1e7 / seconds, 0, 'f', 2);
    };
    say(what + u": processor"_s,
        share(models::threadTime(CLOCK_PROCESS_CPUTIME_ID) - process)
            + u" of a core, main thread "_s + share(models::threadTime() - main));
}

void paintOnce(std::int64_t began)
{
    app::StandardStreams streams;
    app::Program program(*app::parseCommandLine({}).commandLine, streams, app::makeWindow);
    application().painted = [began, &program] {
        application().painted = {};
        std::printf("%.1f\n", double(models::threadTime(CLOCK_MONOTONIC) - began) / 1e6);
        program.finish(0);
    };
    program.begin();
    (void)QTest::qWaitFor([&program] { return program.isOver(); }, Patience);
}

void measureStart()
{
    std::vector<double> times;
    for (int round = 0; round < 9; ++round) {
        QProcess child;
        child.setReadChannel(QProcess::StandardOutput);
        child.start(QApplication::applicationFilePath(),
                    {u"paint"_s, QString::number(models::threadTime(CLOCK_MONOTONIC))});
        child.waitForFinished(Patience);
        times.push_back(child.readAllStandardOutput().trimmed().toDouble());
    }
    say(u"start to the first painted window"_s, percentiles(times));
}

void measureEmpty(int)
{
    const Run run({});
    measureIdle(u"empty"_s, 10);
}

void measureHeld(int connections)
{
    const quint16 port = freePort();
    Run run({u"--serve"_s, u"echo://"_s + addressAt(port)});
    QTest::qWait(500);
    run.clients.start(QApplication::applicationFilePath(),
                      {u"hold"_s, QString::number(port), QString::number(connections)});
    if (!run.waitForRows(connections))
        say(u"idle"_s, u"not all are connected"_s);
    measureIdle(u"%1 idle connections"_s.arg(connections), 10);
}

void talk(Run &run, quint16 port, int connections)
{
    QTest::qWait(500);
    run.clients.start(
        QApplication::applicationDirPath() + u"/../../app/loopscope"_s,
        {u"--headless"_s, u"--connect"_s,
         u"load://%1?connections=%2&size=64&rate=20000"_s.arg(addressAt(port)).arg(connections)});
    if (!run.waitForRows(connections))
        say(u"busy"_s, u"not all are connected"_s);
}

void measureBusy(int connections)
{
    const quint16 port = freePort();
    Run run({u"--serve"_s, u"echo://"_s + addressAt(port)});
    run.window->tabs().setCurrentIndex(RecordTabs::Connections);
    run.window->tabs()
        .view(RecordTabs::Connections)
        .sortByColumn(models::ConnectionColumn::Rate, Qt::DescendingOrder);
    talk(run, port, connections);
    QTest::qWait(2'000);
    constexpr int seconds = 10;
    application().begin();
    const std::int64_t main = models::threadTime();
    waitAsleep(10s);
    const double share = double(models::threadTime() - main) / 1e7 / seconds;
    application().measuring = false;
    const QString what = u"%1 busy connections: "_s.arg(connections);
    say(what + u"repaints"_s,
        u"%1 a second"_s.arg(double(application().frames.size()) / seconds, 0, 'f', 1));
    say(what + u"main thread"_s, u"%1 % of a core"_s.arg(share, 0, 'f', 1));
    say(what + u"a frame"_s, percentiles(application().frames));
    say(what + u"an event"_s, percentiles(application().held));
}

// As a person types it, a letter each.
void measureFilter(Run &run, RecordTabs::Tab tab, const QString &text, const QString &what)
{
    run.window->tabs().setCurrentIndex(tab);
    QTest::qWait(500);
    std::vector<double> first, typed;
    application().begin();
    for (qsizetype length = text.indexOf(u':') + 2; length <= text.size(); ++length) {
        QElapsedTimer clock;
        clock.start();
        (void)run.window->tabs().filterable(tab).setFilterText(text.left(length));
        typed.push_back(double(clock.nsecsElapsed()) / 1e6);
        if (QTest::qWaitFor([&] { return run.rows(tab).rowCount() > 0; }, Patience))
            first.push_back(double(clock.nsecsElapsed()) / 1e6);
        QTest::qWait(100);
    }
    application().measuring = false;
    say(what + u": first rows"_s, percentiles(first));
    say(what + u": a letter"_s, percentiles(typed));
    say(what + u": an event meanwhile"_s, percentiles(application().held));
    (void)run.window->tabs().filterable(tab).setFilterText({});
}

void measureFull(int connections)
{
    constexpr qint64 rows = 1'000'000;
    const quint16 port = freePort();
    Run run({u"--serve"_s, u"echo://"_s + addressAt(port)});
    talk(run, port, connections);
    const auto full = [&run] { return run.window->tabs().countOf(RecordTabs::Log) >= rows; };
    if (!QTest::qWaitFor(full, Patience))
        say(u"full"_s, u"the log has not enough rows"_s);
    say(u"%1 connections, %2 rows of the log"_s.arg(connections).arg(rows),
        u"%1 MB"_s.arg(megabytes(), 0, 'f', 0));
    measureFilter(run, RecordTabs::Connections, u"peer:127.0"_s, u"filter of connections"_s);
    measureFilter(run, RecordTabs::Log, u"connection:77"_s, u"filter of the log"_s);
    say(u"and after that"_s, u"%1 MB"_s.arg(megabytes(), 0, 'f', 0));
}

int runCell(const QStringList &words)
{
    const QString name = words[1].section(u'=', 0, 0);
    const int connections = words[1].contains(u'=') ? words[1].section(u'=', 1).toInt() : 10'000;
    if (name == u"paint")
        paintOnce(words.value(2).toLongLong());
    else if (name == u"start")
        measureStart();
    else if (name == u"empty")
        measureEmpty(connections);
    else if (name == u"idle")
        measureHeld(connections);
    else if (name == u"busy")
        measureBusy(connections);
    else if (name == u"full")
        measureFull(connections);
    else
        return 2;
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 4 && QByteArray(argv[1]) == "hold")
        return hold(QByteArray(argv[2]).toUShort(), QByteArray(argv[3]).toInt());
    TimedApplication application(argc, argv);
    QTemporaryDir settings;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    QApplication::setQuitOnLastWindowClosed(false);
    QStringList words = QApplication::arguments();
    if (words.size() == 2 || words.value(1) == u"paint")
        return runCell(words);
    words.removeFirst();
    if (words.isEmpty())
        words = {u"start"_s, u"empty"_s, u"idle"_s, u"busy"_s, u"full"_s};
    for (const QString &cell : words) {
        QProcess one;
        one.setProcessChannelMode(QProcess::ForwardedChannels);
        one.start(QApplication::applicationFilePath(), {cell});
        one.waitForFinished(-1);
    }
}
