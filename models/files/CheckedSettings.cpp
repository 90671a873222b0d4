// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/files/CheckedSettings.h"

#include <QtCore/QFileDevice>
#include <QtCore/QTemporaryFile>

#include <unistd.h>

namespace models {

namespace {

QSettings::SettingsMap mapOf(const QSettings &settings)
{
    QSettings::SettingsMap map;
    for (const QString &key : settings.allKeys())
        map.insert(key, settings.value(key));
    return map;
}

// Qt gives nobody its reader and writer of INI text, but it uses them for any file.
bool parse(const QByteArray &bytes, QSettings::SettingsMap &map)
{
    QTemporaryFile text;
    if (!text.open() || text.write(bytes) != bytes.size() || !text.flush())
        return false;
    map = mapOf(QSettings(text.fileName(), QSettings::IniFormat));
    return true;
}

bool readIni(QIODevice &device, QSettings::SettingsMap &map)
{
    return parse(device.readAll(), map);
}

QByteArray iniOf(const QSettings::SettingsMap &map)
{
    QTemporaryFile text;
    if (!text.open())
        return {};
    QSettings ini(text.fileName(), QSettings::IniFormat);
    ini.clear();
    for (auto each = map.begin(); each != map.end(); ++each)
        ini.setValue(each.key(), each.value());
    ini.sync();
    QFile written(text.fileName()); // another file by now: QSettings replaces
    return written.open(QIODevice::ReadOnly) ? written.readAll() : QByteArray();
}

// What was cut off by a full disk lacks keys, or the end of its last line.
bool isWhole(const QByteArray &ini, const QSettings::SettingsMap &map)
{
    QSettings::SettingsMap read;
    return map.isEmpty() || (ini.endsWith('\n') && parse(ini, read) && read.keys() == map.keys());
}

bool writeIni(QIODevice &device, const QSettings::SettingsMap &map)
{
    const QByteArray ini = iniOf(map);
    auto *file = qobject_cast<QFileDevice *>(&device);
    return isWhole(ini, map) && device.write(ini) == ini.size()
        && (!file || (file->flush() && ::fsync(file->handle()) == 0));
}

} // namespace

QSettings::Format checkedSettings()
{
    static const QSettings::Format format
        = QSettings::registerFormat(QStringLiteral("conf"), readIni, writeIni);
    return format;
}

} // namespace models
