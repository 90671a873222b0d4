// SPDX-License-Identifier: MIT
#include "loop/qt/SignalAwaiter.h"

#include "loop/Policy.h"

namespace loop::qt {

namespace {

std::string nameOf(const QObject &object)
{
    std::string name = object.metaObject()->className();
    if (!object.objectName().isEmpty())
        name.append(" '").append(object.objectName().toStdString()).append("'");
    return name;
}

std::exception_ptr destroyed(const char *role, const std::string &name)
{
    std::string message("the ");
    message.append(role).append(" of an awaited signal was destroyed: ").append(name);
    return std::make_exception_ptr(ObjectDestroyedError(message));
}

} // namespace

SignalAwaiterBase::Link::Link(SignalAwaiterBase &owner)
    : loop(getRunningLoop().id())
    , awaiter(&owner)
{ }

void SignalAwaiterBase::Link::deliver()
{
    if (std::this_thread::get_id() == thread)
        arrive();
    else
        EventLoop::post(loop, [self = shared_from_this()] { self->arrive(); });
}

void SignalAwaiterBase::Link::fail(std::exception_ptr exception)
{
    if (!claim())
        return;
    error = std::move(exception);
    deliver();
}

void SignalAwaiterBase::Link::arrive() noexcept
{
    arrived = true;
    if (awaiter)
        awaiter->wake();
}

SignalAwaiterBase::SignalAwaiterBase(std::shared_ptr<Link> link, const QObject *sender,
                                     const QObject *context)
    : m_link(std::move(link))
    , m_sender(sender)
{
    if (!sender)
        throw ValueError("cannot await a signal of no object: the sender is null");
    if (!context)
        return;
    m_contextName = nameOf(*context);
    keep(QObject::connect(context, &QObject::destroyed, [to = m_link, name = m_contextName] {
        to->contextGone = true;
        to->fail(destroyed("context", name));
    }));
}

SignalAwaiterBase::~SignalAwaiterBase()
{
    m_link->awaiter = nullptr;
    disconnectAll();
}

void SignalAwaiterBase::endWithSender()
{
    keep(QObject::connect(m_sender, &QObject::destroyed, [to = m_link, name = nameOf(*m_sender)] {
        to->fail(destroyed("sender", name));
    }));
}

void SignalAwaiterBase::disconnectAll() noexcept
{
    for (const QMetaObject::Connection &connection : m_connections)
        QObject::disconnect(connection);
    m_connections.clear();
}

bool SignalAwaiterBase::cancel(const std::string &)
{
    disconnectAll();
    return false;
}

void SignalAwaiterBase::checkArrived()
{
    checkCancelled();
    if (m_link->contextGone)
        std::rethrow_exception(destroyed("context", m_contextName));
    if (m_link->error)
        std::rethrow_exception(m_link->error);
}

} // namespace loop::qt
