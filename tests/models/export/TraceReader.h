// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Reads a Perfetto trace without anything of the program's, and looks whether it holds together:
// slices of a track nest or follow, flows begin before they end, events are of described tracks.

#include <QtCore/QFile>
#include <QtCore/QString>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace models::test {

struct ProtoField {
    int number = 0;
    std::uint64_t value = 0;
    std::string_view bytes;
};

// The fields of a message; nothing where it is damaged.
inline std::vector<ProtoField> fieldsOf(std::string_view message)
{
    std::vector<ProtoField> fields;
    const auto varint = [&message](std::uint64_t &value) {
        value = 0;
        for (int shift = 0; !message.empty() && shift < 64; shift += 7) {
            const auto byte = static_cast<unsigned char>(message.front());
            message.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80)
                return true;
        }
        return false;
    };
    while (!message.empty()) {
        std::uint64_t tag = 0, size = 0;
        ProtoField field;
        if (!varint(tag))
            return {};
        field.number = static_cast<int>(tag >> 3);
        switch (tag & 7) {
        case 0:
            if (!varint(field.value))
                return {};
            break;
        case 1:
            if (message.size() < 8)
                return {};
            for (std::size_t i = 8; i-- > 0;)
                field.value = field.value << 8 | static_cast<unsigned char>(message[i]);
            message.remove_prefix(8);
            break;
        case 2:
            if (!varint(size) || size > message.size())
                return {};
            field.bytes = message.substr(0, size);
            message.remove_prefix(size);
            break;
        default:
            return {};
        }
        fields.push_back(field);
    }
    return fields;
}

struct Trace {
    struct Slice {
        std::int64_t start = 0, end = 0;
        std::string name;
    };
    struct Flow {
        Slice from, to;
    };

    static Trace of(const QString &path)
    {
        QFile file(path);
        Trace trace;
        if (!file.open(QIODevice::ReadOnly)) {
            trace.problem = QStringLiteral("cannot be opened");
            return trace;
        }
        const QByteArray content = file.readAll();
        const auto packets = fieldsOf({content.constData(), std::size_t(content.size())});
        if (packets.empty())
            trace.problem = QStringLiteral("is no trace");
        for (const ProtoField &packet : packets)
            trace.read(packet.bytes);
        for (const auto &[uuid, track] : trace.tracks_) {
            if (!track.open.empty())
                trace.problem = QStringLiteral("a slice has no end");
        }
        for (const auto &[id, ends] : trace.flows_) {
            if (ends.first < 0 || ends.second < 0
                || trace.slices_[std::size_t(ends.first)].start
                    > trace.slices_[std::size_t(ends.second)].start)
                trace.problem = QStringLiteral("flow %1 does not lead forward").arg(id);
        }
        return trace;
    }

    // Of tracks whose name begins so.
    [[nodiscard]] std::vector<Slice> slicesOf(const std::string &name) const
    {
        std::vector<Slice> list;
        each(name, [&](const Track &track) {
            for (const std::size_t index : track.slices)
                list.push_back(slices_[index]);
        });
        return list;
    }
    [[nodiscard]] std::vector<std::pair<std::int64_t, quint64>>
    countersOf(const std::string &name) const
    {
        std::vector<std::pair<std::int64_t, quint64>> list;
        each(name, [&](const Track &track) {
            list.insert(list.end(), track.values.begin(), track.values.end());
        });
        return list;
    }
    [[nodiscard]] std::vector<std::string> instantsOf(const std::string &name) const
    {
        std::vector<std::string> list;
        each(name, [&](const Track &track) {
            list.insert(list.end(), track.instants.begin(), track.instants.end());
        });
        return list;
    }
    [[nodiscard]] std::vector<Flow> flows() const
    {
        std::vector<Flow> list;
        for (const auto &[id, ends] : flows_)
            list.push_back({slices_[std::size_t(ends.first)], slices_[std::size_t(ends.second)]});
        return list;
    }

    QString problem; // "" where it holds together

private:
    struct Track {
        std::string name;
        std::vector<std::size_t> open, slices;
        std::vector<std::pair<std::int64_t, quint64>> values;
        std::vector<std::string> instants;
        std::int64_t last = 0;
    };

    template <class Visit> void each(const std::string &name, const Visit &visit) const
    {
        for (const auto &[uuid, track] : tracks_) {
            if (track.name.starts_with(name))
                visit(track);
        }
    }
    void read(std::string_view packet)
    {
        std::int64_t time = 0;
        for (const ProtoField &field : fieldsOf(packet)) {
            if (field.number == 8)
                time = std::int64_t(field.value);
            else if (field.number == 60)
                describe(field.bytes);
            else if (field.number == 11)
                take(time, field.bytes);
        }
    }
    void describe(std::string_view descriptor)
    {
        std::uint64_t uuid = 0, parent = 0;
        std::string name;
        for (const ProtoField &field : fieldsOf(descriptor)) {
            if (field.number == 1)
                uuid = field.value;
            else if (field.number == 2)
                name = field.bytes;
            else if (field.number == 5)
                parent = field.value;
        }
        if (parent != 0 && !tracks_.contains(parent))
            problem = QStringLiteral("a track has no parent");
        tracks_[uuid].name = name;
    }
    void take(std::int64_t time, std::string_view event)
    {
        std::uint64_t type = 0, uuid = 0, value = 0;
        std::string name;
        std::vector<std::uint64_t> begins, ends;
        for (const ProtoField &field : fieldsOf(event)) {
            if (field.number == 9)
                type = field.value;
            else if (field.number == 11)
                uuid = field.value;
            else if (field.number == 23)
                name = field.bytes;
            else if (field.number == 30)
                value = field.value;
            else if (field.number == 47)
                begins.push_back(field.value);
            else if (field.number == 48)
                ends.push_back(field.value);
        }
        const auto known = tracks_.find(uuid);
        if (known == tracks_.end()) {
            problem = QStringLiteral("an event is on no track");
            return;
        }
        Track &track = known->second;
        if (type == 1) {
            if (time < track.last || !track.open.empty())
                problem = QStringLiteral("slices of %1 overlap")
                              .arg(QString::fromStdString(track.name));
            for (const std::uint64_t id : begins)
                flows_.try_emplace(id, -1, -1).first->second.first = qint64(slices_.size());
            for (const std::uint64_t id : ends)
                flows_.try_emplace(id, -1, -1).first->second.second = qint64(slices_.size());
            track.open.push_back(slices_.size());
            track.slices.push_back(slices_.size());
            slices_.push_back({time, 0, name});
        } else if (type == 2) {
            if (track.open.empty() || time < slices_[track.open.back()].start) {
                problem = QStringLiteral("a slice ends before it begins");
                return;
            }
            slices_[track.open.back()].end = time;
            track.open.pop_back();
            track.last = time;
        } else if (type == 3) {
            track.instants.push_back(name);
        } else if (type == 4) {
            track.values.emplace_back(time, value);
        } else {
            problem = QStringLiteral("an event has no type");
        }
    }

    std::map<std::uint64_t, Track> tracks_;
    std::vector<Slice> slices_;
    std::map<std::uint64_t, std::pair<qint64, qint64>> flows_; // slices they begin and end at
};

} // namespace models::test
