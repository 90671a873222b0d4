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
    const QList<Question> all = questions();
    for (const Question &question : all)
        add(question);
}

QList<RecordingMenu::Question> RecordingMenu::questions() const
{
    QList<Question> all {{u"keep"_s,
                          tr("&Keep on disk"),
                          {{u"200MB"_s, tr("200 MB")},
                           {{}, tr("2 GB")}, // as recordings are where nothing is said
                           {u"20GB"_s, tr("20 GB")}},
                          {}},
                         {u"keepFor"_s,
                          tr("Keep &for"),
                          {{u"10m"_s, tr("10 minutes")},
                           {u"1h"_s, tr("1 hour")},
                           {u"24h"_s, tr("1 day")},
                           {{}, tr("Any time")}},
                          {}},
                         {u"capture"_s,
                          tr("&Capture"),
                          {{{}, tr("Whole messages")},
                           {u"4k"_s, tr("4 KiB of each message")},
                           {u"none"_s, tr("No payload")}},
                          {}}};
    for (Question &question : all) {
        question.now = current(question.key);
        const auto is = [&question](const Choice &choice) { return choice.value == question.now; };
        if (std::none_of(question.choices.begin(), question.choices.end(), is))
            question.choices.append({question.now, question.now});
    }
    return all;
}

QString RecordingMenu::current(const QString &key) const
{
    const QString set = settings_.value(settings::recording(key)).toString();
    models::RecordingOptions read;
    const bool good = set.isEmpty() || models::setRecordingOption(read, key, set).isEmpty();
    return good ? set : QString();
}

void RecordingMenu::add(const Question &question)
{
    QMenu *menu = addMenu(question.title);
    auto *group = new QActionGroup(menu);
    group->setObjectName(question.key);
    groups_.append(group);
    for (const Choice &choice : question.choices) {
        QAction *action = menu->addAction(choice.text);
        action->setData(choice.value);
        action->setCheckable(true);
        action->setChecked(choice.value == question.now);
        group->addAction(action);
        connect(action, &QAction::triggered, this,
                [this, key = question.key, value = choice.value] {
                    settings_.setValue(settings::recording(key), value);
                    Q_EMIT changed();
                });
    }
}

void RecordingMenu::choose(const QString &key, const QString &value)
{
    for (const QActionGroup *group : std::as_const(groups_)) {
        const QList<QAction *> actions = group->actions();
        for (QAction *action : actions) {
            if (group->objectName() == key && action->data().toString() == value)
                action->trigger();
        }
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
