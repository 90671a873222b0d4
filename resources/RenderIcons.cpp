// SPDX-License-Identifier: GPL-3.0-or-later

// Makes icons of the sizes that the hicolor theme asks for, while the program is built:
// FOLDER CONTEXT NAME FILE.svg writes FOLDER/16x16/CONTEXT/NAME.png and so on.

#include <QtCore/QDir>
#include <QtGui/QImage>
#include <QtGui/QPainter>
#include <QtSvg/QSvgRenderer>

#include <cstdio>

namespace {

constexpr int sizes[] {16, 22, 24, 32, 48, 64, 128, 256, 512};

bool render(QSvgRenderer &drawing, int size, const QString &path)
{
    QImage image(size, size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    drawing.render(&painter);
    painter.end();
    return QDir().mkpath(path.section(u'/', 0, -2)) && image.save(path, "PNG");
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 5) {
        std::fputs("usage: render_icons FOLDER CONTEXT NAME FILE.svg\n", stderr);
        return 2;
    }
    const auto argument = [argv](int at) { return QString::fromLocal8Bit(argv[at]); };
    QSvgRenderer drawing(argument(4));
    if (!drawing.isValid()) {
        std::fprintf(stderr, "render_icons: %s is no drawing\n", argv[4]);
        return 1;
    }
    for (const int size : sizes) {
        const QString path = QStringLiteral("%1/%2x%2/%3/%4.png")
                                 .arg(argument(1), QString::number(size), argument(2), argument(3));
        if (!render(drawing, size, path)) {
            std::fprintf(stderr, "render_icons: %s cannot be written\n", qPrintable(path));
            return 1;
        }
    }
    return 0;
}
