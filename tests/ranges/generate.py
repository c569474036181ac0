#!/usr/bin/env python3
"""Builds a git repository that replays commits known by their metadata alone.

generate.py DATA.jsonl OUT --policies FOLDER [--verify]

OUT/repo.git is bare, its HEAD the youngest commit; OUT/map.json names what each commit of the data
became: {"commits": {sha: sha}, "root": sha}. Paths, statuses, renames, modes, counts of lines,
merges, people, dates, subjects and trailers are those of the data, the contents are invented. A
root commit holds what later commits change, and everything under FOLDER: the policies. `--verify`
asks git for every commit and compares. Python's standard library and git are all it needs.
"""
import argparse
import collections
import datetime
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys

import contents
import git_files
import metadata
import trees

KEEPER = ("Repository Keeper", "keeper@example.org")
GENERATED_WITH = "\U0001f916 Generated with [Claude Code](https://claude.com/claude-code)"
HERE = pathlib.Path(__file__).resolve().parent


def trailer_block(trailers):
    # What stands in the data as a trailer `https` was a link on a line of its own.
    return "\n".join(f"{key}:{value}" if value.startswith("//") else f"{key}: {value}"
                     for key, value in trailers)


def message_of(commit):
    """Subject, invented prose, trailers that a squash left in the middle, trailers."""
    parts = [commit["subject"]]
    if commit["trailers_in_body"]:
        parts += ["What the squashed commits said:", trailer_block(commit["trailers_in_body"])]
    parts.append(f"An invented description of {len(commit['files'])} changed files.")
    if commit["generated_with_line"]:
        parts.append(GENERATED_WITH)
    if commit["trailers"]:
        parts.append(trailer_block(commit["trailers"]))
    return "\n\n".join(parts) + "\n"


def raw_time(text):
    when = datetime.datetime.fromisoformat(text)
    return f"{int(when.timestamp())} {when.strftime('%z')}"


def quoted(path):
    if path.startswith('"') or "\n" in path:
        escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    return path


class Stream:
    """Input of `git fast-import`: blobs when they are first needed, then the commit."""

    def __init__(self, out):
        self.out = out
        self.marks = 0

    def next_mark(self):
        self.marks += 1
        return self.marks

    def data(self, raw):
        self.out.write(b"data %d\n%s\n" % (len(raw), raw))

    def blob(self, raw):
        mark = self.next_mark()
        self.out.write(b"blob\nmark :%d\n" % mark)
        self.data(raw)
        return mark

    def reference(self, content):
        if content.mode == "160000":
            return hashlib.sha1(b"%d" % content.lines[0]).hexdigest()
        if content.mark is None:
            content.mark = self.blob(content.bytes())
        return f":{content.mark}"

    def commit(self, people, message, parents, gone, made):
        """The commit's mark. `people`: "author …", "committer …"; `parents`: marks."""
        files = [f"D {quoted(path)}" for path in gone]
        files += [f"M {content.mode} {self.reference(content)} {quoted(path)}"
                  for path, content in sorted(made.items())]
        mark = self.next_mark()
        if not parents:
            self.out.write(b"reset refs/heads/main\n")
        head = [f"commit refs/heads/main\nmark :{mark}", *people]
        self.out.write("\n".join(head).encode() + b"\n")
        self.data(message.encode())
        links = [f"{'merge' if at else 'from'} :{parent}" for at, parent in enumerate(parents)]
        self.out.write("\n".join([*links, *files]).encode() + b"\n\n")
        return mark


def people_of(commit):
    return [f"{role} {commit[role]['name']} <{commit[role]['email']}> {raw_time(commit[date])}"
            for role, date in (("author", "date"), ("committer", "commit_date"))]


class PolicyFile:
    """A file of the policies in the shape of a Content."""

    def __init__(self, raw):
        self.mode, self.mark, self.raw = "100644", None, raw

    def bytes(self):
        return self.raw


def policy_files(folder):
    return {str(path.relative_to(folder)): PolicyFile(path.read_bytes())
            for path in sorted(folder.rglob("*")) if path.is_file()}


def write_history(commits, policies, stream):
    """All commits, parents first; gives {name: mark}, the root's name being None."""
    numbers = contents.Numbers()
    oldest = min(datetime.datetime.fromisoformat(c["commit_date"]) for c in commits.values())
    uses = collections.Counter(p for c in commits.values() for p in c["parents"])
    marks, kept, parents, held = {}, {}, [], {}
    for name, tree in trees.first_trees(commits, numbers):
        made = {path: content for path, content in tree.items() if held.get(path) is not content}
        oldest += datetime.timedelta(minutes=0 if name else -60)
        keeper = f"{KEEPER[0]} <{KEEPER[1]}> {int(oldest.timestamp())} +0000"
        what = "what was there before" if name else "what later commits change"
        mark = stream.commit([f"author {keeper}", f"committer {keeper}"],
                             f"Invented contents: {what}\n", parents,
                             [path for path in held if path not in tree],
                             made if name else made | policies)
        marks[name], parents, held, kept[name] = mark, [mark], tree, tree
    for sha, commit in commits.items():
        first, *others = commit["parents"]
        tree = dict(kept[first])
        gone, made = trees.apply(commit, tree, kept[others[0]] if others else {}, numbers)
        clash = made.keys() & policies.keys()
        if clash:
            raise ValueError(f"{sha}: {clash}: the policies' own files")
        marks[sha] = stream.commit(people_of(commit), message_of(commit),
                                   [marks[parent] for parent in commit["parents"]], gone, made)
        kept[sha] = tree
        for parent in commit["parents"]:
            uses[parent] -= 1
            if not uses[parent]:
                del kept[parent]
    return marks


def build(data, policies, out):
    """Makes OUT whole: the work is done beside it and then renamed."""
    commits = metadata.read_commits(data)
    scratch = out.with_name(f"{out.name}.{os.getpid()}")
    repository = scratch / "repo.git"
    repository.mkdir(parents=True)
    git = ["git", "-C", str(repository)]
    environment = git_files.clean_environment()
    subprocess.run([*git, "init", "--quiet", "--bare", "--initial-branch=main"], check=True,
                   env=environment)
    with subprocess.Popen([*git, "-c", "core.compression=1", "fast-import", "--quiet", "--depth=4",
                           f"--export-marks={scratch / 'marks'}"],
                          stdin=subprocess.PIPE, env=environment) as importer:
        marks = write_history(commits, policies, Stream(importer.stdin))
        importer.stdin.close()
        if importer.wait() != 0:
            raise RuntimeError("git fast-import failed")
    lines = (scratch / "marks").read_text().splitlines()
    ids = {int(mark[1:]): sha for mark, sha in (line.split() for line in lines)}
    known = {"commits": {name: ids[mark] for name, mark in marks.items() if name},
             "root": ids[marks[None]]}
    (scratch / "map.json").write_text(json.dumps(known))
    (scratch / "marks").unlink()
    scratch.rename(out)


def heads(repository):
    """Of each commit what git shows beside its files: {sha: [parents, people, …, trailers]}."""
    fields = ["%H", "%P", "%an <%ae>", "%aI", "%cn <%ce>", "%cI", "%s",
              "%(trailers:only,unfold,separator=%x0a)"]
    shown = subprocess.run(
        ["git", "-C", str(repository), "log", "--format=" + "%x00".join(fields) + "%x01"],
        check=True, capture_output=True, env=git_files.clean_environment()).stdout.decode()
    rows = [row.lstrip("\n").split("\0") for row in shown.split("\1")]
    return {row[0]: row[1:] for row in rows if row[0]}


def differences(data, built):
    """Where git tells other than the data: one text each."""
    commits = metadata.read_commits(data)
    known = json.loads((built / "map.json").read_text())["commits"]
    shown = heads(built / "repo.git")
    wrong = []
    for sha, commit in commits.items():
        told = git_files.changed(built / "repo.git", f"{known[sha]}^1", known[sha])
        expected = {entry["path"]: git_files.expected(entry) for entry in commit["files"]}
        wrong += [f"{sha}: {path}: {told.get(path)}, expected {expected.get(path)}"
                  for path in sorted(told.keys() | expected.keys())
                  if not git_files.agrees(told.get(path), expected.get(path))]
        head = [" ".join(known[parent] for parent in commit["parents"])]
        for role, date in (("author", "date"), ("committer", "commit_date")):
            head += [f"{commit[role]['name']} <{commit[role]['email']}>", commit[date]]
        head += [commit["subject"], "\n".join(f"{k}: {v}" for k, v in commit["trailers"])]
        if head != shown[known[sha]]:
            wrong.append(f"{sha}: {shown[known[sha]]}, expected {head}")
    return wrong


def cached(data, policies_folder, cache):
    """The folder in `cache` that `build` made of these data, policies and generator. Where it is
    not there it is made, git is asked whether it is what the data say, and it takes the place of
    those of other versions."""
    digest = hashlib.sha256(data.read_bytes())
    policies = policy_files(policies_folder)
    for path, file in policies.items():
        digest.update(f"{path}\0{len(file.raw)}\0".encode() + file.raw)
    for name in ("metadata", "demand", "contents", "trees", "generate", "git_files"):
        digest.update((HERE / f"{name}.py").read_bytes())
    out = cache / f"{data.stem}-{digest.hexdigest()[:16]}"
    if not (out / "map.json").exists():
        cache.mkdir(parents=True, exist_ok=True)
        for old in cache.glob(f"{data.stem}-*"):
            shutil.rmtree(old, ignore_errors=True)
        build(data, policies, out)
        wrong = differences(data, out)
        if wrong:
            shutil.rmtree(out)
            sys.exit("\n".join([f"{data}: the repository is not what the data say", *wrong[:20]]))
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--policies", required=True, type=pathlib.Path)
    parser.add_argument("--verify", action="store_true")
    arguments = parser.parse_args()
    if not arguments.out.exists():
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        build(arguments.data, policy_files(arguments.policies), arguments.out)
    wrong = differences(arguments.data, arguments.out) if arguments.verify else []
    print("\n".join(wrong[:50]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
