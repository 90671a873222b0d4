// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/files/BoundedFile.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

using namespace models;
using namespace Qt::StringLiterals;

class BoundedFileTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    QString made(const char *name, const QByteArray &bytes) const
    {
        QFile file(folder_.filePath(QString::fromUtf8(name)));
        const bool written = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
        return written ? file.fileName() : QString();
    }

private Q_SLOTS:
    void aFileIsReadWhole()
    {
        const QByteArray bytes = QByteArray("0123456789").repeated(30'000);
        const auto read = readFile(made("x", bytes), bytes.size());
        QVERIFY(read);
        QCOMPARE(*read, bytes);
        QVERIFY(!readFile(u"/proc/self/cmdline"_s, 1 << 20)->isEmpty()); // its size says 0
        QCOMPARE(*readFile(u"/dev/null"_s, 10), "");
    }

    void aFileIsReadInParts()
    {
        BoundedFile file(made("x", "abcdefg"));
        QCOMPARE(file.read(4), "abcd");
        QCOMPARE(file.read(4), "efg");
        QCOMPARE(file.read(4), "");
        QCOMPARE(file.problem(), QString());
    }

    void whatIsTooLargeIsNotTaken()
    {
        const QString path = made("x", QByteArray(11, 'x'));
        QCOMPARE(readFile(path, 10).problem(),
                 path
                     + u" cannot be read: it is larger than 10 bytes, the most that is taken here. "
                       "Use a smaller file."_s);
        QVERIFY(readFile(path, 11));
    }

    void whatIsNoFileIsNamedAtOnce_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("what");
        QTest::newRow("pipe") << folder_.filePath(u"pipe"_s) << u"it is a pipe. Name a file."_s;
        QTest::newRow("socket") << folder_.filePath(u"socket"_s)
                                << u"it is a socket. Name a file."_s;
        QTest::newRow("folder") << folder_.path() << u"it is a folder. Name a file."_s;
        QTest::newRow("endless") << u"/dev/zero"_s << u"it is a device. Name a file."_s;
        QTest::newRow("missing")
            << u"/no/such"_s << u"No such file or directory. Check its name and its permissions."_s;
    }

    void whatIsNoFileIsNamedAtOnce()
    {
        QFETCH(QString, path);
        QFETCH(QString, what);
        ::mkfifo(QFile::encodeName(folder_.filePath(u"pipe"_s)).constData(), 0600);
        sockaddr_un address {AF_UNIX, {}};
        const QByteArray name = QFile::encodeName(folder_.filePath(u"socket"_s));
        std::copy(name.begin(), name.end(), address.sun_path);
        const FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
        (void)::bind(socket.get(), reinterpret_cast<sockaddr *>(&address), sizeof address);
        QCOMPARE(readFile(path, 1 << 20).problem(), path + u" cannot be read: "_s + what);
    }

    void aDescriptorIsReadFromWhereItStands()
    {
        const FileDescriptor file(
            ::open(QFile::encodeName(made("x", "abcdefg")).constData(), O_RDONLY | O_CLOEXEC));
        QCOMPARE(::lseek(file.get(), 2, SEEK_SET), 2);
        QCOMPARE(*BoundedFile(file.get(), u"input"_s).readAll(100), "cdefg");
        int ends[2] = {};
        QCOMPARE(::pipe(ends), 0);
        const FileDescriptor read(ends[0]), write(ends[1]);
        QCOMPARE(BoundedFile(read.get(), u"input"_s).problem(),
                 u"input cannot be read: it is a pipe. Name a file."_s);
        BoundedFile closed(-1, u"input"_s);
        QCOMPARE(
            closed.problem(),
            u"input cannot be read: Bad file descriptor. Check its name and its permissions."_s);
        QCOMPARE(closed.read(10), "");
    }

    // As a disk that is broken.
    void whatFailsInTheMiddleIsSaid()
    {
        const QString path = u"/proc/self/mem"_s; // nothing is at address 0
        QCOMPARE(readFile(path, 100).problem(),
                 path
                     + u" cannot be read: Input/output error. Check its name and its "
                       "permissions."_s);
    }
};

QTEST_GUILESS_MAIN(BoundedFileTest)
#include "BoundedFileTest.moc"
