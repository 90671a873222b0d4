// SPDX-License-Identifier: GPL-3.0-or-later

// Every cell of every table in every role a view asks for, what each key of a filter compares, and
// how each column sorts: of rows that have all states, kinds, sides and lacks there are. Beside
// expected/*.txt.

#include "models/ConnectionModel.h"
#include "models/SessionModel.h"
#include "models/TaskModel.h"
#include "models/TimerModel.h"
#include "models/WarningModel.h"
#include "models/record/Blocked.h"
#include "tests/models/AllKinds.h"
#include "tests/models/Cells.h"
#include "tests/support/Expected.h"

#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

namespace {

// How each column orders the rows, both ways.
QStringList ordersOf(TableModel &model)
{
    QStringList lines;
    for (int column = 0; column < model.columnCount(); ++column) {
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            model.sort(column, order);
            QString line
                = QStringLiteral("by %1 %2:")
                      .arg(model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(),
                           order == Qt::AscendingOrder ? QStringLiteral("up")
                                                       : QStringLiteral("down"));
            for (int row = 0; row < model.rowCount(); ++row)
                line += u' ' + QString::number(model.idAt(row));
            lines.push_back(line);
        }
    }
    model.sort(0, Qt::AscendingOrder);
    return lines;
}

// Which rows each key finds: by the value itself, and by more and less than it where it is a
// number.
QStringList filtersOf(TableModel &model, const QStringList &filters)
{
    QStringList lines;
    for (const FilterKey &key : model.filterKeys()) {
        lines.push_back(QStringLiteral("key %1 of type %2: %3")
                            .arg(key.name)
                            .arg(int(key.type))
                            .arg(key.values.join(QStringLiteral(", "))));
    }
    for (const QString &filter : filters) {
        const auto mistake = model.setFilterText(filter);
        QString line = filter + QStringLiteral(" ->");
        if (mistake)
            line += QStringLiteral(" at %1+%2: %3")
                        .arg(mistake->position)
                        .arg(mistake->length)
                        .arg(mistake->message);
        for (int row = 0; !mistake && row < model.rowCount(); ++row)
            line += u' ' + QString::number(model.idAt(row));
        lines.push_back(line);
    }
    (void)model.setFilterText({});
    return lines;
}

QString expected(const char *name)
{
    return QStringLiteral(LOOPSCOPE_EXPECTED "/") + QLatin1StringView(name);
}

} // namespace

class EveryCellTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        qputenv("TZ", "UTC");
        tzset();
    }

    void everyCellOfConnections()
    {
        ConnectionModel model;
        SessionModel sessions(&model);
        SessionRecord session;
        session.id.value = 7;
        session.loop.value = 1;
        session.kind = QStringLiteral("echo");
        session.address = QStringLiteral("127.0.0.1:8881");
        sessions.setSession(session);
        model.setSessions(&sessions);
        model.apply(connectionsOfAllKinds());
        loop::Delta later = delta(2 * Second);
        loop::ConnectionNote &note = later.notes.emplace_back();
        note.id.value = 3;
        note.peerPid = 77;
        note.peerProgram = "nc";
        note.partner.value = 9;
        later.notes.emplace_back().id.value = 5; // says nothing
        model.apply(later);
        model.batchEnded(Epoch + 70 * Second);
        QStringList lines = cellsOf(model);
        lines += ordersOf(model);
        lines += filtersOf(
            model, {u"id:3"_s,          u"id>3"_s,         u"id<3"_s,        u"id>=3"_s,
                    u"id<=3"_s,         u"state:closed"_s, u"role:server"_s, u"local:8881"_s,
                    u"peer:40003"_s,    u"program:curl"_s, u"program:77"_s,  u"transport:tls"_s,
                    u"transport:udp"_s, u"age>50s"_s,      u"age<50s"_s,     u"in>1MB"_s,
                    u"in<1MB"_s,        u"out>=3996"_s,    u"rate:0"_s,      u"buffer>64KiB"_s,
                    u"task:299"_s,      u"task:0"_s,       u"session:7"_s,   u"session:8"_s,
                    u"messages:9"_s,    u"pauses>16"_s,    u"error:peer"_s,  u"echo"_s,
                    u"curl"_s,          u"TLS"_s,          u"299"_s,         u"0.9 kB"_s,
                    u"nosuch:1"_s,      u"id:x"_s,         u"state:flying"_s});
        for (quint64 id = 1; id <= 9; ++id) {
            const ConnectionRow &row = *model.find(id);
            lines.push_back(QStringLiteral("%1 route %2, partner %3, endpoint %4, opened %5, "
                                           "closed %6, last %7, loop %8")
                                .arg(id)
                                .arg(ConnectionModel::route(row))
                                .arg(row.partner)
                                .arg(row.endpoint)
                                .arg(row.opened - Epoch)
                                .arg(row.closed ? row.closed - Epoch : 0)
                                .arg(row.lastActivity ? row.lastActivity - Epoch : 0)
                                .arg(row.loop));
        }
        lines.push_back(QStringLiteral("live %1, of 7 %2, of 8 %3; newest %4 %5 %6; of task %7 %8")
                            .arg(model.liveCount())
                            .arg(model.liveCountOf(7))
                            .arg(model.liveCountOf(8))
                            .arg(model.newestOf(7))
                            .arg(model.newestOf(8))
                            .arg(model.newestOf(9))
                            .arg(model.connectionOf(297))
                            .arg(model.connectionOf(0)));
        QCOMPARE(::test::differenceFrom(expected("connections.txt"), lines), QString());
    }

    void everyCellOfTasks()
    {
        TaskModel model;
        model.apply(tasksOfAllKinds());
        model.batchEnded(Epoch + Second);
        QStringList lines = cellsOf(model);
        lines += ordersOf(model);
        lines += filtersOf(model,
                           {u"id:3"_s,
                            u"task>30"_s,
                            u"state:done"_s,
                            u"state:cancel"_s,
                            u"coroutine:serve"_s,
                            u"name:\"<7>\""_s,
                            u"waits:connection"_s,
                            u"at:read.cpp:104"_s,
                            u"steps>7000"_s,
                            u"busy>100us"_s,
                            u"longest<3us"_s,
                            u"warnings:3"_s,
                            u"connection:1004"_s,
                            u"connection:1003"_s,
                            u"parent:4"_s,
                            u"session:6"_s,
                            u"error:failed"_s,
                            u"suspended"_s,
                            u"executor"_s,
                            u"read.cpp:102"_s,
                            u"7,773"_s});
        for (const quint64 id : {1U, 2U, 3U, 34U, 101U, 999U}) {
            lines.push_back(QStringLiteral("%1: %2; live %3; awaited by %4; circle of %5")
                                .arg(id)
                                .arg(model.describe(id))
                                .arg(model.isLive(id))
                                .arg(model.awaitersOf(id).size())
                                .arg(model.circleOf(id).size()));
        }
        QCOMPARE(::test::differenceFrom(expected("tasks.txt"), lines), QString());
    }

    void everyCellOfTimers()
    {
        TaskModel tasks;
        TimerModel model(&tasks);
        loop::Delta made = tasksOfAllKinds();
        made.timersSampled = true;
        made.sample.timers = 12;
        for (int i = 1; i <= 5; ++i) {
            loop::TimerSample &timer = made.timers.emplace_back();
            timer.id.value = std::uint64_t(i);
            timer.context.value = std::uint64_t(i % 2);
            timer.due = Second + (i - 2) * 890 * Millisecond;
            timer.task.value = i == 2 ? 3 : i == 3 ? 4242 : 0;
            if (i != 4)
                timer.created
                    = place("/src/timer.cpp", "void Poll::begin(int)", std::uint32_t(20 - i));
        }
        tasks.apply(made);
        model.apply(made);
        tasks.batchEnded(Epoch + Second);
        model.batchEnded(Epoch + Second);
        QStringList lines = cellsOf(model);
        lines += ordersOf(model);
        lines += filtersOf(model,
                           {u"id>=3"_s, u"due<1s"_s, u"due>1s"_s, u"callback:wakes"_s,
                            u"callback:Poll"_s, u"at:timer.cpp:19"_s, u"task:3"_s, u"task>0"_s,
                            u"session:1"_s, u"timer.cpp"_s, u"890"_s});
        QCOMPARE(::test::differenceFrom(expected("timers.txt"), lines), QString());
    }

    // Of a block that is on, one that is over, and one that began anew.
    void everyCellOfWarnings()
    {
        TaskModel tasks;
        WarningModel model(&tasks);
        loop::Delta made = tasksOfAllKinds();
        made.warnings.clear();
        for (int i = 0; i < int(loop::WarningKind::Count); ++i) {
            loop::WarningRecord &warning = made.warnings.emplace_back();
            warning.kind = loop::WarningKind(i);
            warning.time = i * 1001 * Millisecond;
            warning.message = "m <" + std::to_string(i) + ">";
            warning.count = std::uint64_t(1 + i % 3 * 1000);
            warning.context.value = std::uint64_t(i % 4);
            warning.task.value = std::uint64_t(i % 2 * 3);
            warning.connection.value = std::uint64_t(i % 3 * 11);
            if (i % 5)
                warning.created
                    = place("/src/serve.cpp", "Coro<void> serve(int)", std::uint32_t(i));
        }
        tasks.apply(made);
        model.apply(made);
        Blocked blocked;
        blocked.loop.value = 1;
        blocked.loopName = QStringLiteral("net");
        blocked.handle.task.value = 3;
        blocked.handle.context.value = 2;
        blocked.handle.connection.value = 5;
        blocked.since = Epoch + 30 * Second;
        for (const auto &[lasted, settled] : {std::pair {600 * Millisecond, false},
                                              {900 * Millisecond, false},
                                              {2310 * Millisecond, true}}) {
            blocked.lasted = lasted;
            blocked.settled = settled;
            model.apply(blocked);
        }
        blocked.since += Second;
        blocked.settled = false;
        model.apply(blocked);
        model.batchEnded(Epoch + Second);
        QStringList lines = cellsOf(model);
        blocked.settled = true;
        model.apply(blocked);
        model.batchEnded(Epoch + 2 * Second);
        const int row = model.rowOf(quint64(loop::WarningKind::Count) + 1);
        lines.push_back(QStringLiteral("settled: %1, tone %2")
                            .arg(model.index(row, WarningColumn::Kind).data().toString())
                            .arg(model.index(row, WarningColumn::Kind).data(ToneRole).toInt()));
        lines.push_back(QStringLiteral("total %1").arg(model.total()));
        lines += ordersOf(model);
        lines += filtersOf(model,
                           {u"kind:loop"_s, u"count>1000"_s, u"message:\"<7>\""_s,
                            u"at:serve.cpp:7"_s, u"task:3"_s, u"connection:22"_s, u"session:2"_s,
                            u"cycle"_s, u"serve.cpp:9"_s, u"2001"_s});
        QCOMPARE(::test::differenceFrom(expected("warnings.txt"), lines), QString());
    }
};

QTEST_GUILESS_MAIN(EveryCellTest)
#include "EveryCellTest.moc"
