// SPDX-License-Identifier: GPL-3.0-or-later

// A line of source code in the editor of the settings: a program of its own that is given the file
// and the line.

#include "app/window/Editor.h"
#include "ui/Preferences.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class EditorTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(QDir(folder_.path()).mkpath(u"sources/app"_s));
        write(u"sources/app/echo.cpp"_s, "int main() { }\n");
        // Whoever is started says what it was given.
        for (const QString &name :
             {u"editor"_s, u"qtcreator"_s, u"code"_s, u"xdg-open"_s, u"x-terminal-emulator"_s}) {
            write(name,
                  "#!/bin/sh\nprintf '%s\\n' \"${0##*/}\" \"$@\" > \""
                      + path(u"said.new"_s).toUtf8() + "\"\nmv \"" + path(u"said.new"_s).toUtf8()
                      + "\" \"" + path(u"said"_s).toUtf8() + "\"\n");
            QVERIFY(QFile::setPermissions(path(name), QFile::ReadOwner | QFile::ExeOwner));
        }
        qputenv("PATH", folder_.path().toUtf8() + ':' + qgetenv("PATH"));
        qunsetenv("VISUAL");
        qputenv("EDITOR", "vi -R");
    }

    void theChosenEditorIsGivenTheFileAndTheLine_data()
    {
        const QString file = path(u"sources/app/echo.cpp"_s);
        QTest::addColumn<QString>("editor");
        QTest::addColumn<QStringList>("started");
        QTest::newRow("the desktop's") << u"system"_s << QStringList {u"xdg-open"_s, file};
        QTest::newRow("Qt Creator")
            << u"qtcreator"_s << QStringList {u"qtcreator"_s, u"-client"_s, file + u":44"_s};
        QTest::newRow("VS Code") << u"code"_s
                                 << QStringList {u"code"_s, u"--goto"_s, file + u":44"_s};
        QTest::newRow("$EDITOR")
            << u"terminal"_s
            << QStringList {u"x-terminal-emulator"_s, u"-e"_s, u"vi"_s, u"-R"_s, u"+44"_s, file};
        QTest::newRow("own") << u"own"_s << QStringList {u"editor"_s, u"--line=44"_s, file};
    }

    void theChosenEditorIsGivenTheFileAndTheLine()
    {
        QFETCH(QString, editor);
        QFETCH(QStringList, started);
        QFile::remove(path(u"said"_s));
        QCOMPARE(open(u"../app/echo.cpp:44"_s, editor), QString());
        QTRY_VERIFY(QFile::exists(path(u"said"_s)));
        QFile said(path(u"said"_s));
        QVERIFY(said.open(QIODevice::ReadOnly));
        QCOMPARE(QString::fromUtf8(said.readAll()).split(u'\n', Qt::SkipEmptyParts), started);
    }

    void whatCannotBeOpenedIsASentence()
    {
        QCOMPARE(open(u"../app/none.cpp:44"_s, u"own"_s),
                 u"none.cpp is not on this computer. Choose the folder of its sources in the "
                 "settings."_s);
        QCOMPARE(open(u"../app/echo.cpp:44"_s, u"own"_s, u"/no/such/editor"_s),
                 u"/no/such/editor cannot be started to show echo.cpp. Choose another editor in "
                 "the settings."_s);
    }

private:
    QString path(const QString &name) const { return folder_.filePath(name); }

    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }

    QString open(const QString &place, const QString &editor,
                 const QString &command = u"editor --line=%line"_s) const
    {
        QSettings settings(path(u"s.ini"_s), QSettings::IniFormat);
        ui::Preferences chosen;
        chosen.editor = editor;
        chosen.editorCommand = command;
        chosen.sources = path(u"sources"_s);
        ui::writePreferences(settings, chosen);
        return app::openInEditor(place, settings);
    }

    QTemporaryDir folder_;
};

QTEST_GUILESS_MAIN(EditorTest)
#include "EditorTest.moc"
