// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One line of plain text that ends in an ellipsis where it does not fit, with the whole in its
// tooltip and for screen readers. It asks for its whole width and takes any.

#include <QtWidgets/QWidget>

namespace ui {

class ElidedLabel final : public QWidget {
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    void setText(const QString &text);
    [[nodiscard]] const QString &text() const { return text_; }
    void setInk(const QColor &ink); // invalid: that of the palette
    [[nodiscard]] bool isCut() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void refreshTip();

    QString text_;
    QColor ink_;
};

} // namespace ui
