// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where a person writes to the peer of a client that takes messages: what, how it is read, what its
// lines end in; what was sent before, and what is kept by name. Each session has its own draft and
// its own past. Says beside the field what cannot be sent, and why. Emits requests; sends nothing.

#include "models/spec/Message.h"

#include <QtWidgets/QWidget>

#include <map>

class QButtonGroup;
class QComboBox;
class QLabel;
class QPushButton;

namespace models {
struct SessionRecord;
}

namespace ui {

class MessageField;
class SavedMenu;
class Theme;

class Composer final : public QWidget {
    Q_OBJECT
public:
    explicit Composer(const Theme &theme, QWidget *parent = nullptr);

    // Whose peer it writes to, told again when that changed; null: nobody's, and it is hidden.
    void showSession(const models::SessionRecord *record);
    [[nodiscard]] quint64 session() const { return session_; } // 0: nobody's
    [[nodiscard]] models::Message message() const;
    void setMessage(const models::Message &message);
    [[nodiscard]] QString remark() const;
    [[nodiscard]] bool canSend() const;
    [[nodiscard]] bool canResend() const;
    [[nodiscard]] MessageField &field() const { return *field_; }
    [[nodiscard]] SavedMenu &saved() const { return *saved_; }

    void submit();
    void resend(); // what was sent last

Q_SIGNALS:
    void sendRequested(quint64 session, const QByteArray &bytes);
    void startRequested(quint64 session);

private:
    struct Talk {
        models::Message draft;
        QList<models::Message> sent;
        qsizetype shown = 0; // of those sent; their number: the draft
    };

    void build(const Theme &theme);
    void send(const models::Message &message);
    void showPast(qsizetype step);
    void recall(const models::SessionRecord &record);
    void refresh();
    void say(const QString &words, bool wrong);
    [[nodiscard]] models::Message worthSaving() const;
    [[nodiscard]] QString whatGoes(qsizetype bytes) const;
    [[nodiscard]] QString trouble() const; // with the connection, or ""

    quint64 session_ = 0;
    QString address_;
    QString error_;
    int state_ = 0; // of SessionRecord
    std::map<quint64, Talk> talks_;
    QButtonGroup *forms_;
    QComboBox *end_;
    MessageField *field_;
    SavedMenu *saved_;
    QLabel *remark_;
    QPushButton *resend_;
    QPushButton *send_;
};

} // namespace ui
