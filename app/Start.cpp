// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Start.h"

#include <csignal>
#include <cstdio>
#include <sys/resource.h>

namespace app {

namespace {

void print(std::FILE *file, const QString &text)
{
    std::fputs(qPrintable(text), file);
    std::fflush(file);
}

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

} // namespace

int start(int argc, char **argv, const Desktop *desktop)
{
    QStringList arguments = argumentsOf(argc, argv);
    if (!desktop)
        arguments.prepend(QStringLiteral("--headless"));
    const auto [commandLine, error] = parseCommandLine(arguments);
    if (!commandLine) {
        print(stderr, QStringLiteral("loopscope: %1\n").arg(error));
        return 2;
    }
    if (commandLine->action == CommandLine::Action::ShowHelp) {
        print(stdout, commandLineHelp());
        return 0;
    }
    if (commandLine->action == CommandLine::Action::ShowVersion) {
        print(stdout, QStringLiteral("loopscope " LOOPSCOPE_VERSION "\n"));
        return 0;
    }
    raiseDescriptorLimit();
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // beyond 'ulimit -f' a write fails, as on a full disk

    QCoreApplication::setOrganizationName(QStringLiteral("Loopscope"));
    QCoreApplication::setApplicationName(QStringLiteral("loopscope"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LOOPSCOPE_VERSION));
    const std::unique_ptr<QCoreApplication> application = commandLine->headless
        ? std::make_unique<QCoreApplication>(argc, argv)
        : desktop->makeApplication(argc, argv);
    Program program(*commandLine, desktop ? desktop->makeWindow : FaceMaker());
    return program.run();
}

} // namespace app
