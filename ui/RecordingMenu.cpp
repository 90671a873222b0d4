// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/RecordingMenu.h"

#include "ui/SettingsKeys.h"

#include <QtCore/QSettings>
#include <QtGui/QActionGroup>

#include <algorithm>

namespace ui {

using namespace Qt::StringLiterals;

RecordingMenu::RecordingMenu(QSettings &settings, QWidget *parent)
    : QMenu(tr("Recor&ding"), parent)
    , settings_(settings)
{
    add(u"keep"_s, tr("&Keep on disk"),
        {{u"200MB"_s, tr("200 MB")},
         {{}, tr("2 GB")}, // as recordings are where nothing is said
         {u"20GB"_s, tr("20 GB")}});
    add(u"keepFor"_s, tr("Keep &for"),
        {{u"10m"_s, tr("10 minutes")},
         {u"1h"_s, tr("1 hour")},
         {u"24h"_s, tr("1 day")},
         {{}, tr("Any time")}});
    add(u"capture"_s, tr("&Capture"),
        {{{}, tr("Whole messages")},
         {u"4k"_s, tr("4 KiB of each message")},
         {u"none"_s, tr("No payload")}});
}

void RecordingMenu::add(const QString &key, const QString &title, QList<Choice> choices)
{
    const QString set = settings_.value(settings::recording(key)).toString();
    models::RecordingOptions read;
    const bool good = set.isEmpty() || models::setRecordingOption(read, key, set).isEmpty();
    const QString now = good ? set : QString();
    const auto is = [&now](const Choice &choice) { return choice.value == now; };
    if (std::none_of(choices.begin(), choices.end(), is))
        choices.append({now, now});
    QMenu *menu = addMenu(title);
    auto *group = new QActionGroup(menu);
    for (const Choice &choice : std::as_const(choices)) {
        QAction *action = menu->addAction(choice.text);
        action->setCheckable(true);
        action->setChecked(is(choice));
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, key, value = choice.value] {
            settings_.setValue(settings::recording(key), value);
            Q_EMIT changed();
        });
    }
}

models::RecordingOptions RecordingMenu::chosen() const
{
    models::RecordingOptions options;
    for (const QString &key : {u"keep"_s, u"keepFor"_s, u"capture"_s}) {
        const QString value = settings_.value(settings::recording(key)).toString();
        if (!value.isEmpty())
            (void)models::setRecordingOption(options, key, value); // what is wrong says nothing
    }
    return options;
}

} // namespace ui
