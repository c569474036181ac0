#!/usr/bin/env python3
"""Puts ranges of real-looking repositories before `remit check` and looks at all that comes out.

run_ranges.py --remit REMIT --source ROOT --cache FOLDER [--sample] [--ranges N]

The repositories replay the commits of the measured data ($REMIT_DATA/changes, by default
../shared/data beside the project; with CI=true they must be there) and of the committed sample,
which is invented and holds what the data lack: symlinks, submodules, changes of type and mode, odd
names, a merge of three. They are kept in FOLDER between runs. `--sample` is the sample alone.

Of every range: exit 0 or 1, a record, facts that agree with the metadata and with `git diff`, the
same core bytes from `remit decide` on the action as judged; of some, `remit replay`. Over all: the
three verdicts occur, and agents' marks are found on 99 % of the commits that bear one.
"""
import argparse
import collections
import concurrent.futures
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import compare
import generate
import git_files
import metadata
import ranges

REMIT_YAML = "version: 1\npolicies:\n  - policies/merge-gate/*.remit\n"
WORKERS = 2
REPLAY_EVERY = 6
SAMPLE_RANGES = 48
MARKS_FOUND, MARKS_TOO_MANY = 0.99, 0.01


class History:
    """A generated repository with the metadata it was made from."""

    def __init__(self, data, policies, cache):
        built = generate.cached(data, policies, cache)
        known = json.loads((built / "map.json").read_text())
        self.name = data.stem
        self.commits = metadata.read_commits(data)
        self.repository = built / "repo.git"
        self.ids = known["commits"]
        self.names = {sha: name for name, sha in self.ids.items()} | {known["root"]: None}


class Run:
    """What the checks share, and what they add up to."""

    def __init__(self, remit, policies, scratch):
        self.remit, self.policies, self.scratch = remit, policies, scratch
        self.verdicts = collections.Counter()

    def call(self, folder, *arguments):
        return subprocess.run([self.remit, *arguments], cwd=folder, capture_output=True, text=True,
                              timeout=120, check=False, env=git_files.clean_environment())


def core_bytes(path):
    """The member `core` of a record as it stands in the file: JSON without spaces between."""
    text = pathlib.Path(path).read_text(encoding="utf-8")
    decoder, at = json.JSONDecoder(), 1
    while text[at - 1] != "}":
        name, at = decoder.raw_decode(text, at)
        _, end = decoder.raw_decode(text, at + 1)
        if name == "core":
            return text[at + 1:end]
        at = end + 1
    raise ValueError(f"{path} has no core")


def answer_of(done, what):
    """The one JSON object that a command printed; its status must be the verdict's."""
    if done.returncode not in (0, 1):
        raise ValueError(f"{what}: status {done.returncode}: {done.stderr}{done.stdout[:500]}")
    answer = json.loads(done.stdout)
    if (answer["verdict"] == "escalate") != (done.returncode == 1):
        raise ValueError(f"{what}: status {done.returncode}, verdict {answer['verdict']}")
    if not answer["record"]:
        raise ValueError(f"{what}: no record")
    return answer


def judge(run, history, chosen, number):
    """Checks one range: (what is wrong, verdict, marks)."""
    base, head = history.ids[chosen.base], history.ids[chosen.head]
    folder = run.scratch / str(number)
    action = folder / "action.json"
    folder.mkdir()
    done = run.call(history.repository, "check", "--base", base, "--head", head, "--format", "json",
                    "--action-out", action, "--records", folder / "records")
    answer = answer_of(done, "check")
    change = json.loads(action.read_bytes())["context"]["change"]
    told = compare.files_of(change)
    wrong = compare.compare_files(
        told, git_files.changed(history.repository, f"{base}...{head}"), "git")
    if chosen.kind == "single":
        files = history.commits[chosen.head]["files"]
        wrong += compare.compare_files(
            told, {entry["path"]: git_files.expected(entry) for entry in files}, "the data")
    wrong += compare.compare_sums(change)
    wrong += compare.compare_commits(change, history.commits, history.names, chosen.base,
                                     chosen.head)
    again = answer_of(run.call(run.policies, "decide", "--action", action, "--format", "json",
                               "--records", folder / "decided"), "decide")
    record = history.repository / answer["record"]
    if core_bytes(record) != core_bytes(run.policies / again["record"]):
        wrong.append(f"the core of check and of decide differ: {record}, {again['record']}")
    if number % REPLAY_EVERY == 0:
        replay = run.call(history.repository, "replay", record, "--format", "json")
        if replay.returncode != 0 or json.loads(replay.stdout)["replay"] != "same":
            wrong.append(f"replay: status {replay.returncode}: {replay.stdout}{replay.stderr}")
    if not wrong:
        shutil.rmtree(folder)
    return wrong, answer["verdict"], compare.marks_of(change, history.names)


def judge_safely(run, history, chosen, number):
    try:
        return judge(run, history, chosen, number)
    except (ValueError, KeyError, OSError, subprocess.SubprocessError) as error:
        return [f"{type(error).__name__}: {error}"], None, {}


def judge_marks(history, marks):
    """Marks that were found or not, against what the metadata say."""
    bearing = [sha for sha, commit in history.commits.items() if commit["ai_marked"]]
    others = [sha for sha, commit in history.commits.items() if not commit["ai_marked"]]
    missed = [sha for sha in bearing if not marks.get(sha)]
    extra = [sha for sha in others if marks.get(sha)]
    unseen = [sha for sha in history.commits if sha not in marks]
    print(f"{history.name}: marks found on {len(bearing) - len(missed)} of {len(bearing)}, "
          f"on {len(extra)} of {len(others)} others")
    wrong = [f"{sha} is in no range" for sha in unseen]
    if len(missed) > (1 - MARKS_FOUND) * len(bearing):
        wrong.append(f"no mark found on {missed[:20]}")
    if len(extra) > MARKS_TOO_MANY * len(others):
        wrong.append(f"a mark found on {extra[:20]}")
    return [f"{history.name}: {text}" for text in wrong]


def run_all(run, histories):
    """All ranges of all histories, two at a time: what is wrong."""
    jobs = [(history, chosen) for history, count in histories
            for chosen in ranges.choose(history.commits, count)]
    wrong, marks = [], collections.defaultdict(dict)
    with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
        results = pool.map(lambda job: judge_safely(run, *job[1], job[0]), enumerate(jobs))
        for (history, chosen), (found, verdict, seen) in zip(jobs, results):
            where = f"{history.name}: {chosen.kind} {chosen.base[:12]}...{chosen.head[:12]}"
            wrong += [f"{where}: {text}" for text in found]
            run.verdicts[verdict] += 1
            marks[history.name] |= seen
    for history, _ in histories:
        wrong += judge_marks(history, marks[history.name])
    print(f"{len(jobs)} ranges: {dict(run.verdicts)}")
    wrong += [f"no range ends in {verdict}" for verdict in ("allow", "notify", "escalate")
              if not run.verdicts[verdict]]
    return wrong


def stage_policies(source, folder):
    """A root with the shipped pack, as a project has it."""
    shutil.copytree(source / "policies/merge-gate", folder / "policies/merge-gate")
    (folder / "remit.yaml").write_text(REMIT_YAML)
    return folder


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--remit", required=True, type=pathlib.Path)
    parser.add_argument("--source", required=True, type=pathlib.Path)
    parser.add_argument("--cache", required=True, type=pathlib.Path)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("--ranges", type=int, default=200)
    arguments = parser.parse_args()
    source = arguments.source.resolve()
    data = [] if arguments.sample else metadata.data_files(source)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        policies = stage_policies(source, scratch / "policy-root")
        cache = arguments.cache.resolve()
        histories = [(History(file, policies, cache), arguments.ranges // len(data))
                     for file in data]
        for file in sorted((source / "tests/ranges/sample").glob("*.jsonl")):
            histories.append((History(file, policies, cache), SAMPLE_RANGES))
        wrong = run_all(Run(arguments.remit.resolve(), policies, scratch), histories)
    print("\n".join(text[:1000] for text in wrong[:50]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
