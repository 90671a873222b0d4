// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/PacketServer.h"

#include "loop/EventLoop.h"
#include "loop/Protocol.h"
#include "loop/Server.h"
#include "loop/Timeout.h"
#include "loop/Transport.h"
#include "models/export/PacketMaker.h"
#include "models/record/DeltaParts.h"
#include "models/record/Mirror.h"
#include "models/spec/Exposure.h"
#include "models/text/Format.h"

#include <QtCore/QCoreApplication>

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>
#include <vector>

namespace app {

using namespace Qt::StringLiterals;
using models::PacketMaker;
using models::SessionRecord;

namespace {

// Events of a Delta without their bytes: what comes of them is a gap.
std::shared_ptr<const loop::Delta> withoutBytes(const loop::Delta &delta)
{
    auto made = std::make_shared<loop::Delta>(models::withoutEvents(delta));
    made->spans.clear();
    made->events = delta.events;
    for (loop::LogEvent &event : made->events) {
        event.detailSize = event.payloadSize = event.detailAt = event.payloadAt = 0;
        event.inPieces = false;
    }
    return made;
}

} // namespace

// What belongs to the thread.
class PacketServer::Inside {
public:
    Inside(PacketServer &server, loop::EventLoop &loop)
        : loop_(loop)
        , server_(server)
    { }

    loop::Coro<void> listen(PacketAddress address);
    void apply(const loop::Delta &delta);
    void apply(const SessionRecord &session);
    void begin(const models::Moment &moment);
    void setDataWanted(bool wanted);
    loop::Coro<void> end(std::chrono::milliseconds patience);

    [[nodiscard]] std::uint16_t port() const { return port_; }
    // False: there are as many as there may be.
    [[nodiscard]] bool add(Reader &reader, const QString &peer);
    void remove(Reader &reader);
    void tell(const QString &sentence) { Q_EMIT server_.told(sentence); }
    void tellReaders(); // that there are others, or others of them are full
    [[nodiscard]] bool hasAllData() const; // in all Deltas from now on
    static constexpr auto LongestWait = std::chrono::seconds(1); // for a loop that is blocked
    [[nodiscard]] loop::TimePoint now() const { return loop_.time(); }

private:
    // A loop turns to keeping data in the middle of its second Delta, at the latest.
    static constexpr int DeltasUntilWhole = 2;

    void admit(); // those that wait

    loop::EventLoop &loop_;
    PacketServer &server_;
    std::shared_ptr<loop::Server> listening_;
    std::uint16_t port_ = 0;
    models::Mirror mirror_;
    std::map<loop::ContextId, SessionRecord> sessions_;
    std::map<loop::LoopId, int> deltas_; // of each loop that is not closed, since data is wanted
    bool wanted_ = false;
    std::vector<Reader *> waiting_; // nothing was sent to them yet
    loop::Handle longest_; // until they are let in whatever comes
    std::vector<Reader *> readers_; // each is its transport's
    bool saidFull_ = false; // since there was room for one more
    loop::Event changed_; // one of them left
};

class PacketServer::Reader final : public loop::Protocol {
public:
    explicit Reader(Inside &inside)
        : inside_(inside)
    { }

    void connectionMade(loop::Transport &transport) override
    {
        transport_ = &transport;
        peer_ = models::format::text(transport.peerName().toString());
        if (!inside_.add(*this, peer_))
            transport.abort();
    }
    void connectionLost(std::exception_ptr) override
    {
        transport_ = nullptr;
        inside_.remove(*this);
        if (maker_.dropped() != 0)
            inside_.tell(QCoreApplication::translate(
                             "PacketServer",
                             "The reader of packets at %1 was too slow: %2 packets were left out.")
                             .arg(peer_)
                             .arg(maker_.dropped()));
    }

    [[nodiscard]] bool isFull() const { return isFull_; }
    void apply(const loop::Delta &delta)
    {
        look();
        maker_.apply(delta);
        maker_.settle();
        maker_.flush();
    }
    void apply(const SessionRecord &session) { maker_.apply(session); }
    void begin() { maker_.flush(); } // what is ready, where nothing lives, too
    void end()
    {
        maker_.end();
        if (transport_)
            transport_->close();
    }
    void abort()
    {
        if (transport_)
            transport_->abort();
    }

private:
    void write(std::string_view blocks)
    {
        if (transport_ && !transport_->isClosing()) // else it has gone, and is about to be lost
            transport_->write(blocks);
        look();
    }
    // Once half of what waited is gone, it is fed again, as soon as loops give all data.
    void look()
    {
        const std::size_t waits = transport_ ? transport_->getWriteBufferSize() : 0;
        const bool full = waits >= (isFull_ ? MostWaiting / 2 : MostWaiting);
        if (std::exchange(isFull_, full) != full) {
            inside_.tellReaders();
            hasRoomSince_ = inside_.now();
        }
        if (full)
            maker_.starve();
        else if (inside_.hasAllData() || inside_.now() - hasRoomSince_ > Inside::LongestWait)
            maker_.feed();
    }

    Inside &inside_;
    loop::Transport *transport_ = nullptr;
    QString peer_;
    bool isFull_ = false; // it takes nothing more at present
    loop::TimePoint hasRoomSince_ {};
    PacketMaker maker_ {[this](std::string_view blocks) { write(blocks); }, {}};
};

loop::Coro<void> PacketServer::Inside::listen(PacketAddress address)
{
    auto factory = [this] { return std::make_shared<Reader>(*this); };
    listening_ = co_await loop_.createServer(factory, address.host.toStdString(), address.port);
    port_ = listening_->sockets().front().address.port();
}

void PacketServer::Inside::apply(const loop::Delta &delta)
{
    mirror_.apply(delta);
    for (Reader *reader : readers_)
        reader->apply(delta);
    if (delta.closed)
        deltas_.erase(delta.loop);
    else
        deltas_[delta.loop] += wanted_ ? 1 : 0;
    if (!waiting_.empty() && hasAllData())
        admit();
}

void PacketServer::Inside::apply(const SessionRecord &session)
{
    sessions_[session.id] = session;
    for (Reader *reader : readers_)
        reader->apply(session);
}

void PacketServer::Inside::begin(const models::Moment &moment)
{
    for (const SessionRecord &session : moment.sessions)
        apply(session);
    for (const loop::Delta &keyframe : moment.loops) {
        mirror_.apply(keyframe);
        for (Reader *reader : readers_)
            reader->apply(keyframe);
    }
}

void PacketServer::Inside::setDataWanted(bool wanted)
{
    if (std::exchange(wanted_, wanted) == wanted)
        return;
    for (auto &[loop, deltas] : deltas_)
        deltas = 0;
}

bool PacketServer::Inside::hasAllData() const
{
    return wanted_ && !deltas_.empty()
        && std::all_of(deltas_.begin(), deltas_.end(),
                       [](const auto &each) { return each.second >= DeltasUntilWhole; });
}

bool PacketServer::Inside::add(Reader &reader, const QString &peer)
{
    if (readers_.size() + waiting_.size() >= MostReaders) {
        if (!std::exchange(saidFull_, true))
            tell(QCoreApplication::translate("PacketServer",
                                             "The reader of packets at %1 was turned away: %2 read "
                                             "them already. End one of these.")
                     .arg(peer)
                     .arg(MostReaders));
        return false;
    }
    waiting_.push_back(&reader);
    tellReaders();
    if (hasAllData())
        admit();
    else if (!longest_.pending())
        longest_ = loop_.callLater(LongestWait, [this] { admit(); });
    return true;
}

// With what lives now; from here on they get everything.
void PacketServer::Inside::admit()
{
    longest_.cancel();
    const std::vector<Reader *> admitted = std::exchange(waiting_, {});
    for (Reader *reader : admitted) {
        readers_.push_back(reader);
        for (const auto &[id, session] : sessions_)
            reader->apply(session);
        for (const loop::Delta &keyframe : mirror_.snapshot())
            reader->apply(keyframe);
        reader->begin();
    }
}

void PacketServer::Inside::remove(Reader &reader)
{
    if (std::erase(readers_, &reader) + std::erase(waiting_, &reader) > 0)
        saidFull_ = false;
    tellReaders();
    changed_.set();
}

void PacketServer::Inside::tellReaders()
{
    const auto reading = std::count_if(readers_.begin(), readers_.end(),
                                       [](const Reader *reader) { return !reader->isFull(); });
    Q_EMIT server_.readersChanged(static_cast<int>(waiting_.size()) + static_cast<int>(reading));
}

loop::Coro<void> PacketServer::Inside::end(std::chrono::milliseconds patience)
{
    if (listening_)
        listening_->close();
    admit();
    const std::vector<Reader *> readers = readers_;
    for (Reader *reader : readers)
        reader->end();
    loop::Timeout limit(patience);
    auto gone = [this]() -> loop::Coro<void> {
        while (!readers_.empty()) {
            changed_.clear();
            co_await changed_.wait();
        }
    };
    try {
        co_await loop::timeout(limit, gone);
    } catch (const loop::TimeoutError &) {
        const std::vector<Reader *> left = readers_;
        for (Reader *reader : left)
            reader->abort();
    }
    loop_.stop();
}

models::Result<PacketAddress> PacketAddress::of(const QString &text)
{
    PacketAddress made;
    const qsizetype colon = text.lastIndexOf(u':');
    made.host = text.left(std::max<qsizetype>(colon, 0));
    if (made.host.startsWith(u'[') && made.host.endsWith(u']'))
        made.host = made.host.mid(1, made.host.size() - 2);
    if (made.host.isEmpty())
        made.host = u"127.0.0.1"_s;
    bool isPort = false;
    made.port = text.mid(colon + 1).toUShort(&isPort);
    if (!isPort || made.host.contains(u'[') || made.host.contains(u'/'))
        return models::Failure {QCoreApplication::translate(
                                    "PacketServer",
                                    "%1 is not an address to serve packets at; use HOST:PORT or "
                                    "PORT, such as 127.0.0.1:19000; 0 is any free port.")
                                    .arg(text)};
    return made;
}

QString PacketAddress::toString() const
{
    return (host.contains(u':') ? u"[%1]:%2"_s : u"%1:%2"_s).arg(host).arg(port);
}

PacketServer::PacketServer(const PacketAddress &address)
    : address_(address)
    , queued_(std::make_shared<std::atomic<std::size_t>>(0))
{
    thread_ = std::thread([this] { run(); });
    ready_.acquire();
    if (failure_.empty())
        return;
    thread_.join();
    throw std::runtime_error(failure_);
}

PacketServer::~PacketServer()
{
    end(std::chrono::milliseconds(0));
}

void PacketServer::run()
{
    const models::format::Spelling plain(models::format::Spelling::Plain);
    try {
        loop::EventLoop loop;
        Inside inside(*this, loop);
        loop.runUntilComplete(inside.listen(address_));
        address_.port = inside.port();
        loop_ = loop.id();
        inside_ = &inside;
        ready_.release();
        loop.runForever();
        loop.close();
    } catch (const std::exception &error) {
        if (inside_)
            throw; // a fault of ours
        failure_ = "no packets can be served at " + address_.toString().toStdString() + ": "
            + error.what() + " (choose another host or port, or 0 for any free port)";
        ready_.release();
    }
}

void PacketServer::post(std::function<void(Inside &)> call) const
{
    loop::EventLoop::post(loop_, [inside = inside_, call = std::move(call)] { call(*inside); });
}

QString PacketServer::command() const
{
    return u"wireshark -k -i TCP@%1"_s.arg(address_.toString());
}

QString PacketServer::exposure() const
{
    switch (models::reachOf(address_.host)) {
    case models::Reach::ThisMachine:
        break;
    case models::Reach::OneAddress:
        return tr("Other machines can read all that is sent and received here, in clear text, at "
                  "%1.")
            .arg(address_.toString());
    case models::Reach::EveryAddress:
        return tr("Other machines can read all that is sent and received here, in clear text: %1 "
                  "stands for every address of this one.")
            .arg(address_.host);
    case models::Reach::Name:
        return tr("Other machines can read all that is sent and received here, in clear text, if "
                  "%1 resolves to an address that they can reach.")
            .arg(address_.host);
    }
    return {};
}

void PacketServer::begin(const models::Moment &moment)
{
    post([moment](Inside &inside) { inside.begin(moment); });
}

void PacketServer::sessionChanged(const SessionRecord &session)
{
    post([session](Inside &inside) { inside.apply(session); });
}

void PacketServer::dataWanted(bool wanted)
{
    post([wanted](Inside &inside) { inside.setDataWanted(wanted); });
}

void PacketServer::apply(const loop::Delta &delta)
{
    applyShared(std::make_shared<const loop::Delta>(delta));
}

void PacketServer::applyShared(const std::shared_ptr<const loop::Delta> &delta)
{
    const bool full = *queued_ + models::weightOf(*delta) > MostQueued && *queued_ != 0;
    auto taken = full ? withoutBytes(*delta) : delta;
    const std::size_t weight = models::weightOf(*taken);
    *queued_ += weight;
    post([taken = std::move(taken), weight, queued = queued_](Inside &inside) {
        *queued -= weight;
        inside.apply(*taken);
    });
}

void PacketServer::end(std::chrono::milliseconds patience)
{
    if (!thread_.joinable())
        return;
    post([patience](Inside &inside) {
        loop::EventLoop::running()->createTask(inside.end(patience), "end");
    });
    thread_.join();
}

} // namespace app
