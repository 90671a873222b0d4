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
        QStringList arguments {QStringLiteral("-T"), QStringLiteral("fields")};
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

    // What is above a chat, but for what each end of a connection has: "Warn: Retransmission".
    // Checksums that are wrong are among it.
    QStringList complaints() const
    {
        QStringList list;
        const auto all
            = fields({QStringLiteral("_ws.expert.severity"), QStringLiteral("_ws.expert.message")},
                     QStringLiteral("_ws.expert.severity > \"Chat\""));
        for (const QByteArrayList &line : all)
            list << QString::fromUtf8(line.join(' '));
        list.removeIf([](const QString &each) {
            return each.contains(QStringLiteral("the connection closing"));
        });
        return list;
    }

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
    QString file_;
    mutable QByteArray problem_;
};

} // namespace test
