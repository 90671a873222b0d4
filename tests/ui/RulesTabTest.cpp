// SPDX-License-Identifier: GPL-3.0-or-later

// The rules of a reply server, edited in the tab of one that runs and in the form of a new one, by
// mouse and keys.

#include "ui/RulesTab.h"
#include "models/SessionModel.h"
#include "ui/NewSessionDialog.h"
#include "ui/RuleRow.h"
#include "ui/RulesEditor.h"
#include "ui/SessionForm.h"
#include "ui/Theme.h"

#include <QtCore/QPointer>
#include <QtGui/QAction>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

void write(QPlainTextEdit &editor, const QString &text)
{
    QTest::mouseClick(editor.viewport(), Qt::LeftButton);
    editor.selectAll();
    QTest::keyClicks(&editor, text);
}

const QString kNever = u"{\"rules\": [{\"on\": \"never\", \"do\": []}]}"_s;
const QString kClose = u"{\"rules\": [{\"on\": \"connect\", \"do\": [\"close\"]}]}"_s;
const QString kCloseAsOption = u"{\"rules\":[{\"do\":[\"close\"],\"on\":\"connect\"}]}"_s;

} // namespace

class RulesTabTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        record_ = {};
        record_.id = loop::ContextId {7};
        rules({});
    }

    void itBeginsWithTheExampleAndAppliesWhatIsTyped()
    {
        ui::RulesTab tab(theme_, sessions_);
        ui::RulesEditor &editor = shown(tab);
        QVERIFY(tab.hasRules());
        QCOMPARE(editor.text().toUtf8(), models::exampleReplyRules());
        QSignalSpy applied(&tab, &ui::RulesTab::applied);
        write(editor.editor(), kNever);
        QVERIFY(!editor.button().isEnabled());
        QVERIFY2(editor.problem().startsWith(u"Not valid: rule 1: "), qPrintable(editor.problem()));
        QTest::mouseClick(&editor.button(), Qt::LeftButton); // and nothing wrong is applied
        QCOMPARE(applied.count(), 0);
        write(editor.editor(), kClose);
        QTest::keyClick(&editor.editor(), Qt::Key_Tab); // to Apply
        QVERIFY(editor.button().hasFocus());
        QTest::keyClick(&editor.button(), Qt::Key_Space);
        QCOMPARE(applied.count(), 1);
        QCOMPARE(applied[0][0].toULongLong(), 7U);
        QCOMPARE(applied[0][1].toString(), kCloseAsOption);
        QVERIFY(!editor.button().isEnabled()); // it is in force
    }

    void whatIsBeingWrittenStaysWhenTheRulesChangeElsewhere()
    {
        ui::RulesTab tab(theme_, sessions_);
        ui::RulesEditor &editor = shown(tab);
        rules(kCloseAsOption);
        QVERIFY(editor.text().contains(u"close"));
        write(editor.editor(), kNever);
        rules({});
        QCOMPARE(editor.text(), kNever);
    }

    void eachRuleIsARow()
    {
        rules(u"{\"messages\": \"lines\", \"rules\": [{\"on\": {\"text\": \"HELO\"}, \"do\": "
              "[{\"wait\": \"200ms\"}, {\"send\": \"250 hi\\r\\n\"}]}, {\"on\": {\"message\": 3}, "
              "\"do\": [\"reset\"]}]}"_s);
        ui::RulesTab tab(theme_, sessions_);
        shown(tab);
        tab.setAsText(false);
        QCOMPARE(tab.rows().size(), 2);
        QVERIFY(tab.rows().first()->isVisible() && !tab.editor().editor().isVisible());
        QCOMPARE(tab.rows().at(0)->rule(),
                 (models::RuleForm {{u"text"_s, u"HELO"_s},
                                    {{u"wait"_s, u"200ms"_s}, {u"send"_s, u"250 hi\\r\\n"_s}}}));
        QCOMPARE(tab.rows().at(1)->rule(),
                 (models::RuleForm {{u"message"_s, u"3"_s}, {{u"reset"_s, {}}}}));
        QVERIFY(!tab.editor().button().isEnabled()); // it is what is in force
    }

    void aRowThatIsChangedIsAppliedOnceItIsRight()
    {
        ui::RulesTab tab(theme_, sessions_);
        ui::RulesEditor &editor = shown(tab);
        tab.setAsText(false);
        QSignalSpy applied(&tab, &ui::RulesTab::applied);
        const qsizetype before = tab.rows().size();
        press(tab, u"Add a rule"_s);
        QCOMPARE(tab.rows().size(), before + 1);
        QVERIFY(tab.rows().last()->isAncestorOf(tab.focusWidget()));
        QVERIFY2(editor.problem().contains(u"the text is empty"), qPrintable(editor.problem()));
        QVERIFY(!editor.button().isEnabled());
        const ui::RuleRow *row = tab.rows().last();
        const QList<QLineEdit *> fields = row->findChildren<QLineEdit *>();
        QCOMPARE(fields.size(), 2);
        QTest::keyClicks(fields.at(0), u"NOOP"_s);
        QTest::keyClicks(fields.at(1), u"250 ok\\r\\n"_s);
        QVERIFY2(editor.button().isEnabled(), qPrintable(editor.problem()));
        QTest::mouseClick(&editor.button(), Qt::LeftButton);
        QCOMPARE(applied.count(), 1);
        QVERIFY2(applied[0][1].toString().contains(
                     u"{\"do\":[{\"send\":\"250 ok\\r\\n\"}],\"on\":{\"text\":\"NOOP\"}}"),
                 qPrintable(applied[0][1].toString()));
        QCOMPARE(tab.rows().last(), row); // and stays the one that is typed into
    }

    void rulesAreMovedAndRemoved()
    {
        ui::RulesTab tab(theme_, sessions_);
        shown(tab);
        tab.setAsText(false);
        QList<models::RuleForm> rules;
        for (const ui::RuleRow *row : tab.rows())
            rules << row->rule();
        press(*tab.rows().first(), u"Move down"_s);
        rules.move(0, 1);
        press(*tab.rows().last(), u"Remove"_s);
        rules.removeLast();
        QList<models::RuleForm> now;
        for (const ui::RuleRow *row : tab.rows())
            now << row->rule();
        QCOMPARE(now, rules);
        QCOMPARE(models::rulesForm(tab.editor().text())->rules, rules);
    }

    // As text alone, and nothing of them is lost.
    void rulesThatRowsCannotShowAreEditedAsText()
    {
        ui::RulesTab tab(theme_, sessions_);
        ui::RulesEditor &editor = shown(tab);
        write(editor.editor(), u"{\"rules\": [], \"comment\": \"\"}"_s);
        tab.setAsText(false);
        bool said = false;
        for (const QLabel *label : tab.findChildren<QLabel *>())
            said |= label->isVisible() && label->text().startsWith(u"Rows cannot show");
        QVERIFY(said);
        QVERIFY(editor.text().contains(u"comment"));
    }

    void whatWasRecordedIsNotChanged()
    {
        ui::RulesTab tab(theme_, sessions_);
        ui::RulesEditor &editor = shown(tab);
        tab.setReadOnly(true);
        const QString before = editor.text();
        write(editor.editor(), kClose);
        QCOMPARE(editor.text(), before);
        QVERIFY(!editor.button().isVisible());
    }

    void aNewServerTakesTheRulesThatWereEdited()
    {
        ui::NewSessionDialog chooser(theme_, models::SessionRole::Server, nullptr);
        chooser.setAttribute(Qt::WA_DeleteOnClose, false);
        chooser.form().setKind(u"reply"_s);
        chooser.show();
        QVERIFY(QTest::qWaitForWindowActive(&chooser));
        QPushButton *edit = nullptr;
        for (QPushButton *const button : chooser.form().findChildren<QPushButton *>()) {
            if (button->accessibleName() == u"Edit the rules")
                edit = button;
        }
        QVERIFY(edit);
        QTest::mouseClick(edit, Qt::LeftButton);
        auto *const editor = chooser.form().findChild<ui::RulesEditor *>();
        QVERIFY(editor && editor->isVisible());
        QVERIFY(!editor->button().isVisible()); // it applies as it is written
        write(editor->editor(), kNever);
        QVERIFY(!chooser.canStart());
        QVERIFY(chooser.form().url().text(u"rules").isEmpty());
        write(editor->editor(), kClose);
        QCOMPARE(chooser.form().url().text(u"rules"), kCloseAsOption);
        QVERIFY(chooser.canStart());
    }

    void whatARuleDoesGrowsAndShrinks()
    {
        rules(u"{\"rules\": [{\"on\": {\"text\": \"HELO\"}, \"do\": [{\"send\": \"250\"}]}]}"_s);
        ui::RulesTab tab(theme_, sessions_);
        shown(tab);
        tab.setAsText(false);
        ui::RuleRow &row = *tab.rows().first();
        QSignalSpy edited(&row, &ui::RuleRow::edited);
        press(row, u"Do one thing more"_s);
        QCOMPARE(edited.size(), 1);
        QCOMPARE(row.rule().actions.size(), 2);
        const QList<ui::RuleFieldEdit *> fields = row.findChildren<ui::RuleFieldEdit *>();
        QCOMPARE(fields.size(), 3); // the trigger, and what is done
        auto *added = fields.at(2);
        QVERIFY(added->isAncestorOf(QApplication::focusWidget()));
        QTest::keyClicks(added->findChild<QLineEdit *>(), u"more"_s);
        QCOMPARE(row.rule().actions.at(0), (models::RuleField {u"send"_s, u"250"_s}));
        QCOMPARE(row.rule().actions.at(1), (models::RuleField {u"send"_s, u"more"_s}));
        QPointer<QWidget> first = fields.at(1);
        const qsizetype before = edited.size();
        press(*first, u"Do not do it"_s);
        QCOMPARE(edited.size(), before + 1);
        QCOMPARE(row.rule().actions, (QList<models::RuleField> {{u"send"_s, u"more"_s}}));
        QVERIFY(!first || !first->isVisible());
        QTRY_VERIFY(!first);
        QVERIFY(models::rulesForm(tab.editor().text())->rules.at(0).actions == row.rule().actions);
    }

    // What has no value keeps none that another had.
    void anotherTriggerHasItsOwnValue()
    {
        rules(u"{\"rules\": [{\"on\": {\"text\": \"HELO\"}, \"do\": [\"close\"]}]}"_s);
        ui::RulesTab tab(theme_, sessions_);
        shown(tab);
        tab.setAsText(false);
        ui::RuleRow &row = *tab.rows().first();
        auto *trigger = row.findChildren<ui::RuleFieldEdit *>().at(0);
        auto *choice = trigger->findChild<QComboBox *>();
        auto *value = trigger->findChild<QLineEdit *>();
        QVERIFY(value->isVisible());
        QSignalSpy edited(&row, &ui::RuleRow::edited);
        const auto choose = [choice](const QString &name) {
            choice->setCurrentIndex(choice->findData(name));
            Q_EMIT choice->activated(choice->currentIndex());
        };
        choose(u"connect"_s);
        QCOMPARE(edited.size(), 1);
        QVERIFY(!value->isVisible());
        QCOMPARE(row.rule().on, (models::RuleField {u"connect"_s, QString()}));
        choose(u"message"_s);
        QVERIFY(value->isVisible() && value->text().isEmpty());
        QVERIFY(!value->placeholderText().isEmpty());
        QTest::keyClicks(value, u"3"_s);
        QCOMPARE(row.rule().on, (models::RuleField {u"message"_s, u"3"_s}));
    }

    // By its place in the list, in the text, and on the screen.
    void aRuleIsMovedWhereThereIsRoom()
    {
        rules(u"{\"rules\": [{\"on\": \"connect\", \"do\": [\"close\"]}, {\"on\": {\"text\": "
              "\"B\"}, \"do\": [\"close\"]}, {\"on\": {\"text\": \"C\"}, \"do\": [\"close\"]}]}"_s);
        ui::RulesTab tab(theme_, sessions_);
        shown(tab);
        tab.setAsText(false);
        const auto order = [&tab] { // first letters, as they stand
            const QList<ui::RuleRow *> rows = tab.rows();
            QList<ui::RuleRow *> seen = rows;
            QCoreApplication::sendPostedEvents();
            std::ranges::sort(seen, {}, [](const ui::RuleRow *row) { return row->y(); });
            QString letters, said, written;
            const auto letter = [](const models::RuleField &on) {
                return on.name == u"connect" ? u"A"_s : on.value;
            };
            for (const ui::RuleRow *row : seen)
                letters += letter(row->rule().on);
            for (const ui::RuleRow *row : rows)
                said += letter(row->rule().on);
            const auto form = models::rulesForm(tab.editor().text());
            for (const models::RuleForm &rule : form.value().rules)
                written += letter(rule.on);
            return letters == said && said == written ? letters
                                                      : letters + u' ' + said + u' ' + written;
        };
        QTRY_COMPARE(order(), u"ABC"_s);
        press(*tab.rows().first(), u"Move down"_s);
        QTRY_COMPARE(order(), u"BAC"_s);
        press(*tab.rows().first(), u"Move up"_s); // it is the first
        press(*tab.rows().last(), u"Move down"_s);
        QTRY_COMPARE(order(), u"BAC"_s);
        press(*tab.rows().last(), u"Move up"_s);
        QTRY_COMPARE(order(), u"BCA"_s);
    }

    void whatAMessageIsIsARuleOfAll()
    {
        ui::RulesTab tab(theme_, sessions_);
        shown(tab);
        tab.setAsText(false);
        auto *const lines = tab.findChild<QCheckBox *>();
        QVERIFY(lines && lines->isVisible());
        const bool before = lines->isChecked();
        QTest::mouseClick(lines, Qt::LeftButton, {}, QPoint(8, lines->height() / 2));
        QCOMPARE(models::rulesForm(tab.editor().text())->byLines, !before);
        QVERIFY(tab.editor().button().isEnabled());
        for (const bool byLines : {true, false}) { // as it is in force
            rules(byLines ? u"{\"messages\": \"lines\", \"rules\": []}"_s : u"{\"rules\": []}"_s);
            ui::RulesTab other(theme_, sessions_);
            shown(other);
            other.setAsText(false);
            QCOMPARE(other.findChild<QCheckBox *>()->isChecked(), byLines);
        }
    }

    // What is being written is of the session that it is written for.
    void anotherSessionShowsItsOwnRules()
    {
        models::SessionRecord other = record_;
        other.id = loop::ContextId {8};
        other.url.options.append({u"rules"_s, kCloseAsOption});
        sessions_.setSession(other);
        ui::RulesTab tab(theme_, sessions_);
        ui::RulesEditor &editor = shown(tab);
        write(editor.editor(), kNever);
        tab.show(8);
        QVERIFY2(editor.text().contains(u"close"), qPrintable(editor.text()));
        QVERIFY(!editor.button().isEnabled());
        tab.show(7);
        QCOMPARE(editor.text().toUtf8(), models::exampleReplyRules());
    }

    void rulesThatRowsCanShowAgainAreShown()
    {
        ui::RulesTab tab(theme_, sessions_);
        ui::RulesEditor &editor = shown(tab);
        const auto *add = tab.findChildren<QPushButton *>().first();
        for (const auto *each : tab.findChildren<QPushButton *>()) {
            if (QString(each->text()).remove(u'&') == u"Add a rule")
                add = each;
        }
        write(editor.editor(), u"{\"rules\": [], \"comment\": \"\"}"_s);
        tab.setAsText(false);
        QVERIFY(!add->isEnabled());
        tab.setAsText(true);
        write(editor.editor(), kClose);
        tab.setAsText(false);
        QVERIFY(add->isEnabled());
        QCOMPARE(tab.rows().size(), 1);
        QVERIFY(tab.rows().first()->isEnabled());
        for (const QLabel *label : tab.findChildren<QLabel *>())
            QVERIFY(!label->isVisible() || !label->text().startsWith(u"Rows cannot show"));
    }

    // As after a look at an earlier moment.
    void whatIsLiveAgainCanBeChangedAgain()
    {
        ui::RulesTab tab(theme_, sessions_);
        ui::RulesEditor &editor = shown(tab);
        tab.setReadOnly(true);
        tab.setReadOnly(false);
        QVERIFY(editor.button().isVisible());
        write(editor.editor(), kClose);
        QVERIFY(editor.button().isEnabled());
        tab.setAsText(false);
        QVERIFY(tab.rows().first()->isEnabled());
    }

    // What is wrong there is not taken, and nobody sees it any more.
    void rulesThatAreClosedAgainBarNothing()
    {
        ui::NewSessionDialog chooser(theme_, models::SessionRole::Server, nullptr);
        chooser.setAttribute(Qt::WA_DeleteOnClose, false);
        chooser.form().setKind(u"reply"_s);
        chooser.show();
        QVERIFY(QTest::qWaitForWindowActive(&chooser));
        press(chooser.form(), u"Edit the rules"_s);
        auto *const editor = chooser.form().findChild<ui::RulesEditor *>();
        write(editor->editor(), kClose);
        write(editor->editor(), kNever);
        QVERIFY(!chooser.canStart());
        press(chooser.form(), u"Edit the rules"_s);
        QVERIFY(!editor->isVisible());
        QVERIFY(chooser.canStart());
        press(chooser.form(), u"Edit the rules"_s);
        QVERIFY2(editor->text().contains(u"close"), qPrintable(editor->text())); // what is taken
    }

private:
    static void press(QWidget &in, const QString &name)
    {
        for (QAbstractButton *button : in.findChildren<QAbstractButton *>()) {
            if (QString(button->text()).remove(u'&') == name || button->accessibleName() == name) {
                QTest::mouseClick(button, Qt::LeftButton);
                return;
            }
        }
        for (QAction *action : in.findChildren<QAction *>()) {
            if (QString(action->text()).remove(u'&') == name) {
                action->trigger();
                return;
            }
        }
        QFAIL(qPrintable(u"no button "_s + name));
    }
    void rules(const QString &option)
    {
        record_.kind = u"reply"_s;
        record_.url = *models::parseSessionUrl(u"reply://127.0.0.1:1"_s).url;
        if (!option.isEmpty())
            record_.url.options.append({u"rules"_s, option});
        sessions_.setSession(record_);
    }
    static ui::RulesEditor &shown(ui::RulesTab &tab)
    {
        tab.resize(420, 420);
        tab.show(7);
        tab.setAsText(true);
        tab.QWidget::show();
        [[maybe_unused]] const bool active = QTest::qWaitForWindowActive(&tab);
        return tab.editor();
    }

    ui::Theme theme_ {*qApp};
    models::SessionRecord record_;
    models::SessionModel sessions_ {nullptr};
};

QTEST_MAIN(RulesTabTest)
#include "RulesTabTest.moc"
