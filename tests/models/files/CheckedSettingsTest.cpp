// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/files/CheckedSettings.h"
#include "tests/support/SmallDisk.h"

#include <QtCore/QScopeGuard>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class CheckedSettingsTest final : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;

    QString path() const { return folder_->filePath(u"settings.conf"_s); }
    void save(const QVariant &value) const
    {
        QSettings settings(path(), models::checkedSettings());
        settings.setValue(u"window/thing"_s, value);
        settings.setValue(u"state"_s, QByteArray("\x00\x01\xff", 3));
    }

    // QSettings itself answers from what it has in memory.
    QByteArray content() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }

    void theFileIsThatOfQSettings()
    {
        save(QStringList {u"a"_s, u"b, c"_s});
        const QSettings ini(path(), QSettings::IniFormat);
        QCOMPARE(ini.value(u"window/thing"_s).toStringList(), QStringList({u"a"_s, u"b, c"_s}));
        QCOMPARE(ini.value(u"state"_s).toByteArray(), QByteArray("\x00\x01\xff", 3));
        QSettings old(folder_->filePath(u"old.conf"_s), QSettings::IniFormat);
        old.setValue(u"here/before"_s, true);
        old.sync();
        const QSettings read(old.fileName(), models::checkedSettings());
        QCOMPARE(read.value(u"here/before"_s).toBool(), true);
    }

    void theLastKeyMayBeRemoved()
    {
        save(u"thing"_s);
        {
            QSettings settings(path(), models::checkedSettings());
            settings.clear();
            settings.sync();
            QCOMPARE(settings.status(), QSettings::NoError);
        }
        QCOMPARE(content(), QByteArray());
    }

    void whatDoesNotFitLeavesWhatWasSaved_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("small") << 2000;
        QTest::newRow("large") << 200'000;
    }

    void whatDoesNotFitLeavesWhatWasSaved()
    {
        QFETCH(int, size);
        save(u"good"_s);
        {
            const test::SmallDisk disk(1000);
            QSettings settings(path(), models::checkedSettings());
            settings.setValue(u"window/thing"_s, QString(size, u'x'));
            settings.sync();
            QCOMPARE(settings.status(), QSettings::AccessError);
        }
        QVERIFY2(content().contains("thing=good"), content().constData());
    }

    // There is no place for what Qt is asked to parse: what is there is neither believed nor lost.
    // Nobody can make a file in /proc, and where TMPDIR is missing Qt takes "/", which root may
    // use.
    void withoutATemporaryFolderNothingIsReadOrSaved()
    {
        save(u"good"_s);
        const QByteArray before = content(), folder = qgetenv("TMPDIR");
        const auto restore = qScopeGuard(
            [&folder] { folder.isNull() ? qunsetenv("TMPDIR") : qputenv("TMPDIR", folder); });
        qputenv("TMPDIR", "/proc");
        QSettings::Status read = QSettings::NoError, saved = QSettings::NoError;
        {
            QVERIFY(
                QFile::copy(path(), folder_->filePath(u"other.conf"_s))); // nothing remembers it
            QSettings settings(folder_->filePath(u"other.conf"_s), models::checkedSettings());
            read = settings.status();
        }
        {
            QSettings settings(path(), models::checkedSettings());
            settings.setValue(u"window/thing"_s, u"new"_s);
            settings.sync();
            saved = settings.status();
        }
        QCOMPARE(read, QSettings::FormatError);
        QVERIFY(saved != QSettings::NoError);
        QCOMPARE(content(), before);
    }

    void aFullDiskLeavesWhatWasSaved()
    {
        const test::OwnDisk disk(folder_->path(), 64);
        if (!disk.mounted())
            QSKIP("needs root: mounts a small disk");
        save(u"good"_s);
        disk.fill();
        {
            QSettings settings(path(), models::checkedSettings());
            settings.setValue(u"window/thing"_s, u"new"_s);
        }
        QVERIFY2(content().contains("thing=good"), content().constData());
    }
};

QTEST_GUILESS_MAIN(CheckedSettingsTest)
#include "CheckedSettingsTest.moc"
