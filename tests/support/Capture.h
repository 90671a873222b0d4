// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a capture of one TCP connection would have: a pcap file with the bytes of both directions,
// from 127.0.0.1:1024 to 127.0.0.1:443, as Wireshark reads it.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

class Capture {
public:
    Capture()
    {
        little(0xa1b2c3d4, 4); // microseconds
        little(2, 2);
        little(4, 2);
        little(0, 4);
        little(0, 4);
        little(65'535, 4);
        little(101, 4); // raw IP
    }

    void add(bool fromServer, std::string_view data)
    {
        for (; !data.empty(); data.remove_prefix(std::min(data.size(), most)))
            packet(fromServer, data.substr(0, most));
    }
    [[nodiscard]] const std::string &file() const { return m_file; }

private:
    static constexpr std::size_t most = 32 * 1024;

    void packet(bool fromServer, std::string_view data)
    {
        const auto size = static_cast<std::uint32_t>(40 + data.size());
        little(++m_time, 4);
        little(0, 4);
        little(size, 4);
        little(size, 4);
        big(0x4500, 2); // IPv4, without checksums
        big(size, 2);
        big(0, 4);
        big(0x40060000, 4); // TCP
        big(0x7f000001, 4);
        big(0x7f000001, 4);
        big(fromServer ? 443 : 1024, 2);
        big(fromServer ? 1024 : 443, 2);
        std::uint32_t &sequence = m_sequence[fromServer];
        big(sequence, 4);
        big(m_sequence[!fromServer], 4);
        big(0x5018, 2); // PSH, ACK
        big(0xffff, 2);
        big(0, 4);
        m_file += data;
        sequence += static_cast<std::uint32_t>(data.size());
    }
    void little(std::uint32_t value, int bytes)
    {
        for (int i = 0; i < bytes; ++i)
            m_file += static_cast<char>(value >> (8 * i));
    }
    void big(std::uint32_t value, int bytes)
    {
        while (bytes-- > 0)
            m_file += static_cast<char>(value >> (8 * bytes));
    }

    std::string m_file;
    std::array<std::uint32_t, 2> m_sequence {1, 1}; // of the client, of the server
    std::uint32_t m_time = 0;
};
