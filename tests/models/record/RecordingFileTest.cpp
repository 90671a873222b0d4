// SPDX-License-Identifier: GPL-3.0-or-later

// A recording in a file that a person named: what was there is back unless something took its
// place, and what is no recording is never touched. And copies, which can be stopped.

#include "models/record/RecordingFile.h"
#include "models/record/Recording.h"
#include "models/record/RecordingReader.h"
#include "models/record/Sqlite.h"
#include "tests/models/Deltas.h"
#include "tests/support/SmallDisk.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

namespace {

loop::Delta events(int count)
{
    loop::Delta made = delta(Second);
    for (int i = 0; i < count; ++i)
        addEvent(made, loop::EventKind::DataIn, 5, "payload");
    return made;
}

// Events of the recording in a file; -1: it is none.
qint64 eventsIn(const QString &path)
{
    const auto reader = RecordingReader::open(path);
    if (!reader)
        return -1;
    const auto count = (*reader)->eventCount();
    return count ? *count : -1;
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

} // namespace

class RecordingFileTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    QString aside_; // what one is called that was put aside

    QString path() const { return folder_->filePath(u"a.loopscope"_s); }
    QStringList files() const { return QDir(folder_->path()).entryList(QDir::Files, QDir::Name); }
    // Records so many events there, and closes it.
    void record(int count) const
    {
        auto made = Recording::at(path());
        QVERIFY2(made, qPrintable(made.problem()));
        (*made)->keep();
        (*made)->apply(events(count));
        (*made)->flush();
        (*made)->close();
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void whatWasRecordedStaysUnderItsName()
    {
        record(3);
        QCOMPARE(eventsIn(path()), 3);
        QCOMPARE(files(), QStringList {u"a.loopscope"_s});
    }

    void anEmptyFileIsTaken()
    {
        write(path(), {});
        record(2);
        QCOMPARE(eventsIn(path()), 2);
    }

    void aNewOneTakesThePlaceOfTheOneBefore()
    {
        record(3);
        record(5);
        QCOMPARE(eventsIn(path()), 5);
        QCOMPARE(files(), QStringList {u"a.loopscope"_s});
    }

    // Nothing of the new one was kept: the old one is back, whole.
    void theOneBeforeIsBackUnlessTheNewOneIsKept()
    {
        record(3);
        {
            const auto file = RecordingFile::at(path());
            QVERIFY2(file, qPrintable(file.problem()));
            QVERIFY(file->stays());
            QCOMPARE(file->path(), QFileInfo(path()).canonicalFilePath());
            QCOMPARE(QFileInfo(path()).size(), 0);
            QCOMPARE(files().filter(u"a.loopscope"_s).size(), 3); // the lock, and what is aside
        }
        QCOMPARE(eventsIn(path()), 3);
        QCOMPARE(files(), QStringList {u"a.loopscope"_s});
        {
            auto file = RecordingFile::at(path());
            QVERIFY(file);
            write(path(), "something"); // as who records does
            file->keep();
        }
        QCOMPARE(QFileInfo(path()).size(), 9);
        QCOMPARE(files(), QStringList {u"a.loopscope"_s});
    }

    void aLinkIsFollowed()
    {
        record(3);
        const QString link = folder_->filePath(u"link"_s);
        QVERIFY(QFile::link(path(), link));
        auto made = Recording::at(link);
        QVERIFY2(made, qPrintable(made.problem()));
        QCOMPARE((*made)->path(), QFileInfo(path()).canonicalFilePath());
        (*made)->keep();
        (*made)->apply(events(4));
        (*made)->flush();
        made->reset();
        QCOMPARE(eventsIn(path()), 4);
        QVERIFY(QFileInfo(link).isSymLink());
    }

    void whatIsNoRecordingIsRefusedAndLeft()
    {
        write(path(), "a letter");
        const auto file = RecordingFile::at(path());
        QVERIFY(!file);
        QCOMPARE(file.problem(),
                 path()
                     + u" is there already, and is not a recording that may be replaced. Name "
                       "another file, or remove it."_s);
        QCOMPARE(QFileInfo(path()).size(), 8);
        QCOMPARE(files(), QStringList {u"a.loopscope"_s});
        QVERIFY(!RecordingFile::at(folder_->path()));
        QVERIFY(QFileInfo(folder_->path()).isDir());
        QVERIFY(!RecordingFile::at(folder_->filePath(u"no/such/folder"_s)));
    }

    // There is no room for it beside the new one.
    void whatCannotBePutAsideStaysWhereItIs()
    {
        record(3);
        {
            const auto file = RecordingFile::at(path());
            QVERIFY(file);
            for (const QString &each : files()) {
                if (each != u"a.loopscope"_s && !each.endsWith(u".lock"_s))
                    aside_ = each;
            }
        }
        QVERIFY(!aside_.isEmpty());
        QVERIFY(QDir(folder_->path()).mkpath(aside_ + u"/full"_s));
        const auto refused = RecordingFile::at(path());
        QVERIFY(!refused);
        QVERIFY2(refused.problem().startsWith(path() + u" cannot be replaced: "_s)
                     && refused.problem().endsWith(u". Name another file, or remove it."_s),
                 qPrintable(refused.problem()));
        QCOMPARE(eventsIn(path()), 3);
        QCOMPARE(files(), QStringList {u"a.loopscope"_s}); // nor is it locked
    }

    void whatCannotBeOpenedIsThrown()
    {
        QVERIFY_EXCEPTION_THROWN(SqliteDatabase("/no/such/file", SqliteDatabase::Mode::Read),
                                 SqliteError);
    }

    void oneThatIsBeingRecordedIsRefused()
    {
        const auto first = Recording::at(path());
        QVERIFY(first);
        const auto second = Recording::at(path());
        QVERIFY(!second);
        QCOMPARE(second.problem(),
                 path()
                     + u" is being recorded by another program. Name another file, or end that "
                       "program."_s);
        (*first)->apply(events(1));
        (*first)->flush();
        QCOMPARE(eventsIn(path()), 1);
    }

    void aTemporaryOneIsGoneWithItsOwner()
    {
        {
            const auto one = RecordingFile::make(folder_->path());
            const auto other = RecordingFile::make(folder_->path());
            QVERIFY(one && other && one->path() != other->path());
            QVERIFY(!one->stays());
            QVERIFY(QFile::exists(one->path()));
        }
        QCOMPARE(files(), QStringList());
        QVERIFY(!RecordingFile::make(u"/nonexistent"_s));
    }

    void aCopyCanBeStoppedAndSaysHowFarItIs()
    {
        Recording file;
        for (int i = 0; i < 200; ++i) {
            loop::Delta made = events(500);
            for (int each = 0; each < 400; ++each) // rows, of which a copy is made one by one
                open(made, std::uint64_t(1 + i * 400 + each));
            file.apply(made);
        }
        file.flush();
        std::vector<double> told;
        const auto done = copyRecording(file.path(), path(), {},
                                        [&told](double part) { told.push_back(part); });
        QVERIFY(done && *done);
        QCOMPARE(eventsIn(path()), 100'000);
        QVERIFY(std::is_sorted(told.begin(), told.end()));
        QVERIFY(told.size() > 1);
        QVERIFY(told.front() >= 0 && told.back() > 0.05 && told.back() <= 1);
        std::stop_source stop;
        stop.request_stop();
        write(path(), "as it was");
        const auto stopped = copyRecording(file.path(), path(), stop.get_token());
        QVERIFY(stopped && !*stopped);
        QCOMPARE(QFileInfo(path()).size(), 9);
        QCOMPARE(files(), QStringList {u"a.loopscope"_s});
        std::stop_source later; // in the middle of it
        const auto broken = copyRecording(file.path(), path(), later.get_token(),
                                          [&later](double) { later.request_stop(); });
        QVERIFY2(broken && !*broken, qPrintable(broken.problem()));
        QCOMPARE(QFileInfo(path()).size(), 9);
        QCOMPARE(files(), QStringList {u"a.loopscope"_s});
        const auto wrong = copyRecording(path(), folder_->filePath(u"b"_s));
        QVERIFY(!wrong && wrong.problem().endsWith(u'.'));
        QCOMPARE(files(), QStringList {u"a.loopscope"_s});
    }

    void aCopyThatFindsNoRoomLeavesWhatWasThere()
    {
        Recording file;
        for (int i = 0; i < 200; ++i)
            file.apply(events(500));
        file.flush();
        write(path(), "as it was");
        QString problem;
        {
            const ::test::SmallDisk disk(10'000);
            problem = copyRecording(file.path(), path()).problem();
        }
        QVERIFY2(problem.startsWith(u"The recording cannot be saved as "_s + path() + u": "_s)
                     && problem.endsWith(u". Free some space there, or choose another place."_s),
                 qPrintable(problem));
        QCOMPARE(QFileInfo(path()).size(), 9);
        QCOMPARE(files(), QStringList {u"a.loopscope"_s});
    }

    // Nothing was written into it.
    void whatStaysEmptyIsRemoved()
    {
        {
            const auto file = RecordingFile::at(path());
            QVERIFY2(file, qPrintable(file.problem()));
        }
        QCOMPARE(files(), QStringList());
    }

    // Whichever holds it in the end: what a person named stays, what is temporary goes.
    void oneThatIsHandedOverIsWhatItWas()
    {
        {
            auto temporary = RecordingFile::make(folder_->path());
            QVERIFY2(temporary, qPrintable(temporary.problem()));
            write(temporary->path(), "something");
            auto named = RecordingFile::at(path());
            QVERIFY2(named, qPrintable(named.problem()));
            write(path(), "something");
            *temporary = std::move(*named);
            QVERIFY(temporary->stays());
        }
        QCOMPARE(files(), QStringList {u"a.loopscope"_s});
    }

    void aRecordingWithANameIsSavedAlready()
    {
        auto made = Recording::at(path());
        QVERIFY2(made, qPrintable(made.problem()));
        (*made)->apply(events(4));
        (*made)->flush();
        QVERIFY(!(*made)->isUnsaved());
    }

    // Whoever stops the copying has not saved it.
    void aCopyThatWasStoppedIsNotSaved()
    {
        Recording file;
        file.apply(events(4));
        file.flush();
        QSignalSpy saved(&file, &Recording::saved);
        std::stop_source stop;
        stop.request_stop();
        const auto copied = file.saveAs(path(), stop.get_token());
        QVERIFY(copied && !*copied);
        QCOMPARE(saved.size(), 0);
        QVERIFY(file.isUnsaved());
    }

    // Only an absolute path says where state is kept (the XDG specification).
    void aRelativeFolderForStateIsIgnored()
    {
        const QByteArray before = qgetenv("XDG_STATE_HOME");
        qputenv("XDG_STATE_HOME", "/some/where");
        QCOMPARE(recordingsFolder(), u"/some/where/loopscope/recordings"_s);
        qputenv("XDG_STATE_HOME", "some/where");
        QCOMPARE(recordingsFolder(), QDir::homePath() + u"/.local/state/loopscope/recordings"_s);
        qputenv("XDG_STATE_HOME", before);
    }
};

QTEST_GUILESS_MAIN(RecordingFileTest)
#include "RecordingFileTest.moc"
