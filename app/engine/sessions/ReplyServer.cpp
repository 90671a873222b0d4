// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ReplyServer.h"

#include "app/engine/faults/Reset.h"

#include "loop/Sleep.h"
#include "loop/Timeout.h"
#include "models/files/BoundedFile.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

namespace app {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t longestLine = 64 * 1024; // what is longer is a message as it is
constexpr qint64 largestDatagram = 65'507; // over IPv4

QString tr(const char *text)
{
    return QCoreApplication::translate("ReplyServer", text);
}

// Cuts what comes into messages: as it comes, or at the ends of lines, which are left out.
class Messages {
public:
    void add(std::string_view data) { data_.append(data); }
    [[nodiscard]] std::optional<std::string> next(bool byLines)
    {
        const std::size_t end = byLines ? data_.find('\n') : data_.size();
        if (data_.empty() || (end == std::string::npos && data_.size() < longestLine))
            return std::nullopt;
        return take(end, byLines);
    }
    // Of a client that ended without the end of its line.
    [[nodiscard]] std::optional<std::string> last(bool byLines)
    {
        return data_.empty() ? std::nullopt : std::optional(take(data_.size(), byLines));
    }

private:
    std::string take(std::size_t end, bool byLines)
    {
        std::string message = data_.substr(0, end);
        data_.erase(0, end == std::string::npos ? end : end + (byLines ? 1 : 0));
        if (byLines && message.ends_with('\r'))
            message.pop_back();
        return message;
    }

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
    rules_ = std::make_shared<models::ReplyRules>(*read.rules);
    datagrams_ = 0;
    using models::ReplyTrigger;
    if (url().transport == u"udp"
        && (rules_->ruleFor(ReplyTrigger::Connect) || rules_->ruleFor(ReplyTrigger::Silence)))
        say(tr("Over udp there are no connections: rules for connecting and for silence have no "
               "effect."));
}

void ReplyServer::setRules(const QString &option)
{
    const models::ReplyRulesResult read = models::readReplyRules(option);
    if (!read.rules) {
        say(tr("The rules were not changed: %1.").arg(read.problem));
        return;
    }
    rules_ = std::make_shared<models::ReplyRules>(*read.rules);
    setOption(u"rules"_s, option);
    say(tr("rules: %1").arg(option.isEmpty() ? tr("the example") : option));
}

loop::Coro<void> ReplyServer::serve(loop::StreamReader reader, loop::StreamWriter writer)
{
    Messages messages;
    qint64 number = 0;
    bool silent = false; // and it was said already
    const Rule onConnect = ruleFor(models::ReplyTrigger::Connect);
    bool open = co_await perform(onConnect, writer);
    bool more = true;
    while (open && more) {
        const Rule onSilence = ruleFor(models::ReplyTrigger::Silence);
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
        std::optional<std::string> message
            = more ? messages.next(rules_->byLines) : messages.last(rules_->byLines);
        while (open && message) {
            const Rule rule = ruleFor(std::string_view(*message), ++number);
            open = co_await perform(rule, writer);
            message = messages.next(rules_->byLines);
        }
    }
}

void ReplyServer::datagram(std::string_view data, const loop::SocketAddress &from,
                           loop::DatagramTransport &endpoint)
{
    std::erase_if(answers_, [](const loop::Task<void> &task) { return task.done(); });
    Messages messages;
    messages.add(data);
    const auto next = [&] {
        const auto line = messages.next(rules_->byLines);
        return line ? line : messages.last(rules_->byLines);
    };
    const auto to = std::static_pointer_cast<loop::DatagramTransport>(endpoint.shared_from_this());
    for (auto message = next(); message; message = next())
        if (const Rule rule = ruleFor(std::string_view(*message), ++datagrams_))
            answers_.push_back(loop().createTask(answer(rule, to, from), "answer"));
}

loop::Coro<void> ReplyServer::answer(Rule rule, std::shared_ptr<loop::DatagramTransport> endpoint,
                                     loop::SocketAddress to)
{
    for (const models::ReplyAction &action : rule->actions) {
        if (action.kind == models::ReplyAction::Wait)
            co_await loop::sleep(action.time);
        QByteArray bytes = action.bytes;
        if (action.kind == models::ReplyAction::SendFile)
            bytes = contentOf(action.file);
        if (endpoint->isClosing() || bytes.isEmpty())
            continue;
        endpoint->sendto(std::string_view(bytes.constData(), std::size_t(bytes.size())), to);
        sent(std::size_t(bytes.size()));
    }
}

void ReplyServer::closeConnections()
{
    for (const loop::Task<void> &task : answers_)
        task.cancel();
    StreamServer::closeConnections();
}

std::size_t ReplyServer::connectionCount() const
{
    const auto answering = std::count_if(answers_.begin(), answers_.end(),
                                         [](const auto &task) { return !task.done(); });
    return StreamServer::connectionCount() + std::size_t(answering);
}

// What fits into a datagram of it.
QByteArray ReplyServer::contentOf(const QString &name)
{
    models::BoundedFile file(name);
    QByteArray content = file.read(largestDatagram);
    if (!file.problem().isEmpty())
        say(file.problem());
    return content;
}

loop::Coro<bool> ReplyServer::perform(Rule rule, loop::StreamWriter writer)
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
    models::BoundedFile file(name);
    QByteArray part = file.read(qint64(chunk));
    while (!part.isEmpty() && !writer.isClosing()) {
        writer.write(std::string_view(part.constData(), std::size_t(part.size())));
        co_await writer.drain();
        sent(std::size_t(part.size()));
        part = file.read(qint64(chunk));
    }
    if (!file.problem().isEmpty())
        say(file.problem());
}

} // namespace app
