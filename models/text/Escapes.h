// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Bytes as a person writes them in a line of text: with escapes (\r \n \t \0 \\ \x00) or as hex
// digits
// ("0d 0a"). Plain functions; any thread.

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <optional>

namespace models {

struct DecodedBytes {
    std::optional<QByteArray> bytes;
    QString problem; // where there are none: a clause that says what is wrong and what is right
};

[[nodiscard]] DecodedBytes decodeEscapes(const QByteArray &text);
[[nodiscard]] DecodedBytes
decodeHex(const QByteArray &text); // blanks between bytes are passed over
// One word of a POSIX shell, whatever is in it: 'it'\''s'. A zero byte, which no word can have, is
// left out.
[[nodiscard]] QString shellWord(const QString &text);
[[nodiscard]] QByteArray encodeEscapes(const QByteArray &bytes); // decodeEscapes() gives them back

} // namespace models
