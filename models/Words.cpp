// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/Words.h"

#include <QtCore/QByteArray>
#include <QtCore/QCoreApplication>
#include <QtCore/QRegularExpression>
#include <QtCore/QtGlobal>

#include <algorithm>
#include <array>
#include <iterator>

namespace models::wordings {

using namespace Qt::StringLiterals;

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

// What the core and sessions write beside an event, by the kind of it.
struct Phrase {
    loop::EventKind kind;
    Word words;
};
constexpr Phrase kPhrases[] = {
    {loop::EventKind::Connect,
     QT_TRANSLATE_NOOP3("Loopscope", "accepted from %1", "detail of an event")},
    {loop::EventKind::Connect,
     QT_TRANSLATE_NOOP3("Loopscope", "connected to %1", "detail of an event")},
    {loop::EventKind::Connect,
     QT_TRANSLATE_NOOP3("Loopscope", "first datagram: %1", "detail of an event")},
    {loop::EventKind::Pause,
     QT_TRANSLATE_NOOP3("Loopscope", "write buffer %1 B > high %2 B", "detail of an event")},
    {loop::EventKind::Resume,
     QT_TRANSLATE_NOOP3("Loopscope", "write buffer %1 B <= low %2 B", "detail of an event")},
    {loop::EventKind::Close,
     QT_TRANSLATE_NOOP3("Loopscope", "aborted, %1 in, %2 out", "detail of an event")},
    {loop::EventKind::Close,
     QT_TRANSLATE_NOOP3("Loopscope", "%1 in, %2 out", "detail of an event")},
    {loop::EventKind::TaskEnd,
     QT_TRANSLATE_NOOP3("Loopscope", "destroyed while pending", "detail of an event")},
    {loop::EventKind::TaskEnd, QT_TRANSLATE_NOOP3("Loopscope", "failed: %1", "detail of an event")},
    {loop::EventKind::TaskEnd, QT_TRANSLATE_NOOP3("Loopscope", "done", "detail of an event")},
    {loop::EventKind::TaskEnd, QT_TRANSLATE_NOOP3("Loopscope", "cancelled", "detail of an event")},
    {loop::EventKind::Session, QT_TRANSLATE_NOOP3("Loopscope", "%1 starts", "detail of an event")},
    {loop::EventKind::Session, QT_TRANSLATE_NOOP3("Loopscope", "%1 runs", "detail of an event")},
    {loop::EventKind::Session,
     QT_TRANSLATE_NOOP3("Loopscope", "%1 is stopping", "detail of an event")},
    {loop::EventKind::Session, QT_TRANSLATE_NOOP3("Loopscope", "%1 stopped", "detail of an event")},
    {loop::EventKind::Session,
     QT_TRANSLATE_NOOP3("Loopscope", "faults: none", "detail of an event")},
    {loop::EventKind::Session, QT_TRANSLATE_NOOP3("Loopscope", "faults: %1", "detail of an event")},
    {loop::EventKind::Session,
     QT_TRANSLATE_NOOP3("Loopscope", "faults here: none", "detail of an event")},
    {loop::EventKind::Session,
     QT_TRANSLATE_NOOP3("Loopscope", "faults here: %1", "detail of an event")},
    {loop::EventKind::Session, QT_TRANSLATE_NOOP3("Loopscope", "rules: %1", "detail of an event")},
};

// "write buffer %1 B > high %2 B" as an expression that finds what stands for %1 and %2.
QRegularExpression expressionOf(const Phrase &phrase)
{
    QString pattern = QRegularExpression::escape(QString::fromLatin1(phrase.words.word));
    for (const auto &place : {u"\\%1"_s, u"\\%2"_s})
        pattern.replace(place, u"(.+?)"_s);
    return QRegularExpression(u'^' + pattern + u'$',
                              QRegularExpression::DotMatchesEverythingOption);
}

} // namespace

QString detail(loop::EventKind kind, const QString &words)
{
    static const auto expressions = [] {
        std::array<QRegularExpression, std::size(kPhrases)> made;
        std::transform(std::begin(kPhrases), std::end(kPhrases), made.begin(), expressionOf);
        return made;
    }();
    for (std::size_t i = 0; i < std::size(kPhrases); ++i) {
        if (kPhrases[i].kind != kind)
            continue;
        const QRegularExpressionMatch match = expressions[i].match(words);
        if (!match.hasMatch())
            continue;
        const QString shown = QCoreApplication::translate("Loopscope", kPhrases[i].words.word,
                                                          kPhrases[i].words.comment);
        return match.lastCapturedIndex() == 2 ? shown.arg(match.captured(1), match.captured(2))
            : match.lastCapturedIndex() == 1  ? shown.arg(match.captured(1))
                                              : shown;
    }
    return words;
}

QString translated(std::string_view word)
{
    const QByteArray source(word.data(), qsizetype(word.size()));
    return QCoreApplication::translate("Loopscope", source.constData(), kComment);
}

} // namespace models::wordings
