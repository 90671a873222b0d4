// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the catalogue in SessionKinds.h is written with: the kinds of each role, and one function
// for each type of option, so that a kind reads as a table. Only the catalogue's own files include
// it.

#include "models/spec/SessionKinds.h"

namespace models {

inline constexpr double mebibyte = 1024 * 1024; // bytes

[[nodiscard]] QList<SessionKind> serverKinds(); // ServerKinds.cpp
[[nodiscard]] QList<SessionKind> clientKinds(); // ClientKinds.cpp

// The default stands as it would be written; limits are in the type's own unit (seconds, bytes).
[[nodiscard]] SessionOption booleanOption(const QString &name, const QString &description);
[[nodiscard]] SessionOption choiceOption(const QString &name, const QStringList &choices,
                                         const QString &description);
[[nodiscard]] SessionOption textOption(const QString &name, const QString &description);
[[nodiscard]] SessionOption fileOption(const QString &name, const QString &description); // a path

// What every session over tls can be told of it: versions, ciphers, where its secrets go.
[[nodiscard]] QList<SessionOption> encryptionOptions();

[[nodiscard]] QList<SessionOption> grouped(OptionGroup group, QList<SessionOption> options);

// An option that has a meaning over these transports alone.
[[nodiscard]] SessionOption onlyOver(const QStringList &transports, SessionOption option);

// `limit`, of a kind whose sessions measure something; repeatable. See models/Limit.h.
[[nodiscard]] SessionOption limitOption();

// What both sides of a replay are told: which conversation, how fast, and how long it waits.
[[nodiscard]] QList<SessionOption> replayOptions();
inline constexpr QStringView replayKind = u"replay", replayServerKind = u"replay-server";

// What a session with connections of its own can be told of faults: `fault` and `seed`.
[[nodiscard]] QList<SessionOption> faultOptions();

// `capture`, of every kind: what of its messages recordings keep.
[[nodiscard]] SessionOption captureOption();

struct OptionLimits {
    double minimum = 0;
    double maximum = 0;
    QString zero = {}; // what 0 means, see SessionOption
};
[[nodiscard]] SessionOption integerOption(const QString &name, const QString &defaultValue,
                                          const OptionLimits &limits, const QString &description);
[[nodiscard]] SessionOption durationOption(const QString &name, const QString &defaultValue,
                                           const OptionLimits &limits, const QString &description);
[[nodiscard]] SessionOption sizeOption(const QString &name, const QString &defaultValue,
                                       const OptionLimits &limits, const QString &description);

inline constexpr double secondsInADay = 24 * 60 * 60;

} // namespace models
