// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/CommandLine.h"
#include "app/Program.h"

#include <QtCore/QCoreApplication>

#include <csignal>
#include <cstdio>
#include <sys/resource.h>

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

int main(int argc, char **argv)
{
    using app::CommandLine;
    const auto [commandLine, error] = app::parseCommandLine(argumentsOf(argc, argv));
    if (!commandLine) {
        print(stderr, QStringLiteral("loopscope: %1\n").arg(error));
        return 2;
    }
    if (commandLine->action == CommandLine::Action::ShowHelp) {
        print(stdout, app::commandLineHelp());
        return 0;
    }
    if (commandLine->action == CommandLine::Action::ShowVersion) {
        print(stdout, QStringLiteral("loopscope " LOOPSCOPE_VERSION "\n"));
        return 0;
    }
    raiseDescriptorLimit();
    std::signal(SIGPIPE, SIG_IGN);

    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("loopscope"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LOOPSCOPE_VERSION));
    app::Program program(*commandLine);
    return program.run();
}
