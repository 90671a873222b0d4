// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a person or a script sees of the program without a window: a line for each session as it
// starts and as it ends, a summary line a second on stdout, errors on stderr. While somebody talks
// with a peer, stdout is for what that peer says, byte for byte. Every line is flushed. Main
// thread.

#include "models/Activity.h"
#include "models/record/SessionRecord.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <chrono>
#include <cstdio>
#include <map>

namespace app {

class Headless final : public QObject {
    Q_OBJECT

public:
    explicit Headless(const models::Activity &activity);

    void begin();
    void sessionChanged(const models::SessionRecord &record);
    void show(const QString &words); // what a session has to show
    void tell(const QString &words); // to the person who talks with its peer
    void write(const QByteArray &bytes); // what that peer says

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
