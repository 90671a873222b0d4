// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/CommandPalette.h"

#include "models/text/FuzzyMatch.h"
#include "models/text/Shown.h"
#include "ui/PlainLabel.h"

#include <QtCore/QAbstractListModel>
#include <QtGui/QFontMetrics>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListView>
#include <QtWidgets/QMenu>
#include <QtWidgets/QStyledItemDelegate>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int kRowsShown = 12;
constexpr int kPaletteWidth = 40; // lines of text high each

// "&New && old…\tCtrl+C" as a person says it: "New & old".
QString spoken(const QString &text)
{
    QString name;
    const QString words = text.left(text.indexOf(u'\t')); // what follows is its keys
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (words.at(i) == u'&' && ++i == words.size())
            break;
        name += words.at(i);
    }
    return name.endsWith(u'…') ? name.chopped(1) : name;
}

QString keysOf(const QAction &action)
{
    const qsizetype tab = action.text().indexOf(u'\t');
    const QString written = tab < 0 ? QString() : action.text().mid(tab + 1);
    return action.shortcut().isEmpty() ? written
                                       : action.shortcut().toString(QKeySequence::NativeText);
}

} // namespace

QList<Command> commandsOf(QMenu &menu, const QString &group)
{
    QList<Command> commands;
    Q_EMIT menu.aboutToShow(); // it may be filled only then
    const QList<QAction *> actions = menu.actions();
    for (QAction *action : actions) {
        if (action->isSeparator() || !action->isVisible())
            continue;
        if (QMenu *inner = action->menu()) {
            commands += commandsOf(*inner, group + u" › "_s + spoken(inner->title()));
            continue;
        }
        if (!action->isEnabled() && action->shortcut().isEmpty() && action->parent() == &menu)
            continue; // it says that there is nothing
        commands.append({group, spoken(action->text()), keysOf(*action), action->isEnabled(),
                         [action = QPointer<QAction>(action)] {
                             if (action)
                                 action->trigger();
                         }});
    }
    return commands;
}

// Those commands that fit, in the order of how well; of equal ones, that of the menus.
class CommandPalette::Model final : public QAbstractListModel {
public:
    enum Role { CommandRole = Qt::UserRole };
    struct Hit {
        const Command *command;
        QList<int> positions;
        int score;
    };

    Model(QList<Command> commands, QObject *parent)
        : QAbstractListModel(parent)
        , commands_(std::move(commands))
    { }

    void filter(const QString &typed)
    {
        beginResetModel();
        hits_.clear();
        for (const Command &command : std::as_const(commands_)) {
            if (const auto named = models::fuzzyMatch(typed, command.name)) {
                hits_.append({&command, named->positions, 2 * named->score});
            } else if (const auto grouped
                       = models::fuzzyMatch(typed, command.name + u' ' + command.group)) {
                QList<int> inName = grouped->positions;
                inName.removeIf([&command](int at) { return at >= command.name.size(); });
                hits_.append({&command, inName, grouped->score});
            }
        }
        std::stable_sort(hits_.begin(), hits_.end(), [](const Hit &a, const Hit &b) {
            return std::pair(a.command->enabled, a.score) > std::pair(b.command->enabled, b.score);
        });
        endResetModel();
    }

    [[nodiscard]] const Hit &hit(int row) const { return hits_.at(row); }
    [[nodiscard]] int enabledCount() const // they are the first
    {
        return int(std::count_if(hits_.begin(), hits_.end(),
                                 [](const Hit &hit) { return hit.command->enabled; }));
    }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(hits_.size());
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        const Command &command = *hits_.at(index.row()).command;
        switch (role) {
        case Qt::DisplayRole:
            return command.name;
        case Qt::AccessibleTextRole:
            return QStringList {command.name, command.group, command.keys}.join(u", "_s);
        case Qt::ToolTipRole:
            return models::shown::tip(command.group + u" › "_s + command.name);
        default:
            return {};
        }
    }
    Qt::ItemFlags flags(const QModelIndex &index) const override
    {
        return hits_.at(index.row()).command->enabled
            ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren
            : Qt::ItemNeverHasChildren;
    }

private:
    const QList<Command> commands_;
    QList<Hit> hits_;
};

// The name with the letters that fit, its group, and at the end its shortcut.
class CommandPalette::Delegate final : public QStyledItemDelegate {
public:
    Delegate(const Theme &theme, const Model &model, QObject *parent)
        : QStyledItemDelegate(parent)
        , theme_(theme)
        , model_(model)
    { }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {4 * theme_.rowHeight(), theme_.rowHeight() + 2};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const Model::Hit &hit = model_.hit(index.row());
        const Tokens &tokens = theme_.tokens();
        const bool selected = option.state.testFlag(QStyle::State_Selected);
        const QColor &ground = selected ? tokens.selection : tokens.control;
        painter->fillRect(option.rect, ground);
        const int gap = QFontMetrics(theme_.font()).height() / 2;
        const bool mirrored = option.direction == Qt::RightToLeft;
        QRect room = option.rect.adjusted(2 * gap, 0, -2 * gap, 0);
        const auto take = [&room, mirrored](int width, bool atEnd) {
            const QRect part(atEnd != mirrored ? room.right() - width + 1 : room.left(), room.top(),
                             width, room.height());
            atEnd != mirrored ? room.setRight(part.left() - 1) : room.setLeft(part.right() + 1);
            return part;
        };
        const QFontMetrics mono(theme_.monospace());
        painter->setFont(theme_.monospace());
        painter->setPen(selected ? tokens.text : tokens.muted);
        if (const int width = mono.horizontalAdvance(hit.command->keys); width > 0) {
            painter->drawText(take(width, true), Qt::AlignCenter, hit.command->keys);
            take(gap, true);
        }
        const QColor ink
            = hit.command->enabled ? tokens.text : theme_.legible(tokens.muted, ground);
        const int name = paintName(*painter, hit, room, ink, mirrored);
        take(qMin(name + 2 * gap, room.width()), false);
        painter->setFont(theme_.font());
        painter->setPen(selected ? tokens.text : tokens.muted);
        const QString group = QFontMetrics(theme_.font())
                                  .elidedText(hit.command->group, Qt::ElideMiddle, room.width());
        if (room.width() > 3 * gap)
            painter->drawText(room, Qt::AlignLeading | Qt::AlignVCenter | Qt::TextSingleLine,
                              group);
    }

private:
    // Returns its width.
    int paintName(QPainter &painter, const Model::Hit &hit, const QRect &room, const QColor &ink,
                  bool mirrored) const
    {
        const QFont plain = theme_.font();
        const QString name
            = QFontMetrics(plain).elidedText(hit.command->name, Qt::ElideMiddle, room.width());
        const int width = QFontMetrics(plain).horizontalAdvance(name);
        painter.setFont(plain);
        painter.setPen(ink);
        painter.drawText(room, Qt::AlignLeading | Qt::AlignVCenter | Qt::TextSingleLine, name);
        if (mirrored || name.size() != hit.command->name.size())
            return width; // letters would not be where they are in the whole
        painter.setPen(QPen(theme_.tokens().accent, 1.5));
        for (const int at : hit.positions) {
            const QFontMetrics metrics(plain);
            const int from = room.left() + metrics.horizontalAdvance(name.left(at));
            const int to = room.left() + metrics.horizontalAdvance(name.left(at + 1));
            const int y = room.center().y() + metrics.ascent() / 2 + 3;
            painter.drawLine(from, y, to - 1, y);
        }
        return width;
    }

    const Theme &theme_;
    const Model &model_;
};

CommandPalette::CommandPalette(const Theme &theme, QList<Command> commands, QWidget *parent)
    : Dialog(parent, Qt::Popup | Qt::FramelessWindowHint)
    , theme_(theme)
    , field_(new QLineEdit(this))
    , list_(new QListView(this))
    , model_(new Model(std::move(commands), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("palette"));
    setWindowTitle(tr("Commands"));
    setAccessibleName(windowTitle());
    setProperty("popup", true);
    field_->setPlaceholderText(tr("Type a command, a session, a kind or a recent file"));
    field_->setAccessibleName(tr("Command"));
    field_->installEventFilter(this);
    list_->setAccessibleName(windowTitle());
    list_->setProperty("popup", true);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setUniformItemSizes(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    list_->setItemDelegate(new Delegate(theme, *model_, this));
    list_->setModel(model_);
    const int gap = QFontMetrics(theme.font()).height() / 2;
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(gap, gap, gap, gap);
    column->setSpacing(gap);
    column->addWidget(field_);
    column->addWidget(list_, 1);
    connect(field_, &QLineEdit::textEdited, this, &CommandPalette::filter);
    connect(list_, &QListView::clicked, this, &CommandPalette::choose);
    filter({});
}

void CommandPalette::openOver(const QWidget &window)
{
    const int line = QFontMetrics(theme_.font()).height();
    setFixedWidth(qMin(kPaletteWidth * line, window.width() - 2 * line));
    adjustSize();
    move(window.mapToGlobal(
        QPoint((window.width() - width()) / 2, qMin(4 * line, window.height() / 8))));
    show();
    field_->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::filter(const QString &typed)
{
    model_->filter(typed);
    const int rows = qBound(1, model_->rowCount(), kRowsShown);
    list_->setFixedHeight(rows * (theme_.rowHeight() + 2));
    adjustSize();
    list_->setCurrentIndex(model_->enabledCount() > 0 ? model_->index(0) : QModelIndex());
}

// The palette is gone before the command runs, so that what that opens has the keyboard.
void CommandPalette::choose(const QModelIndex &index)
{
    if (!index.isValid() || !model_->hit(index.row()).command->enabled)
        return;
    const std::function<void()> run = model_->hit(index.row()).command->run;
    close();
    run();
}

bool CommandPalette::eventFilter(QObject *object, QEvent *event)
{
    if (object != field_ || event->type() != QEvent::KeyPress)
        return Dialog::eventFilter(object, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const int last = model_->enabledCount() - 1;
    const int row = list_->currentIndex().row();
    const auto go = [&](int to) {
        if (last >= 0)
            list_->setCurrentIndex(model_->index(qBound(0, to, last)));
        return true;
    };
    switch (key->key()) {
    case Qt::Key_Down:
    case Qt::Key_Tab:
        return go(row == last ? 0 : row + 1);
    case Qt::Key_Up:
    case Qt::Key_Backtab:
        return go(row <= 0 ? last : row - 1);
    case Qt::Key_PageDown:
        return go(row + kRowsShown);
    case Qt::Key_PageUp:
        return go(row - kRowsShown);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(list_->currentIndex());
        return true;
    default:
        return Dialog::eventFilter(object, event);
    }
}

} // namespace ui
