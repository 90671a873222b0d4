// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/SessionModel.h"

#include "models/ConnectionModel.h"
#include "models/EventFilter.h"
#include "models/SessionItem.h"
#include "models/record/Moment.h"
#include "models/text/Format.h"
#include "models/text/Shown.h"

#include <algorithm>

namespace models {

namespace {

constexpr std::int64_t DetailStep
    = 250'000'000; // ns between changes of what stands at the end of lines

} // namespace

SessionModel::SessionModel(const ConnectionModel *connections, QObject *parent)
    : QAbstractItemModel(parent)
    , connections_(connections)
    , root_(std::make_unique<Item>())
{ }

SessionModel::~SessionModel() = default;

QModelIndex SessionModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, itemAt(parent)->children[static_cast<std::size_t>(row)].get());
}

QModelIndex SessionModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexOfItem(itemAt(child)->parent) : QModelIndex();
}

int SessionModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : static_cast<int>(itemAt(parent)->children.size());
}

int SessionModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant SessionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Item &item = *itemAt(index);
    const bool isSession = item.node == Node::Session;
    const auto url = [&] { return isSession ? item.session.url.toString() : QString(); };
    switch (role) {
    case Qt::DisplayRole:
        return display(item);
    case Qt::AccessibleTextRole:
        return item.shownDetail.isEmpty()
            ? display(item)
            : QString(display(item) + QStringLiteral(", ") + item.shownDetail);
    case Qt::ToolTipRole:
        return shown::tip(item.session.error.isEmpty() ? url() : item.session.error);
    case NodeRole:
        return static_cast<int>(item.node);
    case DetailRole:
        return item.shownDetail;
    case ToneRole:
        return item.node == Node::Group ? QVariant() : QVariant(static_cast<int>(tone(item)));
    case IdRole:
        return isSession ? item.session.id.value : item.loop;
    case StateWordRole:
        return isSession ? stateWord(item.session.state) : QString();
    case UrlRole:
        return url();
    case ErrorRole:
        return item.session.error;
    default:
        return {};
    }
}

void SessionModel::setSession(const SessionRecord &record)
{
    const quint64 id = record.id.value;
    if (const auto known = nodeOfSession_.find(id); known != nodeOfSession_.end()) {
        Item *item = known->second;
        item->session = record;
        item->stale = false;
        item->shownDetail = detail(*item);
        const QModelIndex at = indexOfItem(item);
        Q_EMIT dataChanged(at, at);
    } else {
        auto item = std::make_unique<Item>();
        item->node = Node::Session;
        item->session = record;
        item->loop = record.loop.value;
        item->shownDetail = detail(*item);
        Item *group = groupItem(loopItem(record.loop.value), record.server);
        // In the order in which they began, whatever was shown before.
        const auto after
            = std::find_if(group->children.begin(), group->children.end(),
                           [id](const auto &each) { return each->session.id.value > id; });
        nodeOfSession_[id]
            = append(group, std::move(item), static_cast<int>(after - group->children.begin()));
    }
    Q_EMIT sessionChanged(id);
}

void SessionModel::removeSession(quint64 id)
{
    const auto known = nodeOfSession_.find(id);
    if (known == nodeOfSession_.end())
        return;
    Item *item = known->second;
    Item *group = item->parent;
    nodeOfSession_.erase(known);
    erase(item);
    if (group->children.empty())
        erase(group);
    Q_EMIT sessionChanged(id);
}

const SessionRecord *SessionModel::session(quint64 id) const
{
    const auto known = nodeOfSession_.find(id);
    return known == nodeOfSession_.end() ? nullptr : &known->second->session;
}

QModelIndex SessionModel::indexOf(quint64 id) const
{
    const auto known = nodeOfSession_.find(id);
    return known == nodeOfSession_.end() ? QModelIndex() : indexOfItem(known->second);
}

quint64 SessionModel::idAt(const QModelIndex &index) const
{
    if (!index.isValid() || itemAt(index)->node != Node::Session)
        return 0;
    return itemAt(index)->session.id.value;
}

QString SessionModel::fullName(quint64 id) const
{
    const SessionRecord *known = session(id);
    return known ? (known->kind + u' ' + known->address).trimmed() : QString();
}

QString SessionModel::shortName(quint64 id) const
{
    return shortSessionName(fullName(id));
}

QList<SessionRecord> SessionModel::sessions() const
{
    QList<SessionRecord> list;
    for (const auto &[id, item] : nodeOfSession_)
        list.push_back(item->session);
    std::sort(list.begin(), list.end(),
              [](const SessionRecord &a, const SessionRecord &b) { return a.id < b.id; });
    return list;
}

QList<SessionRecord> SessionModel::listed() const
{
    QList<SessionRecord> list;
    for (const auto &loop : root_->children) {
        for (const auto &group : loop->children) {
            for (const auto &session : group->children)
                list.push_back(session->session);
        }
    }
    return list;
}

void SessionModel::apply(const loop::Delta &delta)
{
    Item *loop = loopItem(delta.loop.value);
    loop->stale = false;
    const QString name = format::text(delta.loopName);
    loop->lag = std::max(loop->lag, delta.sample.lag);
    loop->running = delta.sample.running && !delta.closed;
    if (loop->name != name) {
        loop->name = name;
        const QModelIndex at = indexOfItem(loop);
        Q_EMIT dataChanged(at, at);
    }
    loop->closed = delta.closed; // its sessions may be told of after it
}

void SessionModel::apply(const Blocked &blocked)
{
    loopItem(blocked.loop.value)->blockedFor = blocked.settled ? 0 : blocked.lasted;
}

void SessionModel::reset()
{
    for (const auto &loop : root_->children) {
        loop->stale = true;
        loop->lag = loop->blockedFor = 0;
        for (const auto &group : loop->children) {
            for (const auto &session : group->children)
                session->stale = true;
        }
    }
    stale_ = true;
    detailedAt_ = 0;
}

// Loops that run sessions stand first, as where they are told of live.
void SessionModel::restore(const Moment &moment)
{
    for (const SessionRecord &session : moment.sessions)
        loopItem(session.loop.value);
    DeltaConsumer::restore(moment);
    for (const SessionRecord &session : moment.sessions)
        setSession(session);
}

// Takes away what did not come again.
void SessionModel::sweep()
{
    if (!std::exchange(stale_, false))
        return;
    for (const SessionRecord &session : sessions()) {
        if (nodeOfSession_.at(session.id.value)->stale)
            removeSession(session.id.value);
    }
    for (std::size_t i = root_->children.size(); i-- > 0;) {
        if (Item *const loop = root_->children[i].get(); loop->stale && loop->children.empty())
            erase(loop);
    }
}

void SessionModel::batchEnded(std::int64_t now)
{
    sweep();
    for (std::size_t i = root_->children.size(); i-- > 0;) {
        if (Item *const loop = root_->children[i].get(); loop->closed && loop->children.empty())
            erase(loop);
    }
    if (now - detailedAt_ < DetailStep)
        return;
    detailedAt_ = now;
    for (const auto &loop : root_->children) {
        refreshDetail(*loop);
        loop->lag = 0; // the next step shows the worst of its own time
        for (const auto &group : loop->children) {
            for (const auto &session : group->children)
                refreshDetail(*session);
        }
    }
}

QString SessionModel::stateWord(SessionRecord::State state)
{
    switch (state) {
    case SessionRecord::Starting:
        return tr("starting");
    case SessionRecord::Running:
        return tr("running");
    case SessionRecord::Stopping:
        return tr("stopping");
    case SessionRecord::Stopped:
        return tr("stopped");
    case SessionRecord::Failed:
        return tr("failed");
    }
    return {};
}

SessionModel::Item *SessionModel::itemAt(const QModelIndex &index) const
{
    return index.isValid() ? static_cast<Item *>(index.internalPointer()) : root_.get();
}

QModelIndex SessionModel::indexOfItem(const Item *item) const
{
    return item == root_.get() ? QModelIndex() : createIndex(item->row(), 0, item);
}

SessionModel::Item *SessionModel::loopItem(quint64 id)
{
    for (const auto &loop : root_->children) {
        if (loop->loop == id)
            return loop.get();
    }
    auto loop = std::make_unique<Item>();
    loop->loop = id;
    return append(root_.get(), std::move(loop));
}

// Servers stand above clients.
SessionModel::Item *SessionModel::groupItem(Item *loop, bool server)
{
    for (const auto &group : loop->children) {
        if (group->server == server)
            return group.get();
    }
    auto group = std::make_unique<Item>();
    group->node = Node::Group;
    group->loop = loop->loop;
    group->server = server;
    return append(loop, std::move(group), server ? 0 : static_cast<int>(loop->children.size()));
}

SessionModel::Item *SessionModel::append(Item *parent, std::unique_ptr<Item> child, int row)
{
    if (row < 0)
        row = static_cast<int>(parent->children.size());
    child->parent = parent;
    Item *added = child.get();
    beginInsertRows(indexOfItem(parent), row, row);
    parent->children.insert(parent->children.begin() + row, std::move(child));
    endInsertRows();
    return added;
}

void SessionModel::erase(Item *item)
{
    Item *parent = item->parent;
    const int row = item->row();
    beginRemoveRows(indexOfItem(parent), row, row);
    parent->children.erase(parent->children.begin() + row);
    endRemoveRows();
}

void SessionModel::refreshDetail(Item &item)
{
    const QString fresh = detail(item);
    if (fresh == item.shownDetail)
        return;
    item.shownDetail = fresh;
    const QModelIndex at = indexOfItem(&item);
    Q_EMIT dataChanged(at, at);
}

QString SessionModel::detail(const Item &item) const
{
    if (item.node == Node::Loop) {
        if (item.blockedFor != 0)
            return tr("blocked %1").arg(format::duration(item.blockedFor));
        return tr("lag %1").arg(format::duration(item.lag));
    }
    if (item.node == Node::Group)
        return {};
    if (item.session.state != SessionRecord::Running)
        return stateWord(item.session.state)
            + (item.session.verdicts.isEmpty()
                   ? QString()
                   : QStringLiteral(", ") + sentenceOf(item.session.verdicts));
    if (!item.session.figures.isEmpty())
        return item.session.figures;
    return format::integer(connections_->liveCountOf(item.session.id.value));
}

QString SessionModel::display(const Item &item) const
{
    switch (item.node) {
    case Node::Loop:
        return item.name.isEmpty() ? tr("Loop %1").arg(item.loop) : tr("Loop %1").arg(item.name);
    case Node::Group:
        return item.server ? tr("Servers") : tr("Clients");
    case Node::Session:
        break;
    }
    return lineOf(item.session, Length::Short);
}

// "echo tls  :8443", "forward  :9000 → db:5432", "load → :8881"; this machine's own addresses are
// left out of a short one.
QString SessionModel::lineOf(const SessionRecord &record, Length length)
{
    const auto place = [length](const QString &address) {
        static const QString own[] {QStringLiteral("127.0.0.1:"), QStringLiteral("[::1]:"),
                                    QStringLiteral("localhost:")};
        for (const QString &host : own) {
            if (length == Length::Short && address.startsWith(host))
                return address.mid(host.size() - 1);
        }
        return address;
    };
    const QString &transport = record.url.transport;
    QString line = record.kind;
    if (!transport.isEmpty() && transport != u"tcp")
        line += u' ' + transport;
    if (!record.address.isEmpty()) // a server that starts has none
        line += (record.server ? QStringLiteral("  ") : QStringLiteral(" → "))
            + place(record.address);
    const auto target = std::find_if(record.url.options.begin(), record.url.options.end(),
                                     [](const auto &option) { return option.first == u"to"; });
    return target == record.url.options.end()
        ? line
        : line + QStringLiteral(" → ") + place(target->second);
}

quint64 SessionModel::loopAt(const QModelIndex &index) const
{
    return index.isValid() && itemAt(index)->node == Node::Loop ? itemAt(index)->loop : 0;
}

Tone SessionModel::tone(const Item &item) const
{
    if (item.node == Node::Loop)
        return item.blockedFor != 0 ? Tone::Error : item.running ? Tone::Good : Tone::Neutral;
    switch (item.session.state) {
    case SessionRecord::Starting:
        return Tone::Active;
    case SessionRecord::Running:
        return item.session.server ? Tone::Good : Tone::Active;
    case SessionRecord::Stopping:
        return Tone::Busy;
    case SessionRecord::Failed:
        return Tone::Error;
    case SessionRecord::Stopped:
        break;
    }
    return Tone::Neutral;
}

} // namespace models
