#!/usr/bin/env python3
"""What the program shows on a terminal: colours where they are wanted, and a bar for slow work.

run_terminal.py --remit REMIT [--no-lines]
"""
import argparse
import os
import pathlib
import pty
import select
import subprocess
import sys
import tempfile
import threading
import time

RULE = "\nthreshold t%d {\n  measure context.amount\n  escalate above 10\n}\n"
POLICY = 'policy p owner "o" default allow\n' + "".join(RULE % i for i in range(100))
ACTION = '{"action": {"name": "refund"}, "context": {"amount": %d, "time": "2026-01-05T12:00:00Z"}}\n'
COLOUR = b"\x1b["
RED_VERDICT = b"\x1b[31mescalate\x1b[0m"
WIPE = b"\r\x1b[K"
SLOW = 2.0  # seconds: well over the one after which the bar appears


def on_terminal(argv, stdin, folder, stdout, stderr, **variables):
    """Runs `argv`; each stream is a pseudo-terminal where asked for, else a pipe. Gives its status
    and both outputs."""
    environment = {"PATH": os.environ.get("PATH", ""), "TERM": "xterm", **variables}
    environment |= {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}
    ends, outputs, readers = [], [b"", b""], []

    def gather(i, end):
        while True:
            try:
                block = os.read(end, 65536)
            except OSError:  # a pseudo-terminal whose other side is closed
                return
            if not block:
                return
            outputs[i] += block

    for i, terminal in enumerate((stdout, stderr)):
        mine, theirs = pty.openpty() if terminal else os.pipe()
        ends.append((mine, theirs))
        readers.append(threading.Thread(target=gather, args=(i, mine)))
    child = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=ends[0][1], stderr=ends[1][1],
                             cwd=folder, env=environment)
    for _, theirs in ends:
        os.close(theirs)
    for reader in readers:
        reader.start()
    child.communicate(stdin.encode(), timeout=100)
    for reader in readers:
        reader.join()
    for mine, _ in ends:
        os.close(mine)
    return child.returncode, outputs[0], outputs[1]


def check(wrong, what, good):
    print(("ok    " if good else "FAIL  ") + what)
    if not good:
        wrong.append(what)


def check_colours(remit, folder, wrong):
    argv = [remit, "decide", "--policy", "p.remit", "--no-record"]

    def decide(terminal, *arguments, **variables):
        status, out, _ = on_terminal([*argv, *arguments], ACTION % 11, folder, terminal, False,
                                     **variables)
        check(wrong, f"status 1 with {arguments} {variables}", status == 1)
        return out

    check(wrong, "a verdict is coloured on a terminal", RED_VERDICT in decide(True))
    check(wrong, "an empty NO_COLOR asks for nothing", RED_VERDICT in decide(True, NO_COLOR=""))
    plain = decide(True, NO_COLOR="1")
    check(wrong, "no colour with NO_COLOR", plain.startswith(b"escalate  ") and COLOUR not in plain)
    piped = decide(False)
    check(wrong, "no colour in a pipe", piped.startswith(b"escalate  ") and COLOUR not in piped)
    json = decide(True, "--format", "json")
    check(wrong, "no colour in JSON", json.startswith(b"{") and COLOUR not in json)


def check_progress(remit, folder, wrong):
    """An audit of as many actions as take more than SLOW seconds; how many that is, is tried."""
    argv = [remit, "audit", "many.jsonl", "--policy", "p.remit"]
    begin = time.monotonic()
    quick = on_terminal(argv[:2] + ["one.jsonl"] + argv[3:], "", folder, True, True)
    starting = time.monotonic() - begin
    check(wrong, "no bar for quick work", quick[0] == 0 and quick[2] == b"")
    count, took = 10_000, 0.0
    while True:
        with (folder / "many.jsonl").open("w") as file:
            file.writelines(ACTION % (i % 20) for i in range(count))
        begin = time.monotonic()
        status, out, err = on_terminal(argv, "", folder, False, True)
        took = time.monotonic() - begin - starting
        if took > SLOW:
            break
        count = int(count * max(1.5, 1.3 * SLOW / max(took, 0.05)))
    print(f"      {count} actions took {took:.1f} s")
    check(wrong, "slow work is done", status == 0 and out.startswith(f"{count:,} actions".encode()))
    check(wrong, "a bar for slow work on a terminal", err.startswith(b"\raudit [") and b" %" in err)
    check(wrong, "the bar is wiped at the end", err.endswith(WIPE))
    check(wrong, "the bar stays out of the answer", b"\r" not in out and COLOUR not in out)
    _, _, piped = on_terminal(argv, "", folder, True, False)
    check(wrong, "no bar in a pipe", piped == b"")


class Session:
    """A program with one pseudo-terminal for all its streams, typed to like a person does."""

    def __init__(self, argv, folder, home):
        self.end, theirs = pty.openpty()
        environment = {"PATH": os.environ.get("PATH", ""), "TERM": "xterm", "HOME": str(home)}
        environment |= {k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}
        self.child = subprocess.Popen(argv, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder,
                                      env=environment, start_new_session=True)
        os.close(theirs)
        self.shown = b""  # and not asked for yet

    def until(self, wanted, seconds=60.0):
        """What is shown up to and including `wanted`; all there is where it does not come in time."""
        end = time.monotonic() + seconds
        while wanted not in self.shown and time.monotonic() < end:
            if select.select([self.end], [], [], 0.1)[0]:
                try:
                    self.shown += os.read(self.end, 65536)
                except OSError:  # the program has ended
                    break
        at = self.shown.find(wanted)
        size = len(self.shown) if at < 0 else at + len(wanted)
        shown, self.shown = self.shown[:size], self.shown[size:]
        return shown

    def type(self, keys, wanted):
        os.write(self.end, keys.encode())
        return self.until(wanted)

    def leave(self, prompt):
        """Ctrl-D until the program ends. One that comes between two lines is the terminal's own, and
        may leave something in the next line: Enter ends that."""
        end = time.monotonic() + 60
        self.until(prompt)
        while self.child.poll() is None and time.monotonic() < end:
            os.write(self.end, b"\x04")
            self.until(b"never", 1.0)
            if self.child.poll() is None:
                os.write(self.end, b"\r")
                self.until(prompt, 1.0)
        return self.child.poll()


def check_repl(remit, folder, wrong):
    """Editing, completion and history of `remit repl`, and what it leaves in the home folder."""
    home = folder / "home"
    home.mkdir()
    (folder / "a.json").write_text('{"context": {"amount": 12}}')
    argv = [remit, "repl", "--with", "a.json"]
    prompt = b"> "
    session = Session(argv, folder, home)
    session.until(prompt)
    check(wrong, "Tab completes a member of the input",
          b"ount > 10" in session.type("context.am\t > 10\r", b"true"))
    session.until(prompt)
    check(wrong, "the arrow brings the line back",
          b"context.amount > 10" in session.type("\x1b[A\r", b"true"))
    session.until(prompt)
    check(wrong, "characters beyond ASCII are read", b"4" in session.type("'aü🎉z'.size()\r", b"\n4"))
    session.until(prompt)
    check(wrong, "Ctrl-C takes the line back", b"\n7" in session.type("1 + \x033 + 4\r", b"\n7"))
    session.until(prompt)
    session.until(prompt)
    check(wrong, "a mistake is shown and the session goes on",
          b"[Syntax]" in session.type("1 +\r", b"[Syntax]"))
    check(wrong, "Ctrl-D ends it well", session.leave(prompt) == 0)
    kept = home / ".local/state/remit/history"
    check(wrong, "history is its owner's alone",
          kept.stat().st_mode & 0o777 == 0o600 and kept.parent.stat().st_mode & 0o777 == 0o700)
    session = Session(argv, folder, home)
    session.until(prompt)
    check(wrong, "history outlives the session", b"1 +" in session.type("\x1b[A\r", b"[Syntax]"))
    check(wrong, "and again", session.leave(prompt) == 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--remit", required=True, type=pathlib.Path)
    parser.add_argument("--no-lines", action="store_true", help="leave out the editing of lines")
    arguments = parser.parse_args()
    remit = arguments.remit.resolve()
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "p.remit").write_text(POLICY)
        (folder / "one.jsonl").write_text(ACTION % 1)
        check_colours(remit, folder, wrong)
        check_progress(remit, folder, wrong)
        if not arguments.no_lines:
            check_repl(remit, folder, wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
