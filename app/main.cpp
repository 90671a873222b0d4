// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/CommandLine.h"
#include "app/Program.h"

#include <QtGui/QIcon>
#include <QtWidgets/QApplication>

#include <csignal>
#include <cstdio>
#include <memory>
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

void describeApplication()
{
    QCoreApplication::setOrganizationName(QStringLiteral("Loopscope"));
    QCoreApplication::setApplicationName(QStringLiteral("loopscope"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LOOPSCOPE_VERSION));
    if (!qobject_cast<QApplication *>(QCoreApplication::instance()))
        return;
    QApplication::setApplicationDisplayName(QStringLiteral("Loopscope"));
    QApplication::setDesktopFileName(QStringLiteral("io.github.loopscope.Loopscope"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/loopscope/loopscope.svg")));
    QApplication::setQuitOnLastWindowClosed(false); // Program ends sessions first
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

    std::unique_ptr<QCoreApplication> application;
    if (commandLine->headless)
        application = std::make_unique<QCoreApplication>(argc, argv);
    else
        application = std::make_unique<QApplication>(argc, argv);
    describeApplication();
    app::Program program(*commandLine);
    return program.run();
}
