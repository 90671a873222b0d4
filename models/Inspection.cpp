// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/Inspection.h"

#include "loop/TlsInfo.h"
#include "models/ConnectionModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/text/Format.h"

namespace models {

namespace {

QString place(const loop::Place &at)
{
    return QString::fromStdString(at.fileAndLine());
}

// Facts that have nothing to say are left out.
void add(QList<Fact> &facts, const QString &label, const QString &value, Tone tone = Tone::Neutral,
         bool monospace = false)
{
    if (!value.isEmpty())
        facts.push_back({label, value, tone, monospace});
}

QString timeOrNothing(std::int64_t wall)
{
    return wall == 0 ? QString() : format::clockToMilliseconds(wall);
}

QString tr(const char *text)
{
    return Inspection::tr(text);
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
    add(facts, label, QString::fromStdString(certificate.subject));
    add(facts, tr("Issued by"), QString::fromStdString(certificate.issuer));
    const std::int64_t from = certificate.notBefore * 1'000'000'000;
    const QString begin = format::dateAndTime(from);
    const bool early = from > opened;
    add(facts, tr("Valid from"), early ? tr("%1, not valid yet").arg(begin) : begin,
        early ? Tone::Error : Tone::Neutral, true);
    const bool expired = until <= opened;
    const QString date = format::dateAndTime(until);
    add(facts, tr("Valid until"), expired ? tr("%1, expired").arg(date) : date,
        expired ? Tone::Error : Tone::Neutral, true);
    add(facts, tr("SHA-256"), fingerprint(certificate.sha256), Tone::Neutral, true);
}

// Of a handshake that failed: at which step, and what either side said to that.
void describeFailure(QList<Fact> &facts, const loop::TlsInfo &info)
{
    add(facts, tr("Handshake"), tr("failed"), Tone::Error);
    add(facts, tr("Reason"), inLines(info.failure), Tone::Error);
    add(facts, tr("Last step"),
        info.lastStep.empty() ? tr("none") : QString::fromStdString(info.lastStep));
    add(facts, tr("Alert sent"), QString::fromStdString(info.alertSent));
    add(facts, tr("Alert received"), QString::fromStdString(info.alertReceived));
}

void describeVerification(QList<Fact> &facts, const loop::TlsInfo &info)
{
    switch (info.verification) {
    case loop::TlsVerification::None:
        if (!info.peerChain.empty())
            add(facts, tr("Verification"), tr("not checked against authorities"), Tone::Notice);
        break;
    case loop::TlsVerification::Passed:
        add(facts, tr("Verification"), tr("trusted"), Tone::Good);
        break;
    case loop::TlsVerification::Failed:
        add(facts, tr("Verification"), inLines(info.problems), Tone::Error);
        break;
    }
    add(facts, tr("OCSP"), inLines(info.ocsp), info.ocsp == "good" ? Tone::Good : Tone::Warning);
}

QList<Fact> describeTls(const ConnectionRow &row)
{
    const loop::TlsInfo &info = *row.tls;
    const bool failed = !info.failure.empty();
    QList<Fact> facts;
    if (failed)
        describeFailure(facts, info);
    add(facts, tr("Version"),
        QString::fromStdString(info.version)
            .replace(QStringLiteral("TLSv"), QStringLiteral("TLS ")));
    if (!failed)
        add(facts, tr("Session"), info.resumed ? tr("resumed") : tr("new"));
    add(facts, tr("ALPN"),
        info.alpn.empty() && !failed ? tr("none") : QString::fromStdString(info.alpn));
    add(facts, tr("Server name"), QString::fromStdString(info.serverName));
    add(facts, tr("Cipher"), QString::fromStdString(info.cipher));
    add(facts, tr("Key exchange"), QString::fromStdString(info.group));
    describeVerification(facts, info);
    if (info.peerChain.empty() && !failed)
        add(facts, tr("Certificate"),
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
                       const SessionModel *sessions, QObject *parent)
    : QObject(parent)
    , connections_(connections)
    , tasks_(tasks)
    , sessions_(sessions)
{ }

void Inspection::showConnection(quint64 id)
{
    show(Subject::Connection, id);
}

void Inspection::showTask(quint64 id)
{
    show(Subject::Task, id);
}

void Inspection::clear()
{
    show(Subject::Nothing, 0);
}

void Inspection::apply(const loop::Delta &delta)
{
    if (subject_ != Subject::Task)
        return;
    for (const loop::TaskChain &chain : delta.chains) {
        if (chain.id.value == id_)
            chain_ = chain;
    }
}

void Inspection::batchEnded(std::int64_t)
{
    update();
}

void Inspection::show(Subject subject, quint64 id)
{
    if (subject_ == subject && id_ == id)
        return;
    subject_ = subject;
    id_ = id;
    chain_ = {};
    shown_ = {};
    update();
    Q_EMIT subjectChanged();
}

void Inspection::update()
{
    Shown fresh = subject_ == Subject::Connection ? describeConnection()
        : subject_ == Subject::Task               ? describeTask()
                                                  : Shown {};
    if (fresh == shown_)
        return;
    shown_ = std::move(fresh);
    Q_EMIT changed();
}

// What has left its table keeps the last that was known of it.
Inspection::Shown Inspection::describeConnection() const
{
    const ConnectionRow *row = connections_->find(id_);
    Shown shown = shown_;
    shown.title = tr("Connection %1").arg(id_);
    if (!row)
        return shown;
    shown.state = format::text(toString(row->state));
    shown.tone = ConnectionModel::tone(row->state);
    shown.subtitle = ConnectionModel::route(*row);
    shown.facts.clear();
    const auto traffic = [](quint64 bytes, quint64 messages) {
        return tr("%1, messages: %2")
            .arg(format::bytes(static_cast<double>(bytes)),
                 format::integer(static_cast<qint64>(messages)));
    };
    add(shown.facts, tr("Opened"), timeOrNothing(row->opened), Tone::Neutral, true);
    add(shown.facts, tr("Closed"), timeOrNothing(row->closed), Tone::Neutral, true);
    add(shown.facts, tr("Error"), row->error, Tone::Error);
    add(shown.facts, tr("Transport"), ConnectionModel::transport(*row));
    add(shown.facts, tr("Role"), format::text(toString(row->role)));
    add(shown.facts, tr("Session"), sessions_->shortName(row->context));
    add(shown.facts, tr("In"), traffic(row->bytesIn, row->messagesIn));
    add(shown.facts, tr("Out"), traffic(row->bytesOut, row->messagesOut));
    add(shown.facts, tr("Write buffer"),
        tr("%1 (pauses above %2, resumes below %3)")
            .arg(format::binaryBytes(static_cast<double>(row->buffer)),
                 format::binaryBytes(static_cast<double>(row->high)),
                 format::binaryBytes(static_cast<double>(row->low))),
        row->buffer > row->high ? Tone::Warning : Tone::Neutral);
    add(shown.facts, tr("Pauses"), row->pauses == 0 ? QString() : format::integer(row->pauses));
    add(shown.facts, tr("Last activity"), timeOrNothing(row->lastActivity), Tone::Neutral, true);
    add(shown.facts, tr("Task"), row->task == 0 ? QString() : tasks_->describe(row->task));
    if (row->tls)
        shown.tls = describeTls(*row);
    return shown;
}

Inspection::Shown Inspection::describeTask() const
{
    const TaskRow *row = tasks_->find(id_);
    Shown shown = shown_;
    shown.title = tr("Task %1").arg(id_);
    if (!row)
        return shown;
    shown.state = format::text(toString(row->state));
    shown.tone = TaskModel::tone(row->state);
    shown.subtitle = row->coroutine.isEmpty() ? row->name : row->coroutine;
    shown.facts.clear();
    constexpr std::int64_t slow = 100'000'000; // ns, the limit of asyncio's debug mode
    add(shown.facts, tr("Name"), row->name);
    add(shown.facts, tr("Created at"), place(row->created), Tone::Neutral, true);
    add(shown.facts, tr("Created by"),
        row->parent == 0 ? QString() : tasks_->describe(row->parent));
    add(shown.facts, tr("Started"), timeOrNothing(row->started), Tone::Neutral, true);
    add(shown.facts, tr("Ended"), timeOrNothing(row->ended), Tone::Neutral, true);
    add(shown.facts, tr("Error"), row->error, Tone::Error);
    add(shown.facts, tr("Session"), sessions_->shortName(row->context));
    add(shown.facts, tr("Waiting for"), tasks_->waitingFor(*row));
    add(shown.facts, tr("Steps"), format::integer(static_cast<qint64>(row->steps)));
    add(shown.facts, tr("Busy"), format::duration(row->busy));
    add(shown.facts, tr("Longest step"), format::duration(row->longest),
        row->longest >= slow ? Tone::Warning : Tone::Neutral);
    add(shown.facts, tr("Warnings"),
        row->warnings == 0 ? QString() : format::integer(row->warnings), Tone::Warning);
    describeChain(shown);
    return shown;
}

// From the outermost coroutine down to the socket, timer or task that will wake it.
void Inspection::describeChain(Shown &shown) const
{
    shown.chain.clear();
    shown.awaitedBy.clear();
    const TaskRow *row = tasks_->find(id_);
    if (row->ended != 0)
        return;
    int depth = 0;
    for (const loop::FrameRecord &frame : chain_.frames)
        shown.chain.push_back(
            {QString::fromStdString(frame.coroutine.name()), place(frame.awaitedAt), depth++});
    for (const loop::TaskId task : chain_.awaitedBy)
        shown.awaitedBy.push_back({task.value, tasks_->describe(task.value)});
    if (row->wait == loop::WaitKind::None)
        return;
    QString state;
    const ConnectionRow *connection = connections_->find(row->waitTarget);
    const TaskRow *waitedFor = tasks_->find(row->waitTarget);
    if (row->wait == loop::WaitKind::Drain && connection)
        state = tr("%1 > low %2")
                    .arg(format::binaryBytes(static_cast<double>(connection->buffer)),
                         format::binaryBytes(static_cast<double>(connection->low)));
    else if (row->wait == loop::WaitKind::Read && connection)
        state = format::text(toString(connection->state));
    else if (row->wait == loop::WaitKind::Task)
        state = waitedFor && !waitedFor->coroutine.isEmpty() ? TaskModel::call(*waitedFor)
                                                             : QString();
    shown.chain.push_back({tasks_->waitingFor(*row), state, depth});
}

} // namespace models
