// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A timeline of ten seconds with the steps of a few tasks, and what a person does to it, for the
// tests of it.

#include "models/record/Recording.h"
#include "models/timeline/LongestSteps.h"
#include "models/timeline/TimelineModel.h"
#include "tests/models/Deltas.h"
#include "ui/Theme.h"
#include "ui/timeline/TimelineView.h"

#include <QtGui/QMouseEvent>
#include <QtGui/QWheelEvent>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <memory>

// Five tasks that run a millisecond each, one after the other, every 100 ms for 10 s; task 3
// takes 300 ms once, after 5 s, and each wakes the next.
struct ShownTimeline {
    explicit ShownTimeline(int tasks = 5, QSize size = {1000, 500})
    {
        loop::Delta made = models::test::delta(10 * models::test::Second);
        for (int i = 0; i < tasks; ++i)
            models::test::task(made, quint64(i + 1));
        for (int tick = 0; tick < 100; ++tick) {
            for (int i = 0; i < tasks; ++i) {
                const bool slow = tick == 50 && i == 2;
                if (tick > 50 && tick < 54)
                    continue;
                made.spans.push_back(
                    {{quint64(i + 1)},
                     {quint64(i)},
                     (tick * 100 + i * 2 + 1 + (tick == 50 && i > 2 ? 300 : 0))
                         * models::test::Millisecond,
                     slow ? 300 * models::test::Millisecond : models::test::Millisecond,
                     1});
            }
        }
        models::test::addEvent(made, loop::EventKind::Fault, 3, {}, "reset").time
            = 2 * models::test::Second;
        hand(made);
        view.resize(size);
        view.show();
        model.setActive(true);
        view.lanes().showSpan(
            {models::test::Epoch, models::test::Epoch + 10 * models::test::Second});
        ready = QTest::qWaitForWindowExposed(&view) && QTest::qWaitFor([this, tasks] {
                    return int(model.rows().size()) == tasks + 1 && model.longest().rowCount() > 0;
                });
    }
    void hand(const loop::Delta &made)
    {
        const auto shared = std::make_shared<const loop::Delta>(made);
        file.applyShared(shared);
        model.applyShared(shared);
        model.batchEnded(models::test::Epoch + made.time);
    }
    [[nodiscard]] ui::LanesView &lanes() const { return view.lanes(); }
    [[nodiscard]] QPoint slowStep() const
    {
        return lanes().rectOf(3, models::test::Epoch + 5'005 * models::test::Millisecond).center();
    }
    void key(Qt::Key code, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTest::keyClick(&lanes(), code, modifiers);
    }

    models::Recording file;
    models::TimelineModel model {&file, nullptr, nullptr};
    ui::Theme theme {*qApp};
    ui::TimelineView view {theme, model};
    bool ready = false;
};

inline void wheel(QWidget &on, const QPoint &at, int notches, Qt::KeyboardModifiers keys = {})
{
    QWheelEvent event(at, on.mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, keys,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(&on, &event);
}
inline void drag(QWidget &on, const QPoint &from, const QPoint &to, Qt::KeyboardModifiers keys = {})
{
    QTest::mousePress(&on, Qt::LeftButton, keys, from);
    for (const QPoint &at : {(from + to) / 2, to}) {
        QMouseEvent move(QEvent::MouseMove, at, on.mapToGlobal(at), Qt::NoButton, Qt::LeftButton,
                         keys);
        QApplication::sendEvent(&on, &move);
    }
    QTest::mouseRelease(&on, Qt::LeftButton, keys, to);
}
inline QColor colorAt(ShownTimeline &shown, const QPoint &at)
{
    return shown.lanes().viewport()->grab().toImage().pixelColor(at
                                                                 * shown.view.devicePixelRatioF());
}
