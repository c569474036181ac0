#!/usr/bin/env python3
"""Puts every action of the measured workloads before `remit decide` and compares all answers.

run_decide.py --remit REMIT --workload-policy PROGRAM --source ROOT

The policies are generated from the workloads' rules. The committed sample is always judged; the
measured data ($REMIT_DATA, by default ../shared/data beside the project) where they are, and with
CI=true they must be there.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

WORDS = {True: {"1": "allow", "0": "escalate"},  # W1 knows allow and deny alone
         False: {"0": "allow", "1": "notify", "2": "escalate"}}


def mismatches(remit, generator, folder, name, scratch):
    """What is wrong, one text each, and how many actions there were."""
    policy = scratch / f"{name}.remit"
    with policy.open("wb") as out:
        subprocess.run([generator, name, folder], stdout=out, check=True, timeout=60)
    expected = [WORDS[name == "w1"][line] for line in (folder / f"{name}.expected").read_text().split()]
    done = subprocess.run(
        [remit, "decide", "--policy", policy, "--format", "json", "--no-record",
         "--action", folder / f"{name}.jsonl"],
        cwd=scratch, capture_output=True, text=True, timeout=300, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    wrong = [f"{name}: line {i + 1}: {answer.get('verdict', answer)}, expected {word}"
             for i, (answer, word) in enumerate(zip(answers, expected))
             if answer.get("verdict") != word]
    if len(answers) != len(expected):
        wrong.append(f"{name}: {len(answers)} answers to {len(expected)} actions")
    status = 1 if "escalate" in expected else 0
    if done.returncode != status or done.stderr:
        wrong.append(f"{name}: status {done.returncode}, expected {status}: {done.stderr}")
    return wrong, len(expected)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--remit", required=True, type=pathlib.Path)
    parser.add_argument("--workload-policy", required=True, type=pathlib.Path)
    parser.add_argument("--source", required=True, type=pathlib.Path)
    arguments = parser.parse_args()
    source = arguments.source.resolve()
    sample = source / "tests/workloads/sample"
    runs = [(sample, "w1"), (sample, "w2")]
    data = pathlib.Path(os.environ.get("REMIT_DATA", source / "../shared/data")) / "perf"
    if data.is_dir():
        runs += [(data.resolve(), name) for name in ("w1", "w2", "w3_1000", "w3_10000")]
    elif os.environ.get("CI") == "true":
        sys.exit(f"{data}: the measured data must be here where CI=true")
    wrong, actions = [], 0
    with tempfile.TemporaryDirectory() as scratch:
        for folder, name in runs:
            found, count = mismatches(arguments.remit.resolve(), arguments.workload_policy.resolve(),
                                      folder, name, pathlib.Path(scratch))
            print(f"{folder.name}/{name}: {count} actions, {len(found)} wrong")
            wrong += found
            actions += count
    if actions == 0:
        wrong.append("there was no action")
    print("\n".join(wrong[:50]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
