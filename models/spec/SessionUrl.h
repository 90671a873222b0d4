// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a session is, in one line of text: KIND[+TRANSPORT]://HOST:PORT[?option=value&...], or for a
// Unix socket KIND+unix:///PATH, or KIND+unix://@NAME, which is in no file system. The command
// line, the dialogs and saved sessions all speak it. A SessionUrl that came from parseSessionUrl()
// is valid by the catalogue in SessionKinds.h; one put together by hand is checked by
// sessionUrlProblem(). Plain values; any thread.

#include "models/spec/SessionKinds.h"

#include <QtCore/QList>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>
#include <string>
#include <utility>

namespace models {

struct SessionUrl {
    QString kind;
    QString transport; // "tcp"; never empty in a valid URL
    QString host; // a name or an address; IPv6 without its brackets; of unix, the path or @NAME
    quint16 port = 0; // 0: any free port of a server; for a client, that of the server started last
    QList<std::pair<QString, QString>> options; // as given, decoded

    [[nodiscard]] SessionRole role() const;
    [[nodiscard]] bool isUnix() const { return transport == u"unix"; } // it has no port
    [[nodiscard]] std::string
    socketName() const; // of unix: as the core takes it, @NAME with a zero byte

    // What an option says, or else its default. The kind must have the option, of that type.
    [[nodiscard]] QString text(QStringView option) const;
    [[nodiscard]] QStringList texts(QStringView option) const; // of a repeatable one
    [[nodiscard]] bool boolean(QStringView option) const;
    [[nodiscard]] qint64 integer(QStringView option) const;
    [[nodiscard]] std::chrono::nanoseconds duration(QStringView option) const;
    [[nodiscard]] qint64 size(QStringView option) const;

    // Says what an option is where its kind has it, and the URL does not say it itself.
    void fill(const QString &option, const QString &value);
    // Replaces all there is of a repeatable option.
    void setTexts(const QString &option, const QStringList &values);

    [[nodiscard]] QString address() const; // "127.0.0.1:8881", "[::1]:8881", "/run/echo"
    [[nodiscard]] QString
    toString() const; // parses to an equal one; the first transport is left out
    [[nodiscard]] QString
    commandLine() const; // "loopscope --serve 'echo://...'", for a POSIX shell

    friend bool operator==(const SessionUrl &, const SessionUrl &) = default;
};

// What is wrong and where. `message` is a clause that can stand beside a field of a dialog.
struct SessionUrlError {
    enum Part { Form, Kind, Transport, Host, Port, Option };
    Part part = Form;
    QString option; // which, for Option
    QString message;
};

struct SessionUrlResult {
    std::optional<SessionUrl> url;
    SessionUrlError error; // where there is no url
    QString sentence; // the error with the text it is about, for a command line
};

// With a role, the name of a kind may be that of its counterpart: a server `replay://` is a
// replay-server.
[[nodiscard]] SessionUrlResult parseSessionUrl(const QString &text,
                                               std::optional<SessionRole> role = std::nullopt);
[[nodiscard]] std::optional<SessionUrlError> sessionUrlProblem(const SessionUrl &url);

} // namespace models
