#!/usr/bin/env python3
"""Runs a pack's own tests with coverage, and the linter on it.

Passes where every test block of the pack was run and passed, every rule and bound was reached from
both sides, and no lint is left. The one branch that no test can reach is `for true`: it never is
false. That every file of the pack's folder tests/ is run is asked too, so that a test cannot be
lost by not being named; and that the pack's page names each rule and each param.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys

TEST = re.compile(r'^test\s+("(?:[^"\\\n]|\\.)*")\s*\{', re.MULTILINE)
DECLARED = re.compile(r"^(?:authority|threshold|trigger|prohibit|param) (\w+)", re.MULTILINE)
NEVER_FALSE = "`true` was never false"


def run(remit, pack, *arguments):
    return subprocess.run([remit, *arguments, "--format", "json"], cwd=pack, text=True,
                          capture_output=True, timeout=200, check=False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--remit", required=True, type=pathlib.Path)
    parser.add_argument("pack", type=pathlib.Path)
    arguments = parser.parse_args()
    remit = arguments.remit.resolve()

    wrong = []
    tested = run(remit, arguments.pack, "test", "--coverage")
    if tested.returncode != 0:
        wrong.append(f"remit test: status {tested.returncode}\n{tested.stdout}{tested.stderr}")
    else:
        answer = json.loads(tested.stdout)
        done = sorted(result["name"] for result in answer["tests"])
        written = sorted(json.loads(name) for file in arguments.pack.glob("**/*.remit")
                         for name in TEST.findall(file.read_text(encoding="utf-8")))
        if not written or done != written:
            wrong.append(f"tests that were not run: {sorted(set(written) - set(done))}")
        wrong += [f"{gap['place']}: {gap['text']}" for gap in answer["coverage"]["gaps"]
                  if gap["text"] != NEVER_FALSE]

    page = (arguments.pack / "README.md").read_text(encoding="utf-8")
    names = [name for file in arguments.pack.glob("*.remit")
             for name in DECLARED.findall(file.read_text(encoding="utf-8"))]
    wrong += [f"README.md does not name `{name}`" for name in names if f"`{name}`" not in page]
    if not names:
        wrong.append("the pack declares no rule")

    linted = run(remit, arguments.pack, "lint")
    if linted.returncode != 0:
        wrong.append(f"remit lint: status {linted.returncode}\n{linted.stdout}{linted.stderr}")

    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
