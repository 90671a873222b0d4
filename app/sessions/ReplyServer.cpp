// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sessions/ReplyServer.h"

#include "app/faults/Reset.h"

#include "loop/Sleep.h"
#include "loop/Timeout.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>

namespace app {

namespace {

constexpr std::size_t longestLine = 64 * 1024; // what is longer is a message as it is

QString tr(const char *text)
{
    return QCoreApplication::translate("ReplyServer", text);
}

// Cuts what comes into messages: as it comes, or at the ends of lines, which are left out.
class Messages {
public:
    explicit Messages(bool byLines)
        : byLines_(byLines)
    { }

    void add(std::string_view data) { data_.append(data); }
    [[nodiscard]] std::optional<std::string> next()
    {
        const std::size_t end = byLines_ ? data_.find('\n') : data_.size();
        if (data_.empty() || (end == std::string::npos && data_.size() < longestLine))
            return std::nullopt;
        return take(end);
    }
    [[nodiscard]] std::optional<std::string>
    last() // of a client that ended without the end of its line
    {
        return data_.empty() ? std::nullopt : std::optional(take(data_.size()));
    }

private:
    std::string take(std::size_t end)
    {
        std::string message = data_.substr(0, end);
        data_.erase(0, end == std::string::npos ? end : end + (byLines_ ? 1 : 0));
        if (byLines_ && message.ends_with('\r'))
            message.pop_back();
        return message;
    }

    const bool byLines_;
    std::string data_;
};

loop::Coro<std::string> readSome(loop::StreamReader reader)
{
    std::string data = co_await reader.read(StreamServer::chunk);
    co_return data;
}

// What comes next, "" at the end; none where nothing came for so long.
loop::Coro<std::optional<std::string>> readWithin(loop::StreamReader reader, loop::Duration limit)
{
    try {
        loop::Coro<std::string> reading = readSome(std::move(reader));
        std::string data = co_await loop::timeout(limit, std::move(reading));
        co_return std::optional<std::string>(std::move(data));
    } catch (const loop::TimeoutError &) {
        co_return std::nullopt;
    }
}

} // namespace

void ReplyServer::prepare()
{
    const models::ReplyRulesResult read = models::readReplyRules(url().text(u"rules"));
    if (!read.rules)
        throw Refusal(read.problem + u'.');
    rules_ = *read.rules;
}

loop::Coro<void> ReplyServer::serve(loop::StreamReader reader, loop::StreamWriter writer)
{
    const models::ReplyRule *const onSilence = rules_.ruleFor(models::ReplyTrigger::Silence);
    Messages messages(rules_.byLines);
    qint64 number = 0;
    bool silent = false; // and it was said already
    bool open = co_await perform(rules_.ruleFor(models::ReplyTrigger::Connect), writer);
    bool more = true;
    while (open && more) {
        const auto limit = onSilence && !silent ? onSilence->on.silence
                                                : loop::toDuration(std::chrono::hours(24 * 365));
        const std::optional<std::string> data = co_await readWithin(reader, limit);
        silent = !data;
        if (silent) {
            open = co_await perform(onSilence, writer);
            continue;
        }
        received(data->size());
        messages.add(*data);
        more = !data->empty();
        std::optional<std::string> message = more ? messages.next() : messages.last();
        while (open && message) {
            open = co_await perform(rules_.ruleFor(*message, ++number), writer);
            message = messages.next();
        }
    }
}

loop::Coro<bool> ReplyServer::perform(const models::ReplyRule *rule, loop::StreamWriter writer)
{
    if (!rule)
        co_return true;
    for (const models::ReplyAction &action : rule->actions) {
        if (action.kind == models::ReplyAction::Close)
            co_return false;
        if (action.kind == models::ReplyAction::Reset) {
            resetConnection(writer.transport());
            co_return false;
        }
        if (action.kind == models::ReplyAction::Wait)
            co_await loop::sleep(action.time);
        else if (action.kind == models::ReplyAction::SendFile)
            co_await sendFile(action.file, writer);
        else
            writer.write(
                std::string_view(action.bytes.constData(), std::size_t(action.bytes.size())));
        co_await writer.drain();
        sent(std::size_t(action.bytes.size()));
    }
    co_return true;
}

loop::Coro<void> ReplyServer::sendFile(QString name, loop::StreamWriter writer)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly)) {
        say(tr("The file %1 cannot be read: %2. Check its name and its permissions.")
                .arg(name, file.errorString()));
        co_return;
    }
    while (!file.atEnd() && !writer.isClosing()) {
        const QByteArray part = file.read(qint64(chunk));
        if (part.isEmpty())
            break; // it became shorter
        writer.write(std::string_view(part.constData(), std::size_t(part.size())));
        co_await writer.drain();
        sent(std::size_t(part.size()));
    }
}

} // namespace app
