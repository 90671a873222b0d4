// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The program with a face that takes notes, from its beginning to its end.

#include "CapturedStreams.h"
#include "app/Face.h"
#include "app/Program.h"
#include "app/StandardStreams.h"

#include <QtCore/QTimer>

#include <functional>
#include <memory>
#include <utility>

class NotedFace final : public app::Face {
public:
    explicit NotedFace(const app::Parts &made)
        : parts(made)
    { }

    void begin(bool debug) override
    {
        debugMode = debug;
        begun();
    }
    void sessionChanged(const models::SessionRecord &record) override
    {
        sessions[record.id.value] = record;
        changed(record);
    }
    void sessionRemoved(quint64 id) override { sessions.remove(id); }
    void show(const QString &words) override { shown << words; }
    void offer(const QString &path, const QString &) override { offered << path; }
    void tell(const QString &words) override { told << words; }
    void write(const QByteArray &bytes, std::function<void()> taken) override
    {
        written += bytes;
        taken();
    }
    void showDump(const QString &name, double part) override { dumps << std::pair(name, part); }
    [[nodiscard]] QString savePicture(const QString &path) override
    {
        pictures << path;
        return pictureError;
    }
    [[nodiscard]] bool endsWithItsSessions() const override { return ends; }
    [[nodiscard]] loop::Coro<void> settle() override
    {
        ++settled;
        co_return;
    }

    app::Parts parts;
    QMap<quint64, models::SessionRecord> sessions;
    QStringList shown, offered, told, pictures;
    QByteArray written;
    QList<std::pair<QString, double>> dumps;
    QString pictureError;
    std::function<void()> begun = [] {};
    std::function<void(const models::SessionRecord &)> changed
        = [](const models::SessionRecord &) {};
    bool debugMode = false;
    bool ends = false;
    int settled = 0;
};

// A run of the program from its beginning to its end.
class NotedRun {
public:
    // `prepare` is called when its face is made.
    explicit NotedRun(const QStringList &arguments,
                      const std::function<void(app::Program &, NotedFace &)> &prepare)
    {
        const CapturedStreams captured;
        {
            app::StandardStreams streams;
            std::unique_ptr<app::Program> program;
            app::CommandLineResult line = app::parseCommandLine(arguments);
            if (!line.commandLine) {
                problem = line.error;
                return;
            }
            program = std::make_unique<app::Program>(
                *line.commandLine, streams, [&](const app::Parts &parts) {
                    auto face = std::make_unique<NotedFace>(parts);
                    prepare(*program, *face);
                    return face;
                });
            QTimer tooLong;
            tooLong.setSingleShot(true);
            QObject::connect(&tooLong, &QTimer::timeout, [this, &program] {
                problem = QStringLiteral("it did not end");
                program->finish(99);
            });
            tooLong.start(20'000);
            try {
                status = program->run();
            } catch (const std::exception &error) {
                problem = QString::fromUtf8(error.what());
            }
            program.reset();
            status = streams.close(status);
        }
        errors = captured.errors();
    }

    int status = -1;
    QStringList errors;
    QString problem;
};
