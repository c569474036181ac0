#!/usr/bin/env python3
"""What one `remit decide` costs as a process of its own, against an empty static program.

process_start.py BUILD-FOLDER

A compiled bundle and one action of W2's shape; no record is written, so that the disk has no say.
Runs are interleaved; the median of all is printed.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 200
POLICY = """policy gate owner "ops" default allow

trigger risky {
  when context.risk >= 85.0
  notify to "ops"
}
"""
ACTION = {
    "subject": {"type": "agent", "id": "builder"},
    "action": {"name": "shell.exec", "properties": {"command": "ls"}},
    "context": {"risk": 12, "time": "2026-01-05T12:00:00Z"},
}


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


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    remit = str(build / "remit")
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        (work / "gate.remit").write_text(POLICY)
        (work / "action.json").write_text(json.dumps(ACTION))
        os.chdir(work)
        subprocess.run([remit, "compile", "gate.remit", "-o", "gate.remitb"], check=True,
                       stdout=subprocess.DEVNULL)
        programs = {
            "empty static program": [str(build / "bench" / "empty_program")],
            "remit decide --bundle": [remit, "decide", "--bundle", "gate.remitb", "--no-record"],
            "remit decide --policy": [remit, "decide", "--policy", "gate.remit", "--no-record"],
        }
        times = {name: [] for name in programs}
        for _ in range(ROUNDS):
            for name, argv in programs.items():
                times[name].append(milliseconds(argv, "action.json"))
    base = statistics.median(times["empty static program"])
    print("\n| process | median | best | median / empty |\n| --- | --- | --- | --- |")
    for name, values in times.items():
        median = statistics.median(values)
        print(f"| {name} | {median:.2f} ms | {min(values):.2f} ms | {median / base:.1f}x |")


if __name__ == "__main__":
    main()
