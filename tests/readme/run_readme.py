#!/usr/bin/env python3
"""Runs the README's `console` blocks and compares what they print.

run_readme.py README.md REMIT    REMIT_UPDATE_GOLDEN=1 writes the output into the README instead

The first `sh` block is the two commands of a fresh machine: exactly these, and there to be run.
The last file named in backquotes before a `remit`, `json` or `yaml` block is where it is saved.
In a `console` block `$ COMMAND` is run by bash in the folder of these
files, with REMIT as `remit`, `$REMIT` as the source tree, and a git that knows who commits and reads no
settings of this machine; what follows is its output, both streams. A line `[exit N]` ends the output of a command whose status
is not 0. Decision ids and git's ids, made anew each time, are shown as fixed ones.
"""
import difflib
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE_NAME = re.compile(r"`([\w./-]+\.(?:remit|json|ya?ml))`")
SAVED = ("remit", "json", "yaml")  # languages of blocks

SOURCE = pathlib.Path(__file__).resolve().parents[2]

FIRST_COMMANDS = ["scripts/demo", "scripts/test"]

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SHOWN_ID = "019b8e23-5c00-7c41-9d0a-6f1e2b3c4d5e"
COMMIT = re.compile(r"(?<![\w-])(?:[0-9a-f]{40}|[0-9a-f]{12})(?![\w-])")
DIGEST = re.compile(r"\bsha256:[0-9a-f]{64}\b")

GIT = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
       "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@example.org",
       "GIT_COMMITTER_NAME": "Ann", "GIT_COMMITTER_EMAIL": "ann@example.org"}


class Shown:
    """Ids as the page shows them: each commit, in the order in which they are met, has its own."""

    def __init__(self):
        self.commits = []

    def commit(self, match):
        short = match.group()[:12]
        if short not in self.commits:
            self.commits.append(short)
        fixed = hashlib.sha1(str(self.commits.index(short)).encode()).hexdigest()
        return fixed[: len(match.group())]

    def text(self, output):
        output = DIGEST.sub("sha256:" + hashlib.sha256(b"").hexdigest(), UUID.sub(SHOWN_ID, output))
        return COMMIT.sub(self.commit, output)


def run(command, folder, remit, shown):
    path = f"{pathlib.Path(remit).resolve().parent}:{os.environ['PATH']}"
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment = {**inherited, **GIT, "PATH": path, "NO_COLOR": "1", "REMIT": str(SOURCE)}
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    return shown.text(done.stdout) + (f"[exit {done.returncode}]\n" if done.returncode else "")


def played(text, remit):
    """`text` with every console block as it comes out, and how many commands there were."""
    out, end, commands, shown = [], 0, 0, Shown()
    with tempfile.TemporaryDirectory() as folder:
        for block in BLOCK.finditer(text):
            before, (language, body) = text[end : block.start()], block.groups()
            names = FILE_NAME.findall(before)
            if language in SAVED and names:
                path = pathlib.Path(folder, names[-1])
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(body, encoding="utf-8")
            elif language == "console":
                lines = [line[2:] for line in body.splitlines() if line.startswith("$ ")]
                commands += len(lines)
                body = "".join(f"$ {line}\n{run(line, folder, remit, shown)}" for line in lines)
            out += [before, f"```{language}\n{body}```"]
            end = block.end()
    return "".join(out) + text[end:], commands


def first_commands(text):
    """The commands of the first `sh` block, without their comments."""
    body = next(body for language, body in BLOCK.findall(text) if language == "sh")
    return [command for line in body.splitlines() if (command := line.partition("#")[0].strip())]


def main():
    readme, remit = pathlib.Path(sys.argv[1]), sys.argv[2]
    text = readme.read_text(encoding="utf-8")
    if first_commands(text) != FIRST_COMMANDS:
        sys.exit(f"the README begins with {first_commands(text)}, not with {FIRST_COMMANDS}")
    for command in FIRST_COMMANDS:
        path = readme.parent / command
        if not os.access(path, os.X_OK):
            sys.exit(f"{command} cannot be run")
        subprocess.run(["bash", "-n", path], check=True)
    result, commands = played(text, remit)
    if commands == 0:
        sys.exit("no command found in the README")
    if result == text:
        print(f"{commands} commands print what the README says")
    elif os.environ.get("REMIT_UPDATE_GOLDEN") == "1":
        readme.write_text(result, encoding="utf-8")
    else:
        sys.stdout.writelines(difflib.unified_diff(
            text.splitlines(True), result.splitlines(True), "README.md", "what was printed"))
        sys.exit(1)


if __name__ == "__main__":
    main()
