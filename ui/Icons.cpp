// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Icons.h"

#include <QtGui/QPainter>
#include <QtGui/QPixmap>
#include <QtSvg/QSvgRenderer>

namespace ui {

namespace {

const char *outline(Symbol symbol)
{
    switch (symbol) {
    case Symbol::Add:
        return "<path d='M8 3v10M3 8h10'/>";
    case Symbol::Start:
        return "<path d='M5 3.2v9.6L12.6 8z' fill='@'/>";
    case Symbol::Stop:
        return "<rect x='4' y='4' width='8' height='8' rx='1' fill='@'/>";
    case Symbol::Debug:
        return "<path d='M5 6.5a3 3 0 0 1 6 0v3a3 3 0 0 1-6 0zM5 6.5h6M8 6.5v6M6 3.8 5 2.4M10 "
               "3.8l1-1.4"
               "M5 8H2.2M11 8h2.8M5.2 10.6 3 12.4M10.8 10.6l2.2 1.8'/>";
    case Symbol::Pause:
        return "<path d='M5.5 3.5v9M10.5 3.5v9' stroke-width='2'/>";
    case Symbol::Open:
        return "<path d='M2 12.5v-9h4l1.5 2H13v2M2 12.5 4 7.5h10.5l-2 5z'/>";
    case Symbol::Export:
        return "<path d='M8 10V2.5M5 5.3l3-2.8 3 2.8M2.8 9.5v3.7h10.4V9.5'/>";
    case Symbol::Find:
        return "<circle cx='7' cy='7' r='4'/><path d='m10 10 3.5 3.5'/>";
    case Symbol::Close:
        return "<path d='m4.5 4.5 7 7M11.5 4.5l-7 7'/>";
    case Symbol::Float:
        return "<path d='M6.5 3.5H3.5v9h9v-3M9 3.5h3.5V7M12.2 3.8 7.5 8.5'/>";
    case Symbol::Copy:
        return "<rect x='5.5' y='5.5' width='8' height='8' rx='1'/><path d='M3.5 10.5h-1v-8h8v1'/>";
    case Symbol::StepBack:
        return "<path d='M4.2 3.5v9'/><path d='M12.2 3.6v8.8L6.4 8z' fill='@'/>";
    case Symbol::StepForward:
        return "<path d='M11.8 3.5v9'/><path d='M3.8 3.6v8.8L9.6 8z' fill='@'/>";
    case Symbol::Dot:
        return "<circle cx='8' cy='8' r='3' fill='@'/>";
    case Symbol::Save:
        return "<path d='M8 2.5V10M5 7.2l3 2.8 3-2.8M2.8 9.5v3.7h10.4V9.5'/>";
    }
    return "";
}

QPixmap draw(Symbol symbol, const QColor &color, int size)
{
    const QString svg
        = QStringLiteral("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='none' "
                         "stroke='@' stroke-width='1.4' stroke-linecap='round' "
                         "stroke-linejoin='round'>%1</svg>")
              .arg(QString::fromLatin1(outline(symbol)))
              .replace(QLatin1Char('@'), color.name());
    QSvgRenderer renderer(svg.toUtf8());
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    return pixmap;
}

} // namespace

QIcon icon(Symbol symbol, const Theme &theme, const QColor &color)
{
    QIcon icon;
    for (const int size : {16, 24, 32, 48}) {
        icon.addPixmap(draw(symbol, color.isValid() ? color : theme.tokens().text, size));
        icon.addPixmap(draw(symbol, theme.tokens().faint, size), QIcon::Disabled);
    }
    return icon;
}

} // namespace ui
