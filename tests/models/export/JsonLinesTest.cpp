// SPDX-License-Identifier: GPL-3.0-or-later

// What JSON Lines say of connections, in the words of OpenTelemetry.

#include "models/export/Export.h"
#include "models/record/Recording.h"
#include "tests/models/Deltas.h"

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace models;
using namespace models::test;
using loop::EventKind;

class JsonLinesTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // As OpenTelemetry names them: of both ends of each connection that the recording knows.
    void jsonLinesNameTheConnectionAsOpenTelemetryDoes_data()
    {
        QTest::addColumn<loop::TransportKind>("kind");
        QTest::addColumn<QString>("local");
        QTest::addColumn<QString>("peer");
        QTest::addColumn<QString>("expected");
        using loop::TransportKind;
        QTest::newRow("tcp") << TransportKind::Tcp << QStringLiteral("127.0.0.1:8881")
                             << QStringLiteral("10.1.2.3:50000")
                             << QStringLiteral("tcp 127.0.0.1 8881 10.1.2.3 50000");
        QTest::newRow("tls") << TransportKind::Tls << QStringLiteral("[::1]:8881")
                             << QStringLiteral("[fe80::1%eth0]:2")
                             << QStringLiteral("tcp ::1 8881 fe80::1%eth0 2 tls");
        QTest::newRow("udp") << TransportKind::Udp << QStringLiteral("127.0.0.1:8881") << QString()
                             << QStringLiteral("udp 127.0.0.1 8881  ");
        QTest::newRow("unix") << TransportKind::Unix << QStringLiteral("/run/a \"b:1") << QString()
                              << QStringLiteral("unix /run/a \"b:1   ");
        QTest::newRow("pipe") << TransportKind::Subprocess << QString() << QString()
                              << QStringLiteral("pipe    ");
    }

    void jsonLinesNameTheConnectionAsOpenTelemetryDoes()
    {
        QFETCH(loop::TransportKind, kind);
        QFETCH(QString, local);
        QFETCH(QString, peer);
        loop::Delta made = delta(2 * Second);
        open(made, 6);
        made.opened.back().kind = kind;
        made.opened.back().local = local.toStdString();
        made.opened.back().peer = peer.toStdString();
        addEvent(made, EventKind::DataIn, 6, "x");
        addEvent(made, EventKind::DataIn, 7, "y"); // of which nothing is known
        Recording file;
        file.apply(made);
        file.flush();
        const QTemporaryDir folder;
        const QString target = folder.filePath(QStringLiteral("log.jsonl"));
        QCOMPARE(*Export::run(file.path(), target), Export::Outcome::Done);
        QFile written(target);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QByteArrayList lines = written.readAll().split('\n');
        const QJsonObject event = QJsonDocument::fromJson(lines[1]).object();
        const auto value = [&event](const char *key) {
            const QJsonValue found = event[QString::fromUtf8(key)];
            return found.isDouble() ? QString::number(found.toInt()) : found.toString();
        };
        QString named = value("network.transport");
        for (const char *key : {"network.local.address", "network.local.port",
                                "network.peer.address", "network.peer.port"})
            named += u' ' + value(key);
        if (event[QStringLiteral("tls.established")].toBool())
            named += QStringLiteral(" tls");
        QTEST(named, "expected");
        QVERIFY(!QJsonDocument::fromJson(lines[2]).object().contains(
            QStringLiteral("network.transport")));
    }
};

QTEST_GUILESS_MAIN(JsonLinesTest)
#include "JsonLinesTest.moc"
