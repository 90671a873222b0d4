// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text/EditorCommand.h"
#include "models/text/Tr.h"

#include <QtCore/QDir>
#include <QtCore/QProcess>

namespace models {

using namespace Qt::StringLiterals;

namespace {

EditorCommand ofWords(QStringList words, const QString &file, int line)
{
    const QString program = words.takeFirst();
    const bool named = words.join(u' ').contains(u"%file");
    for (QString &word : words)
        word.replace(u"%file"_s, file).replace(u"%line"_s, QString::number(line));
    if (!named)
        words.append(file);
    return {program, words, {}};
}

} // namespace

QList<EditorChoice> editorChoices()
{
    return {{u"system"_s, QT_TRANSLATE_NOOP("Editor", "The desktop's (xdg-open)")},
            {u"qtcreator"_s, QT_TRANSLATE_NOOP("Editor", "Qt Creator")},
            {u"code"_s, QT_TRANSLATE_NOOP("Editor", "VS Code")},
            {u"terminal"_s, QT_TRANSLATE_NOOP("Editor", "$EDITOR, in a terminal")},
            {u"own"_s, QT_TRANSLATE_NOOP("Editor", "A command of your own")}};
}

EditorCommand editorCommand(const QString &key, const QString &own, const QString &terminal,
                            const QString &file, int line)
{
    const QString place = line > 0 ? u"%1:%2"_s.arg(file).arg(line) : file;
    if (key == u"qtcreator")
        return {u"qtcreator"_s, {u"-client"_s, place}, {}};
    if (key == u"code")
        return {u"code"_s, {u"--goto"_s, place}, {}};
    if (key == u"terminal") {
        const QStringList words = QProcess::splitCommand(terminal);
        if (words.isEmpty())
            return {{},
                    {},
                    tr("$EDITOR is not set. Set it, or choose another editor in the settings.")};
        QStringList arguments {u"-e"_s};
        arguments += words;
        if (line > 0)
            arguments += u'+' + QString::number(line);
        arguments += file;
        return {u"x-terminal-emulator"_s, arguments, {}};
    }
    if (key == u"own") {
        const QStringList words = QProcess::splitCommand(own);
        if (words.isEmpty())
            return {{}, {}, tr("The editor has no command. Write one in the settings.")};
        return ofWords(words, file, line);
    }
    return {u"xdg-open"_s, {file}, {}};
}

SourceLine sourceLineOf(const QString &place)
{
    const qsizetype colon = place.lastIndexOf(u':');
    bool number = false;
    const int line = colon < 0 ? 0 : QStringView(place).mid(colon + 1).toInt(&number);
    return number && line > 0 ? SourceLine {place.left(colon), line} : SourceLine {place, 0};
}

QStringList placesOf(const QString &file, const QString &folder)
{
    QStringList places;
    if (QDir::isAbsolutePath(file))
        places.append(file);
    if (folder.isEmpty())
        return places;
    QStringList parts = QDir::cleanPath(file).split(u'/', Qt::SkipEmptyParts);
    parts.removeAll(u".."_s);
    for (; !parts.isEmpty(); parts.removeFirst())
        places.append(QDir::cleanPath(folder + u'/' + parts.join(u'/')));
    return places;
}

} // namespace models
