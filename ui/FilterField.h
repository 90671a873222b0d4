// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The filter field: completes keys and values of the tab in front, tells what was typed, and
// underlines a mistake where it stands. Does not filter; the model does. Esc closes the completion,
// then empties the field; Down and Return go to the rows.

#include "models/Filter.h"

#include <QtWidgets/QLineEdit>

#include <optional>

class QCompleter;
class QStringListModel;

namespace ui {

class Theme;

class FilterField final : public QLineEdit {
    Q_OBJECT
public:
    explicit FilterField(const Theme &theme, QWidget *parent = nullptr);

    void setKeys(const QList<models::FilterKey> &keys) { keys_ = keys; }
    // Shows another tab's filter without telling anyone.
    void showFilter(const QString &text);
    void showMistake(const std::optional<models::FilterMistake> &mistake);
    void choose(const QString &text); // as if a person had typed it
    [[nodiscard]] bool isMarked() const { return mistake_.has_value(); }

Q_SIGNALS:
    void filterEdited(const QString &text);
    void left(); // the user wants to go to the rows
    void used(const QString &text); // the field was left, and nothing in it is wrong
    void menuRequested(); // of filters

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void offerCompletion(bool asked = false); // asked: on nothing typed, too
    void insertCompletion(const QString &candidate);
    void underline();

    const Theme &theme_;
    QCompleter *completer_;
    QStringListModel *candidates_;
    QList<models::FilterKey> keys_;
    models::FilterCompletion completion_;
    std::optional<models::FilterMistake> mistake_;
};

} // namespace ui
