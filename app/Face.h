// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What Program shows things through, whatever a person or a script looks at: Headless or Window.
// Main thread; Program owns it and makes it after the loops, the feed and the recording, which it
// may refer to.

#include "loop/Coro.h"
#include "models/record/SessionRecord.h"
#include "models/spec/RecordingOptions.h"
#include "models/spec/SessionUrl.h"

#include <QtCore/QByteArray>
#include <QtCore/QObject>

#include <functional>

namespace app {

class Face : public QObject {
    Q_OBJECT

public:
    virtual void begin(bool debug) = 0; // from here on it shows
    virtual void sessionChanged(const models::SessionRecord &record) = 0;
    virtual void sessionRemoved(quint64 id) = 0;
    virtual void show(const QString &words) = 0; // a session's; the log has them, too
    // A recording that a program which was killed left behind, kept at `path`.
    virtual void offer(const QString &path, const QString &sentence) = 0;
    virtual void tell(const QString &words) = 0; // to the person who talks with a session's peer
    // What that peer says. `taken`, which any thread may call, once somebody has it.
    virtual void write(const QByteArray &bytes, std::function<void()> taken) = 0;

    // A dump is being written: its name and 0..1; no name: it is over. dumpCancelled() may end it.
    virtual void showDump(const QString &name, double part) = 0;

    // Saves a picture as PNG. "" or, in one sentence, why it cannot.
    [[nodiscard]] virtual QString savePicture(const QString &path) = 0;
    // Whether the program is over with its last session: nobody can start another one here.
    [[nodiscard]] virtual bool endsWithItsSessions() const = 0;
    // At the end: over once nothing that a person asked for here is being written any more.
    [[nodiscard]] virtual loop::Coro<void> settle() = 0;

Q_SIGNALS:
    void sessionRequested(const models::SessionUrl &url);
    void closed(); // by the user
    void wiresharkRequested(); // packets, live
    void dumpCancelled();
    // How recordings are to be where the command line says nothing; at begin(), and when it
    // changes.
    void recordingOptionsChosen(const models::RecordingOptions &options);
    void failed(const QString &sentence); // one sentence; no window is left to show it
};

} // namespace app
