// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What was used lately, kept in the settings: sessions by their URL, recordings by their path. The
// newest first, each once, a few. Main thread.

#include <QtCore/QStringList>

class QSettings;

namespace ui {

class Recents {
public:
    // `key` is one of SettingsKeys.h.
    Recents(QSettings &settings, const QString &key);

    [[nodiscard]] QStringList list() const;
    void add(const QString &entry);
    void remove(const QString &entry);

private:
    QSettings &settings_;
    const QString key_;
};

} // namespace ui
