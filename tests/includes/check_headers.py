#!/usr/bin/env python3
"""Compiles every header alone, syntax only, and demands `#pragma once` of each.

check_headers.py ROOT COMPILER FLAGS...    exit 1 if a header does not stand alone

A header whose own source includes it before anything else was compiled alone by the build already
and is not compiled again.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

PARTS = ("engine", "dsl", "facts", "cli", "include", "tests", "fuzz", "bench")


def leads_its_source(root, path):
    source = path.with_suffix(".cpp")
    first = re.search(r'^#include "([^"]+)"|^#include <', source.read_text(), re.MULTILINE) \
        if source.exists() else None
    return first is not None and first[1] == path.relative_to(root).as_posix()


def check(root, compiler, path):
    """The problem with `path`, or an empty string."""
    if "#pragma once" not in path.read_text():
        return f"{path.relative_to(root)}: no #pragma once"
    if leads_its_source(root, path):
        return ""
    # As an include of an empty source, so that the compiler takes it for a header.
    run = subprocess.run(
        [*compiler, f"-I{root}", "-fsyntax-only", "-x", "c++", "-include", str(path), os.devnull],
        capture_output=True, text=True)
    return run.stderr.strip() if run.returncode else ""


def main():
    root, compiler = pathlib.Path(sys.argv[1]), sys.argv[2:]
    headers = [path for part in PARTS for path in sorted((root / part).rglob("*.h"))]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = [text for text in pool.map(lambda path: check(root, compiler, path), headers)
                    if text]
    for text in problems:
        print(text)
    print(f"{len(headers)} headers, {len(problems)} that do not stand alone")
    return 1 if problems or not headers else 0


if __name__ == "__main__":
    sys.exit(main())
