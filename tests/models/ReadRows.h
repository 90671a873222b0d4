// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What models say that read a recording on a thread of their own, once that is over.

#include "models/Conversation.h"
#include "models/LogModel.h"

#include <QtTest/QTest>

#include <optional>

namespace models::test {

// Until nothing that was asked of the recording is outstanding.
template <class Model> [[nodiscard]] bool settle(Model &model)
{
    return QTest::qWaitFor([&model] { return !model.reading(); });
}

inline StoredEvent eventAt(LogModel &model, int row)
{
    (void)model.eventAt(row); // asks for it
    return QTest::qWaitFor([&] { return model.eventAt(row).number != 0 || !model.reading(); })
        ? model.eventAt(row)
        : StoredEvent {};
}

inline QString cell(LogModel &model, int row, int column)
{
    (void)eventAt(model, row);
    return model.index(row, column).data().toString();
}

inline Conversation::Collected collect(Conversation &model, const Conversation::Wanted &wanted = {})
{
    std::optional<Conversation::Collected> got;
    model.collect(wanted, [&got](const Conversation::Collected &all) { got = all; });
    return QTest::qWaitFor([&got] { return got.has_value(); }) ? *got : Conversation::Collected {};
}

// All that went one way.
inline QByteArray heard(Conversation &model, Conversation::Direction direction)
{
    Conversation::Wanted wanted;
    wanted.direction = direction;
    return collect(model, wanted).bytes;
}

inline QString cell(Conversation &model, int row, int column)
{
    const auto known = [&] { return model.index(row, column).data().isValid(); };
    return QTest::qWaitFor([&] { return known() || !model.reading(); })
        ? model.index(row, column).data().toString()
        : QString();
}

inline qint64 find(LogModel &model, const LogModel::Happening &moment)
{
    qint64 found = -1;
    model.find(moment, [&found](qint64 number) { found = number; });
    return QTest::qWaitFor([&found] { return found >= 0; }) ? found : -1;
}

} // namespace models::test
