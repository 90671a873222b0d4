// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/Mutator.h"

#include <algorithm>

namespace {

// What parsers of any language stumble over.
const std::vector<std::string> &oddities()
{
    static const std::vector<std::string> texts {"",
                                                 std::string(1, '\0'),
                                                 "\n",
                                                 "\r\n",
                                                 "\"",
                                                 "'",
                                                 "\\",
                                                 "\\x",
                                                 "\\u0000",
                                                 "\\ud800",
                                                 "%",
                                                 "%00",
                                                 "%zz",
                                                 "%25",
                                                 "\xff",
                                                 "\xc3",
                                                 "\xe2\x80\xae",
                                                 "\xef\xbb\xbf",
                                                 "\x1b[31m",
                                                 "0",
                                                 "-0",
                                                 "-1",
                                                 "1e999",
                                                 "1e-999",
                                                 "nan",
                                                 "inf",
                                                 "0x10",
                                                 "65535",
                                                 "65536",
                                                 "4294967296",
                                                 "9223372036854775807",
                                                 "9223372036854775808",
                                                 "99999999999999999999",
                                                 ".",
                                                 "1.",
                                                 ".5",
                                                 "[",
                                                 "]",
                                                 "{",
                                                 "}",
                                                 "(",
                                                 ")",
                                                 "[[[[[[[[",
                                                 "((((((((",
                                                 "::",
                                                 "://",
                                                 "//",
                                                 "@",
                                                 "#",
                                                 "?",
                                                 "&",
                                                 "=",
                                                 "+",
                                                 ",",
                                                 ";",
                                                 "<",
                                                 ">",
                                                 "<=",
                                                 ">=",
                                                 "  ",
                                                 "\t",
                                                 "24h",
                                                 "25h",
                                                 "0ms",
                                                 "64k",
                                                 "5%",
                                                 "\xd9\xa3",
                                                 "\xf0\x9f\x98\x80"};
    return texts;
}

} // namespace

std::uint64_t Mutator::below(std::uint64_t bound) // SplitMix64
{
    std::uint64_t z = (m_state += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    z ^= z >> 31;
    return bound == 0 ? 0 : z % bound;
}

std::string Mutator::make(const std::vector<std::string> &pool)
{
    std::string input = oneOf(pool);
    for (std::uint64_t changes = 1 + below(below(8) + 1); changes > 0; --changes)
        change(input, pool);
    if (input.size() > longest)
        input.resize(longest);
    return input;
}

void Mutator::change(std::string &input, const std::vector<std::string> &pool)
{
    const std::size_t at = below(input.size() + 1);
    const std::size_t length = below(std::min<std::size_t>(input.size() - at, 16) + 1);
    switch (below(9)) {
    case 0: // a bit
        if (at < input.size())
            input[at] = char(input[at] ^ char(1U << below(8)));
        break;
    case 1: // a byte
        input.insert(at, 1, char(below(256)));
        break;
    case 2:
        input.erase(at, length);
        break;
    case 3: // doubled, up to very often
        for (std::uint64_t times = below(4) == 0 ? 200 : 1; times > 0; --times)
            input.insert(at, input.substr(at, length));
        if (input.size() > longest)
            input.resize(longest);
        break;
    case 4:
        input.replace(at, length, oneOf(oddities()));
        break;
    case 5:
    case 6:
        if (!m_words.empty())
            input.replace(at, below(2) == 0 ? length : 0, oneOf(m_words));
        break;
    case 7: { // spliced
        const std::string &other = oneOf(pool);
        input = input.substr(0, at) + other.substr(below(other.size() + 1));
        break;
    }
    default: // two pieces change places
        if (input.size() > 1)
            std::rotate(input.begin(), input.begin() + std::ptrdiff_t(at), input.end());
    }
}
