// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The messages that are kept by name, as a menu: each can be sent, inserted, renamed and deleted,
// and the one that is being written saved. Asks for names without blocking.

#include "models/spec/SavedMessages.h"
#include "ui/NameDialog.h"

#include <QtWidgets/QMenu>

#include <functional>

namespace ui {

class SavedMenu final : public QMenu {
    Q_OBJECT
public:
    explicit SavedMenu(QWidget *parent);

    void setMessages(models::SavedMessages messages) { messages_ = std::move(messages); }
    [[nodiscard]] const models::SavedMessages &messages() const { return messages_; }
    void setCanSend(bool can) { canSend_ = can; }
    void setCurrent(const models::Message &message) { current_ = message; } // to be saved

Q_SIGNALS:
    void sendPicked(const models::Message &message);
    void insertPicked(const models::Message &message);
    void messagesChanged();

private:
    void fill();
    void addMessage(const QString &name);
    void askMessageName(NameQuestion question, const std::function<void(const QString &)> &use);

    models::SavedMessages messages_;
    models::Message current_;
    bool canSend_ = false;
};

} // namespace ui
