#!/usr/bin/env python3
"""What the generator promises, and that the comparisons of run_ranges.py can fail."""
import array
import copy
import json
import pathlib
import tempfile
import unittest

import compare
import contents
import demand
import git_files
import metadata
import ranges
import run_ranges

FILE = {"path": "a", "status": "modified", "kind": "file", "old_kind": "file", "added": 2,
        "removed": 1, "binary": False, "mode_changed": False, "generated": False}
SHAS = ["one", "two", "three", "four"]


def commit(name, parents, files=(), **more):
    person = {"name": "Ann", "email": "ann@example.org", "kind": "human"}
    return {"sha": name, "parents": parents, "author": person, "committer": person,
            "date": "2026-03-02T09:00:00+01:00", "commit_date": "2026-03-02T09:00:00+01:00",
            "subject": f"Commit {name}", "trailers": [], "trailers_in_body": [],
            "generated_with_line": False, "ai_marked": False, "files": list(files), **more}


def facts_of(name, **more):
    return {"sha": name, "author": "ann@example.org", "author_name": "Ann",
            "committer": "ann@example.org", "committer_name": "Ann", "signed": False,
            "merge": False, "message": f"Commit {name}\n\nBody.\n", "trailers": {},
            "authorship": "unmarked", **more}


def change():
    return {"files": [dict(FILE)], "added": 2, "removed": 1, "agents": [],
            "added_text": [{"path": "a", "line": 1, "text": "x\ny\n"}],
            "removed_text": [{"path": "a", "line": 1, "text": "z"}],
            "commits": [facts_of("two"), facts_of("three")]}


def difference(before, after):
    """Lines gone and lines new, of texts without repetition and in one order."""
    return len(set(before) - set(after)), len(set(after) - set(before))


class Contents(unittest.TestCase):
    def test_edits_remove_and_add_what_was_asked(self):
        numbers = contents.Numbers()
        for count, removed, added in ((0, 0, 0), (0, 0, 9), (1, 1, 0), (12, 12, 3), (13, 12, 40),
                                      (100, 99, 1), (1000, 300, 500), (500, 0, 1), (41, 40, 400)):
            lines = numbers.take(count)
            after = contents.edited(lines, removed, numbers.take(added), numbers)
            self.assertEqual(difference(lines, after), (removed, added), (count, removed, added))
            kept = [line for line in after if line in set(lines)]
            self.assertEqual(kept, sorted(kept))

    def test_merges_take_the_other_side_as_far_as_the_counts_leave_room(self):
        numbers = contents.Numbers()
        base = numbers.take(50)
        first = contents.edited(base, 10, numbers.take(5), numbers)
        second = contents.edited(base, 8, numbers.take(12), numbers)
        for removed, added in ((0, 0), (3, 7), (20, 30), (len(first), 2)):
            after = contents.merged(first, second, removed, added, numbers)
            self.assertEqual(difference(first, after), (removed, added))
        whole = contents.merged(first, second, *difference(first, second), numbers)
        self.assertEqual(sorted(whole), sorted(second))

    def test_sides_in_two_orders_are_not_merged(self):
        one, other = array.array("I", [1, 2, 3]), array.array("I", [2, 1, 4])
        self.assertIsNone(contents.merged(one, other, 1, 1, contents.Numbers()))

    def test_lines_are_of_one_length_and_unlike(self):
        lines = contents.Content("100644", contents.Numbers().take(2000)).bytes().splitlines()
        self.assertEqual({len(line) for line in lines}, {13})
        self.assertEqual(len(set(lines)), 2000)


class Demands(unittest.TestCase):
    def test_the_tree_before_holds_what_is_changed_later(self):
        commits = {
            "two": commit("two", ["one"], [
                {"path": "a", "st": "M", "mode": "100644", "add": 3, "del": 5},
                {"path": "new", "old": "old", "st": "R", "mode": "100755", "add": 4, "del": 6},
                {"path": "made", "st": "A", "mode": "100644", "add": 7, "del": 0}]),
            "three": commit("three", ["two"], [
                {"path": "a", "st": "D", "mode": "000000", "add": 0, "del": 20},
                {"path": "made", "st": "M", "mode": "100644", "add": 0, "del": 7}])}
        self.assertEqual(demand.demands(commits), {"one": {
            "a": demand.Demand(least=22, exact=22, mode="100644"), "new": demand.ABSENT,
            "old": demand.Demand(least=12, mode="100755"), "made": demand.ABSENT}})

    def test_what_cannot_be_is_refused(self):
        added = {"path": "a", "st": "A", "mode": "100644", "add": 4, "del": 0}
        for later in ({"path": "a", "st": "M", "mode": "100644", "add": 0, "del": 5}, added):
            commits = {"two": commit("two", ["one"], [added]),
                       "three": commit("three", ["two"], [later])}
            with self.assertRaises(ValueError):
                demand.demands(commits)


class Ranges(unittest.TestCase):
    def test_covers_hold_every_commit_once(self):
        commits = {name: commit(name, [parent]) for parent, name in zip(SHAS, SHAS[1:])}
        self.assertEqual(ranges.covers(commits, 2), [ranges.Range("cover", "three", "four"),
                                                     ranges.Range("cover", "one", "three")])
        self.assertEqual(metadata.first_parent_line(commits), ["four", "three", "two"])

    def test_spreading_keeps_both_ends(self):
        self.assertEqual(ranges.spread(list(range(10)), 4), [0, 3, 6, 9])
        self.assertEqual(ranges.spread([1, 2], 5), [1, 2])


class Comparisons(unittest.TestCase):
    COMMITS = {name: commit(name, [parent]) for parent, name in zip(SHAS, SHAS[1:])}
    NAMES = {name: name for name in SHAS}

    def commits_wrong(self, told):
        return compare.compare_commits(told, self.COMMITS, self.NAMES, "one", "three")

    def test_facts_as_they_should_be_pass(self):
        told = change()
        self.assertEqual(compare.compare_sums(told), [])
        self.assertEqual(self.commits_wrong(told), [])
        files = compare.files_of(told)
        self.assertEqual(compare.compare_files(files, copy.deepcopy(files), "git"), [])

    def test_each_member_of_a_file_counts(self):
        files = compare.files_of(change())
        for name, value in (("status", "added"), ("kind", "symlink"), ("old_kind", None),
                            ("old_path", "b"), ("binary", True), ("added", 3), ("removed", 0)):
            other = copy.deepcopy(files)
            other["a"][name] = value
            self.assertEqual(len(compare.compare_files(files, other, "git")), 1, name)
        self.assertEqual(len(compare.compare_files(files, {}, "git")), 1)

    def test_sums_and_texts_count(self):
        for member, value in (("added", 3), ("removed", 0), ("added_text", []),
                              ("removed_text", [{"path": "a", "line": 1, "text": "z\nz"}])):
            told = change()
            told[member] = value
            self.assertEqual(len(compare.compare_sums(told)), 1, member)
        told = change()
        told["files"][0]["mode_changed"] = True
        self.assertEqual(len(compare.compare_sums(told)), 1)

    def test_each_member_of_a_commit_counts(self):
        for name, value in (("author", "b@x"), ("author_name", "B"), ("committer", "b@x"),
                            ("committer_name", "B"), ("signed", True), ("merge", True),
                            ("trailers", {"a": ["b"]}), ("message", "Commit twos\n")):
            told = change()
            told["commits"][0][name] = value
            self.assertEqual(len(self.commits_wrong(told)), 1, name)

    def test_commits_that_lack_or_are_out_of_order_count(self):
        told = change()
        del told["commits"][0]
        self.assertIn("two: in the facts False, in the data True", self.commits_wrong(told))
        told = change()
        told["commits"].reverse()
        self.assertIn("three: comes before its parent two", self.commits_wrong(told))
        told = change()
        told["commits"].append(facts_of("nobody"))
        self.assertEqual(self.commits_wrong(told), ["nobody: is no commit of the repository"])

    def test_agents_are_those_of_the_commits(self):
        told = change()
        told["agents"] = [{"name": "claude", "evidence": "-"}]
        self.assertEqual(self.commits_wrong(told), ["agents: ['claude'], of the commits []"])
        told["commits"][0] |= {"authorship": "marked", "agent": "claude"}
        self.assertEqual(self.commits_wrong(told), [])
        self.assertEqual(compare.marks_of(told, self.NAMES), {"two": True, "three": False})

    def test_gits_output_is_read(self):
        raw = (":100644 100755 aa bb R090\0old\0new\0:100644 000000 aa 00 D\0gone\0"
               "3\t1\t\0old\0new\0-\t-\tgone\0")
        self.assertEqual(git_files.parse(raw), {
            "new": {"status": "renamed", "kind": "executable", "old_kind": "file",
                    "old_path": "old", "binary": False, "added": 3, "removed": 1},
            "gone": {"status": "deleted", "kind": "file", "old_kind": "file", "old_path": None,
                     "binary": True, "added": 0, "removed": 0}})

    def test_a_core_is_taken_as_it_stands(self):
        with tempfile.TemporaryDirectory() as folder:
            record = pathlib.Path(folder) / "record.json"
            record.write_text('{"change":{"core":1},"core":{"b":"\\u00e9","a":[]},"id":"x"}')
            self.assertEqual(run_ranges.core_bytes(record), '{"b":"\\u00e9","a":[]}')
            record.write_text(json.dumps({"id": 1}, separators=(",", ":")))
            with self.assertRaises(ValueError):
                run_ranges.core_bytes(record)


if __name__ == "__main__":
    unittest.main()
