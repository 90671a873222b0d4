// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/ForwardTarget.h"

#include <QtCore/QCoreApplication>

namespace models {

using namespace Qt::StringLiterals;

SessionUrlResult forwardTarget(const QString &to)
{
    const QString prefix = to.section(u':', 0, 0);
    const bool named = prefix == u"tls" || prefix == u"tcp" || prefix == u"unix";
    const QString transport = named ? prefix : u"tcp"_s;
    SessionUrlResult result = parseSessionUrl(
        u"lines+%1://%2"_s.arg(transport, named ? to.mid(prefix.size() + 1) : to));
    if (result.url && result.url->port == 0 && !result.url->isUnix()) {
        result.error = {SessionUrlError::Port,
                        {},
                        QCoreApplication::translate(
                            "ForwardTarget", "port 0 cannot be connected to; use 1 to 65535")};
        result.sentence = u"%1: %2."_s.arg(to, result.error.message);
        result.url.reset();
    }
    return result;
}

QString forwardTargetProblem(const QString &to)
{
    const SessionUrlResult result = forwardTarget(to);
    if (result.url)
        return {};
    return QCoreApplication::translate(
               "ForwardTarget",
               "is not a place to connect to: %1; write HOST:PORT, tls:HOST:PORT "
               "or unix:PATH")
        .arg(result.error.message);
}

} // namespace models
