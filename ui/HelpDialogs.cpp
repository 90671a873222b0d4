// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/HelpDialogs.h"

#include "models/text/Tr.h"
#include "ui/Actions.h"
#include "ui/HeadArea.h"
#include "ui/PlainLabel.h"
#include "ui/ReadingOrder.h"
#include "ui/Theme.h"

#include <QtGui/QAction>
#include <QtGui/QFontMetrics>
#include <QtGui/QIcon>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QGridLayout>

namespace ui {

using models::tr;

namespace {

constexpr int kRoomForThree = 60; // lines of text, of columns of shortcuts

QDialog *dialog(const QString &title, const Theme &theme, QWidget &window, QVBoxLayout *&column)
{
    auto *made = new Dialog(&window);
    made->setAttribute(Qt::WA_DeleteOnClose);
    made->setWindowTitle(title);
    const int line = QFontMetrics(theme.font()).height();
    column = new QVBoxLayout(made);
    column->setContentsMargins(line, line, line, line);
    column->setSpacing(line);
    return made;
}

void close(QDialog &dialog, QVBoxLayout &column)
{
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, &dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    column.addWidget(buttons);
    dialog.open();
}

} // namespace

void openShortcuts(const Theme &theme, const Actions &actions, QWidget &window)
{
    QVBoxLayout *column = nullptr;
    QDialog *list = dialog(tr("Shortcuts"), theme, window, column);
    QList<std::pair<QString, QString>> lines;
    for (const QAction *action : actions.all()) {
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
        auto *keys = new PlainLabel(lines.at(i).first, list);
        keys->setFont(theme.monospace());
        keys->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        auto *what = new PlainLabel(lines.at(i).second, list);
        what->setWordWrap(true);
        what->setMaximumWidth(13 * line);
        what->setMinimumWidth(qMin(13 * line, what->fontMetrics().horizontalAdvance(what->text())));
        keys->setProperty("role", QStringLiteral("muted"));
        const int beside = 2 * (i / rows);
        grid->addWidget(keys, i % rows, beside);
        grid->addWidget(what, i % rows, beside + 1);
    }
    auto *area = new HeadArea(content, list); // scrolled on a small screen
    area->setAccessibleName(tr("Shortcuts"));
    area->setMinimumWidth(content->sizeHint().width() + line);
    column->addWidget(area);
    close(*list, *column);
}

void openAbout(const Theme &theme, QWidget &window)
{
    QVBoxLayout *column = nullptr;
    QDialog *about = dialog(tr("About Loopscope"), theme, window, column);
    const int line = QFontMetrics(theme.font()).height();
    auto *picture = new PlainLabel(about);
    picture->setPixmap(
        QIcon(QStringLiteral(":/loopscope/loopscope.svg")).pixmap(5 * line, 5 * line));
    picture->setAlignment(Qt::AlignCenter);
    auto *title = new PlainLabel(tr("Loopscope %1").arg(QStringLiteral(LOOPSCOPE_VERSION)), about);
    QFont large = theme.font();
    large.setPointSizeF(large.pointSizeF() * 1.4);
    large.setWeight(QFont::DemiBold);
    title->setFont(large);
    title->setAlignment(Qt::AlignCenter);
    auto *text = new PlainLabel(
        tr("An instrument for asynchronous programs: it runs servers and clients, and "
           "shows every connection, task, timer and warning of theirs.\n\n"
           "Licence: GPL-3.0-or-later; its core, in loop/, MIT."),
        about);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignCenter);
    text->setMinimumWidth(22 * line);
    column->addWidget(picture);
    column->addWidget(title);
    column->addWidget(text);
    close(*about, *column);
}

} // namespace ui
