// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the tests of exports share: a recording of a session and three events in a folder of its
// own, and what stands in the files that are written there.

#include "models/export/Export.h"
#include "models/record/Recording.h"
#include "tests/models/Deltas.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <utility>

namespace models::test {

class Exported : public QObject {
public:
    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    // As RFC 4180 has it; what a spreadsheet would see.
    static QList<QByteArrayList> parseCsv(const QByteArray &text)
    {
        QList<QByteArrayList> rows(1);
        QByteArray field;
        bool quoted = false;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const char c = text[i];
            if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"')
                field += text[++i];
            else if (c == '"')
                quoted = !quoted;
            else if (!quoted && (c == ',' || c == '\n')) {
                rows.back().push_back(std::exchange(field, {}));
                if (c == '\n')
                    rows.emplace_back();
            } else if (quoted || c != '\r')
                field += c;
        }
        rows.removeLast();
        return rows;
    }
    static Export::Options reporting(std::function<void(double)> progress)
    {
        Export::Options options;
        options.progress = std::move(progress);
        return options;
    }

protected:
    void begin()
    {
        file_ = new Recording({}, this);
        SessionRecord session;
        session.id.value = 7;
        session.kind = QStringLiteral("echo");
        session.address = QStringLiteral("127.0.0.1:8881");
        file_->record(session);
        loop::Delta made = delta(Second + 41'237'000);
        addEvent(made, loop::EventKind::Connect, 5, "", "accepted from 127.0.0.1:49152");
        addEvent(made, loop::EventKind::DataIn, 5, "say \"hello\",\r\nworld ✓\\\t").merged = 12;
        addEvent(made, loop::EventKind::DataOut, 5, std::string("\x00\xff\x10", 3));
        made.events.back().task.value = 9;
        file_->apply(made);
        file_->flush();
    }
    void end()
    {
        delete file_;
        for (const QString &name : files())
            QFile::remove(folder_.filePath(name));
    }

    QString path(const char *name) const { return folder_.filePath(QString::fromUtf8(name)); }
    QStringList files() const { return QDir(folder_.path()).entryList(QDir::Files); }
    void eachFormat() const
    {
        QTest::addColumn<QString>("target");
        for (const QString &format : Export::formatNames())
            QTest::newRow(qPrintable(format)) << folder_.filePath(QStringLiteral("log.") + format);
    }
    static bool isWritten(const QString &path, const char *bytes)
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(bytes) > 0;
    }

    QTemporaryDir folder_;
    Recording *file_ = nullptr;
};

} // namespace models::test
