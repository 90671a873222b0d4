// SPDX-License-Identifier: GPL-3.0-or-later

// A window in which nothing happens rests: no loop is asked and nothing is painted at the display's
// pace, and what happens is seen all the same.

#include "Opened.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QStandardPaths>
#include <QtCore/QThread>
#include <QtNetwork/QTcpSocket>

using namespace Qt::StringLiterals;

namespace {

// Counts what wakes the main thread to do something.
class CountingApplication final : public QApplication {
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (QThread::currentThread() != thread())
            return QApplication::notify(receiver, event);
        timers += event->type() == QEvent::Timer;
        paints += event->type() == QEvent::UpdateRequest;
        const QString what = event->type() == QEvent::Paint ? u" painted"_s
            : event->type() == QEvent::Timer                ? u" timed"_s
            : event->type() == QEvent::LayoutRequest        ? u" laid out"_s
                                                            : QString();
        if (!what.isEmpty())
            ++seen[QString::fromLatin1(receiver->metaObject()->className()) + what];
        windows += event->type() == QEvent::LayoutRequest && receiver == window;
        return QApplication::notify(receiver, event);
    }

    [[nodiscard]] QByteArray words() const
    {
        QStringList list;
        for (const auto &[what, times] : seen.asKeyValueRange())
            list << u"%1 %2"_s.arg(times).arg(what);
        return list.join(u", "_s).toUtf8();
    }

    int timers = 0, paints = 0, windows = 0;
    const QObject *window = nullptr; // whose layouts are counted
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

// Two whole seconds, 60 refreshes, without one: after some time no figure is wider than ever
// before.
bool staysLaidOut(const QWidget &window)
{
    auto &application = *static_cast<CountingApplication *>(qApp);
    application.window = &window;
    QElapsedTimer clock;
    const auto begin = [&] {
        application.windows = 0;
        application.seen.clear();
        clock.start();
    };
    begin();
    const bool stays = QTest::qWaitFor(
        [&] {
            if (!clock.hasExpired(3'000))
                return false;
            if (application.windows <= 1)
                return true;
            qInfo("%d layouts: %s", application.windows, application.words().constData());
            begin();
            return false;
        },
        patience);
    application.window = nullptr;
    return stays;
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

    // Figures and counts grow all the time; what they need room for grows seldom.
    void aBusyWindowIsNotLaidOutAnewForItsFigures()
    {
        const Opened opened({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                             u"load://127.0.0.1:0?connections=4&size=64&rate=400"_s});
        const QAbstractItemModel &rows = opened.rows(ui::RecordTabs::Connections);
        QTRY_COMPARE_WITH_TIMEOUT(rows.rowCount(), 8, patience);
        QVERIFY(staysLaidOut(*opened.window));
        opened.window->tabs().setCurrentIndex(ui::RecordTabs::Log);
        QVERIFY(staysLaidOut(*opened.window));
    }
};

int main(int argc, char **argv)
{
    CountingApplication application(argc, argv);
    IdleWindowTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "IdleWindowTest.moc"
