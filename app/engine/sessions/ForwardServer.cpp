// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ForwardServer.h"

#include "app/engine/faults/Reset.h"
#include "app/engine/sessions/OwnAddresses.h"
#include "app/engine/sessions/Trouble.h"

#include "loop/Errors.h"
#include "models/spec/ForwardTarget.h"
#include "models/text/Tr.h"

#include <algorithm>
#include <netdb.h>
#include <sys/resource.h>

namespace app {

using models::tr;

using namespace std::chrono_literals;

namespace {

constexpr rlim_t otherDescriptors = 128; // of the program: those of conversations are the rest

std::size_t mostConversations()
{
    rlimit limit {};
    getrlimit(RLIMIT_NOFILE, &limit);
    return std::max<std::size_t>(
        8, (std::max(limit.rlim_cur, otherDescriptors) - otherDescriptors) / 2);
}

// Where `to` leads, with what this server was told of tls.
models::SessionUrl targetOf(const models::SessionUrl &url)
{
    models::SessionUrl target
        = models::forwardTarget(url.text(u"to")).url.value_or(models::SessionUrl());
    for (const auto &[name, value] : url.options) {
        const bool shared = name == u"timeout"
            || (target.transport == u"tls"
                && (name == u"verify" || name == u"ca" || name == u"trust" || name == u"server_name"
                    || name == u"sslkeylog"));
        if (shared)
            target.options.append({name, value});
    }
    return target;
}

// The connection that was opened ends with the one that was accepted, and what reads from it, too.
struct Closing {
    loop::StreamWriter writer;
    loop::Task<void> reading;

    Closing(loop::StreamWriter w, loop::Task<void> r)
        : writer(std::move(w))
        , reading(std::move(r))
    { }
    ~Closing()
    {
        reading.cancel();
        if (!writer.isClosing())
            writer.close();
    }
    Closing(const Closing &) = delete;
};

} // namespace

ForwardServer::ForwardServer(loop::EventLoop &loop, loop::ContextId id, models::SessionUrl url,
                             Changed changed)
    : StreamServer(loop, id, std::move(url), std::move(changed))
    , target_(targetOf(this->url()))
{ }

loop::Coro<void> ForwardServer::prepare()
{
    if (url().transport != u"tls" && target_.transport != u"tls"
        && !url().text(u"sslkeylog").isEmpty())
        throw Refusal(tr("sslkeylog=%1 would stay empty: neither side is encrypted. Write "
                         "to=tls:HOST:PORT, or forward+tls.")
                          .arg(url().text(u"sslkeylog")));
    connector_.emplace(Peer::of(target_), warner());
    trouble_.clear();
    mostOpen_ = mostConversations();
    const bool leads = co_await leadsToItself();
    if (leads)
        throw Refusal(tr("%1 leads to this server itself. Write to=HOST:PORT of another one.")
                          .arg(target_.address()));
}

// What shows without a connection. A name that is not known is told of when there is one.
loop::Coro<bool> ForwardServer::leadsToItself() const
{
    if (url().isUnix() || target_.isUnix())
        co_return url().isUnix() && target_.isUnix() && url().host == target_.host;
    if (target_.port < url().port || target_.port >= url().port + url().integer(u"ports"))
        co_return false;
    try {
        const auto own = co_await loop().getaddrinfo(url().host.toStdString(), {}, AF_UNSPEC,
                                                     SOCK_STREAM, 0, AI_PASSIVE);
        const auto to
            = co_await loop().getaddrinfo(target_.host.toStdString(), {}, AF_UNSPEC, SOCK_STREAM);
        for (const loop::AddressInfo &here : own) {
            for (const loop::AddressInfo &there : to) {
                if (leadsTo(there.address, here.address))
                    co_return true;
            }
        }
    } catch (const loop::OsError &) {
        co_return false;
    }
    co_return false;
}

// A conversation more, until this is destroyed.
struct ForwardServer::Counted {
    ForwardServer &server;

    explicit Counted(ForwardServer &s)
        : server(s)
    {
        ++server.open_;
    }
    ~Counted() { --server.open_; }
    Counted(const Counted &) = delete;
};

loop::Coro<void> ForwardServer::serve(loop::StreamReader reader, loop::StreamWriter writer)
{
    const QString circle
        = tr("%1 leads back to this server: such connections are broken off. Write to=HOST:PORT "
             "of another one.")
              .arg(target_.address());
    const Counted counted(*this);
    Conversation conversation(id(), writer.transport());
    co_await conversation.settle();
    std::optional<loop::Streams> far;
    if (open_ > mostOpen_)
        trouble(tr("%1 connections are passed on, as many as descriptors allow: more are broken "
                   "off. Raise the limit with 'ulimit -n' before the program starts.")
                    .arg(mostOpen_));
    else if (conversation.isInCircle())
        trouble(circle);
    else
        far = co_await reach();
    if (far) {
        conversation.goesOnOver(far->writer.transport());
        if (conversation.isInCircle()) {
            trouble(circle);
            resetConnection(far->writer.transport());
            far.reset();
        }
    }
    if (!far)
        co_return resetConnection(writer.transport());
    pair(writer.transport().id(), far->writer.transport().id());
    co_await converse(reader, writer, *far);
}

loop::Coro<void> ForwardServer::converse(loop::StreamReader reader, loop::StreamWriter writer,
                                         loop::Streams far)
{
    const auto out = std::make_shared<Leg>(reader, writer, far.writer);
    const auto back = std::make_shared<Leg>(far.reader, far.writer, writer);
    const std::string name = std::string("from ").append(target_.address().toStdString());
    const Closing closing(far.writer, loop().createTask(pass(back), name));
    co_await pass(out);
    if (writer.isClosing() && !far.writer.isClosing())
        far.writer.close(); // there is nobody to answer
    co_await closing.reading;
}

// The connection to the far side; none if it cannot be had, which was told then.
loop::Coro<std::optional<loop::Streams>> ForwardServer::reach()
{
    std::exception_ptr failure;
    try {
        loop::Coro<loop::Streams> opening = connector_->open(loop());
        loop::Streams streams = co_await std::move(opening);
        co_return std::optional<loop::Streams>(std::move(streams));
    } catch (const std::exception &) {
        failure = std::current_exception();
    }
    trouble(sentenceOf(failure, target_));
    co_return std::nullopt;
}

// One direction. What breaks one leg breaks the other.
loop::Coro<void> ForwardServer::pass(std::shared_ptr<Leg> leg)
{
    try {
        co_await passUntilEnd(leg);
    } catch (const std::exception &) {
        if (!leg->to.isClosing() || !leg->fromWriter.isClosing())
            failed();
        resetConnection(leg->fromWriter.transport());
        resetConnection(leg->to.transport());
    }
}

loop::Coro<void> ForwardServer::passUntilEnd(std::shared_ptr<Leg> leg)
{
    const bool outward = leg->to.transport().role() == loop::Role::Client;
    for (;;) {
        const std::string data = co_await leg->from.read(chunk);
        if (data.empty() || leg->to.isClosing())
            break;
        outward ? received(data.size()) : sent(data.size());
        leg->to.write(data);
        co_await leg->to.drain();
    }
    if (!leg->to.isClosing())
        leg->to.writeEof(); // the other direction may go on for as long as it likes
}

void ForwardServer::trouble(const QString &words)
{
    failed();
    if (words != trouble_ || loop().time() >= tellAgain_) {
        tellAgain_ = loop().time() + 1s; // the same of many connections is said once a second
        say(words);
    }
    trouble_ = words;
}

QString ForwardServer::figures()
{
    QString text = StreamServer::figures();
    if (text.isEmpty())
        return text;
    text += tr(", to %1").arg(target_.address());
    if (!trouble_.isEmpty())
        text += tr("; %1").arg(trouble_);
    return text;
}

} // namespace app
