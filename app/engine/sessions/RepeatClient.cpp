// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/RepeatClient.h"

#include "app/engine/sessions/Answers.h"
#include "app/engine/sessions/Connecting.h"
#include "app/engine/sessions/LineSource.h"
#include "models/text/Format.h"

#include <QtCore/QCoreApplication>

namespace app {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("RepeatClient", text);
}

} // namespace

loop::Coro<void> RepeatClient::run()
{
    LineSource source(loop(), url());
    const std::optional<std::string> line = co_await source.next();
    const auto count = std::uint64_t(url().integer(u"count"));
    const loop::Duration every = url().duration(u"every");
    sent_ = bytesReceived_ = 0;

    const Connector connector(Peer::of(url()), &faults());
    const loop::Streams streams = co_await connector.open(loop());
    connected(connector, streams.writer);
    Answers answers(loop(), streams, bytesReceived_);
    for (loop::TimePoint due = loop().time() + every; !answers.ended(); due += every) {
        streams.writer.write(line.value_or(std::string()));
        co_await streams.writer.drain();
        if (++sent_ == count)
            break;
        // Until the next one is due, or the peer has ended.
        co_await answers.waitFor(loop::everything, due - loop().time());
    }
    co_await answers.finish();
}

QString RepeatClient::figures()
{
    return tr("%1 lines sent, %2 back")
        .arg(models::format::integer(qint64(sent_)), models::format::bytes(double(bytesReceived_)));
}

std::optional<double> RepeatClient::measured(models::Measure measure)
{
    return measure == models::Measure::Messages ? std::optional(double(sent_)) : std::nullopt;
}

} // namespace app
