#!/usr/bin/env python3
"""check_includes.py on small made-up trees: each forbidden edge is named, allowed ones pass."""
import pathlib
import tempfile
import unittest

import check_includes

TABLE = """
remit_module(engine/base PRIVATE OpenSSL::Crypto)
remit_module(engine/model engine/base PRIVATE simdjson::simdjson)
remit_module(engine/vm engine/model
             PRIVATE PkgConfig::RE2)
remit_module(dsl/parse engine/base PRIVATE Boost::headers)
remit_module(dsl/check dsl/parse engine/model)
remit_module(cli dsl/check engine/vm PRIVATE yaml-cpp)
"""
HEADERS = {
    "engine/base/error.h": "",
    "engine/model/value.h": "",
    "engine/model/json_read.h": "",
    "engine/vm/vm.h": "",
    "dsl/parse/parse.h": "",
    "dsl/check/typed.h": "",
    "engine/vm/test_program.h": "#include <catch2/catch.hpp>",
    "tests/support/golden.h": "",
}

# One file of a tree that is otherwise right, and what is said of it (nothing: allowed).
CASES = [
    ("engine/model/a.cpp", '#include "engine/base/error.h"', []),
    ("engine/vm/a.cpp", '#include "engine/base/error.h"', []),  # through engine/model
    ("engine/vm/a.cpp", "#include <re2/re2.h>", []),
    ("engine/vm/a_test.cpp", "#include <catch2/catch.hpp>", []),
    ("engine/base/a_test.cpp", '#include "engine/vm/vm.h"', []),  # one program tests engine/
    ("engine/vm/a_test.cpp", '#include "engine/vm/test_program.h"', []),
    ("engine/base/a_test.cpp", '#include "tests/support/golden.h"', []),
    ("dsl/check/a_test.cpp", '#include "engine/model/value.h"', []),
    ("tests/laws/a.cpp", '#include "engine/vm/vm.h"\n#include <rapidcheck.h>', []),
    ("tests/reference/a.cpp", '#include "engine/model/value.h"\n#include <re2/re2.h>', []),
    ("tests/reference/a_test.cpp", '#include "engine/vm/vm.h"', []),
    (
        "engine/base/a.cpp",
        '#include "engine/model/value.h"',
        ["engine/base/a.cpp:1: engine/base may not include engine/model/value.h: no row of "
         "CMakeLists.txt leads there"],
    ),
    (
        "engine/vm/a.h",
        '#pragma once\n#include "dsl/parse/parse.h"',
        ["engine/vm/a.h:2: engine/vm may not include dsl/parse/parse.h: no row of CMakeLists.txt "
         "leads there"],
    ),
    (
        "engine/vm/a_test.cpp",
        '#include "dsl/parse/parse.h"',
        ["engine/vm/a_test.cpp:1: engine/vm may not include dsl/parse/parse.h: no row of "
         "CMakeLists.txt leads there"],
    ),
    (
        "dsl/check/a.cpp",
        "#include <boost/spirit/home/x3.hpp>",
        ["dsl/check/a.cpp:1: <boost/spirit/home/x3.hpp> is for dsl/parse"],
    ),
    (
        "dsl/check/a.cpp",
        '#include "re2/re2.h"',
        ["dsl/check/a.cpp:1: <re2/re2.h> is for bench, dsl/compile, engine/vm, facts/change, "
         "tests/reference"],
    ),
    (
        "engine/vm/a.cpp",
        "#include <openssl/evp.h>",
        ["engine/vm/a.cpp:1: <openssl/evp.h>: the row of engine/vm does not link OpenSSL::Crypto"],
    ),
    (
        "tests/laws/a.cpp",
        "#include <simdjson.h>",
        ["tests/laws/a.cpp:1: <simdjson.h> is for engine/model"],
    ),
    (
        "engine/vm/a.cpp",
        "#include <catch2/catch.hpp>",
        ["engine/vm/a.cpp:1: <catch2/catch.hpp> is for tests alone"],
    ),
    (
        "engine/vm/a.cpp",
        '#include "engine/vm/test_program.h"',
        ["engine/vm/a.cpp:1: engine/vm/test_program.h is for tests alone"],
    ),
    (
        "engine/vm/a.cpp",
        '#include "vm.h"',
        ['engine/vm/a.cpp:1: "vm.h" is no path from the root of the project'],
    ),
    (
        "engine/model/a.cpp",
        '#include "tests/support/golden.h"',
        ["engine/model/a.cpp:1: engine/model may not include tests/support/golden.h: no row of "
         "CMakeLists.txt leads there"],
    ),
    (
        "engine/other/a.cpp",
        '#include "engine/base/error.h"',
        ["engine/other/a.cpp:1: engine/other has no row in CMakeLists.txt"],
    ),
    (
        "tests/reference/a.cpp",
        '#include "engine/model/json_read.h"',
        ["tests/reference/a.cpp:1: tests/reference shares too much with the engine: "
         "engine/model/json_read.h"],
    ),
]
TABLE_CASES = [
    ("remit_module(engine/a engine/b)\nremit_module(engine/b engine/a)",
     ["CMakeLists.txt: engine/a reaches itself", "CMakeLists.txt: engine/b reaches itself"]),
    ("remit_module(engine/a dsl/b)\nremit_module(dsl/b)",
     ["CMakeLists.txt: engine/a reaches dsl/b: the engine knows no other part"]),
    ("remit_module(dsl/a dsl/b)", ["CMakeLists.txt: dsl/a links dsl/b, which has no row"]),
    ("remit_module(dsl/a PRIVATE yaml-cpp)",
     ["CMakeLists.txt: dsl/a links yaml-cpp, which is for ['cli', 'facts/change']"]),
    ("project(remit)", ["CMakeLists.txt: no remit_module row found"]),
]


def problems(table, files):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "CMakeLists.txt").write_text(table)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text + "\n")
        return list(check_includes.check(root))


class CheckIncludes(unittest.TestCase):
    def test_one_file(self):
        for path, text, expected in CASES:
            with self.subTest(path=path, text=text):
                self.assertEqual(problems(TABLE, HEADERS | {path: text}), expected)

    def test_the_table(self):
        for table, expected in TABLE_CASES:
            with self.subTest(table=table):
                self.assertEqual(problems(table, {}), expected)


if __name__ == "__main__":
    unittest.main()
