// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How a run ended, as JUnit XML, which build servers read: one test case for each limit of each
// session, and one for a session that failed for another reason. Any thread.

#include "models/record/SessionRecord.h"

#include <QtCore/QByteArray>
#include <QtCore/QList>

#include <chrono>

namespace models {

[[nodiscard]] QByteArray junitXml(const QString &name, const QList<SessionRecord> &sessions,
                                  std::chrono::nanoseconds time);

} // namespace models
