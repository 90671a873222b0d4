// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/Scene.h"

#include "loop/TlsInfo.h"
#include "tests/models/Deltas.h"

#include <algorithm>
#include <cmath>

namespace {

using models::test::Epoch;
using models::test::Millisecond;
using models::test::Second;

constexpr quint64 kFirst = 1841;

loop::Place place(const char *file, const char *function, std::uint32_t line)
{
    loop::Place made;
    made.file = file;
    made.function = function;
    made.line = line;
    return made;
}

const loop::Place kEcho
    = place("/src/app/sessions/echo.cpp", "loop::Coro<void> echo(StreamReader, StreamWriter)", 44);
const loop::Place kServe
    = place("/src/app/sessions/server.cpp", "loop::Coro<void> serveForever()", 48);
const loop::Place kIdle
    = place("/src/app/sessions/echo.cpp", "loop::Coro<void> idleTimeout(seconds)", 61);
const loop::Place kLines
    = place("/src/app/sessions/lines.cpp", "loop::Coro<void> run(QStringList)", 33);
const loop::Place kSleep = place("/src/app/sessions/echo.cpp", "idleTimeout", 63);

double wave(quint64 id, std::int64_t time)
{
    const double t = double(time) / double(Second);
    return 0.6 + 0.25 * std::sin(t * 1.7 + double(id)) + 0.15 * std::sin(t * 4.1 + double(id * 3));
}

models::SessionRecord record(quint64 id, bool server, const char *kind, const char *address,
                             models::SessionRecord::State state, const char *figures)
{
    models::SessionRecord made;
    made.id.value = id;
    made.loop.value = 1;
    made.server = server;
    made.kind = QString::fromUtf8(kind);
    made.address = QString::fromUtf8(address);
    made.url = models::parseSessionUrl(made.kind + QStringLiteral("://") + made.address)
                   .url.value_or(models::SessionUrl());
    made.state = state;
    made.figures = QString::fromUtf8(figures);
    return made;
}

// As a client sees it, or a server that asked for no certificate.
std::shared_ptr<const loop::TlsInfo> encryption(bool client)
{
    loop::TlsInfo info;
    info.version = client ? "TLSv1.2" : "TLSv1.3";
    info.cipher = "TLS_AES_256_GCM_SHA384";
    info.group = "X25519";
    info.alpn = "h2";
    if (client) {
        info.verification = loop::TlsVerification::Failed;
        info.problems = "the certificate has expired [Our authority]";
        info.cipher = "ECDHE-RSA-AES256-GCM-SHA384";
        info.serverName = "localhost";
        std::string digest = "3F";
        for (int i = 1; i < 32; ++i)
            digest += i % 2 ? ":A7" : ":0C";
        info.peerChain = {{"localhost", "Our authority", 0, 1'800'000'000, digest, ""},
                          {"Our authority", "Our authority", 0, 1'700'000'000, digest, ""}};
    }
    return std::make_shared<const loop::TlsInfo>(std::move(info));
}

} // namespace

Scene::Scene()
{
    connections.setSessions(&sessions);
    timers.setSessions(&sessions);
}

ui::Models Scene::all()
{
    return {sessions, connections, tasks,        timers,     warnings, log,
            events,   activity,    conversation, inspection, timeline, file};
}

loop::Delta Scene::delta() const
{
    loop::Delta made = models::test::delta(time_);
    return made;
}

void Scene::hand(loop::Delta &delta)
{
    sampleLoop(delta);
    const std::initializer_list<models::DeltaConsumer *> consumers
        = {&file, &connections, &tasks,    &timers,       &warnings,  &sessions,
           &log,  &events,      &activity, &conversation, &inspection};
    for (models::DeltaConsumer *consumer : consumers)
        consumer->apply(delta);
    timeline.applyShared(std::make_shared<const loop::Delta>(delta));
    timeline.batchEnded(Epoch + time_);
    file.flush();
    for (models::DeltaConsumer *consumer : consumers)
        consumer->batchEnded(Epoch + time_);
    file.flush();
}

void Scene::sampleLoop(loop::Delta &in)
{
    const double busy = 0.3 + 0.7 * wave(3, time_ / 4);
    const quint64 messages = quint64(connections_ > 0 ? 42'100 * busy / 4 : 0);
    total_ += messages;
    events_ += in.events.size();
    in.sample.messagesIn = total_;
    in.sample.messagesOut = total_;
    in.sample.bytesIn = total_ * 62;
    in.sample.bytesOut = total_ * 61;
    in.sample.tasks = std::size_t(connections_ + 15);
    in.sample.timers = std::size_t(connections_ + 2);
    in.sample.connections = std::size_t(connections_);
    in.sample.ready = connections_ > 0 ? 3 : 0;
    const bool spike = time_ % (47 * Second) < Second;
    in.sample.lag = std::int64_t((spike ? 6.2 : 0.15 + 0.1 * wave(5, time_)) * double(Millisecond));
    in.sample.events = events_;
}

void Scene::addSessions()
{
    using S = models::SessionRecord;
    models::SessionRecord failed = record(4, true, "echo", "127.0.0.1:8443", S::Failed, "");
    failed.error
        = QStringLiteral("Port 8443 is in use by another program. Choose another port, or 0 for "
                         "any free one.");
    for (const models::SessionRecord &made :
         {record(7, true, "echo", "127.0.0.1:8881", S::Running, ""), failed,
          record(8, true, "echo", "127.0.0.1:8019", S::Stopped, ""),
          record(9, false, "lines", "127.0.0.1:8881", S::Running, ""),
          record(10, false, "load", "127.0.0.1:8881", S::Running, "84.2k msg/s, p99 0.9 ms")}) {
        sessions.setSession(made);
        file.record(made);
    }
}

void Scene::addConnection(loop::Delta &in, quint64 id)
{
    models::test::open(in, id, "127.0.0.1:" + std::to_string(49152 + (id - kFirst) * 37 % 16000));
    in.opened.back().role = id % 3 == 0 ? loop::Role::Client : loop::Role::Server;
    in.opened.back().time = time_ - std::int64_t(id * 17 % 600) * Second;
    in.opened.back().context.value = id % 3 == 0 ? 10 : 7;
    in.connections.back().task.value = id - kFirst + 311;
    if (id % 7 == 0) {
        in.opened.back().kind = loop::TransportKind::Tls;
        in.opened.back().tls = encryption(id % 3 == 0);
    }
    models::test::addEvent(in, loop::EventKind::Connect, id, {},
                           "accepted from " + in.opened.back().peer);
}

void Scene::addTask(loop::Delta &in, quint64 id)
{
    loop::TaskSample &task = models::test::task(in, id);
    loop::TaskCreated &created = in.created.back();
    const int kind = int(id % 5);
    created.coroutine = kind == 1 ? kServe : kind == 2 ? kIdle : kind == 3 ? kLines : kEcho;
    created.created = kServe;
    created.parent.value = id > 311 ? 311 : 0;
    task.wait = kind == 2 ? loop::WaitKind::Sleep : loop::WaitKind::Read;
    task.waitTarget = id - 311 + kFirst;
    task.waitDeadline = time_ + std::int64_t(id % 9 + 1) * Second;
    task.awaitedAt = kind == 2 ? kSleep : kEcho;
    task.steps = 30'000 + id * 7919 % 60'000;
    task.busy = std::int64_t(id * 104729 % 12'000'000);
    task.longest = std::int64_t(id * 1299709 % 900'000) + 20'000;
    for (std::size_t bucket = 0; bucket < task.histogram.size(); ++bucket)
        task.histogram[bucket] = std::uint32_t(bucket < 6 ? (id * (bucket + 3) * 31) % 97 : 0);
    if (id % 23 == 0)
        task.state = loop::TaskState::Running;
    if (id % 31 == 14)
        task.state = loop::TaskState::Cancelling;
    if (id % 37 == 30)
        task.state = loop::TaskState::Ready;
}

void Scene::addWarnings(loop::Delta &in)
{
    const auto warn
        = [&in, this](loop::WarningKind kind, const char *message, const loop::Place &at) {
              loop::WarningRecord made;
              made.kind = kind;
              made.time = time_;
              made.message = message;
              made.created = at;
              made.context.value = 7;
              made.task.value = 325;
              made.connection.value = kFirst + 14;
              in.warnings.push_back(made);
              models::test::addEvent(in, loop::EventKind::Warning, kFirst + 14, {}, message);
          };
    using K = loop::WarningKind;
    warn(K::SlowCallback, "Executing task 325 echo() took 0.350 seconds", kEcho);
    warn(K::TaskExceptionNeverRetrieved,
         "Task exception was never retrieved: Connection reset by peer", kLines);
    warn(K::UnclosedTransport, "Transport #1852 was destroyed while open", kEcho);
    warn(K::NeverAwaited, "coroutine greet() was never awaited", kServe);
    warn(K::WrongThread, "callSoon() was called from thread 3; this loop runs on thread 2", kServe);
    warn(K::LoopBlocked, "callback has held the loop for 2.31 s", kSleep);
}

void Scene::addTraffic(loop::Delta &in, quint64 id)
{
    const std::string text = "This is the message. It will be sent in parts.\r\n";
    models::test::addEvent(in, loop::EventKind::DataIn, id, text);
    models::test::addEvent(in, loop::EventKind::DataOut, id, text);
}

// Of the first tasks, one after the other, each woken by the one before or by nobody; now and then
// one takes long.
void Scene::addSteps(loop::Delta &in, std::int64_t from)
{
    constexpr int most = 24;
    const auto shown = quint64(std::clamp(connections_, 1, most));
    quint64 seed = quint64(from / Millisecond) * 2'654'435'761 + 1;
    quint64 before = 0;
    for (std::int64_t time = from; time < time_;) {
        seed = seed * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
        const quint64 task = 311 + (seed >> 40) % shown;
        const bool slow = (seed >> 20) % 97 == 0;
        const std::int64_t length
            = slow ? 120 * Millisecond : std::int64_t((seed >> 30) % 3'000'000 + 20'000);
        in.spans.push_back({{task}, {(seed >> 50) % 3 == 0 ? before : 0}, time, length, 1});
        time += length + std::int64_t((seed >> 10) % 2'000'000);
        before = task;
    }
}

void Scene::fill(int count, int quiet, int busy)
{
    addSessions();
    connections_ = count;
    for (int second = 0; second < quiet; ++second) {
        time_ += Second;
        loop::Delta empty = delta();
        hand(empty);
    }
    loop::Delta first = delta();
    for (int i = 0; i < count; ++i) {
        addConnection(first, kFirst + quint64(i));
        addTask(first, 311 + quint64(i));
        loop::TimerSample timer;
        timer.id.value = quint64(i) + 1;
        timer.due = time_ + std::int64_t((i * 7 % 300) + 13) * 100 * Millisecond;
        timer.created = kSleep;
        timer.task.value = 311 + quint64(i);
        first.timers.push_back(timer);
    }
    first.timersSampled = true;
    if (count > 0)
        addWarnings(first);
    hand(first);
    lost_ = time_ + models::test::Second;
    for (int i = 0; i < busy; ++i)
        tick(count);
}

void Scene::tick(int count)
{
    for (int quarter = 0; quarter < 4; ++quarter) {
        const std::int64_t from = time_;
        time_ += Second / 4;
        loop::Delta next = delta();
        addSteps(next, from);
        for (int i = 0; i < count; ++i) {
            const quint64 id = kFirst + quint64(i);
            loop::ConnectionSample &sample = models::test::sample(next, id);
            const double rate = wave(id, time_) * double(id * 31 % 90'000 + 9'000);
            sample.bytesIn = quint64(double(time_) / double(Second) * rate);
            sample.bytesOut = sample.bytesIn * 7 / 5;
            sample.low = 16 * 1024;
            sample.high = 64 * 1024;
            sample.writeBuffer = id % 11 == 9 ? 71 * 1024 : id % 4 == 0 ? id * 733 % 30'000 : 0;
            sample.task.value = id - kFirst + 311;
            const bool old = time_ > lost_;
            if (id % 11 == 9)
                sample.state = loop::ConnectionState::Paused;
            if (id % 13 == 5)
                sample.state = loop::ConnectionState::HalfClosed;
            if (id % 17 == 16 && old) {
                sample.state = loop::ConnectionState::Lost;
                sample.closed = lost_;
                sample.error = "Connection reset by peer";
            }
            if (i < 40 && (i + quarter) % 4 == 0)
                addTraffic(next, id);
        }
        hand(next);
    }
}
