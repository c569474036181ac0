#!/usr/bin/env python3
"""Prints what remit_bench measured: median and best of the repetitions, and ratios: of deciding to
the hand-written limit, of the VM's evaluating to the reference evaluator's.

report.py BENCH.json...
"""
import collections
import json
import statistics
import sys

BASELINES = {"decide/": "limit/", "eval/vm/": "eval/reference/"}
NANOSECONDS = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}


def read(paths):
    """Name of a benchmark to its repetitions' CPU times in nanoseconds."""
    times = collections.OrderedDict()
    for path in paths:
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
    times = {name.split("/repeats:")[0]: values for name, values in read(sys.argv[1:]).items()}
    print("| what | median | best | ratio |\n| --- | --- | --- | --- |")
    for name, values in sorted(times.items()):
        median = statistics.median(values)
        ratio = ""
        for prefix, baseline in BASELINES.items():
            against = times.get(name.replace(prefix, baseline, 1))
            if name.startswith(prefix) and against:
                ratio = f"{median / statistics.median(against):.2g}x {baseline.rstrip('/')}"
        print(f"| {name} | {shown(median)} | {shown(min(values))} | {ratio} |")


if __name__ == "__main__":
    main()
