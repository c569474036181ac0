#!/usr/bin/env python3
"""What `remit check` costs as a whole process, beside `git diff` of the same range in the same run.

premerge.py BUILD-FOLDER [--rounds N]

Two made-up changes, each in a bare repository, judged by policies/merge-gate, read from the base; a
record is written, as in use. Runs of all programs are interleaved; the medians of wall time and of
peak memory (the child's own, from the kernel) are printed.
"""
import argparse
import multiprocessing
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parent.parent
KEEPER = "Keeper <keeper@example.org> 1767607200 +0000"
AGENT = "Claude <noreply@anthropic.com> 1767610800 +0000"
WORDS = ("account", "balance", "cursor", "entry", "ledger", "order", "parcel", "route", "stock")
# Name, files; of each file lines before, lines that change (one removed, one added), lines added.
CHANGES = (("150 files, 12,000 lines", 150, 400, 32, 16),
           ("8,000 files, 80,000 lines", 8000, 60, 4, 2))


def line(file, number, version):
    """A line of code as people write them, unlike every other."""
    first, second = WORDS[(file + number) % 9], WORDS[(file * 7 + number * 3) % 9]
    return f"    {first}_{file}_{number} = update({second}, {version + number}, limit={file % 97})"


def contents(files, lines, changed, added):
    """Path, text before and text after of each file; changes come in runs of four lines."""
    for file in range(files):
        before = [line(file, number, 0) for number in range(lines)]
        after = list(before)
        step = max(1, lines // max(1, changed // 4))
        for start in range(0, step * (changed // 4), step):
            after[start:start + 4] = [line(file, number, 7) for number in range(start, start + 4)]
        after += [line(file, lines + number, 3) for number in range(added)]
        yield (f"src/{WORDS[file % 9]}/part_{file // 100}/module_{file}.py",
               "\n".join(before) + "\n", "\n".join(after) + "\n")


def commit(out, reference, who, message, files):
    out.write(f"commit refs/heads/{reference}\nauthor {who}\ncommitter {who}\n"
              f"data {len(message)}\n{message}\n".encode())
    if reference != "main":
        out.write(b"from refs/heads/main\n")
    for path, text in files:
        raw = text.encode()
        out.write(f"M 100644 inline {path}\ndata {len(raw)}\n".encode() + raw + b"\n")
    out.write(b"\n")


def policies():
    yield "remit.yaml", "version: 1\npolicies:\n  - policies/merge-gate/*.remit\n"
    for path in sorted((SOURCE / "policies/merge-gate").rglob("*.remit")):
        yield str(path.relative_to(SOURCE)), path.read_text()


def make_repository(folder, change):
    _, files, lines, changed, added = change
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", folder],
                   check=True)
    made = list(contents(files, lines, changed, added))
    with subprocess.Popen(["git", "-C", folder, "fast-import", "--quiet"],
                          stdin=subprocess.PIPE) as importer:
        commit(importer.stdin, "main", KEEPER, "Before", [*policies(), *(f[:2] for f in made)])
        commit(importer.stdin, "change", AGENT, "A large change\n\nCo-authored-by: Claude "
               "<noreply@anthropic.com>\n", [(path, after) for path, _, after in made])
        importer.stdin.close()
        if importer.wait() != 0:
            sys.exit("git fast-import failed")


def measure(argv, folder, statuses):
    """Wall seconds from spawn to exit, and peak memory in MB (not under this process's own)."""
    start = time.perf_counter()
    child = subprocess.Popen(argv, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    elapsed = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in statuses:
        sys.exit(f"{' '.join(map(str, argv))}: exit {child.returncode}")
    return elapsed, usage.ru_maxrss / 1024


def measure_change(remit, change, rounds, scratch):
    folder = scratch / "repo.git"
    # In a process of its own: what this one has used would count as its children's peak.
    maker = multiprocessing.Process(target=make_repository, args=(folder, change))
    maker.start()
    maker.join()
    if maker.exitcode != 0:
        sys.exit("no repository was made")
    numbers = subprocess.run(["git", "-C", folder, "diff", "--shortstat", "main...change"],
                             check=True, capture_output=True, text=True).stdout.strip()
    checking = [remit, "check", "--base", "main", "--head", "change", "--format", "json"]
    programs = {
        "`git diff`": (["git", "diff", "main...change"], (0,)),
        "`git diff --numstat`": (["git", "diff", "--numstat", "main...change"], (0,)),
        "`remit check`": ([*checking, "--records", scratch / "records"], (0, 1)),
        "`remit check --no-record`": ([*checking, "--no-record"], (0, 1)),
    }
    taken = {name: [] for name in programs}
    for _ in range(rounds):
        for name, (argv, statuses) in programs.items():
            taken[name].append(measure(argv, folder, statuses))
    base = statistics.median(seconds for seconds, _ in taken["`git diff`"])
    print(f"\n{change[0]} ({numbers})\n\n"
          "| process | median | best | to `git diff` | peak memory |\n"
          "| --- | ---: | ---: | ---: | ---: |")
    for name, runs in taken.items():
        median = statistics.median(seconds for seconds, _ in runs)
        print(f"| {name} | {median:.3f} s | {min(runs)[0]:.3f} s | {median / base:.1f}x | "
              f"{statistics.median(memory for _, memory in runs):.0f} MB |")
    shutil.rmtree(folder)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=9)
    arguments = parser.parse_args()
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        del os.environ[name]
    os.environ |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    remit = (arguments.build / "remit").resolve()
    for change in CHANGES:
        with tempfile.TemporaryDirectory() as scratch:
            measure_change(remit, change, arguments.rounds, pathlib.Path(scratch))


if __name__ == "__main__":
    main()
