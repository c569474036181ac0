"""The files of a difference as git itself tells them, attributes and settings out of the way."""
import os
import subprocess

STATUS = {"A": "added", "M": "modified", "D": "deleted", "R": "renamed", "T": "type_changed"}
KIND = {"100644": "file", "100755": "executable", "120000": "symlink", "160000": "submodule"}


def clean_environment():
    """The environment without anybody's settings of git."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull,
                   "GIT_ATTR_NOSYSTEM": "1"}


def changed(repository, *revisions):
    """What `git diff REVISIONS` finds: {path: file}. A file has the names of the facts: status,
    kind, old_kind, old_path, binary, added, removed."""
    done = subprocess.run(
        ["git", "-C", str(repository), "-c", f"core.attributesFile={os.devnull}", "diff", "--raw",
         "--numstat", "-M", "-z", "--no-ext-diff", "--no-textconv", "--abbrev=40", *revisions],
        check=True, capture_output=True, env=clean_environment())
    return parse(done.stdout.decode("utf-8", "backslashreplace"))


def parse(text):
    parts = iter(text.split("\0"))
    files = {}
    for part in parts:
        if part.startswith(":"):
            old_mode, mode, _, _, status = part[1:].split(" ")
            old_path = next(parts) if status[0] == "R" else None
            kind = KIND.get(mode, KIND.get(old_mode))
            files[next(parts)] = {"status": STATUS[status[0]], "kind": kind,
                                  "old_kind": KIND.get(old_mode), "old_path": old_path}
        elif part:
            added, removed, path = part.split("\t", 2)
            if not path:
                _, path = next(parts), next(parts)
            files[path] |= {"binary": added == "-", "added": int(added) if added != "-" else 0,
                            "removed": int(removed) if removed != "-" else 0}
    return files


def expected(entry):
    """An entry of the metadata in the same form; None is what they do not say."""
    status = entry["st"]
    kind = KIND.get(entry["mode"])
    old_kind = KIND.get(entry.get("oldmode"), kind) if status != "A" else None
    return {"status": STATUS[status], "kind": kind, "old_kind": old_kind,
            "old_path": entry.get("old"), "binary": entry["add"] is None,
            "added": entry["add"] or 0, "removed": entry["del"] or 0}


def agrees(told, wanted):
    """Whether a file is as wanted in all that the metadata say."""
    if told is None or wanted is None:
        return told is wanted
    unknown = {"kind", "old_kind"} if wanted["kind"] is None else set()
    return all(told[name] == value for name, value in wanted.items() if name not in unknown)
