// SPDX-License-Identifier: GPL-3.0-or-later

// Recordings in windows of their own: what a real run left in a file is shown as it was, at its end
// and at any moment of it, and nothing can be done there that only what lives allows.

#include "Recorded.h"

#include "models/record/Recording.h"
#include "models/record/Sqlite.h"
#include "tests/models/Deltas.h"
#include "ui/Actions.h"
#include "ui/Composer.h"
#include "ui/Inspector.h"
#include "ui/Notices.h"
#include "ui/RewindTrack.h"
#include "ui/StatusStrip.h"
#include "ui/StreamView.h"

#include <QtCore/QDir>
#include <QtCore/QMimeData>
#include <QtCore/QTemporaryDir>
#include <QtGui/QDropEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QDialog>
#include <QtWidgets/QToolButton>

#include <numeric>

using namespace Qt::StringLiterals;
using models::test::addEvent;
using models::test::delta;
using models::test::Second;
using ui::MainWindow;
using ui::RecordTabs;
using ui::Tense;

namespace {

struct Shown {
    QStringList connections, peers, in, tasks, warnings, events, details;
    QStringList sessions;

    friend bool operator==(const Shown &, const Shown &) = default;
};

QStringList sessionLines(const MainWindow &window)
{
    QStringList lines;
    const auto *model = qobject_cast<models::SessionModel *>(window.sessions().tree().model());
    for (const models::SessionRecord &record : model->sessions())
        lines << record.kind + u' ' + record.address + u' '
                + models::SessionModel::stateWord(record.state);
    return lines;
}

Shown shownIn(const MainWindow &window)
{
    using namespace models;
    return {column(window, RecordTabs::Connections, ConnectionColumn::State),
            column(window, RecordTabs::Connections, ConnectionColumn::Peer),
            column(window, RecordTabs::Connections, ConnectionColumn::In),
            column(window, RecordTabs::Tasks, TaskColumn::Coroutine),
            column(window, RecordTabs::Warnings, WarningColumn::Message),
            column(window, RecordTabs::Log, LogColumn::Event),
            column(window, RecordTabs::Log, LogColumn::Detail),
            sessionLines(window)};
}

} // namespace

class RecordingWindowTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QString path_; // of the recording
    Shown atEnd_; // what its window showed
    std::int64_t oneOpen_ = 0, bothOpen_ = 0;

    static bool goTo(MainWindow &window, std::int64_t time)
    {
        Q_EMIT window.momentRequested(time, 0);
        return QTest::qWaitFor(
            [&] { return !window.rewind().showsNow() && window.rewind().moment() == time; },
            patience);
    }
private Q_SLOTS:
    void initTestCase()
    {
        keepEverythingIn(folder_);
        path_ = folder_.filePath(u"run.loopscope"_s);
        Recorded run;
        QVERIFY(run.talk());
        QVERIFY(Recorded::settles([&] { return atEnd_ = shownIn(*run.window); }));
        oneOpen_ = run.oneOpen;
        bothOpen_ = run.bothOpen;
        QVERIFY(run.save(path_));
    }

    void itsEndIsWhatTheLiveWindowShowed()
    {
        Opened opened;
        MainWindow *past = pastOf(opened, path_);
        QVERIFY(past);
        QCOMPARE(past->windowTitle().section(u' ', 0, 0), u"run.loopscope"_s);
        Shown shown;
        (void)QTest::qWaitFor( // what follows its keyframe comes a little later
            [&] {
                shown = shownIn(*past);
                return shown.connections == atEnd_.connections && shown.in == atEnd_.in
                    && shown.tasks == atEnd_.tasks && shown.warnings == atEnd_.warnings
                    && shown.events.size() >= atEnd_.events.size();
            },
            patience);
        QCOMPARE(shown.connections, atEnd_.connections);
        QCOMPARE(shown.sessions, atEnd_.sessions);
        QCOMPARE(shown.peers, atEnd_.peers);
        QCOMPARE(shown.in, atEnd_.in);
        QCOMPARE(shown.tasks.join(u'\n'), atEnd_.tasks.join(u'\n')); // names the one too many
        QCOMPARE(shown.warnings, atEnd_.warnings);
        QVERIFY(shown.events.size() >= atEnd_.events.size());
        QCOMPARE(shown.events.first(atEnd_.events.size()), atEnd_.events);
        QCOMPARE(shown.details.first(atEnd_.details.size()), atEnd_.details);
        QVERIFY(shown.connections.contains(u"closed"_s));
        QVERIFY(shown.connections.contains(u"open"_s));
    }

    void everyViewMovesToAMoment()
    {
        Opened opened;
        MainWindow *past = pastOf(opened, path_);
        QVERIFY(past);
        QVERIFY(goTo(*past, oneOpen_));
        QCOMPARE(column(*past, RecordTabs::Connections, models::ConnectionColumn::State),
                 QStringList {u"open"_s});
        const quint64 id = past->tabs()
                               .view(RecordTabs::Connections)
                               .model()
                               ->index(0, 0)
                               .data(models::IdRole)
                               .toULongLong();
        past->tabs().setCurrentIndex(RecordTabs::Connections);
        QVERIFY(past->tabs().view(RecordTabs::Connections).selectId(id));
        QCOMPARE(past->inspector().shownConnection(), id);
        const auto said = [past] {
            const auto *rows = past->inspector().stream().findChild<ui::RowView *>();
            QString all;
            for (int row = 0; row < rows->model()->rowCount(); ++row) {
                for (int cell = 0; cell < rows->model()->columnCount(); ++cell)
                    all += rows->model()->index(row, cell).data().toString() + u' ';
            }
            return all;
        };
        QTRY_VERIFY(said().contains(u"first"_s));

        QVERIFY(goTo(*past, bothOpen_));
        QCOMPARE(column(*past, RecordTabs::Connections, models::ConnectionColumn::State),
                 (QStringList {u"open"_s, u"open"_s}));
        QCOMPARE(past->inspector().shownConnection(), id); // the subject stays
        // A little later the traffic before the moment is there, too.
        const auto traffic = [past] {
            double sum = 0;
            const QAbstractItemModel &rows = *past->tabs().view(RecordTabs::Connections).model();
            for (int row = 0; row < rows.rowCount(); ++row) {
                const auto line = rows.index(row, models::ConnectionColumn::Rate)
                                      .data(models::SparklineRole)
                                      .value<QList<double>>();
                sum = std::accumulate(line.begin(), line.end(), sum);
            }
            return sum;
        };
        QTRY_VERIFY(traffic() > 0);

        const std::int64_t end = past->rewind().track().history().last;
        QVERIFY(goTo(*past, end));
        QTRY_VERIFY(column(*past, RecordTabs::Connections, models::ConnectionColumn::State)
                        .contains(u"closed"_s));
        QVERIFY(goTo(*past, past->rewind().track().history().first));
        QCOMPARE(Recorded::live(*past), 0);
    }

    void thePastCanBePlayed()
    {
        Opened opened;
        MainWindow *past = pastOf(opened, path_);
        QVERIFY(past);
        QVERIFY(goTo(*past, past->rewind().track().history().first));
        Q_EMIT past->speedRequested(16);
        past->actions().play->trigger();
        QTRY_VERIFY(past->rewind().isPlaying());
        QTRY_VERIFY_WITH_TIMEOUT(!past->rewind().isPlaying(), patience);
        QCOMPARE(past->rewind().moment(), past->rewind().track().history().last);
        QTRY_COMPARE(column(*past, RecordTabs::Connections, models::ConnectionColumn::State),
                     atEnd_.connections);
    }

    void thePastIsHeldWhereItIs()
    {
        Opened opened;
        MainWindow *past = pastOf(opened, path_);
        QVERIFY(past);
        const std::int64_t first = past->rewind().track().history().first;
        QVERIFY(goTo(*past, first));
        Q_EMIT past->speedRequested(0.1);
        past->actions().play->trigger();
        QTRY_VERIFY(past->rewind().isPlaying() && past->rewind().moment() > first);
        past->actions().play->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!past->rewind().isPlaying(), patience);
        QVERIFY(past->rewind().moment() < past->rewind().track().history().last);
    }

    void whatCannotBeDoneIsSaid()
    {
        const QString file = folder_.filePath(u"closed.loopscope"_s);
        QVERIFY(QFile::copy(path_, file));
        Opened opened({u"--size"_s, u"1000x700"_s});
        MainWindow *past = pastOf(opened, file);
        QVERIFY(past);
        QCOMPARE(past->size(), QSize(1000, 700));
        Q_EMIT past->openLineRequested(u"app/none.cpp:7"_s);
        QVERIFY2(past->strip().notice().startsWith(u"none.cpp is not on this computer."_s),
                 qPrintable(past->strip().notice()));
        models::SqliteDatabase(file.toStdString(), models::SqliteDatabase::Mode::Write)
            .run("DROP TABLE marks");
        Q_EMIT past->markRequested(oneOpen_, u"one"_s);
        const auto says = [past](const QString &words) {
            const ui::Notices &notices = past->strip().notices();
            for (int row = 0; row < notices.rowCount(); ++row) {
                if (notices.at(row).error && notices.at(row).sentence.startsWith(words))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(says(u"The name cannot be kept in "_s + file), patience);
    }

    void nothingIsOfferedThatOnlyTheLiveAllow()
    {
        Opened opened;
        MainWindow *past = pastOf(opened, path_);
        QVERIFY(past);
        QSignalSpy starts(past, &MainWindow::startRequested),
            stops(past, &MainWindow::stopRequested), news(past, &MainWindow::newSessionRequested),
            debug(past, &MainWindow::debugModeRequested),
            removes(past, &MainWindow::removeRequested),
            cancels(past, &MainWindow::cancelTasksRequested),
            closes(past, &MainWindow::closeConnectionsRequested),
            aborts(past, &MainWindow::abortConnectionsRequested),
            faults(past, &MainWindow::faultsRequested), sends(past, &MainWindow::sendRequested);
        const auto select = [past](RecordTabs::Tab tab) {
            past->tabs().setCurrentIndex(tab);
            past->tabs().view(tab).selectAll();
        };
        const QStringList live {u"New server"_s,
                                u"New client"_s,
                                u"Start"_s,
                                u"Stop"_s,
                                u"Remove"_s,
                                u"Rules"_s,
                                u"Restart"_s,
                                u"Edit…"_s,
                                u"Duplicate"_s,
                                u"Faults"_s,
                                u"Write a message"_s,
                                u"Debug mode"_s,
                                u"Cancel task"_s,
                                u"Close connection"_s,
                                u"Abort connection"_s,
                                u"Pause view"_s,
                                u"Back to live"_s,
                                u"Recording"_s};
        for (int tab = 0; tab < RecordTabs::TabCount; ++tab) {
            select(RecordTabs::Tab(tab));
            for (const QAction *action : past->findChildren<QAction *>()) {
                const QString text = QString(action->text()).remove(u'&');
                const bool offered = action->isVisible() && action->isEnabled();
                for (const QString &each : live)
                    QVERIFY2(!offered || !text.startsWith(each), qPrintable(text));
            }
        }
        for (const QToolButton *button : past->findChildren<QToolButton *>())
            QVERIFY2(!button->accessibleName().startsWith(u"New "_s) || !button->isVisible(),
                     qPrintable(button->accessibleName()));
        // Their keys do nothing, either.
        select(RecordTabs::Connections);
        past->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(past, patience));
        for (const QAction *action : opened.window->actions().all()) {
            const QString text = QString(action->text()).remove(u'&');
            const auto is = [&text](const QString &each) { return text.startsWith(each); };
            if (std::none_of(live.begin(), live.end(), is) || action->shortcut().isEmpty())
                continue;
            const QKeyCombination keys = action->shortcut()[0];
            QTest::keyClick(past, keys.key(), keys.keyboardModifiers());
        }
        for (const QSignalSpy *spy : {&starts, &stops, &news, &debug, &removes, &cancels, &closes,
                                      &aborts, &faults, &sends})
            QCOMPARE(spy->size(), 0);
        QVERIFY(!past->inspector().composer().isVisible());
        QVERIFY(past->actions().save->isEnabled());
        QVERIFY(past->actions().exportJson->isEnabled());
    }

    void itIsExportedAndSavedAsACopy()
    {
        Opened opened;
        MainWindow *past = pastOf(opened, path_);
        QVERIFY(past);
        const QString copy = folder_.filePath(u"copy.loopscope"_s);
        const QString text = folder_.filePath(u"log.jsonl"_s);
        Q_EMIT past->saveRequested(copy);
        Q_EMIT past->exportRequested(text);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(copy) && QFile::exists(text), patience);
        QFile lines(text);
        QVERIFY(lines.open(QIODevice::ReadOnly));
        QVERIFY(lines.readAll().contains("\"payload\":\"first\""));
        MainWindow *again = pastOf(opened, copy);
        QVERIFY(again);
        QTRY_COMPARE(shownIn(*again).connections, atEnd_.connections);
    }

    void whatIsBeingWrittenIsWrittenThoughItsWindowIsClosed()
    {
        for (const bool ends : {false, true}) {
            const QString copy
                = folder_.filePath(ends ? u"ended.loopscope"_s : u"shut.loopscope"_s);
            Opened opened;
            MainWindow *past = pastOf(opened, path_);
            QVERIFY(past);
            Q_EMIT past->saveRequested(copy);
            if (ends)
                opened.program.finish(0);
            else
                past->close();
            QTRY_VERIFY_WITH_TIMEOUT(mainWindows(Tense::Past).isEmpty(), patience);
            QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(copy), patience);
        }
    }

    // In the middle, by the button beside its progress.
    void anExportIsCancelledAndLeavesWhatWasThere()
    {
        models::Recording large;
        for (int i = 0; i < 50; ++i) {
            loop::Delta made = delta(i * Second);
            for (int k = 0; k < 20'000; ++k)
                addEvent(made, loop::EventKind::DataIn, 5, std::string(100, 'x'));
            large.apply(made);
        }
        large.flush();
        const QString folder = folder_.filePath(u"exports"_s), target = folder + u"/log.jsonl"_s;
        QVERIFY(QDir().mkpath(folder));
        QFile old(target);
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        const auto files
            = [&folder] { return QDir(folder).entryList(QDir::Files | QDir::Hidden).size(); };
        Opened opened;
        MainWindow *past = pastOf(opened, large.path());
        QVERIFY(past);
        Q_EMIT past->exportRequested(target);
        QTRY_COMPARE_WITH_TIMEOUT(files(), 2, patience); // it writes
        QVERIFY(past->strip().showsProgress());
        for (QAbstractButton *button : past->strip().findChildren<QAbstractButton *>()) {
            if (button->accessibleName() == u"Cancel the export")
                button->click();
        }
        QTRY_COMPARE_WITH_TIMEOUT(past->strip().notice(),
                                  u"The writing of log.jsonl was cancelled."_s, patience);
        QVERIFY(!past->strip().showsProgress());
        QVERIFY(old.open(QIODevice::ReadOnly));
        QCOMPARE(old.readAll(), "old");
        QCOMPARE(files(), 1);
    }

    void twoAreOpenAtOnceEachAtItsMoment()
    {
        const QString other = folder_.filePath(u"other.loopscope"_s);
        QFile::remove(other);
        QVERIFY(QFile::copy(path_, other));
        Opened opened;
        MainWindow *first = pastOf(opened, path_);
        MainWindow *second = pastOf(opened, other);
        QVERIFY(first && second && first != second);
        QVERIFY(goTo(*first, oneOpen_));
        QVERIFY(goTo(*second, bothOpen_));
        QCOMPARE(Recorded::live(*first), 1);
        QCOMPARE(Recorded::live(*second), 2);
        // Once more the same one: no third window.
        Q_EMIT opened.window->openRequested(path_);
        QTRY_VERIFY(first->isActiveWindow());
        QCOMPARE(mainWindows(Tense::Past).size(), 2);
        first->close();
        QTRY_COMPARE(mainWindows(Tense::Past).size(), 1);
        QVERIFY(goTo(*second, oneOpen_)); // which lives on
    }

    void whatCannotBeOpenedIsASentenceWhereItWasAskedFor()
    {
        Opened opened;
        const auto file = [this](const QString &name, const QByteArray &bytes) {
            QFile made(folder_.filePath(name));
            return made.open(QIODevice::WriteOnly) && made.write(bytes) == bytes.size()
                ? made.fileName()
                : QString();
        };
        const auto says = [&opened](const QString &path, const QString &words) {
            const QString said = errorOf(opened, path);
            if (!said.contains(words))
                qWarning("%s: %s", qPrintable(path), qPrintable(said));
            return said.contains(words);
        };
        const QString missing = folder_.filePath(u"gone.loopscope"_s);
        QVERIFY(says(missing, missing));
        QVERIFY(says(file(u"text.loopscope"_s, QByteArray(5000, 'x')), u"not a recording"_s));
        const QString foreign = folder_.filePath(u"foreign.loopscope"_s);
        models::SqliteDatabase(foreign.toStdString(), models::SqliteDatabase::Mode::Write)
            .run("CREATE TABLE a (b)");
        QVERIFY(says(foreign, u"not a recording"_s));
        const QString newer = folder_.filePath(u"newer.loopscope"_s);
        QVERIFY(QFile::copy(path_, newer));
        models::SqliteDatabase(newer.toStdString(), models::SqliteDatabase::Mode::Write)
            .run("PRAGMA user_version = 99");
        QVERIFY(says(newer, u"newer"_s));
        QFile whole(path_);
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QString cut = file(u"cut.loopscope"_s, whole.readAll().first(6000));
        QVERIFY(says(cut, cut)); // a damaged one
        for (MainWindow *each : mainWindows(Tense::Past))
            each->close();
    }

    void whatIsDroppedIsOpened()
    {
        Opened opened;
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(path_)});
        const QPointF middle = opened.window->rect().center();
        QDragEnterEvent enter(middle.toPoint(), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(opened.window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(middle, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(opened.window, &drop);
        QTRY_COMPARE_WITH_TIMEOUT(mainWindows(Tense::Past).size(), 1, patience);
    }

    void aNameOfAMomentIsKeptInTheFile()
    {
        const QString file = folder_.filePath(u"named.loopscope"_s);
        QVERIFY(QFile::copy(path_, file));
        Opened opened;
        MainWindow *past = pastOf(opened, file);
        QVERIFY(past);
        QVERIFY(goTo(*past, oneOpen_));
        Q_EMIT past->markRequested(oneOpen_, u"one"_s);
        QTRY_COMPARE_WITH_TIMEOUT(past->rewind().track().history().marks.size(), 1, patience);
        QVERIFY(goTo(*past, bothOpen_));
        past->actions().previousMark->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(past->rewind().moment(), oneOpen_, patience);
        QCOMPARE(Recorded::live(*past), 1);
        past->close();
        QTRY_VERIFY(mainWindows(Tense::Past).isEmpty());
        MainWindow *again = pastOf(opened, file);
        QVERIFY(again);
        QTRY_COMPARE_WITH_TIMEOUT(again->rewind().track().history().marks.size(), 1, patience);
    }

    void aRecordingAloneEndsTheProgramWithItsWindow()
    {
        Opened opened({u"--new-server"_s, path_});
        QTRY_COMPARE_WITH_TIMEOUT(mainWindows(Tense::Past).size(), 1, patience);
        QVERIFY(mainWindows(Tense::Live).isEmpty());
        QVERIFY(!opened.window->findChild<QDialog *>()); // nothing can run in it
        mainWindows(Tense::Past).first()->close();
        QTRY_VERIFY_WITH_TIMEOUT(opened.program.isOver(), patience);
    }
};

QTEST_MAIN(RecordingWindowTest)
#include "RecordingWindowTest.moc"
