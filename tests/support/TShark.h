// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What tshark says of a capture, with settings of nobody: every checksum is looked at.

#include <QtCore/QByteArray>
#include <QtCore/QMap>
#include <QtCore/QProcess>
#include <QtCore/QStringList>

namespace test {

class TShark {
public:
    explicit TShark(const QString &file)
        : file_(file)
    { }

    QByteArray run(const QStringList &arguments) const
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("WIRESHARK_CONFIG_DIR"), QStringLiteral("/nonexistent"));
        process.setProcessEnvironment(environment);
        QStringList all {QStringLiteral("-n"), QStringLiteral("-r"), file_};
        for (const char *protocol : {"ip", "tcp", "udp"})
            all << QStringLiteral("-o")
                << QString::fromUtf8(protocol) + QStringLiteral(".check_checksum:TRUE");
        process.start(QStringLiteral("tshark"), all + arguments);
        process.waitForFinished(40'000);
        problem_ = process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0
            ? QByteArray()
            : process.readAllStandardError();
        return process.readAllStandardOutput();
    }
    // Of the last run; "" while all is well.
    [[nodiscard]] QByteArray problem() const { return problem_; }

    // A line a packet, with those fields.
    QList<QByteArrayList> fields(const QStringList &names, const QString &filter = {}) const
    {
        QStringList arguments {QStringLiteral("-T"), QStringLiteral("fields"), QStringLiteral("-E"),
                               QStringLiteral("aggregator=|")}; // of several values of one
        for (const QString &name : names)
            arguments << QStringLiteral("-e") << name;
        if (!filter.isEmpty())
            arguments << QStringLiteral("-Y") << filter;
        QList<QByteArrayList> lines;
        for (const QByteArray &line : run(arguments).split('\n')) {
            if (!line.isEmpty())
                lines << line.split('\t');
        }
        return lines;
    }

    // The same, and what is above a chat, but for what each end of a connection has: "Warn
    // Retransmission". Checksums that are wrong are among it. One run of tshark.
    struct Seen {
        QList<QByteArrayList> packets;
        QStringList complaints;
    };
    Seen look(const QStringList &names) const
    {
        Seen seen;
        seen.packets = fields(names
                              + QStringList {QStringLiteral("_ws.expert.severity"),
                                             QStringLiteral("_ws.expert.message")});
        for (QByteArrayList &packet : seen.packets) {
            const QByteArrayList messages = packet.takeLast().split('|'),
                                 severities = packet.takeLast().split('|');
            for (qsizetype i = 0; i < severities.size(); ++i) {
                const QByteArray message = messages.value(i);
                if (severities[i].toLongLong() > Chat
                    && !message.contains("the connection closing"))
                    seen.complaints << QString::fromUtf8(severities[i] + ' ' + message);
            }
        }
        return seen;
    }
    QStringList complaints() const { return look({}).complaints; }

    // What both nodes of a stream said, the first one's first: tshark's follow.
    struct Followed {
        QByteArray nodes[2], said[2];
    };
    Followed follow(const char *protocol, int stream) const
    {
        Followed followed;
        const QString what
            = QStringLiteral("follow,%1,raw,%2").arg(QString::fromUtf8(protocol)).arg(stream);
        for (const QByteArray &line :
             run({QStringLiteral("-q"), QStringLiteral("-z"), what}).split('\n')) {
            if (line.startsWith("Node "))
                followed.nodes[line[5] - '0'] = line.mid(8);
            else if (!line.startsWith('=') && !line.contains(':'))
                followed.said[line.startsWith('\t')] += QByteArray::fromHex(line.trimmed());
        }
        return followed;
    }

private:
    static constexpr qint64 Chat = 2097152; // as tshark numbers severities

    QString file_;
    mutable QByteArray problem_;
};

} // namespace test
