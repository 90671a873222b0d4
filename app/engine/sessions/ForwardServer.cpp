// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/ForwardServer.h"

#include "app/engine/faults/Reset.h"
#include "app/engine/sessions/Trouble.h"

#include "loop/Sleep.h"
#include "models/spec/ForwardTarget.h"

#include <QtCore/QCoreApplication>

namespace app {

using namespace std::chrono_literals;

namespace {

// A TLS leg cannot be half-closed: it is closed once the other side was silent for so long.
constexpr auto silence = 2s;

QString tr(const char *text)
{
    return QCoreApplication::translate("ForwardServer", text);
}

// Where `to` leads, with what this server was told of tls.
models::SessionUrl targetOf(const models::SessionUrl &url)
{
    models::SessionUrl target
        = models::forwardTarget(url.text(u"to")).url.value_or(models::SessionUrl());
    for (const auto &[name, value] : url.options) {
        const bool shared = name == u"timeout"
            || (target.transport == u"tls"
                && (name == u"verify" || name == u"ca" || name == u"trust"
                    || name == u"server_name"));
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

void ForwardServer::prepare()
{
    connector_.emplace(Peer::of(target_));
    trouble_.clear();
}

loop::Coro<void> ForwardServer::serve(loop::StreamReader reader, loop::StreamWriter writer)
{
    std::optional<loop::Streams> far = co_await reach();
    if (!far)
        co_return resetConnection(writer.transport());
    const auto now = loop().time();
    const auto out = std::make_shared<Leg>(reader, writer, far->writer, now);
    const auto back = std::make_shared<Leg>(far->reader, far->writer, writer, now);
    const std::string name = std::string("from ").append(target_.address().toStdString());
    const Closing closing(far->writer, loop().createTask(pass(back, out), name));
    co_await pass(out, back);
    if (writer.isClosing() && !far->writer.isClosing())
        far->writer.close(); // there is nobody to answer
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
    trouble(failure);
    co_return std::nullopt;
}

// One direction. What breaks one leg breaks the other.
loop::Coro<void> ForwardServer::pass(std::shared_ptr<Leg> leg, std::shared_ptr<const Leg> opposite)
{
    try {
        co_await passUntilEnd(leg, std::move(opposite));
    } catch (const std::exception &) {
        if (!leg->to.isClosing() || !leg->fromWriter.isClosing())
            failed();
        resetConnection(leg->fromWriter.transport());
        resetConnection(leg->to.transport());
    }
}

loop::Coro<void> ForwardServer::passUntilEnd(std::shared_ptr<Leg> leg,
                                             std::shared_ptr<const Leg> opposite)
{
    const bool outward = leg->to.transport().role() == loop::Role::Client;
    for (;;) {
        const std::string data = co_await leg->from.read(chunk);
        if (data.empty() || leg->to.isClosing())
            break;
        leg->heard = loop().time();
        outward ? received(data.size()) : sent(data.size());
        leg->to.write(data);
        co_await leg->to.drain();
    }
    if (leg->to.isClosing())
        co_return;
    if (leg->to.canWriteEof())
        co_return leg->to.writeEof();
    while (!leg->to.isClosing() && loop().time() < opposite->heard + silence)
        co_await loop::sleep(opposite->heard + silence - loop().time());
    leg->to.close();
}

void ForwardServer::trouble(const std::exception_ptr &exception)
{
    failed();
    trouble_ = sentenceOf(exception, target_);
    say(trouble_);
}

QString ForwardServer::figures()
{
    QString text = StreamServer::figures() + tr(", to %1").arg(target_.address());
    if (!trouble_.isEmpty())
        text += tr("; %1").arg(trouble_);
    return text;
}

} // namespace app
