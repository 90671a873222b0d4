// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Makes inputs out of inputs: bytes changed, removed and doubled, pieces of two spliced, words of a
// dictionary put in. The same seed gives the same inputs, on every machine. One thread at a time.

#include <cstdint>
#include <string>
#include <vector>

class Mutator {
public:
    static constexpr std::size_t longest = 4096; // bytes of an input

    Mutator(std::uint64_t seed, const std::vector<std::string> &words)
        : m_state(seed)
        , m_words(words)
    { }

    // `pool` is not empty.
    [[nodiscard]] std::string make(const std::vector<std::string> &pool);
    [[nodiscard]] std::uint64_t below(std::uint64_t bound); // 0 to bound - 1; 0 for 0

private:
    void change(std::string &input, const std::vector<std::string> &pool);
    [[nodiscard]] const std::string &oneOf(const std::vector<std::string> &texts)
    {
        return texts[below(texts.size())];
    }

    std::uint64_t m_state;
    const std::vector<std::string> &m_words; // of the language; outlives this
};
