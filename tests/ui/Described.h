// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A window in words, a line a widget: what it says, holds and can do, for eyes, hands and readers
// of screens. Sizes and places are left out, as they are the fonts' and the desktop's.

#include <QtCore/QStringList>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDoubleSpinBox>
#include <QtWidgets/QGroupBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QTabBar>

namespace test {

inline QString valueOf(const QWidget &widget)
{
    if (const auto *box = qobject_cast<const QComboBox *>(&widget)) {
        QStringList items;
        for (int i = 0; i < box->count(); ++i)
            items << (i == box->currentIndex() ? u'*' + box->itemText(i) : box->itemText(i)) + u'='
                    + box->itemData(i).toString();
        return u'{' + items.join(QStringLiteral(" | ")) + u'}';
    }
    if (const auto *box = qobject_cast<const QSpinBox *>(&widget))
        return QStringLiteral("%1 of %2 to %3%4 %5")
            .arg(box->value())
            .arg(box->minimum())
            .arg(box->maximum())
            .arg(box->suffix(), box->specialValueText());
    if (const auto *box = qobject_cast<const QDoubleSpinBox *>(&widget))
        return QStringLiteral("%1 of %2 to %3 by %4%5 %6")
            .arg(box->value())
            .arg(box->minimum())
            .arg(box->maximum())
            .arg(box->singleStep())
            .arg(box->suffix(), box->specialValueText());
    if (const auto *line = qobject_cast<const QLineEdit *>(&widget))
        return line->text() + u'[' + line->placeholderText() + u']';
    if (const auto *text = qobject_cast<const QPlainTextEdit *>(&widget))
        return text->toPlainText() + u'[' + text->placeholderText() + u']';
    if (const auto *label = qobject_cast<const QLabel *>(&widget))
        return label->text()
            + (label->buddy() ? QStringLiteral(" of ") + label->buddy()->accessibleName()
                              : QString());
    if (const auto *button = qobject_cast<const QAbstractButton *>(&widget))
        return button->text() + (button->isCheckable() ? QStringLiteral(" (switch)") : QString())
            + (button->isChecked() ? QStringLiteral(" (on)") : QString());
    if (const auto *bar = qobject_cast<const QTabBar *>(&widget)) {
        QStringList tabs;
        for (int i = 0; i < bar->count(); ++i) {
            if (bar->isTabVisible(i))
                tabs << (i == bar->currentIndex() ? u'*' + bar->tabText(i) : bar->tabText(i));
        }
        return tabs.join(QStringLiteral(" | "));
    }
    return {};
}

// Of all widgets below `top` that say something or take the keyboard, in the order they were made.
inline QStringList described(const QWidget &top)
{
    QStringList lines;
    const auto widgets = top.findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        if (widget->objectName().startsWith(QStringLiteral("qt_")))
            continue;
        QString value = valueOf(*widget).replace(u'\n', QStringLiteral(" / "));
        QStringList facts {widget->objectName(), value};
        const auto fact = [&facts](const char *name, const QString &text) {
            if (!text.isEmpty())
                facts << QLatin1String(name) + QLatin1String(": ")
                        + QString(text).replace(u'\n', QStringLiteral(" / "));
        };
        fact("tip", widget->toolTip());
        fact("name", widget->accessibleName());
        fact("said", widget->accessibleDescription());
        fact("role", widget->property("role").toString());
        if (facts.join(QString()).isEmpty() && widget->focusPolicy() == Qt::NoFocus)
            continue;
        if (!widget->isEnabled())
            facts << QStringLiteral("disabled");
        if (!widget->isVisibleTo(&top))
            facts << QStringLiteral("hidden");
        if (widget->focusPolicy() & Qt::TabFocus)
            facts << QStringLiteral("tab");
        facts.removeAll(QString());
        lines << QString::fromLatin1(widget->metaObject()->className()) + QStringLiteral("  ")
                + facts.join(QStringLiteral("  "));
    }
    return lines;
}

} // namespace test
