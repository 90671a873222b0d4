// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How a line of a file is opened in the editor that a person chose. It starts nothing. Plain
// values; any thread.

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace models {

struct EditorCommand {
    QString program; // "": there is none, see problem
    QStringList arguments;
    QString problem; // one sentence
};

struct EditorChoice {
    QString key; // as the settings keep it
    const char *name; // to be translated in the context "Editor"
};
// "system", "qtcreator", "code", "terminal" ($VISUAL or $EDITOR) and "own".
[[nodiscard]] QList<EditorChoice> editorChoices();

// `own`: the command of "own", with %file and %line in it, where a word is not to be split in
// quotes; without %file it comes last. `terminal`: what $VISUAL or $EDITOR says.
[[nodiscard]] EditorCommand editorCommand(const QString &key, const QString &own,
                                          const QString &terminal, const QString &file, int line);

struct SourceLine {
    QString file;
    int line = 0; // 0: none
};
[[nodiscard]] SourceLine sourceLineOf(const QString &place); // "loop/Task.cpp:44"
// Where a file that was compiled elsewhere may be: as it is, then in `folder`, with ever more of
// what leads to it left out.
[[nodiscard]] QStringList placesOf(const QString &file, const QString &folder);

} // namespace models
