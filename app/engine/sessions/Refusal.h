// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Why a session cannot do what its URL asks for: one sentence for a person that says what, where
// and what to do. Any thread.

#include <QtCore/QString>

#include <stdexcept>

namespace app {

class Refusal final : public std::runtime_error {
public:
    explicit Refusal(const QString &sentence)
        : std::runtime_error(sentence.toStdString())
    { }
};

} // namespace app
