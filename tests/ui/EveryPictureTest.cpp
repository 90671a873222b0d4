// SPDX-License-Identifier: GPL-3.0-or-later

// What is drawn by hand: cells, figures, charts, the track of a recording and the lanes of the
// timeline, stroke by stroke, beside what a person approved (Expected.h): every_picture.txt. Where
// a stroke lies is compared for what does not depend on fonts; of the rest, its kind, colour and
// words.

#include "models/record/SessionResults.h"
#include "tests/models/Deltas.h"
#include "tests/support/Expected.h"
#include "tests/ui/DrawLog.h"
#include "tests/ui/SceneWindow.h"
#include "tests/ui/ShownRows.h"
#include "ui/CellDelegate.h"
#include "ui/CellPainting.h"
#include "ui/CommandPalette.h"
#include "ui/CountTabBar.h"
#include "ui/FlowTab.h"
#include "ui/LatencyPicture.h"
#include "ui/Notices.h"
#include "ui/NoticesPopup.h"
#include "ui/RewindTrack.h"
#include "ui/RowHeader.h"
#include "ui/SessionsPanel.h"
#include "ui/StatusFigures.h"
#include "ui/timeline/LanesView.h"
#include "ui/timeline/TimelineView.h"

#include <QtCore/QRegularExpression>
#include <QtGui/QHelpEvent>
#include <QtGui/QImage>
#include <QtGui/QPixmapCache>
#include <QtGui/QStandardItemModel>
#include <QtWidgets/QListView>
#include <QtWidgets/QTreeView>

using namespace Qt::StringLiterals;
using models::Tone;
using models::test::Epoch;
using models::test::Millisecond;
using models::test::Second;

class EveryPictureTest final : public SceneWindow {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("TZ", "UTC");
        theme_->setChoice(ui::Theme::Choice::Light);
    }
    void cleanup() { closeWindow(); }

    // What is kept is not taken for another word, colour, ground or room.
    void aPillIsTheSameFromAPictureOfIt()
    {
        struct Look {
            QString word;
            QColor color, ground;
            QRect room;
        };
        const Look one {QStringLiteral("open"), Qt::darkGreen, Qt::white, {7, 3, 80, 24}};
        Look word = one, color = one, ground = one, narrow = one, high = one;
        word.word = QStringLiteral("lost");
        color.color = Qt::red;
        ground.ground = Qt::lightGray;
        narrow.room.setWidth(40);
        high.room.setHeight(40);
        const auto painted = [this](const Look &look) {
            QImage image(100, 50, QImage::Format_RGB32);
            image.fill(look.ground);
            QPainter painter(&image);
            ui::paintPill(painter, *theme_, look.room, look.color, look.ground, look.word);
            return image;
        };
        const QList<Look> looks {one, word, color, ground, narrow, high};
        QList<QImage> fresh;
        for (const Look &look : looks) {
            QPixmapCache::clear();
            fresh << painted(look);
            QVERIFY(fresh.count(fresh.last()) == 1);
        }
        QPixmapCache::clear();
        for (int time = 1; time <= 2; ++time) {
            for (qsizetype i = 0; i < looks.size(); ++i)
                QCOMPARE(painted(looks[i]), fresh[i]);
        }
    }

    void shapesLieWhereTheirValuesAre()
    {
        const QRect cell(10, 20, 100, 24);
        const QColor line(Qt::red), area(Qt::green);
        const auto draw = [this](const QString &name, const auto &stroke) {
            test::DrawLog log({200, 100}, true);
            QPainter painter(&log);
            stroke(painter);
            painter.end();
            lines_ << u"## "_s + name << log.lines();
        };
        for (const QList<double> &values :
             {QList<double> {}, {5}, {0, 0, 0}, {1, 2, 4}, {4, -1, 8, 0}}) {
            draw(u"sparkline of %1"_s.arg(values.size()),
                 [&](QPainter &painter) { ui::paintSparkline(painter, cell, values, line, area); });
            draw(u"bars of %1"_s.arg(values.size()),
                 [&](QPainter &painter) { ui::paintBars(painter, cell, values, line, area); });
        }
        for (const models::Gauge &gauge : {models::Gauge {0, 0, 0},
                                           {0.1, 0.2, 0.8},
                                           {0.2, 0.2, 0.8},
                                           {0.3, 0.2, 0.8},
                                           {0.8, 0.2, 0.8},
                                           {0.9, 0.2, 0.8},
                                           {2, 0, 0},
                                           {0.001, 0.5, 1}})
            draw(u"gauge %1 %2 %3"_s.arg(gauge.value).arg(gauge.low).arg(gauge.high),
                 [&](QPainter &painter) { ui::paintGauge(painter, *theme_, cell, gauge); });
        for (const auto to : {Qt::UpArrow, Qt::DownArrow, Qt::LeftArrow, Qt::RightArrow})
            draw(u"arrow %1"_s.arg(to), [&](QPainter &painter) {
                ui::paintChevron(painter, {50, 40}, 4, to, line);
            });
        draw(u"dot"_s, [&](QPainter &painter) { ui::paintDot(painter, {50, 40}, 3, line); });
        compare(u"every_shape.txt"_s);
    }

    void aCellSaysWhatItsRolesHave()
    {
        using L = ui::ColumnLook;
        ui::CellDelegate delegate(*theme_);
        delegate.setColumns({{8}, {8, L::Muted}, {8, L::Bars}, {8, L::Tinted}});
        delegate.setHighlights();
        QStandardItemModel model(1, 4);
        const QList<std::pair<QString, QMap<int, QVariant>>> cells {
            {u"nothing"_s, {}},
            {u"words"_s, {{Qt::DisplayRole, u"words"_s}}},
            {u"number"_s,
             {{Qt::DisplayRole, u"42"_s},
              {models::MonospaceRole, true},
              {Qt::TextAlignmentRole, int(Qt::AlignRight)}}},
            {u"state"_s, {{Qt::DisplayRole, u"open"_s}, {models::ToneRole, int(Tone::Good)}}},
            {u"no state"_s, {{models::ToneRole, int(Tone::Error)}}},
            {u"old"_s, {{Qt::DisplayRole, u"old"_s}, {models::FadeRole, 0.4}}},
            {u"rates"_s, {{models::SparklineRole, QVariant::fromValue(QList<double> {1, 2, 3})}}},
            {u"gauge"_s, {{models::GaugeRole, QVariant::fromValue(models::Gauge {0.5, 0.2, 0.8})}}},
            {u"found"_s,
             {{Qt::DisplayRole, u"a found word"_s},
              {models::MonospaceRole, true},
              {models::LiteralRole, true},
              {models::HighlightRole,
               QVariant::fromValue(QList<models::Highlight> {{2, 5, true}, {8, 2, false}})}}},
        };
        for (int column = 0; column < 4; ++column) {
            for (const auto &[name, roles] : cells) {
                const QModelIndex index = model.index(0, column);
                model.clearItemData(index);
                for (const auto &[role, value] : roles.asKeyValueRange())
                    model.setData(index, value, role);
                for (const int look : {0, 1, 2}) { // as it is, selected, in a second row
                    if (look != 0 && column != 0)
                        continue;
                    test::DrawLog log({400, 40});
                    QPainter painter(&log);
                    QStyleOptionViewItem option;
                    option.rect = QRect(0, 0, 300, 30);
                    option.state.setFlag(QStyle::State_Selected, look == 1);
                    option.features.setFlag(QStyleOptionViewItem::Alternate, look == 2);
                    delegate.paint(&painter, option, index);
                    lines_ << u"## %1, column %2%3"_s.arg(name).arg(column).arg(
                        look == 1       ? u", selected"_s
                            : look == 2 ? u", second"_s
                                        : QString());
                    lines_ << shortened(log.lines());
                    if (painter.opacity() < 1)
                        lines_ << u"stays faded"_s;
                }
            }
        }
        compare(u"every_cell.txt"_s);
    }

    void figuresOfTheStatusBarAreLeftOutWhole()
    {
        ui::StatusFigures figures(*theme_);
        const auto draw = [&](const QString &name, int width) {
            figures.resize(width, 24);
            add(name, figures);
        };
        draw(u"none yet"_s, 600);
        figures.showFigures(Tone::Good, u"running"_s, {{u"lag"_s, u"1 ms"_s}, {{}, u"7"_s}});
        draw(u"two figures"_s, 600);
        figures.showFigures(Tone::Good, u"running"_s, {{u"lag"_s, u"2 ms"_s}, {{}, u"400"_s}});
        draw(u"two others"_s, 600);
        draw(u"no room for two"_s, figures.sizeHint().width() + 40);
        draw(u"no room for one"_s, figures.sizeHint().width());
        figures.showFigures(Tone::Error, u"blocked"_s, {{u"lag"_s, u"1 ms"_s}});
        draw(u"an error"_s, 600);
        const int wide = figures.sizeHint().width();
        figures.showFigures(Tone::Good, u"a far longer state"_s, {});
        QVERIFY(figures.sizeHint().width() > wide);
        const int widest = figures.sizeHint().width();
        figures.showFigures(Tone::Good, u"ok"_s, {}); // nothing moves back
        QCOMPARE(figures.sizeHint().width(), widest);
        figures.setLayoutDirection(Qt::RightToLeft);
        figures.showFigures(Tone::Warning, u"slow"_s, {{u"lag"_s, u"1 ms"_s}});
        draw(u"right to left"_s, 600);
        QCOMPARE(figures.accessibleName(), u"State of the loops"_s);
        compare(u"every_figure.txt"_s);
    }

    void answersAreBarsBesideTheirLimits()
    {
        ui::LatencyPicture picture(*theme_);
        picture.resize(600, 120);
        add(u"nothing"_s, picture);
        models::SessionResults results;
        results.measured = true;
        results.timed = 111;
        results.p50 = 1'500'000;
        results.p99 = 7'000'000;
        results.max = 7'900'000;
        results.histogram
            = {{1'000'000, 2'000'000, 100}, {2'000'000, 4'000'000, 0}, {4'000'000, 8'000'000, 11}};
        picture.show(results, {});
        add(u"no limit"_s, picture);
        picture.show(results, {5'000'000, 4'000'000});
        add(u"two limits"_s, picture);
        for (const qint64 time : {0LL, 1'000'000LL, 1'414'213LL, 2'000'000LL, 4'000'000LL,
                                  5'656'854LL, 8'000'000LL, 9'000'000LL})
            lines_ << u"%1 at %2"_s.arg(time).arg(qRound(picture.placeOf(time)));
        for (const int x : {1, 250, 599}) {
            QHelpEvent tip(QEvent::ToolTip, {x, 50}, {x, 50});
            QApplication::sendEvent(&picture, &tip);
            lines_ << picture.toolTip();
        }
        compare(u"every_answer.txt"_s);
    }

    void theTrackShowsAllThatHappened()
    {
        using Incident = models::History::Incident;
        ui::RewindTrack track(*theme_);
        track.resize(900, track.sizeHint().height());
        add(u"nothing"_s, track);
        models::History history;
        history.first = Epoch;
        history.last = Epoch + 10 * Second;
        for (int second = 1; second <= 10; ++second)
            history.seconds.append({Epoch + second * Second, double(second % 4), 0, 0, 0});
        history.incidents = {{Epoch + 2 * Second, 0, Incident::Warning, 1, u"slow"_s},
                             {Epoch + 2 * Second, 0, Incident::Warning, 1, u"touching"_s},
                             {Epoch + 4 * Second, 0, Incident::Fault, 3, {}},
                             {Epoch + 6 * Second, 0, Incident::Error, 2, {}},
                             {Epoch + 8 * Second, Second, Incident::Blocked, 1, u"held"_s}};
        history.marks = {{Epoch + Second, u"before"_s}, {Epoch + 5 * Second, u"after"_s}};
        track.showHistory(history);
        track.showPosition(Epoch + 3 * Second);
        add(u"ten seconds"_s, track);
        for (const int second : {1, 2, 4, 6, 8, 9}) {
            const int x = track.xOf(Epoch + second * Second);
            QHelpEvent tip(QEvent::ToolTip, {x, 20}, {x, 20});
            QApplication::sendEvent(&track, &tip);
            lines_ << QString(track.toolTip()).section(u'\n', 1).replace(u'\n', u" / "_s);
        }
        history.last = Epoch + 3600 * Second;
        track.showHistory(history);
        add(u"an hour"_s, track);
        history.last = Epoch + 2 * Second;
        track.showHistory(history);
        add(u"two seconds"_s, track);
        compare(u"every_track.txt"_s);
    }

    void lanesShowStepsAndWhatStandsOut()
    {
        openWindow();
        scene_->fill(3);
        window_->tabs().setCurrentIndex(ui::RecordTabs::Timeline);
        ui::LanesView &lanes = window_->tabs().timeline().lanes();
        QTRY_VERIFY(scene_->timeline.rows().size() >= 4);
        lanes.showSpan({Epoch, Epoch + 3 * Second});
        lanes.setMarks({{Epoch + Second, u"marked"_s}, {Epoch + 9 * Second, u"later"_s}});
        const auto draw = [&](const QString &name) {
            QCoreApplication::processEvents();
            add(name, *lanes.viewport(), true);
        };
        draw(u"as it is"_s);
        lanes.setFocus();
        QTest::keyClick(&lanes, Qt::Key_Down);
        QTest::keyClick(&lanes, Qt::Key_Down);
        QTest::keyClick(&lanes, Qt::Key_Right);
        draw(u"with a current step"_s);
        QTest::keyClick(&lanes, Qt::Key_Right, Qt::ShiftModifier);
        draw(u"with a selection"_s);
        lanes.clearSelection();
        lanes.showSpan({Epoch, Epoch + 300 * Millisecond});
        draw(u"from close"_s);
        compare(u"every_lane.txt"_s);
    }

    // With room for all of their words.
    void listsHeadersAndTabsAreDrawnByHand()
    {
        openWindow({1400, 900});
        scene_->fill(12);
        ui::SessionsPanel sessions(*theme_, scene_->sessions);
        sessions.tree().resize(900, 600);
        add(u"sessions"_s, *sessions.tree().viewport());
        sessions.selectSession(7);
        sessions.tree().collapse(scene_->sessions.indexOf(10).parent());
        add(u"one is selected, a group is folded"_s, *sessions.tree().viewport());

        ShownRows table(*theme_);
        table.view.resize(3'000, 300);
        QHeaderView &header = table.view.columns();
        for (const int column : {int(Rows::Id), int(Rows::Name)}) {
            table.view.sortByColumn(column, Qt::AscendingOrder);
            add(u"captions, sorted by %1"_s.arg(column), *header.viewport());
        }
        table.view.sortByColumn(Rows::Name, Qt::DescendingOrder);
        add(u"captions, the other way"_s, *header.viewport());

        ui::Notices notices;
        notices.add(u"Saved it."_s, false);
        notices.add(u"The disk is full."_s, true);
        notices.add(u"The disk is full."_s, true);
        ui::NoticesPopup popup(*theme_, notices, window_.get());
        popup.setAttribute(Qt::WA_DeleteOnClose, false);
        auto &list = *popup.findChild<QListView *>();
        list.resize(900, 400);
        list.doItemsLayout(); // which waits for a list to be shown else
        add(u"notices"_s, *list.viewport());
        list.setCurrentIndex(notices.index(0, 0));
        add(u"one is selected"_s, *list.viewport());

        ui::CountTabBar tabs(*theme_);
        tabs.resize(900, 40);
        tabs.addTab(u"Log"_s);
        tabs.addTab(u"&Tasks"_s);
        tabs.addTab(u"Hidden"_s);
        tabs.setTabVisible(2, false);
        tabs.setCount(0, 1'000);
        tabs.setShown(0, 10);
        tabs.setCurrentIndex(1);
        add(u"tabs"_s, tabs);

        ui::CommandPalette commands(*theme_,
                                    {{u"File"_s, u"Open"_s, u"Ctrl+O"_s, true, [] {}},
                                     {u"Edit"_s, u"Copy"_s, {}, false, [] {}}},
                                    window_.get());
        commands.setAttribute(Qt::WA_DeleteOnClose, false);
        commands.list().resize(900, 100);
        commands.list().doItemsLayout();
        add(u"commands"_s, *commands.list().viewport());
        compare(u"every_list.txt"_s);
    }

    void whatWaitsToBeSentIsACurveBelowItsMarks()
    {
        openWindow();
        models::ConnectionModel connections;
        ui::FlowTab flow(*theme_, connections, scene_->activity);
        QWidget *drawn = nullptr;
        for (QWidget *each : flow.findChildren<QWidget *>()) {
            if (each->accessibleName().startsWith(u"Write buffer"))
                drawn = each;
        }
        QVERIFY(drawn);
        drawn->resize(600, 200);
        add(u"nothing"_s, *drawn);
        loop::Delta made = models::test::delta(Second);
        models::test::open(made, 1);
        connections.apply(made);
        connections.batchEnded(Epoch + Second);
        flow.show(1);
        for (const int buffer : {20'000, 70'000, 30'000}) {
            loop::Delta next = models::test::delta(2 * Second);
            loop::ConnectionSample &sample = models::test::sample(next, 1);
            sample.low = 16 * 1024;
            sample.high = 64 * 1024;
            sample.writeBuffer = std::size_t(buffer);
            sample.state
                = buffer > 64 * 1024 ? loop::ConnectionState::Paused : loop::ConnectionState::Open;
            connections.apply(next);
            connections.batchEnded(Epoch + 2 * Second);
            flow.sample();
        }
        add(u"a pause"_s, *drawn);
        compare(u"every_flow.txt"_s);
    }

private:
    // What a widget draws. Shapes of the same kind and colour after each other count once, with
    // how many where `many` is false.
    void add(const QString &name, QWidget &widget, bool many = false)
    {
        test::DrawLog log(widget.size());
        QPainter painter(&log);
        widget.render(&painter, {}, {}, {});
        painter.end();
        const QStringList drawn = many ? kinds(log.lines()) : shortened(log.lines());
        lines_ << u"## "_s + name << (drawn.isEmpty() ? QStringList(u"draws nothing"_s) : drawn);
    }

    static QStringList shortened(const QStringList &lines)
    {
        static const QRegularExpression clock(u"\\d\\d:[\\d:.]+"_s);
        QStringList shorter;
        for (const QString &each : lines) { // how many times there is room for is the fonts'
            const QString line = QString(each).replace(
                clock, u"a time of %1"_s.arg(clock.match(each).capturedLength()));
            if (shorter.isEmpty() || shorter.last() != line)
                shorter << line;
        }
        return shorter;
    }

    // Each kind of stroke, in the order in which the first of it came.
    static QStringList kinds(const QStringList &lines)
    {
        QStringList all = lines;
        all.removeDuplicates();
        return all;
    }

    void compare(const QString &name)
    {
        const QString path = QStringLiteral(LOOPSCOPE_SOURCE_DIR "/tests/ui/expected/") + name;
        QCOMPARE(test::differenceFrom(path, std::exchange(lines_, {})), QString());
    }

    QStringList lines_;
};

QTEST_MAIN(EveryPictureTest)
#include "EveryPictureTest.moc"
