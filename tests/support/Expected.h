// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// All that a class says, as lines, beside what it said when a person last read and approved it: a
// text file below tests/. A changed sentence, number, unit, role or order is then noticed wherever
// it stands. After a change that is meant, LOOPSCOPE_EXPECT=1 in the environment of the test writes
// the file again; the difference is read before it is committed.

#include <QtCore/QFile>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace test {

// "" where `lines` are those of the file, else the first line that differs and what it was to be.
inline QString differenceFrom(const QString &path, const QStringList &lines)
{
    if (qEnvironmentVariableIsSet("LOOPSCOPE_EXPECT")) {
        QFile out(path);
        if (!out.open(QIODevice::WriteOnly) || out.write((lines.join(u'\n') + u'\n').toUtf8()) < 0)
            return QStringLiteral("%1 cannot be written").arg(path);
        return {};
    }
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return QStringLiteral("%1 cannot be read").arg(path);
    QStringList expected = QString::fromUtf8(file.readAll()).split(u'\n');
    expected.removeLast(); // after the last line's end
    const QStringList said = lines.join(u'\n').split(u'\n');
    for (qsizetype i = 0; i < std::max(expected.size(), said.size()); ++i) {
        if (i >= expected.size() || i >= said.size() || expected.at(i) != said.at(i)) {
            const QString what = QStringLiteral("%1:%2\n  said:     %3\n  expected: %4")
                                     .arg(path)
                                     .arg(i + 1)
                                     .arg(said.value(i), expected.value(i));
            qWarning("%s", qPrintable(what)); // Qt Test shows the beginning alone
            return what;
        }
    }
    return {};
}

} // namespace test
