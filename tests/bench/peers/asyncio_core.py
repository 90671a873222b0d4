# SPDX-License-Identifier: GPL-3.0-or-later
"""What asyncio's operations cost, in the words of bench_core. Usage: asyncio_core.py [ROUNDS] [uvloop]"""
import asyncio
import gc
import random
import statistics
import sys
import time


def report(what, operations, rounds, run):
    results = []
    for _ in range(rounds):
        began = time.perf_counter_ns()
        run()
        results.append((time.perf_counter_ns() - began) / operations)
    print(f"{what:44} {statistics.median(results):8.1f} ns  ({min(results):.1f} .. {max(results):.1f})")


def resident():
    gc.collect()
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * 4096


def report_memory(what, before, count):
    print(f"{what:44} {(resident() - before) / count:8.1f} B")


def nothing():
    pass


async def one():
    return 1


def bench_call_soon(loop, rounds):
    count = 200_000

    def batches():
        for _ in range(count // 1000):
            for _ in range(1000):
                loop.call_soon(nothing)
            loop.stop()
            loop.run_forever()

    def chain():
        left = count

        def again():
            nonlocal left
            left -= 1
            if left:
                loop.call_soon(again)
            else:
                loop.stop()

        loop.call_soon(again)
        loop.run_forever()

    report("callSoon and run, batches of 1,000", count, rounds, batches)
    report("callSoon and run, a chain", count, rounds, chain)


def bench_tasks(loop, rounds):
    count = 50_000

    async def create_tasks():
        for _ in range(count):
            await loop.create_task(one())

    def batches():
        for _ in range(count // 1000):
            for _ in range(1000):
                loop.create_task(one())
            loop.stop()
            loop.run_forever()
            loop.stop()
            loop.run_forever()  # the tasks' ends

    async def await_children():
        for _ in range(count):
            await one()

    report("task create, await, finish: one at a time", count, rounds,
           lambda: loop.run_until_complete(create_tasks()))
    report("task create and finish: batches of 1,000", count, rounds, batches)
    report("co_await of a coroutine", count, rounds, lambda: loop.run_until_complete(await_children()))


def measure_tasks(loop):
    count = 100_000

    async def wait(forever):
        await forever.wait()

    async def main():
        forever = asyncio.Event()
        before = resident()
        tasks = [loop.create_task(wait(forever)) for _ in range(count)]
        await asyncio.sleep(0)
        report_memory("a waiting task, of 100,000", before, count)
        forever.set()
        await asyncio.wait(tasks)

    loop.run_until_complete(main())


def bench_timers(loop, rounds):
    count = 1_000_000
    delays = [1000 + random.random() for _ in range(count)]
    before = resident()
    handles = [loop.call_later(delay, nothing) for delay in delays]
    report_memory("a pending timer, of a million", before, count)

    def cancel():
        for handle in handles:
            handle.cancel()
        handles.clear()
        loop.stop()
        loop.run_forever()  # sweeps what was cancelled

    def set_and_cancel():
        handles.extend(loop.call_later(delay, nothing) for delay in delays)
        cancel()

    cancel()
    report("a timer set and cancelled, of a million", count, rounds, set_and_cancel)


def main(words):
    rounds = int(words[0]) if words else 5
    if "uvloop" in words:
        import uvloop
        loop = uvloop.new_event_loop()
    else:
        loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    measure_tasks(loop)  # first: what is freed later stays resident
    bench_call_soon(loop, rounds)
    bench_tasks(loop, rounds)
    bench_timers(loop, rounds)
    loop.close()


if __name__ == "__main__":
    main(sys.argv[1:])
