// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/Errands.h"

#include <QtTest/QTest>

#include <atomic>
#include <chrono>
#include <semaphore>
#include <thread>

using namespace std::chrono_literals;

class ErrandsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itsEndWaitsForWhatRuns()
    {
        std::atomic<bool> done = false;
        std::binary_semaphore begun {0};
        std::thread worker;
        {
            app::Errands errands;
            worker = std::thread([&, token = errands.token()] {
                begun.release();
                const auto end = std::chrono::steady_clock::now() + 30ms; // of work
                while (std::chrono::steady_clock::now() < end) { }
                done = true;
            });
            begun.acquire();
        }
        QVERIFY(done);
        worker.join();
    }

    void whatWasDroppedIsNotWaitedFor()
    {
        app::Errands errands;
        auto work = [token = errands.token()] {};
        (void)work;
    }
};

QTEST_GUILESS_MAIN(ErrandsTest)
#include "ErrandsTest.moc"
