#!/usr/bin/env python3
"""Holds the renames of facts/change against those of git.

check_renames.py FIND_RENAMES [FIRST_SEED [SEEDS]]    exit 1 where they differ

Each seed is one repository of two commits, made by a generator: files that move, change while they
move, trade places, exist several times, are empty, links, submodules, binary. The same pairs with
the same similarity must come from `git diff --raw -M` and from FIND_RENAMES, which is given no more
than the files that git calls added and deleted when it looks for no renames.

Since 2.44 git counts what follows a file's last whole chunk too, which FIND_RENAMES does not: there
every file ends in a line feed.
"""
import hashlib
import os
import pathlib
import random
import subprocess
import sys
import tempfile

from trees import make_trees

ENVIRONMENT = {**{name: value for name, value in os.environ.items()
                  if not name.startswith("GIT_")},
               "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(folder, *arguments, given=None):
    return subprocess.run(["git", "-C", str(folder), *arguments], input=given, check=True,
                          stdout=subprocess.PIPE, env=ENVIRONMENT).stdout


def counts_tails():
    version = subprocess.run(["git", "--version"], check=True, stdout=subprocess.PIPE).stdout
    return [int(part) for part in version.split()[2].split(b".")[:2]] >= [2, 44]


def without_tails(tree):
    return {path: (mode, content.rstrip(b"\n") + b"\n") if mode.startswith("100")
            else (mode, content) for path, (mode, content) in tree.items()}


def blob_id(content):
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


def quoted(path):
    return b'"' + path.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n") + b'"'


def commit(mark, tree):
    """A commit of exactly these files, as `git fast-import` reads it."""
    lines = [b"commit refs/heads/main\nmark :%d\ncommitter A <a@example.org> 1700000000 +0000\n"
             b"data 0\ndeleteall\n" % mark]
    for path, (mode, content) in tree.items():
        if mode == "160000":
            lines.append(b"M 160000 %s %s\n" % (content, quoted(path)))
        else:
            lines.append(b"M %s inline %s\ndata %d\n%s\n"
                         % (mode.encode(), quoted(path), len(content), content))
    return b"".join(lines)


def candidates(raw):
    """`git diff --raw -z` without renames, as find_renames reads it."""
    fields = raw.split(b"\0")[:-1]
    out = []
    for entry, path in zip(fields[::2], fields[1::2]):
        old_mode, new_mode, old_blob, new_blob, status = entry[1:].split(b" ")
        if status == b"D":
            out += [b"D", old_mode, old_blob, path]
        elif status == b"A":
            out += [b"A", new_mode, new_blob, path]
    return b"".join(field + b"\0" for field in out)


def expected_renames(raw):
    fields = raw.split(b"\0")[:-1]
    pairs, at = [], 0
    while at < len(fields):
        status = fields[at].rsplit(b" ", 1)[1]
        if status.startswith(b"R"):
            pairs.append((status, fields[at + 1], fields[at + 2]))
            at += 1
        at += 2
    return sorted(pairs)


def found_renames(program, folder, limit):
    fields = subprocess.run([program, str(folder / "candidates"), str(folder), str(limit * limit)],
                            check=True, stdout=subprocess.PIPE).stdout.split(b"\0")[:-1]
    return sorted(zip(fields[::3], fields[1::3], fields[2::3]))


def check(program, seed):
    """How many renames of this seed agree; None where git and the program differ."""
    random_source = random.Random(seed)
    old, new = make_trees(random_source)
    if counts_tails():
        old, new = without_tails(old), without_tails(new)
    limit = random_source.choice([1000, 1000, 1000, 40])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        git(folder, "init", "-q", "--bare", ".")
        git(folder, "fast-import", "--quiet", given=commit(1, old) + commit(2, new))
        for mode, content in [*old.values(), *new.values()]:
            if mode != "160000":
                (folder / blob_id(content)).write_bytes(content)
        diff = ["-c", f"diff.renameLimit={limit}", "diff", "--raw", "-z", "--no-abbrev"]
        (folder / "candidates").write_bytes(
            candidates(git(folder, *diff, "--no-renames", "main~", "main")))
        wanted = expected_renames(git(folder, *diff, "-M", "main~", "main"))
        got = found_renames(program, folder, limit)
    for mark, pairs in [("git", set(wanted) - set(got)), ("ours", set(got) - set(wanted))]:
        for pair in sorted(pairs):
            print(f"seed {seed}, only {mark}: {pair}")
    return len(wanted) if wanted == got else None


def main():
    program = sys.argv[1]
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    seeds = int(sys.argv[3]) if len(sys.argv) > 3 else 24
    counts = [check(program, seed) for seed in range(first, first + seeds)]
    agree = sum(count for count in counts if count is not None)
    print(f"{seeds} repositories, {agree} renames agree, {counts.count(None)} repositories differ")
    return 1 if None in counts or agree < 20 * seeds else 0


if __name__ == "__main__":
    sys.exit(main())
