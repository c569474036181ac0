#!/usr/bin/env python3
"""Runs `remit test` on the policy files given, which make one bundle, in this folder.

Passes where every `test` block that stands in the files was run, under its own name, and none
failed. That the number and names are compared keeps a file from passing because nothing ran.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys

TEST = re.compile(r'^test\s+("(?:[^"\\\n]|\\.)*")\s*\{', re.MULTILINE)


def names_in(path):
    return [json.loads(name) for name in TEST.findall(path.read_text(encoding="utf-8"))]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--remit", required=True, type=pathlib.Path)
    parser.add_argument("policies", nargs="+")
    arguments = parser.parse_args()
    folder = pathlib.Path(__file__).resolve().parent

    written = sorted(name for file in arguments.policies for name in names_in(folder / file))
    twice = {name for name in written if written.count(name) > 1}
    done = subprocess.run([arguments.remit.resolve(), "test", "--format", "json",
                           *arguments.policies], cwd=folder, capture_output=True, timeout=100,
                          check=False)
    if done.returncode not in (0, 1) or done.stderr:
        sys.stderr.buffer.write(done.stderr)
        return 1
    results = json.loads(done.stdout)["tests"]
    run = sorted(result["name"] for result in results)
    for result in results:
        for failure in result["failures"]:
            print(f"{result['place']}: {result['name']}: {failure}")
    if twice:
        print(f"two tests of one name: {sorted(twice)}")
    if run != written:
        print(f"{len(written)} tests stand in the files, {len(run)} were run; not in both: "
              f"{sorted(set(run) ^ set(written))}")
    passed = done.returncode == 0 and written and run == written and not twice
    return 0 if passed and all(result["passed"] for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
