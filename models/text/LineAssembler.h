// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Puts lines together from a stream, which comes in pieces that mean nothing: between two letters,
// between CR and LF, inside a character of UTF-8. A line ends in LF or CR LF, and is given without.
// One that grows beyond `longest` bytes is given in parts, cut between characters, so a peer that
// never ends its line takes no more than that and the pieces added at once. A plain value of one
// stream.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace models {

class LineAssembler {
public:
    explicit LineAssembler(std::size_t longest) // bytes without the end, at least 4
        : longest_(longest)
    { }

    void add(std::string_view piece);
    // The next whole line, or part of one that is too long; none: more must be added first. Call it
    // until there is none, or at least as fast as lines are added.
    [[nodiscard]] std::optional<std::string> next();
    // At the end of the stream, after next() gave none: the line that was never ended, if any.
    [[nodiscard]] std::optional<std::string> last();
    // All that was not given yet, as it came: for streams without lines.
    [[nodiscard]] std::optional<std::string> all();

    [[nodiscard]] std::size_t waiting() const { return data_.size() - begin_; } // bytes

private:
    [[nodiscard]] std::string take(std::size_t length, std::size_t with);
    [[nodiscard]] std::size_t lengthOfPart() const;

    std::size_t longest_;
    std::string data_;
    std::size_t begin_ = 0; // given already
    std::size_t searched_ = 0; // from begin_ on, without an end of a line
};

} // namespace models
