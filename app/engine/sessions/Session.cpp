// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/Session.h"

#include "app/engine/sessions/Connecting.h"
#include "app/engine/sessions/Refusal.h"
#include "app/engine/sessions/Trouble.h"

#include "loop/Context.h"
#include "models/spec/PortOfServer.h"
#include "models/text/Format.h"
#include "models/text/Plural.h"

#include <QtCore/QCoreApplication>

namespace app {

using models::tr;

using models::SessionRecord;
using namespace Qt::StringLiterals;

Session::Session(loop::EventLoop &loop, loop::ContextId id, models::SessionUrl url, Changed changed)
    : loop_(loop)
    , id_(id)
    , url_(std::move(url))
    , changed_(std::move(changed))
    , address_(url_.address())
    , faults_(std::make_shared<SessionFaults>(loop))
{ }

Session::~Session()
{
    faults_->setNote({});
}

void Session::start()
{
    if (!isOver())
        return;
    error_.clear();
    outputWaiting_ = 0;
    begun_ = false;
    verdicts_.clear();
    address_ = url_.address();
    addresses_.clear();
    task_ = loop::InContext(loop_, id_)
                .createTask(live(), (url_.kind + u' ' + url_.address()).toStdString());
    change(SessionRecord::Starting);
}

void Session::stop()
{
    if (isOver() || state_ == SessionRecord::Stopping)
        return;
    change(SessionRecord::Stopping);
    if (begun_)
        task_.cancel();
}

bool Session::isOver() const
{
    return state_ == SessionRecord::Stopped || state_ == SessionRecord::Failed;
}

SessionRecord Session::record()
{
    SessionRecord record;
    record.id = id_;
    record.loop = loop_.id();
    record.server = url_.role() == models::SessionRole::Server;
    record.kind = url_.kind;
    record.address = address_;
    record.addresses = addresses_;
    record.url = url_;
    record.state = state_;
    record.error = error_;
    if (begun_) {
        record.plainFigures = figuresIn(models::format::Spelling::Plain);
        record.figures = figuresIn(models::format::Spelling::Users);
        record.faultHits = faults_->hitsAsText();
        if (faults_->hitCount() > 0)
            record.hitsByFault = faults_->hitsOfPlan();
        record.results = results();
    }
    record.connectionHits = faults_->ownHits();
    record.connectionFaults = faults_->ownPlans();
    record.verdicts = verdicts_;
    if (state_ == SessionRecord::Running || state_ == SessionRecord::Stopping)
        record.soFar = judge();
    return record;
}

QString Session::figuresIn(models::format::Spelling::Kind kind)
{
    const models::format::Spelling spelling(kind);
    const auto hits = faults_->hitCount();
    return hits == 0
        ? figures()
        : figures() + tr(", %1 fault(s)", nullptr, hits).arg(models::format::count(double(hits)));
}

void Session::running(const QString &address, quint16 port)
{
    address_ = address;
    port_ = port;
    if (state_ == SessionRecord::Starting)
        change(SessionRecord::Running);
}

void Session::running(const QStringList &addresses, quint16 port)
{
    addresses_ = addresses;
    const auto others = addresses.size() - 1;
    running(others == 0 ? addresses.first()
                        : QCoreApplication::translate("Session", "%1 and %2 more")
                              .arg(addresses.first())
                              .arg(others),
            port);
}

void Session::connected(const Connector &connector, const loop::StreamWriter &writer)
{
    running(connector.addressOf(writer));
    if (const QString encryption = encryptionOf(writer); !encryption.isEmpty())
        say(encryption);
}

std::function<void(const QString &)> Session::warner()
{
    return [loop = loop_.id(), self = std::weak_ptr(self_)](const QString &words) {
        auto speak = [self, words] {
            if (const auto session = self.lock())
                (*session)->say(words);
        };
        if (const auto *const here = loop::EventLoop::running(); here && here->id() == loop)
            speak();
        else
            loop::EventLoop::post(loop, std::move(speak));
    };
}

void Session::pair(loop::ConnectionId one, loop::ConnectionId other) const
{
    if (paired_)
        paired_(one, other);
}

void Session::say(const QString &words)
{
    if (said_)
        said_(*this, words, Audience::Log);
}

void Session::show(const QString &words)
{
    if (said_)
        said_(*this, words, Audience::Everybody);
}

void Session::tell(const QString &words)
{
    if (said_)
        said_(*this, words, Audience::Talker);
}

void Session::output(const QByteArray &bytes)
{
    if (!output_ || bytes.isEmpty())
        return;
    outputWaiting_ += std::size_t(bytes.size());
    output_(bytes);
}

void Session::outputTaken(std::size_t bytes)
{
    outputWaiting_ -= std::min(outputWaiting_, bytes);
    outputMoved_.set();
}

loop::Coro<void> Session::outputBelow(std::size_t most)
{
    while (outputWaiting_ > most) {
        outputMoved_.clear();
        co_await outputMoved_.wait();
    }
}

loop::Coro<void> Session::live()
{
    bool failed = false;
    try {
        if (state_ == SessionRecord::Stopping) // before this, its first step
            throw loop::CancelledError();
        beginFaults();
        if (models::takesPort(url_)) // nobody's
            throw Refusal(tr("No server that this client can reach over %1 is running. Start one "
                             "first, or give a port from 1 to 65535.")
                              .arg(url_.transport.toUpper()));
        begun_ = true;
        co_await run();
    } catch (const loop::CancelledError &) {
        failed = false;
    } catch (...) {
        failed = true;
        error_ = sentenceOf(std::current_exception(), url_);
    }
    verdicts_ = judge();
    if (!failed && !models::allHold(verdicts_)) {
        failed = true;
        error_ = tr("Limit not met: %1.").arg(models::unmet(verdicts_));
    }
    port_ = 0;
    faults_->tellMerged();
    change(failed ? SessionRecord::Failed : SessionRecord::Stopped);
}

void Session::beginFaults()
{
    const auto read = models::parseFaultPlan(url_.texts(u"fault"), quint64(url_.integer(u"seed")),
                                             models::trafficOf(url_.transport));
    if (!read.plan)
        throw Refusal(tr("The session cannot start: %1.").arg(read.problem));
    faults_->begin(*read.plan);
}

void Session::setFaults(const models::FaultPlan &plan)
{
    url_.setTexts(u"fault"_s, plan.lines());
    url_.setTexts(u"seed"_s,
                  plan.seed == 1 ? QStringList() : QStringList(QString::number(plan.seed)));
    faults_->setPlan(plan);
}

QList<models::Verdict> Session::judge()
{
    QList<models::Verdict> verdicts;
    const models::SessionKind *kind = models::sessionKind(url_.kind);
    if (!kind || !kind->option(u"limit"))
        return verdicts;
    for (const QString &text : url_.texts(u"limit")) {
        if (const auto limit = models::readLimit(text).limit)
            verdicts << models::verdictOn(*limit, begun_ ? measured(limit->measure) : std::nullopt,
                                          evidence());
    }
    return verdicts;
}

void Session::change(SessionRecord::State state)
{
    state_ = state;
    changed_(*this);
}

} // namespace app
