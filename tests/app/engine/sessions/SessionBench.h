// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Sessions on a loop in the test's own thread, and all that they told.

#include "app/engine/sessions/SessionHost.h"
#include "loop/Recorder.h"
#include "loop/Server.h"
#include "loop/Streams.h"
#include "loop/qt/QtDriver.h"
#include "tests/support/Wire.h"

#include <QtCore/QTimer>
#include <QtTest/QTest>

#include <map>

class SessionBench {
public:
    SessionBench()
    {
        using Host = app::SessionHost;
        QObject::connect(&host, &Host::changed, &host, [this](const models::SessionRecord &record) {
            last[record.id] = record;
            history << record;
        });
        QObject::connect(&host, &Host::output, &host, [this](quint64, const QByteArray &bytes) {
            output += std::size_t(bytes.size());
        });
        QObject::connect(&host, &Host::told, &host,
                         [this](const QString &words) { told << words; });
        QObject::connect(&host, &Host::shown, &host,
                         [this](const QString &words) { shown << words; });
        loop.start();
    }
    ~SessionBench()
    {
        host.stopAll();
        bool over = false;
        QObject::connect(&host, &app::SessionHost::allStopped, &host, [&over] { over = true; });
        (void)QTest::qWaitFor([&over] { return over; });
        for (const auto &server : servers)
            server->close();
        loop.stop();
        (void)QTest::qWaitFor([this] { return !loop.isRunning(); });
        loop.close();
    }

    loop::ContextId start(const QString &url, loop::ContextId portOf = {})
    {
        const models::SessionUrlResult parsed = models::parseSessionUrl(url);
        if (!parsed.url)
            qFatal("%s", qPrintable(parsed.sentence));
        const loop::ContextId id = app::SessionHost::newId();
        host.start(id, *parsed.url, portOf);
        return id;
    }
    // False at once where it failed instead.
    [[nodiscard]] bool until(loop::ContextId id, models::SessionRecord::State state)
    {
        const auto now = [&] { return last[id].state; };
        return QTest::qWaitFor(
                   [&] { return now() == state || now() == models::SessionRecord::Failed; }, 10'000)
            && now() == state;
    }
    [[nodiscard]] bool runs(loop::ContextId id)
    {
        return until(id, models::SessionRecord::Running);
    }
    [[nodiscard]] bool stops(loop::ContextId id)
    {
        host.stop(id);
        return until(id, models::SessionRecord::Stopped);
    }
    [[nodiscard]] bool startsAgain(loop::ContextId id)
    {
        host.startAgain(id);
        return runs(id);
    }
    // Until its figures hold these words.
    [[nodiscard]] bool counts(loop::ContextId id, const QString &words)
    {
        return QTest::qWaitFor([&] { return last[id].figures.contains(words); }, 10'000);
    }
    [[nodiscard]] quint16 portOf(loop::ContextId id)
    {
        return last[id].address.section(u':', -1).toUShort();
    }
    [[nodiscard]] Peer connectedTo(loop::ContextId server)
    {
        return Peer::connectTo(loop::SocketAddress::fromNumeric("127.0.0.1", portOf(server)));
    }
    // Starts a server outside of any session and returns its port.
    quint16 serve(const loop::StreamHandler &handler, quint16 port = 0)
    {
        const auto made = loop.createTask(
            loop::startServer(handler, "127.0.0.1", port, {}, loop::defaultStreamLimit, &loop));
        if (!QTest::qWaitFor([&] { return made.done(); }))
            qFatal("no server");
        servers.push_back(made.result());
        return servers.back()->sockets().front().address.port();
    }
    // What sessions noted since the last time: "session: echo 127.0.0.1:7 runs", "error: ...",
    // "session of 5: ..." for a connection.
    QStringList notes()
    {
        using loop::EventKind;
        QStringList all;
        for (int answer = 0; answer < 2; ++answer) { // the first may have been asked for before
            auto delta = recorder.take({});
            (void)QTest::qWaitFor([&] { return delta || (delta = recorder.take({})); });
            for (const loop::LogEvent &event :
                 delta ? delta->events : std::vector<loop::LogEvent>()) {
                if (event.kind != EventKind::Session && event.kind != EventKind::Error)
                    continue;
                QString note = event.kind == EventKind::Error ? QStringLiteral("error")
                                                              : QStringLiteral("session");
                if (event.connection)
                    note += QStringLiteral(" of %1").arg(event.connection.value);
                all << note + QStringLiteral(": ")
                        + QString::fromUtf8(delta->detail(event).data(),
                                            qsizetype(delta->detail(event).size()));
            }
        }
        return all;
    }
    // How many of them hold these words.
    int said(const QString &words) { return int(notes().filter(words).size()); }

    loop::EventLoop loop {std::make_unique<loop::qt::QtDriver>()};
    loop::Recorder recorder {loop};
    app::SessionHost host {loop, recorder};
    std::map<loop::ContextId, models::SessionRecord> last;
    QList<models::SessionRecord> history; // of all
    QStringList told, shown;
    std::size_t output = 0; // bytes, of talks
    std::vector<std::shared_ptr<loop::Server>> servers; // of serve()
};

// One whose figures are told at once.
class QuickBench : public SessionBench {
public:
    QuickBench() { host.findChild<QTimer *>()->setInterval(10); }
};
