// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Offers what runs that ended without saying goodbye left behind: one recording after the other, to
// open, to save or to discard, or to leave for later. Above everything else in the window, gone
// once each has its answer. Main thread.

#include <QtCore/QList>
#include <QtWidgets/QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace ui {

class Theme;

class OfferBar final : public QWidget {
    Q_OBJECT
public:
    struct Offer {
        QString path;
        QString sentence; // what it is
    };

    explicit OfferBar(const Theme &theme, QWidget *parent = nullptr);

    void offer(const Offer &offer);
    [[nodiscard]] const QList<Offer> &offers() const { return offers_; } // not answered yet

Q_SIGNALS:
    void openRequested(const QString &path);
    void saveRequested(const QString &path);
    void discardRequested(const QString &path);

private:
    QPushButton *button(const QString &text, void (OfferBar::*request)(const QString &));
    void next();
    void refresh();

    const Theme &theme_;
    QList<Offer> offers_;
    QLabel *text_;
    QToolButton *later_;
};

} // namespace ui
