// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/Words.h"

#include <QtCore/QByteArray>
#include <QtCore/QCoreApplication>
#include <QtCore/QtGlobal>

namespace models::wordings {

namespace {

constexpr const char *kComment = "word of a record";

// The core knows no language: its words stand here for those who translate.
struct Word {
    const char *word, *comment;
};
[[maybe_unused]] constexpr Word kWords[] = {
    QT_TRANSLATE_NOOP3("Loopscope", "opening", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "open", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "paused", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "half-closed", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "closing", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "closed", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "lost", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "aborted", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "reset", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "client", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "server", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "ready", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "running", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "suspended", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "cancelling", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "done", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "failed", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "cancelled", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "connect", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "data in", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "data out", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "eof", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "pause", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "resume", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "close", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "error", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "task start", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "task end", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "warning", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "session", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "fault", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "slow callback", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "slow iteration", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "loop blocked now", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "slow getaddrinfo", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "never awaited", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "task exception never retrieved", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "future exception never retrieved", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "pending task destroyed", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "not thread-safe", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "unclosed transport", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "unclosed stream", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "unclosed loop", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "loop closed", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "nested run", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "stopped early", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "object of another loop", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "lock misuse", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "handler failed", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "write after EOF", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "write to lost connection", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "out of descriptors", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "descriptor owned", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "wakes itself", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "never yields", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "nobody can wake it", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "await cycle", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "large frame", "word of a record"),
    QT_TRANSLATE_NOOP3("Loopscope", "callback failed", "word of a record"),
};

} // namespace

QString translated(std::string_view word)
{
    const QByteArray source(word.data(), qsizetype(word.size()));
    return QCoreApplication::translate("Loopscope", source.constData(), kComment);
}

} // namespace models::wordings
