// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/FaultsDialog.h"
#include "models/spec/SessionUrl.h"
#include "ui/FaultRow.h"
#include "ui/Theme.h"

#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>

using namespace Qt::StringLiterals;

class FaultsDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itShowsThePlanAndAppliesWhatIsTyped();
    void theLargestSeedStays();
    void whatIsBeingTypedIsNotOverwritten();
};

void FaultsDialogTest::itShowsThePlanAndAppliesWhatIsTyped()
{
    ui::Theme theme(*qApp);
    const auto plan = models::parseFaultPlan({u"latency:50ms"_s}, 7, models::Traffic::Stream).plan;
    ui::FaultsDialog dialog(theme, u"echo"_s, *plan, models::Traffic::Stream, u"latency 3"_s,
                            nullptr);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    QCOMPARE(dialog.editor().toPlainText(), u"latency:50ms"_s);
    QVERIFY(dialog.canApply());
    dialog.editor().setPlainText(u"latency:soon"_s);
    QVERIFY(!dialog.canApply());
    QVERIFY2(dialog.problem().contains(u"latency:soon is not a time"),
             qPrintable(dialog.problem()));
    dialog.editor().setPlainText(u"reset,message:3\n\nstall:1s"_s);
    models::FaultPlan applied;
    connect(&dialog, &ui::FaultsDialog::applied, this,
            [&](const models::FaultPlan &chosen) { applied = chosen; });
    dialog.apply();
    QCOMPARE(applied.lines(), (QStringList {u"reset,message:3"_s, u"stall:1s"_s}));
    QCOMPARE(applied.seed, quint64(7));
}

// As large as a URL may have it; another would repeat other faults.
void FaultsDialogTest::theLargestSeedStays()
{
    const ui::Theme theme(*qApp);
    for (const quint64 seed :
         {quint64(0), quint64(1'000'000'001), quint64(999'999'999'999'999), quint64(1e15)}) {
        const auto url = models::parseSessionUrl(u"echo://127.0.0.1:0?seed=%1"_s.arg(seed));
        QVERIFY2(url.url, qPrintable(url.sentence));
        ui::FaultsDialog dialog(theme, u"echo"_s, {{}, seed}, models::Traffic::Stream, {}, nullptr);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        models::FaultPlan applied;
        connect(&dialog, &ui::FaultsDialog::applied, this,
                [&](const models::FaultPlan &chosen) { applied = chosen; });
        dialog.apply();
        QCOMPARE(applied.seed, seed);
    }
}

// A plan comes from elsewhere while a person is in a field of one of its faults.
void FaultsDialogTest::whatIsBeingTypedIsNotOverwritten()
{
    const ui::Theme theme(*qApp);
    const auto fault = [](const QString &text) { return models::parseFault(text).fault.value(); };
    ui::FaultRow row(theme, fault(u"latency:50ms,jitter:10ms"_s), true, nullptr);
    row.setUnfolded(true);
    row.show();
    row.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&row));
    QLineEdit *value = nullptr, *jitter = nullptr;
    for (auto *field : row.findChildren<QLineEdit *>()) {
        if (field->accessibleName().startsWith(u"Value"))
            value = field;
        if (field->objectName() == u"jitter")
            jitter = field;
    }
    QVERIFY(value && jitter);
    value->setFocus();
    value->selectAll();
    QTest::keyClicks(value, u"7"_s);
    row.showFault(fault(u"latency:1s,jitter:20ms"_s), true);
    QCOMPARE(value->text(), u"7"_s);
    QCOMPARE(jitter->text(), u"20ms"_s); // nobody is in that one
    QTest::keyClicks(value, u"ms"_s);
    QTest::keyClick(value, Qt::Key_Return);
    QCOMPARE(row.fault(), fault(u"latency:7ms,jitter:20ms"_s));
}

QTEST_MAIN(FaultsDialogTest)
#include "FaultsDialogTest.moc"
