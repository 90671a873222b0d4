// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/Notices.h"

#include "models/Roles.h"

#include <algorithm>

namespace ui {

namespace {
constexpr qsizetype kMostNotices = 200;
}

void Notices::add(const QString &sentence, bool error)
{
    if (sentence.isEmpty())
        return;
    Notice notice {sentence, error, error, 1, QDateTime::currentDateTime()};
    const auto known
        = std::find_if(notices_.begin(), notices_.end(), [&notice](const Notice &each) {
              return each.sentence == notice.sentence && each.error == notice.error;
          });
    if (known != notices_.end()) {
        notice.count += known->count;
        const int row = int(known - notices_.begin());
        beginRemoveRows({}, row, row);
        notices_.erase(known);
        endRemoveRows();
    }
    beginInsertRows({}, 0, 0);
    notices_.prepend(notice);
    endInsertRows();
    if (notices_.size() > kMostNotices) {
        beginRemoveRows({}, int(kMostNotices), int(notices_.size()) - 1);
        notices_.resize(kMostNotices);
        endRemoveRows();
    }
    Q_EMIT changed();
}

void Notices::dismiss(const QString &sentence)
{
    for (Notice &notice : notices_) {
        if (notice.sentence == sentence)
            notice.unread = false;
    }
    Q_EMIT changed();
}

void Notices::dismissAll()
{
    for (Notice &notice : notices_)
        notice.unread = false;
    Q_EMIT changed();
}

void Notices::putBack(const QList<Notice> &notices)
{
    beginResetModel();
    notices_ = notices;
    endResetModel();
    Q_EMIT changed();
}

void Notices::clear()
{
    beginResetModel();
    notices_.clear();
    endResetModel();
    Q_EMIT changed();
}

const Notice *Notices::firstUnread() const
{
    const auto found = std::find_if(notices_.begin(), notices_.end(),
                                    [](const Notice &notice) { return notice.unread; });
    return found == notices_.end() ? nullptr : &*found;
}

int Notices::unread() const
{
    return int(std::count_if(notices_.begin(), notices_.end(),
                             [](const Notice &notice) { return notice.unread; }));
}

QString Notices::asText(int row) const
{
    const Notice &notice = notices_.at(row);
    const QString time = notice.last.toString(QStringLiteral("HH:mm:ss"));
    return notice.count > 1
        ? tr("%1  %n times  %2", nullptr, notice.count).arg(time, notice.sentence)
        : QStringLiteral("%1  %2").arg(time, notice.sentence);
}

int Notices::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(notices_.size());
}

QVariant Notices::data(const QModelIndex &index, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return notices_.at(index.row()).sentence;
    case Qt::AccessibleTextRole:
        return asText(index.row());
    case models::ToneRole:
        return int(notices_.at(index.row()).error ? models::Tone::Error : models::Tone::Neutral);
    default:
        return {};
    }
}

} // namespace ui
