// SPDX-License-Identifier: GPL-3.0-or-later

// Feeds mutated inputs to every parser that takes text from outside (Targets.h), in this process:
// build it with the asan preset. What an input breaks is printed with the input, in hex and as a
// file to keep: put it into corpus/TARGET/, and it is run first from then on.
//
//     fuzz_parsers [--seed N] [--iterations N] [--seconds N] [--target NAME] [--corpus FOLDER]
//     fuzz_parsers --target NAME FILE...     these inputs alone

#include "tests/fuzz/Mutator.h"
#include "tests/fuzz/Targets.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include <sys/time.h>
#include <unistd.h>

extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

extern "C" const char *__ubsan_default_options(); // asked by the sanitizer, if there is one
extern "C" const char *__ubsan_default_options()
{
    return "halt_on_error=1:print_stacktrace=1";
}

namespace {

constexpr time_t secondsForOneInput = 5; // of the processor; longer is a find

struct Options {
    std::uint64_t seed = 1;
    std::uint64_t iterations = 0; // of each target; 0: until the time is up
    double seconds = 0; // in all; 0: until the iterations are done
    std::string target; // "": every one
    std::string corpus;
    std::vector<std::string> files;
};

// What runs now, for a handler that may not allocate.
const char *currentTarget = "";
const char *currentInput = "";
std::size_t currentSize = 0;

void put(const char *text)
{
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text, std::strlen(text));
}

void showInput()
{
    static const char digits[] = "0123456789abcdef";
    put("fuzz_parsers: the input of target ");
    put(currentTarget);
    put(" in hex: ");
    for (std::size_t i = 0; i < currentSize; ++i) {
        const auto byte = static_cast<unsigned char>(currentInput[i]);
        const char pair[] {digits[byte >> 4], digits[byte & 15], '\0'};
        put(pair);
    }
    put("\n");
}

void onSignal(int signal)
{
    put(signal == SIGPROF ? "fuzz_parsers: no end\n" : "fuzz_parsers: crashed\n");
    showInput();
    ::_exit(1);
}

void watchCrashes()
{
    if (__sanitizer_set_death_callback)
        __sanitizer_set_death_callback(showInput);
    else
        for (const int signal : {SIGSEGV, SIGBUS, SIGFPE})
            std::signal(signal, onSignal);
    std::signal(SIGABRT, onSignal);
    std::signal(SIGPROF, onSignal);
}

// By the processor's time: a busy machine is no find. 0: no longer.
void limitTime(time_t seconds)
{
    const itimerval limit {{0, 0}, {seconds, 0}};
    ::setitimer(ITIMER_PROF, &limit, nullptr);
}

bool runOne(const Target &target, const std::string &input)
{
    currentTarget = target.name;
    currentInput = input.data();
    currentSize = input.size();
    limitTime(secondsForOneInput);
    try {
        target.run(input);
    } catch (const BrokenPromise &broken) {
        std::fprintf(stderr, "fuzz_parsers: not so: %s\n", broken.what.c_str());
        showInput();
        return false;
    } catch (const std::exception &error) {
        std::fprintf(stderr, "fuzz_parsers: thrown: %s\n", error.what());
        showInput();
        return false;
    }
    limitTime(0);
    return true;
}

std::optional<std::string> contentOf(const std::filesystem::path &path)
{
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
}

// The target's seeds, and what was found before.
std::vector<std::string> poolOf(const Target &target, const std::string &corpus)
{
    std::vector<std::string> pool = target.seeds;
    std::error_code none;
    std::vector<std::filesystem::path> paths;
    for (const auto &entry :
         std::filesystem::directory_iterator(std::filesystem::path(corpus) / target.name, none))
        paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end()); // the same order on every machine
    for (const auto &path : paths) {
        if (auto content = contentOf(path))
            pool.push_back(std::move(*content));
    }
    return pool;
}

bool fuzz(const Target &target, const Options &options, double seconds)
{
    const std::vector<std::string> pool = poolOf(target, options.corpus);
    for (const std::string &input : pool) {
        if (!runOne(target, input))
            return false;
    }
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    Mutator mutator(options.seed, target.words);
    std::uint64_t done = 0;
    for (; options.iterations == 0 || done < options.iterations; ++done) {
        if (seconds > 0 && done % 64 == 0 && std::chrono::steady_clock::now() >= end)
            break;
        if (!runOne(target, mutator.make(pool))) {
            std::fprintf(stderr, "fuzz_parsers: --target %s --seed %llu, iteration %llu\n",
                         target.name, static_cast<unsigned long long>(options.seed),
                         static_cast<unsigned long long>(done));
            return false;
        }
    }
    std::printf("%-10s %llu inputs\n", target.name, static_cast<unsigned long long>(done));
    return true;
}

std::optional<Options> readOptions(int argc, char **argv)
{
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        if (!name.starts_with("--")) {
            options.files.push_back(name);
            continue;
        }
        if (++i == argc)
            return std::nullopt;
        const char *value = argv[i];
        if (name == "--seed")
            options.seed = std::strtoull(value, nullptr, 10);
        else if (name == "--iterations")
            options.iterations = std::strtoull(value, nullptr, 10);
        else if (name == "--seconds")
            options.seconds = std::strtod(value, nullptr);
        else if (name == "--target")
            options.target = value;
        else if (name == "--corpus")
            options.corpus = value;
        else
            return std::nullopt;
    }
    if (options.iterations == 0 && options.seconds == 0)
        options.iterations = 10'000;
    return options;
}

} // namespace

int main(int argc, char **argv)
{
    const auto options = readOptions(argc, argv);
    if (!options) {
        std::fprintf(stderr,
                     "usage: fuzz_parsers [--seed N] [--iterations N] [--seconds N] "
                     "[--target NAME] [--corpus FOLDER] [FILE...]\n");
        return 2;
    }
    watchCrashes();
    std::vector<const Target *> chosen;
    for (const Target &target : targets()) {
        if (options->target.empty() || options->target == target.name)
            chosen.push_back(&target);
    }
    bool good = !chosen.empty();
    for (const Target *target : chosen) {
        for (const std::string &file : options->files) {
            const auto input = contentOf(file);
            good = input && runOne(*target, *input) && good;
        }
        if (options->files.empty())
            good = fuzz(*target, *options, options->seconds / double(chosen.size())) && good;
    }
    return good ? 0 : 1;
}
