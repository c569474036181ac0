#!/usr/bin/env python3
"""How the program starts: `remit` decides without loading a library, and finds remit-all for the rest.

run_start.py --remit REMIT --all REMIT-ALL --libexec FOLDER

Both are copied, as an installation would lay them and as none should.
"""
import argparse
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile

POLICY = 'policy gate owner "ops" default allow\n'
ACTION = '{"action": {"name": "ls"}}'
PT_INTERP = 3
MISSING = ("remit: error: this command needs the program remit-all, which is neither beside remit nor "
           "in ../{libexec}/remit from there\n")


def asks_for_loader(path):
    """Whether the ELF file names a dynamic loader: a program that is linked whole does not."""
    head = path.read_bytes()
    offset, = struct.unpack_from("<Q", head, 32)
    size, count = struct.unpack_from("<HH", head, 54)
    return any(struct.unpack_from("<I", head, offset + i * size)[0] == PT_INTERP
               for i in range(count))


def run(program, arguments, folder):
    done = subprocess.run([program, *arguments], cwd=folder, input=ACTION, capture_output=True,
                          text=True, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


def main():
    parser = argparse.ArgumentParser()
    for name in ("--remit", "--all"):
        parser.add_argument(name, required=True, type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--libexec", required=True)
    arguments = parser.parse_args()
    wrong = []

    def expect(what, got, wanted):
        if got != wanted:
            wrong.append(f"{what}:\n  got    {got}\n  wanted {wanted}")

    expect("remit names a loader", asks_for_loader(arguments.remit), False)
    expect("remit-all names a loader", asks_for_loader(arguments.all), True)
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        (work / "gate.remit").write_text(POLICY, encoding="utf-8")
        remit = work / "prefix" / "bin" / "remit"
        remit.parent.mkdir(parents=True)
        shutil.copy(arguments.remit, remit)
        decide = ["decide", "--policy", "gate.remit", "--no-record", "--format", "json"]
        lint = ["lint", "gate.remit"]

        status, answer, _ = run(remit, decide, work)
        expect("remit alone decides", (status, '"verdict":"allow"' in answer), (0, True))
        missing = MISSING.format(libexec=arguments.libexec)
        expect("remit alone cannot lint", run(remit, lint, work), (4, "", missing))

        whole = run(arguments.all, lint, work)
        installed = remit.parent.parent / arguments.libexec / "remit" / "remit-all"
        installed.parent.mkdir(parents=True)
        shutil.copy(arguments.all, installed)
        expect("as installed", run(remit, lint, work), whole)
        link = work / "link"
        link.symlink_to(remit)
        expect("by a symbolic link", run(link, lint, work), whole)
        shutil.move(installed, remit.parent / "remit-all")
        expect("side by side", run(remit, lint, work), whole)
    for text in wrong:
        print(text)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
