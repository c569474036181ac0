#!/usr/bin/env python3
"""Runs `remit test` on the policy files given, which make one bundle, in this folder.

Passes where every `test` block that stands in the files was run, under its own name, and none
failed, whatever the order of the files. That the number and names are compared keeps a file from
passing because nothing ran.
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


def run(remit, folder, policies):
    return subprocess.run([remit.resolve(), "test", "--format", "json", *policies], cwd=folder,
                          capture_output=True, timeout=100, check=False)


def by_place(done):
    return sorted(json.loads(done.stdout)["tests"], key=lambda result: result["place"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--remit", required=True, type=pathlib.Path)
    parser.add_argument("policies", nargs="+")
    arguments = parser.parse_args()
    folder = pathlib.Path(__file__).resolve().parent

    written = sorted(name for file in arguments.policies for name in names_in(folder / file))
    twice = {name for name in written if written.count(name) > 1}
    done = run(arguments.remit, folder, arguments.policies)
    if done.returncode not in (0, 1) or done.stderr:
        sys.stderr.buffer.write(done.stderr)
        return 1
    turned = run(arguments.remit, folder, arguments.policies[::-1])
    if by_place(done) != by_place(turned):
        print("the order of the files shows in the results")
        return 1
    results = json.loads(done.stdout)["tests"]
    ran = sorted(result["name"] for result in results)
    for result in results:
        for failure in result["failures"]:
            print(f"{result['place']}: {result['name']}: {failure}")
    if twice:
        print(f"two tests of one name: {sorted(twice)}")
    if ran != written:
        print(f"{len(written)} tests stand in the files, {len(ran)} were run; not in both: "
              f"{sorted(set(ran) ^ set(written))}")
    passed = done.returncode == 0 and written and ran == written and not twice
    return 0 if passed and all(result["passed"] for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
