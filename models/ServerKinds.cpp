// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/KindBuilders.h"

#include <QtCore/QCoreApplication>

namespace models {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("SessionKinds", text);
}

SessionKind echo()
{
    SessionOption api = choiceOption(u"api"_s, {u"protocol"_s, u"streams"_s, u"sockets"_s},
                                     tr("The level of the core that the server is written at"));
    api.defaultValue = u"streams"_s;
    return {u"echo"_s, SessionRole::Server, {u"tcp"_s}, tr("Sends back what it receives"),
            {api,
             textOption(u"prefix"_s, tr("Text put before each reply")),
             durationOption(u"idle"_s, u"0"_s, {0, secondsInADay, tr("never")},
                            tr("Time without data after which a connection is closed")),
             durationOption(u"block"_s, u"0"_s, {0, 60, tr("not at all")},
                            tr("How long each message blocks the whole loop"))}};
}

} // namespace

QList<SessionKind> serverKinds()
{
    return {echo()};
}

} // namespace models
