"""Writes the seeds of expressions and their dictionary; refresh_corpus runs it at the root.

Of each section of the conformance cases the first expression is a seed of expression_text, of each
file the first one of expression_json, with an action that has members of every kind. The choices
are of bytes drawn once, so that another run writes the same.
"""

import glob
import json
import os
import random
import re

TEXTS = "fuzz/corpus/expression_text"
PAIRS = "fuzz/corpus/expression_json"

ACTION = {
    "subject": {"type": "agent", "id": "ab", "properties": {"level": 2}},
    "action": {"name": "merge"},
    "context": {
        "n": 7, "d": 2.5, "s": "k42", "b": True, "l": [1, "a", None], "m": {"a": 1, "b": "x"},
        "z": None, "any": [1], "path": "auth/x.pem", "deep": {"n": 2, "on": True},
        "hunks": [{"path": "x.env", "line": 3, "text": "KEY=k1"}],
        "order": {"id": "12", "total": 2, "lines": [{"sku": "ab", "count": 7, "price": 1.5}],
                  "tags": {"a": "x"}, "placed": "2026-01-05T12:00:00Z", "weights": [1],
                  "grid": [[1, 2], [3]], "raw": "YWI="},
    },
}

MACROS = ["all(x, ", "exists(x, ", "exists_one(x, ", "existsOne(x, ", "map(x, ", "filter(x, ",
          "sortBy(x, ", "transformList(i, x, ", "transformMap(i, x, ", "transformMapEntry(i, x, ",
          "cel.bind(x, ", "optMap(x, ", "optFlatMap(x, ", "orValue(", "or(", "has("]
MARKS = ["context.", ".?", "[?", "{?", "&&", "||", "==", "!=", "<=", ">=", " in ", " ? ", " : ",
         "null", "true", "1u", "1.5", "0x", "b''", "r''", "'''", "`", "//", "9223372036854775807",
         "-9223372036854775808", "18446744073709551615u", "google.protobuf.Duration"]


def write(path, content):
    with open(path, "wb") as out:
        out.write(content)


def write_cases(action):
    for path in sorted(glob.glob("tests/conformance/cases/*.jsonl")):
        seen = set()
        with open(path, encoding="utf-8") as lines:
            cases = [json.loads(line) for line in lines]
        for case in cases:
            if case["section"] in seen:
                continue
            name = "case_" + re.sub("[^a-z0-9]+", "_", case["file"] + "_" + case["section"])
            expression = case["expr"].encode()
            write(f"{TEXTS}/{name}", expression)
            if not seen:
                write(f"{PAIRS}/{name}", b"E" + expression + b"\x1e" + action)
            seen.add(case["section"])


def write_choices(action):
    numbers = random.Random(1)
    for kind in "TDU":
        for i in range(8):
            drawn = bytes(numbers.randrange(256) for _ in range(160))
            write(f"{PAIRS}/choices_{kind.lower()}{i}", kind.encode() + drawn + b"\x1e" + action)


def write_dictionary():
    with open("engine/program/functions.def", encoding="utf-8") as table:
        names = re.findall(r'^REMIT_FUNCTION\(\w+, "([^"@]+)"', table.read(), re.M)
    with open("fuzz/expression.dict", "w", encoding="utf-8") as out:
        out.write("# The words and marks of expressions, for -dict=.\n")
        for word in sorted(set(names + MACROS + MARKS)):
            out.write(f'"{word}"\n')


def main():
    for old in glob.glob(f"{TEXTS}/case_*") + glob.glob(f"{PAIRS}/c[ah]*_*"):
        os.remove(old)
    os.makedirs(TEXTS, exist_ok=True)
    os.makedirs(PAIRS, exist_ok=True)
    action = json.dumps(ACTION).encode()
    write_cases(action)
    write_choices(action)
    write_dictionary()


main()
