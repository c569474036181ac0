"""Commits as data: what a *.jsonl file of commit metadata says, and the graph they make.

One commit a line: repo sha parents author{name,email,kind} committer date commit_date subject pr
trailers[[key,value]] trailers_in_body generated_with_line ai_marked
files[{path,old?,st,sim?,mode,oldmode?,add,del}]; `add` null is a binary file; `oldmode` stands
where the mode changed; the files of a merge are those of its difference from the first parent.
"""
import collections
import json
import os
import pathlib
import sys


def read_commits(path):
    """The commits of one file, parents before children."""
    commits = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            commit = json.loads(line)
            commits[commit["sha"]] = commit
    return {sha: commits[sha] for sha in parents_first(commits)}


def parents_first(commits):
    children_left = collections.Counter(p for c in commits.values() for p in c["parents"])
    waiting = [sha for sha in commits if not children_left[sha]]
    order = []
    while waiting:
        sha = waiting.pop()
        order.append(sha)
        for parent in commits[sha]["parents"]:
            children_left[parent] -= 1
            if not children_left[parent] and parent in commits:
                waiting.append(parent)
    if len(order) != len(commits):
        raise ValueError("the commits are no graph without circles")
    return order[::-1]


def tip_of(commits):
    """The commit that is nobody's parent; the data hold exactly one."""
    inner = {parent for commit in commits.values() for parent in commit["parents"]}
    (tip,) = [sha for sha in commits if sha not in inner]
    return tip


def outside_parents(commits):
    """Parents that are not in the data, those of older commits first."""
    first_child = {}
    for sha, commit in commits.items():
        for parent in commit["parents"]:
            if parent not in commits:
                when = commit["commit_date"]
                first_child[parent] = min(first_child.get(parent, when), when)
    return sorted(first_child, key=lambda parent: (first_child[parent], parent))


def first_parent_line(commits):
    """The tip, its first parent, that one's, and so on as far as the data reach."""
    line = [tip_of(commits)]
    while commits[line[-1]]["parents"][0] in commits:
        line.append(commits[line[-1]]["parents"][0])
    return line


def ancestors(commits, sha):
    """A commit and all that it reaches within the data."""
    seen, waiting = set(), [sha]
    while waiting:
        commit = waiting.pop()
        if commit in commits and commit not in seen:
            seen.add(commit)
            waiting += commits[commit]["parents"]
    return seen


def data_files(source):
    """The *.jsonl files of the measured data, sorted; none where they are not there, which CI=true
    does not forgive."""
    folder = pathlib.Path(os.environ.get("REMIT_DATA", source / "../shared/data")) / "changes"
    files = sorted(folder.glob("*.jsonl"))
    if not files and os.environ.get("CI") == "true":
        sys.exit(f"{folder}: the measured data must be here where CI=true")
    return files
