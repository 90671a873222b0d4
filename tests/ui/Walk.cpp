// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/Walk.h"

#include "models/Roles.h"

#include <QtCore/QPointer>
#include <QtGui/QAccessible>
#include <QtGui/QAction>
#include <QtGui/QImage>
#include <QtGui/QKeySequence>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QAbstractScrollArea>
#include <QtWidgets/QApplication>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStyle>
#include <QtWidgets/QStyleOptionFrame>
#include <QtWidgets/QTabBar>
#include <QtWidgets/QTableView>
#include <QtWidgets/QToolBar>
#include <QtWidgets/QToolButton>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace {

constexpr double leastContrast = 4.5; // WCAG 2.1, 1.4.3
constexpr int scale = 3; // of pictures: a stem of a letter is then as wide as a pixel at least
constexpr QMargins insideOfButton(4, 4, 4, 4); // from its edge to where its words may begin

QString nameOf(const QWidget &widget)
{
    const auto *label = qobject_cast<const QLabel *>(&widget);
    const auto *button = qobject_cast<const QAbstractButton *>(&widget);
    return QString::fromLatin1(widget.metaObject()->className()) + u' ' + widget.objectName()
        + u" '"_s
        + (label        ? label->text()
               : button ? button->text()
                        : widget.accessibleName())
        + u'\'';
}

QList<QWidget *> seenIn(const QWidget &window)
{
    QList<QWidget *> seen;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        if (widget->isVisible() && widget->window() == &window)
            seen.append(widget);
    }
    return seen;
}

// What scrolls shows the rest on request.
bool isInScrollArea(const QWidget &widget)
{
    for (const QWidget *each = widget.parentWidget(); each; each = each->parentWidget()) {
        if (qobject_cast<const QAbstractScrollArea *>(each))
            return true;
    }
    return false;
}

bool takesTab(const QWidget &widget)
{
    return (widget.focusPolicy() & Qt::TabFocus) == Qt::TabFocus && widget.isEnabled()
        && !widget.focusProxy();
}

// Of such buttons Tab comes to one, and arrows go on.
bool areOneChoice(const QWidget &one, const QWidget &other)
{
    const auto *first = qobject_cast<const QAbstractButton *>(&one);
    const auto *second = qobject_cast<const QAbstractButton *>(&other);
    return first && second && first->group() && first->group()->exclusive()
        && first->group() == second->group();
}

QRect roomOf(const QWidget &widget, const QWidget &window)
{
    return {widget.mapTo(&window, QPoint()), widget.size()};
}

// What lies in what scrolls is, for all outside, where the frame around it is.
QRect roomBeside(const QWidget &widget, const QWidget &other, const QWidget &window)
{
    const QWidget *shown = &widget;
    for (const QWidget *each = widget.parentWidget(); each && each != &window;
         each = each->parentWidget()) {
        if (each->isAncestorOf(&other))
            break;
        if (qobject_cast<const QAbstractScrollArea *>(each))
            shown = each;
    }
    return roomOf(*shown, window);
}

double luminance(QRgb color)
{
    const auto linear = [](int part) {
        const double share = part / 255.0;
        return share <= 0.03928 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(qRed(color)) + 0.7152 * linear(qGreen(color))
        + 0.0722 * linear(qBlue(color));
}

} // namespace

void Walk::look(QWidget &window, const QString &where)
{
    for (int round = 0; round < 3; ++round) // one layout asks for another
        QApplication::processEvents();
    where_ = where;
    const QList<QWidget *> seen = seenIn(window);
    for (QWidget *widget : seen) {
        checkName(*widget);
        checkPopup(*widget);
        checkText(*widget);
        checkRoom(*widget);
        checkTabs(*widget);
        checkColumns(*widget);
    }
    checkMnemonics(seen);
    if (contrast_ == Contrast::Looked)
        checkContrast(window, seen);
    checkTabOrder(window, seen); // last: what has the focus looks otherwise
}

void Walk::report(const QString &what)
{
    if (!wrong_.contains(where_ + u": "_s + what))
        wrong_ << where_ + u": "_s + what;
}

void Walk::checkName(const QWidget &widget)
{
    if (!(widget.focusPolicy() & Qt::TabFocus) || !widget.isEnabled() || widget.focusProxy())
        return;
    QAccessibleInterface *face
        = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(&widget));
    if (!face || face->text(QAccessible::Name).isEmpty())
        report(u"no name: "_s + nameOf(widget));
}

void Walk::checkPopup(QWidget &widget)
{
    auto *box = qobject_cast<QComboBox *>(&widget);
    if (!box || !box->isEnabled() || box->count() == 0)
        return;
    const QString place = u"%1 %2"_s.arg(nameOf(*box)).arg(box->count());
    if (opened_.contains(place))
        return;
    opened_.insert(place);
    box->showPopup();
    if (QWidget *view = box->view(); view->isVisible() && view->accessibleName().isEmpty())
        report(u"no name: the choices of "_s + nameOf(widget));
    box->hidePopup();
}

void Walk::checkText(const QWidget &widget)
{
    const auto *label = qobject_cast<const QLabel *>(&widget);
    const bool elides = label && label->minimumWidth() == 1; // and says the whole in its tip
    if (label && !elides && !label->text().isEmpty()) {
        const int wanted = label->wordWrap() ? label->heightForWidth(label->width())
                                             : label->sizeHint().height();
        if (wanted > label->height() + 1
            || (!label->wordWrap() && label->sizeHint().width() > label->width() + 1
                && !isInScrollArea(widget)))
            report(u"cut off: "_s + nameOf(widget));
    }
    const auto *button = qobject_cast<const QAbstractButton *>(&widget);
    if (button && !button->text().isEmpty() && button->sizeHint().width() > button->width() + 2)
        report(u"cut off: "_s + nameOf(widget));
}

// Less than its least is squeezed; what lies outside of what contains it cannot be reached. What
// scrolls has no least of its own.
void Walk::checkRoom(const QWidget &widget)
{
    const QWidget *parent = widget.parentWidget();
    if (!parent || !takesTab(widget) || isInScrollArea(widget)
        || qobject_cast<const QTabBar *>(parent))
        return;
    const bool scrolls = qobject_cast<const QAbstractScrollArea *>(&widget);
    const QSize least = (scrolls ? QSize() : widget.minimumSizeHint())
                            .boundedTo(widget.maximumSize())
                            .expandedTo(widget.minimumSize());
    if (widget.width() < least.width() || widget.height() < least.height())
        report(u"squeezed to %1x%2 of %3x%4: %5"_s.arg(widget.width())
                   .arg(widget.height())
                   .arg(least.width())
                   .arg(least.height())
                   .arg(nameOf(widget)));
    if (!parent->rect().contains(widget.geometry()))
        report(u"reaches out of its place: "_s + nameOf(widget));
}

// At the size of the first window nothing of a view has to be scrolled to, and what cannot be
// scrolled to is nowhere. The tabs of the
// Inspector are as narrow as it is.
void Walk::checkColumns(const QWidget &widget)
{
    const auto *area = qobject_cast<const QScrollArea *>(&widget);
    if (area && area->widget() && area->horizontalScrollBarPolicy() == Qt::ScrollBarAlwaysOff
        && area->widget()->width() > area->viewport()->width())
        report(u"wider than what shows it: "_s + nameOf(*area->widget()));
    const auto *table = qobject_cast<const QTableView *>(&widget);
    if (table && table->objectName() != u"stream" && table->horizontalScrollBar()->maximum() > 0)
        report(u"columns do not fit: "_s + nameOf(widget));
    const int rows = table ? std::min(table->model()->rowCount(), 20) : 0;
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < table->model()->columnCount(); ++column) {
            const QModelIndex cell = table->model()->index(row, column);
            const int margin = table->fontMetrics().height() / 2;
            if (cell.data(models::ToneRole).isValid() && !table->isColumnHidden(column)
                && table->visualRect(cell).width() + margin
                    < table->itemDelegate()->sizeHint({}, cell).width())
                report(u"cut off: "_s + cell.data().toString() + u" in "_s + nameOf(widget));
        }
    }
}

// A tab that is scrolled away, and a tool in the overflow, are not seen.
void Walk::checkTabs(const QWidget &widget)
{
    if (const auto *tabs = qobject_cast<const QTabBar *>(&widget)) {
        for (const auto *arrow : tabs->findChildren<QToolButton *>()) {
            if (arrow->isVisible()) {
                report(u"tabs are scrolled: "_s + nameOf(widget));
                return;
            }
        }
    }
    if (const auto *bar = qobject_cast<const QToolBar *>(&widget)) {
        for (const auto *field : bar->findChildren<QLineEdit *>()) {
            if (!field->isVisible())
                report(u"in the overflow: "_s + nameOf(*field));
        }
    }
}

void Walk::checkMnemonics(const QList<QWidget *> &seen)
{
    QStringList texts;
    for (const QWidget *widget : seen) {
        if (const auto *bar = qobject_cast<const QMenuBar *>(widget)) {
            for (const QAction *action : bar->actions())
                texts << action->text();
        } else if (const auto *tabs = qobject_cast<const QTabBar *>(widget)) {
            for (int tab = 0; tab < tabs->count(); ++tab) {
                if (tabs->isTabVisible(tab))
                    texts << tabs->tabText(tab);
            }
        } else if (const auto *button = qobject_cast<const QAbstractButton *>(widget)) {
            texts << button->text();
        } else if (const auto *label = qobject_cast<const QLabel *>(widget);
                   label && label->buddy()) {
            texts << label->text();
        }
    }
    checkTwice(texts);
}

void Walk::checkTwice(const QStringList &texts)
{
    QHash<QString, QString> owners;
    for (const QString &text : texts) {
        const QString key = QKeySequence::mnemonic(text).toString();
        if (key.isEmpty())
            continue;
        if (owners.contains(key))
            report(u"one mnemonic: "_s + text + u" and "_s + owners.value(key));
        owners.insert(key, text);
    }
}

// By the key itself, once around. What Tab reaches depends on nothing but what is there.
void Walk::checkTabOrder(QWidget &window, const QList<QWidget *> &seen)
{
    QList<QWidget *> wanted;
    QString arrangement;
    for (QWidget *widget : seen) {
        if (!takesTab(*widget))
            continue;
        wanted.append(widget);
        const QRect room = roomOf(*widget, window);
        arrangement += u"%1 %2,%3;"_s.arg(nameOf(*widget)).arg(room.x()).arg(room.y());
    }
    if (wanted.isEmpty() || tabbed_.contains(arrangement))
        return;
    tabbed_.insert(arrangement);
    window.activateWindow();
    const QPointer<QWidget> before = window.focusWidget();
    QList<QWidget *> reached;
    (*std::min_element( // where the eye begins
         wanted.begin(), wanted.end(),
         [&window](const QWidget *a, const QWidget *b) {
             const QRect one = roomBeside(*a, *b, window), other = roomBeside(*b, *a, window);
             if (one.bottom() < other.top() || other.bottom() < one.top())
                 return one.top() < other.top();
             return window.isRightToLeft() ? one.right() > other.right()
                                           : one.left() < other.left();
         }))
        ->setFocus(Qt::TabFocusReason);
    constexpr int mostStops = 50; // of Tab within one: the links of a label
    QWidget *now = window.focusWidget();
    while (now && !reached.contains(now)) {
        if (!reached.isEmpty())
            checkStep(window, *reached.last(), *now);
        reached.append(now);
        for (int stop = 0; stop < mostStops && window.focusWidget() == reached.last(); ++stop)
            QTest::keyClick(reached.last(), Qt::Key_Tab);
        now = window.focusWidget();
    }
    for (const QWidget *widget : wanted) {
        if (!std::any_of(reached.begin(), reached.end(), [widget](const QWidget *each) {
                return each == widget || widget->isAncestorOf(each) || areOneChoice(*each, *widget);
            }))
            report(u"Tab never comes to "_s + nameOf(*widget));
    }
    if (now && now != reached.first())
        report(u"Tab goes round in a circle at "_s + nameOf(*now));
    if (before && before->isVisible())
        before->setFocus();
}

// The eye goes along a line, then down, and to the top of the next column.
void Walk::checkStep(const QWidget &window, const QWidget &from, const QWidget &to)
{
    const bool mirrored = window.isRightToLeft();
    const QRect before = roomBeside(from, to, window), now = roomBeside(to, from, window);
    const bool behind = mirrored ? now.left() > before.right() : now.right() < before.left();
    const bool ahead = mirrored ? now.right() < before.left() : now.left() > before.right();
    const bool above = now.bottom() < before.top();
    const bool beside = now.top() <= before.bottom() && now.bottom() >= before.top();
    if ((above && !ahead) || (beside && behind))
        report(u"Tab goes back from %1 (%2, %3) to %4 (%5, %6)"_s.arg(nameOf(from))
                   .arg(before.x())
                   .arg(before.y())
                   .arg(nameOf(to))
                   .arg(now.x())
                   .arg(now.y()));
}

void Walk::checkContrast(QWidget &window, const QList<QWidget *> &seen)
{
    std::vector<Words> words;
    for (QWidget *widget : seen)
        collect(window, *widget, words);
    const QPointer<QWidget> focused = window.focusWidget();
    if (focused && !words.empty())
        focused->clearFocus(); // a caret is darker than what it stands in
    QHash<QWidget *, QImage> pictures;
    for (const Words &each : words) {
        QImage &picture = pictures[each.drawn];
        if (picture.isNull()) {
            picture = QImage(each.drawn->size() * scale, QImage::Format_RGB32);
            picture.setDevicePixelRatio(scale);
            picture.fill(each.drawn->palette().color(QPalette::Window));
            each.drawn->render(&picture);
        }
        checkWords(picture, each.room, each.what);
        if (each.framed)
            checkFrame(picture, each.room, each.what);
    }
    if (focused && !words.empty())
        focused->setFocus();
}

void Walk::collect(QWidget &window, QWidget &widget, std::vector<Words> &into)
{
    if (const auto *label = qobject_cast<const QLabel *>(&widget)) {
        add(window, widget, widget.rect(), {}, label->text(), into);
    } else if (const auto *line = qobject_cast<const QLineEdit *>(&widget)) {
        QStyleOptionFrame option;
        option.initFrom(line);
        option.lineWidth = 1;
        const QRect room
            = line->style()->subElementRect(QStyle::SE_LineEditContents, &option, line);
        const bool empty = line->displayText().isEmpty();
        add(window, widget, room, empty ? u"placeholder"_s : QString(),
            empty ? line->placeholderText() : line->displayText(), into);
    } else if (const auto *button = qobject_cast<const QAbstractButton *>(&widget)) {
        add(window, widget, widget.rect() - insideOfButton,
            button->isChecked() ? u"on"_s : QString(), button->text(), into);
    } else if (auto *view = qobject_cast<QAbstractItemView *>(&widget); view && view->model()) {
        collectCells(window, *view, into);
    }
}

// Of the cells of a column that look alike in all that their colours can depend on, one.
void Walk::collectCells(QWidget &window, QAbstractItemView &view, std::vector<Words> &into)
{
    if (qobject_cast<QHeaderView *>(&view))
        return;
    constexpr int mostRows = 60;
    const QRect port = view.viewport()->rect();
    const int rows = qMin(mostRows, view.model()->rowCount(view.rootIndex()));
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < view.model()->columnCount(view.rootIndex()); ++column) {
            const QModelIndex cell = view.model()->index(row, column, view.rootIndex());
            const QRect room = view.visualRect(cell);
            const bool drawn = cell.data(models::SparklineRole).isValid()
                || cell.data(models::GaugeRole).isValid(); // its text is for a screen reader
            if (drawn || !port.contains(room))
                continue;
            const bool selected = view.selectionModel() && view.selectionModel()->isSelected(cell);
            const QString kind = u"cell %1 %2 %3 %4 %5"_s.arg(column)
                                     .arg(row % 2)
                                     .arg(selected ? u"selected"_s : QString())
                                     .arg(cell.data(models::FadeRole).toDouble())
                                     .arg(cell.data(models::ToneRole).toString());
            add(window, *view.viewport(), room.adjusted(2, 2, -2, -2), nameOf(view) + kind,
                cell.data().toString(), into);
        }
    }
}

// Measured once of a kind and text. What is scrolled out of sight is drawn with what scrolls.
void Walk::add(QWidget &window, QWidget &widget, const QRect &room, const QString &kind,
               const QString &text, std::vector<Words> &into)
{
    if (text.trimmed().isEmpty())
        return;
    const QString colours = QString::number(widget.palette().cacheKey(), 36);
    const bool cell = kind.contains(u"cell ");
    const QString key = cell
        ? kind
        : nameOf(widget) + kind + text + colours + (widget.isEnabled() ? QString() : u"disabled"_s);
    if (read_.contains(key))
        return;
    QWidget *drawn = &window;
    for (QWidget *each = &widget; each && each != &window; each = each->parentWidget()) {
        const auto *area = qobject_cast<QScrollArea *>(
            each->parentWidget() ? each->parentWidget()->parentWidget() : nullptr);
        if (area && area->widget() == each) {
            drawn = each;
            break;
        }
    }
    const QRect place = room.translated(widget.mapTo(drawn, QPoint()));
    if (!drawn->rect().contains(place))
        return; // reported by those who look for what is cut off
    read_.insert(key);
    const auto *button = qobject_cast<const QPushButton *>(&widget);
    const bool framed = button && !button->isFlat() && !button->property("quiet").toBool();
    into.push_back({drawn, place, (cell ? kind : nameOf(widget)) + u" '"_s + text + u'\'', framed});
}

// The ground is what most of it is, the words what differs from it the most.
void Walk::checkWords(const QImage &picture, const QRect &room, const QString &what)
{
    const QRect area
        = QRect(room.topLeft() * scale, room.size() * scale).intersected(picture.rect());
    if (area.width() < 4 * scale || area.height() < 6 * scale)
        return;
    QHash<QRgb, int> counts;
    for (int y = area.top(); y <= area.bottom(); ++y) {
        const auto *line = reinterpret_cast<const QRgb *>(picture.constScanLine(y));
        for (int x = area.left(), from = x; x <= area.right(); ++x) {
            if (x < area.right() && line[x + 1] == line[from])
                continue;
            counts[line[from] | 0xff000000U] += x + 1 - from;
            from = x + 1;
        }
    }
    const auto most = std::max_element(counts.cbegin(), counts.cend());
    const double ground = luminance(most.key());
    double best = 1;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it) {
        const double light = luminance(it.key());
        best = std::max(best, (std::max(light, ground) + 0.05) / (std::min(light, ground) + 0.05));
    }
    if (best < leastContrast - 0.05 && best > 1.01)
        report(u"contrast %1: %2"_s.arg(best, 0, 'f', 2).arg(what));
}

// A button that looks as what it stands on is not seen to be one.
void Walk::checkFrame(const QImage &picture, const QRect &room, const QString &what)
{
    const int y = room.center().y() * scale, words = room.left() * scale;
    const int edge = words - insideOfButton.left() * scale, ground = edge - 2 * scale;
    bool seen = ground < 0;
    for (int x = edge; x < words && !seen; ++x)
        seen = picture.pixel(x, y) != picture.pixel(ground, y);
    if (!seen)
        report(u"like its ground: "_s + what);
}
