// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/LinesClient.h"

#include "app/engine/sessions/Answers.h"
#include "app/engine/sessions/Connecting.h"
#include "app/engine/sessions/LineSource.h"
#include "models/text/Format.h"
#include "models/text/Tr.h"

namespace app {

using models::tr;

loop::Coro<void> LinesClient::run()
{
    LineSource source(url(), standardInput());
    lineCount_ = source.waiting();
    linesSent_ = linesAnswered_ = 0;
    bytesSent_ = bytesReceived_ = 0;

    const Connector connector(Peer::of(url()), warner(), &faults());
    const loop::Streams streams = co_await connector.open(loop());
    connected(connector, streams.writer);
    loop::Coro<void> conversation = converse(source, streams);
    co_await useAndClose(streams.writer, std::move(conversation));
}

loop::Coro<void> LinesClient::converse(LineSource &source, loop::Streams streams)
{
    Answers answers(loop(), streams, bytesReceived_, [&source] { source.endInput(); });
    while (!answers.ended()) {
        const std::size_t before = source.taken();
        const std::optional<std::string> line = co_await source.next();
        if (!line)
            break;
        const std::size_t whole = source.taken() - before; // a part of a line is none
        lineCount_ = source.taken() + source.waiting();
        streams.writer.write(*line);
        linesSent_ += whole;
        bytesSent_ += line->size();
        co_await streams.writer.drain();
        co_await answers.waitFor(bytesSent_, url().duration(u"wait"));
        linesAnswered_ += bytesReceived_ >= bytesSent_ ? whole : 0;
    }
    co_await answers.finish();
}

QString LinesClient::figures()
{
    return tr("%1 of %2 lines sent, %3 answered, %4 back")
        .arg(models::format::integer(qint64(linesSent_)),
             models::format::integer(qint64(lineCount_)),
             models::format::integer(qint64(linesAnswered_)),
             models::format::bytes(double(bytesReceived_)));
}

models::Evidence LinesClient::evidence() const
{
    return linesAnswered_ > 0 ? models::Evidence::Something : models::Evidence::Nothing;
}

std::optional<double> LinesClient::measured(models::Measure measure)
{
    return measure == models::Measure::Messages ? std::optional(double(linesAnswered_))
                                                : std::nullopt;
}

} // namespace app
