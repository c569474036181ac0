#!/usr/bin/env python3
"""What one `remit decide` costs as a process of its own, against an empty static program.

process_start.py BUILD-FOLDER POLICY.remit ACTIONS.jsonl [--json FILE]

The policy compiled once, its first allowed action decided each time; no record is written, so that
the disk has no say. Runs are interleaved; the median of all is printed.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 200


def milliseconds(argv, input_path):
    """Wall time of one process from spawn to exit."""
    actions = [(os.POSIX_SPAWN_OPEN, 0, input_path, os.O_RDONLY, 0),
               (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    start = time.perf_counter_ns()
    pid = os.posix_spawn(argv[0], argv, os.environ, file_actions=actions)
    _, status = os.waitpid(pid, 0)
    elapsed = (time.perf_counter_ns() - start) / 1e6
    if status != 0:
        sys.exit(f"{' '.join(argv)}: exit {os.waitstatus_to_exitcode(status)}")
    return elapsed


def compiled(remit, policy):
    """The file that hosts decide with: a sealed and signed bundle."""
    for arguments in (["key", "new", "signer.pem"],
                      ["compile", policy, "-o", "gate.remitb", "--sign", "signer.pem"]):
        done = subprocess.run([remit, *arguments], check=False, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(done.stderr)
    return "gate.remitb"


def allowed(remit, policy, actions):
    """The first of the actions that the policy allows."""
    for line in actions.read_text(encoding="utf-8").splitlines():
        done = subprocess.run([remit, "decide", "--policy", policy, "--no-record"], input=line,
                              text=True, stdout=subprocess.DEVNULL, check=False)
        if done.returncode == 0:
            return line
    sys.exit(f"{actions}: no action is allowed")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("policy", type=pathlib.Path)
    parser.add_argument("actions", type=pathlib.Path)
    parser.add_argument("--json", type=pathlib.Path)
    arguments = parser.parse_args()
    build, policy = arguments.build.resolve(), str(arguments.policy.resolve())
    actions = arguments.actions.resolve()
    out = arguments.json.resolve() if arguments.json else None
    remit = str(build / "remit")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        pathlib.Path("action.json").write_text(allowed(remit, policy, actions), encoding="utf-8")
        bundle = compiled(remit, policy)
        programs = {
            "empty static program": [str(build / "bench" / "empty_program")],
            "remit decide --bundle": [remit, "decide", "--bundle", bundle, "--no-record"],
            "remit decide --policy": [remit, "decide", "--policy", policy, "--no-record"],
        }
        times = {name: [] for name in programs}
        for _ in range(ROUNDS):
            for name, argv in programs.items():
                times[name].append(milliseconds(argv, "action.json"))
    medians = {name: statistics.median(values) for name, values in times.items()}
    base = medians["empty static program"]
    print("\n| process | median | best | median / empty |\n| --- | --- | --- | --- |")
    for name, values in times.items():
        median = medians[name]
        print(f"| {name} | {median:.2f} ms | {min(values):.2f} ms | {median / base:.1f}x |")
    if out:
        out.write_text(json.dumps({"empty_process_ms": base,
                                   "process_ms": medians["remit decide --bundle"],
                                   "process_policy_ms": medians["remit decide --policy"]}))


if __name__ == "__main__":
    main()
