// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Numbers as a person reads them, in one place. All are short enough for a table cell, use the
// decimal mark of the user's locale unless a Spelling says otherwise, and never throw. Any thread.

#include <QtCore/QString>

#include <cstdint>
#include <string_view>

class QLocale;

namespace models::format {

// While it lives, numbers that its thread puts into words are those of the C locale, which scripts
// read, or those of the user's. They nest.
class Spelling {
public:
    enum Kind { Users, Plain };
    explicit Spelling(Kind kind);
    ~Spelling();
    [[nodiscard]] static bool isPlain(); // in this thread, now
    Spelling(const Spelling &) = delete;
    Spelling &operator=(const Spelling &) = delete;

private:
    const Kind before_;
};

// Whose numbers the user's are from now on, in every thread; null: those of QLocale's default,
// which threads must not read while it changes. What it points to stays.
void useLocale(const QLocale *locale);

[[nodiscard]] QString decimal(double number, int digits);
[[nodiscard]] QString bytes(double bytes); // "512 B", "41.2 MB": powers of 1000
[[nodiscard]] QString binaryBytes(double bytes); // "71 KiB": powers of 1024, for buffers
[[nodiscard]] QString bytesPerSecond(double rate); // "5.1 MB/s"
[[nodiscard]] QString count(double count); // "812", "84.2k", "1.3M"
[[nodiscard]] QString integer(qint64 number); // "84,102"
[[nodiscard]] QString duration(std::int64_t ns); // "0.21 ms", "350 ms", "1.20 s", "2 min 5 s"
[[nodiscard]] QString countdown(std::int64_t ns); // "1.2 s", "350 ms": calm enough to watch
[[nodiscard]] QString seconds(std::int64_t ns); // "0.350 s", asyncio's wording in warnings
[[nodiscard]] QString age(std::int64_t ns); // "01:51", "2:03:04"
[[nodiscard]] QString clock(std::int64_t wall); // "12:04:31.041237", local time; ns since 1970
[[nodiscard]] QString clockToMilliseconds(std::int64_t wall); // "12:04:31.041"
[[nodiscard]] QString dateAndTime(std::int64_t wall); // "2026-11-21 12:04"
[[nodiscard]] QString isoTime(std::int64_t wall); // "2026-11-20T12:04:31.041237Z", for files

[[nodiscard]] inline QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

} // namespace models::format
