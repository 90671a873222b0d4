// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a person asked of loops, until they have come to it: so that, while a loop is blocked, what
// was asked of it is seen to wait. A loop does what it is asked in that order, so a mark that is
// posted behind a request tells when it was done. Main thread.

#include "loop/Ids.h"

#include <QtCore/QObject>
#include <QtCore/QStringList>
#include <QtCore/QTimer>

#include <atomic>
#include <chrono>
#include <memory>
#include <vector>

namespace app {

class Asked final : public QObject {
    Q_OBJECT

public:
    explicit Asked(QObject *parent = nullptr);

    // Right after it was asked: "stop echo :8881".
    void add(loop::LoopId loop, const QString &words);
    // What has been waited for so long that a person notices, oldest first.
    [[nodiscard]] const QStringList &waiting() const { return waiting_; }

Q_SIGNALS:
    void changed(); // waiting() did

private:
    struct Request {
        QString words;
        std::chrono::steady_clock::time_point since;
        std::shared_ptr<std::atomic<bool>> done; // set by the loop
    };

    void look();

    std::vector<Request> requests_;
    QStringList waiting_;
    QTimer timer_; // while something is under way
};

} // namespace app
