// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/TalkClient.h"

#include "app/engine/sessions/Connecting.h"
#include "app/engine/sessions/LineSource.h"
#include "app/engine/sessions/Refusal.h"
#include "models/text/Format.h"
#include "models/text/Tr.h"

namespace app {

using models::tr;

namespace {

constexpr std::size_t talkChunk = 64 * 1024;
constexpr std::size_t mostUnread = 256 * 1024; // of what the peer said; then it is not read either

} // namespace

// The connection, for as long as it is read.
struct TalkClient::Open {
    TalkClient &client;
    const loop::StreamWriter writer;
    loop::Task<void> lines;

    Open(TalkClient &c, loop::StreamWriter w)
        : client(c)
        , writer(std::move(w))
    {
        client.writer_ = writer;
    }
    ~Open()
    {
        client.writer_.reset();
        if (lines)
            lines.cancel();
        if (!writer.isClosing())
            writer.close();
    }
    Open(const Open &) = delete;
};

loop::Coro<void> TalkClient::run()
{
    messages_ = bytesSent_ = bytesReceived_ = 0;
    const models::MessageForm form = models::messageForm(url().text(u"format"));
    std::unique_ptr<LineSource> source = lines();
    const Connector connector(Peer::of(url()), warner(), &faults());
    loop::Streams streams = co_await connector.open(loop());
    Open open(*this, streams.writer);
    connected(connector, streams.writer);
    if (source)
        open.lines = loop().createTask(sendLines(std::move(source), streams.writer), "send lines");
    for (;;) {
        co_await outputBelow(mostUnread);
        const std::string data = co_await streams.reader.read(talkChunk);
        if (data.empty())
            break;
        bytesReceived_ += data.size();
        output(models::written(QByteArray::fromStdString(data), form));
    }
    co_await outputBelow(0);
    // Whoever closes it here is a user of the window.
    const QString closed = open.writer.isClosing() ? tr("The connection to %1 is closed.")
                                                   : tr("%1 closed the connection.");
    tell(closed.arg(connector.addressOf(streams.writer)));
}

// Null: none are to be sent.
std::unique_ptr<LineSource> TalkClient::lines()
{
    if (url().text(u"file").isEmpty())
        return nullptr;
    const bool hex = models::messageForm(url().text(u"format")) == models::MessageForm::Hex;
    const models::LineEnd end = models::lineEnd(url().text(u"end"));
    return std::make_unique<LineSource>(url(), standardInput(),
                                        hex ? std::string() : models::bytesOf(end).toStdString());
}

// A line that is not as `format` says is told and left out.
loop::Coro<void> TalkClient::sendLines(std::unique_ptr<LineSource> source,
                                       loop::StreamWriter writer)
{
    try {
        for (;;) {
            QString wrong;
            try {
                const std::optional<std::string> line = co_await source->next();
                if (!line)
                    break;
                write(writer, *line);
            } catch (const Refusal &refusal) {
                wrong = QString::fromUtf8(refusal.what());
            }
            if (!wrong.isEmpty())
                tell(tr("%1 It was not sent.").arg(wrong));
            co_await writer.drain();
        }
        if (url().boolean(u"half_close") && writer.canWriteEof() && !writer.isClosing()) {
            writer.writeEof();
            writer_.reset();
        }
    } catch (const std::exception &error) {
        tell(tr("No more lines are read: %1.").arg(QString::fromUtf8(error.what())));
    }
}

void TalkClient::send(const QByteArray &message)
{
    if (writer_ && !writer_->isClosing())
        write(*writer_, std::string_view(message.constData(), std::size_t(message.size())));
    else
        tell(tr("Nothing was sent: the connection to %1 is not open for it. Start the session "
                "again.")
                 .arg(url().address()));
}

void TalkClient::write(const loop::StreamWriter &writer, std::string_view message)
{
    writer.write(message);
    ++messages_;
    bytesSent_ += message.size();
}

QString TalkClient::figures()
{
    using namespace models::format;
    return tr("%1 sent, %2 back, messages: %3")
        .arg(bytes(double(bytesSent_)), bytes(double(bytesReceived_)), integer(qint64(messages_)));
}

} // namespace app
