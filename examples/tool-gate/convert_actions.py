#!/usr/bin/env python3
"""Turns the shell actions of recorded SWE-agent runs into actions that Remit decides on.

convert_actions.py RUNS.jsonl > actions.jsonl

A line of the source is {"traj": FILE, "step": N, "command": TEXT, …}; a line of the result is an
AuthZEN evaluation request. What the agent's tools do becomes the action's name (file.read,
file.write, file.delete, shell.exec, net.fetch, net.connect, package.install, task.submit); the
command itself is kept whole. The times are made up, a minute between steps, an hour between runs,
so that the same source always gives the same lines.
"""

import datetime
import json
import pathlib
import re
import shlex
import sys
import urllib.parse

START = datetime.datetime(2026, 1, 5, 8, 0, 0)
READERS = {"open", "goto", "scroll_down", "scroll_up", "set_cursors", "search_dir", "search_file",
           "find_file", "cat", "ls", "pwd", "file", "strings", "decompile", "disassemble"}
SHELL_SYNTAX = re.compile(r"[|;&<>$`\n]")
WRITERS = {"edit", "create", "insert"}


def words(command):
    """The words of the first line, quotes removed where they match."""
    line = command.split("\n", 1)[0]
    try:
        return shlex.split(line)
    except ValueError:
        return line.split()


def action_name(tool, command, arguments):
    if tool in WRITERS:
        return "file.write"
    if tool == "submit":
        return "task.submit"
    if tool.startswith("connect_"):
        return "net.connect"
    if SHELL_SYNTAX.search(command) and tool not in ("open", "curl"):
        return "shell.exec"
    if tool == "rm":
        return "file.delete"
    if tool == "pip" and arguments[:1] == ["install"]:
        return "package.install"
    if tool == "curl":
        return "net.fetch"
    return "file.read" if tool in READERS else "shell.exec"


def path_of(tool, arguments, opened):
    """The file that a tool call is about; an edit is of the file opened or created last."""
    named = [a for a in arguments if not a.startswith("-")]
    if tool in ("open", "create", "cat", "rm", "file", "strings") and named:
        return named[0]
    if tool in ("edit", "insert", "goto", "scroll_down", "scroll_up", "set_cursors"):
        return opened
    return None


def resource_of(name, tool, arguments, opened):
    if name == "net.fetch":
        for argument in arguments:
            if argument.startswith("http"):
                url = urllib.parse.urlsplit(argument)
                return {"type": "host", "id": url.hostname, "properties": {"url": argument}}
    if name == "net.connect" and tool == "connect_start":
        return {"type": "host", "id": arguments[0], "properties": {"port": int(arguments[1])}}
    if name.startswith("file."):
        path = path_of(tool, arguments, opened)
        if path:
            return {"type": "file", "id": path}
    return None


class Sessions:
    """Short names for runs: the recording's own, without hashes, numbered where several share it."""

    def __init__(self):
        self.names, self.starts, self.used = {}, {}, {}

    def name(self, trajectory):
        if trajectory not in self.names:
            stem = re.sub(r"-[0-9a-f]{6}$", "", pathlib.PurePosixPath(trajectory).stem).lower()
            stem = stem.split("__")[-1].replace("_", "-")
            self.used[stem] = self.used.get(stem, 0) + 1
            count = self.used[stem]
            self.starts[trajectory] = START + datetime.timedelta(hours=len(self.names))
            self.names[trajectory] = stem if count == 1 else f"{stem}-{count}"
        return self.names[trajectory]


def convert(lines):
    sessions, opened = Sessions(), {}
    for line in lines:
        step = json.loads(line)
        trajectory, command = step["traj"], step["command"]
        tool, *arguments = words(command) or [""]
        name = action_name(tool, command, arguments)
        session = sessions.name(trajectory)
        if tool in ("open", "create") and arguments:
            opened[session] = arguments[0]
        time = sessions.starts[trajectory] + datetime.timedelta(minutes=step["step"])
        action = {
            "subject": {"type": "agent", "id": "swe-agent"},
            "action": {"name": name, "properties": {"tool": tool, "command": command}},
            "context": {"time": time.strftime("%Y-%m-%dT%H:%M:%SZ"), "session": session,
                        "step": step["step"]},
        }
        resource = resource_of(name, tool, arguments, opened.get(session))
        if resource:
            action["resource"] = resource
        yield json.dumps(action, ensure_ascii=False, separators=(", ", ": "))


def main():
    with open(sys.argv[1], encoding="utf-8") as source:
        for line in convert(source):
            print(line)


if __name__ == "__main__":
    main()
