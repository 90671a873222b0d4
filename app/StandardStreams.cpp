// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/StandardStreams.h"
#include "models/text/Tr.h"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace app {

using models::tr;

namespace {

using namespace std::chrono_literals;

// How long a stalled reader may take at the end.
constexpr auto readersPatience = 2s;

std::atomic<OutputStream *> errorsOfQt {
    nullptr}; // where Qt's own words go; none: to the descriptor

// What has several lines keeps them, none of which can be taken for one of the program's.
void putLines(OutputStream &stream, const QString &words)
{
    const QStringList lines = words.split(u'\n');
    stream.line(lines.first());
    for (qsizetype i = 1; i < lines.size(); ++i)
        stream.line(QStringLiteral("    ") + lines[i]);
}

void writeWordsOfQt(QtMsgType type, const QMessageLogContext &context, const QString &words)
{
    const QString line = qFormatLogMessage(type, context, words);
    OutputStream *stream = errorsOfQt;
    if (stream && type != QtFatalMsg)
        putLines(*stream, line);
    else // the process is about to be aborted
        OutputStream::writeNow(STDERR_FILENO, line.toUtf8() + '\n');
}

} // namespace

StandardStreams::StandardStreams()
    : output(STDOUT_FILENO)
    , errors(STDERR_FILENO)
{
    before_ = loop::setLogHandler(
        [this](loop::LogLevel level, std::string_view category, std::string_view message) {
            if (level >= loop::LogLevel::Warning)
                putLines(errors,
                         QString::fromUtf8(category) + QStringLiteral(": ")
                             + QString::fromUtf8(message));
        });
    errorsOfQt = &errors;
    beforeQt_ = qInstallMessageHandler(&writeWordsOfQt);
}

StandardStreams::~StandardStreams()
{
    qInstallMessageHandler(beforeQt_);
    errorsOfQt = nullptr;
    loop::setLogHandler(std::move(before_));
}

void StandardStreams::openMissing()
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
        if (::fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            // The lowest that is free, which is this one. It is not for writing, so that what was
            // to be printed, as the answer of a query, is not taken for printed.
            (void)!::open("/dev/null", O_RDONLY);
    }
}

int StandardStreams::close(int status)
{
    const bool read = output.drain(readersPatience);
    if (output.error() != 0)
        reportOutput(output.error());
    else if (!read)
        report(tr("Nobody reads standard output, so the end of it is lost."));
    const bool complete = read && output.error() == 0;
    (void)errors.drain(readersPatience);
    return status == 0 && !complete ? 1 : status;
}

void StandardStreams::report(const QString &sentence)
{
    putLines(errors, QStringLiteral("loopscope: ") + sentence);
}

void StandardStreams::reportOutput(int error)
{
    if (std::exchange(outputReported_, true))
        return;
    report(error == EPIPE ? tr("Whoever read standard output has left, so the program ends.")
                          : tr("Standard output cannot be written: %1. Check where it goes.")
                                .arg(QString::fromLocal8Bit(std::strerror(error))));
}

} // namespace app
