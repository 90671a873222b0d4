// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/WindowOptions.h"

#include "models/spec/SessionKinds.h"
#include "models/text/Tr.h"

#include <QtCore/QLocale>
#include <QtCore/QStringList>

namespace app {

using models::tr;

namespace {

using namespace Qt::StringLiterals;

constexpr int kLeast = 320, kMost = 10'000; // pixels

QString readWord(QString &into, const QString &value, const QStringList &words)
{
    if (!words.contains(value))
        return tr("is unknown; use %1").arg(models::joinedByOr(words));
    into = value;
    return {};
}

QString readSize(QSize &into, const QString &value)
{
    const QStringList sides = value.split(u'x');
    bool wide = false, high = false;
    const QSize read(sides.value(0).toInt(&wide), sides.value(1).toInt(&high));
    const auto fits = [](int side) { return side >= kLeast && side <= kMost; };
    if (sides.size() != 2 || !wide || !high || !fits(read.width()) || !fits(read.height()))
        return tr("is not a size; use WIDTHxHEIGHT in pixels, such as 1280x800, of %1 to %2 each")
            .arg(kLeast)
            .arg(kMost);
    into = read;
    return {};
}

} // namespace

QString setWindowOption(WindowOptions &options, QStringView name, const QString &value)
{
    if (name == u"--theme")
        return readWord(options.theme, value, {u"system"_s, u"light"_s, u"dark"_s});
    if (name == u"--view")
        return readWord(
            options.view, value,
            {u"connections"_s, u"tasks"_s, u"timers"_s, u"warnings"_s, u"log"_s, u"timeline"_s});
    if (name == u"--size")
        return readSize(options.size, value);
    if (QLocale(value).language() == QLocale::C)
        return tr("is not a language; use its code, such as en or de");
    options.language = value;
    return {};
}

} // namespace app
