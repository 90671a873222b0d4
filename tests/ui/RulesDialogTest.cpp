// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/RulesDialog.h"
#include "ui/NewSessionDialog.h"
#include "ui/SessionForm.h"
#include "ui/Theme.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>

using namespace Qt::StringLiterals;

class RulesDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itBeginsWithTheExampleAndAppliesWhatIsTyped();
    void aNewServerTakesTheRulesThatWereEdited();

private:
    ui::Theme theme_ {*qApp};
};

void RulesDialogTest::itBeginsWithTheExampleAndAppliesWhatIsTyped()
{
    ui::RulesDialog dialog(theme_, u"reply"_s, models::replyRulesText({}), nullptr);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    QCOMPARE(dialog.editor().toPlainText().toUtf8(), models::exampleReplyRules());
    QVERIFY(dialog.canApply());
    dialog.editor().setPlainText(u"{\"rules\": [{\"on\": \"never\", \"do\": []}]}"_s);
    QVERIFY(!dialog.canApply());
    QVERIFY2(dialog.problem().startsWith(u"Not valid: rule 1: "), qPrintable(dialog.problem()));

    QSignalSpy applied(&dialog, &ui::RulesDialog::applied);
    dialog.apply(); // and nothing wrong is
    QCOMPARE(applied.count(), 0);
    dialog.editor().setPlainText(u"{\"rules\": [{\"on\": \"connect\", \"do\": [\"close\"]}]}"_s);
    dialog.apply();
    QCOMPARE(applied.count(), 1);
    QCOMPARE(applied[0][0].toString(), u"{\"rules\":[{\"do\":[\"close\"],\"on\":\"connect\"}]}"_s);
}

void RulesDialogTest::aNewServerTakesTheRulesThatWereEdited()
{
    ui::NewSessionDialog chooser(theme_, models::SessionRole::Server, nullptr);
    chooser.setAttribute(Qt::WA_DeleteOnClose, false);
    chooser.form().setKind(u"reply"_s);
    QPushButton *edit = nullptr;
    for (QPushButton *const button : chooser.form().findChildren<QPushButton *>())
        edit = button;
    QVERIFY(edit);
    edit->click();
    auto *const dialog = chooser.form().findChild<ui::RulesDialog *>();
    QVERIFY(dialog);
    dialog->editor().setPlainText(u"{\"rules\": [{\"on\": \"connect\", \"do\": [\"reset\"]}]}"_s);
    dialog->apply();
    QCOMPARE(chooser.form().url().text(u"rules"),
             u"{\"rules\":[{\"do\":[\"reset\"],\"on\":\"connect\"}]}"_s);
    QVERIFY(chooser.canStart());
}

QTEST_MAIN(RulesDialogTest)
#include "RulesDialogTest.moc"
