// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/Inspection.h"

#include "loop/TlsInfo.h"
#include "models/ConnectionModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/Words.h"
#include "models/text/Format.h"
#include "models/text/Tr.h"

namespace models {

namespace {

QString timeOrNothing(std::int64_t wall)
{
    return wall == 0 ? QString() : format::clockToMilliseconds(wall);
}

// In lines that stay readable.
QString fingerprint(const std::string &digest)
{
    constexpr qsizetype half = 16 * 3; // bytes, each with its colon
    const QString text = QString::fromStdString(digest);
    return text.size() < half ? text : text.first(half) + u'\n' + text.sliced(half);
}

// A sentence, too.
QString inLines(const std::string &sentence)
{
    constexpr qsizetype width = 46; // characters
    QString text;
    qsizetype length = 0;
    for (const QString &word : QString::fromStdString(sentence).split(QLatin1Char(' '))) {
        const bool fits = length + 1 + word.size() <= width;
        if (!text.isEmpty())
            text += fits ? QLatin1Char(' ') : QLatin1Char('\n');
        length = (fits ? length + 1 : 0) + word.size();
        text += word;
    }
    return text;
}

void describeCertificate(QList<Fact> &facts, const QString &label,
                         const loop::TlsCertificate &certificate, std::int64_t opened)
{
    const std::int64_t until = certificate.notAfter * 1'000'000'000;
    addFact(facts, label, QString::fromStdString(certificate.subject));
    addFact(facts, tr("Issued by"), QString::fromStdString(certificate.issuer));
    const std::int64_t from = certificate.notBefore * 1'000'000'000;
    const QString begin = format::dateAndTime(from);
    const bool early = from > opened;
    addFact(facts, tr("Valid from"), early ? tr("%1, not valid yet").arg(begin) : begin,
            early ? Tone::Error : Tone::Neutral, true);
    const bool expired = until <= opened;
    const QString date = format::dateAndTime(until);
    addFact(facts, tr("Valid until"), expired ? tr("%1, expired").arg(date) : date,
            expired ? Tone::Error : Tone::Neutral, true);
    addFact(facts, tr("SHA-256"), fingerprint(certificate.sha256), Tone::Neutral, true);
}

// Of a handshake that failed: at which step, and what either side said to that.
void describeFailure(QList<Fact> &facts, const loop::TlsInfo &info)
{
    addFact(facts, tr("Handshake"), tr("failed"), Tone::Error);
    addFact(facts, tr("Reason"), inLines(info.failure), Tone::Error);
    addFact(facts, tr("Last step"),
            info.lastStep.empty() ? tr("none") : QString::fromStdString(info.lastStep));
    addFact(facts, tr("Alert sent"), QString::fromStdString(info.alertSent));
    addFact(facts, tr("Alert received"), QString::fromStdString(info.alertReceived));
}

void describeVerification(QList<Fact> &facts, const loop::TlsInfo &info)
{
    switch (info.verification) {
    case loop::TlsVerification::None:
        if (!info.peerChain.empty())
            addFact(facts, tr("Verification"), tr("not checked against authorities"), Tone::Notice);
        break;
    case loop::TlsVerification::Passed:
        addFact(facts, tr("Verification"), tr("trusted"), Tone::Good);
        break;
    case loop::TlsVerification::Failed:
        addFact(facts, tr("Verification"), inLines(info.problems), Tone::Error);
        break;
    }
    addFact(facts, tr("OCSP"), inLines(info.ocsp),
            info.ocsp == "good" ? Tone::Good : Tone::Warning);
}

QList<Fact> describeTls(const ConnectionRow &row)
{
    const loop::TlsInfo &info = *row.tls;
    const bool failed = !info.failure.empty();
    QList<Fact> facts;
    if (failed)
        describeFailure(facts, info);
    addFact(facts, tr("Version"),
            QString::fromStdString(info.version)
                .replace(QStringLiteral("TLSv"), QStringLiteral("TLS ")));
    if (!failed)
        addFact(facts, tr("Session"), info.resumed ? tr("resumed") : tr("new"));
    addFact(facts, tr("ALPN"),
            info.alpn.empty() && !failed ? tr("none") : QString::fromStdString(info.alpn));
    addFact(facts, tr("Server name"), QString::fromStdString(info.serverName));
    addFact(facts, tr("Cipher"), QString::fromStdString(info.cipher));
    addFact(facts, tr("Key exchange"), QString::fromStdString(info.group));
    describeVerification(facts, info);
    if (info.peerChain.empty() && !failed)
        addFact(facts, tr("Certificate"),
                row.role == loop::Role::Server ? tr("the client presented none")
                                               : tr("the server presented none"));
    int number = 0;
    for (const loop::TlsCertificate &certificate : info.peerChain) {
        ++number;
        describeCertificate(facts,
                            number == 1 ? tr("Certificate") : tr("Certificate %1").arg(number),
                            certificate, row.opened);
    }
    return facts;
}

} // namespace

Inspection::Inspection(const ConnectionModel *connections, const TaskModel *tasks,
                       const SessionModel *sessions, const WarningModel *warnings, QObject *parent)
    : QObject(parent)
    , connections_(connections)
    , tasks_(tasks)
    , sessions_(sessions)
    , warnings_(warnings)
{ }

void Inspection::apply(const loop::Delta &delta)
{
    loops_.apply(delta);
    if (subject_ == Subject::Connection)
        timeAnswers(delta);
    if (subject_ != Subject::Task)
        return;
    for (const loop::TaskChain &chain : delta.chains) {
        if (chain.id.value == id_)
            chain_ = chain;
    }
}

void Inspection::timeAnswers(const loop::Delta &delta)
{
    const ConnectionRow *row = connections_->find(id_);
    if (!row || row->loop != delta.loop.value)
        return;
    for (const loop::LogEvent &event : delta.events) {
        if (event.connection.value == id_)
            answers_.see(event, row->role);
    }
}

void Inspection::reset()
{
    chain_ = {};
    answers_ = {};
    countedAt_ = 0;
    loops_.reset();
}

void Inspection::batchEnded(std::int64_t now)
{
    now_ = now;
    update();
}

void Inspection::show(Subject subject, quint64 id)
{
    if (id == 0)
        subject = Subject::Nothing;
    if (subject == Subject::Nothing)
        id = 0;
    if (subject_ == subject && id_ == id)
        return;
    subject_ = subject;
    id_ = id;
    chain_ = {};
    answers_ = {};
    holdings_ = {};
    countedAt_ = 0;
    shown_ = {};
    update();
    Q_EMIT subjectChanged();
}

Inspected Inspection::describe() const
{
    switch (subject_) {
    case Subject::Connection:
        return describeConnection();
    case Subject::Task:
        return describeTask();
    case Subject::Session:
        return describeSession();
    case Subject::Loop:
        return describeLoop();
    case Subject::Warning:
        return describeWarning();
    case Subject::Nothing:
        break;
    }
    return {};
}

void Inspection::update()
{
    if (subject_ == Subject::Loop)
        countHoldings();
    Inspected fresh = describe();
    if (fresh == shown_)
        return;
    shown_ = std::move(fresh);
    Q_EMIT changed();
}

// What has left its table keeps the last that was known of it.
Inspected Inspection::describeConnection() const
{
    const ConnectionRow *row = connections_->find(id_);
    Inspected shown = shown_;
    shown.title = tr("Connection %1").arg(id_);
    if (!row)
        return shown;
    shown.state = wordings::shown(row->state);
    shown.tone = ConnectionModel::tone(row->state);
    shown.subtitle = ConnectionModel::route(*row);
    shown.facts.clear();
    const auto traffic = [](quint64 bytes, quint64 messages) {
        return tr("%1, messages: %2")
            .arg(format::bytes(static_cast<double>(bytes)),
                 format::integer(static_cast<qint64>(messages)));
    };
    addFact(shown.facts, tr("Opened"), timeOrNothing(row->opened), Tone::Neutral, true);
    addFact(shown.facts, tr("Closed"), timeOrNothing(row->closed), Tone::Neutral, true);
    addFact(shown.facts, tr("Error"), row->error, Tone::Error);
    addFact(shown.facts, tr("Transport"), ConnectionModel::transport(*row));
    addFact(shown.facts, tr("Program"), ConnectionModel::program(*row));
    addFact(shown.facts, tr("Role"), wordings::shown(row->role));
    addFact(shown.facts, tr("Session"), sessions_->shortName(row->context));
    addFact(shown.facts, tr("In"), traffic(row->bytesIn, row->messagesIn));
    addFact(shown.facts, tr("Out"), traffic(row->bytesOut, row->messagesOut));
    addFact(shown.facts, tr("Write buffer"),
            tr("%1 (pauses above %2, resumes below %3)")
                .arg(format::binaryBytes(static_cast<double>(row->buffer)),
                     format::binaryBytes(static_cast<double>(row->high)),
                     format::binaryBytes(static_cast<double>(row->low))),
            row->buffer > row->high ? Tone::Warning : Tone::Neutral);
    if (answers_.count() > 0)
        addFact(shown.facts, tr("Answers"),
                tr("last %1, longest %2, of %3 seen")
                    .arg(format::duration(answers_.last()), format::duration(answers_.longest()),
                         format::integer(answers_.count())));
    addFact(shown.facts, tr("Pauses"), row->pauses == 0 ? QString() : format::integer(row->pauses));
    addFact(shown.facts, tr("Last activity"), timeOrNothing(row->lastActivity), Tone::Neutral,
            true);
    addFact(shown.facts, tr("Task"), row->task == 0 ? QString() : tasks_->describe(row->task));
    shown.links.clear();
    if (row->task != 0)
        shown.links.push_back({Reference::Task, row->task, tasks_->describe(row->task)});
    const auto linkTo = [&shown](quint64 id, const QString &text) {
        if (id != 0)
            shown.links.push_back({Reference::Connection, id, text});
    };
    linkTo(row->partner, tr("the other half, connection %1").arg(row->partner));
    linkTo(row->endpoint, tr("its endpoint, connection %1").arg(row->endpoint));
    if (sessions_->session(row->context))
        shown.links.push_back(
            {Reference::Session, row->context, sessions_->shortName(row->context)});
    if (row->tls)
        shown.tls = describeTls(*row);
    return shown;
}

} // namespace models
