// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/spec/SavedMessages.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <algorithm>

namespace models {

using namespace Qt::StringLiterals;

SavedMessages SavedMessages::fromJson(const QByteArray &json)
{
    SavedMessages messages;
    for (const QJsonValue each : QJsonDocument::fromJson(json).array()) {
        if (const QString name = each[u"name"].toString(); !name.isEmpty())
            messages.save(name,
                          {each[u"text"].toString(), messageForm(each[u"format"].toString()),
                           lineEnd(each[u"end"].toString())});
    }
    return messages;
}

QByteArray SavedMessages::toJson() const
{
    QJsonArray array;
    for (const auto &[name, message] : all_)
        array.append(QJsonObject {{u"name"_s, name},
                                  {u"text"_s, message.text},
                                  {u"format"_s, messageForms().at(int(message.form))},
                                  {u"end"_s, lineEnds().at(int(message.end))}});
    return QJsonDocument(array).toJson(QJsonDocument::Compact);
}

QStringList SavedMessages::names() const
{
    QStringList names;
    for (const Saved &saved : all_)
        names << saved.name;
    return names;
}

std::optional<Message> SavedMessages::find(const QString &name) const
{
    for (const Saved &saved : all_) {
        if (saved.name == name)
            return saved.message;
    }
    return std::nullopt;
}

void SavedMessages::save(const QString &name, const Message &message)
{
    remove(name);
    const auto place = std::find_if(all_.cbegin(), all_.cend(), [&](const Saved &saved) {
        return QString::compare(saved.name, name, Qt::CaseInsensitive) > 0;
    });
    all_.insert(place, {name, message});
}

void SavedMessages::rename(const QString &from, const QString &to)
{
    if (const auto message = find(from)) {
        remove(from);
        save(to, *message);
    }
}

void SavedMessages::remove(const QString &name)
{
    all_.removeIf([&](const Saved &saved) { return saved.name == name; });
}

} // namespace models
