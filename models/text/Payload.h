// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Bytes from the wire as a person or a file can read them. Any thread.

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <optional>

namespace models::payload {

// The text, if the bytes are UTF-8 without control characters but tab, line feed and carriage
// return.
[[nodiscard]] std::optional<QString> asText(const QByteArray &bytes);

// Whether asText() has one, at a cost in memory that does not grow with the bytes.
[[nodiscard]] bool isText(QByteArrayView bytes);

// One line for a table: the text in quotes with \n and the like escaped, else the bytes in hex;
// cut with an ellipsis after `most` characters.
[[nodiscard]] QString asLine(const QByteArray &bytes, int most = 200);

// "54 68 69 73", and beside it "This" with a dot for what cannot be printed.
[[nodiscard]] QString asHex(const char *bytes, qsizetype size);
[[nodiscard]] QString asAscii(const char *bytes, qsizetype size);

// As a program in C has them: "const unsigned char bytes[4] = {\n    0x54, ...\n};\n".
[[nodiscard]] QString asCArray(const QByteArray &bytes);

} // namespace models::payload
