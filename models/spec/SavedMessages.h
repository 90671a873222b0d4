// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Messages that a person keeps by name, in the order of their names. A plain value that is read
// from and written as JSON; whoever has it decides where that is kept. Main thread.

#include "models/spec/Message.h"

#include <QtCore/QList>

#include <optional>

namespace models {

class SavedMessages {
public:
    // What is not as toJson() writes it is left out.
    [[nodiscard]] static SavedMessages fromJson(const QByteArray &json);
    [[nodiscard]] QByteArray toJson() const;

    [[nodiscard]] QStringList names() const;
    [[nodiscard]] std::optional<Message> find(const QString &name) const;
    void save(const QString &name, const Message &message); // instead of what had that name
    void rename(const QString &from, const QString &to); // instead of what had that name
    void remove(const QString &name);

private:
    struct Saved {
        QString name;
        Message message;
    };
    QList<Saved> all_;
};

} // namespace models
