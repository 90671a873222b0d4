// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is looked for in every window, tab and dialog, whatever it is for: controls without a name
// for screen readers, a mnemonic used twice, text that is cut off, what is squeezed or cannot be
// reached, Tab that goes against the eye, words that are too faint. Findings are sentences.

#include <QtCore/QStringList>
#include <QtWidgets/QWidget>

class Walk {
public:
    enum class Contrast { Looked, Left };

    explicit Walk(Contrast contrast)
        : contrast_(contrast)
    { }

    void look(const QWidget &window, const QString &where);
    void checkTwice(const QStringList &texts); // mnemonics, of a menu or a window
    void setPlace(const QString &where) { where_ = where; }
    [[nodiscard]] const QStringList &wrong() const { return wrong_; } // each once

private:
    void report(const QString &what);
    void checkName(const QWidget &widget);
    void checkPopup(QWidget &widget);
    void checkText(const QWidget &widget);
    void checkRoom(const QWidget &widget);
    void checkTabs(const QWidget &widget);
    void checkMnemonics(const QList<QWidget *> &seen);
    void checkTabOrder(const QWidget &window);
    void checkContrast(const QWidget &window, const QList<QWidget *> &seen);
    void checkWords(const QImage &picture, const QRect &room, const QString &what);

    const Contrast contrast_;
    QStringList wrong_;
    QString where_;
};
