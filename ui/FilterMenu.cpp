// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/FilterMenu.h"

#include "ui/NameDialog.h"
#include "ui/PlainLabel.h"
#include "ui/SettingsKeys.h"

#include <QtCore/QSettings>
#include <QtGui/QFontMetrics>

namespace ui {

namespace {

constexpr int kFilterShown = 40; // average characters of a filter

// No character of it becomes a mnemonic.
QString asText(const QString &words)
{
    return QString(words).replace(QLatin1Char('&'), QStringLiteral("&&"));
}

// Filters by name.
QMap<QString, QString> namedIn(const QSettings &settings)
{
    QMap<QString, QString> named;
    const QVariantMap kept = settings.value(settings::namedFilters()).toMap();
    for (auto it = kept.cbegin(); it != kept.cend(); ++it)
        named.insert(it.key(), it.value().toString());
    return named;
}

void keepIn(QSettings &settings, const QMap<QString, QString> &named)
{
    QVariantMap kept;
    for (auto it = named.cbegin(); it != named.cend(); ++it)
        kept.insert(it.key(), it.value());
    settings.setValue(settings::namedFilters(), kept);
}

} // namespace

FilterMenu::FilterMenu(QSettings &settings, QWidget *parent)
    : QMenu(parent)
    , settings_(settings)
    , recents_(settings, settings::recentFilters())
{
    setAccessibleName(tr("Filters"));
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &FilterMenu::fill);
}

void FilterMenu::used(const QString &filter)
{
    if (!filter.trimmed().isEmpty())
        recents_.add(filter.trimmed());
}

QMap<QString, QString> FilterMenu::named() const
{
    return namedIn(settings_);
}

void FilterMenu::addFilter(QMenu &menu, const QString &text, const QString &filter)
{
    const int room = kFilterShown * fontMetrics().averageCharWidth();
    QAction *action = menu.addAction(asText(fontMetrics().elidedText(text, Qt::ElideMiddle, room)),
                                     this, [this, filter] { Q_EMIT chosen(filter); });
    setTip(*action, filter);
}

void FilterMenu::fill()
{
    for (QAction *action : actions()) {
        if (action->menu())
            delete action->menu(); // and the action, which is its own
        else
            delete action;
    }
    const QMap<QString, QString> named = this->named();
    for (auto it = named.cbegin(); it != named.cend(); ++it)
        addFilter(*this, it.key(), it.value());
    addSection(tr("Recent"));
    const QStringList recents = recents_.list();
    for (const QString &filter : recents)
        addFilter(*this, filter, filter);
    if (recents.isEmpty())
        addAction(tr("None yet"))->setEnabled(false);
    addSeparator();
    addAction(tr("&Name this filter…"), this, &FilterMenu::askForName)
        ->setEnabled(!current_.trimmed().isEmpty());
    QMenu *forget = addMenu(tr("&Forget"));
    forget->setEnabled(!named.isEmpty());
    for (auto it = named.cbegin(); it != named.cend(); ++it) {
        forget->addAction(asText(it.key()), this, [this, name = it.key()] {
            QMap<QString, QString> rest = this->named();
            rest.remove(name);
            keepIn(settings_, rest);
        });
    }
}

// The dialog stays while another language takes this menu's place.
void FilterMenu::askForName()
{
    QSettings &settings = settings_;
    const auto isTaken
        = [&settings](const QString &name) { return namedIn(settings).contains(name); };
    askName(parentWidget(),
            {QStringLiteral("filter-name"),
             QT_TR_NOOP("Name a filter"),
             QT_TR_NOOP("Keep %1 as"),
             current_,
             {},
             isTaken},
            [&settings, filter = current_.trimmed()](const QString &name) {
                QMap<QString, QString> all = namedIn(settings);
                all.insert(name, filter);
                keepIn(settings, all);
            });
}

} // namespace ui
