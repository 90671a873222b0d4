// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/CommandLine.h"

#include "app/CommandLineOptions.h"
#include "app/ExportCommand.h"
#include "app/RecordingArguments.h"

#include "models/spec/KindDocs.h"
#include "models/spec/PortOfServer.h"
#include "models/spec/Scenario.h"
#include "models/text/Tr.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFileInfo>

#include <algorithm>

namespace app {

using models::tr;

namespace {

using namespace Qt::StringLiterals;

QString optionNames()
{
    QStringList names;
    for (const Option &option : commandLineOptions())
        names << option.text;
    return models::joinedByOr(names);
}

// How many arguments an option that Qt reads itself takes up, or 0 where it is none of Qt's.
qsizetype lengthOfQtOption(QStringView argument)
{
    const QStringView name = argument.startsWith("--"_L1) ? argument.sliced(1) : argument;
    for (const auto withValue : {"-platform"_L1, "-style"_L1, "-stylesheet"_L1, "-display"_L1,
                                 "-qwindowgeometry"_L1, "-qwindowtitle"_L1, "-qwindowicon"_L1}) {
        if (name == withValue)
            return 2;
    }
    return name == "-reverse"_L1 || name.startsWith("-style="_L1) ? 1 : 0;
}

QString helpOf(const QList<Option> &options)
{
    QString text;
    for (const Option &option : options) {
        const QString name
            = option.text + (option.value.isEmpty() ? QString() : u' ' + option.value);
        text
            += u"  %1  %2\n"_s.arg(name.leftJustified(22),
                                   QCoreApplication::translate(option.context, option.description));
    }
    return text;
}

// A recording to open: a name that ends in .loopscope, or any file that exists and is no scenario.
bool isRecording(const QString &argument)
{
    return !argument.startsWith(u'-')
        && (argument.endsWith(".loopscope"_L1, Qt::CaseInsensitive)
            || (QFileInfo(argument).isFile()
                && !argument.endsWith(".json"_L1, Qt::CaseInsensitive)));
}

class ArgumentReader {
public:
    explicit ArgumentReader(const QStringList &arguments)
        : arguments_(arguments)
    { }

    CommandLineResult read();

private:
    bool readOption(const Option &option, const QString &value);
    bool readSession(const Option &option, const QString &value, models::SessionRole role);
    [[nodiscard]] qsizetype serverFor(const models::SessionUrl &client) const;
    bool readFor(const QString &value);
    bool readExport(const QString &value);
    bool readExportFilter(const QString &value);
    bool readRecording(const Option &option, const QString &value);
    bool readScreenshot(const QString &value);
    bool readJUnit(const QString &value);
    bool readRun(const QString &value);
    bool checkTogether();
    bool fail(const QString &sentence)
    {
        error_ = sentence;
        return false;
    }

    const QStringList &arguments_;
    CommandLine line_;
    models::RecordingOptions ofScenario_;
    QString error_;
};

CommandLineResult ArgumentReader::read()
{
    for (qsizetype i = 0; i < arguments_.size(); ++i) {
        const QString &argument = arguments_[i];
        if (const qsizetype length = lengthOfQtOption(argument)) {
            i += length - 1;
            continue;
        }
        const qsizetype equals = argument.startsWith("--"_L1) ? argument.indexOf(u'=') : -1;
        const QString name = equals < 0 ? argument : argument.left(equals);
        const Option *option = findOption(commandLineOptions(), name);
        if (!option && isRecording(argument)) {
            line_.recordings << argument;
            continue;
        }
        if (!option && argument.contains("://"_L1))
            return {std::nullopt,
                    tr("%1: a session needs --serve or --connect before it.").arg(argument)};
        if (!option)
            return {std::nullopt, tr("%1 is not understood; use %2.").arg(name, optionNames())};
        if (option->value.isEmpty() && equals >= 0)
            return {std::nullopt, tr("%1 takes no value; write it alone.").arg(name)};
        QString value = equals < 0 ? QString() : argument.mid(equals + 1);
        if (!option->value.isEmpty() && equals < 0 && i + 1 < arguments_.size()
            && !findOption(commandLineOptions(), arguments_[i + 1]))
            value = arguments_[++i];
        if (!option->value.isEmpty() && value.isEmpty())
            return {std::nullopt, tr("%1 needs a value; write %1 %2.").arg(name, option->value)};
        if (!readOption(*option, value))
            return {std::nullopt, error_};
        if (line_.action != CommandLine::Action::Run)
            return {line_, {}};
    }
    if (!checkTogether())
        return {std::nullopt, error_};
    return {line_, {}};
}

bool ArgumentReader::readOption(const Option &option, const QString &value)
{
    switch (option.name) {
    case OptionName::Serve:
        return readSession(option, value, models::SessionRole::Server);
    case OptionName::Connect:
        return readSession(option, value, models::SessionRole::Client);
    case OptionName::Run:
        return readRun(value);
    case OptionName::Command:
        return fail(tr("%1 comes first; write loopscope %1 %2.").arg(option.text, option.value));
    case OptionName::JUnit:
        return readJUnit(value);
    case OptionName::Debug:
        line_.debug = true;
        break;
    case OptionName::Headless:
        line_.headless = true;
        break;
    case OptionName::For:
        return readFor(value);
    case OptionName::Export:
        return readExport(value);
    case OptionName::ExportFilter:
        return readExportFilter(value);
    case OptionName::PcapListen: {
        const auto address = PacketAddress::of(value);
        if (!address)
            return fail(u"--pcap-listen "_s + address.problem());
        line_.pcapListen = *address;
        break;
    }
    case OptionName::Recording:
        return readRecording(option, value);
    case OptionName::Mark:
        if (const QString problem = readMark(value, line_.marks); !problem.isEmpty())
            return fail(problem);
        break;
    case OptionName::Screenshot:
        return readScreenshot(value);
    case OptionName::NewServer:
        line_.firstQuestion = CommandLine::FirstQuestion::NewServer;
        break;
    case OptionName::OpenRecording:
        line_.firstQuestion = CommandLine::FirstQuestion::OpenRecording;
        break;
    case OptionName::Look:
        if (const QString wrong = setWindowOption(line_.look, QString(option.text), value);
            !wrong.isEmpty())
            return fail(u"%1 %2 %3."_s.arg(option.text, value, wrong));
        break;
    case OptionName::Version:
        line_.action = CommandLine::Action::ShowVersion;
        break;
    case OptionName::Help:
        line_.action = CommandLine::Action::ShowHelp;
        break;
    case OptionName::Filter:
    case OptionName::Format:
    case OptionName::Json:
    case OptionName::Csv:
    case OptionName::From:
    case OptionName::To:
    case OptionName::GuardFormulas:
    case OptionName::Limit:
        break; // of commands of their own alone
    }
    return true;
}

bool ArgumentReader::readSession(const Option &option, const QString &value,
                                 models::SessionRole role)
{
    const auto result = models::parseSessionUrl(value, role);
    if (!result.url)
        return fail(QString(option.text) + u' ' + result.sentence);
    if (result.url->role() != role)
        return fail((role == models::SessionRole::Server
                         ? tr("--serve %1: %2 is a client; use --connect for it.")
                         : tr("--connect %1: %2 is a server; use --serve for it."))
                        .arg(value, result.url->kind));
    if (role == models::SessionRole::Server) {
        line_.servers << *result.url;
        return true;
    }
    const qsizetype server = serverFor(*result.url);
    if (models::takesPort(*result.url) && server < 0)
        return fail(tr("--connect %1: port 0 is that of the last --serve before it over %2, and "
                       "there is none; use 1 to 65535, or put such a --serve first.")
                        .arg(value, result.url->transport.toUpper()));
    line_.clients.append({*result.url, server});
    return true;
}

// The one whose port a client takes, as an index; -1: none.
qsizetype ArgumentReader::serverFor(const models::SessionUrl &client) const
{
    qsizetype server = models::takesPort(client) ? line_.servers.size() - 1 : -1;
    while (server >= 0 && !models::reaches(client, line_.servers.at(server)))
        --server;
    return server;
}

bool ArgumentReader::readFor(const QString &value)
{
    const auto time = models::readDuration(value);
    if (!time || *time <= std::chrono::nanoseconds::zero() || *time > std::chrono::hours(24 * 365))
        return fail(
            tr("--for %1 is not a time to run; use seconds above 0, such as 5 or 0.5.").arg(value));
    line_.runFor = *time;
    return true;
}

bool ArgumentReader::readExport(const QString &value)
{
    const QFileInfo file(value);
    if (!models::Export::formatOf(value))
        return fail(tr("--export %1: the name says the format; use one that ends in %2.")
                        .arg(value, models::Export::formats(u"."_s)));
    if (!file.absoluteDir().exists())
        return fail(tr("--export %1: there is no folder %2; make it, or use another.")
                        .arg(value, file.absolutePath()));
    line_.exports << value;
    return true;
}

bool ArgumentReader::readExportFilter(const QString &value)
{
    line_.exportFilter = models::EventFilter(value);
    const QString problem = problemOf(u"--export-filter"_s, line_.exportFilter);
    return problem.isEmpty() || fail(problem);
}

bool ArgumentReader::readRecording(const Option &option, const QString &value)
{
    for (const models::RecordingOption &each : models::recordingOptions()) {
        if (option.text != QLatin1StringView(each.name))
            continue;
        const QString wrong
            = models::setRecordingOption(line_.recording, QString::fromLatin1(each.key), value);
        if (!wrong.isEmpty())
            return fail(u"%1 %2 %3."_s.arg(option.text, value, wrong));
    }
    return true;
}

bool ArgumentReader::readScreenshot(const QString &value)
{
    const QFileInfo file(value);
    if (file.suffix().toLower() != "png"_L1)
        return fail(tr("--screenshot %1: use a name that ends in .png.").arg(value));
    if (!file.absoluteDir().exists())
        return fail(tr("--screenshot %1: there is no folder %2; make it, or use another.")
                        .arg(value, file.absolutePath()));
    line_.screenshot = value;
    line_.look.exact = true;
    return true;
}

bool ArgumentReader::readJUnit(const QString &value)
{
    if (!QFileInfo(value).absoluteDir().exists())
        return fail(tr("--junit %1: there is no folder %2; make it, or use another.")
                        .arg(value, QFileInfo(value).absolutePath()));
    line_.junit = value;
    return true;
}

bool ArgumentReader::readRun(const QString &value)
{
    const auto [scenario, sentence] = models::readScenarioFile(value);
    if (!scenario)
        return fail(sentence);
    line_.scenario = value;
    ofScenario_ = scenario->recording;
    if (!ofScenario_.record.isEmpty())
        ofScenario_.record = QFileInfo(value).dir().filePath(ofScenario_.record);
    if (!line_.runFor)
        line_.runFor = scenario->duration;
    for (const models::SessionUrl &url : scenario->seededSessions()) {
        if (url.role() == models::SessionRole::Server)
            line_.servers << url;
        else
            line_.clients.append({url, serverFor(url)});
    }
    return true;
}

bool ArgumentReader::checkTogether()
{
    // What the command line says goes before what a scenario says, wherever it stands.
    models::fillRecordingOptions(line_.recording, ofScenario_);
    if (const QString problem = recordingProblem(line_); !problem.isEmpty())
        return fail(problem);
    if (!line_.exportFilter.isEmpty() && line_.exports.isEmpty())
        return fail(tr("--export-filter says what --export writes, and there is none; add --export "
                       "FILE."));
    for (const QString &target : line_.exports) {
        if (const QString problem
            = models::Export::problemOf(target, {}, !line_.exportFilter.isEmpty());
            !problem.isEmpty())
            return fail(problem);
    }
    if (line_.headless && !line_.screenshot.isEmpty())
        return fail(tr("--screenshot needs a window, and --headless has none; use one of them, or "
                       "-platform offscreen instead of --headless."));
    if (line_.headless && line_.firstQuestion != CommandLine::FirstQuestion::None)
        return fail(
            tr("--new-server and --open-recording ask in a window, and --headless has none; "
               "use --serve URL, or 'loopscope export RECORDING FILE'."));
    if (line_.headless && line_.look != WindowOptions())
        return fail(tr("--size, --theme, --view and --language are of a window, and --headless has "
                       "none; use one of them."));
    if (line_.headless && !line_.recordings.isEmpty()
        && !QFileInfo::exists(line_.recordings.first()))
        return fail(tr("%1: there is no such file; check the name, and its folder.")
                        .arg(line_.recordings.first()));
    if (line_.headless && !line_.recordings.isEmpty())
        return fail(tr("%1: a recording is looked at in a window, and there is none here; write "
                       "what it holds with 'loopscope export %1 FILE.jsonl'.")
                        .arg(line_.recordings.first()));
    if (line_.headless && line_.servers.isEmpty() && line_.clients.isEmpty())
        return fail(tr("--headless runs what is named, and nothing is; add --serve URL, --connect "
                       "URL or 'run FILE'."));
    // Without a window, what a person types comes from standard input; one session can read it.
    const auto talkOf = [this](const QString &file) {
        return std::find_if(line_.clients.begin(), line_.clients.end(), [&file](const auto &each) {
            return models::takesMessages(each.url.kind) && each.url.text(u"file") == file;
        });
    };
    const auto talk = talkOf({});
    if (line_.headless && talk != line_.clients.end() && talkOf(u"-"_s) == line_.clients.end())
        talk->url.setTexts(u"file"_s, {u"-"_s});
    return true;
}

} // namespace

CommandLineResult parseCommandLine(const QStringList &arguments)
{
    // A program without a window has --headless before all that is given.
    const qsizetype first = arguments.value(0) == u"--headless" ? 1 : 0;
    if (auto command = parseCommand(arguments.mid(first))) {
        CommandLine line;
        line.action = command->run ? CommandLine::Action::Command : CommandLine::Action::ShowHelp;
        line.command = std::move(command->run);
        return command->error.isEmpty() ? CommandLineResult {line, {}}
                                        : CommandLineResult {std::nullopt, command->error};
    }
    return ArgumentReader(arguments).read();
}

QString commandLineHelp()
{
    QString text
        = tr("Usage: loopscope [run FILE] [FILE.loopscope]... [option]...\n"
             "       loopscope query RECORDING SQL [--json|--csv]\n"
             "       loopscope compare FIRST SECOND [--limit LIMIT]... [--json]\n"
             "       loopscope export RECORDING OUT... [--filter EXPR] [--from TIME] [--to TIME]\n"
             "Runs test servers and clients and shows every connection, task, timer and "
             "warning live.\nA recording, FILE.loopscope, opens in a window of its own.\n\n");
    text += helpOf(commandLineOptions());
    for (const QString &command : {u"export"_s, u"query"_s, u"compare"_s})
        text += tr("\nOf %1:\n").arg(command) + helpOf(*optionsOfCommand(command));
    text
        += tr("\nA URL is KIND[+TRANSPORT]://HOST:PORT[?option=value&...], as in\n"
              "echo://127.0.0.1:8881?api=streams&prefix=Re:%20. IPv6 addresses stand in brackets;\n"
              "port 0 takes any free one; times are in seconds or as 300ms, 2m, 1h; sizes in bytes "
              "or as 64k, 1M, 2GB.\n");
    text += tr("\nServers, for --serve:\n");
    for (const models::SessionKind &kind : models::sessionKinds())
        text += kind.role == models::SessionRole::Server ? models::helpOfKind(kind) : QString();
    text += tr("\nClients, for --connect:\n");
    for (const models::SessionKind &kind : models::sessionKinds())
        text += kind.role == models::SessionRole::Client ? models::helpOfKind(kind) : QString();
    text += tr("\nFaults, for fault= of any session, in each message that passes:\n");
    text += models::helpOfFaults();
    text += tr("\nLimits, for limit= of a client, such as p99<5ms, errors<1 or rate>=1000:\n");
    text += models::helpOfLimits();
    text += tr("\nExit status: 0 when all went well or a signal ended it, 1 for what failed while "
               "running, for output\n"
               "that could not be written and for a limit that was not met, 2 for a wrong "
               "command line or scenario.\n");
    return text;
}

} // namespace app
