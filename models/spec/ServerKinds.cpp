// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/KindBuilders.h"

#include "models/spec/ForwardTarget.h"
#include "models/spec/ReplyRules.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

namespace models {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("SessionKinds", text);
}

// What every server can be told of its sockets, and of TLS.
QList<SessionOption> commonOptions()
{
    const QStringList withPort {u"tcp"_s, u"tls"_s, u"udp"_s};
    const QStringList listening {u"tcp"_s, u"tls"_s, u"unix"_s};
    const QStringList tls {u"tls"_s};
    return {
        onlyOver(withPort,
                 integerOption(u"ports"_s, u"1"_s, {1, 10'000},
                               tr("How many ports, one after the other"))),
        onlyOver(withPort,
                 booleanOption(u"v6only"_s, tr("Take no IPv4 where the address is [::]"))),
        onlyOver(withPort,
                 booleanOption(u"reuse_port"_s,
                               tr("Share the port with other servers that say so, too"))),
        onlyOver(listening,
                 integerOption(u"backlog"_s, u"4096"_s, {0, 65'535},
                               tr("Connections that may wait to be accepted"))),
        onlyOver(tls,
                 textOption(u"cert"_s,
                            tr("A PEM file with the certificate and its chain; none: one made for "
                               "localhost"))),
        onlyOver(tls, textOption(u"key"_s, tr("A PEM file with the key; none: that of cert"))),
        onlyOver(tls,
                 textOption(u"client_ca"_s,
                            tr("A PEM file; clients need a certificate signed by one in it"))),
        onlyOver(tls,
                 textOption(u"alpn"_s, tr("Protocols that it may agree on, such as h2,http/1.1"))),
    };
}

// Without those options that no transport of the kind has.
SessionKind server(const QString &name, const QStringList &transports, const QString &description,
                   QList<SessionOption> options)
{
    for (const SessionOption &option : commonOptions()) {
        const auto used
            = [&](const QString &transport) { return option.transports.contains(transport); };
        if (std::any_of(transports.begin(), transports.end(), used))
            options << option;
    }
    return {name, SessionRole::Server, transports, description, options};
}

const QStringList &everyTransport()
{
    static const QStringList transports {u"tcp"_s, u"tls"_s, u"udp"_s, u"unix"_s};
    return transports;
}

// A service of the early internet: the number of its RFC says all.
SessionKind small(const QString &name, const QString &description)
{
    return server(name, everyTransport(), description, {});
}

SessionKind broadcast()
{
    return server(
        u"broadcast"_s, {u"tcp"_s, u"tls"_s, u"unix"_s},
        tr("Sends what one client says to all others"),
        {booleanOption(u"raw"_s, tr("Send bytes as they come, not lines with who says them"))});
}

SessionKind forward()
{
    SessionOption to
        = textOption(u"to"_s, tr("Where it leads: HOST:PORT, tls:HOST:PORT or unix:PATH"));
    to.defaultValue = u"127.0.0.1:80"_s;
    to.problem = forwardTargetProblem;
    SessionOption verify
        = booleanOption(u"verify"_s, tr("Accept only a certificate that is valid for that host"));
    verify.defaultValue = u"true"_s;
    return server(
        u"forward"_s, {u"tcp"_s, u"tls"_s, u"unix"_s},
        tr("Passes on to another server, and shows what is said"),
        {to,
         durationOption(u"timeout"_s, u"10"_s, {0.001, secondsInADay},
                        tr("How long connecting there may take")),
         verify,
         textOption(u"ca"_s,
                    tr("A PEM file of authorities to trust there instead of the system's")),
         textOption(u"trust"_s,
                    tr("A PEM file with the one certificate to accept there, whoever signed it")),
         textOption(u"server_name"_s,
                    tr("The name that the certificate there must be for; none: the host"))});
}

SessionKind reply()
{
    SessionOption rules = textOption(
        u"rules"_s, tr("A JSON file with what to answer, or the JSON itself; none: an example"));
    rules.type = OptionType::Rules;
    rules.problem = replyRulesProblem;
    return server(u"reply"_s, everyTransport(),
                  tr("Answers by rules: what it sends when, and when it breaks off"), {rules});
}

SessionKind sockperf()
{
    return server(u"sockperf"_s, {u"udp"_s, u"tcp"_s},
                  tr("Answers sockperf in place of its own server"), {});
}

SessionKind echo()
{
    SessionOption api = choiceOption(u"api"_s, {u"protocol"_s, u"streams"_s, u"sockets"_s},
                                     tr("The level of the core that the server is written at"));
    api.defaultValue = u"streams"_s;
    return server(u"echo"_s, everyTransport(), tr("Sends back what it receives"),
                  {api, textOption(u"prefix"_s, tr("Text put before each reply")),
                   durationOption(u"idle"_s, u"0"_s, {0, secondsInADay, tr("never")},
                                  tr("Time without data after which a connection is closed")),
                   durationOption(u"block"_s, u"0"_s, {0, 60, tr("not at all")},
                                  tr("How long each message blocks the whole loop"))});
}

} // namespace

QList<SessionKind> serverKinds()
{
    return {echo(),
            small(u"discard"_s, tr("Takes what comes and answers nothing (RFC 863)")),
            small(u"chargen"_s, tr("Sends printable characters without end (RFC 864)")),
            small(u"daytime"_s, tr("Tells date and time in words (RFC 867)")),
            small(u"time"_s, tr("Tells the seconds since 1900 in 4 bytes (RFC 868)")),
            server(u"receive"_s, everyTransport(),
                   tr("Shows what comes, line by line, and answers nothing"), {}),
            broadcast(),
            forward(),
            reply(),
            sockperf()};
}

} // namespace models
