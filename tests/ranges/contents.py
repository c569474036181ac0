"""Invented contents of files: every line is a number that no other line of a repository has.

So a difference is exactly what was removed and added, whatever algorithm looks for it, and no two
files resemble each other unless one was made from the other.
"""
import array
import hashlib

# By the last bits of its number; all of one length, so that git's measure of likeness, which counts
# bytes, says what counting lines says. None resembles a secret, a key or a mark of anybody.
LINES = ("call(%06x);", " set v%06x;", " use(%06x);", "items %06x,", "    at %06x", "   end %06x",
         " - row %06x", "# see: %06x")


class Content:
    """A file's content and mode. Binary: `shape` is what renames keep; else `lines`."""
    __slots__ = ("mode", "lines", "shape", "mark")

    def __init__(self, mode, lines, shape=None):
        self.mode, self.lines, self.shape = mode, lines, shape
        self.mark = None  # its blob in the stream, once it is there

    def with_mode(self, mode):
        if mode == self.mode:
            return self
        same = Content(mode, self.lines, self.shape)
        same.mark = self.mark if mode[:3] == self.mode[:3] else None
        return same

    def bytes(self):
        if self.shape is not None:
            base = hashlib.sha256(b"%d" % self.shape).digest()
            return b"\0PNG" + base * 40 + b"%x" % self.lines[0]
        if self.mode == "120000":
            return b"target-%x" % self.lines[0]
        text = "\n".join([LINES[number & 7] % number for number in self.lines])
        return (text + "\n").encode() if text else b""


class Numbers:
    """Gives out numbers of lines, and chances that are the same in every run."""

    def __init__(self):
        self.next = 16
        self.state = 0x2545F491

    def take(self, count):
        self.next += count
        return array.array("I", range(self.next - count, self.next))

    def chance(self, below):
        """A whole number from 0, under `below`."""
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self.state >> 8) % below if below > 0 else 0


def edited(lines, removed, fresh, numbers):
    """`lines` with `removed` of them gone and all of `fresh` put in, in a number of places."""
    places = 1 + min((removed + len(fresh)) // 8, 40, len(lines) // 12)
    while places > 1 and -(-removed // places) > len(lines) // places:
        places -= 1
    out = array.array("I")
    for place in range(places):
        begin, end = (at * len(lines) // places for at in (place, place + 1))
        gone, new, new_end = (count * at // places for count, at in
                              ((removed, place), (len(fresh), place), (len(fresh), place + 1)))
        gone = removed * (place + 1) // places - gone
        at = begin + numbers.chance(end - begin - gone + 1)
        out += lines[begin:at] + fresh[new:new_end] + lines[at + gone:end]
    return out


def merged(first, second, removed, added, numbers):
    """`first` with as much of what `second` has otherwise as `removed` and `added` leave room for,
    and fresh lines for the rest. None where the two do not hold their lines in one order."""
    in_first, in_second = set(first), set(second)
    common = [line for line in first if line in in_second]
    if common != [line for line in second if line in in_first]:
        return None
    to_drop = min(removed, len(first) - len(common))
    to_take = min(added, len(second) - len(common))
    more_to_drop, fresh = removed - to_drop, numbers.take(added - to_take)
    out, at_first, at_second = array.array("I"), 0, 0
    for line in [*common, None]:
        while at_second < len(second) and second[at_second] != line:
            if to_take:
                out.append(second[at_second])
                to_take -= 1
            at_second += 1
        while at_first < len(first) and first[at_first] != line:
            if to_drop:
                to_drop -= 1
            else:
                out.append(first[at_first])
            at_first += 1
        at_first, at_second = at_first + 1, at_second + 1
        if line is not None and more_to_drop:
            more_to_drop -= 1
        elif line is not None:
            out.append(line)
    return out + fresh
