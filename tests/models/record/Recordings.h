// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the tests of recordings put into them, and how they look at the file.

#include "models/record/Sqlite.h"
#include "tests/models/Deltas.h"

#include <QtCore/QString>

#include <algorithm>
#include <random>

namespace models::test {

// `count` events, each other one data of connection 1 or 2.
inline loop::Delta events(int count)
{
    loop::Delta made = delta();
    for (int i = 0; i < count; ++i) {
        made.time = i * Millisecond;
        addEvent(made, i % 2 == 0 ? loop::EventKind::DataIn : loop::EventKind::DataOut,
                 1 + static_cast<std::uint64_t>(i / 2 % 2), "message " + std::to_string(i),
                 "detail");
    }
    return made;
}

// `count` events of `size` bytes each, which no compressor makes smaller.
inline loop::Delta noise(int count, std::size_t size)
{
    static std::mt19937 random(1);
    loop::Delta made = delta();
    for (int i = 0; i < count; ++i) {
        std::string payload(size, '\0');
        std::generate(payload.begin(), payload.end(), [] { return static_cast<char>(random()); });
        addEvent(made, loop::EventKind::DataIn, 1, payload);
    }
    return made;
}

// The first column of the first row.
inline std::string single(const QString &path, const std::string &sql)
{
    const SqliteDatabase database(path.toStdString(), SqliteDatabase::Mode::Read);
    SqliteStatement statement(database, sql);
    return statement.step() ? std::string(statement.bytes(0)) : std::string();
}

} // namespace models::test
