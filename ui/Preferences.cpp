// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Preferences.h"

#include "models/text/EditorCommand.h"
#include "ui/SettingsKeys.h"

#include <QtCore/QSettings>

#include <algorithm>

namespace ui {

namespace {

constexpr qreal kSmallest = 6, kLargest = 32; // points

qreal points(const QSettings &settings, const QString &key)
{
    const qreal read = settings.value(key).toReal();
    return read > 0 ? qBound(kSmallest, read, kLargest) : 0;
}

} // namespace

Preferences readPreferences(const QSettings &settings)
{
    Preferences read;
    const int theme = settings.value(settings::theme()).toInt();
    read.theme = Theme::Choice(qBound(0, theme, int(Theme::Choice::Dark)));
    read.language = settings.value(settings::language()).toString();
    read.fontPoints = points(settings, settings::fontPoints());
    read.monospacePoints = points(settings, settings::monospacePoints());
    bool number = false;
    const int seconds = settings.value(settings::closedRows()).toInt(&number);
    if (number && seconds >= 0)
        read.closedRows = std::chrono::seconds(seconds);
    const QList<models::EditorChoice> editors = models::editorChoices();
    read.editor = settings.value(settings::editor()).toString();
    if (std::none_of(editors.begin(), editors.end(),
                     [&read](const auto &each) { return each.key == read.editor; }))
        read.editor = editors.first().key;
    read.editorCommand = settings.value(settings::editorCommand()).toString();
    read.sources = settings.value(settings::sources()).toString();
    read.newAddress = settings.value(settings::newAddress()).toString();
    read.debugAtStart = settings.value(settings::debugAtStart()).toBool();
    read.notifies = settings.value(settings::notifies()).toBool();
    using Times = models::LogModel::Times;
    const int times = settings.value(settings::logTimes()).toInt();
    read.logTimes = Times(qBound(0, times, int(Times::SinceRowBefore)));
    return read;
}

void writePreferences(QSettings &settings, const Preferences &preferences)
{
    settings.setValue(settings::theme(), int(preferences.theme));
    settings.setValue(settings::language(), preferences.language);
    settings.setValue(settings::fontPoints(), preferences.fontPoints);
    settings.setValue(settings::monospacePoints(), preferences.monospacePoints);
    settings.setValue(settings::closedRows(), int(preferences.closedRows.count()));
    settings.setValue(settings::editor(), preferences.editor);
    settings.setValue(settings::editorCommand(), preferences.editorCommand);
    settings.setValue(settings::sources(), preferences.sources);
    settings.setValue(settings::newAddress(), preferences.newAddress);
    settings.setValue(settings::debugAtStart(), preferences.debugAtStart);
    settings.setValue(settings::notifies(), preferences.notifies);
    settings.setValue(settings::logTimes(), int(preferences.logTimes));
}

} // namespace ui
