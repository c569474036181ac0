#!/usr/bin/env python3
"""Prints what remit_bench measured: median and best of the repetitions, and ratios to the limit.

report.py BENCH.json
"""
import collections
import json
import statistics
import sys

NANOSECONDS = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}


def read(path):
    """Name of a benchmark to its repetitions' CPU times in nanoseconds."""
    times = collections.OrderedDict()
    with open(path, encoding="utf-8") as file:
        for run in json.load(file)["benchmarks"]:
            if run["run_type"] == "iteration":
                nanoseconds = run["cpu_time"] * NANOSECONDS[run["time_unit"]]
                times.setdefault(run["run_name"], []).append(nanoseconds)
    return times


def shown(nanoseconds):
    for unit, factor in (("s", 1e9), ("ms", 1e6), ("us", 1e3)):
        if nanoseconds >= factor:
            return f"{nanoseconds / factor:.2f} {unit}"
    return f"{nanoseconds:.1f} ns"


def main():
    times = read(sys.argv[1])
    print("| what | median | best | median / limit |\n| --- | --- | --- | --- |")
    for name, values in sorted(times.items()):
        name = name.split("/repeats:")[0]
        limit = [values for other, values in times.items()
                 if other.split("/repeats:")[0] == name.replace("decide/", "limit/", 1)]
        median = statistics.median(values)
        ratio = ""
        if name.startswith("decide/") and limit:
            ratio = f"{median / statistics.median(limit[0]):.1f}x"
        print(f"| {name} | {shown(median)} | {shown(min(values))} | {ratio} |")


if __name__ == "__main__":
    main()
