// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A message as a person writes it: its text, how that is read, and what each of its lines ends in.
// Plain values; any thread.

#include "models/text/Escapes.h"

#include <QtCore/QStringList>

namespace models {

enum class MessageForm { Plain, Escapes, Hex };
enum class LineEnd { Lf, CrLf, None };

struct Message {
    QString text;
    MessageForm form = MessageForm::Plain;
    LineEnd end = LineEnd::Lf;

    // What is sent. The last line gets its end, too; hex is sent as it stands.
    [[nodiscard]] DecodedBytes bytes() const;

    friend bool operator==(const Message &, const Message &) = default;
};

// As they are written in URLs and files, in the order of the enums.
[[nodiscard]] QStringList messageForms(); // plain, escapes, hex
[[nodiscard]] QStringList lineEnds(); // lf, crlf, none
[[nodiscard]] MessageForm messageForm(const QString &name); // Plain, where it is none of them
[[nodiscard]] LineEnd lineEnd(const QString &name); // Lf, where it is none of them
[[nodiscard]] QByteArray bytesOf(LineEnd end);

// Bytes that came, as lines of that form; those in plain are as they came.
[[nodiscard]] QByteArray written(const QByteArray &bytes, MessageForm form);

} // namespace models
