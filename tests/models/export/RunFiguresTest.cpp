// SPDX-License-Identifier: GPL-3.0-or-later

// What recordings come down to, and two of them side by side.

#include "models/export/Comparison.h"
#include "models/export/HtmlReport.h"
#include "models/record/Recording.h"
#include "tests/models/Deltas.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;
using loop::EventKind;

namespace {

// A run of a load client whose 99th percentile is that, with so many faults, and its recording.
std::unique_ptr<Recording> run(qint64 p99, int faults, bool warns = false)
{
    auto file = std::make_unique<Recording>();
    SessionRecord session;
    session.id.value = 7;
    session.kind = u"load"_s;
    session.results.measured = true;
    session.results.timed = session.results.messages = 1000;
    session.results.p99 = p99;
    session.results.rate = 500;
    file->record(session, Epoch + Second);
    for (int i = 1; i <= 3; ++i) {
        loop::Delta made = delta(i * Second);
        if (i == 1) {
            task(made, 9);
            open(made, 5);
        }
        addEvent(made, EventKind::DataIn, 5, "0123456789").merged = 10;
        addEvent(made, EventKind::DataOut, 5, "01234");
        loop::StepSpan span;
        span.task.value = 9;
        span.start = made.time;
        span.length = i * Millisecond;
        made.spans.push_back(span);
        for (int k = 0; i == 2 && k < faults; ++k)
            addEvent(made, EventKind::Fault, 5, {}, "latency 12 ms");
        if (i == 2 && warns) {
            loop::WarningRecord warning;
            warning.time = made.time;
            warning.message = "Executing took 0.2 seconds";
            made.warnings.push_back(warning);
            addEvent(made, EventKind::Warning, 0, {}, warning.message);
        }
        file->apply(made);
    }
    file->flush();
    return file;
}

} // namespace

class RunFiguresTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void percentilesAreWithinFourPercent()
    {
        Durations durations;
        QCOMPARE(durations.percentile(0.5), 0);
        for (qint64 i = 1; i <= 100'000; ++i)
            durations.add(i * 1000);
        for (const double part : {0.01, 0.5, 0.9, 0.99, 0.999}) {
            const double exact = part * 1e8, found = double(durations.percentile(part));
            QVERIFY2(std::abs(found - exact) / exact < 0.04, qPrintable(QString::number(found)));
        }
        QCOMPARE(durations.percentile(1), 100'000'000);
        QCOMPARE(durations.max(), 100'000'000);
        Durations small;
        for (const qint64 each : {1, 2, 3, 31, 32, 33})
            small.add(each);
        QCOMPARE(small.percentile(0.5), 3);
        QCOMPARE(small.percentile(0.6), 31);
        QCOMPARE(small.percentile(1), 33);
    }

    void figuresAreThoseOfTheRecording()
    {
        const auto file = run(5 * Millisecond, 3, true);
        const auto figures = RunFigures::of(file->path());
        QVERIFY2(figures, qPrintable(figures.problem()));
        const auto value = [&](const char *name) {
            const RunFigures::Figure *figure = figures->figure(QString::fromUtf8(name));
            return figure ? figure->value.value_or(-1) : -2;
        };
        QCOMPARE(value("p99"), 5e6);
        QCOMPARE(value("rate"), 500);
        QCOMPARE(value("errors"), 0);
        QCOMPARE(value("messages"), 33);
        QCOMPARE(value("bytes_in"), 30);
        QCOMPARE(value("bytes_out"), 15);
        QCOMPARE(value("faults"), 3);
        QCOMPARE(value("warnings"), 1);
        QCOMPARE(value("connections"), 1);
        QCOMPARE(value("tasks"), 1);
        QCOMPARE(value("step_max"), 3e6);
        QCOMPARE(value("duration"), 2e9);
        QCOMPARE(figures->longest.size(), 3);
        QCOMPARE(figures->longest[0].length, 3 * Millisecond);
        QVERIFY(figures->longest[0].name.startsWith(u"Task-9, "));
        QCOMPARE(figures->warnings.size(), 1);
        QCOMPARE(figures->connections.size(), 1);
        QCOMPARE(figures->busiest.size(), 1);
        for (const QString &name : RunFigures::names())
            QVERIFY(figures->figure(name));
    }

    // A state of more than 8 MB is several packets: steps come after the end of their task.
    void aTaskThatEndsInALongDeltaKeepsItsName()
    {
        Recording file;
        loop::Delta made = delta(Second);
        task(made, 9).ended = made.time;
        for (int i = 0; i < 9; ++i) {
            loop::WarningRecord warning;
            warning.time = made.time;
            warning.message = std::string(1 << 20, 'w');
            made.warnings.push_back(warning);
        }
        loop::StepSpan span;
        span.task.value = 9;
        span.start = made.time;
        span.length = Millisecond;
        made.spans.push_back(span);
        file.apply(made);
        file.flush();
        const auto figures = RunFigures::of(file.path());
        QVERIFY2(figures, qPrintable(figures.problem()));
        QCOMPARE(figures->longest.size(), 1);
        QVERIFY2(figures->longest[0].name.startsWith(u"Task-9, "),
                 qPrintable(figures->longest[0].name));
    }

    // A client that measures, and of which nothing was answered, was not fast.
    void whoeverTimedNothingTookNoTime()
    {
        Recording file;
        SessionRecord session;
        session.id.value = 7;
        session.results.measured = true;
        file.record(session, Epoch + Second);
        file.apply(delta(Second));
        file.apply(delta(2 * Second));
        file.flush();
        const auto figures = RunFigures::of(file.path());
        QVERIFY2(figures, qPrintable(figures.problem()));
        for (const QString &name : {u"p50"_s, u"p90"_s, u"p99"_s, u"p99.9"_s, u"max"_s}) {
            QVERIFY2(!figures->figure(name)->value, qPrintable(name));
            QVERIFY(!RunLimit::read(name + u"<5ms"_s)->holds(*figures, *figures));
        }
        QCOMPARE(figures->figure(u"errors"_s)->value, std::optional<double>(0));
    }

    // Of more points than a chart has, each shows the largest of its own, not of all before.
    void aPeakAmongManyPointsIsOneOfThem()
    {
        RunFigures figures;
        for (int second = 0; second < 6'000; ++second) {
            ActivitySample sample;
            sample.time = Epoch + second * Second;
            sample.messages = second == 1'000 ? 100'000 : 1;
            figures.seconds << sample;
        }
        const QString page = QString::fromUtf8(htmlReport(figures));
        static const QRegularExpression path(u"<path d=\"([^\"]*)\""_s);
        const QStringList points = path.match(page).captured(1).split(u'L');
        QVERIFY(points.size() > 300 && points.size() <= 601);
        static const QRegularExpression line(u"^M[0-9.]+ [0-9.]+(L[0-9.]+ [0-9.]+)+$"_s);
        QVERIFY(line.match(path.match(page).captured(1)).hasMatch()); // as SVG has it
        QStringList heights;
        for (const QString &point : points)
            heights << point.section(u' ', 1);
        const QString top = u"20.0"_s; // of the chart
        QCOMPARE(heights.count(top), 1);
        QCOMPARE(heights.last(), heights.first());
    }

    void aFaultInOneOfTwoRunsIsNamed()
    {
        const auto first = run(5 * Millisecond, 0), second = run(8 * Millisecond, 3, true);
        const auto before = RunFigures::of(first->path()), now = RunFigures::of(second->path());
        const Comparison comparison(*before, *now);
        const QString text = comparison.text();
        const auto lineOf = [&text](const QString &name) {
            for (const QString &line : text.split(u'\n')) {
                if (line.trimmed().startsWith(name + u' '))
                    return line.simplified();
            }
            return QString();
        };
        QCOMPARE(lineOf(u"p99"_s),
                 u"p99 5.0 ms 8.0 ms +60.0 % ! 99 % of the answers took at most"_s);
        QCOMPARE(lineOf(u"faults"_s), u"faults 0 3 new ! faults that were injected"_s);
        QVERIFY(!lineOf(u"bytes_in"_s).contains(u'!'));
        QVERIFY(text.contains(u"second run alone"_s));
        QVERIFY(text.contains(u"\n  1 x "_s) && text.contains(u": Executing took 0.2 seconds\n"_s));
        QVERIFY(!text.contains(u"first run alone"_s));
        QCOMPARE(comparison.newWarnings().size(), 1);
        QCOMPARE(comparison.goneWarnings().size(), 0);
        const QJsonObject json = QJsonDocument::fromJson(comparison.json()).object();
        QStringList differing;
        for (const QJsonValue &each : json[u"figures"_s].toArray()) {
            if (each[u"differs"_s].toBool())
                differing << each[u"name"_s].toString();
        }
        QCOMPARE(differing, QStringList({u"p99"_s, u"faults"_s, u"warnings"_s}));
        QCOMPARE(json[u"new_warnings"_s].toArray().size(), 1);
    }

    // Nothing, something less than a tenth, a tenth: of two runs, in either order.
    void whatDiffersIsMarked()
    {
        const auto differs = [](std::optional<double> first, std::optional<double> second) {
            RunFigures one, other;
            one.figures << RunFigures::Figure {u"p99"_s, {}, {}, first};
            other.figures << RunFigures::Figure {u"p99"_s, {}, {}, second};
            const QList<Comparison::Row> rows = Comparison(one, other).sections()[0].rows;
            return rows.isEmpty() ? u"nothing"_s
                                  : (rows[0].differs ? u"! "_s : u"= "_s) + rows[0].change;
        };
        QCOMPARE(differs({}, {}), u"nothing"_s);
        QCOMPARE(differs({}, 0), u"! "_s); // it was not measured before
        QCOMPARE(differs(0, {}), u"! "_s);
        QCOMPARE(differs(5, {}), u"! new"_s);
        QCOMPARE(differs(0, 0), u"= "_s);
        QCOMPARE(differs(0, 1), u"! new"_s);
        QCOMPARE(differs(100, 110), u"! +10.0 %"_s);
        QCOMPARE(differs(100, 90), u"! -10.0 %"_s);
        QCOMPARE(differs(100, 109), u"= +9.0 %"_s);
        QCOMPARE(differs(100, 91), u"= -9.0 %"_s);
        QCOMPARE(differs(100, 1'000), u"! +900.0 %"_s);
        QCOMPARE(differs(100, 1'100), u"! 11 times"_s);
    }

    void aReportSaysHowSessionsWereJudgedAndWhyTheyEnded()
    {
        RunFigures figures;
        SessionRecord session;
        session.kind = u"load"_s;
        const auto page = [&figures, &session](const QString &error, bool verdict) {
            session.error = error;
            session.verdicts.clear();
            if (verdict)
                session.verdicts << Verdict {u"p99 < 1ms"_s, false, u"3 ms"_s};
            figures.sessions = {session};
            return QString::fromUtf8(htmlReport(figures));
        };
        const QString verdict
            = sentenceOf(Verdict {u"p99 < 1ms"_s, false, u"3 ms"_s}).toHtmlEscaped();
        QVERIFY(page({}, true).contains(u'>' + verdict + u'<'));
        QVERIFY(page(u"out of files"_s, false).contains(u">out of files<"_s));
        QVERIFY(page(u"out of files"_s, true).contains(u'>' + verdict + u"; out of files<"_s));
    }

    void limitsAreInTermsOfTheFirstRunOrByThemselves_data()
    {
        QTest::addColumn<QString>("limit");
        QTest::addColumn<bool>("holds");
        QTest::newRow("above") << u"p99<1.1x"_s << false;
        QTest::newRow("below") << u"p99<1.7x"_s << true;
        QTest::newRow("equal, below") << u"p99<1.6x"_s << false;
        QTest::newRow("equal, at most") << u"p99<=1.6x"_s << true;
        QTest::newRow("time") << u"p99<8.1ms"_s << true;
        QTest::newRow("time, above") << u"p99<7ms"_s << false;
        QTest::newRow("more") << u"rate>=1x"_s << true;
        QTest::newRow("count") << u"faults<3"_s << false;
        QTest::newRow("count, at most") << u"faults<=3"_s << true;
        QTest::newRow("of none, something") << u"faults<1.1x"_s << false;
        QTest::newRow("of none, none") << u"errors<1.1x"_s << true;
        QTest::newRow("not measured") << u"nothing<5"_s << false;
    }

    void limitsAreInTermsOfTheFirstRunOrByThemselves()
    {
        QFETCH(QString, limit);
        QFETCH(bool, holds);
        const auto first = run(5 * Millisecond, 0), second = run(8 * Millisecond, 3);
        const auto read = RunLimit::read(limit);
        QVERIFY2(read, qPrintable(read.problem()));
        QCOMPARE(read->holds(*RunFigures::of(first->path()), *RunFigures::of(second->path())),
                 holds);
    }

    void aLimitThatIsNoneIsASentence()
    {
        for (const char *each : {"", "p99", "p99<", "p99<x", "p99<much", "p99=5", "<5", "p99<1.1y"})
            QVERIFY2(!RunLimit::read(QString::fromUtf8(each)), each);
    }

    // As it was at last, of all that measure: the slowest, and messages of all together.
    void severalClientsAreTakenTogether()
    {
        Recording file;
        SessionRecord session;
        const auto measured = [&](quint64 id, qint64 p50, double rate, quint64 errors) {
            session.id.value = id;
            session.results = {};
            session.results.measured = true;
            session.results.timed = 1;
            session.results.p50 = p50;
            session.results.rate = rate;
            session.results.errors = {{"refused", errors}, {"timeout", 1}};
            file.record(session, Epoch + Second);
        };
        measured(7, 9 * Millisecond, 900, 9); // which is not the last of it
        measured(7, 5 * Millisecond, 100, 2);
        measured(8, 3 * Millisecond, 200, 3);
        file.apply(delta(Second));
        file.apply(delta(2 * Second));
        file.flush();
        const auto figures = RunFigures::of(file.path());
        QVERIFY2(figures, qPrintable(figures.problem()));
        const auto value = [&](const QString &name) { return *figures->figure(name)->value; };
        QCOMPARE(figures->sessions.size(), 2);
        QCOMPARE(value(u"p50"_s), 5e6);
        QCOMPARE(value(u"rate"_s), 300);
        QCOMPARE(value(u"errors"_s), 7);
    }

    // The length of merged steps has pauses in it; the first second may have begun before.
    void whatIsNoStepAndWhatBeganBeforeAreKnown()
    {
        Recording file;
        loop::Delta made = delta(Second + 600 * Millisecond);
        made.sample.lag = 80 * Millisecond;
        for (const auto &[length, merged] : {std::pair {1, 1u}, {900, 12u}, {2, 1u}}) {
            loop::StepSpan &span = made.spans.emplace_back();
            span.start = made.time + length;
            span.length = length * Millisecond;
            span.merged = merged;
        }
        file.apply(made);
        file.apply(delta(4 * Second));
        file.flush();
        const auto figures = RunFigures::of(file.path());
        QVERIFY2(figures, qPrintable(figures.problem()));
        QCOMPARE(*figures->figure(u"step_max"_s)->value, 2e6);
        QCOMPARE(figures->longest.size(), 2);
        QCOMPARE(*figures->figure(u"lag_max"_s)->value, 80e6);
        QCOMPARE(*figures->figure(u"lag_p50"_s)->value, 0);
    }

    // Row by row, as the window has it: what one run alone has differs, in either.
    void whatOneRunAloneHasDiffers()
    {
        RunFigures first, second;
        first.busiest = {{u"both"_s, 1, 1, 5, 5}, {u"gone"_s, 1, 1, 4, 4}};
        second.busiest = {{u"new"_s, 1, 1, 9, 9}, {u"both"_s, 1, 1, 6, 6}};
        first.longest = {{0, 7, u"a"_s}};
        second.longest = {{0, 8, u"b"_s}, {0, 3, u"c"_s}};
        first.warnings
            = {{u"slow"_s, u"a.cpp:1"_s, u"m"_s, 2}, {u"slow"_s, u"a.cpp:2"_s, u"m"_s, 3}};
        second.warnings
            = {{u"slow"_s, u"a.cpp:3"_s, u"m"_s, 4}, {u"slow"_s, u"a.cpp:1"_s, u"m"_s, 5}};
        first.warnings.prepend({u"leak"_s, u"a.cpp:1"_s, u"m"_s, 8}); // at the same place
        first.figures = {{u"p99"_s, {}, {}, {}}};
        second.figures = {{u"p99"_s, {}, {}, 5}};
        QVERIFY(!RunLimit::read(u"p99<9x"_s)->holds(first, second)); // of what was not measured
        const auto rows = [](const Comparison &comparison, qsizetype section) {
            QStringList lines;
            const QList<Comparison::Section> sections = comparison.sections();
            for (const Comparison::Row &row : sections[section].rows)
                lines << u"%1 %2 %3%4"_s.arg(row.name, row.first, row.second,
                                             row.differs ? u"!"_s : QString());
            return lines;
        };
        const Comparison comparison(first, second), turned(second, first);
        QCOMPARE(rows(comparison, 1),
                 QStringList({u"new - 9 ns!"_s, u"both 5 ns 6 ns"_s, u"gone 4 ns -!"_s}));
        QCOMPARE(rows(comparison, 2), QStringList({u"1 7 ns  a 8 ns  b"_s, u"2 - 3 ns  c"_s}));
        QCOMPARE(rows(turned, 2), QStringList({u"1 8 ns  b 7 ns  a"_s, u"2 3 ns  c -"_s}));
        QCOMPARE(rows(comparison, 3),
                 QStringList({u"slow a.cpp:3 - 4!"_s, u"leak a.cpp:1 8 -!"_s,
                              u"slow a.cpp:2 3 -!"_s, u"slow a.cpp:1 2 5"_s}));
    }
};

QTEST_GUILESS_MAIN(RunFiguresTest)
#include "RunFiguresTest.moc"
