// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the middle shows while there is no session: what this is, what to do first, and one button
// that starts a sample.

#include <QtWidgets/QWidget>

class QLabel;
class QPushButton;

namespace ui {

class Theme;

class EmptyState final : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(const Theme &theme, QWidget *parent = nullptr);
    // What ran when the window was closed, as URLs and in words; none: there is nothing to offer.
    void offerLast(const QStringList &urls, const QStringList &words);

Q_SIGNALS:
    void sampleRequested();
    void lastRequested(const QStringList &urls);
    void newServerRequested();
    void newClientRequested();

private:
    QPushButton *last_;
    QLabel *lastWords_;
    QStringList lastUrls_;
};

} // namespace ui
