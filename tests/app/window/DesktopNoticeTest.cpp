// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/DesktopNotice.h"

// What fails while nobody sees the window is said on the desktop, once. On a bus of our own, with a
// service that listens as a desktop's does.

#include <QtCore/QProcess>
#include <QtDBus/QDBusConnection>
#include <QtTest/QTest>

#include <memory>

using namespace Qt::StringLiterals;
using app::DesktopNotice;
using models::SessionRecord;

namespace {

SessionRecord record(quint64 id, SessionRecord::State state)
{
    SessionRecord made;
    made.id.value = id;
    made.server = true;
    made.kind = u"echo"_s;
    made.address = u"127.0.0.1:8881"_s;
    made.state = state;
    return made;
}

} // namespace

// As the desktop's service of notifications.
class Listener final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    QStringList bodies;

public Q_SLOTS:
    uint Notify(const QString &, uint, const QString &, const QString &, const QString &body,
                const QStringList &, const QVariantMap &, int)
    {
        bodies.append(body);
        return uint(bodies.size());
    }
};

class DesktopNoticeTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSessionThatFailsIsSaidOnceUntilItIsStartedAgain()
    {
        DesktopNotice desktop;
        SessionRecord failed = record(1, SessionRecord::Failed);
        failed.error = u"Port 8881 is in use."_s;
        QCOMPARE(desktop.newsOf(record(1, SessionRecord::Starting)), QString());
        QCOMPARE(desktop.newsOf(failed), u"echo  127.0.0.1:8881 failed: Port 8881 is in use."_s);
        QCOMPARE(desktop.newsOf(failed), QString());
        QVERIFY(desktop.newsOf(record(2, SessionRecord::Failed)).contains(u"failed"_s));
        QCOMPARE(desktop.newsOf(record(1, SessionRecord::Starting)), QString());
        QVERIFY(!desktop.newsOf(failed).isEmpty());
    }

    void aLimitThatBreaksIsSaidOnce()
    {
        DesktopNotice desktop;
        SessionRecord load = record(1, SessionRecord::Running);
        load.soFar = {{u"p99<5ms"_s, true, u"0.8 ms"_s}, {u"rate>10"_s, false, {}}};
        QCOMPARE(desktop.newsOf(load), QString()); // one holds, of the other nothing is known
        load.soFar[0] = {u"p99<5ms"_s, false, u"7.2 ms"_s};
        QCOMPARE(desktop.newsOf(load), u"echo  127.0.0.1:8881: limit not met: p99<5ms (7.2 ms)"_s);
        load.soFar[0].measured = u"7.3 ms"_s;
        QCOMPARE(desktop.newsOf(load), QString());
        load.soFar.clear();
        load.verdicts = {{u"p99<5ms"_s, false, u"7.3 ms"_s}};
        load.state = SessionRecord::Failed; // for that limit, which was said
        QCOMPARE(desktop.newsOf(load), QString());
        QCOMPARE(desktop.newsOf(record(1, SessionRecord::Starting)), QString()); // again
        load.state = SessionRecord::Running;
        QCOMPARE(desktop.newsOf(load), u"echo  127.0.0.1:8881: limit not met: p99<5ms (7.3 ms)"_s);
    }

    // Refused, say: of its limits nothing was measured, and none of them was said.
    void aFailureIsSaidThoughNothingWasMeasured()
    {
        DesktopNotice desktop;
        SessionRecord load = record(1, SessionRecord::Failed);
        load.error = u"Nothing accepts connections."_s;
        load.verdicts = {{u"p99<5ms"_s, false, {}}, {u"errors<1"_s, true, u"0"_s}};
        QCOMPARE(desktop.newsOf(load), u"echo  127.0.0.1:8881 failed: "_s + load.error);
        QCOMPARE(desktop.newsOf(load), QString());
        load.id.value = 2; // of one that measured something, its limits are the reason
        load.verdicts.append({u"rate>10"_s, false, u"3"_s});
        QCOMPARE(desktop.newsOf(load), u"echo  127.0.0.1:8881: limit not met: rate>10 (3)"_s);
        QCOMPARE(desktop.newsOf(load), QString());
    }

    void theDesktopIsToldWithoutMarkup()
    {
        QProcess daemon;
        daemon.start(u"dbus-daemon"_s, {u"--session"_s, u"--nofork"_s, u"--print-address"_s});
        QVERIFY2(daemon.waitForStarted(), "dbus-daemon is needed");
        QTRY_VERIFY(daemon.canReadLine());
        const QString address = QString::fromUtf8(daemon.readLine()).trimmed();
        qputenv("DBUS_SESSION_BUS_ADDRESS", address.toUtf8());
        Listener listener;
        {
            QDBusConnection bus = QDBusConnection::connectToBus(address, u"listener"_s);
            QVERIFY(bus.isConnected());
            QVERIFY(bus.registerObject(u"/org/freedesktop/Notifications"_s, &listener,
                                       QDBusConnection::ExportAllSlots));
            QVERIFY(bus.registerService(u"org.freedesktop.Notifications"_s));
            DesktopNotice::show(u"p99<5ms & more"_s);
            QTRY_COMPARE(listener.bodies, QStringList({u"p99&lt;5ms &amp; more"_s}));
        }
        QDBusConnection::disconnectFromBus(u"listener"_s);
        daemon.kill();
        daemon.waitForFinished();
    }
};

QTEST_GUILESS_MAIN(DesktopNoticeTest)
#include "DesktopNoticeTest.moc"
