// SPDX-License-Identifier: GPL-3.0-or-later

// A Delta without its events, or in parts: nothing else that it says is lost.

#include "tests/models/Deltas.h"

#include "loop/StreamEncoder.h"
#include "models/record/DeltaParts.h"

#include <QtTest/QTest>

#include <vector>

using namespace models::test;

namespace {

// Also what a stream leaves out.
loop::Delta fullOfAll()
{
    loop::Delta made = full();
    made.chains.emplace_back();
    made.handles.emplace_back();
    return made;
}

std::string encoded(const loop::Delta &delta)
{
    std::string stream;
    loop::StreamEncoder().encode(delta, 1, stream);
    return stream;
}

} // namespace

class DeltaPartsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void withoutEventsItSaysAllElse()
    {
        loop::Delta rest = fullOfAll();
        const loop::Delta made = models::withoutEvents(rest);
        QVERIFY(made.events.empty() && made.text.empty());
        rest.events.clear();
        rest.text.clear();
        QVERIFY(encoded(made) == encoded(rest));
        QCOMPARE(made.chains.size(), rest.chains.size());
        QCOMPARE(made.handles.size(), rest.handles.size());
    }

    void inPartsItSaysAllOnce()
    {
        auto whole = std::make_shared<loop::Delta>(fullOfAll());
        std::string bytes(1'000, 'x');
        for (int i = 0; i < 4; ++i)
            addEvent(*whole, loop::EventKind::DataIn, 1, bytes);
        std::vector<std::shared_ptr<const loop::Delta>> parts;
        models::eachPart(whole, 500, [&parts](auto part) { parts.push_back(std::move(part)); });
        QVERIFY(parts.size() > 4);
        loop::Delta all = models::withoutEvents(*parts.back());
        std::size_t payload = 0;
        for (const auto &part : parts) {
            QCOMPARE(part->time, whole->time);
            QVERIFY(part == parts.front() || (part->opened.empty() && part->created.empty()));
            QVERIFY(part == parts.back() || (part->notes.empty() && part->tasks.empty()));
            for (const loop::LogEvent &event : part->events)
                payload += event.connection.value == 1 ? event.payloadSize : 0;
        }
        all.opened = parts.front()->opened;
        all.created = parts.front()->created;
        QVERIFY(encoded(all) == encoded(models::withoutEvents(*whole)));
        QCOMPARE(payload, 4 * bytes.size() + 10);
    }
};

QTEST_GUILESS_MAIN(DeltaPartsTest)

#include "DeltaPartsTest.moc"
