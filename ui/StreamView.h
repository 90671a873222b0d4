// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What one connection said and heard, as text or hex, with find, copy and save. The Conversation
// reads; this shows it and writes a file where the user asks for one.

#include <QtWidgets/QWidget>

class QLabel;
class QToolButton;

namespace models {
class Conversation;
}

namespace ui {

class RowView;
class StreamFind;
class Theme;

class StreamView final : public QWidget {
    Q_OBJECT
public:
    StreamView(const Theme &theme, models::Conversation &conversation, QWidget *parent = nullptr);

    void setHex(bool hex);
    [[nodiscard]] bool isHex() const;
    void startFind();
    [[nodiscard]] RowView &rows() const { return *rows_; }
    [[nodiscard]] StreamFind &find() const { return *find_; }
    enum class CopyAs { Shown, Text, Hex, CArray, Base64 };
    // The selected rows, or everything: as they are shown, or their bytes alone.
    void copy(CopyAs form);

Q_SIGNALS:
    void formChanged(bool hex);
    void saveRequested(const QString &path, bool received); // or sent
    void remarked(const QString &sentence); // what could not be done as it was asked

private:
    void goTo(int row);
    void fillCopyMenu();
    void save(bool in);
    void setForm(bool hex);
    bool eventFilter(QObject *watched, QEvent *event) override; // its rows are resized
    void refreshNote();
    void refreshIcons();

    const Theme &theme_;
    models::Conversation &conversation_;
    RowView *rows_;
    QToolButton *text_;
    QToolButton *hex_;
    StreamFind *find_;
    QToolButton *copy_;
    QToolButton *save_;
    QLabel *note_;
};

} // namespace ui
