// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Disks that are full, for tests of what writes files.

#include <QtCore/QFile>
#include <QtCore/QString>

#include <csignal>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

namespace test {

// Files of this process cannot grow past `bytes` while it lives: EFBIG. Needs no privilege.
class SmallDisk {
public:
    explicit SmallDisk(rlim_t bytes)
    {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit small {bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk() { setrlimit(RLIMIT_FSIZE, &before_); }
    SmallDisk(const SmallDisk &) = delete;

private:
    rlimit before_ {};
};

// A file system of `kibibytes` in `folder`, which only this thread, and what it starts, sees. Needs
// root: where it is not mounted(), the test is to be skipped.
class OwnDisk {
public:
    OwnDisk(const QString &folder, int kibibytes)
        : folder_(QFile::encodeName(folder))
    {
        const QByteArray size = "size=" + QByteArray::number(kibibytes) + "k,mode=0777";
        mounted_ = ::geteuid() == 0 && ::unshare(CLONE_NEWNS) == 0
            && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
            && ::mount("none", folder_.constData(), "tmpfs", 0, size.constData()) == 0;
    }
    ~OwnDisk()
    {
        if (mounted_)
            ::umount2(folder_.constData(), MNT_DETACH);
    }
    OwnDisk(const OwnDisk &) = delete;

    [[nodiscard]] bool mounted() const { return mounted_; }
    void fill() const
    {
        QFile filler(QFile::decodeName(folder_) + QStringLiteral("/filler"));
        if (!filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
            return;
        const QByteArray block(1024, 'x');
        while (filler.write(block) == block.size()) { }
    }

private:
    QByteArray folder_;
    bool mounted_ = false;
};

} // namespace test
