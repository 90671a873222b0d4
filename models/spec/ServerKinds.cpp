// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/KindBuilders.h"

#include "models/spec/ForwardTarget.h"
#include "models/spec/ReplyRules.h"
#include "models/text/Tr.h"

#include <algorithm>

namespace models {

using namespace Qt::StringLiterals;

namespace {

// What every server can be told of its sockets, and of TLS.
QList<SessionOption> commonOptions()
{
    const QStringList withPort {u"tcp"_s, u"tls"_s, u"udp"_s};
    const QStringList listening {u"tcp"_s, u"tls"_s, u"unix"_s};
    const QStringList tls {u"tls"_s};
    const QList<SessionOption> sockets {
        onlyOver(withPort,
                 integerOption(u"ports"_s, u"1"_s, {1, 10'000}, tr("Number of consecutive ports"))),
        onlyOver(withPort, booleanOption(u"v6only"_s, tr("Accept no IPv4 connections on [::]"))),
        onlyOver(
            withPort,
            booleanOption(u"reuse_port"_s, tr("Share the port with other servers that set this"))),
        onlyOver(listening,
                 integerOption(u"backlog"_s, u"4096"_s, {0, 65'535},
                               tr("Maximum number of connections waiting to be accepted"))),
    };
    const QList<SessionOption> encryption {
        onlyOver(
            tls,
            fileOption(u"cert"_s,
                       tr("PEM file with the certificate and its chain; default: one generated for "
                          "localhost"))),
        onlyOver(
            tls,
            fileOption(u"key"_s, tr("PEM file with the key; default: the file given as cert"))),
        onlyOver(
            tls,
            fileOption(
                u"client_ca"_s,
                tr("PEM file of authorities; clients need a certificate signed by one of them"))),
        onlyOver(tls, textOption(u"alpn"_s, tr("Protocols to accept, such as h2,http/1.1"))),
    };
    return grouped(OptionGroup::Tls, encryption) + encryptionOptions()
        + grouped(OptionGroup::Advanced, sockets);
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
        tr("Relays what each client sends to all others"),
        {booleanOption(u"raw"_s,
                       tr("Relay bytes as received instead of lines prefixed with the sender"))});
}

SessionKind forward()
{
    SessionOption to = textOption(u"to"_s, tr("Target: HOST:PORT, tls:HOST:PORT or unix:PATH"));
    to.required = true; // a guess could reach somebody who never asked for it
    to.problem = forwardTargetProblem;
    SessionOption verify
        = booleanOption(u"verify"_s, tr("Accept only a certificate valid for the target"));
    verify.defaultValue = u"true"_s;
    const QList<SessionOption> target {
        verify,
        fileOption(u"ca"_s,
                   tr("PEM file of certificate authorities to trust for the target instead of the "
                      "system's")),
        fileOption(
            u"trust"_s,
            tr("PEM file with the only certificate to accept from the target, whoever signed it")),
        textOption(u"server_name"_s,
                   tr("Name that the target's certificate must be valid for; default: the host"))};
    const QList<SessionOption> own {to,
                                    durationOption(u"timeout"_s, u"10"_s, {0.001, secondsInADay},
                                                   tr("Time limit for connecting to the target"))};
    SessionKind kind = server(u"forward"_s, {u"tcp"_s, u"tls"_s, u"unix"_s},
                              tr("Forwards connections to another server and shows the traffic"),
                              own + grouped(OptionGroup::Tls, target));
    for (SessionOption &option : kind.options)
        if (option.name == u"sslkeylog")
            option.transports.clear(); // the target may be the one that is encrypted
    return kind;
}

SessionKind reply()
{
    SessionOption rules
        = textOption(u"rules"_s, tr("JSON file of rules, or the JSON itself; default: an example"));
    rules.type = OptionType::Rules;
    rules.isFile = true;
    rules.problem = replyRulesProblem;
    return server(u"reply"_s, everyTransport(),
                  tr("Answers by rules: what to send when, and when to disconnect"), {rules});
}

SessionKind replayServer()
{
    return server(replayServerKind.toString(), everyTransport(),
                  tr("Plays the server's side of a recorded conversation to each client and "
                     "compares what it sends"),
                  replayOptions());
}

SessionKind sockperf()
{
    return server(u"sockperf"_s, {u"udp"_s, u"tcp"_s}, tr("Stands in for sockperf's own server"),
                  {});
}

SessionKind echo()
{
    SessionOption api = choiceOption(u"api"_s, {u"protocol"_s, u"streams"_s, u"sockets"_s},
                                     tr("Level of the core's API that the server uses"));
    api.defaultValue = u"streams"_s;
    return server(u"echo"_s, everyTransport(), tr("Sends back what it receives"),
                  {api, textOption(u"prefix"_s, tr("Text sent before each reply")),
                   durationOption(u"idle"_s, u"0"_s, {0, secondsInADay, tr("never")},
                                  tr("Time without data after which a connection is closed")),
                   durationOption(u"block"_s, u"0"_s, {0, 60, tr("not at all")},
                                  tr("How long each message blocks the whole loop"))});
}

} // namespace

QList<SessionKind> serverKinds()
{
    return {echo(),
            small(u"discard"_s, tr("Discards what it receives and never answers (RFC 863)")),
            small(u"chargen"_s, tr("Sends printable characters endlessly (RFC 864)")),
            small(u"daytime"_s, tr("Sends the date and time as text (RFC 867)")),
            small(u"time"_s, tr("Sends the seconds since 1900 as 4 bytes (RFC 868)")),
            server(u"receive"_s, everyTransport(),
                   tr("Shows what it receives line by line and never answers"), {}),
            broadcast(),
            forward(),
            reply(),
            replayServer(),
            sockperf()};
}

} // namespace models
