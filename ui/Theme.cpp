// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Theme.h"

#include "ui/StyleSheet.h"

#include <QtCore/QHash>
#include <QtCore/QScopedValueRollback>
#include <QtGui/QFontDatabase>
#include <QtGui/QFontMetrics>
#include <QtGui/QPalette>
#include <QtWidgets/QApplication>
#include <QtWidgets/QStyleFactory>
#include <QtWidgets/QWidget>

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

constexpr qreal kSmallestPoints = 9.75; // 13 px on a screen of 96 dpi
constexpr qreal kMonospaceScale = 0.93; // JetBrains Mono is wider and taller than Inter

Tokens lightTokens()
{
    Tokens t;
    t.dark = false;
    t.base = 0xffffff;
    t.alternate = 0xfafbfc;
    t.panel = 0xf4f5f7;
    t.control = 0xffffff;
    t.hover = 0xeceff3;
    t.border = 0xdfe2e7;
    t.strong = 0xc3c9d2;
    t.text = 0x1f2329;
    t.muted = 0x5f6877;
    t.faint = 0x687180;
    t.accent = 0x1b69e0;
    t.onAccent = 0xffffff;
    t.selection = 0xd6e6ff;
    t.good = 0x0e7350;
    t.active = 0x1a5fd0;
    t.busy = 0x7a43d6;
    t.notice = 0x7a43d6;
    t.warning = 0x945607;
    t.error = 0xc9252d;
    return t;
}

Tokens darkTokens()
{
    Tokens t;
    t.dark = true;
    t.base = 0x16181d;
    t.alternate = 0x1a1d23;
    t.panel = 0x1e2127;
    t.control = 0x262a31;
    t.hover = 0x30353e;
    t.border = 0x2c3038;
    t.strong = 0x464c57;
    t.text = 0xd7dae0;
    t.muted = 0x939aa7;
    t.faint = 0x8b929e;
    t.accent = 0x4d9dff;
    t.onAccent = 0x0e1726;
    t.selection = 0x264f78;
    t.good = 0x3fb68b;
    t.active = 0x4d9dff;
    t.busy = 0xa78bfa;
    t.notice = 0xa78bfa;
    t.warning = 0xe5a23c;
    t.error = 0xf06a63;
    return t;
}

QFont firstOf(const QStringList &wanted, const QFont &otherwise, qreal points)
{
    QFont font = otherwise;
    for (const QString &family : wanted) {
        if (QFontDatabase::hasFamily(family)) {
            font = QFont(family);
            break;
        }
    }
    font.setPointSizeF(points);
    font.setHintingPreference(QFont::PreferNoHinting);
    return font;
}

int rowHeightFor(const QFont &font, const QFont &monospace)
{
    const int lines = qMax(QFontMetrics(font).height(), QFontMetrics(monospace).height() - 2);
    return qMax(24, lines + lines / 2 + 2);
}

double luminance(const QColor &color) // WCAG 2.1
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace

QColor tint(const QColor &color, const QColor &ground, qreal strength)
{
    const auto mix = [strength](int over, int under) {
        return qRound(over * strength + under * (1 - strength));
    };
    return {mix(color.red(), ground.red()), mix(color.green(), ground.green()),
            mix(color.blue(), ground.blue())};
}

Theme::Theme(QApplication &application, QObject *parent)
    : QObject(parent)
    , application_(application)
    , systemPoints_(qMax(kSmallestPoints, QApplication::font().pointSizeF()))
{
    chooseFonts(0, 0);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setFont(font_);
    tokens_ = systemIsDark() ? darkTokens() : lightTokens();
    apply();
}

void Theme::chooseFonts(qreal points, qreal monospacePoints)
{
    const qreal size = points > 0 ? points : systemPoints_;
    widths_.clear();
    font_ = firstOf({QStringLiteral("Inter")}, QApplication::font(), size);
    monospace_ = firstOf({QStringLiteral("JetBrains Mono"), QStringLiteral("DejaVu Sans Mono")},
                         QFontDatabase::systemFont(QFontDatabase::FixedFont),
                         monospacePoints > 0 ? monospacePoints : size * kMonospaceScale);
    // Fixed width stays fixed: no ligature may swallow a character of a dump.
    monospace_.setStyleStrategy(QFont::PreferNoShaping);
    rowHeight_ = rowHeightFor(font_, monospace_);
}

// A widget that has a font of its own, larger or bold, keeps it and its proportion.
void Theme::setFontSizes(qreal points, qreal monospacePoints)
{
    const QFont before = font_, fixedBefore = monospace_;
    chooseFonts(points, monospacePoints);
    if (qFuzzyCompare(before.pointSizeF(), font_.pointSizeF())
        && qFuzzyCompare(fixedBefore.pointSizeF(), monospace_.pointSizeF()))
        return;
    QApplication::setFont(font_);
    const QWidgetList widgets = QApplication::allWidgets();
    for (QWidget *widget : widgets) {
        if (!widget->testAttribute(Qt::WA_SetFont))
            continue;
        QFont own = widget->font();
        const bool fixed = own.family() == fixedBefore.family();
        own.setPointSizeF(own.pointSizeF() * (fixed ? monospace_ : font_).pointSizeF()
                          / (fixed ? fixedBefore : before).pointSizeF());
        widget->setFont(own);
    }
    apply();
    Q_EMIT fontsChanged();
    Q_EMIT changed();
}

void Theme::setChoice(Choice choice)
{
    choice_ = choice;
    const bool dark = choice == Choice::System ? systemIsDark() : choice == Choice::Dark;
    tokens_ = dark ? darkTokens() : lightTokens();
    legible_.clear();
    apply();
    Q_EMIT changed();
}

void Theme::systemChanged()
{
    if (!applying_ && choice_ == Choice::System)
        setChoice(Choice::System);
}

QColor Theme::legible(const QColor &color, const QColor &ground) const
{
    constexpr double least = 4.5;
    constexpr int steps = 20; // on the way to the colour of text
    const quint64 key = quint64(color.rgba()) << 32 | ground.rgba();
    if (const auto known = legible_.constFind(key); known != legible_.cend())
        return *known;
    QColor found = color;
    for (int step = 1; step <= steps && contrast(found, ground) < least; ++step)
        found = tint(tokens_.text, color, qreal(step) / steps);
    legible_.insert(key, found);
    return found;
}

int Theme::widthOf(const QString &word) const
{
    constexpr qsizetype most = 1'000; // words; more than all states and counts that are in sight
    if (const auto known = widths_.constFind(word); known != widths_.cend())
        return *known;
    if (widths_.size() >= most)
        widths_.clear();
    return *widths_.insert(word, QFontMetrics(font_).horizontalAdvance(word));
}

const QColor &Theme::color(models::Tone tone) const
{
    switch (tone) {
    case models::Tone::Neutral:
        return tokens_.muted;
    case models::Tone::Good:
        return tokens_.good;
    case models::Tone::Active:
        return tokens_.active;
    case models::Tone::Busy:
        return tokens_.busy;
    case models::Tone::Notice:
        return tokens_.notice;
    case models::Tone::Warning:
        return tokens_.warning;
    case models::Tone::Error:
        return tokens_.error;
    }
    return tokens_.muted;
}

// An empty palette lets the system's own show through for as long as it takes to look.
bool Theme::systemIsDark()
{
    const QScopedValueRollback guard(applying_, true);
    QApplication::setPalette(QPalette());
    return QApplication::palette().color(QPalette::Window).lightness() < 128;
}

// A new style sheet gives widgets back the fonts that they had when the one before came: what was
// set since, such as the fixed-width font of a fact, is set again.
void Theme::apply()
{
    const QScopedValueRollback guard(applying_, true);
    QHash<QWidget *, QFont> own;
    const QWidgetList before = QApplication::allWidgets();
    for (QWidget *widget : before) {
        if (widget->testAttribute(Qt::WA_SetFont))
            own.insert(widget, widget->font());
    }
    QApplication::setPalette(palette(tokens_));
    application_.setStyleSheet(styleSheet(tokens_, font_));
    const QWidgetList after = QApplication::allWidgets();
    for (QWidget *widget : after) {
        if (const auto font = own.constFind(widget); font != own.cend() && *font != widget->font())
            widget->setFont(*font);
    }
}

} // namespace ui
