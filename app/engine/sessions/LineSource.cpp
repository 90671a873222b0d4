// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/LineSource.h"

#include "app/engine/sessions/Refusal.h"
#include "loop/PipeTransport.h"
#include "models/files/BoundedFile.h"
#include "models/text/Escapes.h"

#include <QtCore/QCoreApplication>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace app {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("LineSource", text);
}

QString nameOf(const QString &path)
{
    return path == u"-" ? tr("standard input") : path;
}

// Whether its end comes later than what is there now: not a file, and not /dev/null.
bool isLive(int fd)
{
    struct stat status { };
    return fstat(fd, &status) == 0
        && (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) || isatty(fd));
}

} // namespace

LineSource::LineSource(loop::EventLoop &loop, const models::SessionUrl &url)
    : LineSource(loop, url, {})
{
    const QString end = url.text(u"end");
    if (end != u"\n" || format_ != u"hex") // the default of repeat, which is no hex: nothing
        end_ = decoded(end.toStdString());
    if (url.text(u"file").isEmpty()) {
        for (const QString &text : url.texts(u"text"))
            append(text.toUtf8());
    }
}

LineSource::LineSource(loop::EventLoop &loop, const models::SessionUrl &url, std::string end)
    : loop_(loop)
    , format_(url.text(u"format"))
    , from_(nameOf(url.text(u"file")))
    , end_(std::move(end))
{
    const QString path = url.text(u"file");
    followsInput_ = path == u"-" && isLive(STDIN_FILENO);
    if (!path.isEmpty() && !followsInput_)
        readFile(path);
}

LineSource::~LineSource()
{
    if (inputTransport_ && !inputTransport_->isClosing())
        inputTransport_->close();
}

void LineSource::append(QByteArrayView text)
{
    if (text.endsWith('\n'))
        text.chop(1);
    for (const QByteArray &line : text.toByteArray().split('\n'))
        lines_.push_back(line.toStdString());
}

void LineSource::readFile(const QString &path)
{
    models::BoundedFile file = path == u"-" ? models::BoundedFile(STDIN_FILENO, nameOf(path))
                                            : models::BoundedFile(path);
    const auto text = file.readAll(models::mostLines);
    if (!text)
        throw Refusal(text.problem());
    if (!text->isEmpty())
        append(*text);
}

loop::Coro<void> LineSource::openInput()
{
    auto stream = std::make_shared<loop::Stream>(loop_, loop::defaultStreamLimit);
    auto factory = [stream] { return stream; };
    loop::Descriptor input(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0));
    auto connected = co_await loop_.connectReadPipe(factory, std::move(input));
    inputTransport_ = connected.transport;
    input_.emplace(stream);
}

void LineSource::endInput() const
{
    if (input_)
        input_->feedEof();
}

loop::Coro<std::optional<std::string>> LineSource::next()
{
    if (followsInput_) {
        if (!input_)
            co_await openInput();
        std::string line = co_await input_->readline();
        if (line.empty())
            co_return std::nullopt;
        if (line.ends_with('\n'))
            line.pop_back();
        lines_.push_back(std::move(line));
    }
    if (lines_.empty())
        co_return std::nullopt;
    ++taken_;
    const std::string line = std::move(lines_.front());
    lines_.pop_front();
    co_return decoded(line) + end_;
}

std::string LineSource::decoded(const std::string &line) const
{
    if (format_ == u"plain")
        return line;
    const QByteArray text = QByteArray::fromStdString(line);
    const auto [bytes, problem]
        = format_ == u"hex" ? models::decodeHex(text) : models::decodeEscapes(text);
    if (bytes)
        return bytes->toStdString();
    if (from_.isEmpty() || taken_ == 0)
        throw Refusal(problem + u'.');
    throw Refusal(tr("Line %1 of %2: %3.").arg(taken_).arg(from_, problem));
}

} // namespace app
