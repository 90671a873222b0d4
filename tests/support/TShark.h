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
        QStringList arguments = asFields(names);
        if (!filter.isEmpty())
            arguments << QStringLiteral("-Y") << filter;
        return linesOf(run(arguments));
    }

    // What both nodes of a stream said, the first one's first.
    struct Followed {
        QByteArray nodes[2], said[2];
    };
    // The same, what the nodes of the streams that are named ("tcp,0") said, and what is above a
    // chat, but for what each end of a connection has: "Warn Retransmission". Checksums that are
    // wrong are among it. One run of tshark: starting it takes most of a test's time.
    struct Seen {
        QList<QByteArrayList> packets;
        QStringList complaints;
        QMap<QString, Followed> streams;
    };
    Seen look(const QStringList &names, const QStringList &streams = {}) const
    {
        QStringList arguments = asFields(names
                                         + QStringList {QStringLiteral("_ws.expert.severity"),
                                                        QStringLiteral("_ws.expert.message")});
        for (const QString &stream : streams)
            arguments << QStringLiteral("-z") << followingOf(stream);
        const QByteArray output = run(arguments);
        const qsizetype end = output.indexOf("\n\n====");
        Seen seen;
        seen.packets = linesOf(end < 0 ? output : output.first(end + 1));
        if (end >= 0)
            seen.streams = followedIn(QByteArrayView(output).sliced(end));
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

    // tshark's follow alone.
    Followed follow(const char *protocol, int stream) const
    {
        const QString which = QString::fromUtf8(protocol) + u',' + QString::number(stream);
        return followedIn(run({QStringLiteral("-q"), QStringLiteral("-z"), followingOf(which)}))
            .value(which);
    }

private:
    static constexpr qint64 Chat = 2097152; // as tshark numbers severities

    static QStringList asFields(const QStringList &names)
    {
        QStringList arguments {QStringLiteral("-T"), QStringLiteral("fields"), QStringLiteral("-E"),
                               QStringLiteral("aggregator=|")}; // of several values of one
        for (const QString &name : names)
            arguments << QStringLiteral("-e") << name;
        return arguments;
    }
    static QList<QByteArrayList> linesOf(const QByteArray &output)
    {
        QList<QByteArrayList> lines;
        for (const QByteArray &line : output.split('\n')) {
            if (!line.isEmpty())
                lines << line.split('\t');
        }
        return lines;
    }
    static QString followingOf(const QString &stream)
    {
        return QStringLiteral("follow,") + stream.section(u',', 0, 0) + QStringLiteral(",raw,")
            + stream.section(u',', 1);
    }
    // By their names.
    static QMap<QString, Followed> followedIn(QByteArrayView output)
    {
        QMap<QString, Followed> streams;
        Followed none, *followed = &none;
        while (!output.isEmpty()) {
            const qsizetype end = output.indexOf('\n');
            const QByteArrayView line = output.first(end < 0 ? output.size() : end);
            output = output.sliced(end < 0 ? output.size() : end + 1);
            if (line.startsWith("Filter: ")) // tcp.stream eq 0
                followed
                    = &streams[QString::fromUtf8(line.sliced(8))
                                   .replace(QStringLiteral(".stream eq "), QStringLiteral(","))];
            else if (line.startsWith("Node "))
                followed->nodes[line[5] - '0'] = line.sliced(8).toByteArray();
            else if (!line.startsWith('=') && !line.contains(':'))
                followed->said[line.startsWith('\t')]
                    += QByteArray::fromHex(line.trimmed().toByteArray());
        }
        return streams;
    }

    QString file_;
    mutable QByteArray problem_;
};

} // namespace test
