// SPDX-License-Identifier: GPL-3.0-or-later

// Where on the track each thing that happened is drawn, and found by the pointer.

#include "ui/RewindTrack.h"
#include "tests/ui/DrawLog.h"
#include "ui/Theme.h"

#include <QtGui/QFontMetrics>
#include <QtGui/QHelpEvent>
#include <QtGui/QKeyEvent>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <memory>

using namespace Qt::StringLiterals;
using models::History;
using ui::RewindTrack;

namespace {

constexpr std::int64_t Second = 1'000'000'000;
constexpr std::int64_t Begin = 1'700'000'000 * Second;

// 200 s, with a mark after 50 and one after 150.
History history()
{
    History made;
    made.first = Begin;
    made.last = Begin + 200 * Second;
    for (int i = 1; i <= 200; ++i)
        made.seconds.append({Begin + i * Second, double(i % 20), 0, 0, 0});
    made.incidents = {{Begin + 20 * Second, 0, History::Incident::Warning, 1, u"slow"_s},
                      {Begin + 60 * Second, 5 * Second, History::Incident::Blocked, 1, u"held"_s},
                      {Begin + 90 * Second, 0, History::Incident::Fault, 3, {}}};
    made.marks = {{Begin + 50 * Second, u"before deploy"_s}, {Begin + 150 * Second, u"after"_s}};
    return made;
}

} // namespace

class RewindTrackTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme_ = std::make_unique<ui::Theme>(*qApp); }
    void init()
    {
        track_ = std::make_unique<RewindTrack>(*theme_);
        track_->resize(900, track_->sizeHint().height());
        track_->showHistory(history());
        track_->showPosition(Begin + 100 * Second);
        track_->show();
        track_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(track_.get()));
        track_->setFocus();
    }
    void cleanup() { track_.reset(); }

    void whatHappenedIsDrawnAtItsTime()
    {
        RewindTrack &track = *track_;
        test::DrawLog log(track.size(), true);
        QPainter painter(&log);
        track.render(&painter, {}, {}, {});
        painter.end();
        const auto strokes = [&log](const QString &kind, const QColor &color) {
            QStringList found;
            for (const QString &line : log.lines()) {
                if (line.startsWith(kind) && line.contains(color.name(QColor::HexArgb)))
                    found << line.section(u" at "_s, 1);
            }
            return found;
        };
        const auto x = [&track](int second) { return track.xOf(Begin + second * Second); };
        const QRect line = track.line();
        const ui::Tokens &tokens = theme_->tokens();
        QCOMPARE(strokes(u"rect"_s, ui::tint(tokens.error, tokens.panel, 0.35)),
                 QStringList(u"%1.0,%2.0 %3.0x%4.0"_s.arg(x(60))
                                 .arg(line.top())
                                 .arg(x(65) - x(60))
                                 .arg(line.height())));
        const QStringList marks = strokes(u"line"_s, theme_->color(models::Tone::Notice));
        QCOMPARE(marks.size(), 2);
        QVERIFY(marks.at(0).startsWith(u"%1.0,"_s.arg(x(50))));
        QVERIFY(marks.at(1).startsWith(u"%1.0,"_s.arg(x(150))));
        const QStringList position = strokes(u"line"_s, tokens.text);
        QCOMPARE(position.size(), 1);
        QVERIFY(position.first().startsWith(u"%1.0,"_s.arg(x(100))));
        const auto middle = [](const QString &place) {
            const double left = place.section(u',', 0, 0).toDouble();
            return left + place.section(u' ', 1, 1).section(u'x', 0, 0).toDouble() / 2;
        };
        const QStringList warnings = strokes(u"ellipse"_s, theme_->color(models::Tone::Warning));
        QCOMPARE(warnings.size(), 1);
        QVERIFY(std::abs(middle(warnings.first()) - x(20)) < 0.2);
        const QStringList faults = strokes(u"polygon"_s, theme_->color(models::Tone::Notice));
        QCOMPARE(faults.size(), 1);
        QVERIFY(std::abs(middle(faults.first()) - x(90)) < 0.2);
        const QStringList blocked = strokes(u"polygon"_s, theme_->color(models::Tone::Error));
        QCOMPARE(blocked.size(), 1);
        QVERIFY(std::abs(middle(blocked.first()) - x(60)) < 0.2);
        // As high as a second was busy; the busiest reaches the top.
        const QStringList curve = strokes(u"polyline"_s, theme_->color(models::Tone::Active))
                                      .value(0)
                                      .split(u' ')
                                      .sliced(2);
        for (const int second : {1, 19, 20, 30, 115, 200}) {
            const QString point = curve.value(x(second) - line.left());
            const double share = second % 20 / 19.0;
            QCOMPARE(point.section(u',', 0, 0).toDouble(), double(x(second)));
            const double y = line.bottom() - share * (line.height() - 1);
            QVERIFY2(std::abs(point.section(u',', 1, 1).toDouble() - y) < 0.1, qPrintable(point));
        }
    }

    void keysThatMeanNothingHereGoOn()
    {
        const auto takes = [this](Qt::Key key) {
            QKeyEvent event(QEvent::KeyPress, key, {});
            QApplication::sendEvent(track_.get(), &event);
            return event.isAccepted();
        };
        QVERIFY(takes(Qt::Key_Left) && takes(Qt::Key_Space));
        QVERIFY(!takes(Qt::Key_A));
        track_->showHistory({}); // nothing to move in
        QVERIFY(!takes(Qt::Key_Left) && !takes(Qt::Key_Space));
    }

    // The keyboard makes the position stand out.
    void whereTheKeyboardIsIsSeen()
    {
        const auto rings = [this] {
            test::DrawLog log(track_->size());
            QPainter painter(&log);
            track_->render(&painter, {}, {}, {});
            painter.end();
            return log.lines().filter(u"ellipse pen "_s).size();
        };
        QCOMPARE(rings(), 1);
        track_->clearFocus();
        QCOMPARE(rings(), 0);
    }

    void aTipSaysWhatIsNearAndNoMoreThanHasRoom()
    {
        History made = history();
        for (int i = 0; i < 8; ++i)
            made.incidents.append(
                {Begin + 120 * Second, 0, History::Incident::Error, quint64(i + 1), {}});
        track_->showHistory(made);
        RewindTrack &track = *track_;
        const auto said = [&track](int x) {
            QHelpEvent tip(QEvent::ToolTip, {x, 20}, {x, 20});
            QApplication::sendEvent(&track, &tip);
            return track.toolTip();
        };
        const auto x = [&track](int second) { return track.xOf(Begin + second * Second); };
        QCOMPARE(said(x(120)).count(u"errors: "_s), 5); // below the time
        const int near = QFontMetrics(theme_->font()).height() / 2;
        for (const int away : {-near, near})
            QVERIFY(said(x(50) + away).contains(u"mark: before deploy"));
        for (const int away : {-near - 1, near + 1})
            QVERIFY(!said(x(50) + away).contains(u"mark"));
        for (const int at : {x(60) - near, x(63), x(65) + near})
            QVERIFY(said(at).contains(u"held"));
        for (const int at : {x(60) - near - 1, x(65) + near + 1})
            QVERIFY(!said(at).contains(u"held"));
    }

private:
    std::unique_ptr<ui::Theme> theme_;
    std::unique_ptr<RewindTrack> track_;
};

QTEST_MAIN(RewindTrackTest)
#include "RewindTrackTest.moc"
