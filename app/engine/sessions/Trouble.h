// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What went wrong with a session, in one sentence that says what, where and what to do. Any thread.

#include "models/spec/SessionUrl.h"

#include <QtCore/QString>

#include <exception>

namespace app {

// No descriptor is left: how many are allowed, and how to get more.
[[nodiscard]] QString outOfDescriptors();

[[nodiscard]] QString sentenceOf(const std::exception_ptr &exception,
                                 const models::SessionUrl &url);

} // namespace app
