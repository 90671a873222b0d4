// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/RepeatClient.h"

#include "app/engine/sessions/Answers.h"
#include "app/engine/sessions/Connecting.h"
#include "app/engine/sessions/LineSource.h"
#include "models/text/Format.h"
#include "models/text/Plural.h"

namespace app {

using models::tr;

loop::Coro<void> RepeatClient::run()
{
    sent_ = missed_ = bytesReceived_ = 0;
    LineSource source(url(), standardInput());
    const std::optional<std::string> line = co_await source.next();

    const Connector connector(Peer::of(url()), warner(), &faults());
    const loop::Streams streams = co_await connector.open(loop());
    connected(connector, streams.writer);
    loop::Coro<void> repeating = repeat(line.value_or(std::string()), streams);
    co_await useAndClose(streams.writer, std::move(repeating));
}

loop::Coro<void> RepeatClient::repeat(std::string line, loop::Streams streams)
{
    const auto count = std::uint64_t(url().integer(u"count"));
    const loop::Duration every = url().duration(u"every");
    Answers answers(loop(), streams, bytesReceived_);
    for (loop::TimePoint due = loop().time(); !answers.ended();) {
        streams.writer.write(line);
        co_await streams.writer.drain();
        if (++sent_ == count)
            break;
        due += every;
        if (const loop::Duration late = loop().time() - due; late > loop::Duration::zero()) {
            const auto passed = late / every;
            missed_ += std::uint64_t(passed);
            due += passed * every; // the latest of those that passed
        }
        co_await answers.waitUntil(due);
    }
    co_await answers.finish();
}

QString RepeatClient::figures()
{
    const QString text = tr("%1 line(s) sent, %2 back", nullptr, sent_)
                             .arg(models::format::integer(qint64(sent_)),
                                  models::format::bytes(double(bytesReceived_)));
    return missed_ == 0 ? text
                        : text + tr(", %1 missed").arg(models::format::integer(qint64(missed_)));
}

models::Evidence RepeatClient::evidence() const
{
    return sent_ > 0 ? models::Evidence::Something : models::Evidence::Nothing;
}

std::optional<double> RepeatClient::measured(models::Measure measure)
{
    return measure == models::Measure::Messages ? std::optional(double(sent_)) : std::nullopt;
}

} // namespace app
