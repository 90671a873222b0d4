// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/Exposure.h"

#include <QtCore/QCoreApplication>

#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>

namespace models {

using namespace Qt::StringLiterals;

namespace {

Reach reachOf(in_addr v4)
{
    const quint32 address = ntohl(v4.s_addr);
    if (address == INADDR_ANY)
        return Reach::EveryAddress;
    return address >> 24 == IN_LOOPBACKNET ? Reach::ThisMachine : Reach::OneAddress;
}

} // namespace

Reach reachOf(const QString &host)
{
    const QByteArray text = host.section(u'%', 0, 0).toUtf8(); // without its zone
    in_addr v4 {};
    in6_addr v6 {};
    if (inet_pton(AF_INET, text.constData(), &v4) == 1)
        return reachOf(v4);
    if (inet_pton(AF_INET6, text.constData(), &v6) == 1) {
        if (IN6_IS_ADDR_V4MAPPED(&v6)) { // an IPv4 address as sockets for both families have it
            std::memcpy(&v4, v6.s6_addr + 12, sizeof v4);
            return reachOf(v4);
        }
        if (IN6_IS_ADDR_UNSPECIFIED(&v6))
            return Reach::EveryAddress;
        return IN6_IS_ADDR_LOOPBACK(&v6) ? Reach::ThisMachine : Reach::OneAddress;
    }
    const bool local = host.compare("localhost"_L1, Qt::CaseInsensitive) == 0
        || host.endsWith(".localhost"_L1, Qt::CaseInsensitive);
    return local ? Reach::ThisMachine : Reach::Name;
}

QString exposureOf(const SessionUrl &url)
{
    if (url.role() == SessionRole::Client || url.isUnix())
        return {};
    switch (reachOf(url.host)) {
    case Reach::ThisMachine:
        break;
    case Reach::OneAddress:
        return QCoreApplication::translate("Exposure", "Other machines can connect to it at %1.")
            .arg(url.host);
    case Reach::EveryAddress:
        return QCoreApplication::translate(
                   "Exposure",
                   "Other machines can connect to it: %1 stands for every address of this one.")
            .arg(url.host);
    case Reach::Name:
        return QCoreApplication::translate("Exposure",
                                           "Other machines can connect to it if %1 resolves to an "
                                           "address that they can reach.")
            .arg(url.host);
    }
    return {};
}

} // namespace models
