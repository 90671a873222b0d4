// SPDX-License-Identifier: MIT
#include "loop/tls/internal/RecordBio.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace loop::tls {

namespace {

constexpr std::size_t kept = 4; // buffers of either kind that a thread keeps
constexpr std::size_t largestKept = 512 * 1024; // bytes

thread_local std::vector<std::unique_ptr<std::string>> t_outputs;
thread_local std::vector<std::unique_ptr<char[]>> t_decrypted;

template <class T> std::unique_ptr<T> last(std::vector<std::unique_ptr<T>> &buffers)
{
    std::unique_ptr<T> buffer = std::move(buffers.back());
    buffers.pop_back();
    return buffer;
}

} // namespace

BIO *RecordBio::make()
{
    static BIO_METHOD *const method = [] { // for good: OpenSSL may free a BIO at the very end
        BIO_METHOD *const made
            = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "records");
        BIO_meth_set_write(made, write);
        BIO_meth_set_read(made, read);
        BIO_meth_set_ctrl(made, control);
        return made;
    }();
    BIO *const bio = BIO_new(method);
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    return bio;
}

void RecordBio::sent() noexcept
{
    if (!m_output)
        return;
    if (t_outputs.size() < kept && m_output->capacity() <= largestKept) {
        m_output->clear();
        t_outputs.push_back(std::move(m_output));
    }
    m_output.reset();
}

int RecordBio::write(BIO *bio, const char *data, int size)
{
    auto &self = *static_cast<RecordBio *>(BIO_get_data(bio));
    if (!self.m_output)
        self.m_output = t_outputs.empty() ? std::make_unique<std::string>() : last(t_outputs);
    self.m_output->append(data, static_cast<std::size_t>(size));
    return size;
}

int RecordBio::read(BIO *bio, char *data, int size)
{
    auto &self = *static_cast<RecordBio *>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    if (self.input.empty()) {
        BIO_set_retry_read(bio);
        return -1;
    }
    const std::size_t taken = std::min(self.input.size(), static_cast<std::size_t>(size));
    std::memcpy(data, self.input.data(), taken);
    self.input.remove_prefix(taken);
    return static_cast<int>(taken);
}

long RecordBio::control(BIO *, int command, long, void *)
{
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

DecryptBuffer::DecryptBuffer()
    : m_data(t_decrypted.empty() ? std::unique_ptr<char[]>(new char[size]) : last(t_decrypted))
{ }

DecryptBuffer::~DecryptBuffer()
{
    if (t_decrypted.size() < kept)
        t_decrypted.push_back(std::move(m_data));
}

} // namespace loop::tls
