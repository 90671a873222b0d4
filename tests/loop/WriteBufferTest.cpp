// SPDX-License-Identifier: GPL-3.0-or-later
#include "loop/WriteBuffer.h"
#include "tests/support/Wire.h"

#include <random>

class WriteBufferTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesWhatItWasGivenInPieces()
    {
        std::mt19937 random(3);
        loop::WriteBuffer buffer;
        const std::string all = pattern(8 * 1024 * 1024);
        std::string out;
        std::size_t in = 0;
        while (out.size() < all.size()) {
            const std::size_t more = std::min<std::size_t>(
                all.size() - in, random() % (random() % 3 ? 3000 : 900'000));
            buffer.append(std::string_view(all).substr(in, more));
            in += more;
            QCOMPARE(buffer.size(), in - out.size());
            QCOMPARE(buffer.empty(), in == out.size());
            for (int i = 0; i < 3 && !buffer.empty(); ++i) {
                const std::string_view front = buffer.front();
                QVERIFY(!front.empty());
                QVERIFY(front.size() <= loop::WriteBuffer::pieceAtMost);
                const std::size_t taken = i == 2 ? front.size() : random() % (front.size() + 1);
                out += front.substr(0, taken);
                buffer.consume(taken);
            }
        }
        QVERIFY(buffer.empty());
        QVERIFY(out == all);
    }

    void clearingDropsAll()
    {
        loop::WriteBuffer buffer;
        buffer.append(pattern(600'000));
        buffer.clear();
        QVERIFY(buffer.empty());
        QCOMPARE(buffer.size(), std::size_t(0));
        QVERIFY(buffer.front().empty());
        buffer.append("");
        QVERIFY(buffer.empty());
    }
};

QTEST_GUILESS_MAIN(WriteBufferTest)
#include "WriteBufferTest.moc"
