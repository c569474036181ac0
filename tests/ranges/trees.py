"""From the list of files of each commit to the tree it makes: path to Content."""
import array

import contents
import demand
import metadata

REGULAR = "100644"


def made_up(wanted, numbers):
    """A content that meets a demand; where it leaves a choice, with some lines more."""
    mode = wanted.mode or REGULAR
    if wanted.binary:
        number = numbers.take(1)
        return contents.Content(mode, number, shape=number[0])
    count = wanted.exact
    if count is None:
        count = wanted.least + 3 + numbers.chance(30)
    return contents.Content(mode, numbers.take(count))


def first_trees(commits, numbers):
    """The trees that the data do not show, oldest first: [(name, tree)]; the name of the root's is
    None, of the others the commit's."""
    asked = demand.demands(commits)
    outside = metadata.outside_parents(commits)
    root, tree, trees = {}, {}, []
    for name in outside:
        for path, wanted in asked.get(name, {}).items():
            if wanted.present and path not in root:
                root[path] = made_up(wanted, numbers)
    tree = root
    for name in outside:
        tree = dict(tree)
        for path, wanted in sorted(asked.get(name, {}).items()):
            held = tree.get(path)
            if not wanted.present:
                tree.pop(path, None)
            elif held is None or not meets(held, wanted):
                tree[path] = made_up(wanted, numbers)
        trees.append((name, tree))
    return [(None, root), *trees]


def meets(content, wanted):
    count = len(content.lines)
    return (wanted.mode in (None, content.mode) and wanted.binary == (content.shape is not None)
            and (count == wanted.exact if wanted.exact is not None else count >= wanted.least))


def content_after(entry, old, other, numbers):
    """What an entry makes of `old` (None: there was nothing). `other`: what stands at that path in
    the second parent of a merge, else None."""
    mode = entry["mode"]
    if entry["add"] is None:
        if entry.get("sim") == 100:
            return old.with_mode(mode)
        number = numbers.take(1)
        return contents.Content(mode, number, old.shape if old and old.shape else number[0])
    removed, added = entry["del"], entry["add"]
    if not removed and not added and old:
        return old.with_mode(mode)
    lines = old.lines if old else array.array("I")
    if other and other.shape is None and not demand.is_single(mode) and entry["st"] != "T":
        taken = contents.merged(lines, other.lines, removed, added, numbers)
        if taken == other.lines:
            return other.with_mode(mode)
        if taken is not None:
            return contents.Content(mode, taken)
    if old and old.shape is not None:
        raise ValueError(f"{entry}: lines of a binary file")
    return contents.Content(mode, contents.edited(lines, removed, numbers.take(added), numbers))


def apply(commit, tree, other, numbers):
    """Changes `tree` from the first parent's to the commit's: ([paths gone], {path: Content}).
    `other`: the tree of the second parent, else {}."""
    gone, made = [], {}
    for entry in commit["files"]:
        if entry["st"] == "D":
            gone.append(entry["path"])
        else:
            old = None if entry["st"] == "A" else tree[entry.get("old", entry["path"])]
            made[entry["path"]] = content_after(entry, old, other.get(entry["path"]), numbers)
            if entry["st"] == "R":
                gone.append(entry["old"])
    for path in gone:
        del tree[path]
    tree.update(made)
    return [path for path in gone if path not in made], made
