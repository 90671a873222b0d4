// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/FaultsDialog.h"
#include "ui/Theme.h"

#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QPlainTextEdit>

using namespace Qt::StringLiterals;

class FaultsDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itShowsThePlanAndAppliesWhatIsTyped();
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

QTEST_MAIN(FaultsDialogTest)
#include "FaultsDialogTest.moc"
