// SPDX-License-Identifier: MIT
// ReadAwaiter: what a StreamReader's reads wait for, and what they make of what has come.
#include "loop/Streams.h"

#include "loop/EventLoop.h"

#include <algorithm>
#include <cstring>

namespace loop {

// --- Several separators ---

namespace {

// Calls f with each separator of a separatorList().
template <class F> void eachSeparator(std::string_view list, const F &f)
{
    while (!list.empty()) {
        std::size_t size = 0;
        std::memcpy(&size, list.data(), sizeof size);
        f(list.substr(sizeof size, size));
        list.remove_prefix(sizeof size + size);
    }
}

} // namespace

std::string separatorList(std::vector<std::string_view> separators)
{
    if (separators.empty())
        throw ValueError("Separator should contain at least one element");
    std::ranges::stable_sort(separators, {}, &std::string_view::size);
    if (separators.front().empty())
        throw ValueError("Separator should be at least one-byte string");
    std::string list; // the size of each, then its bytes
    for (const std::string_view separator : separators) {
        const std::size_t size = separator.size();
        list.append(reinterpret_cast<const char *>(&size), sizeof size).append(separator);
    }
    return list;
}

// --- ReadAwaiter ---

ReadAwaiter::~ReadAwaiter()
{
    detach();
}

void ReadAwaiter::detach() noexcept
{
    if (m_stream && m_stream->m_reader == this)
        m_stream->m_reader = nullptr;
}

bool ReadAwaiter::satisfied()
{
    if (m_stream->m_eof || m_stream->exception())
        return true;
    const std::size_t available = m_stream->available();
    switch (m_mode) {
    case Mode::Some:
        return available > 0;
    case Mode::All:
        return false;
    case Mode::Exactly:
        return available >= m_bytes;
    case Mode::Line:
    case Mode::Until:
    case Mode::UntilAny: {
        const Found found = find(m_bytes);
        m_bytes = available;
        return found.end != std::string::npos || isBeyondLimit(found);
    }
    }
    return true;
}

// The separator that ends first, none of which lies in what was searched.
ReadAwaiter::Found ReadAwaiter::find(std::size_t searched) const noexcept
{
    const std::string_view data = m_stream->view();
    Found found;
    const auto look = [&](std::string_view separator) {
        const std::size_t from = searched - std::min(searched, separator.size() - 1);
        const std::size_t begin = data.find(separator, from);
        if (begin != std::string_view::npos && begin + separator.size() < found.end) {
            found.begin = begin;
            found.end = begin + separator.size();
        }
        found.longest = separator.size(); // the shortest come first
    };
    if (m_mode != Mode::UntilAny)
        look(m_separator);
    else
        eachSeparator(m_separator, look);
    return found;
}

// Whatever comes, the separator is too far away. The end of what there is may be the beginning of
// one.
bool ReadAwaiter::isBeyondLimit(const Found &found) const noexcept
{
    return m_stream->available() + 1 > m_stream->m_limit + found.longest;
}

bool ReadAwaiter::await_ready()
{
    if (m_stream->m_reader)
        throw RuntimeError(
            "read() called while another coroutine is already waiting for incoming data");
    if (m_mode == Mode::Until && m_separator.empty())
        throw ValueError("Separator should be at least one-byte string");
    if (m_bytes == 0 && (m_mode == Mode::Some || m_mode == Mode::Exactly))
        return true;
    return satisfied();
}

void ReadAwaiter::wait(PromiseBase &promise)
{
    if (m_stream->m_transport && m_stream->m_transport->probeSlot == 0)
        m_stream->m_transport->setTask(promise.task->id());
    suspend(promise);
    m_stream->readerWaits(*this);
}

std::string ReadAwaiter::await_resume()
{
    detach();
    checkCancelled();
    Stream &stream = *m_stream;
    if (const std::exception_ptr error = stream.exception(); error && !m_sound)
        std::rethrow_exception(error);
    switch (m_mode) {
    case Mode::Some:
        return stream.take(m_bytes);
    case Mode::All:
        return stream.take(everything);
    case Mode::Exactly:
        if (stream.available() < m_bytes)
            throw IncompleteReadError(stream.take(everything), m_bytes);
        return stream.take(m_bytes);
    case Mode::Line:
    case Mode::Until:
    case Mode::UntilAny:
        return resultUntil();
    }
    return {};
}

std::string ReadAwaiter::resultUntil()
{
    Stream &stream = *m_stream;
    const Found found = find(0);
    const bool line = m_mode == Mode::Line;
    if (found.end != std::string::npos && found.begin <= stream.m_limit)
        return stream.take(found.end);
    if (found.end != std::string::npos) {
        if (!line)
            throw LimitOverrunError("Separator is found, but chunk is longer than limit",
                                    found.begin);
        (void)stream.take(found.end);
        throw ValueError("Separator is found, but chunk is longer than limit");
    }
    if (isBeyondLimit(found)) {
        if (!line)
            throw LimitOverrunError("Separator is not found, and chunk exceed the limit",
                                    stream.available() + 1 - found.longest);
        (void)stream.take(everything);
        throw ValueError("Separator is not found, and chunk exceed the limit");
    }
    if (!line)
        throw IncompleteReadError(stream.take(everything), 0);
    return stream.take(everything);
}

bool ReadAwaiter::cancel(const std::string &)
{
    detach();
    return false;
}

WaitInfo ReadAwaiter::waitInfo() const noexcept
{
    return {WaitKind::Read, m_stream->m_transport ? m_stream->m_transport->id().value : 0, 0};
}

} // namespace loop
