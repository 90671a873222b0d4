// SPDX-License-Identifier: GPL-3.0-or-later

// Writes the manual page while the program is built: TEMPLATE OUTPUT. The line @SESSIONS@ of the
// template gives way to every kind of session with every option, from the catalogue.

#include "models/spec/KindDocs.h"

#include <QtCore/QFile>

#include <cstdio>

int main(int argc, char **argv)
{
    if (argc != 3) {
        std::fputs("usage: manual_page TEMPLATE OUTPUT\n", stderr);
        return 2;
    }
    QFile given(QString::fromLocal8Bit(argv[1])), page(QString::fromLocal8Bit(argv[2]));
    if (!given.open(QIODevice::ReadOnly) || !page.open(QIODevice::WriteOnly)) {
        std::fputs("manual_page: the template cannot be read, or the page not be written\n",
                   stderr);
        return 1;
    }
    QByteArray text = given.readAll();
    text.replace("@SESSIONS@\n", models::manualOfKinds().toUtf8());
    return page.write(text) == text.size() ? 0 : 1;
}
