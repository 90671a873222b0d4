// SPDX-License-Identifier: GPL-3.0-or-later
// Of two that want one lock, one has it: also where its file is taken away, and made anew, between
// opening and locking it. The program's own flock() stops there, for the test to step in.
#include "models/files/FileLock.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <functional>

#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace models;
using namespace std::chrono_literals;

namespace {

std::function<void()> g_beforeLocking; // once

} // namespace

extern "C" int flock(int file, int operation) noexcept // libc's gives way to it
{
    if (const auto stepIn = std::exchange(g_beforeLocking, {}))
        stepIn();
    return static_cast<int>(::syscall(SYS_flock, file, operation));
}

class FileLockTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    QString path_;

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath(QStringLiteral("lock"));
    }
    void cleanup() { g_beforeLocking = {}; }

    void oneHoldsItAndTheOthersAreToldSo()
    {
        auto first = std::make_unique<FileLock>(path_);
        QVERIFY(first->isHeld());
        QCOMPARE(FileLock(path_).state(), FileLock::State::Busy);
        QCOMPARE(FileLock(path_, 20ms).state(), FileLock::State::Busy);
        first.reset();
        QVERIFY(QFile::exists(path_)); // it is left where it is
        QVERIFY(FileLock(path_).isHeld());
    }

    void aLockFileIsItsOwnersAlone()
    {
        const mode_t before = ::umask(0);
        const FileLock lock(path_);
        ::umask(before);
        struct stat status { };
        QCOMPARE(::stat(QFile::encodeName(path_).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777U, 0600U);
    }

    void removeTakesTheFileAwayAndLetsGo()
    {
        FileLock first(path_);
        first.remove();
        QVERIFY(!first.isHeld() && !QFile::exists(path_));
        const FileLock second(path_);
        QVERIFY(second.isHeld());
        first.remove(); // of none that is held
        QVERIFY(QFile::exists(path_));
        QCOMPARE(FileLock(path_).state(), FileLock::State::Busy);
    }

    void theLockOfAFileThatWasTakenAwayIsNone()
    {
        FileLock first(path_);
        g_beforeLocking = [&first] { first.remove(); };
        QCOMPARE(FileLock(path_).state(), FileLock::State::Busy); // once: until the next try
        FileLock again(path_);
        g_beforeLocking = [&again] { again.remove(); };
        const FileLock waited(path_, 5s);
        QVERIFY(waited.isHeld());
        QCOMPARE(FileLock(path_).state(), FileLock::State::Busy); // on the file that is there
    }

    void theLockOfAFileThatWasReplacedIsNone()
    {
        FileLock first(path_);
        std::unique_ptr<FileLock> second;
        g_beforeLocking = [&] {
            first.remove();
            second = std::make_unique<FileLock>(path_);
        };
        const FileLock third(path_);
        QVERIFY(second && second->isHeld());
        QCOMPARE(third.state(), FileLock::State::Busy);
    }

    void aFolderIsLockedWithoutAFile()
    {
        const QString folder = folder_->path();
        const FileLock lock(folder, {}, FileLock::Kind::Folder);
        QVERIFY(lock.isHeld());
        QCOMPARE(FileLock(folder, {}, FileLock::Kind::Folder).state(), FileLock::State::Busy);
        QVERIFY(QDir(folder).isEmpty());
        QCOMPARE(FileLock(path_, {}, FileLock::Kind::Folder).state(), FileLock::State::Failed);
        QVERIFY(!QFile::exists(path_));
    }

    void whereNothingCanBeOpenedThereIsNoLocking()
    {
        QCOMPARE(FileLock(QStringLiteral("/no/such/lock"), 1h).state(), FileLock::State::Failed);
        QVERIFY(QFile::link(QStringLiteral("/dev/null"), path_));
        QCOMPARE(FileLock(path_).state(), FileLock::State::Failed); // nor through a link
        QCOMPARE(FileLock().state(), FileLock::State::Failed);
    }
};

QTEST_GUILESS_MAIN(FileLockTest)
#include "FileLockTest.moc"
