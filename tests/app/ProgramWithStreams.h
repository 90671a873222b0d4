// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The real program, headless, with descriptors of the test's as its standard streams.

#include "tests/support/Pipe.h"

#include <QtCore/QProcess>
#include <QtCore/QStringList>
#include <QtNetwork/QLocalSocket>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

constexpr int patience = 20'000;

// The program headless, with descriptors of the test's in place of standard streams; -1: as
// QProcess has them.
class ProgramWithStreams {
public:
    explicit ProgramWithStreams(const QStringList &arguments, int input = -1, int output = -1,
                                int errors = -1)
    {
        process_.setChildProcessModifier([=] {
            const int streams[] {input, output, errors};
            for (int fd = 0; fd < 3; ++fd) {
                if (streams[fd] >= 0)
                    ::dup2(streams[fd], fd);
            }
        });
        process_.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                       QStringList {QStringLiteral("--headless")} + arguments);
        process_.waitForStarted(patience);
    }
    ~ProgramWithStreams()
    {
        process_.kill();
        process_.waitForFinished();
    }

    [[nodiscard]] QProcess &process() { return process_; }
    void signal(int number) const { ::kill(pid_t(process_.processId()), number); }
    bool ends(int milliseconds = patience)
    {
        return process_.state() == QProcess::NotRunning || process_.waitForFinished(milliseconds);
    }
    // The exit status, or -1 for a crash or none in time.
    int status()
    {
        return ends() && process_.exitStatus() == QProcess::NormalExit ? process_.exitCode() : -1;
    }
    QString errors() { return QString::fromUtf8(process_.readAllStandardError()); }

private:
    QProcess process_;
};

// Whether an echo server is at this path.
inline bool answers(const QString &socket)
{
    QLocalSocket client;
    client.connectToServer(socket);
    if (!client.waitForConnected(patience))
        return false;
    client.write("hello");
    return client.waitForReadyRead(patience) && client.readAll() == "hello";
}
