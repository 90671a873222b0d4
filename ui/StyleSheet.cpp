// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/StyleSheet.h"

#include <QtCore/QHash>
#include <QtCore/QVariant>
#include <QtGui/QFontMetrics>
#include <QtWidgets/QStyle>
#include <QtWidgets/QWidget>

namespace ui {

namespace {

// @name is a token, @1 to @4 are steps of a grid taken from the font, so that all of it scales.
// Fields have their colours of text from the palette: with a `color` here Qt 6.4 would mix a
// placeholder's of half of it.
const char *const kSheet = R"(
QMainWindow, QDialog, QMessageBox { background: @panel; }
QMainWindow::separator { background: @border; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent; }
QDialog[popup="true"] { background: @control; border: 1px solid @strong; }
QDialog[popup="true"] QAbstractItemView { border: none; padding: 0px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolTip { background: @control; color: @text; border: 1px solid @strong; padding: @1px @2px; }

QToolBar { background: @panel; border: none; border-bottom: 1px solid @border; padding: @2px; spacing: @1px; }
QToolBar::separator { background: @border; width: 1px; margin: @1px @2px; }
QToolButton, QPushButton { background: @control; color: @text; border: 1px solid @buttonEdge; border-radius: @rpx;
    padding: @1px @3px; }
QToolButton { padding: @1px @2px @1px @3px; }
QToolButton:hover, QPushButton:hover { background: @hover; }
QToolButton:pressed, QPushButton:pressed { background: @selection; }
QToolButton:checked { background: @checked; border-color: @accent; color: @checkedText; }
QToolButton:disabled, QPushButton:disabled { color: @faint; }
QToolButton:focus, QPushButton:focus { border-color: @accent; }
QToolButton::menu-indicator, QPushButton::menu-indicator { image: none; width: 0px; }
QPushButton { min-width: @8px; outline: none; }
QFrame[card="true"] { background: @control; border: 1px solid @accent; border-radius: @rpx; }
QFrame[card="true"] QPushButton:!default, QDialog[popup="true"] QPushButton:!default { border-color: @strong; }
QFrame[card="true"] QPushButton:focus, QDialog[popup="true"] QPushButton:focus { border-color: @accent; }
QPushButton:default { background: @accent; color: @onAccent; border-color: @accent; }
QPushButton:default:disabled { background: @control; color: @faint; border-color: @border; }
QToolButton[quiet="true"], QPushButton[quiet="true"] { background: transparent; border-color: transparent;
    padding: 1px; color: @muted; min-width: 0px; }
QToolButton[quiet="true"]:hover { background: @hover; color: @text; }
QToolButton[quiet="true"]:focus { border-color: @accent; }
QToolButton[segment="true"] { padding: @0px @2px; }
QToolButton[words="true"] { padding: @1px @2px; }

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit[field="true"] { background: @field;
    border: 1px solid @strong; border-radius: @rpx; padding: @1px @2px; selection-background-color: @selection;
    selection-color: @text; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus,
    QPlainTextEdit[field="true"]:focus { border-color: @accent; }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled { border-color: @border; }
QLineEdit[wrong="true"], QSpinBox[wrong="true"], QDoubleSpinBox[wrong="true"], QComboBox[wrong="true"] { border-color: @error; }
QToolBar QLineEdit { background: @base; border-color: @border; }
QToolBar QLineEdit:focus { border-color: @accent; }
QLineEdit[wrong="true"]:focus, QComboBox[wrong="true"]:focus, QPlainTextEdit[field="true"][wrong="true"],
    QPlainTextEdit[field="true"][wrong="true"]:focus { border-color: @error; }
QToolBar QLineEdit[wrong="true"], QToolBar QLineEdit[wrong="true"]:focus { border-color: @error; }
QComboBox { padding-left: @3px; }
QComboBox::drop-down { border: none; width: @6px; }
QComboBox QAbstractItemView { background: @control; color: @text; border: 1px solid @strong;
    selection-background-color: @selection; selection-color: @text; outline: none; }

QMenuBar { background: @panel; color: @text; border-bottom: 1px solid @border; padding: 1px @1px; }
QMenuBar::item { background: transparent; padding: @0px @2px; border-radius: @rpx; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @control; color: @text; border: 1px solid @strong; padding: @1px 0px; }
QMenu::item { padding: @1px @6px @1px @5px; }
QMenu::item:selected { background: @selection; }
QMenu::item:disabled { color: @faint; background: transparent; }
QMenu::separator { height: 1px; background: @border; margin: @1px 0px; }
QMenu::icon { padding-left: @2px; }
QMenu::indicator { left: @1px; }

QTabWidget::pane { border: none; border-top: 1px solid @border; background: @base; top: -1px; }
QTabWidget::tab-bar { left: 0px; }
QTabBar { background: @panel; }
QTabBar QToolButton { padding: 0px; border-radius: 0px; border-color: @border; }
QTabBar::tab { background: transparent; color: @muted; border: none; border-bottom: 2px solid transparent;
    padding: @2px @3px @1px @3px; margin: 0px; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:focus { color: @accent; }

QAbstractItemView { background: @base; color: @text; border: none; outline: none;
    alternate-background-color: @alternate; selection-background-color: @selection; selection-color: @text; }
QAbstractItemView[popup="true"] { background: @control; border: 1px solid @strong; padding: @1px 0px; }
QAbstractItemView[popup="true"]::item { padding: @0px @3px; }
QAbstractItemView[popup="true"]::item:selected { background: @selection; color: @text; }
QHeaderView { background: @panel; border: none; }
QTreeView::branch { background: transparent; }
QPlainTextEdit, QTextEdit, QTextBrowser { background: @base; border: none;
    selection-background-color: @selection; selection-color: @text; }

QScrollBar { background: transparent; border: none; margin: 0px; }
QScrollBar:vertical { width: @3px; }
QScrollBar:horizontal { height: @3px; }
QScrollBar::handle { background: @strong; border: @gpx solid @base; border-radius: @hpx; }
QScrollBar::handle:vertical { min-height: @8px; }
QScrollBar::handle:horizontal { min-width: @8px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; border: none; background: none; }
QScrollBar::add-page, QScrollBar::sub-page, QScrollBar { background: @base; }
QScrollBar[ground="panel"], QScrollBar[ground="panel"]::add-page, QScrollBar[ground="panel"]::sub-page {
    background: @panel; }
QScrollBar[ground="panel"]::handle { border-color: @panel; }
QAbstractScrollArea::corner { background: @base; border: none; }

QStatusBar { background: @panel; color: @text; border-top: 1px solid @border; }
QStatusBar::item { border: none; }
QProgressBar { background: @control; border: 1px solid @border; border-radius: @rpx; text-align: center; color: @text; }
QProgressBar::chunk { background: @checked; border-radius: @rpx; }

QCheckBox, QRadioButton, QLabel { color: @text; background: transparent; }
QCheckBox::indicator { width: @4px; height: @4px; background: @field; border: 1px solid @strong;
    border-radius: @0px; }
QCheckBox::indicator:checked { background: @checked; border-color: @accent; }
QCheckBox::indicator:hover, QCheckBox:focus::indicator { border-color: @accent; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="error"] { color: @error; }
QLabel[tone="1"] { color: @good; }
QLabel[tone="2"] { color: @active; }
QLabel[tone="3"] { color: @busy; }
QLabel[tone="4"] { color: @notice; }
QLabel[tone="5"] { color: @warning; }
QLabel[tone="6"] { color: @error; }
QWidget[ground="base"] { background: @base; }
QWidget[ground="panel"] { background: @panel; }
QScrollArea[ground="panel"] { border: none; border-bottom: 1px solid @border; }
QWidget[ground="footer"] { background: @panel; border-top: 1px solid @border; }
QWidget[ground="header"] { background: @panel; border-bottom: 1px solid @border; }
)";

QString px(int pixels)
{
    return QString::number(pixels);
}

QHash<QString, QString> names(const Tokens &t, const QFont &font)
{
    const int unit = qMax(4, QFontMetrics(font).height() / 4); // 4 px at 13 px text
    QHash<QString, QString> names {
        {QStringLiteral("base"), t.base.name()},
        {QStringLiteral("alternate"), t.alternate.name()},
        {QStringLiteral("panel"), t.panel.name()},
        {QStringLiteral("control"), t.control.name()},
        {QStringLiteral("hover"), t.hover.name()},
        {QStringLiteral("border"), t.border.name()},
        {QStringLiteral("strong"), t.strong.name()},
        {QStringLiteral("text"), t.text.name()},
        {QStringLiteral("muted"), t.muted.name()},
        {QStringLiteral("faint"), t.faint.name()},
        {QStringLiteral("accent"), t.accent.name()},
        {QStringLiteral("onAccent"), t.onAccent.name()},
        {QStringLiteral("selection"), t.selection.name()},
        {QStringLiteral("good"), t.good.name()},
        {QStringLiteral("active"), t.active.name()},
        {QStringLiteral("busy"), t.busy.name()},
        {QStringLiteral("notice"), t.notice.name()},
        {QStringLiteral("warning"), t.warning.name()},
        {QStringLiteral("error"), t.error.name()},
        {QStringLiteral("field"), (t.dark ? t.base : t.control).name()},
        {QStringLiteral("buttonEdge"), (t.dark ? t.control : t.border).name()},
        {QStringLiteral("checked"), t.selection.name()},
        {QStringLiteral("checkedText"), t.text.name()},
        {QStringLiteral("r"), px(unit)},
        {QStringLiteral("g"), px(unit * 3 / 4)},
        {QStringLiteral("h"), px(unit + unit / 2)},
        {QStringLiteral("0"), px(unit / 2)},
    };
    for (int step = 1; step <= 8; ++step)
        names.insert(px(step), px(unit * step + (step == 1 ? 1 : 0)));
    return names;
}

bool isNamePart(QChar c)
{
    return c.isLetterOrNumber() && c.unicode() < 128;
}

} // namespace

QString styleSheet(const Tokens &tokens, const QFont &font)
{
    const QHash<QString, QString> values = names(tokens, font);
    const QString text = QString::fromLatin1(kSheet);
    QString sheet;
    sheet.reserve(text.size() + text.size() / 4);
    for (qsizetype at = 0; at < text.size();) {
        if (text.at(at) != QLatin1Char('@')) {
            sheet += text.at(at++);
            continue;
        }
        qsizetype end = at + 1;
        while (end < text.size() && isNamePart(text.at(end)))
            ++end;
        QString name = text.mid(at + 1, end - at - 1);
        const bool length = !values.contains(name) && name.endsWith(QLatin1String("px"));
        if (length)
            name.chop(2);
        sheet += values.value(name, u'@' + name) + (length ? QStringLiteral("px") : QString());
        at = end;
    }
    return sheet;
}

void setTone(QWidget &label, models::Tone tone)
{
    const QString name = QString::number(int(tone));
    if (label.property("tone").toString() == name)
        return;
    label.setProperty("tone", name);
    label.style()->unpolish(&label);
    label.style()->polish(&label);
}

QPalette palette(const Tokens &t)
{
    QPalette p;
    p.setColor(QPalette::Window, t.panel);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.base);
    p.setColor(QPalette::AlternateBase, t.alternate);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::Button, t.control);
    p.setColor(QPalette::ButtonText, t.text);
    p.setColor(QPalette::BrightText, t.error);
    p.setColor(QPalette::Highlight, t.selection);
    p.setColor(QPalette::HighlightedText, t.text);
    p.setColor(QPalette::PlaceholderText, t.muted);
    p.setColor(QPalette::ToolTipBase, t.control);
    p.setColor(QPalette::ToolTipText, t.text);
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::LinkVisited, t.notice);
    p.setColor(QPalette::Light, t.hover);
    p.setColor(QPalette::Midlight, t.border);
    p.setColor(QPalette::Mid, t.border);
    p.setColor(QPalette::Dark, t.strong);
    p.setColor(QPalette::Shadow, t.strong);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, t.faint);
    return p;
}

} // namespace ui
