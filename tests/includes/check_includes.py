#!/usr/bin/env python3
"""Holds every #include of the project against the remit_module(...) table in CMakeLists.txt.

check_includes.py ROOT    prints each forbidden edge as `FILE:LINE: why`; exit 1 if there is one

The rules:
- a module's sources include their own folder and what the table lets the folder reach, directly or
  through others (every link between modules is PUBLIC); the table has no circles, and nothing in
  engine/ reaches dsl/;
- a library is included only by a module whose row names it;
- `*_test.cpp`, and a `test_*.h` beside them that only they include, may include whatever its test program links: the reach of engine/, dsl/, facts/ or cli/ as a
  whole; Catch2 and RapidCheck are for tests alone;
- tests/, fuzz/, bench/ and examples/ see every module; modules see none of them but tests/support,
  and that from `*_test.cpp` only;
- tests/reference shares with the engine only what REFERENCE_MAY lists, so that a mistake cannot sit
  on both sides of a comparison; its `*_test.cpp` are free;
- quoted includes name a file by its full path from the root.
"""
import pathlib
import re
import sys

LIBRARIES = [  # the beginning of an include, the target that gives it
    ("boost/", "Boost::headers"),
    ("yaml-cpp/", "yaml-cpp"),
    ("spdlog/", "spdlog::spdlog_header_only"),
    ("CLI/", "CLI11::CLI11"),
    ("simdjson", "simdjson::simdjson"),
    ("re2/", "PkgConfig::RE2"),
    ("git2", "PkgConfig::LIBGIT2"),
    ("histedit.h", "PkgConfig::LIBEDIT"),
    ("idn2.h", "PkgConfig::LIBIDN2"),
    ("fmt/", "fmt::fmt"),
    ("openssl/", "OpenSSL::Crypto"),
]
# What only one place may name, whatever a row says.
HOMES = {
    "Boost::headers": {"dsl/parse"},
    "yaml-cpp": {"cli", "facts/change"},
    "spdlog::spdlog_header_only": {"cli"},
    "CLI11::CLI11": {"cli"},
    "PkgConfig::LIBEDIT": {"cli"},
    "simdjson::simdjson": {"engine/model"},
    "PkgConfig::RE2": {"engine/vm", "dsl/compile", "facts/change", "tests/reference", "bench"},
    "PkgConfig::LIBGIT2": {"facts/change"},
    "PkgConfig::LIBIDN2": {"engine/vm", "tests/reference"},
}
TEST_LIBRARIES = ("catch2/", "rapidcheck")
OUTSIDE = ("tests/", "fuzz/", "bench/", "examples/")
REFERENCE_MAY = {
    "engine/model/value.h",
    "engine/model/fact_type.h",
    "engine/model/action.h",
    "engine/model/verdict.h",
    "engine/model/zone_table.inc",  # what was measured, not how it is read
    "engine/base/limits.h",
    "engine/base/arena.h",
    "engine/base/check.h",
    "engine/program/program.h",
    "engine/program/function_id.h",
    "engine/program/function_table.h",
}
REFERENCE_MAY_FOLDERS = {"dsl/check", "dsl/ast", "dsl/source", "tests/reference"}
REFERENCE_ONLY_HEADER = {"dsl/source": "dsl/source/source.h"}

ROW = re.compile(r"^remit_module\(([^)]*)\)", re.MULTILINE)
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


class Module:
    def __init__(self, folder, links, libraries):
        self.folder, self.links, self.libraries = folder, links, libraries


def read_table(root):
    modules = {}
    for row in ROW.findall((root / "CMakeLists.txt").read_text()):
        words = row.split()
        at = words.index("PRIVATE") if "PRIVATE" in words else len(words)
        modules[words[0]] = Module(words[0], words[1:at], set(words[at + 1 :]))
    return modules


def reach(modules, start):
    """The folders that `start` reaches through one link or more."""
    found, waiting = set(), list(modules[start].links)
    while waiting:
        folder = waiting.pop()
        if folder not in found:
            found.add(folder)
            waiting += modules[folder].links if folder in modules else []
    return found


def check_table(modules):
    for folder, module in modules.items():
        for other in module.links:
            if other not in modules:
                yield f"CMakeLists.txt: {folder} links {other}, which has no row"
        reached = reach(modules, folder)
        if folder in reached:
            yield f"CMakeLists.txt: {folder} reaches itself"
        if folder.startswith("engine/"):
            for other in sorted(reached):
                if not other.startswith("engine/"):
                    yield f"CMakeLists.txt: {folder} reaches {other}: the engine knows no other part"
        for library in sorted(module.libraries):
            if library in HOMES and folder not in HOMES[library]:
                yield f"CMakeLists.txt: {folder} links {library}, which is for {sorted(HOMES[library])}"


def sources(root):
    for part in ("engine", "dsl", "facts", "cli", "include", "tests", "fuzz", "bench", "examples"):
        for path in sorted((root / part).rglob("*")):
            if path.suffix in (".h", ".cpp", ".def", ".inc"):
                yield path.relative_to(root).as_posix()


def is_test(path):
    name = pathlib.PurePosixPath(path).name
    return name.endswith("_test.cpp") or (name.startswith("test_") and name.endswith(".h"))


def library_of(include):
    return next((target for prefix, target in LIBRARIES if include.startswith(prefix)), None)


def check_angled(modules, path, folder, include):
    in_tests = path.startswith("tests/") or is_test(path)
    if include.startswith(TEST_LIBRARIES) and not in_tests:
        return f"<{include}> is for tests alone"
    library = library_of(include)
    if library is None:
        return None
    if library in HOMES and folder not in HOMES[library]:
        return f"<{include}> is for {', '.join(sorted(HOMES[library]))}"
    if folder in modules and library not in modules[folder].libraries and not in_tests:
        return f"<{include}>: the row of {folder} does not link {library}"
    return None


def check_reference(include, other):
    if other not in REFERENCE_MAY_FOLDERS and include not in REFERENCE_MAY:
        return f"tests/reference shares too much with the engine: {include}"
    if include != REFERENCE_ONLY_HEADER.get(other, include):
        return f"tests/reference may include only {REFERENCE_ONLY_HEADER[other]} of {other}"
    return None


def check_quoted(modules, root, path, folder, include):
    if not (root / include).is_file():
        return f'"{include}" is no path from the root of the project'
    other = pathlib.PurePosixPath(include).parent.as_posix()
    if is_test(include) and not is_test(path) and not path.startswith("tests/"):
        return f"{include} is for tests alone"
    if folder == "tests/reference" and not is_test(path):
        return check_reference(include, other)
    if path.startswith(OUTSIDE) or other == folder:
        return None
    if folder not in modules:
        return f"{folder} has no row in CMakeLists.txt"
    if other == "tests/support" and is_test(path):
        return None
    allowed = reach(modules, folder)
    if is_test(path):
        part = folder.split("/")[0]
        for name in modules:
            if name.split("/")[0] == part:
                allowed |= {name} | reach(modules, name)
    if other not in allowed:
        return f"{folder} may not include {include}: no row of CMakeLists.txt leads there"
    return None


def check(root):
    modules = read_table(root)
    if not modules:
        yield "CMakeLists.txt: no remit_module row found"
        return
    yield from check_table(modules)
    for path in sources(root):
        folder = pathlib.PurePosixPath(path).parent.as_posix()
        text = (root / path).read_text(errors="replace")
        for number, line in enumerate(text.splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            quoted, include = match[1] == '"', match[2]
            # A library keeps its rule however it is quoted; limit.h comes with the measured data.
            if quoted and not library_of(include) and include != "limit.h":
                why = check_quoted(modules, root, path, folder, include)
            else:
                why = check_angled(modules, path, folder, include)
            if why:
                yield f"{path}:{number}: {why}"


def main():
    problems = list(check(pathlib.Path(sys.argv[1])))
    print("\n".join(problems) if problems else "every include is in the table")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
