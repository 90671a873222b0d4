// SPDX-License-Identifier: GPL-3.0-or-later

// What a desktop learns of recordings: their type by name and by content, and who opens them.

#include "models/record/Recording.h"
#include "models/record/Sqlite.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QMimeDatabase>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryDir>
#include <QtGui/QImageReader>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class AssociationTest final : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    const QString type_ = u"application/x-loopscope-recording"_s;
    const QString name_ = QStringLiteral(RESOURCES) + u"/io.github.loopscope.loopscope"_s;

    [[nodiscard]] QString read(const QString &ending) const
    {
        QFile file(name_ + ending);
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

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

    void aScenarioIsKnownByItsNameAndIsJsonWhereverItGoes()
    {
        const QMimeType type = QMimeDatabase().mimeTypeForFile(u"load.loopscope.json"_s,
                                                               QMimeDatabase::MatchExtension);
        QCOMPARE(type.name(), u"application/x-loopscope-scenario"_s);
        QVERIFY(type.inherits(u"application/json"_s));
    }

    // The types' icons and the program's, in every size of the theme, by the names that are used.
    void everyIconIsThereInEverySize()
    {
        const QString icons = QStringLiteral(ICONS);
        QStringList names {u"mimetypes/"_s + QMimeDatabase().mimeTypeForName(type_).iconName()};
        names << u"mimetypes/"_s
                + QMimeDatabase().mimeTypeForName(u"application/x-loopscope-scenario"_s).iconName();
        static const QRegularExpression icon(u"\nIcon=(.*)\n"_s);
        names << u"apps/"_s + icon.match(read(u".desktop"_s)).captured(1);
        QVERIFY(read(u".metainfo.xml"_s).contains(names.last().section(u'/', 1)));
        for (const int size : {16, 22, 24, 32, 48, 64, 128, 256, 512}) {
            for (const QString &name : std::as_const(names)) {
                const QString path = u"%1/%2x%2/%3.png"_s.arg(icons, QString::number(size), name);
                QCOMPARE(QImageReader(path).size(), QSize(size, size));
            }
        }
    }

    // What a newer version forgets: its release, its section, and what "latest" is.
    void theVersionIsOneEverywhere()
    {
        static const QRegularExpression release(
            u"<release version=\"([^\"]+)\" date=\"([^\"]+)\""_s);
        const auto newest = release.match(read(u".metainfo.xml"_s));
        QCOMPARE(newest.captured(1), QStringLiteral(LOOPSCOPE_VERSION));
        QFile changes(QStringLiteral(RESOURCES) + u"/../CHANGELOG.md"_s);
        QVERIFY(changes.open(QIODevice::ReadOnly));
        QVERIFY(changes.readAll().contains("\n## " LOOPSCOPE_VERSION ", "
                                           + newest.captured(2).toUtf8() + '\n'));
    }

    // By the judges of desktops themselves.
    void validatorsFindNothing_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("metainfo") << QStringList {u"appstreamcli"_s, u"validate"_s, u"--pedantic"_s,
                                                  u"--no-net"_s, name_ + u".metainfo.xml"_s};
        QTest::newRow("desktop entry")
            << QStringList {u"desktop-file-validate"_s, name_ + u".desktop"_s};
    }
    void validatorsFindNothing()
    {
        QFETCH(QStringList, command);
        if (QStandardPaths::findExecutable(command.first()).isEmpty())
            QSKIP("its program is not installed");
        QProcess judge;
        judge.start(command.takeFirst(), command);
        QVERIFY(judge.waitForFinished(20'000));
        const QByteArray words = judge.readAllStandardOutput();
        QVERIFY2(judge.exitCode() == 0, words.constData());
        // AppStream before 1.0 does not know <developer>, and AppStream since wants it.
        static const QRegularExpression findings(u"^[EWP]: "_s,
                                                 QRegularExpression::MultilineOption);
        QVERIFY2(!findings.match(QString::fromUtf8(words)).hasMatch(), words.constData());
    }
};

QTEST_GUILESS_MAIN(AssociationTest)
#include "AssociationTest.moc"
