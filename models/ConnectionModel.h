// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every connection of every loop, live: one row each, by ConnectionId, columns ConnectionColumn.
// Ended ones fade and leave after the retention. Rates are sampled every 250 ms over 10 s. Main
// thread.

#include "models/RowModel.h"
#include "models/record/RecentTraffic.h"

#include <array>

namespace models {

// Times are wall clock, ns since 1970; 0 means not yet.
struct ConnectionRow {
    static constexpr std::size_t RateSamples = RecentTraffic::Steps;

    quint64 id = 0;
    quint64 loop = 0, context = 0, server = 0, task = 0;
    quint64 endpoint = 0; // of one peer of a datagram endpoint: the endpoint's id
    quint64 partner = 0; // the other half of what is passed on
    qint32 pid = 0; // of the peer, as far as it is known
    loop::ConnectionState state = loop::ConnectionState::Opening;
    loop::TransportKind kind = loop::TransportKind::Tcp;
    loop::Role role = loop::Role::Client;
    QString local, peer, program, error;
    std::shared_ptr<const loop::TlsInfo> tls; // of TransportKind::Tls
    std::int64_t opened = 0, closed = 0, lastActivity = 0;
    quint64 bytesIn = 0, bytesOut = 0, messagesIn = 0, messagesOut = 0;
    std::size_t buffer = 0, low = 0, high = 0;
    quint32 pauses = 0;
    quint64 ratedBytes = 0; // bytes both ways when the last rate was taken
    std::array<float, RateSamples> rates {}; // bytes/s, a ring
    quint8 nextRate = 0;
};

class SessionModel;

class ConnectionModel final : public RowModel<ConnectionRow> {
    Q_OBJECT

public:
    explicit ConnectionModel(QObject *parent = nullptr);

    // Names sessions; it outlives this, or comes as null.
    void setSessions(const SessionModel *sessions) { sessions_ = sessions; }

    using DeltaConsumer::apply;
    void apply(const loop::Delta &delta) override;
    void reset() override;
    QList<FilterKey> filterKeys() const override;
    // The sparklines of a moment that was restored.
    void showTraffic(const RecentTraffic &traffic);

    // Connections that have not ended, of one session.
    [[nodiscard]] int liveCountOf(quint64 context) const;
    // The one that a session opened last, also if it has left the table; 0: none.
    [[nodiscard]] quint64 newestOf(quint64 context) const;
    // The newest connection that a task is the last to have read from or written to; 0: none. A
    // look at every row.
    [[nodiscard]] quint64 connectionOf(quint64 task) const;
    // "127.0.0.1:49263 → 127.0.0.1:8881" for a client; from the peer to us for a server.
    [[nodiscard]] static QString route(const ConnectionRow &row);
    [[nodiscard]] static Tone tone(loop::ConnectionState state);
    // "curl (1234)", of a peer on this machine, as far as it is known.
    [[nodiscard]] static QString program(const ConnectionRow &row);
    [[nodiscard]] static QString transport(const ConnectionRow &row); // "UDP", "TLS 1.3"

private:
    QString text(const ConnectionRow &row, int column) const override;
    QVariant special(const ConnectionRow &row, int column, int role) const override;
    double number(const ConnectionRow &row, int column) const override;
    const ColumnTraits &traits(int column) const override;
    QString filterValue(const ConnectionRow &row, int key) const override;
    double filterNumber(const ConnectionRow &row, int key) const override;
    bool isWordColumn(int column) const override;
    TimeSpan lifeOf(const ConnectionRow &row) const override
    {
        return {row.opened, row.closed != 0 ? row.closed : TimeSpan::Forever};
    }
    bool tick(std::int64_t now) override;

    void open(const loop::Delta &delta, const loop::ConnectionOpened &opened);
    void update(const loop::Delta &delta, const loop::ConnectionSample &sample);
    void learn(const loop::ConnectionNote &note);
    void leave(quint64 context); // a connection of it has ended
    [[nodiscard]] std::int64_t ageOf(const ConnectionRow &row) const;

    const SessionModel *sessions_ = nullptr;
    std::vector<ColumnTraits> traits_;
    std::unordered_map<quint64, int> liveByContext_;
    std::unordered_map<quint64, quint64> newestByContext_;
    std::int64_t ratedAt_ = 0;
};

} // namespace models
