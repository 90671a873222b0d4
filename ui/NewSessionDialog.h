// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// New server and New client: the form of the catalogue, the same choice as a command line, and a
// Start button that can be pressed once nothing is wrong. Emits the URL; starts nothing.

#include "models/spec/SessionUrl.h"
#include "ui/ReadingOrder.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace ui {

class SessionForm;
class Theme;

class NewSessionDialog final : public Dialog {
    Q_OBJECT
public:
    NewSessionDialog(const Theme &theme, models::SessionRole role, QWidget *parent);

    // Of a session that is there, `name`, which is restarted as it then is.
    void edit(const models::SessionUrl &url, const QString &name);
    [[nodiscard]] SessionForm &form() const { return *form_; }
    [[nodiscard]] QString commandLine() const;
    [[nodiscard]] bool canStart() const;

Q_SIGNALS:
    void chosen(const QString &url);

private:
    void build(); // in the language of now
    void addCommandLine(QVBoxLayout &column);
    void addButtons(QVBoxLayout &column);
    void name();
    void refresh();

    const Theme &theme_;
    const models::SessionRole role_;
    QString edited_; // the name of the session; "": it is a new one
    QWidget *body_ = nullptr; // all that has words
    SessionForm *form_ = nullptr;
    QScrollArea *area_ = nullptr; // of the form
    QLabel *exposure_ = nullptr; // who can reach the server besides this machine
    QPlainTextEdit *command_ = nullptr;
    QPushButton *start_ = nullptr;
};

} // namespace ui
