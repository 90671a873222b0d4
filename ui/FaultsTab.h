// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The faults of a session, or of one of its connections, a row each, changed while everything runs.
// It follows the session's record: what is decided elsewhere is shown, hits count up. One that is
// off stays here, and is not in the plan. For those who type, the same plan as lines, as fault= has
// them. Emits plans; does nothing to a connection itself. Main thread; the model outlives it.

#include "models/record/SessionRecord.h"
#include "models/spec/FaultPlan.h"
#include "ui/Theme.h"

#include <QtCore/QHash>
#include <QtWidgets/QWidget>

class QLabel;
class QMenu;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace models {
class SessionModel;
}

namespace ui {

class CheckedText;
class FaultRow;
class SeedBox;

class FaultsTab final : public QWidget {
    Q_OBJECT
public:
    FaultsTab(const Theme &theme, const models::SessionModel &sessions, QWidget *parent = nullptr);

    // 0 as the connection: what is done to all of the session's. Session 0: nothing.
    void show(quint64 session, quint64 connection);
    // What was recorded, or has ended, is shown and not changed.
    void setReadOnly(bool readOnly);
    [[nodiscard]] models::FaultPlan plan() const; // as it stands, of those that are on
    [[nodiscard]] QList<FaultRow *> rows() const { return rows_; }
    void setAsText(bool asText); // or as rows
    // What is being written and not applied, over a change of the language.
    struct Draft {
        bool asText = false;
        QString text;
    };
    [[nodiscard]] Draft draft() const;
    void putBack(const Draft &draft);
    [[nodiscard]] CheckedText &text() const { return *text_; }

Q_SIGNALS:
    void sessionPlanChosen(quint64 session, const models::FaultPlan &plan);
    void connectionPlanChosen(quint64 connection, const models::FaultPlan &plan);

private:
    void buildList();
    void buildFoot();
    void refresh();
    void showPlan(const models::FaultPlan &plan, bool anew);
    void showHits(const models::SessionRecord &record);
    FaultRow *addRow(const models::Fault &fault, bool on);
    void removeRow(FaultRow *row);
    void addFault(models::FaultKind kind);
    void choose(); // what the rows say
    void choose(const models::FaultPlan &plan);
    [[nodiscard]] models::FaultPlanResult read(const QString &lines) const;
    void fillKinds(models::Traffic traffic);
    [[nodiscard]] models::FaultPlan planOf(const models::SessionRecord &record) const;

    const Theme &theme_;
    const models::SessionModel &sessions_;
    quint64 session_ = 0;
    quint64 connection_ = 0;
    models::FaultPlan shown_; // the plan that the rows were made of or have chosen
    QList<models::FaultPlan> replaced_; // by choices that the session has not confirmed yet
    bool any_ = false; // shown_ is of the subject
    models::Traffic traffic_ = models::Traffic::Stream; // of the session
    QLabel *note_;
    QScrollArea *area_;
    QWidget *list_;
    QVBoxLayout *column_;
    QList<FaultRow *> rows_;
    CheckedText *text_; // in the place of the rows
    QPushButton *add_;
    QMenu *kinds_;
    QPushButton *asText_;
    SeedBox *seed_;
};

} // namespace ui
