// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/SocketFile.h"

#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <barrier>
#include <cerrno>
#include <thread>
#include <vector>

using namespace Qt::StringLiterals;

class SocketFileTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::string path_;
    loop::SocketAddress address_;

    // As another program would.
    loop::Descriptor bound() const
    {
        loop::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        return ::bind(socket.get(), address_.data(), address_.size()) == 0 ? std::move(socket)
                                                                           : loop::Descriptor();
    }
    ino_t inode() const
    {
        struct stat status { };
        return ::lstat(path_.c_str(), &status) == 0 ? status.st_ino : 0;
    }
    void isRefusedWith(int error) const
    {
        const ino_t before = inode();
        errno = 0;
        QVERIFY(!app::bindUnixSocket(address_));
        QCOMPARE(errno, error);
        QCOMPARE(inode(), before);
    }

private Q_SLOTS:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath(u"socket"_s).toStdString();
        address_ = loop::SocketAddress::unixPath(path_);
    }

    void whatADeadProgramLeftIsTakenOver()
    {
        QVERIFY(bound()); // and closed at once
        QVERIFY(inode() != 0);
        const loop::Descriptor socket = app::bindUnixSocket(address_);
        QVERIFY(socket);
        QCOMPARE(::listen(socket.get(), 1), 0);
        loop::Descriptor client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        QCOMPARE(::connect(client.get(), address_.data(), address_.size()), 0);
    }

    void aServerKeepsItsPath()
    {
        const loop::Descriptor server = bound();
        QCOMPARE(::listen(server.get(), 1), 0);
        isRefusedWith(EADDRINUSE);
    }

    void aSocketThatDoesNotListenYetKeepsItsPath()
    {
        const loop::Descriptor server = bound();
        isRefusedWith(EADDRINUSE);
    }

    // Of a file system whose numbers are those that the kernel tells: a socket has the name that it
    // was bound by, wherever its file went.
    void aSocketThatWasMovedKeepsItsPath()
    {
        folder_ = std::make_unique<QTemporaryDir>(u"/dev/shm/XXXXXX"_s);
        if (!folder_->isValid())
            QSKIP("There is no /dev/shm.");
        path_ = folder_->filePath(u"before"_s).toStdString();
        address_ = loop::SocketAddress::unixPath(path_);
        const loop::Descriptor server = bound();
        QVERIFY(server);
        const std::string before = path_;
        path_ = folder_->filePath(u"socket"_s).toStdString();
        address_ = loop::SocketAddress::unixPath(path_);
        QCOMPARE(::rename(before.c_str(), path_.c_str()), 0);
        isRefusedWith(EADDRINUSE);
    }

    void aSocketWithoutAFileIsInNobodysWay()
    {
        const std::string name = std::string(1, '\0') + "loopscope " + std::to_string(::getpid());
        const auto abstract = loop::SocketAddress::unixPath(name);
        const loop::Descriptor other(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
        QCOMPARE(::bind(other.get(), abstract.data(), abstract.size()), 0);
        QCOMPARE(::listen(other.get(), 1), 0);
        QVERIFY(bound()); // and closed at once
        QVERIFY(app::bindUnixSocket(address_));
    }

    void anotherFileIsNotRemoved()
    {
        QVERIFY(QDir(folder_->path()).mkdir(u"socket"_s));
        isRefusedWith(EEXIST);
    }

    void ofSeveralThatFindADeadSocketOneTakesIt()
    {
        constexpr int rounds = 20, programs = 6;
        for (int round = 0; round < rounds; ++round) {
            ::unlink(path_.c_str());
            QVERIFY(bound());
            std::barrier start(programs);
            std::vector<loop::Descriptor> sockets(programs);
            std::vector<std::thread> threads;
            for (int i = 0; i < programs; ++i)
                threads.emplace_back([&, i] {
                    start.arrive_and_wait();
                    sockets[std::size_t(i)] = app::bindUnixSocket(address_);
                });
            for (std::thread &thread : threads)
                thread.join();
            QCOMPARE(std::count_if(sockets.begin(), sockets.end(),
                                   [](const loop::Descriptor &each) { return bool(each); }),
                     1);
        }
    }

    void ourFileIsRemovedAtTheEnd()
    {
        const loop::Descriptor socket = app::bindUnixSocket(address_);
        {
            const app::SocketFile file(path_);
            QVERIFY(inode() != 0);
        }
        QCOMPARE(inode(), ino_t(0));
    }

    void anotherProgramsSocketAtOurPathStays()
    {
        const loop::Descriptor socket = app::bindUnixSocket(address_);
        std::optional<app::SocketFile> file(path_);
        QCOMPARE(::unlink(path_.c_str()), 0);
        const loop::Descriptor others = bound();
        QVERIFY(others);
        file.reset();
        QVERIFY(inode() != 0);
    }

    void allFilesCanBeRemovedAtOnce()
    {
        const loop::Descriptor socket = app::bindUnixSocket(address_);
        const app::SocketFile file(path_);
        app::SocketFile::removeAll();
        QCOMPARE(inode(), ino_t(0));
    }
};

QTEST_GUILESS_MAIN(SocketFileTest)
#include "SocketFileTest.moc"
