// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Recents.h"

#include <QtCore/QSettings>

namespace ui {

namespace {
constexpr int kMostRecents = 8;
}

Recents::Recents(QSettings &settings, const QString &key)
    : settings_(settings)
    , key_(key)
{ }

QStringList Recents::list() const
{
    return settings_.value(key_).toStringList();
}

void Recents::add(const QString &entry)
{
    QStringList entries = list();
    entries.removeAll(entry);
    entries.prepend(entry);
    settings_.setValue(key_, entries.mid(0, kMostRecents));
}

void Recents::remove(const QString &entry)
{
    QStringList entries = list();
    if (entries.removeAll(entry) > 0)
        settings_.setValue(key_, entries);
}

} // namespace ui
