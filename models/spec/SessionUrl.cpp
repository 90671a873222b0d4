// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/SessionUrl.h"

#include "models/spec/FaultPlan.h"
#include "models/text/Escapes.h"
#include "models/text/Tr.h"

#include <QtCore/QStringDecoder>
#include <QtCore/QUrl>

#include <algorithm>
#include <arpa/inet.h>
#include <net/if.h>
#include <sys/un.h>

namespace models {

namespace {

using namespace Qt::StringLiterals;

using UrlProblem = std::optional<SessionUrlError>;

UrlProblem problem(SessionUrlError::Part part, const QString &message, const QString &option = {})
{
    return SessionUrlError {part, option, message};
}

bool isHexDigit(QChar c)
{
    return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
}

// Percent-decodes `text` into `decoded`; what is wrong with it, or "".
QString decode(QStringView text, QString &decoded)
{
    for (qsizetype at = text.indexOf(u'%'); at >= 0; at = text.indexOf(u'%', at + 1)) {
        const QStringView code = text.mid(at, 3);
        if (code.size() != 3 || !isHexDigit(code[1]) || !isHexDigit(code[2]))
            return tr("'%1' is not a percent-encoded byte; write a percent sign as %2")
                .arg(code.toString(), u"%25"_s);
    }
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    decoded = utf8(QByteArray::fromPercentEncoding(text.toUtf8()));
    if (utf8.hasError())
        return tr("'%1' is not UTF-8 text").arg(text.toString());
    return {};
}

// The name of an interface, of the characters that systems give them, or its number.
bool isZone(QStringView text)
{
    const auto fits = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9')
            || c == u'.' || c == u'-' || c == u'_';
    };
    return !text.isEmpty() && text.size() < IF_NAMESIZE
        && std::all_of(text.begin(), text.end(), fits);
}

UrlProblem hostProblem(const QString &host)
{
    if (host.isEmpty())
        return problem(SessionUrlError::Host,
                       tr("the host is missing; use 127.0.0.1 for this machine alone, 0.0.0.0 for "
                          "every interface"));
    if (host.contains(u':')) {
        in6_addr address;
        const qsizetype percent = host.indexOf(u'%');
        const QString withoutZone = host.left(percent < 0 ? host.size() : percent);
        if (percent >= 0 && !isZone(host.sliced(percent + 1)))
            return problem(
                SessionUrlError::Host,
                tr("'%1' is not a zone; use the name or number of an interface, as in %2")
                    .arg(host.sliced(percent + 1), u"[fe80::1%25eth0]"_s));
        if (inet_pton(AF_INET6, withoutZone.toUtf8().constData(), &address) == 1)
            return std::nullopt;
        return problem(SessionUrlError::Host,
                       tr("'%1' is not an IPv6 address; use one such as [::1]").arg(host));
    }
    const auto fits
        = [](QChar c) { return c.isLetterOrNumber() || c == u'.' || c == u'-' || c == u'_'; };
    if (!std::all_of(host.begin(), host.end(), fits) || host.size() > 253)
        return problem(
            SessionUrlError::Host,
            tr("'%1' is not a host; use a name such as localhost or an address such as 127.0.0.1")
                .arg(host));
    const auto numeric = [](QChar c) { return (c >= u'0' && c <= u'9') || c == u'.'; };
    in_addr address;
    if (std::all_of(host.begin(), host.end(), numeric)
        && inet_pton(AF_INET, host.toUtf8().constData(), &address) != 1)
        return problem(
            SessionUrlError::Host,
            tr("'%1' is not an IPv4 address; use four numbers from 0 to 255, as in 127.0.0.1")
                .arg(host));
    return std::nullopt;
}

// Linux's limit for the path of a socket, without the byte that ends it.
constexpr qsizetype longestPath = sizeof(sockaddr_un::sun_path) - 1;

UrlProblem pathProblem(const QString &path)
{
    if (path.size() < 2 || (path[0] != u'/' && path[0] != u'@'))
        return problem(
            SessionUrlError::Host,
            tr("the path is missing; write it after the two slashes, as in echo+unix:///tmp/echo"));
    if (path.contains(QChar(u'\0')))
        return problem(SessionUrlError::Host, tr("a path cannot contain a zero byte"));
    if (path.toUtf8().size() > longestPath)
        return problem(SessionUrlError::Host,
                       tr("the path has %1 bytes; a socket's path has at most %2")
                           .arg(path.toUtf8().size())
                           .arg(longestPath));
    return std::nullopt;
}

void readKind(QStringView scheme, std::optional<SessionRole> role, SessionUrl &url)
{
    const qsizetype plus = scheme.indexOf(u'+');
    url.kind = (plus < 0 ? scheme : scheme.first(plus)).toString().toLower();
    const SessionKind *kind = sessionKind(url.kind);
    if (kind && role && kind->role != *role && !kind->counterpart.isEmpty()) {
        url.kind = kind->counterpart;
        kind = sessionKind(url.kind);
    }
    if (plus >= 0)
        url.transport = scheme.sliced(plus + 1).toString().toLower();
    else if (kind)
        url.transport = kind->transports.first();
}

UrlProblem readPort(QStringView text, SessionUrl &url)
{
    if (text.isEmpty())
        return problem(
            SessionUrlError::Port,
            tr("the port is missing; add :0 for any free port, or a number up to 65535"));
    if (const qsizetype slash = text.indexOf(u'/'); slash >= 0)
        return problem(SessionUrlError::Form,
                       tr("'%1' after the port is not understood; options begin with ?")
                           .arg(text.sliced(slash).toString()));
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    if (!std::all_of(text.begin(), text.end(), isDigit))
        return problem(SessionUrlError::Port,
                       tr("port '%1' is not a number; use 0 to 65535, 0 for any free port")
                           .arg(text.toString()));
    bool ok = false;
    const uint port = text.toUInt(&ok);
    if (!ok || port > 65535)
        return problem(SessionUrlError::Port,
                       tr("port %1 is out of range; use 0 to 65535, 0 for any free port")
                           .arg(text.toString()));
    url.port = quint16(port);
    return std::nullopt;
}

UrlProblem readAddress(QStringView text, SessionUrl &url)
{
    if (url.isUnix()) {
        const QString wrong = decode(text, url.host);
        return wrong.isEmpty() ? std::nullopt : problem(SessionUrlError::Host, wrong);
    }
    QStringView host = text, port;
    if (text.startsWith(u'[')) {
        const qsizetype end = text.indexOf(u']');
        if (end < 0)
            return problem(SessionUrlError::Host, tr("the ] after the IPv6 address is missing"));
        host = text.sliced(1, end - 1);
        port = text.sliced(end + 1);
        if (!host.contains(u':'))
            return problem(SessionUrlError::Host,
                           tr("'%1' is not an IPv6 address; only those are written in brackets")
                               .arg(host.toString()));
        if (!port.isEmpty() && !port.startsWith(u':'))
            return problem(
                SessionUrlError::Form,
                tr("'%1' after the ] is not understood; the port follows as in [::1]:8881")
                    .arg(port.toString()));
        port = port.isEmpty() ? port : port.sliced(1);
    } else if (const qsizetype colon = text.indexOf(u':'); colon >= 0) {
        host = text.first(colon);
        port = text.sliced(colon + 1);
        if (port.contains(u':'))
            return problem(SessionUrlError::Host,
                           tr("an IPv6 address needs brackets, as in [::1]:8881"));
    }
    if (const QString wrong = decode(host, url.host); !wrong.isEmpty())
        return problem(SessionUrlError::Host, wrong);
    return readPort(port, url);
}

UrlProblem readOptions(QStringView query, SessionUrl &url)
{
    for (const QStringView pair : query.split(u'&', Qt::SkipEmptyParts)) {
        const qsizetype equals = pair.indexOf(u'=');
        QString name, value;
        if (const QString wrong = decode(equals < 0 ? pair : pair.first(equals), name);
            !wrong.isEmpty())
            return problem(SessionUrlError::Option, wrong);
        if (const QString wrong
            = decode(equals < 0 ? QStringView() : pair.sliced(equals + 1), value);
            !wrong.isEmpty())
            return problem(SessionUrlError::Option, tr("in option %1, %2").arg(name, wrong), name);
        const SessionKind *kind = sessionKind(url.kind);
        const SessionOption *option = kind ? kind->option(name) : nullptr;
        if (equals < 0 && option && option->type == OptionType::Boolean)
            value = u"true"_s;
        else if (equals < 0 && option)
            return problem(SessionUrlError::Option,
                           tr("option %1 needs a value: %2").arg(name, optionRange(*option)), name);
        url.options.append({name, value});
    }
    return std::nullopt;
}

UrlProblem readUrl(const QString &text, std::optional<SessionRole> role, SessionUrl &url)
{
    const qsizetype separator = text.indexOf("://"_L1);
    if (separator <= 0)
        return problem(
            SessionUrlError::Form,
            tr("this is not a session; write KIND://HOST:PORT, as in echo://127.0.0.1:8881"));
    readKind(QStringView(text).first(separator), role, url);
    // A wrong kind is told before what may be wrong behind it.
    if (!sessionKind(url.kind))
        return sessionUrlProblem(url);
    const QStringView rest = QStringView(text).sliced(separator + 3);
    const qsizetype question = rest.indexOf(u'?');
    if (auto wrong = readAddress(question < 0 ? rest : rest.first(question), url))
        return wrong;
    if (auto wrong = readOptions(question < 0 ? QStringView() : rest.sliced(question + 1), url))
        return wrong;
    return sessionUrlProblem(url);
}

UrlProblem optionsProblem(const SessionUrl &url, const SessionKind &kind)
{
    QStringList seen;
    for (const auto &[name, value] : url.options) {
        const SessionOption *option = kind.option(name);
        if (!option) {
            QStringList known;
            for (const SessionOption &each : kind.options)
                known << each.name;
            return problem(
                SessionUrlError::Option,
                tr("option '%1' is unknown to %2; use %3").arg(name, kind.name, joinedByOr(known)),
                name);
        }
        if (!option->transports.isEmpty() && !option->transports.contains(url.transport))
            return problem(SessionUrlError::Option,
                           tr("option %1 is for %2, not for %3")
                               .arg(name, joinedByOr(option->transports), url.transport),
                           name);
        if (seen.contains(name) && !option->repeatable)
            return problem(SessionUrlError::Option,
                           tr("option %1 is given twice; give it once").arg(name), name);
        if (const QString wrong = optionProblem(*option, value); !wrong.isEmpty())
            return problem(SessionUrlError::Option, tr("option %1=%2 %3").arg(name, value, wrong),
                           name);
        if (name == u"fault") {
            if (const auto read = parseFaultPlan({value}, 1, trafficOf(url.transport)); !read.plan)
                return problem(SessionUrlError::Option, read.problem, name);
        }
        seen << name;
    }
    for (const SessionOption &option : kind.options) {
        if (option.required && url.text(option.name).isEmpty())
            return problem(
                SessionUrlError::Option,
                tr("%1 needs the option %2: %3").arg(kind.name, option.name, option.description),
                option.name);
    }
    return std::nullopt;
}

QByteArray encoded(const QString &text)
{
    return QUrl::toPercentEncoding(text, "/:,;@!*()$");
}

} // namespace

SessionRole SessionUrl::role() const
{
    const SessionKind *known = sessionKind(kind);
    return known ? known->role : SessionRole::Server;
}

QString SessionUrl::text(QStringView option) const
{
    for (const auto &[name, value] : options) {
        if (name == option)
            return value;
    }
    const SessionKind *known = sessionKind(kind);
    const SessionOption *fallback = known ? known->option(option) : nullptr;
    return fallback ? fallback->defaultValue : QString();
}

QStringList SessionUrl::texts(QStringView option) const
{
    QStringList given;
    for (const auto &[name, value] : options) {
        if (name == option)
            given << value;
    }
    return given.isEmpty() ? text(option).split(u'\n') : given;
}

bool SessionUrl::boolean(QStringView option) const
{
    return readBoolean(text(option)).value_or(false);
}

qint64 SessionUrl::integer(QStringView option) const
{
    return readInteger(text(option)).value_or(0);
}

std::chrono::nanoseconds SessionUrl::duration(QStringView option) const
{
    return readDuration(text(option)).value_or(std::chrono::nanoseconds::zero());
}

qint64 SessionUrl::size(QStringView option) const
{
    return readSize(text(option)).value_or(0);
}

std::string SessionUrl::socketName() const
{
    std::string name = host.toStdString();
    if (name.front() == '@')
        name.front() = '\0';
    return name;
}

void SessionUrl::fill(const QString &option, const QString &value)
{
    const bool given = std::any_of(options.begin(), options.end(),
                                   [&](const auto &each) { return each.first == option; });
    const SessionKind *known = sessionKind(kind);
    if (!given && known && known->option(option))
        options.append({option, value});
}

void SessionUrl::setTexts(const QString &option, const QStringList &values)
{
    options.removeIf([&](const auto &given) { return given.first == option; });
    for (const QString &value : values)
        options.append({option, value});
}

QString SessionUrl::address() const
{
    if (isUnix())
        return host;
    return (host.contains(u':') ? u"[%1]:%2"_s : u"%1:%2"_s).arg(host, QString::number(port));
}

QString SessionUrl::toString() const
{
    const SessionKind *known = sessionKind(kind);
    QString text = kind;
    if (!transport.isEmpty() && !(known && known->transports.value(0) == transport))
        text += u'+' + transport;
    text += "://"_L1;
    text += !isUnix() && host.contains(u':') ? u'[' + QString(host).replace(u'%', "%25"_L1) + u']'
                                             : QString::fromLatin1(encoded(host));
    if (!isUnix())
        text += u':' + QString::number(port);
    QChar separator = u'?';
    for (const auto &[name, value] : options) {
        text += separator + QString::fromLatin1(encoded(name) + '=' + encoded(value));
        separator = u'&';
    }
    return text;
}

QString SessionUrl::commandLine() const
{
    const auto option = role() == SessionRole::Server ? "--serve"_L1 : "--connect"_L1;
    return u"loopscope "_s + option + u' ' + shellWord(toString());
}

UrlProblem sessionUrlProblem(const SessionUrl &url)
{
    const SessionKind *kind = sessionKind(url.kind);
    if (!kind) {
        QStringList names;
        for (const SessionKind &each : sessionKinds())
            names << each.name;
        return problem(
            SessionUrlError::Kind,
            tr("there is no kind of session '%1'; use %2").arg(url.kind, joinedByOr(names)));
    }
    if (!kind->transports.contains(url.transport))
        return problem(SessionUrlError::Transport,
                       tr("%1 cannot use the transport '%2'; use %3")
                           .arg(kind->name, url.transport, joinedByOr(kind->transports)));
    if (auto wrong = url.isUnix() ? pathProblem(url.host) : hostProblem(url.host))
        return wrong;
    return optionsProblem(url, *kind);
}

SessionUrlResult parseSessionUrl(const QString &text, std::optional<SessionRole> role)
{
    SessionUrl url;
    if (const auto wrong = readUrl(text, role, url))
        return {std::nullopt, *wrong, u"%1: %2."_s.arg(text, wrong->message)};
    return {url, {}, {}};
}

} // namespace models
