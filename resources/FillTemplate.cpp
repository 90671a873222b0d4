// SPDX-License-Identifier: GPL-3.0-or-later

// Writes what is installed beside the program while it is built: TEMPLATE OUTPUT. Each line
// @NAME@ of the template gives way to what the program itself says of it, @VERSION@ anywhere to
// its version: the manual pages and the shells' completion cannot miss a kind or an option.

#include "resources/Completions.h"

#include "models/spec/KindDocs.h"

#include <QtCore/QFile>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

struct Part {
    QLatin1StringView name;
    QString (*text)();
};

constexpr Part parts[] {
    {"@SESSIONS@\n"_L1, models::manualOfKinds},
    {"@SH_TABLES@\n"_L1, completions::shTables},
    {"@SH_URL@\n"_L1, completions::shUrl},
    {"@ZSH_SPECS@\n"_L1, completions::zshSpecs},
    {"@FISH_TABLES@\n"_L1, completions::fishTables},
    {"@FISH_OPTIONS@\n"_L1, completions::fishOptions},
    {"@VERSION@"_L1, [] { return QStringLiteral(LOOPSCOPE_VERSION); }},
};

} // namespace

int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fputs("usage: fill_template TEMPLATE OUTPUT\n", stderr);
        return 2;
    }
    QFile given(QString::fromLocal8Bit(argv[1])), made(QString::fromLocal8Bit(argv[2]));
    if (!given.open(QIODevice::ReadOnly) || !made.open(QIODevice::WriteOnly)) {
        std::fputs("fill_template: the template cannot be read, or the output not be written\n",
                   stderr);
        return 1;
    }
    QString text = QString::fromUtf8(given.readAll());
    for (const Part &part : parts) {
        if (text.contains(part.name))
            text.replace(part.name, part.text());
    }
    const QByteArray bytes = text.toUtf8();
    return made.write(bytes) == bytes.size() && made.flush() ? 0 : 1;
}
