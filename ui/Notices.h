// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the window had to say, newest first: each sentence once, with how often and when last. An
// error is unread until somebody dismissed it, so that no error hides another. It keeps the newest
// 200. Main thread; owned by the window.

#include <QtCore/QAbstractListModel>
#include <QtCore/QDateTime>
#include <QtCore/QList>

namespace ui {

struct Notice {
    QString sentence;
    bool error = false;
    bool unread = false; // of errors alone
    int count = 1;
    QDateTime last;
};

class Notices final : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;

    void add(const QString &sentence, bool error);
    void dismiss(const QString &sentence); // it was read
    void dismissAll();
    void clear();
    [[nodiscard]] const QList<Notice> &all() const { return notices_; }
    void putBack(const QList<Notice> &notices); // all of another list, as they were
    [[nodiscard]] const Notice *firstUnread() const; // the newest, or null
    [[nodiscard]] int unread() const;
    [[nodiscard]] const Notice &at(int row) const { return notices_.at(row); }
    // "12:04:31  3 times  Port 8881 is in use ...", for the clipboard.
    [[nodiscard]] QString asText(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void changed();

private:
    QList<Notice> notices_;
};

} // namespace ui
