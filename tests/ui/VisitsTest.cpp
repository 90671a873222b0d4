// SPDX-License-Identifier: GPL-3.0-or-later

// What a person looked at, as a value: what is a new visit, and what is forgotten.

#include "ui/Visits.h"

#include <QtTest/QTest>

using ui::Visit;
using ui::Visits;
using Subject = models::Inspection::Subject;

class VisitsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingWasVisitedAtFirst()
    {
        const Visits visits;
        QVERIFY(!visits.canGoBack() && !visits.canGoForward());
    }

    // Numbers are given to tasks, connections and sessions alike.
    void theSameNumberOfAnotherKindIsAnotherVisit()
    {
        Visits visits;
        visits.visit({Subject::Task, 7, 1});
        visits.visit({Subject::Session, 7, 1});
        QVERIFY(visits.canGoBack());
        QVERIFY(visits.back().subject == Subject::Task);
        QVERIFY(visits.forward().subject == Subject::Session);
    }

    void theSameSubjectAgainIsNoNewOneButMayBeInAnotherTab()
    {
        Visits visits;
        visits.visit({Subject::Task, 7, 1});
        visits.visit({Subject::Task, 7, 4});
        QVERIFY(!visits.canGoBack());
        visits.visit({Subject::Task, 8, 1});
        QCOMPARE(visits.back().tab, 4);
    }

    void aNewOneEndsWhatLayAhead()
    {
        Visits visits;
        for (const quint64 id : {1, 2, 3})
            visits.visit({Subject::Task, id, 0});
        visits.back();
        QCOMPARE(visits.back().id, 1U);
        visits.visit({Subject::Task, 1, 0}); // which it is
        QVERIFY(visits.canGoForward());
        visits.visit({Subject::Task, 9, 0});
        QVERIFY(!visits.canGoForward());
        QCOMPARE(visits.back().id, 1U);
        QVERIFY(!visits.canGoBack());
    }

    void ofVeryManyTheOldestAreForgotten()
    {
        Visits visits;
        for (quint64 id = 1; id <= quint64(Visits::Most) + 2; ++id)
            visits.visit({Subject::Connection, id, 0});
        quint64 id = quint64(Visits::Most) + 2;
        while (visits.canGoBack())
            QCOMPARE(visits.back().id, --id);
        QCOMPARE(id, 3U); // so many are left
    }
};

QTEST_MAIN(VisitsTest)
#include "VisitsTest.moc"
