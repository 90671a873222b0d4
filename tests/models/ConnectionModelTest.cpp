// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/ConnectionModel.h"
#include "loop/TlsInfo.h"
#include "tests/models/Deltas.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace ConnectionColumn;

class ConnectionModelTest final : public QObject {
    Q_OBJECT

    ConnectionModel *model_ = nullptr;

    QVariant value(quint64 id, int column, int role = Qt::DisplayRole) const
    {
        return model_->index(model_->rowOf(id), column).data(role);
    }

    void show(const loop::Delta &delta)
    {
        model_->apply(delta);
        model_->batchEnded(delta.time + delta.wallOffset);
    }

private Q_SLOTS:
    void init()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        model_ = new ConnectionModel(this);
        new QAbstractItemModelTester(model_, QAbstractItemModelTester::FailureReportingMode::QtTest,
                                     model_);
    }
    void cleanup() { delete model_; }

    // As a file may have it that was read in two parts, or a damaged one.
    void aConnectionThatIsOpenedTwiceCountsOnce()
    {
        loop::Delta made = delta(Second);
        open(made, 5, "127.0.0.1:49152", 7);
        open(made, 5, "127.0.0.1:49152", 7);
        show(made);
        QCOMPARE(model_->liveCountOf(7), 1);
        loop::Delta next = delta(2 * Second);
        open(next, 5, "127.0.0.1:49152", 8); // for somebody else
        show(next);
        QCOMPARE(model_->liveCountOf(7), 0);
        QCOMPARE(model_->liveCountOf(8), 1);
        loop::Delta last = delta(3 * Second);
        close(last, 5);
        close(last, 5);
        show(last);
        QCOMPARE(model_->liveCountOf(7), 0);
        QCOMPARE(model_->liveCountOf(8), 0);
    }

    void everyColumnSaysWhatTheConnectionIs()
    {
        loop::Delta made = delta(Second);
        open(made, 1841, "127.0.0.1:49263");
        loop::ConnectionSample &now = made.connections.back();
        now.state = loop::ConnectionState::Paused;
        now.bytesIn = 41'200'000;
        now.bytesOut = 512;
        now.writeBuffer = 71 * 1024;
        now.task.value = 311;
        show(made);
        model_->batchEnded(Epoch + 112 * Second);
        QCOMPARE(value(1841, Id).toString(), QStringLiteral("1841"));
        QCOMPARE(value(1841, State).toString(), QStringLiteral("paused"));
        QCOMPARE(value(1841, State, ToneRole).toInt(), static_cast<int>(Tone::Warning));
        QCOMPARE(value(1841, ConnectionColumn::Role).toString(), QStringLiteral("server"));
        QCOMPARE(value(1841, Local).toString(), QStringLiteral("127.0.0.1:8881"));
        QCOMPARE(value(1841, Peer).toString(), QStringLiteral("127.0.0.1:49263"));
        QCOMPARE(value(1841, Transport).toString(), QStringLiteral("TCP"));
        QCOMPARE(value(1841, Age).toString(), QStringLiteral("01:51"));
        QCOMPARE(value(1841, In).toString(), QStringLiteral("41.2 MB"));
        QCOMPARE(value(1841, In, SortRole).toDouble(), 41'200'000.0);
        QCOMPARE(value(1841, Out).toString(), QStringLiteral("512 B"));
        QCOMPARE(value(1841, Buffer).toString(), QStringLiteral("71 KiB"));
        const auto gauge = value(1841, Buffer, GaugeRole).value<Gauge>();
        QVERIFY(gauge.value > gauge.high && gauge.high > gauge.low && gauge.low > 0);
        QVERIFY(gauge.value <= 1);
        QCOMPARE(value(1841, ConnectionColumn::Task).toString(), QStringLiteral("311"));
        QCOMPARE(value(1841, State, ConnectionRole).toULongLong(), 1841U);
        QCOMPARE(value(1841, State, TaskRole).toULongLong(), 311U);
        QVERIFY(value(1841, Peer, MonospaceRole).toBool());
    }

    void rateFollowsTheBytesOfTheLastTenSeconds()
    {
        loop::Delta made = delta();
        open(made, 1);
        show(made);
        for (int quarter = 1; quarter <= 8; ++quarter) {
            loop::Delta next = delta(quarter * 250 * Millisecond);
            sample(next, 1, static_cast<std::uint64_t>(quarter) * 250'000);
            show(next);
        }
        const auto rates = value(1, Rate, SparklineRole).value<QList<double>>();
        QCOMPARE(rates.size(), 40);
        QCOMPARE(rates.first(), 0.0);
        QCOMPARE(rates.last(), 1'000'000.0);
        QCOMPARE(value(1, Rate).toString(), QStringLiteral("1.0 MB/s"));
        for (int quarter = 9; quarter <= 60; ++quarter)
            model_->batchEnded(Epoch + quarter * 250 * Millisecond);
        QCOMPARE(value(1, Rate, SparklineRole).value<QList<double>>().first(), 0.0);
        QCOMPARE(value(1, Rate, SortRole).toDouble(), 0.0);
    }

    // A moment before was shown, or a file is damaged: nothing moved, and certainly not 18 EB.
    void aCounterThatGoesBackMakesNoRate()
    {
        loop::Delta made = delta();
        open(made, 1);
        sample(made, 1, 5'000'000);
        show(made);
        for (int quarter = 1; quarter <= 8; ++quarter) {
            loop::Delta next = delta(quarter * 250 * Millisecond);
            sample(next, 1, 1'000'000 - static_cast<std::uint64_t>(quarter) * 1'000);
            show(next);
        }
        QCOMPARE(value(1, Rate, SortRole).toDouble(), 0.0);
        const auto rates = value(1, Rate, SparklineRole).value<QList<double>>();
        QVERIFY(std::all_of(rates.begin(), rates.end(), [](double rate) { return rate <= 2e7; }));
    }

    // What moves by time alone is told of every row, four times a second.
    void everyRowIsPaintedAsTimeGoes()
    {
        loop::Delta made = delta();
        for (std::uint64_t id = 1; id <= 5; ++id)
            open(made, id);
        show(made);
        QSignalSpy spy(model_, &ConnectionModel::dataChanged);
        model_->batchEnded(Epoch + 249 * Millisecond);
        QCOMPARE(spy.size(), 0);
        model_->batchEnded(Epoch + 250 * Millisecond);
        QCOMPARE(spy.size(), 1);
        QCOMPARE(spy[0][0].toModelIndex(), model_->index(0, 0));
        QCOMPARE(spy[0][1].toModelIndex(), model_->index(4, ColumnCount - 1));
        loop::Delta one = delta(300 * Millisecond);
        sample(one, 3, 5);
        show(one); // which is in the middle
        QCOMPARE(spy.size(), 2);
        QCOMPARE(spy[1][0].toModelIndex().row(), 2);
        QCOMPARE(spy[1][1].toModelIndex().row(), 2);
    }

    void ageStopsWhenItCloses()
    {
        loop::Delta made = delta();
        open(made, 1);
        show(made);
        loop::Delta ending = delta(5 * Second);
        close(ending, 1);
        show(ending);
        model_->batchEnded(Epoch + 20 * Second);
        QCOMPARE(value(1, Age).toString(), QStringLiteral("00:05"));
        QCOMPARE(value(1, State).toString(), QStringLiteral("closed"));
    }

    void aLostConnectionSaysWhy()
    {
        loop::Delta made = delta();
        open(made, 1);
        made.connections.back().state = loop::ConnectionState::Lost;
        made.connections.back().error = "Connection reset by peer";
        show(made);
        QCOMPARE(value(1, State, Qt::ToolTipRole).toString(),
                 QStringLiteral("Connection reset by peer"));
        QCOMPARE(value(1, State, ToneRole).toInt(), static_cast<int>(Tone::Error));
    }

    void countsLiveConnectionsOfASession()
    {
        loop::Delta made = delta();
        open(made, 1, "a", 7);
        open(made, 2, "b", 7);
        open(made, 3, "c", 8);
        show(made);
        QCOMPARE(model_->liveCountOf(7), 2);
        loop::Delta ending = delta(Second);
        close(ending, 1);
        close(ending, 1);
        show(ending);
        QCOMPARE(model_->liveCountOf(7), 1);
        QCOMPARE(model_->liveCountOf(8), 1);
        QCOMPARE(model_->liveCountOf(9), 0);
    }

    void openMeansOpenAndNotOpening()
    {
        loop::Delta made = delta();
        open(made, 1);
        open(made, 2);
        sample(made, 2).state = loop::ConnectionState::Opening;
        show(made);
        QVERIFY(!model_->setFilterText(QStringLiteral("state:open")));
        QCOMPARE(model_->rowCount(), 1);
        QCOMPARE(model_->idAt(0), 1U);
        QVERIFY(!model_->setFilterText(QStringLiteral("state:opening")));
        QCOMPARE(model_->rowCount(), 1);
        QCOMPARE(model_->idAt(0), 2U);
        QVERIFY(!model_->setFilterText(QStringLiteral("state:op")));
        QCOMPARE(model_->rowCount(), 2);
    }

    void aSampleOfAnUnknownConnectionIsIgnored()
    {
        loop::Delta made = delta();
        open(made, 1);
        sample(made, 99, 5).task.value = 311;
        close(made, 98);
        show(made);
        QCOMPARE(model_->rowCount(), 1);
        QCOMPARE(model_->liveCount(), 1);
        QVERIFY(!model_->find(99) && !model_->find(98));
        QCOMPARE(value(1, In).toString(), QStringLiteral("0 B")); // nor is another's
        QCOMPARE(model_->liveCountOf(0), 0);
        // It can still be opened, and is itself then.
        loop::Delta late = delta(Second);
        open(late, 99);
        show(late);
        QCOMPARE(model_->rowCount(), 2);
        QCOMPARE(value(99, In).toString(), QStringLiteral("0 B"));
    }

    // An earlier moment may have none of a session, and begins to measure anew.
    void afterAResetNothingIsKnownOfBefore()
    {
        loop::Delta made = delta(100 * Second);
        open(made, 5, "127.0.0.1:49152", 7);
        sample(made, 5, 1'000);
        show(made);
        QCOMPARE(model_->newestOf(7), 5U);
        model_->reset();
        QCOMPARE(model_->newestOf(7), 0U);
        QCOMPARE(model_->liveCountOf(7), 0);
        for (int quarter = 0; quarter <= 4; ++quarter) {
            loop::Delta next = delta(10 * Second + quarter * 250 * Millisecond);
            if (quarter == 0)
                open(next, 3, "127.0.0.1:49152", 7);
            sample(next, 3, static_cast<std::uint64_t>(quarter) * 250);
            show(next);
        }
        QCOMPARE(value(3, Rate, SortRole).toDouble(), 1'000.0);
        QCOMPARE(model_->liveCountOf(7), 1);
        QCOMPARE(model_->newestOf(7), 3U);
    }

    // Oldest first, wherever the ring of rates stood.
    void theTrafficOfAMomentTakesThePlaceOfTheRates()
    {
        loop::Delta made = delta();
        open(made, 1);
        show(made);
        for (int quarter = 1; quarter <= 7; ++quarter)
            model_->batchEnded(Epoch + quarter * 250 * Millisecond);
        RecentTraffic traffic;
        for (std::size_t step = 0; step < RecentTraffic::Steps; ++step)
            traffic.rates[1][step] = static_cast<float>(step);
        traffic.rates[99] = {}; // which has left
        model_->showTraffic(traffic);
        const auto line = value(1, Rate, SparklineRole).value<QList<double>>();
        QCOMPARE(line.first(), 0.0);
        QCOMPARE(line.last(), 39.0);
        QCOMPARE(value(1, Rate, SortRole).toDouble(), 37.5);
    }

    void theNewestConnectionOfATaskIsFoundInWhateverPlaceItLies()
    {
        loop::Delta made = delta();
        for (const std::uint64_t id : {4, 9, 2}) {
            open(made, id);
            sample(made, id).task.value = 311;
        }
        show(made);
        QCOMPARE(model_->connectionOf(311), 9U);
        QCOMPARE(model_->connectionOf(0), 0U);
        QCOMPARE(model_->connectionOf(312), 0U);
    }

    // Each note says one thing; what the others said stays.
    void whatIsLearntOfAPeerAddsUp()
    {
        loop::Delta made = delta();
        open(made, 1);
        show(made);
        const auto note = [this](std::int32_t pid, const char *program, std::uint64_t partner) {
            loop::Delta told = delta(Second);
            told.notes.push_back({{1}, pid, program, {partner}});
            show(told);
        };
        note(0, "", 8);
        note(4'711, "", 0);
        note(0, "curl", 0);
        QCOMPARE(model_->find(1)->partner, 8U);
        QCOMPARE(model_->find(1)->pid, 4'711);
        QCOMPARE(value(1, Program).toString(), QStringLiteral("curl (4711)"));
    }

    void whatNeverMovedHasNoLastActivity()
    {
        loop::Delta made = delta(Second);
        open(made, 1);
        show(made);
        QCOMPARE(model_->find(1)->lastActivity, 0);
        loop::Delta next = delta(2 * Second);
        sample(next, 1).lastActivity = 1'500 * Millisecond;
        show(next);
        QCOMPARE(model_->find(1)->lastActivity, Epoch + 1'500 * Millisecond);
    }

    void wordsAndKeysFindWhatTheyName_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<int>("rows");
        QTest::newRow("the number of its task") << QStringLiteral("311") << 1;
        QTest::newRow("no size") << QStringLiteral("\"512 B\"") << 0;
        QTest::newRow("messages both ways") << QStringLiteral("messages:5") << 1;
        QTest::newRow("TLS of any version") << QStringLiteral("transport:TLS") << 1;
    }

    void wordsAndKeysFindWhatTheyName()
    {
        QFETCH(QString, filter);
        QFETCH(int, rows);
        loop::Delta made = delta();
        open(made, 1);
        open(made, 2);
        auto tls = std::make_shared<loop::TlsInfo>();
        tls->version = "TLSv1.3";
        made.opened.back().kind = loop::TransportKind::Tls;
        made.opened.back().tls = tls;
        loop::ConnectionSample &now = sample(made, 2, 512);
        now.task.value = 311;
        now.messagesIn = 2;
        now.messagesOut = 3;
        show(made);
        QVERIFY(!model_->setFilterText(filter));
        QCOMPARE(model_->rowCount(), rows);
    }
};

QTEST_APPLESS_MAIN(ConnectionModelTest)
#include "ConnectionModelTest.moc"
