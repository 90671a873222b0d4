// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is looked for in every window, tab and dialog, whatever it is for: controls without a name
// for screen readers, a mnemonic used twice, text that is cut off, what is squeezed or cannot be
// reached, Tab that goes against the eye, words that are too faint. Findings are sentences.

#include <QtCore/QRect>
#include <QtCore/QSet>
#include <QtCore/QStringList>
#include <QtGui/QImage>
#include <QtWidgets/QWidget>

#include <vector>

class QAbstractItemView;

class Walk {
public:
    enum class Contrast { Looked, Left };

    explicit Walk(Contrast contrast)
        : contrast_(contrast)
    { }

    void look(QWidget &window, const QString &where);
    void checkTwice(const QStringList &texts); // mnemonics, of a menu or a window
    void setPlace(const QString &where) { where_ = where; }
    [[nodiscard]] const QStringList &wrong() const { return wrong_; } // each once

private:
    // Words that are to be read, in the picture of a widget that is drawn as a whole: the window,
    // or what scrolls in it.
    struct Words {
        QWidget *drawn;
        QRect room;
        QString what;
        bool framed; // stands on something that shows where it ends
    };

    void report(const QString &what);
    void checkName(const QWidget &widget);
    void checkPopup(QWidget &widget);
    void checkText(const QWidget &widget);
    void checkRoom(const QWidget &widget);
    void checkTabs(const QWidget &widget);
    void checkColumns(const QWidget &widget);
    void checkMnemonics(const QList<QWidget *> &seen);
    void checkTabOrder(QWidget &window, const QList<QWidget *> &seen);
    void checkStep(const QWidget &window, const QWidget &from, const QWidget &to);
    void checkContrast(QWidget &window, const QList<QWidget *> &seen);
    void collect(QWidget &window, QWidget &widget, std::vector<Words> &into);
    void collectCells(QWidget &window, QAbstractItemView &view, std::vector<Words> &into);
    void add(QWidget &window, QWidget &widget, const QRect &room, const QString &kind,
             const QString &text, std::vector<Words> &into);
    void checkWords(const QImage &picture, const QRect &room, const QString &what);
    void checkFrame(const QImage &picture, const QRect &room, const QString &what);

    const Contrast contrast_;
    QStringList wrong_;
    QString where_;
    QSet<QString> read_; // kinds of words whose contrast was measured
    QSet<QString> opened_; // boxes whose choices were looked at
    QSet<QString> tabbed_; // arrangements that Tab went through
};
