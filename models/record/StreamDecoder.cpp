// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/record/StreamDecoder.h"

#include "loop/StreamEncoder.h"
#include "loop/TlsInfo.h"
#include "models/record/SessionPackets.h"
#include "models/text/Tr.h"

#include <google/protobuf/io/coded_stream.h>
#include <stream.pb.h>

#include <mutex>
#include <unordered_set>

namespace models {

namespace {

constexpr std::size_t MostNames = 1 << 16; // of one stream; a real one has some hundreds
constexpr std::size_t LongestName = 1 << 12; // bytes

// Places view their names for as long as the process lives, whatever becomes of the file.
const char *pooled(const std::string &name)
{
    static std::mutex mutex;
    static std::unordered_set<std::string> pool;
    const std::lock_guard lock(mutex);
    return pool.insert(name).first->c_str();
}

struct Damage {
    const char *what;
};

// Turns one message into a Delta. Throws Damage.
class Reading {
public:
    Reading(const loopscope::Delta &from, const std::vector<const char *> &names)
        : from_(from)
        , names_(names)
    { }

    loop::Delta read(StreamDecoder::Of what)
    {
        loop::Delta delta;
        delta.loop.value = from_.loop();
        delta.loopName = nameOf(from_.loop_name());
        delta.time = static_cast<std::int64_t>(from_.time());
        delta.wallOffset = from_.wall_offset();
        delta.closed = from_.closed();
        readEvents(delta);
        if (what == StreamDecoder::Of::Everything)
            readStates(delta);
        return delta;
    }

private:
    void readStates(loop::Delta &delta)
    {
        readSample(delta.sample);
        delta.opened.reserve(static_cast<std::size_t>(from_.opened_size()));
        for (const auto &each : from_.opened())
            delta.opened.push_back(opened(each));
        delta.notes.reserve(static_cast<std::size_t>(from_.notes_size()));
        for (const auto &each : from_.notes())
            delta.notes.push_back({{each.id()},
                                   static_cast<std::int32_t>(each.peer_pid()),
                                   each.peer_program(),
                                   {each.partner()}});
        delta.connections.reserve(static_cast<std::size_t>(from_.connections_size()));
        for (const auto &each : from_.connections())
            delta.connections.push_back(connection(each));
        delta.created.reserve(static_cast<std::size_t>(from_.created_size()));
        for (const auto &each : from_.created())
            delta.created.push_back(created(each));
        delta.tasks.reserve(static_cast<std::size_t>(from_.tasks_size()));
        for (const auto &each : from_.tasks())
            delta.tasks.push_back(task(each));
        delta.warnings.reserve(static_cast<std::size_t>(from_.warnings_size()));
        for (const auto &each : from_.warnings())
            delta.warnings.push_back(warning(each));
        if (from_.has_timers())
            readTimers(delta);
        readSpans(delta);
    }

    const char *nameOf(std::uint32_t number) const
    {
        if (number == 0)
            return "";
        if (number > names_.size())
            throw Damage {QT_TRANSLATE_NOOP("models::StreamDecoder", "a name is missing")};
        return names_[number - 1];
    }

    loop::Place place(const loopscope::Place &place) const
    {
        loop::Place read;
        if (place.file() == 0)
            return read;
        read.file = nameOf(place.file());
        read.function = nameOf(place.function());
        read.line = place.line();
        return read;
    }

    std::int64_t absolute(std::int64_t difference) const
    {
        return static_cast<std::int64_t>(from_.time() + static_cast<std::uint64_t>(difference));
    }

    void readSample(loop::LoopSample &sample) const
    {
        const loopscope::LoopSample &read = from_.sample();
        sample.iterations = read.iterations();
        sample.busy = static_cast<std::int64_t>(read.busy());
        sample.longestIteration = static_cast<std::int64_t>(read.longest_iteration());
        sample.lag = static_cast<std::int64_t>(read.lag());
        sample.ready = read.ready();
        sample.tasks = read.tasks();
        sample.timers = read.timers();
        sample.connections = read.connections();
        sample.servers = read.servers();
        sample.bytesIn = read.bytes_in();
        sample.bytesOut = read.bytes_out();
        sample.messagesIn = read.messages_in();
        sample.messagesOut = read.messages_out();
        sample.merged = read.merged();
        sample.events = read.events();
        sample.debug = read.debug();
        sample.running = read.running();
    }

    loop::ConnectionOpened opened(const loopscope::ConnectionOpened &read) const
    {
        loop::ConnectionOpened opened;
        opened.id.value = read.id();
        opened.server.value = read.server();
        opened.context.value = read.context();
        opened.kind = static_cast<loop::TransportKind>(read.kind());
        opened.role = static_cast<loop::Role>(read.role());
        opened.endpoint.value = read.endpoint();
        opened.peerPid = static_cast<std::int32_t>(read.peer_pid());
        opened.peerProgram = read.peer_program();
        opened.partner.value = read.partner();
        opened.local = read.local();
        opened.peer = read.peer();
        opened.time = absolute(read.time());
        opened.low = read.low();
        opened.high = read.high();
        if (read.has_tls())
            opened.tls = tls(read.tls());
        return opened;
    }

    static std::shared_ptr<const loop::TlsInfo> tls(const loopscope::Tls &read)
    {
        auto tls = std::make_shared<loop::TlsInfo>();
        tls->version = read.version();
        tls->cipher = read.cipher();
        tls->alpn = read.alpn();
        tls->serverName = read.server_name();
        tls->group = read.group();
        tls->resumed = read.resumed();
        tls->verification = static_cast<loop::TlsVerification>(read.verification());
        tls->problems = read.problems();
        tls->ocsp = read.ocsp();
        tls->failure = read.failure();
        tls->lastStep = read.last_step();
        tls->alertSent = read.alert_sent();
        tls->alertReceived = read.alert_received();
        for (const loopscope::Certificate &each : read.peer_chain())
            tls->peerChain.push_back({each.subject(), each.issuer(), each.not_before(),
                                      each.not_after(), each.sha256(), each.pem()});
        return tls;
    }

    loop::ConnectionSample connection(const loopscope::ConnectionSample &read) const
    {
        loop::ConnectionSample sample;
        sample.id.value = read.id();
        sample.state = static_cast<loop::ConnectionState>(read.state());
        sample.task.value = read.task();
        sample.bytesIn = read.bytes_in();
        sample.bytesOut = read.bytes_out();
        sample.messagesIn = read.messages_in();
        sample.messagesOut = read.messages_out();
        sample.writeBuffer = read.write_buffer();
        sample.low = read.low();
        sample.high = read.high();
        sample.pauses = read.pauses();
        if (read.has_last_activity())
            sample.lastActivity = absolute(read.last_activity());
        if (read.has_closed())
            sample.closed = absolute(read.closed());
        sample.error = read.error();
        return sample;
    }

    loop::TaskCreated created(const loopscope::TaskCreated &read) const
    {
        loop::TaskCreated created;
        created.id.value = read.id();
        created.context.value = read.context();
        created.parent.value = read.parent();
        created.name = read.name().empty() ? "Task-" + std::to_string(read.id()) : read.name();
        created.coroutine = place(read.coroutine());
        created.created = place(read.created());
        created.time = absolute(read.time());
        return created;
    }

    loop::TaskSample task(const loopscope::TaskSample &read) const
    {
        loop::TaskSample sample;
        sample.id.value = read.id();
        sample.state = static_cast<loop::TaskState>(read.state());
        sample.wait = static_cast<loop::WaitKind>(read.wait());
        sample.waitTarget = read.wait_target();
        if (read.has_wait_deadline())
            sample.waitDeadline = absolute(read.wait_deadline());
        sample.awaitedAt = place(read.awaited_at());
        sample.steps = read.steps();
        sample.busy = static_cast<std::int64_t>(read.busy());
        sample.longest = static_cast<std::int64_t>(read.longest());
        const int buckets = std::min(read.histogram_size(), int(sample.histogram.size()));
        std::copy_n(read.histogram().begin(), buckets, sample.histogram.begin());
        if (read.has_ended())
            sample.ended = absolute(read.ended());
        sample.error = read.error();
        for (const std::uint64_t task : read.awaits())
            sample.awaits.push_back({task});
        if (read.has_primitive())
            sample.primitive = primitive(read.primitive());
        sample.cancelRequests = read.cancel_requests();
        sample.cancelledBy.value = read.cancelled_by();
        sample.cancelledThrough.value = read.cancelled_through();
        sample.toRun = static_cast<std::int64_t>(read.to_run());
        sample.longestToRun = static_cast<std::int64_t>(read.longest_to_run());
        return sample;
    }

    std::shared_ptr<const loop::PrimitiveSample> primitive(const loopscope::Primitive &read) const
    {
        loop::PrimitiveSample sample;
        sample.id = read.id();
        sample.kind = static_cast<loop::PrimitiveKind>(read.kind());
        sample.created = place(read.created());
        sample.holder.value = read.holder();
        sample.waiting = read.waiting();
        sample.change = read.change();
        return std::make_shared<const loop::PrimitiveSample>(sample);
    }

    loop::WarningRecord warning(const loopscope::Warning &read) const
    {
        loop::WarningRecord warning;
        warning.kind = static_cast<loop::WarningKind>(read.kind());
        warning.time = absolute(read.time());
        warning.message = read.message();
        warning.created = place(read.created());
        warning.context.value = read.context();
        warning.task.value = read.task();
        warning.connection.value = read.connection();
        warning.count = std::max<std::uint64_t>(1, read.count());
        return warning;
    }

    // The values of a column that counts `size` of them, or is left out.
    template <class Column> static auto at(const Column &column, int i, int size, int absent = 0)
    {
        if (column.empty())
            return static_cast<typename Column::value_type>(absent);
        if (column.size() != size)
            throw Damage {
                QT_TRANSLATE_NOOP("models::StreamDecoder", "its columns differ in length")};
        return column[i];
    }

    void readTimers(loop::Delta &delta) const
    {
        const loopscope::Timers &read = from_.timers();
        const int size = read.id_size();
        delta.timersSampled = true;
        delta.timers.resize(static_cast<std::size_t>(size));
        for (int i = 0; i < size; ++i) {
            loop::TimerSample &timer = delta.timers[static_cast<std::size_t>(i)];
            timer.id.value = read.id(i);
            timer.due = absolute(at(read.due(), i, size));
            timer.task.value = at(read.task(), i, size);
            timer.context.value = at(read.context(), i, size);
            if (i < read.created_size())
                timer.created = place(read.created(i));
        }
    }

    void readEvents(loop::Delta &delta) const
    {
        const loopscope::Events &read = from_.events();
        const int size = read.time_size();
        delta.text.reserve(read.payload().size() + read.details().size());
        delta.text.append(read.payload()).append(read.details());
        delta.events.resize(static_cast<std::size_t>(size));
        std::uint64_t time = from_.time();
        std::size_t payload = 0, detail = read.payload().size();
        for (int i = 0; i < size; ++i) {
            loop::LogEvent &event = delta.events[static_cast<std::size_t>(i)];
            time += static_cast<std::uint64_t>(read.time(i));
            event.time = static_cast<std::int64_t>(time);
            event.kind = static_cast<loop::EventKind>(at(read.kind(), i, size));
            event.context.value = at(read.context(), i, size);
            event.connection.value = at(read.connection(), i, size);
            event.task.value = at(read.task(), i, size);
            event.bytes = at(read.bytes(), i, size);
            event.merged = at(read.merged(), i, size, 1);
            event.payloadAt = static_cast<std::uint32_t>(payload);
            event.payloadSize = at(read.payload_size(), i, size);
            event.detailAt = static_cast<std::uint32_t>(detail);
            event.detailSize = at(read.detail_size(), i, size);
            payload += event.payloadSize;
            detail += event.detailSize;
        }
        if (payload > read.payload().size() || detail > delta.text.size())
            throw Damage {
                QT_TRANSLATE_NOOP("models::StreamDecoder", "an event is longer than its data")};
    }

    void readSpans(loop::Delta &delta) const
    {
        const loopscope::Spans &read = from_.spans();
        const int size = read.start_size();
        delta.spans.resize(static_cast<std::size_t>(size));
        std::uint64_t start = from_.time();
        for (int i = 0; i < size; ++i) {
            loop::StepSpan &span = delta.spans[static_cast<std::size_t>(i)];
            start += static_cast<std::uint64_t>(read.start(i));
            span.start = static_cast<std::int64_t>(start);
            span.length = static_cast<std::int64_t>(at(read.length(), i, size));
            span.task.value = at(read.task(), i, size);
            span.wokenBy.value = at(read.woken_by(), i, size);
            span.merged = at(read.merged(), i, size, 1);
        }
    }

    const loopscope::Delta &from_;
    const std::vector<const char *> &names_;
};

} // namespace

QString StreamDecoder::decode(std::string_view part, const Visit &visit, Of what)
{
    using google::protobuf::io::CodedInputStream;
    CodedInputStream in(reinterpret_cast<const std::uint8_t *>(part.data()), int(part.size()));
    loopscope::Packet packet;
    while (const std::uint32_t tag = in.ReadTag()) {
        std::uint32_t size = 0;
        if (tag != 0x0A || !in.ReadVarint32(&size) || size > loop::StreamEncoder::LongestPacket)
            return tr("it is not a stream of packets");
        if (size > part.size() - std::size_t(in.CurrentPosition()))
            return tr("a packet is cut off");
        const auto limit = in.PushLimit(int(size));
        packet.Clear();
        if (!packet.MergeFromCodedStream(&in) || !in.ConsumedEntireMessage())
            return tr("a packet is damaged");
        in.PopLimit(limit);
        if (packet.has_session()) {
            Decoded decoded;
            decoded.session = std::make_shared<const SessionRecord>(sessionOf(packet.session()));
            decoded.time = qint64(packet.session().time());
            visit(std::move(decoded));
        }
        if (!packet.has_delta())
            continue; // of a newer program
        if (packet.delta().keyframe() || packet.delta().names_begin())
            names_.clear();
        for (const std::string &name : packet.delta().names()) {
            if (names_.size() >= MostNames || name.size() > LongestName)
                return tr("it has too many names");
            names_.push_back(pooled(name));
        }
        try {
            Decoded decoded;
            decoded.delta = Reading(packet.delta(), names_).read(what);
            decoded.firstEvent = qint64(packet.delta().first_event());
            decoded.keyframe = packet.delta().keyframe();
            decoded.continued = packet.delta().continued();
            inKeyframe_ = decoded.keyframe || (decoded.continued && inKeyframe_);
            decoded.ofKeyframe = inKeyframe_;
            decoded.time = qint64(packet.delta().time() + quint64(packet.delta().wall_offset()));
            visit(std::move(decoded));
        } catch (const Damage &damage) {
            return tr(damage.what);
        }
    }
    return in.ConsumedEntireMessage() ? QString() : tr("it is not a stream of packets");
}

} // namespace models
