"""Which ranges of a history are put to the test: the same ones in every run."""
import dataclasses

import metadata


@dataclasses.dataclass(frozen=True)
class Range:
    """From one commit of the data, or a parent that they do not hold, to another."""
    kind: str  # "cover", "request", "run", "single"
    base: str
    head: str


def spread(items, count):
    """`count` of the items, evenly spaced, the first and the last among them; at most all."""
    if count >= len(items):
        return list(items)
    if count < 2:
        return list(items[:count])
    return [items[at * (len(items) - 1) // (count - 1)] for at in range(count)]


def covers(commits, count):
    """Ranges along the first parents that hold every commit between them."""
    line = metadata.first_parent_line(commits)
    line.append(commits[line[-1]]["parents"][0])
    ends = spread(line, count + 1)
    return [Range("cover", base, head) for head, base in zip(ends, ends[1:])]


def requests(commits):
    """What each merge merged, as it was proposed: from the first parent to another."""
    return [Range("request", commit["parents"][0], other)
            for commit in commits.values() for other in commit["parents"][1:] if other in commits]


def runs(commits):
    """A few commits along the first parents: two, three, and so on to twelve, again and again."""
    line = metadata.first_parent_line(commits)
    found, at = [], 0
    while at + 2 + len(found) % 11 < len(line):
        length = 2 + len(found) % 11
        found.append(Range("run", line[at + length], line[at]))
        at += length
    return found


def singles(commits):
    """Each commit by itself, merges too: first those with what is rare, then by size."""
    def rank(sha):
        files = commits[sha]["files"]
        rare = any(entry["st"] in "RTD" or entry["add"] is None or "oldmode" in entry
                   for entry in files)
        return not rare, len(files), sha
    return [Range("single", commits[sha]["parents"][0], sha) for sha in sorted(commits, key=rank)]


def choose(commits, count):
    """`count` ranges of all four kinds; fewer where there are not as many commits."""
    chosen = covers(commits, max(2, count // 12))
    chosen += spread(requests(commits), count // 3)
    chosen += spread(runs(commits), count // 8)
    return chosen + spread(singles(commits), max(0, count - len(chosen)))
