// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The looks of the application: named colours for each theme, the two fonts, and the palette and
// style sheet made from them. The only place that knows colours; widgets ask here and repaint on
// changed(). Lives in the main thread, owned by app/ and outlives every widget that holds a
// reference.

#include "models/Roles.h"

#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtGui/QColor>
#include <QtGui/QFont>

class QApplication;

namespace ui {

// One set of named colours. Everything drawn is drawn in one of these or in a tint() of it.
struct Tokens {
    bool dark = false;
    QColor base; // behind rows and text
    QColor alternate; // behind every second row
    QColor panel; // behind tool bars, titles, headers
    QColor control; // face of buttons and fields
    QColor hover; // face under the pointer
    QColor border; // hairlines
    QColor strong; // hairlines that must be seen: scroll handles, frames of fields
    QColor text;
    QColor muted; // captions, secondary text
    QColor faint; // what cannot be used now
    QColor accent; // the one accent
    QColor onAccent; // text on the accent
    QColor selection;
    QColor good;
    QColor active;
    QColor busy;
    QColor notice;
    QColor warning;
    QColor error;
};

// `strength` of `color` laid over `ground`, opaque: cheaper to paint than alpha, and testable.
[[nodiscard]] QColor tint(const QColor &color, const QColor &ground, qreal strength);

class Theme final : public QObject {
    Q_OBJECT
public:
    enum class Choice { System, Light, Dark };
    Q_ENUM(Choice)

    explicit Theme(QApplication &application, QObject *parent = nullptr);

    // Applies at once to the whole application; emits changed() where the colours differ.
    void setChoice(Choice choice);
    [[nodiscard]] Choice choice() const { return choice_; }

    // Of the window's text and of the fixed-width one; 0: as the desktop says. Applies at once:
    // fonts that widgets set themselves grow with them. Emits fontsChanged().
    void setFontSizes(qreal points, qreal monospacePoints);

    // The system's palette may have changed: looks again where the choice is System.
    void systemChanged();

    [[nodiscard]] const Tokens &tokens() const { return tokens_; }
    [[nodiscard]] const QColor &color(models::Tone tone) const;
    // `color` for words on `ground`: itself, or as near to it as can be read there, which is a
    // contrast of 4.5:1. Cheap: each pair is worked out once.
    [[nodiscard]] QColor legible(const QColor &color, const QColor &ground) const;
    [[nodiscard]] const QFont &font() const { return font_; }
    // How far `word` goes in font(), in pixels. Cheap for words that come again: measured once.
    [[nodiscard]] int widthOf(const QString &word) const;
    [[nodiscard]] const QFont &monospace() const { return monospace_; }
    [[nodiscard]] int rowHeight() const { return rowHeight_; } // of every list and table, in pixels

Q_SIGNALS:
    void changed();
    void fontsChanged(); // changed() follows

private:
    [[nodiscard]] bool systemIsDark();
    void apply();
    void chooseFonts(qreal points, qreal monospacePoints);

    QApplication &application_;
    Choice choice_ = Choice::System;
    Tokens tokens_;
    mutable QHash<quint64, QColor> legible_; // by both colours
    const qreal systemPoints_;
    QFont font_;
    mutable QHash<QString, int> widths_; // of words in it
    QFont monospace_;
    int rowHeight_ = 0;
    bool applying_ = false;
};

} // namespace ui
