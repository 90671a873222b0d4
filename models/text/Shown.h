// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Text from outside, made fit for widgets: names of certificates, payload, hosts, paths. Qt guesses
// whether a tooltip is HTML and would load what it refers to; text from right to left would move
// what stands beside it. Every tooltip of a model or a widget goes through tip(). Never throws. Any
// thread.

#include <QtCore/QString>

namespace models::shown {

// A tooltip that shows `text` as it is, whatever it looks like: as it stands, or as HTML in which
// all of it is escaped, so that long lines wrap. At most a thousand characters, then "…".
[[nodiscard]] QString tip(const QString &text);

// What is copied or compared letter by letter (bytes, addresses, places in sources): its characters
// from left to right in the order in which they are stored, whatever their direction. Direction
// marks of its own are shown as U+FFFD. Text without any of that is returned as it is.
[[nodiscard]] QString inOrder(const QString &text);

// Words of a language in a window that runs the other way: they keep the direction of their first
// letter, and move nothing beside them.
[[nodiscard]] QString isolated(const QString &text);

// A place to break a line, of no width.
inline constexpr QChar MayBreak(u'\u200b');

// What was shown by inOrder() or isolated(), or with such places, without what that added: for a
// copy. Marks that a text had of its own are lost, too.
[[nodiscard]] QString copied(QString text);

} // namespace models::shown
