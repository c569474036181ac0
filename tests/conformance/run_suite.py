#!/usr/bin/env python3
"""Runs the conformance program over every file there is, and over one that has to fail.

run_suite.py --program PROGRAM --source ROOT [--reference]

The committed cases are always run; CEL's own suite ($REMIT_DATA, by default ../shared/data beside the
project) where it is, and with CI=true it must be there. Of that, the tests of `cel.block`, which Remit
leaves out, fail, and no other. What the program says of tests that fail and of lines that are none is
held against failing.txt; the reference evaluator has no words for errors, so only with the VM.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

LEFT_OUT = "block_ext/"
LAST = re.compile(r"^(\d+) passed, (\d+) failed$")


def run(program, options, folder, names):
    done = subprocess.run([program, *options, *names], cwd=folder, capture_output=True, text=True,
                          timeout=300, check=False)
    return done.returncode, done.stdout, done.stderr


def mistakes_of_run(program, options, path):
    """What is wrong with the answers to one file, one text each."""
    status, out, err = run(program, options, path.parent, [path.name])
    lines = out.splitlines()
    last = LAST.match(lines[-1]) if lines else None
    if last is None or err:
        return [f"{path.name}: status {status}, {err or out[-2000:]}"]
    passed, failed = int(last[1]), int(last[2])
    ids = [line.removeprefix("FAIL ") for line in lines if line.startswith("FAIL ")]
    tests = sum(1 for line in path.read_bytes().splitlines() if line.strip())
    left_out = sum(1 for one in ids if one.startswith(LEFT_OUT))
    print(f"{path.name}: {passed} passed, {failed} failed, {left_out} of them left out")
    wrong = [f"{path.name}: {one}" for one in ids if not one.startswith(LEFT_OUT)]
    if passed + failed != tests or failed != len(ids) or passed == 0:
        wrong.append(f"{path.name}: {passed} and {failed} of {tests} tests, {len(ids)} told of")
    if status != (1 if failed else 0):
        wrong.append(f"{path.name}: status {status} with {failed} failed")
    return wrong


def mistakes_of_failing(program, options, folder):
    """The file in which every test fails has to give exactly the text beside it."""
    expected = (folder / "failing.txt").read_text()
    status, out, err = run(program, options, folder, ["failing.jsonl"])
    if (status, out, err) == (1, expected, ""):
        return []
    return [f"failing.jsonl: status {status}, {err}\n{out}--- where this was expected:\n{expected}"]


def mistakes_of_empty(program, options):
    """A file without any test is no answer."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "empty.jsonl").write_text("\n \n")
        done = run(program, options, folder, ["empty.jsonl"])
    if done == (2, "0 passed, 0 failed\n", "empty.jsonl: holds no test\n"):
        return []
    return [f"a file without tests: {done}"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True, type=pathlib.Path)
    parser.add_argument("--source", required=True, type=pathlib.Path)
    parser.add_argument("--reference", action="store_true")
    arguments = parser.parse_args()
    program, source = arguments.program.resolve(), arguments.source.resolve()
    options = ["--reference"] if arguments.reference else []
    folder = source / "tests/conformance"
    files = sorted((folder / "cases").glob("*.jsonl"))
    if not files:
        sys.exit(f"{folder}: no cases")
    data = pathlib.Path(os.environ.get("REMIT_DATA", source / "../shared/data")) / "cel"
    if data.is_dir():
        files += sorted(data.resolve().glob("*.jsonl"))
    elif os.environ.get("CI") == "true":
        sys.exit(f"{data}: CEL's suite must be here where CI=true")
    wrong = [] if arguments.reference else mistakes_of_failing(program, options, folder)
    wrong += mistakes_of_empty(program, options)
    for path in files:
        wrong += mistakes_of_run(program, options, path)
    print("\n".join(wrong[:50]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
