// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The real program, headless, as a test sees it from outside: its first server is up when this is
// made, and port() is where it serves. It is ended with the test.

#include <QtCore/QElapsedTimer>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QStringList>

class RunningProgram {
public:
    explicit RunningProgram(const QStringList &arguments)
    {
        process_.start(QStringLiteral(LOOPSCOPE_PROGRAM),
                       QStringList {QStringLiteral("--headless")} + arguments);
        static const QRegularExpression serving(
            QStringLiteral("^serving \\S+ \\S+ \\S+?(?::(\\d+))?\n"),
            QRegularExpression::MultilineOption);
        if (!arguments.contains(QStringLiteral("--serve")))
            return;
        if (const auto match = waitForOutput(serving); match.hasMatch())
            port_ = match.captured(1).toInt();
    }
    ~RunningProgram()
    {
        process_.kill();
        process_.waitForFinished();
    }

    [[nodiscard]] int port() const { return port_; } // 0: nothing was served, or at a path
    [[nodiscard]] QProcess &process() { return process_; }
    [[nodiscard]] QString output() const { return output_; }

    QRegularExpressionMatch waitForOutput(const QRegularExpression &expected,
                                          int milliseconds = 20'000)
    {
        QElapsedTimer timer;
        timer.start();
        for (;;) {
            output_ += QString::fromUtf8(process_.readAllStandardOutput());
            const auto match = expected.match(output_);
            const int left = milliseconds - int(timer.elapsed());
            if (match.hasMatch() || left <= 0 || !process_.waitForReadyRead(left))
                return match;
        }
    }

    // Until a line that tells a second's figures comes: the log has what happened before it.
    [[nodiscard]] bool waitForSummary()
    {
        output_ += QString::fromUtf8(process_.readAllStandardOutput());
        const auto lines = output_.count(QStringLiteral(" connections "));
        return waitForOutput(
                   QRegularExpression(QStringLiteral("( connections [^\\0]*){%1}").arg(lines + 2)))
            .hasMatch();
    }

    // The exit status, or -1 for a crash or none in time.
    int waitForEnd(int milliseconds = 20'000)
    {
        const bool ended
            = process_.state() == QProcess::NotRunning || process_.waitForFinished(milliseconds);
        output_ += QString::fromUtf8(process_.readAllStandardOutput());
        return ended && process_.exitStatus() == QProcess::NormalExit ? process_.exitCode() : -1;
    }

private:
    QProcess process_;
    QString output_;
    int port_ = 0;
};
