// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The fields of a session as the catalogue describes it: kind, port, address, transport, and the
// options of the kind, those of TLS, faults, limits and the rest in folded groups, each with what
// is wrong with it beside it. Makes a SessionUrl; starts nothing.

#include "models/spec/SessionKinds.h"
#include "models/spec/SessionUrl.h"

#include <QtCore/QList>
#include <QtCore/QMap>
#include <QtWidgets/QWidget>

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace ui {

class FoldedGroup;
class RulesEditor;
class Theme;

class SessionForm final : public QWidget {
    Q_OBJECT
public:
    SessionForm(const Theme &theme, models::SessionRole role, QWidget *parent);

    void setKind(const QString &name);
    void setAddress(const QString &host); // of what has one
    void offer(const models::SessionUrl &server); // to a client: how it is reached
    void setUrl(const models::SessionUrl &url);
    void takeFrom(const SessionForm &other); // what is written there, and what is unfolded
    [[nodiscard]] models::SessionUrl url() const;
    [[nodiscard]] bool isRight() const;
    // Puts the file into the field of the kind that is for such ones; false: it has none.
    bool takeFile(const QString &path);

Q_SIGNALS:
    void edited();
    void unfolded(QWidget *group); // by a person

protected:
    void resizeEvent(QResizeEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override; // of fields that name a file

private:
    // One line of the form: an editor, and below it what is wrong, or else what it is.
    struct Field {
        QString option; // empty for the address and the port
        QWidget *editor = nullptr;
        QWidget *holder = nullptr; // of all of it but its caption
        QFormLayout *form = nullptr;
        FoldedGroup *group = nullptr; // where it is in one
        QLabel *problem = nullptr;
        QLabel *hint = nullptr; // what the option is, while nothing is wrong
    };
    Field addField(QFormLayout &form, const QString &label, QWidget *editor,
                   const QList<QWidget *> &beside = {}, QWidget *below = nullptr);
    void addOption(const models::SessionOption &option);
    [[nodiscard]] FoldedGroup *groupOf(models::OptionGroup group); // null: of the kind's own
    [[nodiscard]] QWidget *editorFor(const models::SessionOption &option);
    [[nodiscard]] QWidget *unitOf(const models::SessionOption &option, QLineEdit *line); // or null
    [[nodiscard]] QWidget *browseButton(const QString &caption, QLineEdit *line);
    [[nodiscard]] QWidget *rulesButton(QLineEdit *line); // opens rules_ for it
    [[nodiscard]] static QString valueOf(const QWidget &editor);
    static void setValue(QWidget &editor, const QString &value);
    [[nodiscard]] QStringList valuesOf(const Field &field) const;
    [[nodiscard]] const models::SessionKind *kind() const;
    [[nodiscard]] QString problemOf(const Field &field) const;
    [[nodiscard]] bool hasTransport(const Field &field) const; // an option that has a meaning there
    void rebuildOptions();
    void keepTransport();
    void showWhatTheTransportHas();
    void check();

    const Theme &theme_;
    models::SessionRole role_;
    QComboBox *kinds_;
    QLabel *description_; // of the kind
    QComboBox *transports_;
    QString keptTransport_; // for the next kind; "": that kind's default
    QLabel *addressLabel_;
    QLineEdit *host_; // or a path
    QSpinBox *port_;
    QFormLayout *form_;
    QVBoxLayout *folded_; // holds groups_
    QMap<models::OptionGroup, FoldedGroup *> groups_;
    RulesEditor *rules_ = nullptr; // of a kind that has them
    QPushButton *editRules_ = nullptr; // shows them
    QList<Field> fixed_;
    QList<Field> options_;
    bool right_ = true;
};

} // namespace ui
