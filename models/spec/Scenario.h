// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A test run as a JSON file: sessions, the limits on what they measure, the faults in their
// connections, a duration and a seed. Limits, faults and the seed become options of the session's
// URL, so that whatever starts a URL can run a scenario. resources/scenario.schema.json says the
// same to editors. Plain values; any thread.

#include "models/spec/RecordingOptions.h"
#include "models/spec/SessionUrl.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QString>

#include <chrono>
#include <optional>

namespace models {

struct Scenario {
    QString name; // "" for none
    std::optional<std::chrono::nanoseconds> duration; // none: until the clients are done
    std::optional<qint64> seed; // of the faults in every session that has no seed of its own
    RecordingOptions recording; // a relative name is one in the scenario's folder
    QList<SessionUrl>
        sessions; // in the order started; a client on port 0 takes the server before it

    [[nodiscard]] QList<SessionUrl>
    seededSessions() const; // with the scenario's seed where they have none
    [[nodiscard]] QByteArray
    toJson() const; // reads back equal, where limits and faults end the options

    friend bool operator==(const Scenario &, const Scenario &) = default;
};

struct RunningSession {
    SessionUrl url;
    QString address; // of a server, where it listens
};

// What runs now, as a scenario: each server, then the clients that took its port, with port 0
// again.
[[nodiscard]] Scenario scenarioOf(const QList<RunningSession> &sessions);

struct ScenarioResult {
    std::optional<Scenario> scenario;
    QString sentence; // where there is none: what is wrong, at which line or JSON pointer, and what
                      // is right
};

// `name` is the file's, for the sentence.
[[nodiscard]] ScenarioResult readScenario(const QByteArray &json, const QString &name);
[[nodiscard]] ScenarioResult readScenarioFile(const QString &path);

// "" or, in one sentence, why it cannot be written.
[[nodiscard]] QString writeScenarioFile(const Scenario &scenario, const QString &path);

} // namespace models
