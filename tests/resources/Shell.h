// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A shell that a person types into: the real one, interactive, on a terminal of its own, which ends
// with this. complete() is what stands on its line after keys were pressed there.

#include <QtCore/QByteArray>
#include <QtCore/QElapsedTimer>
#include <QtCore/QStringList>

#include <csignal>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

class Shell {
public:
    // `setUp` is typed first; it makes Ctrl+G print the line between < and >.
    Shell(const QStringList &command, const QByteArray &setUp, const QString &folder)
    {
        std::vector<QByteArray> words;
        for (const QString &word : command)
            words.push_back(word.toUtf8());
        std::vector<char *> pointers;
        for (QByteArray &word : words)
            pointers.push_back(word.data());
        pointers.push_back(nullptr);
        const QByteArray place = folder.toUtf8();
        const winsize size {50, 1000, 0, 0};
        child_ = ::forkpty(&terminal_, nullptr, nullptr, &size);
        if (child_ == 0) {
            ::setenv("TERM", "dumb", 1);
            ::setenv("HOME", place.constData(), 1);
            if (::chdir(place.constData()) == 0)
                ::execvp(pointers[0], pointers.data());
            ::_exit(127);
        }
        type(setUp + "\necho re''ady\n");
        readUntil("ready");
    }
    ~Shell()
    {
        ::kill(child_, SIGKILL);
        ::waitpid(child_, nullptr, 0);
        ::close(terminal_);
    }
    Shell(const Shell &) = delete;
    Shell &operator=(const Shell &) = delete;

    // "" where no answer comes in time.
    QByteArray complete(const QByteArray &keys)
    {
        type("\x15" + keys + "\x07");
        readUntil("\n<");
        return readUntil(">\r\n");
    }

private:
    void type(const QByteArray &keys)
    {
        if (::write(terminal_, keys.constData(), std::size_t(keys.size())) != keys.size())
            qFatal("the shell takes no keys");
    }

    // What comes before `end`.
    QByteArray readUntil(const QByteArray &end)
    {
        QElapsedTimer timer;
        timer.start();
        qsizetype at = -1;
        while ((at = seen_.indexOf(end)) < 0) {
            pollfd descriptor {terminal_, POLLIN, 0};
            char piece[4096];
            ssize_t size = 0;
            const int left = 20'000 - int(timer.elapsed());
            if (left <= 0 || ::poll(&descriptor, 1, left) != 1
                || (size = ::read(terminal_, piece, sizeof piece)) <= 0)
                return {};
            seen_.append(piece, size);
        }
        const QByteArray before = seen_.left(at);
        seen_.remove(0, at + end.size());
        return before;
    }

    int terminal_ = -1;
    pid_t child_ = -1;
    QByteArray seen_;
};
