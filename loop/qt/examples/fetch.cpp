// SPDX-License-Identifier: MIT

// Fetches a page with Qt's QNetworkAccessManager, for ten seconds at most: co_await on what Qt
// reports. Usage: fetch URL

#include "loop/EventLoop.h"
#include "loop/Timeout.h"
#include "loop/qt/QtAwait.h"
#include "loop/qt/QtDriver.h"

#include <QtCore/QCoreApplication>
#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkReply>

#include <cstdio>

using namespace std::chrono_literals;

loop::Coro<int> fetch(QUrl url)
{
    QNetworkAccessManager manager;
    const std::unique_ptr<QNetworkReply> reply(manager.get(QNetworkRequest(url)));
    try {
        co_await loop::timeout(
            10s, loop::qt::finished(reply.get())); // aborts the request if it takes longer
    } catch (const loop::TimeoutError &) {
        std::fprintf(stderr, "fetch: no answer within ten seconds\n");
        co_return 1;
    }
    if (reply->error() != QNetworkReply::NoError) {
        std::fprintf(stderr, "fetch: %s\n", qPrintable(reply->errorString()));
        co_return 1;
    }
    const QByteArray page = reply->readAll();
    std::fwrite(page.data(), 1, static_cast<std::size_t>(page.size()), stdout);
    co_return 0;
}

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "usage: fetch URL\n");
        return 2;
    }
    loop::EventLoop eventLoop(std::make_unique<loop::qt::QtDriver>());
    return eventLoop.runUntilComplete(fetch(QUrl(QString::fromLocal8Bit(argv[1]))));
}
