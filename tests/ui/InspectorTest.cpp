// SPDX-License-Identifier: GPL-3.0-or-later

// Why a task waits, in the window: the chain down to who holds a lock, circles, who cancelled it,
// and the tree of tasks with its switch. By mouse and keys, on invented tasks.

#include "ui/Inspector.h"
#include "models/Inspected.h"
#include "models/text/Shown.h"
#include "tests/models/Deltas.h"
#include "tests/ui/SceneWindow.h"
#include "ui/Actions.h"
#include "ui/FactsView.h"
#include "ui/HeadArea.h"
#include "ui/MainWindow.h"
#include "ui/PlainLabel.h"
#include "ui/RowView.h"
#include "ui/SessionsPanel.h"
#include "ui/SubjectPages.h"
#include "ui/Theme.h"

#include <QtGui/QAction>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QTabWidget>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QTreeView>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;
using models::Inspection;
using models::test::Second;
using ui::RecordTabs;

class InspectorTest final : public SceneWindow {
    Q_OBJECT

private Q_SLOTS:
    void init() { openWindow(); }
    void cleanup() { closeWindow(); }

    // However much there is to say of a subject; where that is little, they have the rest.
    void theTabsHaveHalfOfTheInspectorAtLeast()
    {
        scene_->fill(12);
        QVERIFY(window_->tabs().view(RecordTabs::Connections).selectId(1848));
        ui::Inspector &inspector = window_->inspector();
        const auto *tabs = inspector.findChild<QTabWidget *>();
        const auto *head = inspector.findChild<ui::HeadArea *>();
        window_->resize(1280, 600);
        QTRY_VERIFY(head->sizeHint().height() > inspector.height() / 2);
        QTRY_VERIFY(tabs->height() >= inspector.height() / 2 - 1);
        window_->resize(1280, 1400);
        QTRY_VERIFY(tabs->height() > inspector.height() / 2 + 50);
    }

    // A number at the right of its column, and a word at the left of the next.
    void theColumnsOfEventsAreADigitApartAtLeast()
    {
        for (const auto *rows : window_->inspector().findChildren<ui::RowView *>(u"events"_s)) {
            const auto *cells = qobject_cast<ui::CellDelegate *>(rows->itemDelegate());
            const QFontMetrics metrics(cells->monospace());
            QVERIFY(2 * cells->margin() > metrics.horizontalAdvance(u'0'));
            return;
        }
        QFAIL("no events");
    }

    void aLockLeadsToWhoHoldsItAndOn()
    {
        handTasks();
        show(1);
        const QString chain = label(u"Waiting chain"_s);
        const QStringList lines = chain.split(u'\n');
        QVERIFY2(lines.size() >= 4, qPrintable(chain));
        QVERIFY2(chain.contains(u"└ task 2"_s), qPrintable(chain));
        QVERIFY2(chain.contains(u"lock, held by task 3"_s), qPrintable(chain));
        QVERIFY2(chain.contains(u"recv on connection #77"_s), qPrintable(chain));
        QVERIFY2(chain.contains(u"InspectorTest.cpp:"_s), qPrintable(chain)); // where it was made
        // To the holder, whom both wait for.
        QVERIFY(follow(u"task 3"_s));
        QCOMPARE(window_->inspector().heading(), u"Task 3"_s);
        QVERIFY(label(u"Waiting for this task"_s).contains(u"task 2"_s));
        QVERIFY(label(u"Waiting for this task"_s).contains(u"task 4"_s));
        // And who stands in line with it.
        show(2);
        QVERIFY(follow(u"waits for it, too"_s));
        QCOMPARE(window_->inspector().heading(), u"Task 4"_s);
    }

    void aCircleEndsWhereItBegan()
    {
        handTasks();
        show(5);
        QCOMPARE(label(u"Circle"_s), u"5 → 6 → 5"_s);
        QVERIFY2(label(u"Waiting chain"_s).contains(u"↻ task 5"_s),
                 qPrintable(label(u"Waiting chain"_s)));
    }

    // Neither the log nor what the tabs of the Inspector show, until it is seen.
    void whatNobodySeesIsNotRead()
    {
        scene_->fill(10);
        ui::Inspector &inspector = window_->inspector();
        inspector.showConnection(1);
        const auto talk = [this](const char *bytes) {
            loop::Delta next = scene_->delta();
            models::test::addEvent(next, loop::EventKind::DataIn, 1, bytes);
            scene_->hand(next);
        };
        inspector.showPage(0);
        const int logged = scene_->log.rowCount();
        talk("first");
        QTRY_VERIFY(scene_->conversation.rowCount() > 0);
        QTRY_VERIFY(!scene_->events.reading() && !scene_->log.reading());
        QCOMPARE(scene_->events.rowCount(), 0);
        QCOMPARE(scene_->log.rowCount(), logged);
        QVERIFY(scene_->log.total() > logged);
        inspector.showPage(2);
        QTRY_VERIFY(scene_->events.rowCount() > 0);
        const int said = scene_->conversation.rowCount(), events = scene_->events.rowCount();
        talk("second, which is longer than a row of hex");
        QTRY_COMPARE(scene_->events.rowCount(), events + 1);
        QCOMPARE(scene_->conversation.rowCount(), said);
        inspector.showPage(0);
        QTRY_VERIFY(scene_->conversation.rowCount() > said);
        window_->tabs().setCurrentIndex(RecordTabs::Log);
        QCOMPARE(scene_->log.rowCount(), int(scene_->log.total()));
        // Nor is a window that is minimised.
        const int saidBefore = scene_->conversation.rowCount(),
                  loggedBefore = scene_->log.rowCount();
        window_->setWindowState(Qt::WindowMinimized);
        talk("third, which is longer than a row of hex, too");
        QTRY_VERIFY(!scene_->log.reading() && !scene_->conversation.reading());
        QCOMPARE(scene_->log.rowCount(), loggedBefore);
        QCOMPARE(scene_->conversation.rowCount(), saidBefore);
        window_->setWindowState(Qt::WindowNoState);
        QTRY_COMPARE(scene_->log.rowCount(), int(scene_->log.total()));
        QTRY_VERIFY(scene_->conversation.rowCount() > saidBefore);
    }

    // However much there is to say of a subject, the window stays as high as it was.
    void muchToSayDoesNotMakeTheWindowHigher()
    {
        scene_->fill(40);
        handTasks();
        const QSize size = window_->size();
        show(1);
        QCOMPARE(window_->size(), size);
        for (const quint64 id : {10U, 7U}) {
            const QModelIndex line = scene_->sessions.indexOf(id);
            QTreeView &tree = window_->sessions().tree();
            QTest::mouseClick(tree.viewport(), Qt::LeftButton, {}, tree.visualRect(line).center());
            QApplication::processEvents();
            QCOMPARE(window_->size(), size);
            QVERIFY(window_->minimumSizeHint().height() <= 720);
        }
    }

    // Figures and times, side by side; where it is narrow first the ones and then the others.
    void twoColumnsBecomeOneAfterTheOther()
    {
        ui::FactsView view(*theme_);
        QList<models::Fact> facts;
        for (const char *label : {"Messages", "p50", "Rate", "p90", "Timed", "max", "Errors"}) {
            facts.append({QString::fromLatin1(label), u"1"_s});
            facts.last().second = facts.size() < 7 && facts.size() % 2 == 0;
        }
        view.showFacts(facts);
        const auto read = [&view](int width) { // line by line
            view.resize(width, 400);
            view.show();
            QApplication::processEvents();
            QList<const QLabel *> labels;
            for (const auto *label : view.findChildren<QLabel *>()) {
                if (label->isVisible() && label->text() != u"1")
                    labels << label;
            }
            std::ranges::sort(labels, {},
                              [](const QLabel *each) { return std::pair(each->y(), each->x()); });
            QStringList words;
            for (const QLabel *label : labels)
                words << label->text();
            return words.join(u' ');
        };
        QCOMPARE(read(800), u"Messages p50 Rate p90 Timed max Errors"_s);
        QCOMPARE(read(120), u"Messages Rate Timed p50 p90 max Errors"_s);
        QCOMPARE(read(800), u"Messages p50 Rate p90 Timed max Errors"_s);
    }

    void whoCancelledItAndThroughWhom()
    {
        handTasks();
        show(8);
        QVERIFY(label(u"Cancelled by"_s).startsWith(u"task 9"_s));
        QVERIFY2(label(u"Passed on by"_s).startsWith(u"task 7"_s),
                 qPrintable(label(u"Passed on by"_s)));
        show(7);
        QVERIFY(label(u"Passed on by"_s).isEmpty());
    }

    void theTreeIsSwitchedByKeyAndButtonAndRemembered()
    {
        handTasks();
        window_->tabs().setCurrentIndex(RecordTabs::Tasks);
        auto *button = window_->tabs().cornerWidget()->findChild<QToolButton *>();
        QVERIFY(button && button->isVisible());
        QTRY_VERIFY(button->width() > 0); // it is laid out
        QCOMPARE(ids().first(), 1U);
        QVERIFY(window_->tabs().view(RecordTabs::Tasks).selectId(4));
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(scene_->tasks.isTree());
        QVERIFY(ids().indexOf(2) == ids().indexOf(1) + 1); // below the one that awaits it
        QCOMPARE(window_->tabs().view(RecordTabs::Tasks).currentId(), 4U);
        const QString shown
            = scene_->tasks.index(scene_->tasks.rowOf(2), models::TaskColumn::Coroutine)
                  .data()
                  .toString();
        QVERIFY2(shown.startsWith(u'└'), qPrintable(shown));
        window_->closeUnasked();
        reopenWindow();
        QVERIFY(scene_->tasks.isTree());
        window_->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window_.get()));
        QTest::keyClick(window_.get(), Qt::Key_F7);
        QVERIFY(!scene_->tasks.isTree());
        window_->tabs().setCurrentIndex(RecordTabs::Connections);
        QVERIFY(!window_->tabs().cornerWidget()->findChild<QToolButton *>()->isVisible());
    }

    // One session after the other is shown in the same place: with as many limits as it has.
    void aSessionHasItsOwnLimitsAndNoOthers()
    {
        QWidget place;
        auto *top = new QVBoxLayout(&place);
        auto *tabs = new QTabWidget;
        top->addWidget(tabs);
        ui::SubjectPages pages(*theme_, *top, *tabs);
        place.show();
        const auto limits = [&place] {
            QStringList shown;
            for (const QLabel *label : place.findChildren<QLabel *>()) {
                if (label->accessibleName() == u"Limit" && label->isVisible())
                    shown << label->text();
            }
            return shown;
        };
        models::Inspected session;
        session.limits = {{u"p99<5ms"_s, true, u"1 ms"_s}, {u"errors<1"_s, false, u"3"_s}};
        pages.refresh(session);
        QCOMPARE(limits().size(), 2);
        session.limits = {{u"max<1s"_s, true, u"2 ms"_s}};
        pages.refresh(session);
        QCOMPARE(limits(), QStringList {u"● max<1s holds so far: 2 ms"_s});
        pages.refresh({});
        QCOMPARE(limits(), QStringList());
    }

    // What held, and what did not; so far or at the end; and where nothing was measured.
    void aLimitIsSaidAsItStands()
    {
        QWidget place;
        auto *top = new QVBoxLayout(&place);
        auto *tabs = new QTabWidget;
        top->addWidget(tabs);
        ui::SubjectPages pages(*theme_, *top, *tabs);
        place.show();
        const auto said = [&](bool over, bool holds, const QString &measured) {
            models::Inspected session;
            session.limitsAreFinal = over;
            session.limits = {{u"p99<5ms"_s, holds, measured}};
            pages.refresh(session);
            for (const QLabel *label : place.findChildren<QLabel *>()) {
                if (label->accessibleName() == u"Limit" && label->isVisible())
                    return label->text();
            }
            return QString();
        };
        QCOMPARE(said(true, true, u"1 ms"_s), u"● p99<5ms met: 1 ms"_s);
        QCOMPARE(said(true, false, u"9 ms"_s), u"● p99<5ms not met: 9 ms"_s);
        QCOMPARE(said(true, false, {}), u"● p99<5ms not met: nothing measured"_s);
        QCOMPARE(said(false, true, u"1 ms"_s), u"● p99<5ms holds so far: 1 ms"_s);
        QCOMPARE(said(false, false, u"9 ms"_s), u"● p99<5ms does not hold now: 9 ms"_s);
        const auto mends = [&](const QString &mending) { // its title is shown
            models::Inspected warning;
            warning.meaning = u"It is slow."_s;
            warning.mending = mending;
            pages.refresh(warning);
            for (const QLabel *label : place.findChildren<QLabel *>()) {
                if (label->text() == u"How to mend it")
                    return !label->isHidden();
            }
            return false;
        };
        QVERIFY(mends(u"Do less."_s));
        QVERIFY(!mends({}));
        models::Inspected loop;
        for (int i = 0; i < 203; ++i)
            loop.holdings.append({u"timer"_s, u"a.cpp:%1"_s.arg(i), 1});
        pages.refresh(loop);
        QStringList lines;
        for (const QLabel *label : place.findChildren<QLabel *>()) {
            if (label->accessibleName() == u"What keeps it running")
                lines = models::shown::copied(label->text()).split(u'\n');
        }
        QCOMPARE(lines.size(), 201);
        QVERIFY2(lines.at(199).contains(u"a.cpp:199"), qPrintable(lines.at(199)));
        QVERIFY2(lines.at(200).contains(u"and 3 more place"), qPrintable(lines.at(200)));
    }

    void factsThatAreNoMoreAreNotShown()
    {
        ui::FactsView view(*theme_);
        view.resize(400, 300);
        view.show();
        const auto shown = [&view] {
            QStringList words;
            for (const auto *label : view.findChildren<QLabel *>()) {
                if (label->isVisible())
                    words << label->text();
            }
            words.sort();
            return words;
        };
        view.showFacts({{u"a"_s, u"1"_s}, {u"b"_s, u"2"_s}, {u"c"_s, u"3"_s}});
        view.showFacts({{u"a"_s, u"1"_s}});
        QCOMPARE(shown(), (QStringList {u"1"_s, u"a"_s}));
        view.showFacts({{u"a"_s, u"1"_s}, {u"b"_s, u"2"_s}});
        QCOMPARE(shown(), (QStringList {u"1"_s, u"2"_s, u"a"_s, u"b"_s}));
    }

    void whoWaitsForATaskIsALink()
    {
        handTasks();
        show(3);
        ui::LinkLabel *waiters = nullptr;
        for (auto *each : window_->inspector().findChildren<ui::LinkLabel *>()) {
            if (each->accessibleName() == u"Waiting for this task")
                waiters = each;
        }
        QVERIFY(waiters && waiters->isVisible());
        Q_EMIT waiters->linkActivated(u"2"_s);
        QCOMPARE(window_->inspector().heading(), u"Task 2"_s);
    }

    // Not those that it has in common with what was looked at before.
    void theEventsAreThoseOfWhatIsShown()
    {
        scene_->fill(10);
        loop::Delta made = scene_->delta();
        models::test::addEvent(made, loop::EventKind::Session, 0, {}, "of a task").task.value = 312;
        scene_->hand(made);
        ui::Inspector &inspector = window_->inspector();
        window_->tabs().setCurrentIndex(RecordTabs::Tasks);
        QVERIFY(window_->tabs().view(RecordTabs::Tasks).selectId(312));
        inspector.open(inspector.events());
        QTRY_COMPARE(scene_->events.rowCount(), 1);
        inspector.showConnection(1842);
        inspector.open(inspector.events());
        QTRY_VERIFY(scene_->events.rowCount() > 2); // no task did those
        window_->tabs().view(RecordTabs::Tasks).clearSelection();
        inspector.showTask(312, 0);
        QTRY_COMPARE(scene_->events.rowCount(), 1);
    }

    // The Inspector shows what a person picks, not what the program selects.
    void sessionsAreInspectedByMouseAndKeysAndNotByTheProgram()
    {
        scene_->fill(5);
        QTreeView &tree = window_->sessions().tree();
        const auto line = [&](quint64 id) { return scene_->sessions.indexOf(id); };
        QTest::mouseClick(tree.viewport(), Qt::LeftButton, {}, tree.visualRect(line(7)).center());
        QCOMPARE(window_->inspector().subject(), Inspection::Subject::Session);
        QCOMPARE(window_->inspector().subjectId(), 7U);
        window_->selectSession(10); // a new one
        QCOMPARE(window_->inspector().subjectId(), 7U);
        window_->selectSession(7);
        for (int i = 0; i < 3; ++i) // over the server before and the group
            QTest::keyClick(&tree, Qt::Key_Up);
        QCOMPARE(window_->inspector().subject(), Inspection::Subject::Loop);
        QVERIFY(window_->tabs().view(RecordTabs::Connections).selectId(1842));
        QCOMPARE(window_->inspector().subject(), Inspection::Subject::Connection);
        QVERIFY(follow(u"echo :8881"_s) || follow(u"load :8881"_s));
        QCOMPARE(window_->inspector().subject(), Inspection::Subject::Session);
    }

private:
    // 1 awaits 2, which waits for a lock that 3 has, as 4 does; 3 reads from a connection. 5 and 6
    // wait for each other. 9 cancelled 7, which waits for 8.
    void handTasks()
    {
        loop::Delta made = scene_->delta();
        const auto waits = [&made](std::uint64_t id, loop::WaitKind kind, std::uint64_t target) {
            loop::TaskSample &sample = models::test::task(made, id);
            sample.wait = kind;
            sample.waitTarget = target;
            sample.awaitedAt = loop::Place(std::source_location::current());
            return &sample;
        };
        const auto lock = [&waits](std::uint64_t id) {
            loop::PrimitiveSample primitive;
            primitive.id = 50;
            primitive.kind = loop::PrimitiveKind::Lock;
            primitive.created = loop::Place(std::source_location::current());
            primitive.holder.value = 3;
            primitive.waiting = 2;
            waits(id, loop::WaitKind::Synchronisation, 0)->primitive
                = std::make_shared<const loop::PrimitiveSample>(primitive);
        };
        models::test::open(made, 77);
        waits(1, loop::WaitKind::Task, 2);
        lock(2);
        waits(3, loop::WaitKind::Read, 77);
        lock(4);
        waits(5, loop::WaitKind::Task, 6);
        waits(6, loop::WaitKind::Task, 5);
        loop::TaskSample *outer = waits(7, loop::WaitKind::Task, 8);
        outer->cancelRequests = 1;
        outer->cancelledBy.value = 9;
        loop::TaskSample *inner = waits(8, loop::WaitKind::Sleep, 0);
        inner->cancelRequests = 1;
        inner->cancelledBy.value = 9;
        inner->cancelledThrough.value = 7;
        waits(9, loop::WaitKind::Future, 0);
        scene_->addSessions();
        scene_->hand(made);
    }
    void show(quint64 task)
    {
        window_->tabs().setCurrentIndex(RecordTabs::Tasks);
        ui::RowView &view = window_->tabs().view(RecordTabs::Tasks);
        const QModelIndex cell
            = scene_->tasks.index(scene_->tasks.rowOf(task), models::TaskColumn::Id);
        view.scrollTo(cell);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, view.visualRect(cell).center());
        QCOMPARE(window_->inspector().shownTask(), task);
    }
    QList<quint64> ids() const
    {
        QList<quint64> all;
        for (int row = 0; row < scene_->tasks.rowCount(); ++row)
            all << scene_->tasks.idAt(row);
        return all;
    }
    // What a visible label says, by its accessible name.
    QString label(const QString &name) const
    {
        const auto labels = window_->inspector().findChildren<QLabel *>();
        for (const QLabel *each : labels) {
            if (each->isVisible() && each->accessibleName() == name)
                return each->text();
        }
        return {};
    }
    // A click on the link whose text has these words.
    bool follow(const QString &words) const
    {
        const auto &links = window_->inspector().inspection().shown().links;
        for (qsizetype i = 0; i < links.size(); ++i) {
            if (links.at(i).text.contains(words)) {
                Q_EMIT window_->inspector().pages().links().picked(quint64(i) + 1);
                return true;
            }
        }
        return false;
    }
};

QTEST_MAIN(InspectorTest)
#include "InspectorTest.moc"
