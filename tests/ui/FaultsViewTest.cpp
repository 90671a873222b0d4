// SPDX-License-Identifier: GPL-3.0-or-later

// The faults of a session as rows and as text, driven by mouse and keys. That they happen and are
// counted is tests/app/window/FaultsTabTest.

#include "models/SessionModel.h"
#include "ui/CheckedText.h"
#include "ui/FaultRow.h"
#include "ui/FaultsTab.h"
#include "ui/Theme.h"

#include <QtCore/QPointer>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractSpinBox>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

#include <memory>

using namespace Qt::StringLiterals;

namespace {

void write(QPlainTextEdit &editor, const QString &text)
{
    editor.selectAll();
    QTest::keyClick(&editor, Qt::Key_Delete);
    for (const QChar letter : text) {
        if (letter == u'\n')
            QTest::keyClick(&editor, Qt::Key_Return);
        else
            QTest::keyClick(&editor, letter.toLatin1());
    }
}

} // namespace

class FaultsViewTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        sessions_ = std::make_unique<models::SessionModel>(nullptr);
        record_.id = loop::ContextId {7};
        plan({u"latency:50ms"_s});
        tab_ = std::make_unique<ui::FaultsTab>(theme_, *sessions_);
        tab_->resize(420, 420);
        tab_->show(7, 0);
        tab_->QWidget::show();
        QVERIFY(QTest::qWaitForWindowExposed(tab_.get()));
        chosen_ = std::make_unique<QSignalSpy>(tab_.get(), &ui::FaultsTab::sessionPlanChosen);
    }
    void cleanup()
    {
        chosen_.reset();
        tab_.reset();
        sessions_.reset();
    }

    void theTextShowsThePlanAndIsAppliedOnceItIsRight()
    {
        QTest::mouseClick(button(u"As text"_s), Qt::LeftButton);
        ui::CheckedText &text = tab_->text();
        QVERIFY(text.isVisible());
        QVERIFY(!tab_->rows().first()->isVisible());
        QCOMPARE(text.text(), u"latency:50ms"_s);
        QVERIFY(!text.button().isEnabled()); // there is nothing to apply
        write(text.editor(), u"latency:soon"_s);
        QVERIFY(!text.button().isEnabled());
        QVERIFY2(text.problem().contains(u"latency:soon is not a time"),
                 qPrintable(text.problem()));
        write(text.editor(), u"reset,message:3\n\nstall:1s"_s);
        QVERIFY(text.button().isEnabled());
        QTest::keyClick(&text.button(), Qt::Key_Space);
        QCOMPARE(chosen_->size(), 1);
        const auto applied = chosen_->first().at(1).value<models::FaultPlan>();
        QCOMPARE(applied.lines(), (QStringList {u"reset,message:3"_s, u"stall:1s"_s}));
        QCOMPARE(applied.seed, quint64(5));
        QTest::mouseClick(button(u"As text"_s), Qt::LeftButton);
        QCOMPARE(tab_->rows().size(), 2); // the rows say the same
        QCOMPARE(tab_->rows().first()->kind(), models::FaultKind::Reset);
        QVERIFY(tab_->rows().first()->isVisible());
    }

    void whatIsBeingWrittenStaysWhenThePlanChangesElsewhere()
    {
        tab_->setAsText(true);
        ui::CheckedText &text = tab_->text();
        plan({u"stall:1s"_s});
        QCOMPARE(text.text(), u"stall:1s"_s);
        write(text.editor(), u"stall:2s"_s);
        plan({u"reset"_s});
        QCOMPARE(text.text(), u"stall:2s"_s);
        QVERIFY(text.button().isEnabled());
    }

    void aRowThatIsChangedChangesTheText()
    {
        auto *value = tab_->rows().first()->findChild<QLineEdit *>();
        QTest::mouseClick(value, Qt::LeftButton);
        value->selectAll();
        QTest::keyClicks(value, u"80ms"_s);
        QTest::keyClick(value, Qt::Key_Return);
        QCOMPARE(chosen_->size(), 1);
        tab_->setAsText(true);
        QCOMPARE(tab_->text().text(), u"latency:80ms"_s);
    }

    // Two of a kind are counted each by itself, whatever their order became meanwhile.
    void eachFaultHasItsOwnHits()
    {
        record_.hitsByFault = {12, 3, 1};
        plan({u"latency:50ms"_s, u"latency:80ms,direction:out"_s, u"reset,message:3"_s});
        QCOMPARE(hits(), (QStringList {u"12 hits"_s, u"3 hits"_s, u"1 hits"_s}));
        record_.hitsByFault = {4, 20};
        plan({u"reset,message:3"_s, u"latency:80ms,direction:out"_s});
        QCOMPARE(hits(), (QStringList {u"4 hits"_s, u"20 hits"_s}));
        record_.hitsByFault = {};
        plan({u"latency:80ms,direction:out"_s});
        QCOMPARE(hits(), QStringList(u"0 hits"_s));
    }

    void theHitsOfAConnectionsOwnAreItsOwn()
    {
        record_.hitsByFault = {12};
        record_.connectionFaults.insert(
            17, *models::parseFaultPlan({u"latency:50ms"_s}, 5, models::Traffic::Stream).plan);
        record_.connectionHits.insert(17, {2});
        plan({u"latency:50ms"_s});
        tab_->show(7, 17);
        QCOMPARE(hits(), QStringList(u"2 hits"_s));
        tab_->show(7, 18);
        QCOMPARE(hits(), QStringList(u"12 hits"_s));
    }

    void theSeedIsOfThePlan()
    {
        auto *seed = tab_->findChild<QAbstractSpinBox *>();
        seed->selectAll();
        QTest::keyClicks(seed, u"12"_s);
        QTest::keyClick(seed, Qt::Key_Return);
        QCOMPARE(chosen_->size(), 1);
        QCOMPARE(chosen_->first().at(1).value<models::FaultPlan>().seed, quint64(12));
    }

    void whatWasRecordedIsNotChanged()
    {
        tab_->setReadOnly(true);
        tab_->setAsText(true);
        QVERIFY(tab_->text().editor().isReadOnly());
        QVERIFY(!tab_->text().button().isVisible());
        tab_->setAsText(false);
        QVERIFY(!button(u"Add a fault ▾"_s)->isEnabled());
    }

    void rowsOrTextAreEdited()
    {
        const ui::CheckedText &text = tab_->text();
        QVERIFY(!text.editor().isVisible() && !text.button().isVisible());
        QVERIFY(button(u"Add a fault ▾"_s)->isVisible());
        tab_->setAsText(true);
        QVERIFY(text.editor().isVisible() && text.button().isVisible());
        QVERIFY(!button(u"Add a fault ▾"_s)->isVisible());
        tab_->setAsText(false);
        QVERIFY(!text.editor().isVisible() && !text.button().isVisible());
        QVERIFY(button(u"Add a fault ▾"_s)->isVisible() && button(u"Add a fault ▾"_s)->isEnabled());
    }

    // Off is a choice of a person, and no plan has it.
    void aRowThatIsOffStaysWhateverThePlanBecomes()
    {
        plan({u"latency:50ms"_s, u"stall:1s"_s});
        auto *on = tab_->rows().at(1)->findChild<QCheckBox *>();
        QTest::mouseClick(on, Qt::LeftButton, {}, QPoint(8, on->height() / 2));
        QCOMPARE(chosen_->size(), 1);
        QCOMPARE(tab_->plan().lines(), QStringList(u"latency:50ms"_s));
        plan({u"latency:50ms"_s}); // it is so
        plan({u"latency:70ms"_s}); // and another one, of elsewhere
        QCOMPARE(tab_->plan().lines(), QStringList(u"latency:70ms"_s));
        QCOMPARE(tab_->rows().size(), 2);
        const ui::FaultRow *off = tab_->rows().at(1);
        QVERIFY(!off->isOn() && off->isVisible());
        QCOMPARE(off->kind(), models::FaultKind::Stall);
        QTest::mouseClick(on, Qt::LeftButton, {}, QPoint(8, on->height() / 2));
        QCOMPARE(tab_->plan().lines(), (QStringList {u"latency:70ms"_s, u"stall:1s"_s}));
        tab_->show(7, 17); // what is looked at next begins with what is so
        QCOMPARE(tab_->rows().size(), 1);
        QVERIFY(tab_->rows().at(0)->isOn());
    }

    // The session confirms what was chosen one after the other: the rows do not go back for that.
    void whatWasChosenBeforeIsNotShownAgainUntilItIsConfirmed()
    {
        const auto choose = [this](const QString &text) {
            auto *value = tab_->rows().first()->findChild<QLineEdit *>();
            value->setFocus();
            value->selectAll();
            QTest::keyClicks(value, text);
            QTest::keyClick(value, Qt::Key_Return);
            value->clearFocus();
        };
        choose(u"60ms"_s);
        choose(u"70ms"_s);
        QCOMPARE(chosen_->size(), 2);
        plan({u"latency:60ms"_s});
        QCOMPARE(tab_->plan().lines(), QStringList(u"latency:70ms"_s));
        plan({u"latency:70ms"_s}); // all is confirmed
        plan({u"latency:60ms"_s}); // and this is of elsewhere
        QCOMPARE(tab_->plan().lines(), QStringList(u"latency:60ms"_s));
        // What was chosen for all says nothing of one connection.
        choose(u"80ms"_s);
        record_.connectionFaults.insert(
            17, *models::parseFaultPlan({u"stall:1s"_s}, 5, models::Traffic::Stream).plan);
        plan({u"latency:60ms"_s});
        tab_->show(7, 17);
        QCOMPARE(tab_->plan().lines(), QStringList(u"stall:1s"_s));
        record_.connectionFaults.insert(
            17, *models::parseFaultPlan({u"latency:60ms"_s}, 5, models::Traffic::Stream).plan);
        plan({u"latency:60ms"_s});
        QCOMPARE(tab_->plan().lines(), QStringList(u"latency:60ms"_s));
    }

    void whatIsBeingWrittenOutlivesTheTab()
    {
        tab_->setAsText(true);
        write(tab_->text().editor(), u"stall:2s"_s);
        const ui::FaultsTab::Draft draft = tab_->draft();
        ui::FaultsTab other(theme_, *sessions_);
        other.show(7, 0);
        other.putBack(draft);
        QCOMPARE(other.text().text(), u"stall:2s"_s);
        QVERIFY(other.text().button().isEnabled()); // it is not applied yet
        QVERIFY(other.draft().asText);
        tab_->setAsText(false);
        ui::FaultsTab third(theme_, *sessions_);
        third.show(7, 0);
        third.putBack(tab_->draft());
        QVERIFY(!third.draft().asText);
        QCOMPARE(third.plan().lines(), QStringList(u"latency:50ms"_s));
        ui::FaultsTab ofNone(theme_, *sessions_); // its session is over
        ofNone.show(0, 0);
        ofNone.putBack(draft);
        QCOMPARE(ofNone.text().text(), QString());
    }

    void aRowThatIsRemovedIsOutOfThePlan()
    {
        plan({u"latency:50ms"_s, u"stall:1s"_s});
        QPointer<ui::FaultRow> row = tab_->rows().first();
        for (auto *each : row->findChildren<QAbstractButton *>()) {
            if (each->accessibleName() == u"Remove latency")
                QTest::mouseClick(each, Qt::LeftButton);
        }
        QCOMPARE(chosen_->size(), 1);
        QCOMPARE(chosen_->first().at(1).value<models::FaultPlan>().lines(),
                 QStringList(u"stall:1s"_s));
        QCOMPARE(tab_->rows().size(), 1);
        QVERIFY(button(u"Add a fault ▾"_s)->hasFocus());
        QTRY_VERIFY(!row);
    }

    // What is in force by now, wherever that was decided, needs not be applied.
    void whatIsBeingWrittenMayBecomeThePlanElsewhere()
    {
        tab_->setAsText(true);
        write(tab_->text().editor(), u"stall:2s"_s);
        QVERIFY(tab_->text().button().isEnabled());
        plan({u"stall:2s"_s});
        QVERIFY(!tab_->text().button().isEnabled());
    }

    void whatCanBeWrittenIsSaidBesideTheTextAlone()
    {
        tab_->setAsText(true);
        const auto says = [this] {
            for (const QLabel *label : tab_->findChildren<QLabel *>()) {
                if (label->isVisible() && label->text().startsWith(u"One per line"))
                    return true;
            }
            return false;
        };
        QVERIFY(!says());
        for (auto *each : tab_->text().findChildren<QToolButton *>())
            each->click();
        QVERIFY(says());
        tab_->setAsText(false);
        QVERIFY(!says());
        tab_->setAsText(true);
        QVERIFY(says());
    }

    void faultsOfferedAreThoseOfTheTransport()
    {
        const auto offered = [this] {
            QStringList names;
            for (const QAction *action : button(u"Add a fault ▾"_s)->menu()->actions())
                names << action->text();
            return names;
        };
        const auto of = [](models::Traffic traffic) {
            QStringList names;
            for (const models::FaultKind kind : models::faultKinds(traffic))
                names << models::nameOf(kind);
            return names;
        };
        QVERIFY(of(models::Traffic::Stream) != of(models::Traffic::Datagrams));
        QCOMPARE(offered(), of(models::Traffic::Stream));
        models::SessionRecord other;
        other.id = loop::ContextId {8};
        other.kind = u"echo"_s;
        other.url = *models::parseSessionUrl(u"echo+udp://127.0.0.1:1"_s).url;
        sessions_->setSession(other);
        tab_->show(8, 0);
        QCOMPARE(offered(), of(models::Traffic::Datagrams));
        tab_->show(7, 0);
        QCOMPARE(offered(), of(models::Traffic::Stream));
    }

    // A row is its fault's: where the plan changes elsewhere it moves with it, and one that is gone
    // takes its own row along.
    void rowsFollowTheirFaults()
    {
        plan({u"latency:50ms"_s, u"latency:80ms"_s, u"stall:1s"_s});
        const QList<ui::FaultRow *> before = tab_->rows();
        plan({u"stall:1s"_s, u"latency:80ms"_s});
        QCOMPARE(tab_->rows(), (QList<ui::FaultRow *> {before.at(2), before.at(1)}));
        QTRY_VERIFY(before.at(2)->y() < before.at(1)->y()); // on the screen, too
    }

    void whatIsOffSaysSo()
    {
        record_.hitsByFault = {};
        plan({u"latency:50ms"_s});
        auto *on = tab_->rows().first()->findChild<QCheckBox *>();
        const auto said = [this] {
            QStringList words;
            for (const QLabel *label : tab_->rows().first()->findChildren<QLabel *>())
                words << label->text();
            return words;
        };
        QVERIFY(said().contains(u"0 hits"_s));
        on->click();
        QVERIFY(said().contains(u"off"_s) && !said().contains(u"0 hits"_s));
        on->click();
        QVERIFY(said().contains(u"0 hits"_s));
    }

    void whoseFaultsTheyAreIsSaid()
    {
        const auto says = [this](const QString &words) {
            for (const QLabel *label : tab_->findChildren<QLabel *>()) {
                if (label->isVisible() && label->text().startsWith(words))
                    return true;
            }
            return false;
        };
        QVERIFY(says(u"Of every connection"_s));
        record_.connectionFaults.insert(
            17, *models::parseFaultPlan({u"stall:1s"_s}, 5, models::Traffic::Stream).plan);
        plan({u"latency:50ms"_s});
        tab_->show(7, 17);
        QVERIFY(says(u"This connection alone"_s));
        tab_->show(7, 18);
        QVERIFY(says(u"As all of its session"_s));
        record_.connectionFaults.clear();
        plan({});
        tab_->show(7, 0);
        QVERIFY(says(u"Nothing goes wrong on purpose"_s));
    }

    void whatIsLiveAgainCanBeChangedAgain()
    {
        tab_->setReadOnly(true);
        QVERIFY(!tab_->rows().first()->isEnabled());
        tab_->setReadOnly(false);
        QVERIFY(tab_->rows().first()->isEnabled());
        QVERIFY(button(u"Add a fault ▾"_s)->isEnabled());
        QVERIFY(tab_->findChild<QAbstractSpinBox *>()->isEnabled());
    }

private:
    void plan(const QStringList &faults)
    {
        record_.kind = u"echo"_s;
        record_.url = *models::parseSessionUrl(u"echo://127.0.0.1:1?seed=5"_s).url;
        for (const QString &fault : faults)
            record_.url.options.append({u"fault"_s, fault});
        sessions_->setSession(record_);
    }
    [[nodiscard]] QStringList hits() const
    {
        QStringList said;
        for (const ui::FaultRow *row : tab_->rows()) {
            for (const QLabel *label : row->findChildren<QLabel *>()) {
                if (label->text().endsWith(u"hits"))
                    said << label->text();
            }
        }
        return said;
    }
    [[nodiscard]] QPushButton *button(const QString &text) const
    {
        for (QPushButton *each : tab_->findChildren<QPushButton *>()) {
            if (QString(each->text()).remove(u'&') == text)
                return each;
        }
        qFatal("no button %s", qPrintable(text));
    }

    ui::Theme theme_ {*qApp};
    models::SessionRecord record_;
    std::unique_ptr<models::SessionModel> sessions_;
    std::unique_ptr<ui::FaultsTab> tab_;
    std::unique_ptr<QSignalSpy> chosen_;
};

QTEST_MAIN(FaultsViewTest)
#include "FaultsViewTest.moc"
