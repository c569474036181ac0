#!/usr/bin/env python3
"""Runs the story of an example and compares all that it prints with its expected.txt.

The `text` blocks of the example's README have to stand in expected.txt as they are. Ids of
decisions and commits are replaced before comparing: they depend on the time and on the pack's own
bytes. REMIT_UPDATE_GOLDEN=1 writes expected.txt instead.
"""

import argparse
import difflib
import os
import pathlib
import re
import subprocess
import sys

DECISION = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b")
COMMIT = re.compile(r"\b[0-9a-f]{12}\b")
BLOCK = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def shown(text):
    return COMMIT.sub("COMMIT", DECISION.sub("ID", text))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--remit", required=True, type=pathlib.Path)
    parser.add_argument("example", type=pathlib.Path)
    arguments = parser.parse_args()

    path = f"{arguments.remit.resolve().parent}{os.pathsep}{os.environ['PATH']}"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run([arguments.example / "story.sh"], text=True, capture_output=True,
                          env={**inherited, "PATH": path, "TZ": "UTC"}, timeout=200, check=False)
    if done.returncode != 0:
        print(f"story.sh: status {done.returncode}\n{done.stdout}{done.stderr}")
        return 1

    golden = arguments.example / "expected.txt"
    got = shown(done.stdout)
    if os.environ.get("REMIT_UPDATE_GOLDEN") == "1":
        golden.write_text(got, encoding="utf-8")
    expected = golden.read_text(encoding="utf-8")
    difference = list(difflib.unified_diff(expected.splitlines(), got.splitlines(), "expected.txt",
                                           "story.sh", lineterm=""))

    blocks = BLOCK.findall((arguments.example / "README.md").read_text(encoding="utf-8"))
    if not blocks:
        difference.append("README.md: no text blocks")
    difference += [f"README.md: not in expected.txt:\n{block}" for block in blocks
                   if block not in expected]
    print("\n".join(difference))
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main())
