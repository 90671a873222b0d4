// SPDX-License-Identifier: MIT
// OpenSSL takes two buffers of 17 KiB for each message and gives them back after it, which an idle
// connection needs and a busy one pays for: some that are busy keep theirs until they are not.
#include "loop/tls/internal/TlsTransport.h"

#include <atomic>

namespace loop::tls {

namespace {

constexpr std::size_t keepingAtMost = 128; // connections
constexpr auto idleAfter = std::chrono::milliseconds(200);
std::atomic<std::size_t> s_keeping = 0; // of the loops of all threads

} // namespace

void TlsTransport::keepBuffers()
{
    m_wasBusy = true;
    if (m_keepsBuffers || s_keeping.load(std::memory_order_relaxed) >= keepingAtMost
        || m_timer.pending())
        return;
    m_keepsBuffers = true;
    s_keeping.fetch_add(1, std::memory_order_relaxed);
    m_engine->keepBuffers(true);
    startTimer(idleAfter, {}, &TlsTransport::releaseBuffersIfIdle);
}

void TlsTransport::releaseBuffersIfIdle()
{
    if (!m_wasBusy)
        return releaseBuffers();
    m_wasBusy = false;
    startTimer(idleAfter, {}, &TlsTransport::releaseBuffersIfIdle);
}

void TlsTransport::releaseBuffers() noexcept
{
    if (!m_keepsBuffers)
        return;
    m_keepsBuffers = false;
    s_keeping.fetch_sub(1, std::memory_order_relaxed);
    m_engine->keepBuffers(false);
    m_timer.cancel();
}

} // namespace loop::tls
