// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One fault with its controls: on or off, its value, how often it hit, and, folded away, jitter,
// direction, probability and what triggers it. What is wrong stands below, and such a fault is not
// applied. Emits edited() when a person finished a change. Main thread; owned by FaultsTab.

#include "models/spec/FaultPlan.h"
#include "ui/Theme.h"

#include <QtWidgets/QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QToolButton;

namespace ui {

class FaultRow final : public QWidget {
    Q_OBJECT
public:
    FaultRow(const Theme &theme, const models::Fault &fault, bool on, QWidget *parent);

    [[nodiscard]] models::FaultKind kind() const { return kind_; }
    [[nodiscard]] bool isOn() const;
    [[nodiscard]] const models::Fault &fault() const { return fault_; } // the last that was right
    [[nodiscard]] bool isRight() const;
    void showFault(const models::Fault &fault, bool on); // of the same kind; not while it is edited
    void showHits(const QString &words); // "184 hits"
    void setUnfolded(bool unfolded);

Q_SIGNALS:
    void edited();
    void removed();

private:
    void buildHead(const models::FaultForm &form);
    void buildDetails(const models::FaultForm &form);
    QLineEdit *addField(QFormLayout &form, const QString &key, const QString &label,
                        const QString &example);
    models::FaultResult check(); // of the fields; says what is wrong
    void read();

    const Theme &theme_;
    const models::FaultKind kind_;
    models::Fault fault_;
    QCheckBox *on_;
    QLineEdit *value_ = nullptr; // null where the kind has none
    QLabel *hits_;
    QToolButton *more_;
    QToolButton *remove_;
    QWidget *details_;
    QComboBox *direction_;
    QList<std::pair<QString, QLineEdit *>> fields_; // by their names in a line
    QLabel *problem_;
};

} // namespace ui
