// SPDX-License-Identifier: GPL-3.0-or-later

// What is found in a log whose beginning leaves meanwhile.

#include "models/LogModel.h"
#include "models/record/Recording.h"
#include "tests/models/Deltas.h"
#include "tests/models/ReadRows.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

namespace {

// A recording that says that its first events are gone.
class Shortened final : public EventStore {
public:
    explicit Shortened(const EventStore &file)
        : file_(file)
    { }
    QString path() const override { return file_.path(); }
    qint64 firstEvent() const override { return first; }
    qint64 eventCount() const override { return file_.eventCount(); }
    qint64 size() const override { return file_.size(); }
    qint64 dropped() const override { return file_.dropped(); }

    qint64 first = 1;

private:
    const EventStore &file_;
};

} // namespace

class LogPlacesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatLeftWhileItWasSearchedForIsNotFound()
    {
        Recording file;
        loop::Delta made = delta();
        for (int i = 0; i < 1'000; ++i) {
            made.time = i * Millisecond;
            addEvent(made, i % 10 == 0 ? loop::EventKind::Error : loop::EventKind::DataIn, 1);
        }
        file.apply(made);
        file.flush();
        Shortened shown(file);
        LogModel model(&shown, nullptr);
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.batchEnded(Epoch);
        QVERIFY(settle(model));
        QVERIFY(!model.setFilterText(u"event:error"_s).has_value());
        QVERIFY(model.searching()); // and what it finds comes by events, of which none was handled
        shown.first = 506;
        model.batchEnded(Epoch);
        QTRY_VERIFY(!model.searching());
        QCOMPARE(model.rowCount(), 49); // 511, 521, ... 991
        QCOMPARE(eventAt(model, 0).number, 511);
        QCOMPARE(model.rowOfEvent(501), -1);
        QCOMPARE(model.rowOfEvent(511), 0);
    }
};

QTEST_GUILESS_MAIN(LogPlacesTest)
#include "LogPlacesTest.moc"
