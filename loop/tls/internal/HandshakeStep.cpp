// SPDX-License-Identifier: MIT
// A handshake's steps on an executor. A step has the engine and its input while it lasts, and
// brings them back: what happens to the connection meanwhile touches neither.
#include "loop/EventLoop.h"
#include "loop/tls/TlsContext.h"
#include "loop/tls/internal/TlsTransport.h"

namespace loop::tls {

struct TlsTransport::Step {
    // On the executor's thread: so OpenSSL's words are this thread's.
    void take()
    {
        engine->records.input = input;
        status = engine->handshake();
        if (status == TlsEngine::Status::Failed)
            failure = engine->failure("SSL handshake failed: ");
        left = engine->records.input.size();
        engine->records.input = {};
    }

    std::unique_ptr<TlsEngine> engine;
    std::string input;
    std::size_t left = 0; // of it
    TlsEngine::Status status {};
    std::exception_ptr failure;
};

void TlsTransport::shakeHandsElsewhere()
{
    auto step = std::make_unique<Step>();
    step->input = m_engine->records.input;
    m_engine->records.input = {};
    const std::shared_ptr<Executor> executor = context().handshakeExecutor;
    step->engine = std::move(m_engine);
    try {
        m_step = loop()->runInExecutor(executor, [s = std::move(step)]() mutable {
            s->take();
            return std::move(s);
        });
    } catch (...) { // whatever it throws; the engine went along with the step
        return failHandshake(
            std::make_exception_ptr(TlsError("SSL handshake failed: its executor refuses work: "
                                             + loop::describe(std::current_exception()))));
    }
    // The loop keeps us until we are lost, and drops the step's future when it is closed.
    m_step.addDoneCallback([self = std::weak_ptr<Transport>(weak_from_this())](const auto &) {
        if (const auto transport = self.lock())
            static_cast<TlsTransport &>(*transport).cameBack();
    });
}

// It came while a step is taken.
void TlsTransport::keepForLater(std::string_view data)
{
    if (m_closing)
        return;
    m_unread.append(data);
    holdIfFull();
}

void TlsTransport::cameBack()
{
    if (m_lost || m_lostScheduled)
        return;
    if (m_step.cancelled())
        return failHandshake(std::make_exception_ptr(
            TlsError("SSL handshake failed: its executor was shut down before its turn came")));
    if (const std::exception_ptr exception = m_step.exception()) // no memory
        return failHandshake(exception);
    const std::unique_ptr<Step> step = m_step.takeResult();
    m_step = {};
    m_engine = std::move(step->engine);
    if (m_failure)
        return m_engine->records.sent(); // the peer has our FIN
    m_unread.insert(0, step->input, step->input.size() - step->left);
    resumeIfHeld();
    const bool goesOn = step->status == TlsEngine::Status::WantsInput && !m_unread.empty();
    if (!goesOn)
        conclude(step->status, std::move(step->failure));
    sendUnlessHeld();
    if (goesOn)
        dataReceived({});
}

} // namespace loop::tls
