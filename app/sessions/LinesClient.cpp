// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sessions/LinesClient.h"

#include "app/sessions/Connecting.h"
#include "loop/Errors.h"
#include "models/Format.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFile>

namespace app {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("LinesClient", text);
}

// Closes the connection however the session ends, and stops the coroutine that reads from it.
struct Closing {
    loop::StreamWriter writer;
    loop::Task<void> reading;

    Closing(loop::StreamWriter w, loop::Task<void> r)
        : writer(std::move(w))
        , reading(std::move(r))
    {
    }
    ~Closing()
    {
        reading.cancel();
        if (!writer.isClosing())
            writer.close();
    }
    Closing(const Closing &) = delete;
};

} // namespace

loop::Coro<void> LinesClient::run()
{
    const std::vector<std::string> texts = lines();
    const std::string end = url().text(u"end").toStdString();
    lineCount_ = texts.size();
    linesSent_ = linesAnswered_ = 0;
    bytesSent_ = bytesReceived_ = 0;
    ended_ = false;

    const Connector connector(Peer::of(url()));
    const loop::Streams streams = co_await connector.open(loop());
    running(connector.addressOf(streams.writer));
    if (const QString encryption = encryptionOf(streams.writer); !encryption.isEmpty())
        say(encryption);
    const Closing closing(streams.writer, loop().createTask(readAll(streams.reader), "read answers"));

    for (const std::string &text : texts) {
        const std::string line = text + end;
        if (ended_)
            break;
        streams.writer.write(line);
        ++linesSent_;
        bytesSent_ += line.size();
        co_await streams.writer.drain();
        co_await answered();
    }
    // Where the end of what is sent cannot be told (tls, udp), the last answer is the end.
    const bool half = !streams.writer.isClosing() && streams.writer.canWriteEof();
    if (half && !ended_)
        streams.writer.writeEof();
    if (half || ended_)
        co_await closing.reading; // throws what broke the connection
    if (ended_ && !half && bytesReceived_ == 0 && bytesSent_ > 0)
        throw loop::IncompleteReadError({}, bytesSent_);
}

loop::Coro<void> LinesClient::readAll(loop::StreamReader reader)
{
    while (!ended_) {
        std::exception_ptr failure;
        try {
            const std::string data = co_await reader.read(64 * 1024);
            bytesReceived_ += data.size();
            ended_ = data.empty();
        } catch (const std::exception &) {
            failure = std::current_exception();
            ended_ = true;
        }
        if (ended_ || bytesReceived_ >= bytesSent_)
            wake();
        if (failure)
            std::rethrow_exception(failure);
    }
}

loop::Coro<void> LinesClient::answered()
{
    if (bytesReceived_ < bytesSent_ && !ended_) {
        answer_ = loop().createFuture<void>();
        loop::Handle timeout = loop().callLater(url().duration(u"wait"), [this] { wake(); });
        co_await answer_;
        timeout.cancel();
    }
    if (bytesReceived_ >= bytesSent_)
        ++linesAnswered_;
}

void LinesClient::wake()
{
    if (answer_ && !answer_.done())
        answer_.setResult();
}

std::vector<std::string> LinesClient::lines() const
{
    std::vector<std::string> result;
    const auto append = [&](QByteArrayView text) {
        if (text.endsWith('\n'))
            text.chop(1);
        for (const QByteArray &line : text.toByteArray().split('\n'))
            result.push_back(line.toStdString());
    };
    const QString path = url().text(u"file");
    if (path.isEmpty()) {
        for (const QString &text : url().texts(u"text"))
            append(text.toUtf8());
        return result;
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw std::runtime_error(
            tr("The file %1 cannot be read: %2. Check its name and its permissions.")
                .arg(path, file.errorString())
                .toStdString());
    append(file.readAll());
    return result;
}

QString LinesClient::figures()
{
    return tr("%1 of %2 lines sent, %3 answered, %4 back")
        .arg(models::format::integer(qint64(linesSent_)), models::format::integer(qint64(lineCount_)),
             models::format::integer(qint64(linesAnswered_)), models::format::bytes(double(bytesReceived_)));
}

} // namespace app
