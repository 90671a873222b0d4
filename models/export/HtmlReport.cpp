// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/export/HtmlReport.h"

#include "models/export/ExportOutput.h"
#include "models/export/ExportWork.h"
#include "models/text/Format.h"
#include "models/text/Tr.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFileInfo>

#include <algorithm>
#include <map>
#include <optional>

namespace models {

namespace {

using namespace Qt::StringLiterals;

constexpr int ChartWidth = 720, ChartHeight = 120;
constexpr std::size_t MostPoints = 600;

constexpr QLatin1StringView Style = R"(
:root { color-scheme: light dark; --line: #8884; --ink: #1864ab; }
@media (prefers-color-scheme: dark) { :root { --ink: #74c0fc; } }
body { font: 15px/1.45 system-ui, sans-serif; max-width: 62em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.5em; } h2 { font-size: 1.15em; margin-top: 2em; }
table { border-collapse: collapse; width: 100%; font-size: .92em; }
th, td { text-align: left; padding: .25em .8em .25em 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td { overflow-wrap: anywhere; } .n { text-align: right; white-space: nowrap; }
svg { width: 100%; height: auto; } path { fill: none; stroke: var(--ink); stroke-width: 1.5; }
svg line { stroke: var(--line); } svg text { font: 11px system-ui, sans-serif; fill: currentColor; }
@media print { body { margin: 0; max-width: none; font-size: 10pt; } h2, figure, tr { break-inside: avoid; } }
)"_L1;

QString escaped(const QString &text)
{
    return text.toHtmlEscaped();
}

// A table; columns after the first `words` are numbers.
class HtmlTable {
public:
    HtmlTable(const QStringList &titles, const QList<bool> &numbers)
        : numbers_(numbers)
    {
        row(titles, u"th"_s);
    }
    void add(const QStringList &cells) { row(cells, u"td"_s); }
    [[nodiscard]] QString html() const { return u"<table>\n%1</table>\n"_s.arg(rows_); }

private:
    void row(const QStringList &cells, const QString &tag)
    {
        rows_ += u"<tr>"_s;
        for (qsizetype i = 0; i < cells.size(); ++i)
            rows_ += u'<' + tag + (numbers_.value(i) ? u" class=\"n\">"_s : u">"_s)
                + escaped(cells[i]) + u"</"_s + tag + u'>';
        rows_ += u"</tr>\n"_s;
    }

    const QList<bool> numbers_;
    QString rows_;
};

QString section(const QString &title, const QString &content)
{
    return u"<h2>%1</h2>\n"_s.arg(escaped(title)) + content;
}

// One value a second, of all loops together.
using Series = std::map<qint64, double>;

// Of many neighbours the largest is shown.
QString pathOf(const Series &series, double most)
{
    const double first = double(series.begin()->first), last = double(series.rbegin()->first);
    const std::size_t each = (series.size() + MostPoints - 1) / MostPoints;
    QString path;
    double largest = 0;
    std::size_t in = 0;
    for (const auto &[time, value] : series) {
        largest = std::max(largest, value);
        if (++in % each != 0 && in != series.size())
            continue;
        const double x = last > first ? (double(time) - first) / (last - first) : 0;
        path += u"%1%2 %3"_s.arg(path.isEmpty() ? u"M"_s : u"L"_s)
                    .arg(x * ChartWidth, 0, 'f', 1)
                    .arg(ChartHeight - 10 - largest / most * (ChartHeight - 30), 0, 'f', 1);
        largest = 0;
    }
    return path;
}

QString chart(const QString &title, const Series &series,
              const std::function<QString(double)> &words)
{
    if (series.empty())
        return {};
    double most = 0;
    for (const auto &[time, value] : series)
        most = std::max(most, value);
    const QString path = pathOf(series, most > 0 ? most : 1);
    return u"<figure><svg viewBox=\"0 0 %1 %2\" role=\"img\" aria-label=\"%3\">"
           "<line x1=\"0\" y1=\"%4\" x2=\"%1\" y2=\"%4\"/><path d=\"%5\"/>"
           "<text x=\"0\" y=\"12\">%3, %6</text></svg></figure>\n"_s.arg(ChartWidth)
               .arg(ChartHeight)
               .arg(escaped(title))
               .arg(ChartHeight - 10)
               .arg(path, escaped(tr("at most %1").arg(words(most))));
}

QString charts(const RunFigures &figures)
{
    Series messages, bytes, lag;
    for (const ActivitySample &second : figures.seconds) {
        messages[second.time] += double(second.messages);
        bytes[second.time] += double(second.bytesIn + second.bytesOut);
        lag[second.time] = std::max(lag[second.time], double(second.lag));
    }
    return chart(tr("Messages a second"), messages, [](double n) { return format::count(n); })
        + chart(tr("Bytes a second"), bytes, [](double n) { return format::bytesPerSecond(n); })
        + chart(tr("Largest lag of each second"), lag,
                [](double n) { return format::duration(std::int64_t(n)); });
}

QString figuresTable(const RunFigures &figures)
{
    HtmlTable table({tr("Figure"), tr("Value"), tr("Meaning")}, {false, true, false});
    for (const RunFigures::Figure &each : figures.figures) {
        if (each.value)
            table.add({each.name, wordsOf(each), each.meaning});
    }
    return table.html();
}

QString sessionsTable(const RunFigures &figures)
{
    HtmlTable table({tr("Session"), tr("URL"), tr("What it measured"), tr("Limits and errors")},
                    {});
    for (const SessionRecord &each : figures.sessions) {
        QString judged = sentenceOf(each.verdicts);
        if (!each.error.isEmpty())
            judged = judged.isEmpty() ? each.error : judged + u"; "_s + each.error;
        table.add({QString(each.kind + u' ' + each.address).trimmed(), each.url.toString(),
                   each.plainFigures, judged});
    }
    return table.html();
}

QString warningsTable(const RunFigures &figures)
{
    if (figures.warnings.isEmpty())
        return u"<p>%1</p>\n"_s.arg(escaped(tr("None.")));
    HtmlTable table({tr("Times"), tr("Kind"), tr("Place"), tr("The first of them")}, {true});
    for (const RunFigures::Warnings &each : figures.warnings)
        table.add({format::integer(qint64(each.count)), each.kind, each.place, each.message});
    return table.html();
}

QString stepsTables(const RunFigures &figures)
{
    HtmlTable longest({tr("Length"), tr("When"), tr("Task")}, {true});
    for (const RunFigures::Step &each : figures.longest)
        longest.add({format::duration(each.length), format::isoTime(each.time), each.name});
    HtmlTable busiest(
        {tr("Time in all"), tr("Longest step"), tr("Steps"), tr("Tasks"), tr("Coroutine")},
        {true, true, true, true});
    for (const RunFigures::Coroutine &each : figures.busiest)
        busiest.add({format::duration(each.busy), format::duration(each.longest),
                     format::integer(qint64(each.steps)), format::integer(qint64(each.tasks)),
                     each.name});
    return section(tr("Longest steps"), longest.html())
        + section(tr("Busiest coroutines"), busiest.html());
}

QString connectionsTable(const RunFigures &figures)
{
    HtmlTable table({tr("Number"), tr("Received"), tr("Sent"), tr("Lasted"), tr("Transport"),
                     tr("From here"), tr("Peer"), tr("State")},
                    {true, true, true, true});
    for (const RunFigures::Connection &each : figures.connections) {
        const qint64 end = each.closed == 0 ? figures.last : each.closed;
        table.add({QString::number(each.id), format::bytes(double(each.bytesIn)),
                   format::bytes(double(each.bytesOut)), format::duration(end - each.opened),
                   each.transport + u' ' + each.role, each.local, each.peer,
                   each.error.isEmpty() ? each.state : each.state + u": "_s + each.error});
    }
    return table.html();
}

} // namespace

QByteArray htmlReport(const RunFigures &figures)
{
    const QString language = QCoreApplication::translate(
        "HtmlReport", "en", "code of the language that the page is in (RFC 5646)");
    std::optional<format::Spelling> plain;
    if (language == u"en")
        plain.emplace(format::Spelling::Plain); // numbers are of the language of the words
    const QString title = tr("Loopscope: %1").arg(QFileInfo(figures.path).fileName());
    QString page
        = u"<!DOCTYPE html>\n<html lang=\"%4\"><head><meta charset=\"utf-8\">"
          "<meta name=\"viewport\" content=\"width=device-width\">"
          "<link rel=\"icon\" href=\"data:,\"><title>%1</title><style>%2</style></head>"
          "<body>\n<h1>%1</h1>\n<p>%3</p>\n"_s.arg(
              escaped(title), Style,
              escaped(tr("Recorded from %1 to %2.")
                          .arg(format::isoTime(figures.first), format::isoTime(figures.last))),
              escaped(language));
    if (!figures.damage.isEmpty())
        page += u"<p><strong>%1</strong></p>\n"_s.arg(escaped(figures.damage));
    page += section(tr("Sessions"), sessionsTable(figures));
    page += section(tr("Figures"), figuresTable(figures));
    page += section(tr("Over time"), charts(figures));
    page += section(tr("Warnings"), warningsTable(figures));
    page += stepsTables(figures);
    page += section(tr("Connections that moved most"), connectionsTable(figures));
    return (page + u"</body></html>\n"_s).toUtf8();
}

QString exportReport(const ExportWork &work)
{
    const auto figures
        = RunFigures::of(work.recording, work.reader, work.options.stop, work.options.progress);
    if (!figures)
        return figures.problem();
    ExportOutput out(work.file, work.toTerminal);
    out.add(htmlReport(*figures));
    out.writeOut();
    return {};
}

} // namespace models
