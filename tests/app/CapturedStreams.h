// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What this process writes to its standard output and standard error while the object lives, kept
// in files that go with it; Qt Test's own words come again afterwards.

#include <QtCore/QFile>
#include <QtCore/QStringList>
#include <QtCore/QTemporaryDir>

#include <cstdio>
#include <unistd.h>

class CapturedStreams {
public:
    CapturedStreams()
    {
        std::fflush(nullptr);
        for (const int fd : {1, 2}) {
            files_[fd].setFileName(folder_.filePath(QString::number(fd)));
            (void)files_[fd].open(QIODevice::ReadWrite | QIODevice::Append);
            before_[fd] = ::dup(fd);
            (void)::dup2(files_[fd].handle(), fd);
        }
    }
    ~CapturedStreams()
    {
        std::fflush(nullptr);
        for (const int fd : {1, 2}) {
            (void)::dup2(before_[fd], fd);
            (void)::close(before_[fd]);
        }
    }
    CapturedStreams(const CapturedStreams &) = delete;

    // The whole lines so far.
    [[nodiscard]] QStringList output() const { return lines(1); }
    [[nodiscard]] QStringList errors() const { return lines(2); }

private:
    [[nodiscard]] QStringList lines(int fd) const
    {
        QFile file(files_[fd].fileName());
        (void)file.open(QIODevice::ReadOnly);
        QStringList all = QString::fromUtf8(file.readAll()).split(u'\n');
        all.removeLast();
        return all;
    }

    QTemporaryDir folder_;
    QFile files_[3];
    int before_[3] = {-1, -1, -1};
};
