// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Explanations.h"
#include "models/text/Tr.h"

namespace ui {

using models::tr;

QString explanationOf(Part part)
{
    switch (part) {
    case Part::Sessions:
        return tr(
            "What runs here: loops, and below them their servers and clients. A click shows a "
            "session in the Inspector; a double click or Enter shows its connections alone.");
    case Part::Connections:
        return tr(
            "Every connection of every session, live. Closed ones fade and leave after a while, "
            "which is a setting. Click a header to sort, a row to inspect it.");
    case Part::Tasks:
        return tr(
            "Every task: what it runs, what it waits for and at which line. Cancel one from its "
            "menu and watch what follows.");
    case Part::Timers:
        return tr("Every timer that is pending, the next one first.");
    case Part::Warnings:
        return tr(
            "Mistakes that the loops found, one row a kind and place. Debug mode finds more of "
            "them. The Inspector says what a warning means and how to mend it.");
    case Part::Log:
        return tr(
            "Everything that happened, in order, from the recording. It follows the newest row "
            "until you scroll up.");
    case Part::Timeline:
        return tr(
            "When which task ran. The wheel zooms, dragging moves, a click inspects; a span that "
            "is selected narrows every view to it.");
    case Part::Inspector:
        return tr(
            "All that is known of what you selected. It changes its subject only when you choose "
            "another one.");
    case Part::Stream:
        return tr(
            "What was said over the connection, as text or hex. Find looks across rows; what you "
            "select is copied as text, hex, a C array or base64.");
    case Part::Activity:
        return tr(
            "The last minute of all sessions together: messages, bytes and how late the loops "
            "were.");
    case Part::Rewind:
        return tr(
            "The whole recording. Drag the handle to see every view as it was at a moment; the "
            "sessions go on meanwhile.");
    case Part::Filter:
        return tr(
            "Narrows the view in front: session:echo, peer:10.0.0.7, state:open, in>1MB, not, or, "
            "parentheses, \"words\", /regex/. Ctrl+Space completes.");
    case Part::Status:
        return tr(
            "The state of the loops, and the size of the recording. Notices appear here, and can "
            "be read again.");
    case Part::Count:
        break;
    }
    return {};
}

} // namespace ui
