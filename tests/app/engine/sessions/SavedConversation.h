// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A conversation as a recording has it, for the tests of what plays it again.

#include "models/record/Recording.h"
#include "tests/models/Deltas.h"

#include <memory>
#include <string>
#include <vector>

struct Said {
    std::int64_t at; // ms
    loop::EventKind kind;
    std::string bytes;
    std::uint64_t whole = 0; // bytes; 0: those that are kept
};

// A recording of one connection, 3, as the one of that role saw it.
inline std::unique_ptr<models::Recording> recorded(const std::vector<Said> &all, bool begins = true,
                                                   loop::Role role = loop::Role::Client)
{
    auto file = std::make_unique<models::Recording>();
    std::uint64_t in = 0, out = 0;
    loop::Delta first = models::test::delta();
    models::test::open(first, 3);
    first.opened.front().role = role;
    if (begins)
        models::test::addEvent(first, loop::EventKind::Connect, 3);
    file->apply(first);
    for (const Said &each : all) {
        loop::Delta next = models::test::delta(each.at * models::test::Millisecond);
        loop::LogEvent &event = models::test::addEvent(next, each.kind, 3, each.bytes);
        event.bytes = each.whole != 0 ? each.whole : each.bytes.size();
        (each.kind == loop::EventKind::DataIn ? in : out) += event.bytes;
        loop::ConnectionSample &now = models::test::sample(next, 3, in);
        now.bytesOut = out;
        file->apply(next);
    }
    file->flush();
    return file;
}
