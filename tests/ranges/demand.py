"""What the tree before each commit must hold so that the commit's list of files can come true.

A tree comes from the first parent's: along first parents the history is a forest, and demands are
carried from the youngest commits down to the trees that the data do not show.
"""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Demand:
    """What a path must be in a tree. `least` lines or, where known, `exact` ones."""
    present: bool = True
    least: int = 0
    exact: int | None = None
    mode: str | None = None  # None: any
    binary: bool = False


ABSENT = Demand(present=False)


def both(one, other, where):
    """The demand that meets two."""
    if one is None or one == other:
        return other
    exact = other.exact if one.exact is None else one.exact
    joined = Demand(one.present, max(one.least, other.least), exact, one.mode or other.mode,
                    one.binary or other.binary)
    fits = (one.present == other.present
            and (one.exact is None or other.exact is None or one.exact == other.exact)
            and (exact is None or joined.least <= exact)
            and (one.mode is None or other.mode is None or one.mode == other.mode))
    if not fits:
        raise ValueError(f"{where}: {one} against {other}")
    return joined


def is_single(mode):
    """Symlinks and submodules are one line each."""
    return mode in ("120000", "160000")


def before(entry, after):
    """What a file must be before the entry, when it must be `after` afterwards."""
    removed, added = entry["del"] or 0, entry["add"] or 0
    mode = entry.get("oldmode", None if entry["st"] == "D" else entry["mode"])
    if entry["add"] is None:
        return Demand(mode=mode, binary=True)
    if entry["st"] == "D":
        return Demand(mode=mode, least=removed, exact=removed)
    least = max(removed, after.least - added + removed)
    if entry["st"] == "R":  # at least half of the larger side must be the same
        least = max(least, 2 * removed, added + removed)
    exact = None if after.exact is None else after.exact - added + removed
    if is_single(mode):
        exact = 1
    elif entry["st"] == "T":  # all of it goes
        exact = removed
    if exact is not None and exact < least:
        raise ValueError(f"{entry}: {least} lines needed of {exact}")
    return Demand(mode=mode, least=least, exact=exact)


def demands_before(commit, after):
    """The tree before a commit, as path to Demand, when `after` is asked of the one it makes."""
    tree, needed = dict(after), {}
    for entry in commit["files"]:
        path, status = entry["path"], entry["st"]
        then = tree.pop(path, None)
        if then and then.present == (status == "D"):
            raise ValueError(f"{commit['sha']}: {path}: {entry}, but {then} afterwards")
        if status == "A":
            least = then.least if then else 0
            exact = then.exact if then else None
            if entry["add"] is not None and (least > entry["add"]
                                             or exact not in (None, entry["add"])):
                raise ValueError(f"{commit['sha']}: {path}: {entry}, but {then} afterwards")
            needed[path] = ABSENT
            continue
        if status == "R":
            gone = tree.pop(entry["old"], None)
            if gone and gone.present:
                raise ValueError(f"{commit['sha']}: {entry['old']} is renamed, but {gone}")
            needed[path] = ABSENT
            path = entry["old"]
        needed[path] = before(entry, then or Demand())
    tree.update(needed)
    return tree


def demands(commits):
    """Of every first parent outside the data: path to Demand. `commits`: parents first."""
    asked = {}  # commit to the demands of its children on the tree it makes
    for sha in reversed(commits):
        commit = commits[sha]
        earlier = demands_before(commit, asked.pop(sha, {}))
        tree = asked.setdefault(commit["parents"][0], {})
        for path, demand in earlier.items():
            tree[path] = both(tree.get(path), demand, f"{commit['parents'][0]}: {path}")
    return asked
