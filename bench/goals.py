#!/usr/bin/env python3
"""The goals beside what was measured, each met or missed.

goals.py FOLDER [--json FILE]

FOLDER holds what bench/run measured: bench.json, phases.json, process.json, shared.json, and W.times.json of decide_times.
--json writes every figure as `{"name": number, …}`.
"""
import argparse
import json
import pathlib
import statistics
import sys

NANOSECONDS = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}
WORKLOADS = ("w1", "w2", "w3_1000", "w3_10000", "w3_100000",
             "unindexed_200", "lets_500", "regexes_200", "lists_100")
RULES = 10_000  # of the workload whose memory is measured


def read_benchmarks(path):
    """Medians by benchmark (nanoseconds of CPU; `NAME/s`: a second's decisions), and the context."""
    with open(path, encoding="utf-8") as file:
        whole = json.load(file)
    runs = {}
    for run in whole["benchmarks"]:
        if run["run_type"] != "iteration":
            continue
        name = run["run_name"].split("/repeats:")[0]
        runs.setdefault(name, []).append(run["cpu_time"] * NANOSECONDS[run["time_unit"]])
        if "items_per_second" in run:
            runs.setdefault(name + "/s", []).append(run["items_per_second"])
    return {name: statistics.median(values) for name, values in runs.items()}, whole["context"]


def gather(folder):
    """Every figure by its name."""
    times, context = read_benchmarks(folder / "bench.json")
    times.update(read_benchmarks(folder / "phases.json")[0])
    process = json.loads((folder / "process.json").read_text(encoding="utf-8"))
    outside = {name: json.loads((folder / f"{name}.times.json").read_text(encoding="utf-8"))
               for name in ("w2", "w3_10000")}
    figures = {}
    for name in WORKLOADS:
        for way in ("slots", "json"):
            figures[f"{name}_{way}_ns"] = times[f"decide/{way}/{name}"]
    for name in ("w1", "w2"):
        for way in ("slots", "json"):
            limit = times[f"limit/{way}/{name}"]
            figures[f"{name}_{way}_handwritten_ns"] = limit
            figures[f"{name}_{way}_over_handwritten"] = figures[f"{name}_{way}_ns"] / limit
    figures["w3_10000_over_w2"] = figures["w3_10000_slots_ns"] / figures["w2_slots_ns"]
    figures["w3_100000_over_w3_10000"] = (figures["w3_100000_slots_ns"] /
                                          figures["w3_10000_slots_ns"])
    figures["compile_10000_s"] = times["compile/w3_10000"] / 1e9
    figures["load_10000_ms"] = outside["w3_10000"]["load_ms_median"]
    figures["bytes_per_rule"] = outside["w3_10000"]["bytes_loaded"] / RULES
    figures["bytes_per_rule_decided"] = outside["w3_10000"]["bytes_decided"] / RULES
    figures.update(process)
    figures["process_over_empty"] = process["process_ms"] / process["empty_process_ms"]
    counts = [outside[name][f"{way}_allocations"] for name in outside for way in ("slots", "json")]
    figures["allocations_per_decision"] = max(counts)
    for name in ("w2", "w3_10000"):
        one, two = (f"threads/{name}/real_time/threads:{n}" for n in (1, 2))
        figures[f"{name}_decisions_a_second"] = times[one + "/s"]
        figures[f"{name}_two_threads_over_one"] = times[two + "/s"] / times[one + "/s"]
        figures[f"{name}_two_threads_cpu_over_one"] = times[two] / times[one]
    shared = json.loads((folder / "shared.json").read_text(encoding="utf-8"))
    figures["w2_shared_writes"] = shared["shared_writes"]
    figures["wrong_answers"] = int(context["wrong_answers"])
    return figures


def goals(figures):
    """What, the measured value, its goal, both as text, and whether it is met."""
    def at_most(what, value, goal, shown):
        return what, shown(value), "≤ " + shown(goal), value <= goal

    def times(value):
        return f"{value:.2f} ×"

    return [
        at_most("W2, native slots, over hand-written C++", figures["w2_slots_over_handwritten"],
                2.5, times),
        at_most("W2, JSON text, over hand-written C++", figures["w2_json_over_handwritten"], 2,
                times),
        at_most("W3 10,000 rules, native slots, over W2", figures["w3_10000_over_w2"], 2, times),
        at_most("W3 100,000 rules over 10,000", figures["w3_100000_over_w3_10000"], 1.5, times),
        at_most("compile 10,000 rules", figures["compile_10000_s"], 0.25, lambda v: f"{v:.2f} s"),
        at_most("load 10,000 rules", figures["load_10000_ms"], 5, lambda v: f"{v:.1f} ms"),
        at_most("memory a rule, w3_10000", figures["bytes_per_rule"], 300,
                lambda v: f"{v:.0f} bytes"),
        at_most("`remit decide` as a process, over an empty one", figures["process_over_empty"],
                3.5, times),
        at_most("allocations a decision", figures["allocations_per_decision"], 0,
                lambda v: f"{v:g}"),
        at_most("wrong answers", figures["wrong_answers"], 0, lambda v: f"{v:g}"),
    ]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--json", type=pathlib.Path)
    arguments = parser.parse_args()
    figures = gather(arguments.folder)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print("\n| goal | | measured | |\n| --- | ---: | ---: | --- |")
    for what, measured, goal, met in goals(figures):
        print(f"| {what} | {goal} | {measured} | {'pass' if met else 'miss'} |")
    shown = {name: figures[f"{name}_slots_ns"] for name in ("w2", "w3_1000", "w3_10000",
                                                            "w3_100000")}
    print("\nslots: " + ", ".join(f"{name} {value:.0f} ns" for name, value in shown.items()) +
          f"; JSON: w2 {figures['w2_json_ns']:.0f} ns, w3_10000 {figures['w3_10000_json_ns']:.0f} "
          f"ns; two threads over one: {figures['w2_two_threads_over_one']:.2f} decisions a second, "
          f"{figures['w2_two_threads_cpu_over_one']:.2f} CPU time a decision; writes to shared memory "
          f"a decision: {figures['w2_shared_writes']:.2g}")
    sys.exit(0 if figures["wrong_answers"] == 0 else 1)


if __name__ == "__main__":
    main()
