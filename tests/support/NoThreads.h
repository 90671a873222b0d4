// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// While it lives no thread can be started, as where 'ulimit -u' forbids it: there is no room for
// its stack.

#include <pthread.h>

#include <cstddef>

class NoThreads {
public:
    NoThreads()
    {
        ::pthread_getattr_default_np(&before_);
        pthread_attr_t none;
        ::pthread_attr_init(&none);
        ::pthread_attr_setstacksize(&none, std::size_t {1} << 60);
        ::pthread_setattr_default_np(&none);
        ::pthread_attr_destroy(&none);
    }
    ~NoThreads()
    {
        ::pthread_setattr_default_np(&before_);
        ::pthread_attr_destroy(&before_);
    }
    NoThreads(const NoThreads &) = delete;

private:
    pthread_attr_t before_;
};
