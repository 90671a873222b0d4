// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/Scenario.h"

#include "models/files/BoundedFile.h"
#include "models/files/CheckedFile.h"
#include "models/spec/PortOfServer.h"
#include "models/text/Tr.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QLocale>

#include <algorithm>
#include <array>

namespace models {

using namespace Qt::StringLiterals;

namespace {

// A list of a session that stands in its URL as an option given once for each.
struct Listed {
    QStringView key;
    QStringView option;
};
constexpr std::array<Listed, 2> lists {{{u"limits", u"limit"}, {u"faults", u"fault"}}};

// Reads with a pointer to where it is, so that what is wrong can say so. Each read gives false once
// something is wrong.
class Reader {
public:
    explicit Reader(const QString &name)
        : name_(name)
    { }

    ScenarioResult read(const QByteArray &json);

private:
    bool fail(const QString &where, const QString &what)
    {
        sentence_ = tr("%1: %2: %3.").arg(name_, where.isEmpty() ? u"/"_s : where, what);
        return false;
    }
    bool readSyntax(const QByteArray &json, QJsonObject &root);
    bool checkKeys(const QString &where, const QJsonObject &object, const QStringList &known);
    bool readRoot(const QJsonObject &root);
    bool readRecording(const QJsonObject &root);
    bool readDuration(const QJsonValue &value);
    bool readSeed(const QJsonValue &value);
    bool readSession(const QString &where, const QJsonValue &value);
    bool readList(const QString &where, const QJsonValue &value, QStringView option,
                  SessionUrl &url);
    bool checkSession(const QString &where, const SessionUrl &url);

    const QString name_;
    QString sentence_;
    Scenario scenario_;
};

ScenarioResult Reader::read(const QByteArray &json)
{
    QJsonObject root;
    if (!readSyntax(json, root) || !readRoot(root))
        return {std::nullopt, sentence_};
    return {scenario_, {}};
}

bool Reader::readSyntax(const QByteArray &json, QJsonObject &root)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError) {
        const QByteArray before = json.left(error.offset);
        return fail(tr("line %1").arg(before.count('\n') + 1),
                    tr("this is not JSON (%1); check commas, quotes and brackets there")
                        .arg(error.errorString()));
    }
    root = document.object();
    return document.isObject()
        || fail({}, tr("a scenario is an object; write {\"sessions\": [...]}"));
}

bool Reader::checkKeys(const QString &where, const QJsonObject &object, const QStringList &known)
{
    for (const QString &key : object.keys()) {
        if (!known.contains(key))
            return fail(where + u'/' + key,
                        tr("there is no such key; use %1").arg(joinedByOr(known)));
    }
    return true;
}

bool Reader::readRoot(const QJsonObject &root)
{
    QStringList known {u"$schema"_s, u"name"_s, u"duration"_s, u"seed"_s, u"sessions"_s};
    for (const RecordingOption &option : recordingOptions())
        known << QString::fromLatin1(option.key);
    if (!checkKeys({}, root, known) || !readRecording(root))
        return false;
    const QJsonValue name = root[u"name"];
    if (!name.isUndefined() && !name.isString())
        return fail(u"/name"_s, tr("the name must be text; write it in quotes"));
    scenario_.name = name.toString();
    if (!readDuration(root[u"duration"]) || !readSeed(root[u"seed"]))
        return false;
    const QJsonArray sessions = root[u"sessions"].toArray();
    if (sessions.isEmpty())
        return fail(
            u"/sessions"_s,
            tr("there is no session to run; write a list of {\"url\": \"echo://127.0.0.1:0\"}"));
    for (qsizetype i = 0; i < sessions.size(); ++i) {
        if (!readSession(u"/sessions/"_s + QString::number(i), sessions[i]))
            return false;
    }
    return true;
}

bool Reader::readRecording(const QJsonObject &root)
{
    for (const RecordingOption &option : recordingOptions()) {
        const QString key = QString::fromLatin1(option.key);
        const QJsonValue value = root[key];
        if (value.isUndefined())
            continue;
        const QString text = value.isDouble()
            ? QString::number(value.toDouble(), 'f', QLocale::FloatingPointShortest)
            : value.toString();
        const QString wrong = text.isEmpty() ? tr("is not text; write it in quotes")
                                             : setRecordingOption(scenario_.recording, key, text);
        if (!wrong.isEmpty())
            return fail(u'/' + key, tr("'%1' %2").arg(text, wrong));
    }
    return true;
}

bool Reader::readDuration(const QJsonValue &value)
{
    if (value.isUndefined())
        return true;
    const auto time = models::readDuration(value.isDouble() ? QString::number(value.toDouble(), 'f')
                                                            : value.toString());
    if (!time || *time <= std::chrono::nanoseconds::zero())
        return fail(u"/duration"_s,
                    tr("this is not a time to run; use seconds above 0 such as 5, or a text such "
                       "as \"2m\""));
    scenario_.duration = *time;
    return true;
}

bool Reader::readSeed(const QJsonValue &value)
{
    if (value.isUndefined())
        return true;
    const qint64 seed = value.toInteger(-1);
    if (seed < 0)
        return fail(u"/seed"_s, tr("this is not a seed; use a whole number from 0"));
    scenario_.seed = seed;
    return true;
}

bool Reader::readSession(const QString &where, const QJsonValue &value)
{
    const QJsonObject object = value.toObject();
    if (!value.isObject() || !object[u"url"].isString())
        return fail(
            where,
            tr("a session is an object with a URL; write {\"url\": \"echo://127.0.0.1:0\"}"));
    if (!checkKeys(where, object, {u"url"_s, u"limits"_s, u"faults"_s}))
        return false;
    SessionUrlResult parsed = parseSessionUrl(object[u"url"].toString());
    if (!parsed.url)
        return fail(where + u"/url"_s, parsed.sentence.chopped(1));
    for (const auto &[key, option] : lists) {
        if (!readList(where + u'/' + key.toString(), object[key], option, *parsed.url))
            return false;
    }
    if (!checkSession(where, *parsed.url))
        return false;
    scenario_.sessions << *parsed.url;
    return true;
}

bool Reader::readList(const QString &where, const QJsonValue &value, QStringView option,
                      SessionUrl &url)
{
    if (value.isUndefined())
        return true;
    if (!value.isArray())
        return fail(where, tr("this must be a list; write its texts in square brackets"));
    const SessionOption *known = sessionKind(url.kind)->option(option);
    if (!known)
        return fail(where, tr("%1 has none; remove them").arg(url.kind));
    const QJsonArray texts = value.toArray();
    for (qsizetype i = 0; i < texts.size(); ++i) {
        const QString text = texts[i].toString();
        const QString at = where + u'/' + QString::number(i);
        const QString wrong
            = text.isEmpty() ? tr("is not text; write it in quotes") : optionProblem(*known, text);
        if (!wrong.isEmpty())
            return fail(at, tr("'%1' %2").arg(text, wrong));
        url.options.append({option.toString(), text});
    }
    return true;
}

bool Reader::checkSession(const QString &where, const SessionUrl &url)
{
    if (const auto problem = sessionUrlProblem(url))
        return fail(where, problem->message);
    return !takesPort(url)
        || std::any_of(scenario_.sessions.begin(), scenario_.sessions.end(),
                       [&url](const SessionUrl &each) { return reaches(url, each); })
        || fail(where + u"/url"_s,
                tr("port 0 means the port of the last server before it over %1, and there is none; "
                   "use 1 to 65535, or put such a server first")
                    .arg(url.transport.toUpper()));
}

QJsonObject sessionJson(SessionUrl url)
{
    QJsonObject object;
    for (const auto &[key, option] : lists) {
        QJsonArray texts;
        for (const auto &[name, value] : std::as_const(url.options)) {
            if (name == option)
                texts.append(value);
        }
        url.options.removeIf([option = option](const auto &each) { return each.first == option; });
        if (!texts.isEmpty())
            object[key] = texts;
    }
    object[u"url"] = url.toString();
    return object;
}

} // namespace

QList<SessionUrl> Scenario::seededSessions() const
{
    QList<SessionUrl> seeded = sessions;
    for (SessionUrl &url : seeded) {
        if (seed)
            url.fill(u"seed"_s, QString::number(*seed));
    }
    return seeded;
}

QByteArray Scenario::toJson() const
{
    QJsonObject root;
    if (!name.isEmpty())
        root[u"name"] = name;
    if (duration)
        root[u"duration"] = std::chrono::duration<double>(*duration).count();
    if (seed)
        root[u"seed"] = *seed;
    for (const RecordingOption &option : recordingOptions()) {
        const QString key = QString::fromLatin1(option.key);
        if (const QString value = recordingOption(recording, key); !value.isEmpty())
            root[key] = value;
    }
    QJsonArray array;
    for (const SessionUrl &url : sessions)
        array.append(sessionJson(url));
    root[u"sessions"] = array;
    return QJsonDocument(root).toJson();
}

Scenario scenarioOf(const QList<RunningSession> &sessions)
{
    Scenario scenario;
    QList<SessionUrl> clients;
    for (const RunningSession &session : sessions) {
        if (session.url.role() == SessionRole::Client)
            clients << session.url;
    }
    for (const RunningSession &server : sessions) {
        if (server.url.role() == SessionRole::Client)
            continue;
        scenario.sessions << server.url;
        const auto took = [&server](const SessionUrl &client) {
            return server.url.port == 0 && !client.isUnix() && reaches(client, server.url)
                && server.address.endsWith(u':' + QString::number(client.port));
        };
        for (SessionUrl client : std::as_const(clients)) {
            if (!took(client))
                continue;
            client.port = 0;
            scenario.sessions << client;
        }
        clients.removeIf(took);
    }
    scenario.sessions << clients;
    return scenario;
}

ScenarioResult readScenario(const QByteArray &json, const QString &name)
{
    return Reader(name).read(json);
}

ScenarioResult readScenarioFile(const QString &path)
{
    const Result<QByteArray> json = readFile(path, mostScenario);
    return json ? readScenario(*json, path) : ScenarioResult {std::nullopt, json.problem()};
}

QString writeScenarioFile(const Scenario &scenario, const QString &path)
{
    return writeFile(path, scenario.toJson());
}

} // namespace models
