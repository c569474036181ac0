#!/usr/bin/env python3
"""Holds a page to the compiler: every policy text in it is checked as it stands.

run_guide.py PAGE.md REMIT    REMIT_UPDATE_GOLDEN=1 writes console output into the page instead

A `remit` block whose text begins with `policy`, and one that is named in backquotes before it, are
files of their own; any other stands under the header that the page says (WRAPPER). Each must pass
`remit lint` with nothing said, and its tests must pass. After `remit refused` or `remit warned`
stand the kinds of diagnostics that the block gives, all of them and no others. `console` blocks are
run as the README's are.
"""
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from run_readme import FILE_NAME, played

WRAPPER = 'policy guide owner "lead" default allow'
BLOCK = re.compile(r"^```(\w*)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
KIND = re.compile(r": (?:error|warning): .*\[(\w+)\]$", re.MULTILINE)
TEST = re.compile(r"^test ", re.MULTILINE)
PASSED = re.compile(r"^ok ", re.MULTILINE)
STATUS = {"": 0, "warned": 1, "refused": 2}  # of `remit lint`


def ran(folder, *command):
    done = subprocess.run(command, cwd=folder, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=60,
                          env={**os.environ, "NO_COLOR": "1"})
    return done.returncode, done.stdout


def blocks(text):
    """(line, words after `remit`, file name or "", body) of each policy text of the page."""
    end = 0
    for block in BLOCK.finditer(text):
        names = FILE_NAME.findall(text, end, block.start())
        end = block.end()
        if block[1] == "remit":
            name = names[-1] if names else ""
            yield text.count("\n", 0, block.start()) + 1, block[2].split(), name, block[3]


def mistakes(folder, words, name, body, remit):
    """What is wrong with one block, and how many tests it has."""
    begins = COMMENT.sub("", body).lstrip()
    library = bool(name) and not begins.startswith("policy ")
    whole = library or begins.startswith("policy ")
    path = pathlib.Path(folder, pathlib.Path(name).name or "block.remit")
    path.write_text(body if whole else f"{WRAPPER}\n{body}", encoding="utf-8")
    if library:
        importer = f'{WRAPPER}\nimport "{name}" as it\n'
        path = pathlib.Path(folder, "importer.remit")
        path.write_text(importer, encoding="utf-8")
    how, kinds = (words[0], words[1:]) if words else ("", [])
    status, said = ran(folder, remit, "lint", path.name)
    if how not in STATUS or status != STATUS[how] or set(KIND.findall(said)) != set(kinds):
        return f"`remit lint` says, with status {status}:\n{said}", 0
    tests = len(TEST.findall(body))
    if how == "" and tests:
        status, said = ran(folder, remit, "test", path.name)
        if status != 0 or len(PASSED.findall(said)) != tests:
            return f"`remit test` says, with status {status}:\n{said}", tests
    return "", tests


def main():
    guide, remit = pathlib.Path(sys.argv[1]), str(pathlib.Path(sys.argv[2]).resolve())
    text = guide.read_text(encoding="utf-8")
    wrong = count = tests = 0
    with tempfile.TemporaryDirectory() as folder:
        for line, words, name, body in blocks(text):
            if not name and not body.lstrip().startswith("policy ") and f"`{WRAPPER}`" not in text:
                sys.exit("the page does not say the header that its fragments stand under")
            mistake, of_block = mistakes(folder, words, name, body, remit)
            count, tests = count + 1, tests + of_block
            if mistake:
                wrong += 1
                print(f"{guide.name}:{line}: {mistake}")
    if count == 0 or tests == 0:
        sys.exit("no policy or no test found in the page")
    result, commands = played(text, remit)
    if result != text:
        if os.environ.get("REMIT_UPDATE_GOLDEN") == "1":
            guide.write_text(result, encoding="utf-8")
        else:
            wrong += 1
            sys.stdout.writelines(difflib.unified_diff(
                text.splitlines(True), result.splitlines(True), guide.name, "what was printed"))
    print(f"{count} policy texts, {tests} tests, {commands} commands, {wrong} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
