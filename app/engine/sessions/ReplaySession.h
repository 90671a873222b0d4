// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What both replaying kinds are beyond a client or a server: the conversation that their URL names,
// and what came of playing it. Net thread.

#include "app/engine/sessions/ReplayReport.h"
#include "app/engine/sessions/ReplaySource.h"
#include "app/engine/sessions/Session.h"

#include <concepts>
#include <optional>

namespace app {

template <std::derived_from<Session> Base> class ReplaySession : public Base {
public:
    using Base::Base;

protected:
    // Anew, before anything is played. Refusal where the conversation cannot be.
    loop::Coro<void> openSource(ReplaySource::Side played)
    {
        report_.begin();
        source_.emplace(this->loop(), played);
        loop::Coro<void> opening
            = source_->open(this->url().text(u"file"), quint64(this->url().integer(u"connection")));
        co_await std::move(opening);
    }
    [[nodiscard]] std::optional<double> measured(models::Measure measure) override
    {
        return report_.measured(measure);
    }
    [[nodiscard]] models::Evidence evidence() const override { return report_.evidence(); }

    ReplayReport report_ {[this](const QString &words) { this->show(words); }};
    std::optional<ReplaySource> source_; // once it is open
};

} // namespace app
