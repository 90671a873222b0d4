// SPDX-License-Identifier: GPL-3.0-or-later

// Where the strokes of the lanes lie: each step at its time and in its row, arrows from who woke to
// who was woken, and what lies over all of them. A pixel is a millisecond here, so that places are
// times; what depends on fonts is EveryPictureTest's.

#include "models/record/Moment.h"
#include "tests/ui/DrawLog.h"
#include "tests/ui/timeline/ShownTimeline.h"

#include <QtGui/QImage>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;
using namespace models::test;

namespace {

constexpr int Names = 100, Ruler = 30, Row = 20;
constexpr QSize Size(700, 200);

// A timeline of hand, and what is drawn of 600 ms of it.
struct Drawn {
    explicit Drawn(std::int64_t first = Epoch + 5 * Second)
        : picture {shown.theme, shown.model, {}, QRect(QPoint(), Size), Names,
                   Ruler,       Row,         0,  100 * Millisecond,     {},
                   rowOfTask,   rowOfLoop}
    {
        look(first);
    }

    void look(std::int64_t first)
    {
        picture.scale = {first, first + 600 * Millisecond, Names, Size.width() - Names};
        rowOfTask.clear();
        rowOfLoop.clear();
        int at = 0;
        for (const models::LaneRow &row : shown.model.rows())
            (row.task != 0 ? rowOfTask : rowOfLoop)
                .emplace(row.task != 0 ? row.task : row.loop, at++);
    }

    void on(QPaintDevice &device) const
    {
        QPainter painter(&device);
        const auto guard = shown.model.lanes().lock();
        ui::paintLanes(painter, picture);
    }
    // Where those are that begin like that.
    [[nodiscard]] QStringList strokes(const QString &kind) const
    {
        test::DrawLog log(Size, true);
        on(log);
        QStringList found;
        for (const QString &line : log.lines()) {
            if (line.startsWith(kind))
                found << line.section(u" at "_s, 1);
        }
        return found;
    }
    [[nodiscard]] qsizetype count(const QString &kind) const { return strokes(kind).size(); }
    [[nodiscard]] QColor at(int x, int y) const
    {
        QImage image(Size, QImage::Format_RGB32);
        on(image);
        return image.pixelColor(x, y);
    }
    [[nodiscard]] const ui::Tokens &tokens() const { return shown.theme.tokens(); }

    ShownTimeline shown;
    std::unordered_map<quint64, int> rowOfTask, rowOfLoop;
    ui::LanesPicture picture;
};

constexpr int middleOf(int row)
{
    return Ruler + row * Row + Row / 2;
}

QString name(const QColor &color)
{
    return color.name(QColor::HexArgb);
}

void step(loop::Delta &in, quint64 task, quint64 wokenBy, int start, int length)
{
    in.spans.push_back({{task}, {wokenBy}, start * Millisecond, length * Millisecond, 1});
}

} // namespace

class LanesPaintingTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStepLiesAtItsTimeInItsRow()
    {
        const Drawn drawn;
        QVERIFY(drawn.shown.ready);
        const ui::Tokens &tokens = drawn.tokens();
        QCOMPARE(drawn.at(101, middleOf(1)), tokens.active); // nobody woke it
        QCOMPARE(drawn.at(100, middleOf(1)), tokens.base);
        QCOMPARE(drawn.at(103, middleOf(1)), tokens.base);
        QCOMPARE(drawn.at(503, middleOf(2)), tokens.notice);
        QCOMPARE(drawn.at(501, middleOf(2)), tokens.base);
        QCOMPARE(drawn.at(107, middleOf(3)), tokens.warning);
        QCOMPARE(drawn.at(404, middleOf(3)), tokens.warning);
        QCOMPARE(drawn.at(407, middleOf(3)), tokens.base);
        QCOMPARE(drawn.at(407, middleOf(4)), tokens.notice);
        QCOMPARE(drawn.at(501, middleOf(1)), tokens.active);
        QCOMPARE(drawn.at(300, middleOf(0)), tokens.warning); // its loop's
        QCOMPARE(drawn.at(307, middleOf(6)), tokens.base); // below all lanes
        const QString bar = u"path filled %1 smooth"_s.arg(name(tokens.warning));
        QVERIFY(drawn.strokes(bar).contains(u"105.0,94.0 300.0x12.0 17"_s));
    }

    void whatBeganBeforeOrEndsAfterIsCutAtTheEdges()
    {
        const Drawn drawn(Epoch + 5'100 * Millisecond);
        QVERIFY(drawn.shown.ready);
        QCOMPARE(drawn.at(100, middleOf(3)), drawn.tokens().warning);
        QVERIFY(drawn.at(98, middleOf(3) - 5) != drawn.tokens().warning); // among the names
        QCOMPARE(drawn.at(304, middleOf(3)), drawn.tokens().warning);
        QCOMPARE(drawn.at(307, middleOf(3)), drawn.tokens().base);
        const Drawn before(Epoch + 4'500 * Millisecond);
        QCOMPARE(before.at(608, middleOf(3)), drawn.tokens().warning);
        QCOMPARE(before.at(699, middleOf(3)), drawn.tokens().warning);
    }

    // From the end of the one step to the beginning of the other, from above or from below.
    void anArrowLeadsFromWhoWokeToWhoWasWoken()
    {
        Drawn drawn;
        QVERIFY(drawn.shown.ready);
        const QString muted = name(drawn.tokens().muted);
        const QString heads = u"polygon filled %1 smooth"_s.arg(muted);
        const QString tails = u"path pen %1 1 1 smooth"_s.arg(muted);
        QCOMPARE(drawn.strokes(heads), // in the lane of its loop, too
                 (QStringList {u"102.2,46.0 5.6x6.0 105.0,46.0 102.2,52.0 107.8,52.0"_s,
                               u"102.2,88.0 5.6x6.0 105.0,94.0 102.2,88.0 107.8,88.0"_s}));
        QCOMPARE(drawn.count(tails), 2);
        loop::Delta more = delta(12 * Second);
        task(more, 6);
        step(more, 5, 0, 11'090, 5);
        step(more, 1, 5, 11'100, 10); // from below
        step(more, 2, 77, 11'120, 10); // by one that has no lane
        step(more, 3, 6, 11'140, 10); // by one that had not run yet
        step(more, 4, 5, 11'160, 3); // too narrow
        step(more, 6, 0, 11'180, 10);
        drawn.shown.hand(more);
        QTRY_COMPARE(drawn.shown.model.rows().size(), 7U);
        drawn.look(Epoch + 11 * Second);
        const QString fromBelow = u"197.2,66.0 5.6x6.0 200.0,66.0 197.2,72.0 202.8,72.0"_s;
        QTRY_VERIFY(drawn.strokes(heads).contains(fromBelow));
        for (const QString &head : drawn.strokes(heads))
            QVERIFY2(head.startsWith(u"197.2,"), qPrintable(head));
    }

    void theCurrentStepIsFramedAndItsArrowStandsOut()
    {
        Drawn drawn;
        QVERIFY(drawn.shown.ready);
        const ui::Tokens &tokens = drawn.tokens();
        const QString frame = u"rect pen %1 1.5 1"_s.arg(name(tokens.text));
        const QString arrow = u"polygon filled %1"_s;
        const auto current = [&](quint64 task, std::int64_t time) {
            drawn.picture.currentStep = ui::StepAt {{1, task, {}, 0}, Epoch + time * Millisecond};
            drawn.picture.current = drawn.rowOfTask.at(task);
        };
        QVERIFY(drawn.strokes(frame).isEmpty());
        current(3, 5'005);
        QCOMPARE(drawn.strokes(frame), QStringList(u"104.0,93.0 302.0x14.0"_s));
        QCOMPARE(drawn.count(arrow.arg(name(tokens.text))), 1);
        QCOMPARE(drawn.count(arrow.arg(name(tokens.muted))), 1); // of its loop
        current(1, 5'001); // which nobody woke
        QCOMPARE(drawn.strokes(frame), QStringList(u"100.0,53.0 3.0x14.0"_s));
        QVERIFY(drawn.strokes(arrow.arg(name(tokens.text))).isEmpty());
        QCOMPARE(drawn.count(arrow.arg(name(tokens.muted))), 2);
        current(2, 5'003); // a narrow one's is drawn all the same
        QCOMPARE(drawn.count(arrow.arg(name(tokens.text))), 1);
        current(3, 6'005); // out of sight
        QVERIFY(drawn.strokes(frame).isEmpty());
    }

    void theCurrentRowIsMarkedAndFramedWhileTheKeyboardIsThere()
    {
        Drawn drawn;
        QVERIFY(drawn.shown.ready);
        const QString frame = u"rect pen %1 1 1"_s.arg(name(drawn.tokens().accent));
        const QString ground = u"rect filled %1"_s.arg(name(drawn.tokens().selection));
        QVERIFY(drawn.strokes(ground).isEmpty());
        drawn.picture.current = 3;
        QCOMPARE(drawn.strokes(ground), QStringList(u"0.0,90.0 99.0x20.0"_s));
        QVERIFY(drawn.strokes(frame).isEmpty());
        drawn.picture.focused = true;
        QCOMPARE(drawn.strokes(frame), QStringList(u"0.0,90.0 699.0x19.0"_s));
        drawn.picture.top = 4 * Row; // it is scrolled away
        QVERIFY(drawn.strokes(frame).isEmpty());
    }

    void rowsThatAreScrolledStayBelowTheRuler()
    {
        Drawn drawn;
        QVERIFY(drawn.shown.ready);
        drawn.picture.top = 3 * Row + Row / 2; // half of the slow one
        QCOMPARE(drawn.at(300, Ruler + 3), drawn.tokens().warning);
        QVERIFY(drawn.at(300, Ruler - 3) != drawn.tokens().warning);
        QCOMPARE(drawn.at(407, Ruler + Row), drawn.tokens().notice);
        drawn.picture.current = 3;
        QCOMPARE(drawn.at(2, Ruler + 2), drawn.tokens().selection);
        QVERIFY(drawn.at(2, Ruler - 2) != drawn.tokens().selection);
    }

    void aGroupHasItsTitleAndSize()
    {
        Drawn drawn;
        QVERIFY(drawn.shown.ready);
        const QString ground = u"rect filled "_s + name(drawn.tokens().panel);
        const QString place = u"0.0,50.0 700.0x20.0"_s;
        QVERIFY(!drawn.strokes(ground).contains(place));
        drawn.shown.model.setGroup(models::LaneOrder::ByCoroutines);
        QTRY_COMPARE(drawn.shown.model.rows().size(), 7U);
        drawn.look(Epoch + 5 * Second);
        QVERIFY(drawn.strokes(ground).contains(place));
        QVERIFY(drawn.shown.model.rows()[1].isTitle());
        QCOMPARE(drawn.count(u"text '%1  5' %2"_s.arg(drawn.shown.model.rows()[1].title,
                                                      name(drawn.tokens().text))),
                 1);
        QCOMPARE(drawn.at(300, middleOf(4)), drawn.tokens().warning); // a row further down
    }

    void whatIsBlockedIsABandAndItsTasksStep()
    {
        Drawn drawn;
        QVERIFY(drawn.shown.ready);
        const ui::Tokens &tokens = drawn.tokens();
        const QString now
            = u"rect filled %1"_s.arg(name(ui::tint(tokens.error, tokens.base, 0.22)));
        const QString past
            = u"rect filled %1"_s.arg(name(ui::tint(tokens.error, tokens.base, 0.12)));
        const QString running = u"rect filled %1"_s.arg(name(tokens.error));
        models::Blocked blocked;
        blocked.loop = {1};
        blocked.handle.task = {4};
        blocked.since = Epoch + 5'100 * Millisecond;
        blocked.lasted = 200 * Millisecond;
        drawn.shown.model.apply(blocked);
        QCOMPARE(drawn.strokes(now), QStringList(u"200.0,30.0 200.0x170.0"_s));
        QCOMPARE(drawn.strokes(running), // of the loop, and of its task
                 (QStringList {u"200.0,34.0 200.0x12.0"_s, u"200.0,114.0 200.0x12.0"_s}));
        QVERIFY(drawn.strokes(past).isEmpty());
        drawn.look(Epoch + 5'200 * Millisecond); // it began before
        QCOMPARE(drawn.strokes(now), QStringList(u"100.0,30.0 100.0x170.0"_s));
        drawn.look(Epoch + 4'600 * Millisecond); // and goes on
        QCOMPARE(drawn.strokes(now), QStringList(u"600.0,30.0 100.0x170.0"_s));
        drawn.look(Epoch + 4'000 * Millisecond); // it is later
        QVERIFY(drawn.strokes(now).isEmpty());
        drawn.look(Epoch + 5 * Second);
        blocked.settled = true;
        drawn.shown.model.apply(blocked);
        QTRY_COMPARE(drawn.strokes(past), QStringList(u"200.0,30.0 200.0x170.0"_s));
        QVERIFY(drawn.strokes(now).isEmpty() && drawn.strokes(running).isEmpty());
        drawn.look(Epoch + 5'301 * Millisecond);
        QVERIFY(drawn.strokes(past).isEmpty());
        drawn.look(Epoch + 4'499 * Millisecond);
        QVERIFY(drawn.strokes(past).isEmpty());
    }

    // One of those that would touch is enough; of a task in its lane, else in that of the loop.
    void whatHappenedIsInItsLane()
    {
        Drawn drawn;
        QVERIFY(drawn.shown.ready);
        loop::Delta more = delta(12 * Second);
        for (const auto &[time, task] : {std::pair(11'100, 0),
                                         {11'101, 0},
                                         {11'102, 3},
                                         {11'300, 3},
                                         {11'400, 99},
                                         {12'700, 3}}) {
            loop::LogEvent &event = addEvent(more, loop::EventKind::Fault, 3, {}, "stalled");
            event.time = time * Millisecond;
            event.task.value = quint64(task);
        }
        drawn.shown.hand(more);
        drawn.look(Epoch + 11 * Second);
        const QString shape = u"polygon pen %1 1 1 filled "_s.arg(name(drawn.tokens().base));
        QTRY_COMPARE(drawn.count(shape), 4);
        const QColor color = drawn.shown.theme.color(models::Tone::Notice);
        QCOMPARE(drawn.strokes(shape + name(color)).size(), 4);
        for (const auto &[x, row] : {std::pair(200, 0), {202, 3}, {400, 3}, {500, 0}})
            QCOMPARE(drawn.at(x, middleOf(row)), color);
        drawn.picture.top = Row;
        QCOMPARE(drawn.count(shape), 2); // its loop is scrolled away
    }

    void marksSelectionAndPositionLieOverAllOfIt()
    {
        Drawn drawn;
        QVERIFY(drawn.shown.ready);
        const ui::Tokens &tokens = drawn.tokens();
        const QString mark = u"line pen %1 1 2"_s.arg(name(tokens.notice));
        for (const int time : {4'999, 5'000, 5'250, 5'600, 5'601})
            drawn.picture.marks.append({Epoch + time * Millisecond, u"here"_s});
        QCOMPARE(drawn.strokes(mark),
                 (QStringList {u"100.0,30.0 0.0x169.0"_s, u"350.0,30.0 0.0x169.0"_s,
                               u"700.0,30.0 0.0x169.0"_s}));
        QCOMPARE(drawn.count(u"text 'here'"_s), 3);
        const QString edge = u"line pen %1 1 1"_s.arg(name(tokens.accent));
        QVERIFY(drawn.strokes(edge).isEmpty());
        drawn.picture.selected = models::TimelineModel::Span {Epoch + 5'100 * Millisecond,
                                                              Epoch + 5'300 * Millisecond};
        QCOMPARE(drawn.strokes(edge),
                 (QStringList {u"200.0,0.0 0.0x200.0"_s, u"400.0,0.0 0.0x200.0"_s}));
        QCOMPARE(drawn.count(u"text '200 ms'"_s), 1);
        QVERIFY(drawn.at(250, middleOf(6)) != tokens.base); // what is selected is tinted
        QCOMPARE(drawn.at(450, middleOf(6)), tokens.base);
        const QString position = u"line pen %1 1.5 2"_s.arg(name(tokens.warning));
        QVERIFY(drawn.strokes(position).isEmpty());
        models::Moment moment;
        moment.time = Epoch + 5'400 * Millisecond;
        drawn.shown.model.restore(moment);
        QCOMPARE(drawn.strokes(position), QStringList(u"500.0,0.0 0.0x199.0"_s));
    }
};

QTEST_MAIN(LanesPaintingTest)
#include "LanesPaintingTest.moc"
