// SPDX-License-Identifier: GPL-3.0-or-later

// A window in which nothing happens rests: no loop is asked and nothing is painted at the display's
// pace, and what happens is seen all the same.

#include "Opened.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QStandardPaths>
#include <QtNetwork/QTcpSocket>

using namespace Qt::StringLiterals;

namespace {

// Counts what wakes the main thread to do something.
class CountingApplication final : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        timers += event->type() == QEvent::Timer;
        paints += event->type() == QEvent::UpdateRequest;
        if (event->type() == QEvent::Timer || event->type() == QEvent::Paint)
            ++seen[QString::fromLatin1(receiver->metaObject()->className())
                   + (event->type() == QEvent::Paint ? u" painted"_s : u" timed"_s)];
        return QApplication::notify(receiver, event);
    }

    [[nodiscard]] QByteArray words() const
    {
        QStringList list;
        for (const auto &[what, times] : seen.asKeyValueRange())
            list << u"%1 %2"_s.arg(times).arg(what);
        return list.join(u", "_s).toUtf8();
    }

    int timers = 0, paints = 0;
    QMap<QString, int> seen;
};

// A whole second with little in it: the Feed at its full pace has 30 timers.
bool rests()
{
    auto &application = *static_cast<CountingApplication *>(qApp);
    QElapsedTimer clock;
    const auto begin = [&] {
        application.timers = application.paints = 0;
        application.seen.clear();
        clock.start();
    };
    begin();
    return QTest::qWaitFor(
        [&] {
            if (!clock.hasExpired(1'000))
                return false;
            if (application.timers <= 12 && application.paints <= 8)
                return true;
            qInfo("%d timers, %d paints: %s", application.timers, application.paints,
                  application.words().constData());
            begin();
            return false;
        },
        patience);
}

} // namespace

class IdleWindowTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void anEmptyWindowRests()
    {
        const Opened opened;
        QVERIFY(rests());
    }

    void aWindowWithIdleConnectionsRestsAndSeesWhatComes()
    {
        const Opened opened({u"--serve"_s, u"echo://127.0.0.1:0"_s});
        QVERIFY(opened.waitForServer());
        QTcpSocket client;
        client.connectToHost(u"127.0.0.1"_s, opened.port());
        const QAbstractItemModel &rows = opened.rows(ui::RecordTabs::Connections);
        QTRY_COMPARE(rows.rowCount(), 1);
        QVERIFY(rests());
        client.write("hello");
        const auto in = [&rows] {
            return rows.index(0, models::ConnectionColumn::In).data(models::SortRole).toInt();
        };
        QTRY_COMPARE(in(), 5);
        QVERIFY(rests());
    }
};

int main(int argc, char **argv)
{
    CountingApplication application(argc, argv);
    IdleWindowTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "IdleWindowTest.moc"
