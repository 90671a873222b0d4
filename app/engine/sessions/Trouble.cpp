// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/sessions/Trouble.h"

#include "loop/Errors.h"
#include "loop/TlsContext.h"
#include "models/text/Tr.h"

#include <cerrno>
#include <sys/resource.h>

namespace app {

using models::tr;

namespace {

QString withPeriod(QString text)
{
    return text.endsWith(u'.') ? text : text + u'.';
}

QString clientTrouble(int error, const models::SessionUrl &url)
{
    switch (error) {
    case ECONNREFUSED:
        return tr("Nothing accepts connections at %1. Start the server first, or check the host "
                  "and the port.")
            .arg(url.address());
    case ENOENT:
        return tr("There is no socket at %1. Start the server first, or check the path.")
            .arg(url.address());
    case ETIMEDOUT:
        return tr("%1 does not answer. Check the host, the port, and firewalls in between.")
            .arg(url.address());
    case ENETUNREACH:
    case EHOSTUNREACH:
        return tr("There is no route to %1. Check the host and the network connection.")
            .arg(url.address());
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE:
        return tr("%1 broke the connection.").arg(url.address());
    case EACCES:
    case EPERM:
        return tr("Connecting to %1 is not permitted. Check the socket's permissions and "
                  "firewalls.")
            .arg(url.address());
    case EAGAIN:
        return tr("%1 takes no more connections: too many wait for it to accept them. Use fewer, "
                  "or open them over a longer ramp.")
            .arg(url.address());
    case EADDRNOTAVAIL:
        return tr("No local port is left for another connection to %1. Use fewer connections, or "
                  "wait a minute until the ports of closed ones are free.")
            .arg(url.address());
    case ENETDOWN:
    case EHOSTDOWN:
        return tr("The network to %1 is down. Check the network connection.").arg(url.address());
    case ENOBUFS:
    case ENOMEM:
        return tr("The system has no memory left for another connection to %1. Use fewer "
                  "connections or smaller messages.")
            .arg(url.address());
    case EMSGSIZE:
        return tr("The message is too large for one datagram to %1. Use at most 65507 bytes.")
            .arg(url.address());
    default:
        return {};
    }
}

QString osTrouble(const std::error_code &code, const models::SessionUrl &url)
{
    using namespace Qt::StringLiterals;
    if (std::string_view(code.category().name()) == "getaddrinfo")
        return tr("The host '%1' is not known: %2. Check its spelling, or use an address.")
            .arg(url.host, QString::fromLocal8Bit(code.message().c_str()).toLower());
    if (code.value() == EMFILE || code.value() == ENFILE)
        return outOfDescriptors();
    return url.role() == models::SessionRole::Client ? clientTrouble(code.value(), url) : QString();
}

} // namespace

QString outOfDescriptors()
{
    rlimit limit {};
    getrlimit(RLIMIT_NOFILE, &limit);
    return tr("No more connections can be opened: all %1 descriptors that this program may have "
              "are in use. Raise "
              "the limit with 'ulimit -n' before it starts, or use fewer connections.")
        .arg(limit.rlim_cur);
}

QString sentenceOf(const std::exception_ptr &exception, const models::SessionUrl &url)
{
    try {
        std::rethrow_exception(exception);
    } catch (const std::system_error &error) {
        const QString sentence = osTrouble(error.code(), url);
        return sentence.isEmpty() ? withPeriod(QString::fromLocal8Bit(error.what())) : sentence;
    } catch (const loop::CertificateError &error) {
        return tr("The certificate of %1 is not accepted: %2. Name who signed it with ca=FILE, "
                  "accept this one "
                  "with trust=FILE, or any with verify=no.")
            .arg(url.address(), QString::fromUtf8(error.what()));
    } catch (const loop::TlsError &error) {
        return tr("TLS with %1 failed: %2. Check that it speaks TLS at this port, and what it "
                  "demands.")
            .arg(url.address(), QString::fromUtf8(error.what()));
    } catch (const loop::TimeoutError &) {
        return clientTrouble(ETIMEDOUT, url);
    } catch (const loop::IncompleteReadError &) {
        return tr("%1 closed the connection without answering.").arg(url.address());
    } catch (const std::exception &error) {
        return withPeriod(QString::fromUtf8(error.what()));
    } catch (...) {
        return withPeriod(QString::fromStdString(loop::describe(exception)));
    }
}

} // namespace app
