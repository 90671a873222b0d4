// SPDX-License-Identifier: GPL-3.0-or-later

// What a person asked of loops that have not come to it yet.

#include "app/window/Asked.h"
#include "loop/EventLoop.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

class AskedTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Nothing will ever be done there: it does not wait.
    void whatIsAskedOfALoopThatIsGoneDoesNotWait()
    {
        app::Asked asked;
        QSignalSpy changed(&asked, &app::Asked::changed);
        loop::EventLoop blocked; // it does not run, as one that is blocked
        loop::LoopId gone;
        {
            loop::EventLoop loop;
            gone = loop.id();
            loop.close();
        }
        asked.add(gone, QStringLiteral("stop echo"));
        asked.add(blocked.id(), QStringLiteral("stop load"));
        QTRY_COMPARE(changed.size(), 1); // both were asked long enough ago
        QCOMPARE(asked.waiting(), QStringList {QStringLiteral("stop load")});
        blocked.callSoon([&blocked] { blocked.stop(); });
        blocked.runForever(); // it comes to it
        QTRY_COMPARE(changed.size(), 2);
        QCOMPARE(asked.waiting(), QStringList());
        blocked.close();
    }
};

QTEST_GUILESS_MAIN(AskedTest)
#include "AskedTest.moc"
