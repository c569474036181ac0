"""Two random trees, the second made from the first by moving and changing files.

A tree maps a path (bytes) to its mode and content; of a submodule the content is the commit's id.
"""

WORDS = ("alpha beta gamma delta return if else for while count index value path line file name "
         "result error limit begin end left right first last open close read write").split()
FOLDERS = ["", "src/", "src/core/", "src/net/", "lib/", "docs/", "a/b/c/", "a.b/", "tests/unit/"]
NAMES = ["main", "util", "index", "README", "config", "model", "view", "a", "b", "data", "Makefile"]
ENDINGS = ["", ".py", ".c", ".h", ".md", ".json"]


def make_line(source):
    """Lines that other files have too, short ones, and some that are more than one chunk."""
    kind = source.random()
    if kind < 0.25:
        return source.choice([b"\n", b"}\n", b"  }\n", b"{\n", b"return 0;\n", b"# --\n"])
    count = source.randint(1, 8) if kind < 0.93 else source.randint(12, 60)
    words = " ".join(source.choice(WORDS) for _ in range(count))
    return (" " * source.randint(0, 8) + words + str(source.randint(0, 99)) + "\n").encode()


def make_content(source):
    kind = source.random()
    if kind < 0.06:
        return b""
    if kind < 0.12:
        return bytes(source.randrange(256) for _ in range(source.randint(1, 1500)))
    if kind < 0.16:
        return bytes(source.choice(b"\0\r\nab") for _ in range(source.randint(1, 400)))
    lines = [make_line(source) for _ in range(source.choice([1, 2, 5, 20, 60, 150]))]
    content = b"".join(lines)
    if source.random() < 0.12:
        content = content.replace(b"\n", b"\r\n")
    if source.random() < 0.12:
        content = content[:-1] or b"x"  # no final line feed
    return content


def change(source, content):
    """A part of the lines, from a few to most, replaced, left out or put in."""
    part = source.choice([0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.9])
    out = []
    for line in content.splitlines(keepends=True):
        draw = source.random()
        if draw < part / 2:
            out.append(make_line(source))
        elif draw < part * 0.7:
            out += [line, make_line(source)]
        elif draw >= part:
            out.append(line)
    return b"".join(out) or b"y\n"


def make_path(source, taken, name=None):
    """A path that is free, and under no other file; most names exist in several folders."""
    while True:
        base = name or (source.choice(NAMES) + source.choice(ENDINGS)).encode()
        path = source.choice(FOLDERS).encode() + base
        draw = source.random()
        if draw < 0.3:
            path = b"m%d/" % source.randrange(12) + path
        elif draw < 0.35:
            path = b"odd \xff\"\n/" + path
        if not name and source.random() < 0.4:
            path += b"%d" % source.randrange(200)
        parents = [path[:at] for at, byte in enumerate(path) if byte == ord("/")]
        if path in taken or any(parent in taken for parent in parents):
            continue
        if not any(other.startswith(path + b"/") for other in taken):
            return path


def make_file(source, tree):
    """A mode and content: new, or those of a file that is there."""
    kind = source.random()
    if tree and kind < 0.15:
        return source.choice(list(tree.values()))
    if kind < 0.20:
        return ("120000", source.choice([b"src/main.c", b"../x", b"README", b"docs"]))
    if kind < 0.22:
        return ("160000", b"%040x" % source.randint(1, 4))
    return (source.choice(["100644", "100644", "100755"]), make_content(source))


def moved(source, file):
    """What a file is after its move."""
    mode, content = file
    if mode.startswith("100"):
        if source.random() < 0.1:
            mode = "100755" if mode == "100644" else "100644"
        if source.random() < 0.65:
            content = change(source, content)
        elif source.random() < 0.05:
            mode = "120000"  # a link whose target is what the file held
            content = content[:200].replace(b"\0", b"0") or b"t"
    elif mode == "120000" and source.random() < 0.1:
        mode = "100644"
    return mode, content


def make_twins(source, old, new):
    """More equal files than git looks at for one with the same name, moved in another order."""
    content = make_content(source)
    count = source.choice([3, 30, 130])
    numbers = list(range(count))
    for number in numbers:
        old[b"twins/%d/t%d" % (number, number)] = ("100644", content)
    source.shuffle(numbers)
    for place, number in enumerate(numbers):
        new[b"later/%d/t%d" % (place, number)] = ("100644", content)


def make_trees(source):
    old, new = {}, {}
    for _ in range(source.choice([30, 120, 250])):
        old[make_path(source, old)] = make_file(source, old)
    stays = source.choice([0.05, 0.3])
    later = []
    for path, file in old.items():
        draw = source.random()
        if draw < stays:
            new[path] = moved(source, file) if source.random() < 0.5 else file
        elif draw < 0.85:
            later.append((path, file))
    for path, file in later:
        name = path.rsplit(b"/", 1)[-1] if source.random() < 0.5 else None
        new[make_path(source, new, name)] = moved(source, file)
        if source.random() < 0.1:
            new[make_path(source, new)] = moved(source, file)
    for _ in range(source.randint(0, 25)):
        new[make_path(source, new)] = make_file(source, old)
    if source.random() < 0.3:
        make_twins(source, old, new)
    for _ in range(source.randint(0, 3)):  # two that trade places
        one, other = source.sample(sorted(new), 2)
        new[one], new[other] = new[other], new[one]
    return old, new
