// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A row of captions with figures behind a dot and a word. A figure keeps the widest place it ever
// needed, so nothing moves while numbers change. Painted in one go; no layout on a change.

#include "models/Roles.h"

#include <QtCore/QList>
#include <QtCore/QString>
#include <QtGui/QStaticText>
#include <QtWidgets/QWidget>

namespace ui {

class Theme;

class StatusFigures final : public QWidget {
    Q_OBJECT
public:
    struct Figure {
        QString caption;
        QString value;
        friend bool operator==(const Figure &, const Figure &) = default;
    };

    explicit StatusFigures(const Theme &theme, QWidget *parent = nullptr);

    void showFigures(models::Tone tone, const QString &state, const QList<Figure> &figures);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); } // the state

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    // A text as it is drawn: shaped when it changes, and not with each picture.
    struct Word {
        QStaticText text;
        int width = 0;
    };
    struct Shaped {
        Word caption, value;
        int widest = 0; // that the value ever was
    };
    static void shape(Word &word, const QString &text, const QFont &font);

    const Theme &theme_;
    models::Tone tone_ = models::Tone::Neutral;
    QString state_;
    QList<Figure> figures_;
    Shaped shapedState_; // without a caption
    QList<Shaped> shaped_; // as figures_
};

} // namespace ui
