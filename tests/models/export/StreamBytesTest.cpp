// SPDX-License-Identifier: GPL-3.0-or-later

// What a connection received or sent is written as it was, and what is missing of it is said.

#include "models/export/StreamBytes.h"
#include "models/record/Recording.h"
#include "models/record/Sqlite.h"
#include "tests/models/record/Recordings.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class StreamBytesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void eachDirectionIsWrittenByteForByte()
    {
        Recording file;
        QByteArray in, out;
        for (int i = 0; i < 200; ++i) {
            loop::Delta made = noise(1, 20'000); // on connection 1, received
            in += QByteArray::fromStdString(made.payload(made.events[0]));
            addEvent(made, loop::EventKind::DataOut, 1, "answer " + std::to_string(i));
            out += "answer " + QByteArray::number(i);
            addEvent(made, loop::EventKind::DataIn, 2, "of another one");
            file.apply(made);
        }
        file.flush();
        const QString target = folder_->filePath(u"x.bin"_s);
        double part = 0;
        int told = 0;
        const auto watch = [&](double now) {
            QVERIFY(now > part);
            part = now;
            ++told;
        };
        const StreamBytes received {1, true}, sent {1, false}, firstTen {1, false, 30}, none {7};
        QVERIFY(*received.write(file.path(), target, {}, watch));
        QCOMPARE(contents(target), in);
        QVERIFY(part > 0.9);
        QVERIFY2(told > 50 && told <= 100, qPrintable(QString::number(told)));
        QVERIFY(*sent.write(file.path(), target));
        QCOMPARE(contents(target), out);
        QVERIFY(*firstTen.write(file.path(), target));
        QCOMPARE(contents(target), out.first(out.indexOf("answer 10")));
        QVERIFY(*none.write(file.path(), target));
        QCOMPARE(contents(target), QByteArray());
    }

    void whatWasNotRecordedIsSaid()
    {
        Recording file;
        loop::Delta made = delta();
        addEvent(made, loop::EventKind::DataIn, 1, "all");
        addEvent(made, loop::EventKind::DataIn, 1, "some").bytes += 1'500;
        file.apply(made);
        file.flush();
        const QString target = folder_->filePath(u"x.bin"_s);
        QCOMPARE(StreamBytes {1}.write(file.path(), target).problem(),
                 target + u" is not whole: 1.5 kB of what went this way were not recorded."_s);
        QCOMPARE(contents(target), QByteArray("allsome"));
    }

    void whatIsDamagedIsSaid()
    {
        Recording file;
        file.apply(noise(2, 1'000));
        file.close();
        const QString copy = folder_->filePath(u"damaged.loopscope"_s);
        QVERIFY(QFile::copy(file.path(), copy));
        SqliteDatabase(copy.toStdString(), SqliteDatabase::Mode::Write)
            .run("UPDATE segments SET data = zeroblob(10)");
        const auto wrote = StreamBytes {1}.write(copy, folder_->filePath(u"x.bin"_s));
        QVERIFY(!wrote);
        QVERIFY2(wrote.problem().contains(u"is damaged"_s), qPrintable(wrote.problem()));
    }

    void whatIsStoppedLeavesNothing()
    {
        Recording file;
        file.apply(noise(10, 1'000));
        file.flush();
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(
            !*StreamBytes {1}.write(file.path(), folder_->filePath(u"x.bin"_s), stop.get_token()));
        QCOMPARE(QDir(folder_->path()).entryList(QDir::Files), QStringList());
        QVERIFY(StreamBytes {1}
                    .write(file.path(), u"/no/such/x"_s)
                    .problem()
                    .startsWith(u"/no/such/x cannot be written"_s));
    }

private:
    std::unique_ptr<QTemporaryDir> folder_;
};

QTEST_GUILESS_MAIN(StreamBytesTest)
#include "StreamBytesTest.moc"
