// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Start.h"

#include "app/StandardStreams.h"
#include "app/Version.h"
#include "models/text/Terminal.h"
#include "models/text/Tr.h"

#include <QtCore/QStringList>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <latch>
#include <sys/resource.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

namespace app {

using models::tr;

namespace {

using namespace Qt::StringLiterals;

constexpr std::size_t threadsNeeded = 3;

// Thousands of connections need as many descriptors; the hard limit is what the system grants.
void raiseDescriptorLimit()
{
    rlimit limit {};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

QStringList argumentsOf(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    return arguments;
}

// What loops, threads and a window need before the first connection. Libraries that meet the end of
// descriptors abort the process, so it is found out before them.
void checkDescriptors(bool window)
{
    constexpr std::size_t without = 32, with = 64;
    std::array<int, with> probes;
    probes.fill(-1);
    const std::size_t needed = window ? with : without;
    std::size_t count = 0;
    while (count < needed && (probes[count] = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
        ++count;
    const int error = errno;
    for (std::size_t i = 0; i < count; ++i)
        ::close(probes[i]);
    if (count < needed)
        throw std::system_error(
            error, std::generic_category(),
            tr("%1 more files can be open, and %2 are needed (ulimit -n shows the limit)")
                .arg(count)
                .arg(needed)
                .toStdString());
}

// Those of the loop and of the standard streams. Qt would say it in words of its own, and go on.
void checkThreads()
{
    std::latch all(threadsNeeded);
    std::vector<std::jthread> threads;
    try {
        while (threads.size() < threadsNeeded)
            threads.emplace_back([&all] { all.arrive_and_wait(); });
    } catch (const std::system_error &error) {
        all.count_down(std::ptrdiff_t(threadsNeeded - threads.size()));
        throw std::system_error(
            error.code(),
            tr("no more threads can be started (ulimit -u shows the limit)").toStdString());
    }
}

// While an application with a window is made: where Qt would abort the process, for there is no
// display, says why and ends it with status 1. Other words are passed on once it is made.
class DesktopWords {
public:
    DesktopWords()
        : before_(qInstallMessageHandler(&hear))
    { }
    ~DesktopWords()
    {
        qInstallMessageHandler(before_);
        for (const QString &words : std::as_const(heard()))
            qWarning("%s", qUtf8Printable(words));
        heard().clear();
    }

private:
    static QStringList &heard()
    {
        static QStringList list;
        return list;
    }
    static void hear(QtMsgType type, const QMessageLogContext &, const QString &words)
    {
        if (type != QtFatalMsg) {
            heard() << words.simplified();
            return;
        }
        bool display = false;
        for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            display = display || !qEnvironmentVariableIsEmpty(name);
        const QString reason = heard().value(0, words.section(u'.', 0, 0).simplified());
        const QString sentence = display
            ? tr("The window cannot be opened: %1. Use a display that can be reached, or "
                 "--headless "
                 "to run without a window.")
                  .arg(reason)
            : tr(
                "There is no display for a window: neither DISPLAY nor WAYLAND_DISPLAY is set. Use "
                "--headless to run without one.");
        OutputStream::writeNow(STDERR_FILENO,
                               "loopscope: " + models::terminal::line(sentence) + '\n');
        std::_Exit(1);
    }

    const QtMessageHandler before_;
};

std::unique_ptr<QCoreApplication>
makeApplication(int &argc, char **argv, const CommandLine &commandLine, const Desktop *desktop)
{
    QCoreApplication::setOrganizationName(u"Loopscope"_s);
    QCoreApplication::setApplicationName(u"loopscope"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(LOOPSCOPE_VERSION));
    if (commandLine.headless)
        return std::make_unique<QCoreApplication>(argc, argv);
    const DesktopWords words;
    return desktop->makeApplication(argc, argv);
}

int run(int &argc, char **argv, const CommandLine &commandLine, const Desktop *desktop,
        StandardStreams &streams)
{
    const bool shows = !commandLine.headless && commandLine.action == CommandLine::Action::Run;
    try {
        raiseDescriptorLimit();
        checkDescriptors(shows);
        checkThreads();
        if (commandLine.action == CommandLine::Action::Command)
            return commandLine.command(streams);
        const auto application = makeApplication(argc, argv, commandLine, desktop);
        Program program(commandLine, streams, desktop ? desktop->makeWindow : FaceMaker());
        return program.run();
    } catch (const std::exception &error) {
        streams.report(tr("The program cannot start: %1.").arg(QString::fromUtf8(error.what())));
        return 1;
    }
}

} // namespace

int start(int argc, char **argv, const Desktop *desktop)
{
    StandardStreams::openMissing();
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // beyond 'ulimit -f' a write fails, as on a full disk
    StandardStreams streams;
    QStringList arguments = argumentsOf(argc, argv);
    if (!desktop)
        arguments.prepend(u"--headless"_s);
    const auto [commandLine, error] = parseCommandLine(arguments);
    int status = 0;
    if (!commandLine) {
        streams.report(error);
        status = 2;
    } else if (commandLine->action == CommandLine::Action::ShowHelp) {
        streams.output.write(commandLineHelp().toUtf8());
    } else if (commandLine->action == CommandLine::Action::ShowVersion) {
        streams.output.write(versionText());
    } else {
        status = run(argc, argv, *commandLine, desktop, streams);
    }
    return streams.close(status);
}

} // namespace app
