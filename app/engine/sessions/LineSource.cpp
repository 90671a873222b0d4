// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/LineSource.h"

#include "app/engine/StandardInput.h"
#include "app/engine/sessions/Refusal.h"
#include "models/files/BoundedFile.h"
#include "models/text/Escapes.h"
#include "models/text/Tr.h"

#include <utility>

namespace app {

using models::tr;

namespace {

constexpr std::size_t longestInput = 1024 * 1024; // bytes of standard input without a line's end

QString nameOf(const QString &path)
{
    return path == u"-" ? tr("standard input") : path;
}

} // namespace

LineSource::LineSource(const models::SessionUrl &url, StandardInput &input)
    : LineSource(url, input, {})
{
    const QString end = url.text(u"end");
    if (end != u"\n" || format_ != u"hex") // the default of repeat, which is no hex: nothing
        end_ = decoded(end.toStdString());
    if (url.text(u"file").isEmpty()) {
        for (const QString &text : url.texts(u"text"))
            append(text.toUtf8());
    }
}

LineSource::LineSource(const models::SessionUrl &url, StandardInput &input, std::string end)
    : standardInput_(input)
    , format_(url.text(u"format"))
    , raw_(url.boolean(u"raw"))
    , from_(nameOf(url.text(u"file")))
    , end_(std::move(end))
{
    const QString path = url.text(u"file");
    followsInput_ = path == u"-";
    if (!path.isEmpty() && !followsInput_)
        readFile(path);
}

void LineSource::append(QByteArrayView text)
{
    if (text.endsWith('\n'))
        text.chop(1);
    for (const QByteArray &line : text.toByteArray().split('\n'))
        lines_.push_back({line.toStdString()});
}

void LineSource::readFile(const QString &path)
{
    const auto text = models::readFile(path, models::mostLines);
    if (!text)
        throw Refusal(text.problem());
    if (text->isEmpty())
        return;
    if (raw_)
        lines_.push_back({text->toStdString()});
    else
        append(*text);
}

void LineSource::endInput()
{
    ended_ = true;
    standardInput_.wake();
}

// Moves the first line of what was read to `lines_`, or a part of one that is too long to wait for.
bool LineSource::takeLine()
{
    std::size_t end = input_.find('\n', searched_);
    if (tooLong_ && end != std::string::npos) {
        at_ = searched_ = end + 1;
        tooLong_ = false;
        end = input_.find('\n', searched_);
    }
    searched_ = end == std::string::npos ? input_.size() : end + 1;
    const bool whole = end != std::string::npos;
    if (tooLong_)
        at_ = input_.size();
    else if (!whole && input_.size() - at_ >= longestInput && format_ != u"plain")
        refuseLine();
    if (!whole && input_.size() - at_ < longestInput)
        return false;
    const std::size_t size = (whole ? end : input_.size()) - at_;
    lines_.push_back({input_.substr(at_, size), whole});
    inParts_ = !whole;
    at_ = searched_;
    return true;
}

// It would have to be whole to be decoded. The rest of it is passed over.
void LineSource::refuseLine()
{
    at_ = input_.size();
    tooLong_ = true;
    ++taken_;
    throw Refusal(tr("Line %1 of %2 has more than a mebibyte, which is too long for format=%3. Use "
                     "format=plain, or shorter lines.")
                      .arg(taken_)
                      .arg(from_, format_));
}

// The next line of standard input joins `lines_`; false: there is none.
loop::Coro<bool> LineSource::fetchLine()
{
    while (!takeLine()) {
        input_.erase(0, at_);
        searched_ -= std::exchange(at_, 0);
        const std::string more = co_await standardInput_.read(ended_);
        if (more.empty() && ((input_.empty() && !inParts_) || ended_))
            co_return false;
        if (more.empty()) {
            lines_.push_back({std::exchange(input_, {})});
            inParts_ = false;
            searched_ = 0;
            co_return true;
        }
        input_ += more;
    }
    co_return true;
}

loop::Coro<std::optional<std::string>> LineSource::next()
{
    if (followsInput_ && raw_) {
        std::string more = co_await standardInput_.read(ended_);
        co_return more.empty() ? std::nullopt : std::optional(std::move(more));
    }
    const bool there = !followsInput_ || co_await fetchLine();
    if (!there || lines_.empty())
        co_return std::nullopt;
    const Line line = std::move(lines_.front());
    lines_.pop_front();
    taken_ += line.whole ? 1 : 0;
    co_return raw_ ? line.text : decoded(line.text) + (line.whole ? end_ : std::string());
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
