// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where a message is typed: Enter sends it, Shift+Enter begins another line, Up and Down at its
// edges ask for the message before and after. As high as what is in it, up to a few lines.

#include <QtWidgets/QPlainTextEdit>

namespace ui {

class Theme;

class MessageField final : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit MessageField(const Theme &theme, QWidget *parent = nullptr);

    void setMessage(const QString &text); // with the cursor at its end

Q_SIGNALS:
    void submitted();
    void olderWanted();
    void newerWanted();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void fit();
};

} // namespace ui
