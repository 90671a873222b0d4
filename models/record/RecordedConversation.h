// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One connection of a recording as what its two sides said, in order, so that either can be said
// again. It is looked through once, when it is opened: what of it can be played, and how much it
// is. Its steps are read as they are needed, so a conversation may be larger than memory. One
// thread. What cannot be read, or cannot be played, is a returned sentence for a person.

#include "models/files/Result.h"
#include "models/record/RecordingReader.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <memory>
#include <vector>

namespace models {

class RecordedConversation {
public:
    enum class Side { Client, Server };

    struct Step {
        Side speaker = Side::Client;
        bool ends = false; // it says nothing more: of these, bytes is empty
        qint64 event = 0; // its number in the recording
        qint64 time = 0; // wall clock, ns since 1970
        QByteArray bytes;
        quint64 missing = 0; // bytes behind these that the recording did not keep
    };
    using Steps = std::vector<Step>;

    // How much it is of each side.
    struct Sum {
        quint64 messages = 0, bytes = 0, missing = 0;
    };

    // `connection` is its number in the recording; 0: the first over which anything was said.
    // `played` is the side that is to be said again, which has to be whole.
    static Result<std::unique_ptr<RecordedConversation>> open(const QString &path,
                                                              quint64 connection, Side played);

    [[nodiscard]] quint64 connection() const { return connection_; }
    [[nodiscard]] const Sum &sum(Side side) const
    {
        return side == Side::Client ? client_ : server_;
    }

    // Some MiB of steps that follow an event's number (0: from the beginning); none: that was all.
    [[nodiscard]] Result<Steps> following(qint64 event) const;

private:
    explicit RecordedConversation(std::unique_ptr<RecordingReader> reader)
        : reader_(std::move(reader))
    { }
    [[nodiscard]] Result<quint64> firstOf(qint64 last) const;
    [[nodiscard]] QString lookThrough(Side played);
    [[nodiscard]] QString incomplete(Side played) const;

    const std::unique_ptr<RecordingReader> reader_;
    QString path_;
    quint64 connection_ = 0;
    Side recorder_ = Side::Client; // whose events these are
    Sum client_, server_;
    qint64 first_ = 1, last_ = 0; // events
    qint64 cut_ = 0; // the first event of the played side that is not whole; 0: none
    bool begins_ = false; // its beginning is in the recording
};

} // namespace models
