// SPDX-License-Identifier: GPL-3.0-or-later

// The window and its files: what is written is written by other threads, and whatever is under way
// when the program ends is over before anything that it needs is gone.

#include "Opened.h"

#include "app/window/WindowFiles.h"
#include "loop/EventLoop.h"
#include "loop/Sleep.h"
#include "models/record/Recording.h"
#include "models/record/RecordingReader.h"
#include "models/record/Sqlite.h"
#include "tests/models/Deltas.h"
#include "tests/ui/Scene.h"
#include "ui/Actions.h"
#include "ui/ComparisonWindow.h"
#include "ui/FilterField.h"
#include "ui/MainWindow.h"
#include "ui/Notices.h"
#include "ui/StatusStrip.h"
#include "ui/Theme.h"

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QScopeGuard>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>
#include <QtGui/QAction>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <algorithm>
#include <atomic>
#include <optional>
#include <semaphore>

using namespace Qt::StringLiterals;
using models::SqliteDatabase;

namespace {

class Loaded : public Opened {
public:
    Loaded()
        : Opened({u"--serve"_s, u"echo://127.0.0.1:0"_s, u"--connect"_s,
                  u"load://127.0.0.1:0?connections=5&rate=200"_s})
    { }
};

// Now, or before: each notice can be read again.
bool says(const ui::MainWindow &window, const QString &words)
{
    const ui::Notices &notices = window.strip().notices();
    for (int row = 0; row < notices.rowCount(); ++row) {
        if (notices.at(row).sentence.contains(words))
            return true;
    }
    return false;
}

loop::Coro<void> until(std::function<bool()> condition)
{
    for (int look = 0; look < 4000 && !condition(); ++look)
        co_await loop::sleep(std::chrono::milliseconds(5));
}

bool comes(loop::EventLoop &loop, const std::function<bool()> &condition)
{
    loop.runUntilComplete(until(condition));
    return condition();
}

// In the tab of the log, which is to be shown.
bool hasEvent(const Opened &opened, const QString &name)
{
    const QAbstractItemModel &log = opened.rows(ui::RecordTabs::Log);
    for (int row = 0; row < log.rowCount(); ++row) {
        if (log.index(row, models::LogColumn::Event).data() == name)
            return true;
    }
    return false;
}

} // namespace

class WindowFilesTest : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString recordings() const { return folder_.filePath(u"loopscope/recordings"_s); }
    QStringList files(const QString &folder, const QStringList &names) const
    {
        return QDir(folder).entryList(names, QDir::Files | QDir::Hidden);
    }
    // That of the program, once it holds something.
    QString recording() const
    {
        const QStringList found = files(recordings(), {u"loopscope-*.loopscope"_s});
        return found.size() == 1 ? recordings() + u'/' + found.first() : QString();
    }
    bool hasEvents(qint64 count) const
    {
        return QTest::qWaitFor(
            [this, count] {
                const auto reader = models::RecordingReader::open(recording());
                const auto events = reader ? (*reader)->eventCount() : models::Result<qint64>(0);
                return events && *events >= count;
            },
            patience);
    }

private Q_SLOTS:
    void initTestCase()
    {
        keepEverythingIn(folder_); // what other programs left behind is reported, too
    }

    void aRecordingLiesWhereAPersonFindsItAndGoesWithTheProgram()
    {
        std::optional<Loaded> opened;
        opened.emplace();
        QVERIFY(hasEvents(10));
        QCOMPARE(QFile::permissions(recordings()) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
        opened->program.finish(0);
        QVERIFY(QTest::qWaitFor([&] { return opened->program.isOver(); }, patience));
        opened.reset();
        QCOMPARE(files(recordings(), {u"*"_s}), QStringList());
    }

    // The last that the work said is on its way when its end is shown.
    void progressAfterTheEndIsNotShown()
    {
        ui::Theme theme(*qApp);
        QSettings settings(folder_.filePath(u"s.ini"_s), QSettings::IniFormat);
        Scene scene;
        ui::MainWindow window(theme, scene.all(), settings);
        loop::EventLoop loop; // it runs while Qt's does not
        const auto save
            = [](const QString &, const app::WindowFiles::Watch &watch) -> models::Result<bool> {
            watch.progress(0.5);
            return true;
        };
        const auto nothing = [] { return QString(); };
        app::WindowFiles files(loop, window, {nothing, save, nothing});
        Q_EMIT window.saveRequested(u"a.loopscope"_s);
        loop.runUntilComplete(files.settle());
        QVERIFY(says(window, u"a.loopscope is written"_s));
        QVERIFY(!window.strip().showsProgress());
        QCoreApplication::sendPostedEvents();
        QVERIFY(!window.strip().showsProgress());
    }

    void anotherOneReplacesWhatIsUnderWay_data()
    {
        QTest::addColumn<QString>("work");
        for (const char *const work : {"save", "export", "compare"})
            QTest::newRow(work) << QString::fromLatin1(work);
    }

    // The first is cancelled, and the second is not.
    void anotherOneReplacesWhatIsUnderWay()
    {
        QFETCH(QString, work);
        ui::Theme theme(*qApp);
        QSettings settings(folder_.filePath(u"s.ini"_s), QSettings::IniFormat);
        Scene scene;
        ui::MainWindow window(theme, scene.all(), settings);
        loop::EventLoop loop;
        models::Recording recording;
        loop::Delta delta = models::test::delta();
        models::test::open(delta, 1);
        recording.apply(delta);
        recording.flush();
        std::binary_semaphore replaced(0);
        std::atomic<bool> first = true;
        const auto waitOnce = [&] { // the first, until there is a second
            if (first.exchange(false))
                (void)replaced.try_acquire_for(std::chrono::seconds(20));
        };
        const auto read = [&] {
            waitOnce();
            return recording.path();
        };
        const auto save
            = [&](const QString &, const app::WindowFiles::Watch &watch) -> models::Result<bool> {
            waitOnce();
            return !watch.stop.stop_requested();
        };
        app::WindowFiles files(loop, window, {read, save, [] { return QString(); }});
        const auto ask = [&](const QString &name) {
            const QString path = folder_.filePath(name);
            if (work == u"save")
                Q_EMIT window.saveRequested(path);
            else if (work == u"export")
                Q_EMIT window.exportRequested(path);
            else
                Q_EMIT window.compareRequested(recording.path());
        };
        ask(u"first.jsonl"_s);
        QVERIFY(comes(loop, [&first] { return !first; })); // it is under way
        ask(u"second.jsonl"_s);
        replaced.release();
        const bool compares = work == u"compare";
        const QString cancelled = compares
            ? u"The comparison with %1 was cancelled."_s.arg(QFileInfo(recording.path()).fileName())
            : u"The writing of first.jsonl was cancelled."_s;
        const auto compared
            = [&window] { return window.findChildren<ui::ComparisonWindow *>().size(); };
        QVERIFY(comes(loop, [&] { // both are over
            return window.strip().notices().rowCount() + int(compared()) >= 2;
        }));
        QVERIFY(says(window, cancelled));
        QVERIFY(compares ? compared() == 1 : says(window, u"second.jsonl is written."_s));
    }

    // The disk is as slow as it can be: another program holds the database.
    void theWindowLivesWhileAnExportWaitsForTheDisk()
    {
        Loaded opened;
        QVERIFY(hasEvents(100));
        const QString target = folder_.filePath(u"log.jsonl"_s);
        int ticks = 0;
        QTimer timer;
        connect(&timer, &QTimer::timeout, this, [&ticks] { ++ticks; });
        timer.start(5);
        {
            SqliteDatabase other(recording().toStdString(), SqliteDatabase::Mode::Write);
            other.run("BEGIN IMMEDIATE");
            QElapsedTimer clock;
            clock.start();
            Q_EMIT opened.window->exportRequested(target);
            Q_EMIT opened.window->saveScenarioRequested(folder_.filePath(u"scenario.json"_s));
            QVERIFY(QTest::qWaitFor([&] { return ticks > 20; }, patience));
            QVERIFY2(!QFile::exists(target), "it waits for what is not written yet");
            other.run("COMMIT");
        }
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(target), patience);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(folder_.filePath(u"scenario.json"_s)), patience);
        opened.program.finish(0);
        QVERIFY(QTest::qWaitFor([&] { return opened.program.isOver(); }, patience));
    }

    // A connection that lived before is there whole, from the moment on.
    void wiresharkIsStartedOnLivePackets()
    {
        const QString said = folder_.filePath(u"said"_s);
        QFile wireshark(folder_.filePath(u"wireshark"_s));
        QVERIFY(wireshark.open(QIODevice::WriteOnly));
        wireshark.write("#!/bin/sh\necho \"$@\" > '" + said.toUtf8() + "'\n");
        wireshark.close();
        wireshark.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        const QByteArray before = qgetenv("PATH");
        qputenv("PATH", folder_.path().toUtf8() + ':' + before);
        const auto restored = qScopeGuard([&before] { qputenv("PATH", before); });
        Opened opened({u"--serve"_s, u"echo://127.0.0.1:0"_s});
        QVERIFY(opened.waitForServer());
        QTcpSocket peer;
        peer.connectToHost(u"127.0.0.1"_s, opened.port());
        peer.write("before");
        QTRY_COMPARE_WITH_TIMEOUT(peer.bytesAvailable(), 6, patience);
        // What the loop did not tell yet would be news to a reader, too.
        opened.window->tabs().setCurrentIndex(ui::RecordTabs::Log);
        QTRY_VERIFY_WITH_TIMEOUT(hasEvent(opened, u"data out"_s), patience);
        opened.window->actions().wireshark->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(said).size() > 0, patience);
        QFile words(said);
        QVERIFY(words.open(QIODevice::ReadOnly));
        const QByteArray options = words.readAll().trimmed();
        QVERIFY2(options.startsWith("-k -i TCP@127.0.0.1:"), options);
        QVERIFY(says(*opened.window, QString::fromUtf8("Wireshark starts: wireshark " + options)));
        QTcpSocket reader;
        reader.connectToHost(u"127.0.0.1"_s,
                             quint16(options.mid(options.lastIndexOf(':') + 1).toUInt()));
        QByteArray packets;
        const auto gets = [&](const QByteArray &what) {
            return QTest::qWaitFor(
                [&] {
                    packets += reader.readAll();
                    return packets.contains(what);
                },
                patience);
        };
        QVERIFY(gets("Synthetic"));
        // Until what lives is known there, it is left out.
        QVERIFY(QTest::qWaitFor(
            [&] {
                peer.write("after it");
                packets += reader.readAll();
                return packets.contains("after it") && packets.contains("TCP server at");
            },
            patience));
        QVERIFY(!packets.contains("before"));
    }

    void whatTheFilterOfTheLogShowsIsExported()
    {
        Loaded opened;
        QVERIFY(hasEvents(100));
        QAction *action = opened.window->actions().exportShown;
        QVERIFY(!action->isEnabled());
        opened.window->tabs().setCurrentIndex(ui::RecordTabs::Log);
        QTest::keyClicks(&opened.window->filter(), u"event:session session:echo"_s);
        QTRY_VERIFY(action->isEnabled());
        const QString target = folder_.filePath(u"shown.jsonl"_s);
        Q_EMIT opened.window->exportShownRequested(target);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(target), patience);
        QFile file(target);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArrayList lines = file.readAll().trimmed().split('\n');
        QVERIFY(lines.takeFirst().contains("\"schema\""));
        QCOMPARE(lines.size(), 2); // it starts, it runs
        for (const QByteArray &line : lines)
            QVERIFY2(line.contains("\"session\":\"echo 127.0.0.1:"), line.constData());
        opened.program.finish(0);
        QVERIFY(QTest::qWaitFor([&] { return opened.program.isOver(); }, patience));
    }

    void bytesOfAStreamAreSaved()
    {
        Loaded opened;
        QVERIFY(hasEvents(100));
        const ui::RowView &connections = opened.window->tabs().view(ui::RecordTabs::Connections);
        QTRY_VERIFY(connections.model()->rowCount() > 0);
        const quint64 id = connections.model()->index(0, 0).data(models::IdRole).toULongLong();
        const QString target = folder_.filePath(u"received.bin"_s);
        Q_EMIT opened.window->saveBytesRequested(target, id, true, 0);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(target), patience);
        QVERIFY(QFileInfo(target).size() > 0);
        // A window has one notice: that of the first must have come before that of the second.
        QVERIFY(
            QTest::qWaitFor([&] { return says(*opened.window, u"received.bin is"_s); }, patience));
        Q_EMIT opened.window->saveBytesRequested(u"/no/such/x"_s, id, false, 0);
        QVERIFY(QTest::qWaitFor(
            [&] { return says(*opened.window, u"/no/such/x cannot be written"_s); }, patience));
        opened.program.finish(0);
        QVERIFY(QTest::qWaitFor([&] { return opened.program.isOver(); }, patience));
    }

    void savingCanBeCancelledAndLeavesAllOrNothing()
    {
        const QString saved = folder_.filePath(u"cancelled.loopscope"_s);
        {
            Loaded opened;
            QVERIFY(hasEvents(100));
            Q_EMIT opened.window->saveRequested(saved);
            Q_EMIT opened.window->exportCancelRequested();
            opened.program.finish(0);
            QVERIFY(QTest::qWaitFor([&] { return opened.program.isOver(); }, patience));
        }
        QVERIFY(!QFile::exists(saved)); // it flushes first, and is stopped before it copies
        QCOMPARE(files(folder_.path(), {u"*.part"_s}), QStringList());
    }

    void anExportUnderWayEndsWithTheProgram()
    {
        const QString target = folder_.filePath(u"unfinished.csv"_s);
        const QString saved = folder_.filePath(u"saved.loopscope"_s);
        {
            Loaded opened;
            QVERIFY(hasEvents(100));
            Q_EMIT opened.window->exportRequested(target);
            Q_EMIT opened.window->saveRequested(saved);
            opened.program.finish(0);
            QVERIFY(QTest::qWaitFor([&] { return opened.program.isOver(); }, patience));
        }
        // Cancelled, or done before that; never half of it.
        if (QFile csv(target); csv.open(QIODevice::ReadOnly))
            QVERIFY(csv.readAll().endsWith("\r\n"));
        const auto reader = models::RecordingReader::open(saved);
        QVERIFY2(reader, qPrintable(reader.problem()));
        QVERIFY(*(*reader)->eventCount() >= 100);
        QCOMPARE(files(folder_.path(), {u".loopscope-*"_s, u"*.part"_s}), QStringList());
    }
};

QTEST_MAIN(WindowFilesTest)
#include "WindowFilesTest.moc"
