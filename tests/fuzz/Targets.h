// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The parsers that take text or files from outside, each as a function of bytes that checks what
// must hold of the result. A new parser is one row of targets().

#include <string>
#include <vector>

struct Target {
    const char *name; // also of its folder in the corpus
    std::vector<std::string> seeds; // right inputs to begin with
    std::vector<std::string> words; // of its language
    void (*run)(const std::string &input); // throws BrokenPromise
};

// What a parser said of an input, and is not so.
struct BrokenPromise {
    std::string what;
};

[[nodiscard]] const std::vector<Target> &targets();
