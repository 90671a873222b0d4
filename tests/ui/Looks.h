// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How widgets look and behave by what was set in them, and how they are laid out: a line for each
// that is otherwise than Qt makes it. Lengths are in 24ths of a line of text, so that they are
// those of every font; what depends on the width of words is left out.

#include <QtCore/QMetaProperty>
#include <QtCore/QStringList>
#include <QtGui/QCursor>
#include <QtGui/QFontMetrics>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialog>
#include <QtWidgets/QDialogButtonBox>
#include <QtWidgets/QDockWidget>
#include <QtWidgets/QFormLayout>
#include <QtWidgets/QGridLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListView>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStyle>
#include <QtWidgets/QTabWidget>
#include <QtWidgets/QTableView>
#include <QtWidgets/QToolBar>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QTreeView>

#include <memory>

namespace test {

class Looks {
public:
    // `line` is the height of the text that lengths are measured by.
    explicit Looks(const QFont &font)
        : font_(font)
        , line_(QFontMetrics(font).height())
    {
        add<QWidget>();
        add<QDialog>();
        add<QLabel>();
        add<QPushButton>();
        add<QToolButton>();
        add<QLineEdit>();
        add<QPlainTextEdit>();
        add<QComboBox>();
        add<QScrollArea>();
        add<QSplitter>();
        add<QTabWidget>();
        add<QTabBar>();
        add<QTableView>();
        add<QTreeView>();
        add<QListView>();
        add<QToolBar>();
        add<QDockWidget>();
        add<QFrame>();
        add<QCheckBox>();
        add<QSpinBox>();
        add<QDoubleSpinBox>();
        add<QProgressBar>();
        add<QMenu>();
        add<QMenuBar>();
        add<QDialogButtonBox>();
        usual_["QHeaderView"] = std::make_unique<QHeaderView>(Qt::Horizontal);
    }

    // Of `top` and all that it shows or hides, in the order in which they were made.
    [[nodiscard]] QStringList of(const QWidget &top) const
    {
        QStringList lines;
        QList<const QWidget *> all {&top};
        for (const QWidget *each : top.findChildren<QWidget *>())
            all << each;
        for (const QWidget *each : std::as_const(all)) {
            if (each->objectName().startsWith(QLatin1String("qt_")) || each->inherits("QScrollBar")
                || QByteArray(each->metaObject()->className()).startsWith("QComboBoxPrivate"))
                continue;
            const QStringList facts = factsOf(*each);
            if (!facts.isEmpty())
                lines << nameOf(*each) + QStringLiteral("  ") + facts.join(QStringLiteral("; "));
            if (each->layout())
                lines << QStringLiteral("  laid out ") + of(*each->layout(), *each);
        }
        return lines;
    }

private:
    template <typename Widget> void add()
    {
        usual_[Widget::staticMetaObject.className()] = std::make_unique<Widget>();
    }

    [[nodiscard]] QString length(int pixels) const
    {
        return QString::number(qRound(24.0 * pixels / line_));
    }

    // As a person knows it.
    [[nodiscard]] static QString nameOf(const QWidget &widget)
    {
        QString name = QString::fromLatin1(widget.metaObject()->className()).section(u':', -1);
        for (const QString &known : {widget.objectName(), widget.accessibleName()}) {
            if (!known.isEmpty())
                return name + u' ' + known;
        }
        const QVariant text = widget.property("text");
        return name + u' ' + text.toString().section(u'\n', 0, 0).left(40);
    }

    [[nodiscard]] const QWidget &usualOf(const QWidget &widget) const
    {
        for (const QMetaObject *each = widget.metaObject(); each; each = each->superClass()) {
            if (const auto found = usual_.find(each->className()); found != usual_.end())
                return *found->second;
        }
        Q_UNREACHABLE();
    }

    [[nodiscard]] QStringList factsOf(const QWidget &widget) const
    {
        // What others say, or what fonts, places and the moment decide.
        static const QStringList others
            = QStringLiteral(
                  "objectName geometry frameGeometry normalGeometry x y pos frameSize size "
                  "width height rect childrenRect childrenRegion minimumSize maximumSize "
                  "sizeIncrement baseSize palette font cursor sizeHint minimumSizeHint "
                  "isActiveWindow focus visible enabled styleSheet windowIcon windowIconText "
                  "locale text toolTip accessibleName accessibleDescription whatsThis "
                  "minimizedSize plainText html currentText currentIndex currentData count "
                  "value cursorPosition displayText selectedText placeholderText minimum "
                  "maximum checked down title sizePolicy layoutDirection windowTitle "
                  "iconSize blockCount modal undoAvailable redoAvailable acceptableInput "
                  "hasSelectedText modified cleanText windowFilePath minimumWidth "
                  "minimumHeight maximumWidth maximumHeight indent margin tabStopDistance "
                  "cursorWidth frameRect lineWidth midLineWidth frameWidth "
                  "defaultSectionSize minimumSectionSize maximumSectionSize handleWidth "
                  "indentation opaqueResize shortcut icon floating fullScreen minimized "
                  "maximized windowModified defaultUp inputMethodHints pixmap hasMenu "
                  "document maxVisibleItems decimals frameShadow "
                  "autoRepeat autoRepeatDelay autoRepeatInterval")
                  .split(u' ');
        QStringList facts;
        const QWidget &usual = usualOf(widget);
        const QMetaObject &meta = *widget.metaObject();
        for (int i = 0; i < meta.propertyCount(); ++i) {
            const QMetaProperty property = meta.property(i);
            const QVariant value = property.read(&widget);
            if (others.contains(QLatin1String(property.name())) || value == property.read(&usual))
                continue;
            facts << QString::fromLatin1(property.name()) + u' ' + word(property, value);
        }
        const QList<QByteArray> own = widget.dynamicPropertyNames();
        for (const QByteArray &each : own) {
            if (!each.startsWith("_q_"))
                facts << QString::fromLatin1(each) + u'=' + widget.property(each).toString();
        }
        for (const auto &[attribute, name] : {std::pair(Qt::WA_StyledBackground, "styled"),
                                              {Qt::WA_OpaquePaintEvent, "opaque"},
                                              {Qt::WA_DeleteOnClose, "gone once closed"},
                                              {Qt::WA_TransparentForMouseEvents, "no mouse"},
                                              {Qt::WA_NoSystemBackground, "no background"},
                                              {Qt::WA_SetLayoutDirection, "own direction"}}) {
            if (widget.testAttribute(attribute))
                facts << QLatin1String(name);
        }
        const QSizePolicy policy = widget.sizePolicy();
        if (policy != usual.sizePolicy())
            facts << QStringLiteral("policy %1 %2 %3 %4%5")
                         .arg(policy.horizontalPolicy())
                         .arg(policy.verticalPolicy())
                         .arg(policy.horizontalStretch())
                         .arg(policy.verticalStretch())
                         .arg(policy.retainSizeWhenHidden() ? QStringLiteral(" kept") : QString());
        const double times = widget.font().pointSizeF() / font_.pointSizeF();
        if (qAbs(times - 1) > 0.01)
            facts << QStringLiteral("font times %1").arg(times, 0, 'f', 2);
        if (widget.font().weight() != font_.weight())
            facts << QStringLiteral("weight %1").arg(widget.font().weight());
        if (widget.testAttribute(Qt::WA_SetCursor))
            facts << QStringLiteral("cursor %1").arg(widget.cursor().shape());
        if (widget.focusProxy())
            facts << QStringLiteral("keyboard to ") + nameOf(*widget.focusProxy());
        if (const auto *label = qobject_cast<const QLabel *>(&widget)) {
            if (label->margin() != 0)
                facts << QStringLiteral("margin ") + length(label->margin());
        }
        if (!widget.property("icon").isNull() && !widget.property("icon").value<QIcon>().isNull())
            facts << QStringLiteral("icon");
        if (widget.minimumWidth() > 1 && !widget.isWindow())
            facts << QStringLiteral("has a least width");
        if (widget.minimumHeight() > 1 && !widget.isWindow())
            facts << QStringLiteral("has a least height");
        if (widget.maximumWidth() < QWIDGETSIZE_MAX)
            facts << QStringLiteral("has a most width");
        if (widget.maximumHeight() < QWIDGETSIZE_MAX)
            facts << QStringLiteral("has a most height");
        return facts;
    }

    static QString word(const QMetaProperty &property, const QVariant &value)
    {
        if (property.isFlagType())
            return QString::fromLatin1(property.enumerator().valueToKeys(value.toInt()));
        if (property.isEnumType())
            return QString::fromLatin1(property.enumerator().valueToKey(value.toInt()));
        return value.toString();
    }

    [[nodiscard]] QString of(const QLayout &layout, const QWidget &in) const
    {
        const QMargins margins = layout.contentsMargins();
        const int usual = in.style()->pixelMetric(QStyle::PM_LayoutLeftMargin, nullptr, &in);
        QStringList facts {QString::fromLatin1(layout.metaObject()->className())};
        if (margins == QMargins(usual, usual, usual, usual))
            facts << QStringLiteral("usual margins");
        else if (!margins.isNull())
            facts << QStringLiteral("margins %1 %2 %3 %4")
                         .arg(length(margins.left()), length(margins.top()),
                              length(margins.right()), length(margins.bottom()));
        const auto *form = qobject_cast<const QFormLayout *>(&layout);
        const int spacing = form ? form->verticalSpacing() : layout.spacing();
        if (spacing != in.style()->pixelMetric(QStyle::PM_LayoutVerticalSpacing, nullptr, &in)
            && spacing >= 0)
            facts << QStringLiteral("spacing ") + length(spacing);
        const auto *box = qobject_cast<const QBoxLayout *>(&layout);
        QStringList items;
        for (int i = 0; i < layout.count(); ++i) {
            QLayoutItem *item = const_cast<QLayout &>(layout).itemAt(i);
            QString words;
            if (const QWidget *widget = item->widget())
                words = nameOf(*widget);
            else if (const QLayout *inner = item->layout())
                words = of(*inner, in);
            else if (item->spacerItem()->expandingDirections())
                words = QStringLiteral("(stretch)");
            else
                words = QStringLiteral("(space)");
            if (box && box->stretch(i) != 0)
                words += QStringLiteral(" x%1").arg(box->stretch(i));
            if (item->alignment())
                words += QStringLiteral(" @%1").arg(int(item->alignment()), 0, 16);
            items << words;
        }
        return facts.join(u' ') + QStringLiteral(" [") + items.join(QStringLiteral(", ")) + u']';
    }

    const QFont font_;
    const int line_;
    std::map<std::string, std::unique_ptr<QWidget>> usual_;
};

} // namespace test
