// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ReplyServer.h"

#include "app/engine/faults/Reset.h"
#include "app/engine/sessions/ReadWithin.h"

#include "loop/Sleep.h"
#include "models/files/BoundedFile.h"
#include "models/text/LineAssembler.h"
#include "models/text/Tr.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace app {

using models::tr;

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t longestAsked = 64 * 1024; // what is longer is a message as it is
constexpr qint64 largestDatagram = 65'507; // over IPv4
constexpr int mostMessages = 256; // of one datagram; each may be answered by several
constexpr std::size_t mostUnsent = 1024 * 1024; // bytes that the network has not taken
constexpr std::size_t mostAnswers = 1'000; // datagrams that wait for their answers

// The next message of what came: all of it, or a line without its end.
std::optional<std::string> nextOf(models::LineAssembler &messages, bool byLines, bool atEnd)
{
    if (!byLines)
        return messages.all();
    std::optional<std::string> line = messages.next();
    return line || !atEnd ? line : messages.last();
}

// What one peer's messages may take in a row, before others get their turn.
class Turn {
public:
    void begin() { began_ = std::chrono::steady_clock::now(); }
    [[nodiscard]] bool isOver() const
    {
        return std::chrono::steady_clock::now() - began_ > std::chrono::milliseconds(5);
    }

private:
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

} // namespace

loop::Coro<void> ReplyServer::prepare()
{
    readRules();
    co_return;
}

void ReplyServer::readRules()
{
    const models::ReplyRulesResult read = models::readReplyRules(url().text(u"rules"));
    if (!read.rules)
        throw Refusal(read.problem + u'.');
    rules_ = std::make_shared<models::ReplyRules>(*read.rules);
    toldOfPattern_ = toldOfMany_ = toldOfMessages_ = false;
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
    toldOfPattern_ = false;
    setOption(u"rules"_s, option);
    say(tr("rules: %1").arg(option.isEmpty() ? tr("the example") : option));
}

loop::Coro<void> ReplyServer::serve(loop::StreamReader reader, loop::StreamWriter writer)
{
    models::LineAssembler messages(longestAsked);
    Turn turn;
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
        turn.begin();
        for (auto message = nextOf(messages, rules_->byLines, !more); open && message;
             message = nextOf(messages, rules_->byLines, !more)) {
            const Rule rule = ruleFor(*message, ++number);
            open = co_await perform(rule, writer);
            if (turn.isOver()) {
                co_await loop::sleep(loop::Duration::zero());
                turn.begin();
            }
        }
    }
}

ReplyServer::Rule ReplyServer::ruleFor(std::string_view message, qint64 number)
{
    qsizetype gaveUp = 0;
    Rule rule(rules_, rules_->ruleFor(message, number, &gaveUp));
    if (gaveUp > 0 && !std::exchange(toldOfPattern_, true))
        say(tr("Rule %1: its pattern gave up on a message of %2 bytes, which counts as not "
               "fitting. "
               "Make the pattern simpler.")
                .arg(gaveUp)
                .arg(message.size()));
    return rule;
}

void ReplyServer::datagram(std::string_view data, const loop::SocketAddress &from,
                           loop::DatagramTransport &endpoint)
{
    if (answers_.size() >= sweepAt_) {
        std::erase_if(answers_, [](const loop::Task<void> &task) { return task.done(); });
        sweepAt_ = std::min(mostAnswers, 2 * answers_.size() + 16);
    }
    if (answers_.size() >= mostAnswers) {
        missed();
        if (!std::exchange(toldOfMany_, true))
            say(tr("%1 datagrams wait for their answers: those that come now get none.")
                    .arg(mostAnswers));
        return;
    }
    toldOfMany_ = toldOfMany_ && answers_.size() > mostAnswers / 2;
    const auto to = std::static_pointer_cast<loop::DatagramTransport>(endpoint.shared_from_this());
    answers_.push_back(loop().createTask(answerDatagram(std::string(data), to, from), "answer"));
}

// Its messages one after the other.
loop::Coro<void> ReplyServer::answerDatagram(std::string data,
                                             std::shared_ptr<loop::DatagramTransport> endpoint,
                                             loop::SocketAddress to)
{
    models::LineAssembler messages(longestAsked);
    messages.add(data);
    std::optional<std::string> message = nextOf(messages, rules_->byLines, true);
    if (data.empty() && !rules_->byLines)
        message.emplace(); // an empty datagram is a message without bytes
    Turn turn;
    for (int count = 0; message; message = nextOf(messages, rules_->byLines, true)) {
        if (++count > mostMessages) {
            missed();
            if (!std::exchange(toldOfMessages_, true))
                say(tr("Of a datagram with more than %1 lines, the rest is not answered.")
                        .arg(mostMessages));
            break;
        }
        if (const Rule rule = ruleFor(*message, ++datagrams_))
            co_await answer(rule, endpoint, to);
        if (turn.isOver()) {
            co_await loop::sleep(loop::Duration::zero());
            turn.begin();
        }
    }
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
        if (endpoint->getWriteBufferSize() > mostUnsent) {
            missed(); // the network does not take it, and nobody waits for a datagram
            continue;
        }
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
