#!/usr/bin/env python3
"""Compares the event kernel with a hand-written event loop, interleaved in one run.

Usage: Scripts/compare-kernel.py PEER [ROUNDS] [PROGRAM]

PEER is a program that takes `w1|w2 CUSTOMERS SEED` and prints `cpu=SECONDS`, such as the C++ yardstick.
Prints, for each workload and kind of draws, the median of both in million customers a second and the ratio.
"""
import json
import re
import statistics
import subprocess
import sys

CUSTOMERS = 1_000_000


def peer_rate(peer, workload, seed):
    answer = subprocess.run([peer, workload, str(CUSTOMERS), str(seed)], capture_output=True, text=True, check=True).stdout
    return CUSTOMERS / float(re.search(r"cpu=([0-9.]+)", answer).group(1)) / 1e6


def own_rates(program):
    answer = subprocess.run(
        [program, "bench", "kernel", "--runs", "1", "--output", "json"], capture_output=True, text=True, check=True).stdout
    return {item["name"]: item["median"] for item in json.loads(answer)}


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    peer = sys.argv[1]
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    program = sys.argv[3] if len(sys.argv) > 3 else ".build/release/skydrill"
    peers = {"w1": [], "w2": []}
    own = {}
    for seed in range(1, rounds + 1):
        for workload in peers:
            peers[workload].append(peer_rate(peer, workload, seed))
        for name, rate in own_rates(program).items():
            own.setdefault(name, []).append(rate)
    print("workload        kernel   peer   ratio")
    for name, rates in own.items():
        other = peers[name[:2]]
        ratio = statistics.median(a / b for a, b in zip(rates, other))
        print(f"{name:15} {statistics.median(rates):6.2f} {statistics.median(other):6.2f} {ratio:7.2f}")


main()
