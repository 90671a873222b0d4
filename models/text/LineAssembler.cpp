// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/LineAssembler.h"

#include <algorithm>

namespace models {

namespace {

bool continuesCharacter(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

} // namespace

void LineAssembler::add(std::string_view piece)
{
    if (begin_ > 0) { // once for each piece, so what waits is moved at most once for what comes
        data_.erase(0, begin_);
        begin_ = 0;
    }
    data_.append(piece);
}

std::optional<std::string> LineAssembler::next()
{
    const std::string_view waiting = std::string_view(data_).substr(begin_);
    const std::size_t end = waiting.find('\n', searched_);
    const bool ended = end != std::string_view::npos;
    const bool withCr = ended && end > 0 && waiting[end - 1] == '\r';
    const std::size_t length = ended ? end - (withCr ? 1 : 0) : waiting.size();
    if (ended && length <= longest_)
        return take(length, end + 1);
    // A CR at the end may yet turn out to belong to the end of the line.
    if (length > longest_ + (!ended && waiting.ends_with('\r') ? 1 : 0)) {
        const std::size_t part = lengthOfPart();
        return take(part, part);
    }
    searched_ = waiting.size();
    return std::nullopt;
}

std::optional<std::string> LineAssembler::last()
{
    if (waiting() == 0)
        return std::nullopt;
    const bool withCr = data_.back() == '\r';
    return take(waiting() - (withCr ? 1 : 0), waiting());
}

std::optional<std::string> LineAssembler::all()
{
    return waiting() == 0 ? std::nullopt : std::optional(take(waiting(), waiting()));
}

// Of a line that is too long: as much as fits, but not half a character. Bytes that are no UTF-8
// are cut where they must be.
std::size_t LineAssembler::lengthOfPart() const
{
    std::size_t length = longest_;
    for (int back = 0; back < 4 && length > 0; ++back, --length) {
        if (!continuesCharacter(data_[begin_ + length]))
            return length;
    }
    return longest_;
}

std::string LineAssembler::take(std::size_t length, std::size_t with)
{
    std::string line = data_.substr(begin_, length);
    begin_ += with;
    searched_ = 0;
    if (begin_ == data_.size()) {
        begin_ = 0;
        std::string().swap(data_); // a stream that is silent now keeps nothing
    }
    return line;
}

} // namespace models
