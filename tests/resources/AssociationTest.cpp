// SPDX-License-Identifier: GPL-3.0-or-later

// What a desktop learns of recordings: their type by name and by content, and who opens them.

#include "models/record/Recording.h"
#include "models/record/Sqlite.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QMimeDatabase>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class AssociationTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    const QString type_ = u"application/x-loopscope-recording"_s;
    const QString name_ = QStringLiteral(RESOURCES) + u"/io.github.loopscope.Loopscope"_s;

private Q_SLOTS:
    void initTestCase()
    {
        const QString packages = folder_.filePath(u"mime/packages"_s);
        QVERIFY(QDir().mkpath(packages));
        QVERIFY(QFile::copy(name_ + u".mime.xml"_s, packages + u"/loopscope.xml"_s));
        qputenv("XDG_DATA_DIRS", folder_.path().toUtf8());
        qputenv("XDG_DATA_HOME", folder_.path().toUtf8());
    }

    void aRecordingIsKnownByItsName()
    {
        const QMimeType type
            = QMimeDatabase().mimeTypeForFile(u"monday.loopscope"_s, QMimeDatabase::MatchExtension);
        QCOMPARE(type.name(), type_);
        QVERIFY(!type.comment().isEmpty());
    }

    void aRecordingIsKnownByItsContentAndNoOtherDatabaseIsTakenForOne()
    {
        const QString copy = folder_.filePath(u"no-name"_s);
        {
            models::Recording recording;
            loop::Delta delta;
            delta.loop.value = 1;
            delta.events.emplace_back();
            recording.apply(delta);
            QCOMPARE(recording.saveAs(copy).problem(), QString());
        }
        QMimeDatabase types;
        QCOMPARE(types.mimeTypeForFile(copy, QMimeDatabase::MatchContent).name(), type_);
        const QString other = folder_.filePath(u"other"_s);
        models::SqliteDatabase(other.toStdString(), models::SqliteDatabase::Mode::Write)
            .run("CREATE TABLE a (b)");
        QVERIFY(types.mimeTypeForFile(other, QMimeDatabase::MatchContent).name() != type_);
    }

    void theProgramOpensThem()
    {
        QFile file(name_ + u".desktop"_s);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(text.contains("\nMimeType=" + type_.toUtf8() + ";\n"));
        QVERIFY(text.contains("\nExec=loopscope %F\n")); // several files are several windows
    }
};

QTEST_GUILESS_MAIN(AssociationTest)
#include "AssociationTest.moc"
