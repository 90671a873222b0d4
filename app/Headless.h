// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a person or a script sees of the program without a window: a line for each session as it
// starts and as it ends, a summary line a second on stdout, errors on stderr. While somebody talks
// with a peer, stdout is for what that peer says, byte for byte. Every line is flushed. Main
// thread.

#include "app/Face.h"

#include "models/Activity.h"

#include <QtCore/QTimer>

#include <chrono>
#include <cstdio>
#include <map>

namespace app {

class Headless final : public Face {
    Q_OBJECT

public:
    explicit Headless(const models::Activity &activity);

    void begin(bool debug) override;
    void sessionChanged(const models::SessionRecord &record) override;
    void sessionRemoved(quint64 id) override;
    void show(const QString &words) override;
    void tell(const QString &words) override;
    void write(const QByteArray &bytes) override;
    [[nodiscard]] QString savePicture(const QString &path) override;
    [[nodiscard]] bool endsWithItsSessions() const override { return true; }

private:
    void summarise();
    void print(std::FILE *file, const QString &line);
    [[nodiscard]] bool somebodyTalks() const;

    const models::Activity &activity_;
    QTimer timer_;
    std::chrono::steady_clock::time_point began_;
    std::map<loop::ContextId, models::SessionRecord> sessions_; // as last told
    bool midLine_ = false; // the peer has not ended its line
};

} // namespace app
