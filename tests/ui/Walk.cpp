// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/Walk.h"

#include <QtGui/QAccessible>
#include <QtGui/QAction>
#include <QtGui/QImage>
#include <QtGui/QKeySequence>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QAbstractScrollArea>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStyle>
#include <QtWidgets/QStyleOptionFrame>
#include <QtWidgets/QTabBar>
#include <QtWidgets/QToolBar>
#include <QtWidgets/QToolButton>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace {

constexpr double leastContrast = 4.5; // WCAG 2.1, 1.4.3
constexpr int scale = 3; // of pictures: a stem of a letter is then as wide as a pixel at least

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

QRect roomOf(const QWidget &widget, const QWidget &window)
{
    return {widget.mapTo(&window, QPoint()), widget.size()};
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

void Walk::look(const QWidget &window, const QString &where)
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
    }
    checkMnemonics(seen);
    checkTabOrder(window);
    if (contrast_ == Contrast::Looked)
        checkContrast(window, seen);
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

// The eye goes along a line, then down, and to the top of the next column.
void Walk::checkTabOrder(const QWidget &window)
{
    QList<const QWidget *> chain;
    for (const QWidget *each = window.nextInFocusChain(); each != &window;
         each = each->nextInFocusChain()) {
        if (each->isVisible() && each->window() == &window && takesTab(*each)
            && !isInScrollArea(*each))
            chain.append(each);
    }
    const bool mirrored = window.isRightToLeft();
    const auto first = std::min_element( // of a circle, where the eye begins
        chain.begin(), chain.end(), [&](const QWidget *a, const QWidget *b) {
            const QRect one = roomOf(*a, window), other = roomOf(*b, window);
            if (one.bottom() < other.top() || other.bottom() < one.top())
                return one.top() < other.top();
            return mirrored ? one.right() > other.right() : one.left() < other.left();
        });
    std::rotate(chain.begin(), first, chain.end());
    for (qsizetype i = 1; i < chain.size(); ++i) {
        const QRect before = roomOf(*chain.at(i - 1), window);
        const QRect now = roomOf(*chain.at(i), window);
        const bool behind = mirrored ? now.left() > before.right() : now.right() < before.left();
        const bool ahead = mirrored ? now.right() < before.left() : now.left() > before.right();
        const bool above = now.bottom() < before.top();
        const bool beside = now.top() <= before.bottom() && now.bottom() >= before.top();
        if ((above && !ahead) || (beside && behind))
            report(u"Tab goes back from %1 to %2"_s.arg(nameOf(*chain.at(i - 1)),
                                                        nameOf(*chain.at(i))));
    }
}

void Walk::checkContrast(const QWidget &window, const QList<QWidget *> &seen)
{
    QImage picture(window.size() * scale, QImage::Format_RGB32);
    picture.setDevicePixelRatio(scale);
    const_cast<QWidget &>(window).render(&picture);
    for (const QWidget *widget : seen) {
        if (!widget->isEnabled())
            continue;
        const QRect shown
            = widget->visibleRegion().boundingRect().translated(widget->mapTo(&window, QPoint()));
        if (const auto *label = qobject_cast<const QLabel *>(widget);
            label && !label->text().trimmed().isEmpty()) {
            checkWords(picture, shown, nameOf(*widget));
        } else if (const auto *line = qobject_cast<const QLineEdit *>(widget)) {
            QStyleOptionFrame option;
            option.initFrom(line);
            option.lineWidth = 1;
            const QRect words
                = line->style()->subElementRect(QStyle::SE_LineEditContents, &option, line);
            if (!line->displayText().isEmpty() || !line->placeholderText().isEmpty())
                checkWords(picture, shown & words.translated(line->mapTo(&window, QPoint())),
                           nameOf(*widget) + line->displayText() + line->placeholderText());
        } else if (const auto *button = qobject_cast<const QAbstractButton *>(widget);
                   button && !button->text().isEmpty()) {
            checkWords(picture, shown.adjusted(4, 4, -4, -4), nameOf(*widget));
        } else if (const auto *view = qobject_cast<const QAbstractItemView *>(widget);
                   view && view->model()) {
            const QRect port = view->viewport()->rect();
            for (int row = 0; row < view->model()->rowCount(); ++row) {
                for (int column = 0; column < view->model()->columnCount(); ++column) {
                    const QModelIndex cell = view->model()->index(row, column);
                    const QRect room = view->visualRect(cell);
                    if (!port.contains(room) || cell.data().toString().isEmpty())
                        continue;
                    checkWords(picture,
                               room.adjusted(2, 2, -2, -2)
                                   .translated(view->viewport()->mapTo(&window, QPoint())),
                               u"%1 column %2 '%3'"_s.arg(nameOf(*widget))
                                   .arg(column)
                                   .arg(cell.data().toString()));
                }
                if (row > 60)
                    break;
            }
        }
    }
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
        for (int x = area.left(); x <= area.right(); ++x)
            ++counts[line[x] | 0xff000000U];
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
