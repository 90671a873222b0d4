// SPDX-License-Identifier: GPL-3.0-or-later
#include "resources/Completions.h"

#include "app/CommandLineOptions.h"
#include "models/spec/SessionKinds.h"

#include <QtCore/QMap>

#include <optional>

namespace completions {

using namespace Qt::StringLiterals;
using app::Completes;
using models::OptionType;
using models::SessionKind;
using models::SessionOption;
using models::SessionRole;

namespace {

// In single quotes, as every shell here reads it.
QString quoted(QString text)
{
    return u'\'' + text.replace(u'\'', "'\\''"_L1) + u'\'';
}

QString quoted(const QStringList &words)
{
    QStringList list;
    for (const QString &word : words)
        list << quoted(word);
    return list.join(u' ');
}

QStringList schemes(SessionRole role)
{
    QStringList list;
    for (const SessionKind &kind : models::sessionKinds()) {
        if (kind.role != role)
            continue;
        for (const QString &transport : kind.transports)
            list << kind.name
                    + (transport == kind.transports.first() ? QString() : u'+' + transport);
    }
    return list;
}

// The options that each scheme has, of servers and clients.
QMap<QString, QStringList> optionsOfSchemes()
{
    QMap<QString, QStringList> map;
    for (const SessionKind &kind : models::sessionKinds()) {
        for (const QString &transport : kind.transports) {
            QStringList &names
                = map[transport == kind.transports.first() ? kind.name
                                                           : kind.name + u'+' + transport];
            for (const SessionOption &option : kind.options) {
                if (option.transports.isEmpty() || option.transports.contains(transport))
                    names << option.name + u'=';
            }
        }
    }
    return map;
}

constexpr auto files = "<file>"_L1;

// What can be named of an option's values; empty where any text or number may be.
QStringList valuesOf(const SessionOption &option)
{
    static const QStringList namesOfFiles {u"cert"_s,  u"key"_s,  u"ca"_s,       u"client_ca"_s,
                                           u"trust"_s, u"file"_s, u"sslkeylog"_s};
    if (option.type == OptionType::Boolean)
        return {u"yes"_s, u"no"_s};
    if (option.type == OptionType::Rules
        || (option.type == OptionType::Text && namesOfFiles.contains(option.name)))
        return {files};
    return option.choices;
}

// By "KIND/OPTION".
QMap<QString, QStringList> valuesOfOptions()
{
    QMap<QString, QStringList> map;
    for (const SessionKind &kind : models::sessionKinds()) {
        for (const SessionOption &option : kind.options) {
            if (const QStringList values = valuesOf(option); !values.isEmpty())
                map[kind.name + u'/' + option.name] = values;
        }
    }
    return map;
}

// Those that have the same in one arm: "a|b) reply=(...) ;;", or fish's.
QString arms(const QMap<QString, QStringList> &map, bool fish)
{
    QMap<QStringList, QStringList> keys;
    for (auto it = map.begin(); it != map.end(); ++it)
        keys[it.value()] << it.key();
    QString text;
    for (auto it = keys.begin(); it != keys.end(); ++it) {
        if (fish)
            text += u"        case %1\n            printf '%s\\n' %2\n"_s.arg(quoted(it.value()),
                                                                              quoted(it.key()));
        else if (it.key() == QStringList(files))
            text += u"    %1) return 1 ;;\n"_s.arg(it.value().join(u'|'));
        else
            text += u"    %1) reply=(%2) ;;\n"_s.arg(it.value().join(u'|'), quoted(it.key()));
    }
    return text;
}

QString shFunction(const QString &name, const QString &subject, const QString &body)
{
    return u"%1() {\n    reply=()\n    case %2 in\n%3    esac\n}\n\n"_s.arg(name, subject, body);
}

QString fishFunction(const QString &name, const QString &subject, const QString &body)
{
    return u"function %1\n    switch %2\n%3    end\nend\n\n"_s.arg(name, subject, body);
}

QMap<QString, QStringList> schemesByRole()
{
    QMap<QString, QStringList> map {{u"servers"_s, schemes(SessionRole::Server)},
                                    {u"clients"_s, schemes(SessionRole::Client)}};
    for (QStringList &list : map) {
        for (QString &scheme : list)
            scheme += "://"_L1;
    }
    return map;
}

bool isCommand(const app::Option &option)
{
    return !option.text.startsWith("-"_L1);
}

QStringList namesOf(const QList<app::Option> &options, bool commands)
{
    QStringList names;
    for (const app::Option &option : options) {
        if (isCommand(option) == commands)
            names << option.text;
    }
    return names;
}

// Those that have options of their own.
QStringList ownCommands()
{
    QStringList names;
    for (const app::Option &option : app::commandLineOptions()) {
        if (option.name == app::OptionName::Command)
            names << option.text;
    }
    return names;
}

QStringList exportEndings()
{
    return app::findOption(app::commandLineOptions(), u"--export")->completes.list;
}

QString wordOf(Completes::What what)
{
    switch (what) {
    case Completes::Servers:
        return u"servers"_s;
    case Completes::Clients:
        return u"clients"_s;
    case Completes::Files:
        return u"files"_s;
    case Completes::Words:
        return u"words"_s;
    case Completes::Nothing:
        break;
    }
    return u"nothing"_s;
}

QString shOptions(const QString &command, const QList<app::Option> &options)
{
    QString text;
    for (const app::Option &option : options) {
        if (!option.value.isEmpty() && option.name != app::OptionName::Command)
            text += u"    %1/%2) what=%3 reply=(%4) ;;\n"_s.arg(
                command, option.text, wordOf(option.completes.what), quoted(option.completes.list));
    }
    return text;
}

bool repeats(const app::Option &option)
{
    using app::OptionName;
    return option.name == OptionName::Serve || option.name == OptionName::Connect
        || option.name == OptionName::Export || option.name == OptionName::Mark;
}

QString zshAction(const Completes &completes)
{
    switch (completes.what) {
    case Completes::Servers:
    case Completes::Clients:
        return u"_loopscope_session "_s + wordOf(completes.what);
    case Completes::Words:
        return u'(' + completes.list.join(u' ') + u')';
    case Completes::Files: {
        QStringList ends;
        for (const QString &ending : completes.list)
            ends << ending.sliced(1);
        return u"_files -g \"*.(%1)(-.)\""_s.arg(ends.join(u'|'));
    }
    case Completes::Nothing:
        break;
    }
    return u" "_s;
}

QString specsOf(const QList<app::Option> &options)
{
    QString text;
    for (const app::Option &option : options) {
        if (isCommand(option))
            continue;
        QString description = QString::fromUtf8(option.description);
        for (const QChar mark : u"\\[]:"_s)
            description.replace(mark, u'\\' + QString(mark));
        QString value;
        if (!option.value.isEmpty())
            value = u':' + QString(option.value).toLower().replace(u':', "\\:"_L1) + u':'
                + zshAction(option.completes);
        QStringList names {option.text};
        if (!option.letter.isEmpty())
            names << option.letter;
        const QString group = names.size() > 1 ? u'(' + names.join(u' ') + u')' : QString();
        for (const QString &name : std::as_const(names)) {
            const QString equals = option.value.isEmpty() ? QString() : u"="_s;
            text += u"    "_s
                + quoted(group + (repeats(option) ? u"*"_s : QString()) + name + equals + u'['
                         + description + u']' + value)
                + u"\n"_s;
        }
    }
    return text;
}

QString fishLines(const QList<app::Option> &options, const QString &condition)
{
    QString text;
    for (const app::Option &option : options) {
        const QString description = quoted(QString::fromUtf8(option.description));
        if (isCommand(option)) {
            text += u"complete -c loopscope -n __loopscope_begins -a %1 -d %2\n"_s.arg(option.text,
                                                                                       description);
            continue;
        }
        QString line
            = u"complete -c loopscope -n %1 -l %2"_s.arg(quoted(condition), option.text.sliced(2));
        if (!option.letter.isEmpty())
            line += u" -s "_s + option.letter.sliced(1);
        if (!option.value.isEmpty())
            line += u" -x"_s;
        const Completes &completes = option.completes;
        if (completes.what == Completes::Words)
            line += u" -a "_s + quoted(completes.list.join(u' '));
        else if (completes.what == Completes::Servers || completes.what == Completes::Clients)
            line += u" -a '(__loopscope_session %1)'"_s.arg(wordOf(completes.what));
        else if (completes.what == Completes::Files)
            line += u" -k -a '(__fish_complete_suffix %1)'"_s.arg(completes.list.join(u' '));
        text += line + u" -d "_s + description + u'\n';
    }
    return text;
}

} // namespace

QString shTables()
{
    QString names
        = u"    program) reply=(%1) ;;\n"_s.arg(quoted(namesOf(app::commandLineOptions(), false)));
    QString options = shOptions(u"program"_s, app::commandLineOptions());
    for (const QString &command : ownCommands()) {
        const QList<app::Option> &own = *app::optionsOfCommand(command);
        names += u"    %1) reply=(%2) ;;\n"_s.arg(command, quoted(namesOf(own, false)));
        options += shOptions(command, own);
    }
    return shFunction(u"_loopscope_schemes"_s, u"$1"_s, arms(schemesByRole(), false))
        + shFunction(u"_loopscope_url_options"_s, u"$1"_s, arms(optionsOfSchemes(), false))
        + shFunction(u"_loopscope_url_values"_s, u"${1%%+*}/$2"_s, arms(valuesOfOptions(), false))
        + shFunction(u"_loopscope_options"_s, u"$1"_s, names)
        + shFunction(u"_loopscope_option"_s, u"$1/$2"_s, options + u"    *) return 1 ;;\n"_s)
        + u"_loopscope_commands=(%1)\n_loopscope_own=(%2)\n_loopscope_exports=(%3)\n\n"_s.arg(
            quoted(namesOf(app::commandLineOptions(), true)), quoted(ownCommands()),
            quoted(exportEndings()));
}

QString shUrl()
{
    return uR"sh(_loopscope_url() {
    local word=$2 scheme rest name each
    before=
    if [[ $word != *://* ]]; then
        _loopscope_schemes "$1"
        return 0
    fi
    scheme=${word%%://*}
    if [[ $word != *\?* ]]; then
        reply=("$scheme://127.0.0.1:0" "$scheme://[::1]:0")
        before=$scheme://
        [[ $scheme != *+unix ]]
        return
    fi
    rest=${word##*[\?\&]}
    before=${word%"$rest"}
    if [[ $rest != *=* ]]; then
        _loopscope_url_options "$scheme"
    else
        name=${rest%%=*}
        before=$before$name=
        _loopscope_url_values "$scheme" "$name" || { reply=() && return 1; }
    fi
    found=()
    for each in "${reply[@]}"; do
        found+=("$before$each")
    done
    reply=("${found[@]}")
}

)sh"_s;
}

QString zshSpecs()
{
    QString text = u"_loopscope_args_program=(\n%1)\n"_s.arg(specsOf(app::commandLineOptions()));
    for (const QString &command : ownCommands())
        text += u"_loopscope_args_%1=(\n%2)\n"_s.arg(command,
                                                     specsOf(*app::optionsOfCommand(command)));
    return text + u'\n';
}

QString fishTables()
{
    return fishFunction(u"__loopscope_schemes"_s, u"$argv[1]"_s, arms(schemesByRole(), true))
        + fishFunction(u"__loopscope_url_options"_s, u"$argv[1]"_s, arms(optionsOfSchemes(), true))
        + fishFunction(u"__loopscope_url_values"_s,
                       u"(string replace -r '\\+.*' '' $argv[1])/$argv[2]"_s,
                       arms(valuesOfOptions(), true))
        + u"set -g __loopscope_commands %1\n\n"_s.arg(quoted(ownCommands()));
}

QString fishOptions()
{
    QString text = fishLines(app::commandLineOptions(), u"not __loopscope_own"_s);
    for (const QString &command : ownCommands())
        text += fishLines(*app::optionsOfCommand(command), u"__loopscope_own "_s + command);
    return text;
}

} // namespace completions
