// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The program from start to end: the two loops, what is kept of them, the sessions that the command
// line names, and an orderly end by signal, time or window. The only place that wires. Main thread.

#include "app/CommandLine.h"
#include "app/Errands.h"
#include "app/Face.h"
#include "app/FlightRecorder.h"
#include "app/PacketServer.h"
#include "app/StandardStreams.h"
#include "app/engine/LoopSource.h"
#include "app/engine/NetThread.h"
#include "app/engine/PeerPrograms.h"

#include "loop/EventLoop.h"
#include "models/Activity.h"
#include "models/record/Feed.h"
#include "models/record/Recording.h"

#include <QtCore/QObject>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace app {

// What a Face may refer to.
struct Parts {
    loop::EventLoop &loop; // `ui`
    NetThread &net;
    models::Feed &feed;
    models::Recording *recording; // null: there is none, which only Headless can do without
    models::Activity &activity;
    QStringList recordings; // to be opened
    bool alone; // nothing else was asked for
    CommandLine::FirstQuestion firstQuestion;
    WindowOptions look;
};
using FaceMaker = std::function<std::unique_ptr<Face>(const Parts &)>;

class Program final : public QObject {
    Q_OBJECT

public:
    // `makeWindow` is called by begin() unless the command line asks for none.
    Program(CommandLine commandLine, StandardStreams &streams, FaceMaker makeWindow = {});
    ~Program() override;

    // Opens everything and starts the sessions; needs a Qt event loop from there on. Throws what
    // keeps a loop or its thread from coming up.
    void begin();
    // begin(), then runs until it is over; the exit status.
    int run();
    [[nodiscard]] bool isOver() const
    {
        return over_;
    } // the sessions are closed, the exports written

    // Starts a session; its id.
    loop::ContextId startSession(const models::SessionUrl &asked, loop::ContextId portOf = {});

    // Closes sessions, then everything, then run() returns. The first status other than 0 stays.
    void finish(int status);

private:
    void openRecording();
    void setRecordingOptions(const models::RecordingOptions &chosen);
    void openInstruments();
    [[nodiscard]] QString folderForRecording() const; // "": that for temporary files
    void openFace();
    void watchMarks();
    void startFlightRecorder();
    void tellOfPackets();
    void showInWireshark();
    loop::Coro<void> tellPacketsOfNow();
    void servePackets(const PacketAddress &address);
    void watchOutput();
    void write(quint64 session, const QByteArray &bytes);
    void watchTime();
    void startSessions();
    void sessionChanged(const models::SessionRecord &record);
    void timeIsUp();
    void end();
    loop::Coro<void> close();
    loop::Coro<void> writeResults();
    loop::Coro<void> lookForLeftBehind();
    [[nodiscard]] QByteArray junit() const;
    void leave(bool blocked);
    [[nodiscard]] bool scenarioIsDone() const;
    void fail(const QString &sentence); // on stderr, and the status says so

    const CommandLine commandLine_;
    StandardStreams &streams_;
    const FaceMaker makeWindow_;
    loop::EventLoop loop_; // `ui`
    loop::Recorder recorder_;
    NetThread net_;
    std::optional<LoopSource> uiSource_;
    std::optional<LoopSource> netSource_;
    models::Feed feed_;
    std::optional<PeerPrograms> peers_; // where somebody sees or records who they are
    models::Activity activity_;
    models::RecordingOptions recordingOptions_; // the command line's, then what was chosen
    std::unique_ptr<models::Recording> file_; // where there is a window, or an export to write
    std::optional<FlightRecorder> flight_; // where something is to be dumped
    std::unique_ptr<PacketServer> packets_; // where somebody wants them live
    std::unique_ptr<Face> face_;
    std::set<loop::ContextId> live_; // sessions that are not over
    std::map<loop::ContextId, models::SessionRecord> known_; // as last told
    loop::Task<void> looking_, closing_;
    std::optional<loop::Task<void>> catchingUp_; // packets_, on what lived before
    loop::TimePoint began_;
    loop::TimePoint finished_; // finish() was called
    int status_ = 0;
    bool finishing_ = false;
    bool ended_ = false;
    bool over_ = false;
    Errands errands_; // last: what other threads do for this is over before anything goes
};

} // namespace app
