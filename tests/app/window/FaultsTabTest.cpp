// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/window/Opened.h"

// Faults as rows of the Inspector, on a real server with a real client: what is chosen happens,
// what happens is counted, and what is wrong is said and not done.

#include "models/spec/FaultPlan.h"
#include "ui/FaultRow.h"
#include "ui/FaultsTab.h"
#include "ui/Inspector.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpSocket>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTabWidget>

using namespace Qt::StringLiterals;
using ui::RecordTabs;

class FaultsTabTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder_.path());
        QApplication::setQuitOnLastWindowClosed(false);
    }
    void aFaultIsAddedHitsIsCountedAndIsSwitchedOff();
    void twoOfAKindAreCountedEach();
    void aConnectionHasItsOwn();
    void aLargeSeedStaysWhenAFaultIsAdded();
    void whatIsWrongIsSaidAndNotDone();

private:
    QTemporaryDir folder_;
};

namespace {

struct Talk {
    Opened opened;
    QTcpSocket client;
    ui::FaultsTab *tab = nullptr;

    explicit Talk(const QString &url)
        : opened({u"--serve"_s, url})
    { }

    [[nodiscard]] bool begin()
    {
        if (!opened.waitForServer())
            return false;
        client.connectToHost(u"127.0.0.1"_s, opened.port());
        if (!client.waitForConnected(patience)
            || !QTest::qWaitFor(
                [this] { return opened.window->tabs().countOf(RecordTabs::Connections) == 1; },
                patience))
            return false;
        ui::RowView &rows = opened.window->tabs().view(RecordTabs::Connections);
        QTest::mouseClick(rows.viewport(), Qt::LeftButton, {},
                          rows.visualRect(rows.model()->index(0, 0)).center());
        tab = &opened.window->inspector().faults();
        auto *tabs = opened.window->inspector().findChild<QTabWidget *>();
        tabs->setCurrentWidget(tab);
        return tab->isVisible();
    }
    [[nodiscard]] QByteArray answerTo(const QByteArray &words)
    {
        client.write(words);
        [[maybe_unused]] const bool came = QTest::qWaitFor(
            [this, &words] { return client.bytesAvailable() >= words.size(); }, patience);
        return client.readAll();
    }
    void add(const QString &kind) const
    {
        auto *menu = tab->findChild<QMenu *>();
        for (QAction *action : menu->actions()) {
            if (action->text() == kind)
                action->trigger();
        }
    }
    static QLineEdit &field(ui::FaultRow &row, const QString &name)
    {
        for (auto *each : row.findChildren<QLineEdit *>()) {
            if (each->objectName() == name || each->accessibleName().startsWith(name))
                return *each;
        }
        qFatal("no field");
    }
    static void type(QLineEdit &field, const QString &text)
    {
        field.selectAll();
        QTest::keyClicks(&field, text);
        QTest::keyClick(&field, Qt::Key_Return);
    }
    [[nodiscard]] QStringList ownPlan() const
    {
        const auto plans = opened.sessionOf(u"echo"_s).connectionFaults;
        return plans.isEmpty() ? QStringList() : plans.begin()->lines();
    }
    static bool says(const ui::FaultRow &row, const QString &words)
    {
        const auto labels = row.findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&words](const QLabel *label) {
            return !label->isHidden() && label->text().contains(words);
        });
    }
};

} // namespace

void FaultsTabTest::aFaultIsAddedHitsIsCountedAndIsSwitchedOff()
{
    Talk talk(u"echo://127.0.0.1:0"_s);
    QVERIFY(talk.begin());
    QVERIFY(talk.tab->rows().isEmpty());
    talk.add(u"corrupt"_s);
    QCOMPARE(talk.tab->rows().size(), 1);
    ui::FaultRow &row = *talk.tab->rows().first();
    Talk::type(Talk::field(row, u"Value"_s), u"1"_s); // every byte
    QTRY_COMPARE_WITH_TIMEOUT(talk.ownPlan(), QStringList(u"corrupt:1"_s), patience);
    row.setUnfolded(true);
    Talk::type(Talk::field(row, u"match"_s), u"bad, really"_s);
    QTRY_COMPARE_WITH_TIMEOUT(talk.ownPlan(), QStringList(u"corrupt:1,match:bad\\, really"_s),
                              patience);
    QCOMPARE(talk.answerTo("good"), QByteArray("good"));
    QVERIFY(talk.answerTo("bad, really") != "bad, really");
    QTRY_VERIFY_WITH_TIMEOUT(Talk::says(row, u"hit"_s) && !Talk::says(row, u"0 hit"_s), patience);
    auto *on = row.findChild<QCheckBox *>();
    QTest::mouseClick(on, Qt::LeftButton, {}, QPoint(8, on->height() / 2));
    QTRY_VERIFY_WITH_TIMEOUT(talk.ownPlan().isEmpty(), patience);
    QCOMPARE(talk.answerTo("bad, really"), QByteArray("bad, really"));
    QCOMPARE(talk.tab->rows().size(), 1); // it is off, and stays
    QTest::mouseClick(on, Qt::LeftButton, {}, QPoint(8, on->height() / 2));
    QTRY_COMPARE_WITH_TIMEOUT(talk.ownPlan().size(), 1, patience);
}

void FaultsTabTest::twoOfAKindAreCountedEach()
{
    Talk talk(u"echo://127.0.0.1:0?fault=corrupt:1,direction:in,match:x&fault=corrupt:1,"
              u"direction:in,match:y"_s);
    QVERIFY(talk.begin());
    QCOMPARE(talk.tab->rows().size(), 2);
    QVERIFY(talk.answerTo("x") != "x");
    QVERIFY(talk.answerTo("y") != "y");
    QVERIFY(talk.answerTo("y") != "y");
    QTRY_VERIFY_WITH_TIMEOUT(Talk::says(*talk.tab->rows().at(1), u"2 hits"_s), patience);
    QVERIFY(Talk::says(*talk.tab->rows().at(0), u"1 hit"_s));
    // A third for all of the session: those that are there keep their counts.
    const quint64 session = talk.opened.sessionOf(u"echo"_s).id.value;
    auto plan = *models::parseFaultPlan({u"latency:1ms"_s, u"corrupt:1,direction:in,match:x"_s}, 1,
                                        models::Traffic::Stream)
                     .plan;
    Q_EMIT talk.opened.window->faultsRequested(session, plan);
    QTRY_COMPARE_WITH_TIMEOUT(talk.opened.sessionOf(u"echo"_s).hitsByFault, (QList<qint64> {0, 1}),
                              patience);
}

void FaultsTabTest::aConnectionHasItsOwn()
{
    Talk talk(u"echo://127.0.0.1:0?fault=corrupt:1,match:x"_s);
    QVERIFY(talk.begin());
    QCOMPARE(talk.tab->rows().size(), 1); // the session's
    talk.add(u"slice"_s);
    QTRY_COMPARE_WITH_TIMEOUT(talk.ownPlan().size(), 2, patience);
    QCOMPARE(talk.opened.sessionOf(u"echo"_s).url.texts(u"fault").size(), 1);
    QCOMPARE(talk.tab->rows().at(1)->kind(), models::FaultKind::Slice);
    for (auto *button : talk.tab->rows().at(0)->findChildren<QAbstractButton *>()) {
        if (button->accessibleName() == u"Remove corrupt")
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QTRY_COMPARE_WITH_TIMEOUT(talk.ownPlan().size(), 1, patience);
    QVERIFY(talk.ownPlan().first().startsWith(u"slice"));
}

void FaultsTabTest::aLargeSeedStaysWhenAFaultIsAdded()
{
    Talk talk(u"echo://127.0.0.1:0?fault=corrupt:1,match:x&seed=5000000000"_s);
    QVERIFY(talk.begin());
    talk.add(u"slice"_s);
    QTRY_COMPARE_WITH_TIMEOUT(talk.ownPlan().size(), 2, patience);
    QCOMPARE(talk.opened.sessionOf(u"echo"_s).connectionFaults.begin()->seed,
             quint64(5'000'000'000));
}

void FaultsTabTest::whatIsWrongIsSaidAndNotDone()
{
    Talk talk(u"echo://127.0.0.1:0"_s);
    QVERIFY(talk.begin());
    talk.add(u"latency"_s);
    ui::FaultRow &row = *talk.tab->rows().first();
    QTRY_COMPARE_WITH_TIMEOUT(talk.ownPlan(), QStringList(u"latency:50ms,jitter:10ms"_s), patience);
    Talk::type(Talk::field(row, u"Value"_s), u"soon"_s);
    QVERIFY(!row.isRight());
    QVERIFY(Talk::says(row, u"latency:soon is not a time"_s));
    QCOMPARE(talk.ownPlan().size(), 1);
    QVERIFY(talk.ownPlan().first().startsWith(u"latency:50ms"));
    Talk::type(Talk::field(row, u"Value"_s), u"1ms"_s);
    QVERIFY(row.isRight());
    QTRY_VERIFY_WITH_TIMEOUT(talk.ownPlan().value(0).startsWith(u"latency:1ms"), patience);
}

QTEST_MAIN(FaultsTabTest)
#include "FaultsTabTest.moc"
