#!/usr/bin/env python3
"""Every relative link of the project's Markdown leads to a file or folder that exists.

check_links.py ROOT    prints `FILE:LINE: TARGET is not there`; exit 1 if there is one
"""
import pathlib
import re
import sys

LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def pages(root):
    for path in sorted(root.rglob("*.md")):
        parts = path.relative_to(root).parts
        if parts[0] not in ("build", ".git") and ".remit" not in parts:
            yield path


def main():
    root = pathlib.Path(sys.argv[1])
    problems, count = [], 0
    for page in pages(root):
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
            for target in LINK.findall(line):
                if re.match(r"[a-z]+:", target):
                    continue
                count += 1
                if not (page.parent / target).exists():
                    problems.append(f"{page.relative_to(root)}:{number}: {target} is not there")
    print("\n".join(problems) if problems else f"{count} links lead somewhere")
    return 1 if problems or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
