// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/EditorCommand.h"

#include <QtTest/QTest>

using namespace models;
using namespace Qt::StringLiterals;

class EditorCommandTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachEditorOpensTheLine()
    {
        const auto words = [](const QString &key, const QString &own = {}) {
            const EditorCommand made = editorCommand(key, own, u"vim -R"_s, u"/s/a b.cpp"_s, 44);
            return QStringList {made.program} + made.arguments;
        };
        QCOMPARE(words(u"system"_s), QStringList({u"xdg-open"_s, u"/s/a b.cpp"_s}));
        QCOMPARE(words(u"qtcreator"_s),
                 QStringList({u"qtcreator"_s, u"-client"_s, u"/s/a b.cpp:44"_s}));
        QCOMPARE(words(u"code"_s), QStringList({u"code"_s, u"--goto"_s, u"/s/a b.cpp:44"_s}));
        QCOMPARE(words(u"terminal"_s),
                 QStringList({u"x-terminal-emulator"_s, u"-e"_s, u"vim"_s, u"-R"_s, u"+44"_s,
                              u"/s/a b.cpp"_s}));
        QCOMPARE(words(u"own"_s, u"kate -l %line %file"_s),
                 QStringList({u"kate"_s, u"-l"_s, u"44"_s, u"/s/a b.cpp"_s}));
        QCOMPARE(words(u"own"_s, u"\"my editor\" --new"_s),
                 QStringList({u"my editor"_s, u"--new"_s, u"/s/a b.cpp"_s}));
        QCOMPARE(words(u"of an older version"_s).value(0), u"xdg-open"_s);
    }

    // A place of which only the file is known opens that.
    void withoutALineTheFileIsOpened()
    {
        const auto words = [](const QString &key, const QString &own = {}) {
            const EditorCommand made = editorCommand(key, own, u"vim"_s, u"/s/a.cpp"_s, 0);
            return made.arguments;
        };
        QCOMPARE(words(u"qtcreator"_s), QStringList({u"-client"_s, u"/s/a.cpp"_s}));
        QCOMPARE(words(u"code"_s), QStringList({u"--goto"_s, u"/s/a.cpp"_s}));
        QCOMPARE(words(u"terminal"_s), QStringList({u"-e"_s, u"vim"_s, u"/s/a.cpp"_s}));
    }

    void whatIsNotSetIsSaid()
    {
        QVERIFY(editorCommand(u"own"_s, u" "_s, {}, u"a"_s, 1).program.isEmpty());
        QVERIFY(editorCommand(u"own"_s, u" "_s, {}, u"a"_s, 1).problem.endsWith(u'.'));
        QVERIFY(editorCommand(u"terminal"_s, {}, {}, u"a"_s, 1).problem.contains(u"$EDITOR"));
    }

    void aPlaceIsAFileAndALine()
    {
        QCOMPARE(sourceLineOf(u"loop/Task.cpp:44"_s).file, u"loop/Task.cpp"_s);
        QCOMPARE(sourceLineOf(u"loop/Task.cpp:44"_s).line, 44);
        QCOMPARE(sourceLineOf(u"odd:name"_s).file, u"odd:name"_s);
        QCOMPARE(sourceLineOf(u"odd:name"_s).line, 0);
        QCOMPARE(sourceLineOf(u"odd:name.cpp:44"_s).file, u"odd:name.cpp"_s);
        QCOMPARE(sourceLineOf(u"odd:name.cpp:44"_s).line, 44);
        QCOMPARE(sourceLineOf(u"a.cpp:0"_s).file, u"a.cpp:0"_s); // no line has that number
        QCOMPARE(sourceLineOf(u"a.cpp"_s).file, u"a.cpp"_s);
    }

    void aFileThatWasCompiledElsewhereIsLookedForInTheSources()
    {
        QCOMPARE(placesOf(u"../../app/Echo.cpp"_s, u"/src"_s),
                 QStringList({u"/src/app/Echo.cpp"_s, u"/src/Echo.cpp"_s}));
        QCOMPARE(placesOf(u"/build/app/Echo.cpp"_s, {}), QStringList(u"/build/app/Echo.cpp"_s));
        QCOMPARE(placesOf(u"Echo.cpp"_s, {}), QStringList());
    }
};

QTEST_APPLESS_MAIN(EditorCommandTest)
#include "EditorCommandTest.moc"
