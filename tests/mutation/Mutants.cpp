// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/mutation/Mutants.h"

#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace mutation {

namespace {

unsigned char nobody[capacity]; // where nobody asked what is reached

} // namespace

unsigned char *reached = nobody;
int active = -1;

namespace {

// Before every other constructor, as those hold mutants, too.
struct Settings {
    Settings()
    {
        if (const char *number = std::getenv("MUTANT"))
            active = std::atoi(number);
        const char *path = std::getenv("MUTANTS_REACHED"); // a file of `capacity` bytes
        const int file = path ? ::open(path, O_RDWR | O_CLOEXEC) : -1;
        if (file < 0)
            return;
        void *shared = ::mmap(nullptr, capacity, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        ::close(file);
        if (shared != MAP_FAILED)
            reached = static_cast<unsigned char *>(shared);
    }
};

[[gnu::init_priority(101)]] const Settings settings;

} // namespace

} // namespace mutation
