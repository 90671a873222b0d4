// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a person or a script sees of the program without a window: a line for each session as it
// starts and as it ends, a summary line a second on stdout, errors on stderr. While somebody talks
// with a peer, stdout is for what that peer says: byte for byte, but on a terminal made fit for it.
// Lines always are, and have the numbers of the C locale. Main thread.

#include "app/Face.h"
#include "app/StandardStreams.h"

#include "models/Activity.h"
#include "models/text/Terminal.h"

#include <QtCore/QTimer>

#include <chrono>
#include <map>
#include <optional>

namespace app {

class Headless final : public Face {
    Q_OBJECT

public:
    Headless(StandardStreams &streams, const models::Activity &activity);

    void begin(bool debug) override;
    void sessionChanged(const models::SessionRecord &record) override;
    void sessionRemoved(quint64 id) override;
    void show(const QString &words) override;
    void tell(const QString &words) override;
    void offer(const QString &, const QString &sentence) override { tell(sentence); }
    void write(const QByteArray &bytes, std::function<void()> taken) override;
    void showDump(const QString &, double) override { } // a line says when it is written
    [[nodiscard]] QString savePicture(const QString &path) override;
    [[nodiscard]] bool endsWithItsSessions() const override { return true; }
    [[nodiscard]] loop::Coro<void> settle() override { co_return; }

private:
    void summarise();
    void print(OutputStream &stream, const QString &line);
    [[nodiscard]] bool somebodyTalks() const;

    OutputStream &output_;
    OutputStream &errors_;
    const models::Activity &activity_;
    QTimer timer_;
    std::chrono::steady_clock::time_point began_;
    std::map<loop::ContextId, models::SessionRecord> sessions_; // as last told
    std::optional<models::terminal::Screen> screen_; // between the peer and a terminal
    bool midLine_ = false; // the peer has not ended its line
};

} // namespace app
