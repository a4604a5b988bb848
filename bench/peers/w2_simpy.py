"""Workload W2 in SimPy: customers pass through stores, as SimPy's own users write fast models. Usage: w2_simpy.py CUSTOMERS SEED

Random arrivals at 200 a second, in turn to four servers, then by chance to one of two stations of four servers; every server takes
1/60 s on average.
"""
import random
import sys
import time

import simpy

BETWEEN, SERVICE = 200.0, 60.0


def main():
    customers = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    begun = time.perf_counter()
    env = simpy.Environment()
    lines = [simpy.Store(env) for _ in range(4)]
    stations = [simpy.Store(env) for _ in range(2)]
    sojourns = []

    def users():
        for number in range(customers):
            yield env.timeout(chance.expovariate(BETWEEN))
            yield lines[number & 3].put(env.now)

    def server(line):
        while True:
            came = yield line.get()
            yield env.timeout(chance.expovariate(SERVICE))
            yield stations[chance.getrandbits(1)].put(came)

    def last_server(station):
        while True:
            came = yield station.get()
            yield env.timeout(chance.expovariate(SERVICE))
            sojourns.append(env.now - came)

    env.process(users())
    for line in lines:
        env.process(server(line))
    for station in stations:
        for _ in range(4):
            env.process(last_server(station))
    env.run()
    spent = time.perf_counter() - begun
    sojourns.sort()
    mean, p99 = sum(sojourns) / len(sojourns), sojourns[len(sojourns) * 99 // 100]
    print(f"w2_simpy customers={len(sojourns)} mean={mean:.5f} p99={p99:.5f} rate={len(sojourns) / spent / 1e6:.5f}")


main()
