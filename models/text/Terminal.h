// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Text from outside made fit for a terminal, in the one place that knows how: what would move the
// cursor, colour, retitle, reorder or forge a line is written out instead ("\x1b", "\u202e"), and
// so is every byte that is not UTF-8. Letters of any script stay as they are. Any thread.

#include <QtCore/QByteArray>
#include <QtCore/QString>

namespace models::terminal {

// For one line: its own line ends are written out, too, as is the tabulator.
[[nodiscard]] QByteArray line(const QString &text);

// The same for bytes that come piece by piece, of which a piece may end within a character. Line
// ends (LF or CR LF) and tabulators stay.
class Screen {
public:
    [[nodiscard]] QByteArray fit(const QByteArray &bytes);
    // What the last piece held back, for it is over now.
    [[nodiscard]] QByteArray rest();

private:
    QByteArray held_; // the beginning of a character, or CR
};

} // namespace models::terminal
