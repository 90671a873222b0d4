// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A real run that is recorded and saved, with what its window showed: one client connects and says
// "first", another one says "second", the first one leaves. For the tests of what is opened again.

#include "Opened.h"

#include "models/ConnectionModel.h"
#include "ui/Notices.h"
#include "ui/RewindBar.h"
#include "ui/RewindTrack.h"
#include "ui/StatusStrip.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtNetwork/QTcpSocket>

#include <chrono>
#include <utility>

inline std::int64_t wallNow()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

// The main windows there are.
inline QList<ui::MainWindow *> mainWindows(ui::Tense tense)
{
    QList<ui::MainWindow *> found;
    const auto widgets = QApplication::topLevelWidgets();
    for (QWidget *widget : widgets) {
        if (auto *window = qobject_cast<ui::MainWindow *>(widget);
            window && window->tense() == tense && window->isVisible())
            found << window;
    }
    return found;
}

// What a column of a tab says, row by row.
inline QStringList column(const ui::MainWindow &window, ui::RecordTabs::Tab tab, int column)
{
    window.tabs().setCurrentIndex(tab); // what is hidden stands still
    const QAbstractItemModel &model = *window.tabs().view(tab).model();
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex cell = model.index(row, column);
        (void)QTest::qWaitFor([&] { // what is read of a recording comes a little later
            return cell.data().isValid() || !model.property("reading").toBool();
        });
        texts << cell.data().toString();
    }
    return texts;
}

// Its first moment is there.
inline bool waitForMoment(const ui::MainWindow &window)
{
    return QTest::qWaitFor(
        [&] {
            return window.rewind().moment() != 0 && window.rewind().track().history().last != 0
                && window.tabs().countOf(ui::RecordTabs::Log) > 0;
        },
        patience);
}

// The window of a recording that is opened, at its first moment; null where it does not come.
inline ui::MainWindow *pastOf(Opened &opened, const QString &path)
{
    const auto before = mainWindows(ui::Tense::Past).size();
    Q_EMIT opened.window->openRequested(path);
    if (!QTest::qWaitFor([&] { return mainWindows(ui::Tense::Past).size() > before; }, patience))
        return nullptr;
    ui::MainWindow *window = nullptr;
    for (ui::MainWindow *each : mainWindows(ui::Tense::Past)) {
        if (each->windowTitle().startsWith(QFileInfo(path).fileName()))
            window = each;
    }
    return window && waitForMoment(*window) ? window : nullptr;
}

// What is said where a recording cannot be opened.
inline QString errorOf(Opened &opened, const QString &path)
{
    opened.window->showNotice({}, false);
    opened.window->strip().notices().dismissAll(); // an error stays until it was read
    Q_EMIT opened.window->openRequested(path);
    [[maybe_unused]] const bool said
        = QTest::qWaitFor([&] { return !opened.window->strip().notice().isEmpty(); }, patience);
    return opened.window->strip().notice();
}

class Recorded : public Opened {
public:
    explicit Recorded(const QStringList &more = {})
        : Opened(QStringList {QStringLiteral("--serve"), QStringLiteral("echo://127.0.0.1:0")}
                 + more)
    {
        ready_ = waitForServer();
    }

    // Two connections; false where something did not come in time.
    bool talk()
    {
        const auto say = [this](QTcpSocket &socket, const QByteArray &words) {
            socket.connectToHost(QStringLiteral("127.0.0.1"), port());
            socket.write(words);
            return QTest::qWaitFor([&] { return socket.bytesAvailable() == words.size(); },
                                   patience);
        };
        const auto shows = [this](int count) {
            return QTest::qWaitFor([&] { return live(*window) == count; }, patience);
        };
        if (!ready_ || !say(first_, "first") || !shows(1) || !logSettles())
            return false;
        oneOpen = wallNow();
        if (!pause() || !say(second_, "second") || !shows(2) || !logSettles())
            return false;
        bothOpen = wallNow();
        if (!pause())
            return false;
        first_.disconnectFromHost();
        return shows(1) && logSettles() && pause();
    }
    bool save(const QString &path) const
    {
        Q_EMIT window->saveRequested(path);
        return QTest::qWaitFor([&] { return QFile::exists(path); }, patience);
    }
    // What look() returns stays the same for longer than a pull or two.
    template <class Look> static bool settles(Look look)
    {
        auto before = look();
        int same = 0;
        return QTest::qWaitFor(
            [&] {
                auto now = look();
                same = now == before ? same + 1 : 0;
                before = std::move(now);
                return same > 30; // looks, 10 ms apart
            },
            patience);
    }
    // Connections that have not ended.
    static int live(const ui::MainWindow &window)
    {
        return int(window.tabs().countOf(ui::RecordTabs::Connections));
    }

    std::int64_t oneOpen = 0, bothOpen = 0; // wall clock, ns

private:
    // The log has everything: it no longer grows.
    bool logSettles() const
    {
        return settles([this] { return window->tabs().countOf(ui::RecordTabs::Log); });
    }
    // Moments that are told apart by more than a pull.
    static bool pause()
    {
        const std::int64_t begin = wallNow();
        return QTest::qWaitFor([begin] { return wallNow() - begin > 100'000'000; }, patience);
    }

    bool ready_ = false;
    QTcpSocket first_, second_;
};
