#!/usr/bin/env python3
"""Keys and bundles from outside: `openssl` makes and reads the same keys and verifies a bundle's
signature without Remit; the same sources give the same bytes wherever they are compiled; every way to
an engine names the same digest.

run_bundle.py --remit PROGRAM
"""

import argparse
import base64
import hashlib
import json
import os
import pathlib
import stat
import struct
import subprocess
import tempfile

LIBRARY = """param most: double = 500.0

define large(amount: double) = amount > most
"""
SHOP = """policy shop version "1.4" owner "manager" default allow

import "lib/amounts.remit" as amounts

facts amount: double

trigger refund on "refund" {
  when amounts.large(amount)
  escalate to "finance"
}
"""
DELIVERY = """policy delivery owner "platform" default notify
"""
ACTION = '{"action": {"name": "refund"}, "context": {"amount": 501, "time": "2026-01-05T12:00:00Z"}}\n'


class Failed(Exception):
    pass


def check(condition, what):
    if not condition:
        raise Failed(what)


class Desk:
    def __init__(self, remit, folder):
        self.remit, self.folder = remit, folder

    def run(self, *argv, at=None, status=0, text="", env=None):
        """Runs Remit, or any program named by a path without `remit` in front."""
        full = [self.remit if argv[0] == "remit" else argv[0], *map(str, argv[1:])]
        done = subprocess.run(full, cwd=at or self.folder, input=text, text=True, check=False,
                              capture_output=True, timeout=60,
                              env=dict(os.environ, LC_ALL="C.UTF-8", **(env or {})))
        check(done.returncode == status,
              f"{' '.join(full)}: status {done.returncode}, not {status}\n{done.stdout}{done.stderr}")
        return done.stdout

    def sources(self, name):
        folder = self.folder / name
        (folder / "lib").mkdir(parents=True)
        (folder / "lib" / "amounts.remit").write_text(LIBRARY)
        (folder / "shop.remit").write_text(SHOP)
        (folder / "delivery.remit").write_text(DELIVERY)
        return folder


def read_bundle(path):
    """The file taken apart as docs/bundle-format.md says."""
    data = path.read_bytes()
    magic, form, size, begin, program_size = struct.unpack("<8sIIQQ", data[:32])
    check(magic == b"REMITBDL" and form == 1, "the head")
    check(begin == (32 + size + 63) // 64 * 64 and begin + program_size == len(data), "the sizes")
    check(set(data[32 + size : begin]) <= {0}, "the padding")
    envelope = json.loads(data[32 : 32 + size])
    manifest = base64.b64decode(envelope["payload"], validate=True)
    said = json.loads(manifest)
    program = data[begin:]
    check(said["program"] == {"bytes": len(program), "digest": digest(program)}, "the program's digest")
    return envelope, manifest, said


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def pae(kind, body):
    kind = kind.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(body), body)


def test_keys(desk):
    """A new key is PKCS#8 that openssl reads; its id is the SHA-256 of its SPKI DER."""
    key = desk.folder / "ci.key"
    printed = desk.run("remit", "key", "new", key)
    check(stat.S_IMODE(key.stat().st_mode) == 0o600, "the mode of a new key")
    before = key.read_bytes()
    desk.run("remit", "key", "new", key, status=3)
    check(key.read_bytes() == before, "a key was written over")
    line, public = printed.split("\n", 1)
    check(public == desk.run("openssl", "pkey", "-in", key, "-pubout"), "the public key")
    desk.run("openssl", "pkey", "-in", key, "-pubout", "-outform", "DER", "-out", "ci.der")
    check(line == "key " + digest((desk.folder / "ci.der").read_bytes()), "the key's id")
    (desk.folder / "ci.pub").write_text(printed)
    for file in ("ci.key", "ci.pub"):
        check(desk.run("remit", "key", "show", file) == printed, f"remit key show {file}")
    check(desk.run("openssl", "pkey", "-pubin", "-in", "ci.pub", "-pubout") == public,
          "openssl passes over the line before the key")


def test_openssl_key(desk):
    """A key that openssl made signs."""
    desk.run("openssl", "genpkey", "-algorithm", "ed25519", "-out", "other.key")
    os.chmod(desk.folder / "other.key", 0o600)
    (desk.folder / "other.pub").write_text(desk.run("remit", "key", "show", "other.key"))
    for kind in ("x25519", "rsa"):
        desk.run("openssl", "genpkey", "-algorithm", kind, "-out", "wrong.key")
        os.chmod(desk.folder / "wrong.key", 0o600)
        desk.run("remit", "key", "show", "wrong.key", status=3)


def test_same_bytes(desk):
    """The same sources give the same signed bytes in any folder, from any folder, in any order."""
    one, other = desk.sources("one"), desk.sources("deep/er/other")
    out = []

    def compiled(*files, at, options=()):
        path = desk.folder / f"made{len(out)}.remitb"
        desk.run("remit", "compile", *files, *options, "-o", path, "--sign", desk.folder / "ci.key", at=at)
        out.append(path.read_bytes())

    compiled("shop.remit", "delivery.remit", at=one)
    compiled("delivery.remit", "shop.remit", at=one)
    compiled("./shop.remit", other / "delivery.remit", at=other)
    # From elsewhere the policy root is another, and an import by a path outside it is refused: what
    # is compiled from there is the configuration's.
    for folder in (one, other):
        (folder / "remit.yaml").write_text("version: 1\npolicies: ['*.remit']\nparams: {most: 500}\n")
    compiled(at=one)
    compiled("--config", other / "remit.yaml", at=desk.folder)
    compiled(at=other / "lib")
    compiled("delivery.remit", "shop.remit", at=other)
    check(all(data == out[0] for data in out), [digest(data) for data in out])
    check(stat.S_IMODE((desk.folder / "made0.remitb").stat().st_mode) & 0o222 == 0, "it can be written in")
    # Files that import nothing, from above them and without a configuration.
    alone = []
    for folder, at in (("p", "p"), ("q/r", "q"), ("q/r", ".")):
        path = desk.folder / folder / "x"
        path.mkdir(parents=True, exist_ok=True)
        (path / "a.remit").write_text(DELIVERY)
        (path.parent / "b.remit").write_text(DELIVERY.replace("delivery", "other"))
        desk.run("remit", "compile", path / "a.remit", os.path.relpath(path.parent / "b.remit", desk.folder / at),
                 "-o", "x.remitb", at=desk.folder / at)
        alone.append((desk.folder / at / "x.remitb").read_bytes())
    check(alone[0] == alone[1] == alone[2], "files of another folder")
    _, _, said = read_bundle(desk.folder / "p" / "x.remitb")
    check([s["path"] for s in said["sources"]] == ["b.remit", "x/a.remit"], said["sources"])
    # What differs makes a difference.
    with open(other / "lib" / "amounts.remit", "a", encoding="utf-8") as file:
        file.write("// a comment\n")
    compiled(at=other)
    check(out[-1] != out[0], "another source, the same bundle")


def test_manifest(desk):
    envelope, manifest, said = read_bundle(desk.folder / "made0.remitb")
    check(json.dumps(said, sort_keys=True, separators=(",", ":")).encode() == manifest, "canonical JSON")
    check(said["policies"] == [{"name": "delivery"}, {"name": "shop", "version": "1.4"}], said["policies"])
    check(said["sources"] == [
        {"digest": digest(DELIVERY.encode()), "path": "delivery.remit"},
        {"digest": digest(LIBRARY.encode()), "path": "lib/amounts.remit"},
        {"digest": digest(SHOP.encode()), "path": "shop.remit"},
    ], said["sources"])
    check(said["slots"] == [{"path": "context.amount", "type": kind} for kind in ("any", "double")],
          said["slots"])
    check(said["trust"] == {"keys": []}, said["trust"])
    check(envelope["payloadType"] == "application/vnd.remit.bundle-manifest+json", "the payload's type")


def test_signature(desk):
    """`openssl` alone verifies the signature over DSSE's encoding, and refuses it over less."""
    envelope, manifest, _ = read_bundle(desk.folder / "made0.remitb")
    (signature,) = envelope["signatures"]
    raw = base64.b64decode(signature["sig"], validate=True)
    (desk.folder / "sig").write_bytes(raw)
    verify = ("openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "ci.pub", "-rawin", "-in", "pae",
              "-sigfile", "sig")
    message = pae(envelope["payloadType"], manifest)
    (desk.folder / "pae").write_bytes(message)
    desk.run(*verify)
    (desk.folder / "pae").write_bytes(manifest)
    desk.run(*verify, status=1)
    try:
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ImportError:
        return
    load_pem_public_key((desk.folder / "ci.pub").read_bytes().split(b"\n", 1)[1]).verify(raw, message)


def test_verify_bundle(desk):
    bundle, public = desk.folder / "made0.remitb", desk.folder / "ci.pub"
    _, manifest, said = read_bundle(bundle)
    answer = json.loads(desk.run("remit", "verify-bundle", bundle, "--key", public, "--format", "json"))
    check(answer["bundle"] == "verified" and answer["digest"] == digest(manifest) and
          answer["manifest"] == said, answer)
    desk.run("remit", "verify-bundle", bundle, "--key", "other.pub", public)
    desk.run("remit", "verify-bundle", bundle, "--key", "other.pub", status=1)
    desk.run("remit", "verify-bundle", bundle, "--key", "none.pub", status=3)
    desk.run("remit", "verify-bundle", "none.remitb", "--key", public, status=3)
    data = bundle.read_bytes()
    for at in range(0, len(data), 7):
        damaged = desk.folder / "damaged.remitb"
        damaged.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        desk.run("remit", "verify-bundle", damaged, "--key", public, status=1)


def test_one_digest(desk):
    """Policies, the bundle of them and the change they judge: one digest in every record."""
    folder = desk.sources("repo")
    (folder / "remit.yaml").write_text(
        "version: 1\npolicies: ['*.remit']\ntrust:\n  keys: [ci.pub]\n")
    (folder / "ci.pub").write_text((desk.folder / "ci.pub").read_text())
    git = {"GIT_CONFIG_NOSYSTEM": "1", "HOME": str(desk.folder)}
    for name in ("AUTHOR", "COMMITTER"):
        git |= {f"GIT_{name}_NAME": "a", f"GIT_{name}_EMAIL": "a@example.org"}
    for words in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "one"),
                  ("commit", "-q", "--allow-empty", "-m", "two")):
        desk.run("git", *words, at=folder, env=git)
    desk.run("remit", "compile", "-o", "x.remitb", "--sign", desk.folder / "ci.key", at=folder)
    _, manifest, said = read_bundle(folder / "x.remitb")
    (line, _) = (desk.folder / "ci.pub").read_text().split("\n", 1)
    check(said["trust"] == {"keys": [line.removeprefix("key ")]}, said["trust"])
    decide = ("remit", "decide", "--records", "records", "--format", "json")
    desk.run(*decide, at=folder, status=1, text=ACTION)
    desk.run(*decide, "--bundle", "x.remitb", at=folder, status=1, text=ACTION)
    desk.run("remit", "check", "--base", "HEAD~1", "--records", "records", at=folder, env=git)
    records = list((folder / "records").glob("*.json"))
    check(len(records) == 3, records)
    for record in records:
        core = json.loads(record.read_text())["core"]
        check(core["bundle"] == digest(manifest), core["bundle"])
        desk.run("remit", "replay", record, at=folder)
    desk.run("remit", "compile", "-o", "unsigned.remitb", at=folder)
    desk.run(*decide, "--bundle", "unsigned.remitb", at=folder, status=2, text=ACTION)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--remit", required=True)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(os.path.abspath(arguments.remit), pathlib.Path(folder).resolve())
        for test in (test_keys, test_openssl_key, test_same_bytes, test_manifest, test_signature,
                     test_verify_bundle, test_one_digest):
            try:
                test(desk)
            except Failed as why:
                raise SystemExit(f"{test.__name__}: {why}") from why


if __name__ == "__main__":
    main()
