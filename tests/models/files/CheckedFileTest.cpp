// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/files/CheckedFile.h"
#include "tests/support/SmallDisk.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <fcntl.h>
#include <sys/stat.h>

using namespace models;
using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

unsigned modeOf(const QString &path)
{
    struct stat status { };
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

void setMode(const QString &path, mode_t mode)
{
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), mode), 0);
}

// What root may do anyway, it may not while this lives.
class AsSomebody {
public:
    AsSomebody()
    {
        if (::geteuid() == 0)
            was_ = ::seteuid(65534) == 0;
    }
    ~AsSomebody()
    {
        if (was_ && ::seteuid(0) != 0)
            qFatal("root is gone");
    }

private:
    bool was_ = false;
};

class Umask {
public:
    explicit Umask(mode_t mask)
        : before_(::umask(mask))
    { }
    ~Umask() { ::umask(before_); }

private:
    mode_t before_;
};

} // namespace

class CheckedFileTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    QString path(const char *name) const { return folder_->filePath(QString::fromUtf8(name)); }
    QStringList files() const
    {
        return QDir(folder_->path())
            .entryList(QDir::Files | QDir::Hidden | QDir::System, QDir::Name);
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void aFileIsReplacedWhole()
    {
        put(path("x"), "old");
        CheckedFile file(path("x"));
        QVERIFY(file.write("new "));
        QCOMPARE(contentOf(path("x")), "old");
        QVERIFY(file.write("bytes"));
        QVERIFY(file.commit());
        QCOMPARE(contentOf(path("x")), "new bytes");
        QCOMPARE(files(), QStringList {u"x"_s});
        QCOMPARE(file.problem(), QString());
    }

    void withoutCommitTheOldFileStays()
    {
        put(path("x"), "old");
        {
            CheckedFile file(path("x"));
            QVERIFY(file.write("new"));
        }
        QCOMPARE(contentOf(path("x")), "old");
        QCOMPARE(files(), QStringList {u"x"_s});
    }

    void whatDoesNotFitLeavesTheOldFile_data()
    {
        QTest::addColumn<int>("size");
        QTest::addColumn<int>("room");
        QTest::newRow("a few bytes") << 10 << 5;
        QTest::newRow("many") << 300'000 << 65'536;
    }

    void whatDoesNotFitLeavesTheOldFile()
    {
        QFETCH(int, size);
        QFETCH(int, room);
        put(path("x"), "good");
        const QByteArray bytes(size, 'b');
        QString problem;
        {
            const test::SmallDisk disk {rlim_t(room)};
            problem = writeFile(path("x"), bytes);
        }
        QCOMPARE(problem,
                 path("x")
                     + u" cannot be written: File too large. Raise the limit on the size of files "
                       "with 'ulimit -f', or choose another disk."_s);
        QCOMPARE(contentOf(path("x")), "good");
        QCOMPARE(files(), QStringList {u"x"_s});
    }

    void aFullDiskLeavesTheOldFile_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("a few bytes") << 10;
        QTest::newRow("many") << 300'000;
    }

    void aFullDiskLeavesTheOldFile()
    {
        QFETCH(int, size);
        const test::OwnDisk disk(folder_->path(), 64);
        if (!disk.mounted())
            QSKIP("needs root: mounts a small disk");
        put(path("x"), "good");
        disk.fill();
        const QString problem = writeFile(path("x"), QByteArray(size, 'b'));
        QCOMPARE(problem,
                 path("x")
                     + u" cannot be written: No space left on device. Free some space there, or "
                       "choose another place."_s);
        QCOMPARE(contentOf(path("x")), "good");
        QCOMPARE(files(), QStringList({u"filler"_s, u"x"_s}));
    }

    void whatIsWrittenToADeviceIsChecked()
    {
        QCOMPARE(writeFile(u"/dev/full"_s, "bytes"),
                 u"/dev/full cannot be written: No space left on device. Free some space there, "
                 "or choose another place."_s);
        QCOMPARE(writeFile(u"/dev/null"_s, "bytes"), QString());
    }

    void aLinkStaysALink()
    {
        QVERIFY(QDir(folder_->path()).mkdir(u"sub"_s));
        put(path("sub/real"), "old");
        QVERIFY(QFile::link(u"sub/real"_s, path("link")));
        QCOMPARE(writeFile(path("link"), "new"), QString());
        QCOMPARE(contentOf(path("sub/real")), "new");
        QVERIFY(QFileInfo(path("link")).isSymLink());
        QVERIFY(QFile::link(u"sub/later"_s, path("dangling")));
        QCOMPARE(writeFile(path("dangling"), "made"), QString());
        QCOMPARE(contentOf(path("sub/later")), "made");
        QVERIFY(QFileInfo(path("dangling")).isSymLink());
    }

    void permissionsAreThoseOfTheOldFileOrOfTheUmask()
    {
        const Umask mask(027);
        QCOMPARE(writeFile(path("new"), "x"), QString());
        QCOMPARE(modeOf(path("new")), 0640U);
        put(path("old"), "x");
        setMode(path("old"), 0604);
        QCOMPARE(writeFile(path("old"), "y"), QString());
        QCOMPARE(modeOf(path("old")), 0604U);
    }

    void whatIsForItsOwnerIsSoFromTheStart()
    {
        const Umask mask(0);
        CheckedFile file(path("key"), CheckedFile::Readers::Owner);
        QCOMPARE(files().size(), 1);
        QCOMPARE(modeOf(folder_->filePath(files().first())), 0600U);
        QVERIFY(file.write("secret") && file.commit());
        QCOMPARE(modeOf(path("key")), 0600U);
        setMode(path("key"), 0644);
        QCOMPARE(writeFile(path("key"), "secret", CheckedFile::Readers::Owner), QString());
        QCOMPARE(modeOf(path("key")), 0600U);
    }

    void aFileThatMayBeWrittenIsInAFolderThatMayNot()
    {
        put(path("x"), "something longer");
        setMode(path("x"), 0666);
        setMode(folder_->path(), 0555);
        QString problem, another;
        {
            const AsSomebody somebody;
            problem = writeFile(path("x"), "new");
            another = writeFile(path("y"), "new");
        }
        setMode(folder_->path(), 0700);
        QCOMPARE(problem, QString());
        QCOMPARE(contentOf(path("x")), "new");
        QCOMPARE(another,
                 path("y")
                     + u" cannot be written: Permission denied. Choose a place that you may "
                       "write to."_s);
    }

    void aFileThatIsProtectedStays()
    {
        put(path("x"), "old");
        setMode(path("x"), 0444);
        setMode(folder_->path(), 0777);
        QString problem;
        {
            const AsSomebody somebody;
            problem = writeFile(path("x"), "new");
        }
        QVERIFY2(problem.contains(u"Permission denied"), qPrintable(problem));
        QCOMPARE(contentOf(path("x")), "old");
    }

    // As a container mounts one: nothing can be renamed over it.
    void aFileThatIsMountedIsWrittenInPlace()
    {
        const test::OwnDisk disk(folder_->path(), 256);
        if (!disk.mounted())
            QSKIP("needs root: mounts a file");
        put(path("source"), "old bytes, longer");
        put(path("x"), "");
        const QByteArray source = QFile::encodeName(path("source"));
        const QByteArray target = QFile::encodeName(path("x"));
        QCOMPARE(::mount(source.constData(), target.constData(), nullptr, MS_BIND, nullptr), 0);
        const QString problem = writeFile(path("x"), "new");
        disk.fill();
        const QString full = writeFile(path("x"), QByteArray(300'000, 'b'));
        ::umount(target.constData());
        QCOMPARE(problem, QString());
        QVERIFY2(full.contains(u"No space left"), qPrintable(full));
        QCOMPARE(contentOf(path("source")), "new");
        QCOMPARE(files(), QStringList({u"filler"_s, u"source"_s, u"x"_s}));
    }

    void aDescriptorIsWrittenWhereItStands()
    {
        QFile log(path("log"));
        QVERIFY(log.open(QIODevice::ReadWrite | QIODevice::Unbuffered));
        QCOMPARE(log.write("first "), 6);
        QCOMPARE(writeFile(u"/proc/self/fd/%1"_s.arg(log.handle()), "second "), QString());
        QCOMPARE(log.write("third"), 5);
        QCOMPARE(contentOf(path("log")), "first second third");
    }

    void aDescriptorThatIsClosedIsSaid()
    {
        CheckedFile file(-1, u"The output"_s, {});
        QCOMPARE(file.problem(),
                 u"The output cannot be written: Bad file descriptor. It was closed at the start: "
                 "say where it goes, or name a file."_s);
        QVERIFY(!file.write("x"));
        QVERIFY(!file.commit());
        QCOMPARE(writeFile(u"/proc/self/fd/999999"_s, "x"),
                 u"/proc/self/fd/999999 cannot be written: Bad file descriptor. It was closed at "
                 "the start: say where it goes, or name a file."_s);
    }

    void aPipeThatNobodyReadsIsNotWaitedFor()
    {
        QCOMPARE(::mkfifo(QFile::encodeName(path("pipe")).constData(), 0600), 0);
        QCOMPARE(writeFile(path("pipe"), "x"),
                 path("pipe")
                     + u" cannot be written: No such device or address. Start what reads it, or "
                       "name a file."_s);
        const FileDescriptor reader(
            ::open(QFile::encodeName(path("pipe")).constData(), O_RDONLY | O_NONBLOCK));
        QCOMPARE(writeFile(path("pipe"), "bytes"), QString());
        char got[16] = {};
        QCOMPARE(::read(reader.get(), got, sizeof got), 5);
    }

    void whatCannotBeAFileIsNamed()
    {
        QCOMPARE(writeFile(folder_->path(), "x"),
                 folder_->path() + u" cannot be written: Is a directory. Name a file."_s);
        QCOMPARE(writeFile(u"/no/such/x"_s, "x"),
                 u"/no/such/x cannot be written: No such file or directory. Make its folder, or "
                 "choose another place."_s);
    }

    void aPartThatALibraryWroteTakesItsPlaceOrIsGone()
    {
        put(path("x"), "old");
        put(path("x.part"), "new");
        QCOMPARE(replaceFile(path("x.part"), path("x")), QString());
        QCOMPARE(contentOf(path("x")), "new");
        QCOMPARE(files(), QStringList {u"x"_s});
        QVERIFY(QDir(folder_->path()).mkdir(u"sub"_s));
        put(path("sub.part"), "new");
        QCOMPARE(replaceFile(path("sub.part"), path("sub")),
                 path("sub") + u" cannot be written: Is a directory. Name a file."_s);
        QCOMPARE(files(), QStringList {u"x"_s}); // nobody would look for it
        QVERIFY(replaceFile(path("none.part"), path("x")).contains(u"No such file"));
        QCOMPARE(contentOf(path("x")), "new");
    }

    void aPrivateFolderIsPrivateWhateverTheUmask()
    {
        const Umask mask(0);
        QCOMPARE(makePrivateFolder(path("a/b/c")), QString());
        for (const char *each : {"a", "a/b", "a/b/c"})
            QCOMPARE(modeOf(path(each)), 0700U);
        setMode(path("a/b/c"), 0777);
        QCOMPARE(makePrivateFolder(path("a/b/c")), QString());
        QCOMPARE(modeOf(path("a/b/c")), 0700U);
        QCOMPARE(makePrivateFolder(u"/dev/null/x"_s),
                 u"The folder /dev/null/x cannot be made: Not a directory. Make it, or check the "
                 "permissions of the folders above it."_s);
    }
};

QTEST_GUILESS_MAIN(CheckedFileTest)
#include "CheckedFileTest.moc"
