"""The facts of a change as `remit check` read them, beside what git and the metadata say."""
import git_files
import metadata

SHOWN = ("status", "kind", "old_kind", "old_path", "binary", "added", "removed")


def line_count(text):
    return text.count("\n") + (not text.endswith("\n"))


def files_of(change):
    return {file["path"]: {name: file.get(name) for name in SHOWN} for file in change["files"]}


def compare_files(told, wanted, source):
    """`told`, `wanted`: {path: file}; one text for each that differs."""
    return [f"{path}: the facts say {told.get(path)}, {source} {wanted.get(path)}"
            for path in sorted(told.keys() | wanted.keys())
            if not git_files.agrees(told.get(path), wanted.get(path))]


def compare_sums(change):
    """Sums, change of modes, and the text: as many lines as were counted."""
    wrong = []
    for count in ("added", "removed"):
        total = sum(file[count] for file in change["files"])
        if change[count] != total:
            wrong.append(f"{count}: {change[count]}, its files have {total}")
    for file in change["files"]:
        mode_changed = file.get("old_kind") not in (None, file["kind"]) \
            and file["status"] != "deleted"
        if file["mode_changed"] != mode_changed:
            wrong.append(f"{file['path']}: mode_changed is {file['mode_changed']}: {file}")
    if "text_left_out" in change:
        return wrong + ["text is left out, but given"] * ("added_text" in change)
    for count, texts in (("added", "added_text"), ("removed", "removed_text")):
        lines = {}
        for entry in change[texts]:
            lines[entry["path"]] = lines.get(entry["path"], 0) + line_count(entry["text"])
        for file in change["files"]:
            side = file["path"] if count == "added" else file.get("old_path", file["path"])
            wanted = 0 if "submodule" in (file["kind"], file.get("old_kind")) else file[count]
            found = lines.pop(side, 0)
            if found != wanted:
                wrong.append(f"{side}: {wanted} lines {count}, {found} in the text")
        wrong += [f"{path}: has text, but is no file of the change" for path in lines]
    return wrong


def expected_commit(commit):
    trailers = {}
    for key, value in commit["trailers_in_body"] + commit["trailers"]:
        trailers.setdefault(key.lower(), []).append(value)
    return {"author": commit["author"]["email"], "author_name": commit["author"]["name"],
            "committer": commit["committer"]["email"],
            "committer_name": commit["committer"]["name"], "signed": False,
            "merge": len(commit["parents"]) > 1, "subject": commit["subject"],
            "trailers": trailers}


def told_commit(commit):
    told = {name: commit[name] for name in ("author", "author_name", "committer", "committer_name",
                                            "signed", "merge", "trailers")}
    return told | {"subject": commit["message"].split("\n")[0]}


def compare_commits(change, commits, names, base, head):
    """`names`: sha in the repository to sha in the data. Commits that the data do not hold (what
    was before them) are let pass."""
    told = {names[c["sha"]]: c for c in change["commits"] if names.get(c["sha"]) in commits}
    strangers = [c["sha"] for c in change["commits"] if c["sha"] not in names]
    wanted = metadata.ancestors(commits, head) - metadata.ancestors(commits, base)
    wrong = [f"{sha}: is no commit of the repository" for sha in strangers]
    wrong += [f"{sha}: in the facts {sha in told}, in the data {sha in wanted}"
              for sha in sorted(told.keys() ^ wanted)]
    seen = set()
    for sha in told:
        expected, found = expected_commit(commits[sha]), told_commit(told[sha])
        if found != expected:
            wrong.append(f"{sha}: the facts say {found}, the data {expected}")
        wrong += [f"{sha}: comes before its parent {parent}" for parent in commits[sha]["parents"]
                  if parent in told and parent not in seen]
        seen.add(sha)
    marked = {c["agent"] for c in change["commits"] if c["authorship"] == "marked"}
    named = {agent["name"] for agent in change["agents"]}
    if named != marked:
        wrong.append(f"agents: {sorted(named)}, of the commits {sorted(marked)}")
    return wrong


def marks_of(change, names):
    """{sha in the data: whether an agent's mark was found}."""
    return {names[commit["sha"]]: commit["authorship"] == "marked" for commit in change["commits"]
            if commit["sha"] in names}
