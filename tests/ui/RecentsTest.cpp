// SPDX-License-Identifier: GPL-3.0-or-later
// What was used lately: the newest first, each once, and eight of them.
#include "ui/Recents.h"

#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class RecentsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theNewestIsFirstAndEachIsThereOnce()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        ui::Recents recents(settings, u"recent"_s);
        for (const QString &each : {u"a"_s, u"b"_s, u"a"_s})
            recents.add(each);
        QCOMPARE(recents.list(), QStringList({u"a"_s, u"b"_s}));
        recents.remove(u"c"_s); // which is not there
        QCOMPARE(recents.list(), QStringList({u"a"_s, u"b"_s}));
        recents.remove(u"a"_s);
        QCOMPARE(recents.list(), QStringList({u"b"_s}));
    }

    void onlySoManyAreKept()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        ui::Recents recents(settings, u"recent"_s);
        for (int i = 1; i <= 9; ++i)
            recents.add(QString::number(i));
        QCOMPARE(recents.list().size(), 8);
        QCOMPARE(recents.list().first(), u"9"_s);
        QCOMPARE(recents.list().last(), u"2"_s);
    }
};

QTEST_GUILESS_MAIN(RecentsTest)
#include "RecentsTest.moc"
