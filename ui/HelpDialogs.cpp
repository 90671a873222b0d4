// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/HelpDialogs.h"

#include "models/text/Tr.h"
#include "ui/Actions.h"
#include "ui/HeadArea.h"
#include "ui/InEveryLanguage.h"
#include "ui/MainWindow.h"
#include "ui/PlainLabel.h"
#include "ui/ReadingOrder.h"
#include "ui/Theme.h"

#include <QtGui/QAction>
#include <QtGui/QFontMetrics>
#include <QtGui/QIcon>
#include <QtGui/QScreen>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QGridLayout>

#include <functional>

namespace ui {

using models::tr;

namespace {

constexpr int kRoomForThree = 60; // lines of text, of columns of shortcuts
constexpr double kOfTheScreen = 0.85;

// `fill` says all of it, in the language of then; it hangs on the body that it is given.
void openHelp(const QString &name, const Theme &theme, QWidget &window,
              const std::function<void(QDialog &dialog, QWidget &body, QVBoxLayout &column)> &fill)
{
    auto *made = new Dialog(&window);
    made->setObjectName(name);
    made->setAttribute(Qt::WA_DeleteOnClose);
    auto *all = new QVBoxLayout(made);
    all->setContentsMargins(0, 0, 0, 0);
    const QString bodyName = QStringLiteral("body");
    inEveryLanguage(*made, [made, all, bodyName, &theme, fill] {
        takeAway(made->findChild<QWidget *>(bodyName, Qt::FindDirectChildrenOnly));
        auto *body = new QWidget(made);
        body->setObjectName(bodyName);
        const int line = QFontMetrics(theme.font()).height();
        auto *column = new QVBoxLayout(body);
        column->setContentsMargins(line, line, line, line);
        column->setSpacing(line);
        fill(*made, *body, *column);
        auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, body);
        QObject::connect(buttons, &QDialogButtonBox::rejected, made, &QDialog::reject);
        column->addWidget(buttons);
        all->addWidget(body);
        body->show();
    });
    // Qt would give it two thirds of the screen, and a scroll bar for the rest.
    made->resize(made->sizeHint().boundedTo(window.screen()->availableSize() * kOfTheScreen));
    made->open();
}

void fillShortcuts(const Theme &theme, const MainWindow &window, QDialog &list, QWidget &body,
                   QVBoxLayout &column)
{
    list.setWindowTitle(tr("Shortcuts"));
    QList<std::pair<QString, QString>> lines;
    for (const QAction *action : window.actions().all()) {
        if (!action->shortcut().isEmpty() && action->isVisible())
            lines.append({action->shortcut().toString(QKeySequence::NativeText),
                          QString(action->text()).remove(QLatin1Char('&')).remove(QChar(0x2026))});
    }
    lines.append(
        {tr("Ctrl+1 … Ctrl+6"), tr("Connections, Tasks, Timers, Warnings, Log, Timeline")});
    lines.append({tr("Ctrl+C"), tr("Copy rows")});
    lines.append({tr("Ctrl+Space"), tr("Complete the filter")});
    lines.append({tr("Shift+F10"), tr("Context menu of the row")});
    auto *content = new QWidget;
    auto *grid = new QGridLayout(content);
    const int line = QFontMetrics(theme.font()).height();
    const int columns = window.width() >= kRoomForThree * line ? 3 : 2;
    const int rows = (int(lines.size()) + columns - 1) / columns;
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(line);
    grid->setVerticalSpacing(line / 3);
    for (int i = 0; i < lines.size(); ++i) {
        auto *keys = new PlainLabel(lines.at(i).first, &body);
        keys->setFont(theme.monospace());
        keys->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        auto *what = new PlainLabel(lines.at(i).second, &body);
        what->setWordWrap(true);
        what->setMaximumWidth(13 * line);
        what->setMinimumWidth(qMin(13 * line, what->fontMetrics().horizontalAdvance(what->text())));
        keys->setProperty("role", QStringLiteral("muted"));
        const int beside = 2 * (i / rows);
        grid->addWidget(keys, i % rows, beside);
        grid->addWidget(what, i % rows, beside + 1);
    }
    auto *area = new HeadArea(content, &body); // scrolled on a small screen
    area->setAccessibleName(tr("Shortcuts"));
    area->setMinimumWidth(content->sizeHint().width() + line);
    column.addWidget(area);
}

void fillAbout(const Theme &theme, QDialog &about, QWidget &body, QVBoxLayout &column)
{
    about.setWindowTitle(tr("About Loopscope"));
    const int line = QFontMetrics(theme.font()).height();
    auto *picture = new PlainLabel(&body);
    picture->setPixmap(
        QIcon(QStringLiteral(":/loopscope/loopscope.svg")).pixmap(5 * line, 5 * line));
    picture->setAlignment(Qt::AlignCenter);
    auto *title = new PlainLabel(tr("Loopscope %1").arg(QStringLiteral(LOOPSCOPE_VERSION)), &body);
    QFont large = theme.font();
    large.setPointSizeF(large.pointSizeF() * 1.4);
    large.setWeight(QFont::DemiBold);
    title->setFont(large);
    title->setAlignment(Qt::AlignCenter);
    auto *text = new PlainLabel(
        tr("An instrument for asynchronous programs: it runs servers and clients, and "
           "shows every connection, task, timer and warning of theirs.\n\n"
           "Licence: GPL-3.0-or-later; its core, in loop/, MIT."),
        &body);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignCenter);
    text->setMinimumWidth(22 * line);
    column.addWidget(picture);
    column.addWidget(title);
    column.addWidget(text);
}

} // namespace

QString shortcutsName()
{
    return QStringLiteral("shortcuts");
}

void openShortcuts(const Theme &theme, MainWindow &window)
{
    openHelp(shortcutsName(), theme, window,
             [&theme, &window](QDialog &list, QWidget &body, QVBoxLayout &column) {
                 fillShortcuts(theme, window, list, body, column);
             });
}

void openAbout(const Theme &theme, QWidget &window)
{
    openHelp(QStringLiteral("about"), theme, window,
             [&theme](QDialog &about, QWidget &body, QVBoxLayout &column) {
                 fillAbout(theme, about, body, column);
             });
}

} // namespace ui
