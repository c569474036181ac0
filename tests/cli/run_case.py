#!/usr/bin/env python3
"""Runs one case file against the program and compares all that it says.

A case file begins with a sentence that says why it exists. Then come steps, each a line that begins
with `--- `; what follows up to the next step is the step's text:

    --- file NAME             writes the text to NAME, in the case's own empty folder
    --- hex NAME              the same, the text being hexadecimal
    --- generate NAME KIND N  a file too large to keep: `parens` (N nested parentheses in a
                              condition), `comment` (a policy of N bytes), `array` (N nested arrays),
                              `lines` (four actions, the second with a text of N bytes)
    --- copy PATH             copies a file or folder of the source tree
    --- cut NAME N            cuts NAME to its first N bytes
    --- run ARGUMENTS         runs a program, `remit` being the one under test; no shell.
                              $ID1 is the first decision id that the case has printed, and so on;
                              $REMIT is the path of the program
    --- stdin                 what the run reads
    --- to PATH               where its standard output goes instead
    --- stdout, stderr, exit  what the run must give; stdout and stderr are left out when empty

Ids, digests, sizes of programs and the present time are replaced by placeholders before comparing.
With REMIT_UPDATE_GOLDEN=1 in the environment the expectations are rewritten instead.
"""

import argparse
import datetime
import difflib
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

EXPECTED = ("stdout", "stderr", "exit")
ID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b")
DIGEST = re.compile(r"\bsha256([:/])[0-9a-f]{64}\b")
SIZE = re.compile(r"\b[0-9][0-9,]* instructions?, [0-9][0-9,]* bytes?\b")
SIZE_JSON = re.compile(r'("instructions"|"bytes"):[0-9]+')
TIME = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")


# Commits are the same on every machine and at every time.
GIT = {
    "HOME": "/nonexistent",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "init.defaultBranch",
    "GIT_CONFIG_VALUE_0": "main",
    "GIT_AUTHOR_NAME": "Ann",
    "GIT_AUTHOR_EMAIL": "ann@example.org",
    "GIT_AUTHOR_DATE": "2026-01-05T12:00:00Z",
    "GIT_COMMITTER_NAME": "Ann",
    "GIT_COMMITTER_EMAIL": "ann@example.org",
    "GIT_COMMITTER_DATE": "2026-01-05T12:00:00Z",
}


def generate(kind, size):
    if kind == "parens":
        condition = "(" * size + "true" + ")" * size
        return f'policy deep owner "o" default allow\n\ntrigger t {{\n  when {condition}\n  notify\n}}\n'
    if kind == "comment":
        head = 'policy large owner "o" default allow\n'
        line = "// " + "x" * 96 + "\n"
        return (head + line * (size // len(line) + 1))[:size]
    if kind == "array":
        return "[" * size + "]" * size + "\n"
    if kind == "lines":
        line = '{"action": {"name": "note"}, "context": {"text": "%s"}}\n'
        return line % "a" + line % ("b" * size) + line % "c" + '{"action": {}}\n'
    raise SystemExit(f"nothing generates `{kind}`")


class Steps:
    """The case file as a list of [name, argument, text], which can be written back."""

    def __init__(self, path):
        self.path = path
        self.intro = ""
        self.steps = []
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        for line in text.splitlines(keepends=True):
            if line.startswith("--- "):
                name, _, argument = line[4:].strip().partition(" ")
                self.steps.append([name, argument, ""])
            elif self.steps:
                self.steps[-1][2] += line
            else:
                self.intro += line

    def write(self):
        out = self.intro
        for name, argument, text in self.steps:
            out += f"--- {name} {argument}".rstrip() + "\n" + text
        self.path.write_bytes(out.encode("utf-8", "surrogateescape"))


class Case:
    def __init__(self, steps, remit, source, folder):
        self.steps, self.remit, self.source, self.folder = steps, remit, source, folder
        self.ids = []

    def prepare(self, name, argument, text):
        path = self.folder / argument.split(" ")[0]
        path.parent.mkdir(parents=True, exist_ok=True)
        if name == "file":
            path.write_bytes(text.encode("utf-8", "surrogateescape"))
        elif name == "hex":
            path.write_bytes(bytes.fromhex(text))
        elif name == "generate":
            file, kind, size = argument.split(" ")
            (self.folder / file).write_text(generate(kind, int(size)))
        elif name == "copy":
            source = self.source / argument
            copy = shutil.copytree if source.is_dir() else shutil.copy
            copy(source, self.folder / source.name)
        elif name == "cut":
            file, size = argument.split(" ")
            os.truncate(self.folder / file, int(size))
        else:
            raise SystemExit(f"no step is called `{name}`")

    def normal(self, data):
        text = data.decode("utf-8", "surrogateescape")
        for found in ID.findall(text):
            if found not in self.ids:
                self.ids.append(found)
        text = ID.sub(lambda m: f"<id {self.ids.index(m.group()) + 1}>", text)
        text = DIGEST.sub(r"sha256\1<digest>", text)
        text = SIZE.sub("<size>", text)
        text = SIZE_JSON.sub(r'\1:"<size>"', text)
        return TIME.sub(self.normal_time, text)

    @staticmethod
    def normal_time(match):
        stamp = datetime.datetime.fromisoformat(match.group()[:19]).replace(
            tzinfo=datetime.timezone.utc)
        away = datetime.datetime.now(datetime.timezone.utc) - stamp
        return "<now>" if abs(away) < datetime.timedelta(hours=1) else match.group()

    def run(self, arguments, stdin, to):
        argv = shlex.split(arguments)
        argv = [re.sub(r"\$ID(\d+)", lambda m: self.ids[int(m.group(1)) - 1], a) for a in argv]
        argv = [self.remit if a == "$REMIT" else a for a in argv]
        if argv[0] == "remit":
            argv[0] = self.remit
        environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"} | GIT
        for name, value in os.environ.items():
            if name.endswith("SAN_OPTIONS"):
                environment[name] = value
        with open(to, "wb") if to else tempfile.TemporaryFile(dir=self.folder.parent) as out:
            done = subprocess.run(argv, input=stdin.encode("utf-8", "surrogateescape"),
                                  stdout=out, stderr=subprocess.PIPE, cwd=self.folder,
                                  env=environment, timeout=100, check=False)
            stdout = b""
            if not to:
                out.seek(0)
                stdout = out.read()
        return {"stdout": self.normal(stdout), "stderr": self.normal(done.stderr),
                "exit": str(done.returncode)}

    def play(self):
        """Runs every step; gives the steps as they should be."""
        actual, i = [], 0
        steps = self.steps.steps
        while i < len(steps):
            name, argument, text = steps[i]
            actual.append([name, argument, text])
            i += 1
            if name != "run":
                self.prepare(name, argument, text)
                continue
            inputs = {"stdin": "", "to": ""}
            while i < len(steps) and steps[i][0] in inputs | dict.fromkeys(EXPECTED):
                if steps[i][0] in inputs:
                    actual.append(steps[i])
                    inputs[steps[i][0]] = steps[i][1] if steps[i][0] == "to" else steps[i][2]
                i += 1
            result = self.run(argument, inputs["stdin"], inputs["to"])
            for stream in ("stdout", "stderr"):
                if result[stream]:
                    end = "" if result[stream].endswith("\n") else "\n"
                    actual.append([stream, "", result[stream] + end])
            actual.append(["exit", result["exit"], "\n" if i < len(steps) else ""])
        return actual


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--remit", required=True)
    parser.add_argument("--source", required=True, type=pathlib.Path)
    parser.add_argument("case", type=pathlib.Path)
    arguments = parser.parse_args()
    steps = Steps(arguments.case)
    before = arguments.case.read_bytes().decode("utf-8", "surrogateescape")
    with tempfile.TemporaryDirectory() as folder:
        working = pathlib.Path(folder) / "case"
        working.mkdir()
        case = Case(steps, os.path.abspath(arguments.remit), arguments.source, working)
        steps.steps = case.play()
    if not any(name == "run" for name, _, _ in steps.steps):
        raise SystemExit(f"{arguments.case}: runs nothing")
    if os.environ.get("REMIT_UPDATE_GOLDEN") == "1":
        steps.write()
        return 0
    after = steps.intro + "".join(
        f"--- {name} {argument}".rstrip() + "\n" + text for name, argument, text in steps.steps)
    if before == after:
        return 0
    sys.stdout.reconfigure(errors="backslashreplace")
    sys.stdout.writelines(difflib.unified_diff(before.splitlines(keepends=True),
                                               after.splitlines(keepends=True), "expected", "actual"))
    print("\n(REMIT_UPDATE_GOLDEN=1 rewrites the case)")
    return 1


if __name__ == "__main__":
    sys.exit(main())
