"""Unpacks a Debian image of two layers and compares every file with what Python makes of the same layers.

usage: check_image.py JAVA CLASSPATH WORK_DIRECTORY [ROOT_FILE_SYSTEM]

Without a root file system, debootstrap makes one. It is unpacked as an archive of its own, as an old
`docker save` archive, as an image layout with gzip, and once more without the privileges of root;
each time once more after a kill.
"""

import gzip
import hashlib
import io
import json
import os
import platform
import shutil
import stat
import subprocess
import sys
import tarfile
import time
from pathlib import Path

IMPLIED = ("directory", 0o755, 1577836800)
ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
CONFIG = {"Env": ["PATH=/usr/bin:/bin"], "WorkingDir": "/srv", "Cmd": ["bash"]}


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Tree:
    """What layers mean: paths without a leading slash, and what is there."""

    def __init__(self):
        self.items = {"": IMPLIED}

    def real(self, path, hops=0):
        parent, _, name = path.rpartition("/")
        if not parent:
            return path
        parent = self.real(parent, hops)
        while self.items.get(parent, IMPLIED)[0] == "link":
            target = self.items[parent][2]
            base = "" if target.startswith("/") else parent.rpartition("/")[0]
            parent = os.path.normpath("/" + base + "/" + target).lstrip("/")
            hops += 1
            assert hops < 40
        return f"{parent}/{name}" if parent else name

    def remove_below(self, path):
        start = path + "/" if path else ""
        self.items = {p: i for p, i in self.items.items() if not p or not p.startswith(start)}

    def apply(self, archive):
        members = [(os.path.normpath("/" + m.name).lstrip("/"), m) for m in archive]
        for path, _ in members:
            parent, _, name = path.rpartition("/")
            if name == ".wh..wh..opq":
                self.remove_below(parent)
            elif name.startswith(".wh."):
                gone = self.real(f"{parent}/{name[4:]}" if parent else name[4:])
                self.remove_below(gone)
                self.items.pop(gone, None)
        for path, member in members:
            if not path.rpartition("/")[2].startswith(".wh."):
                self.add(self.real(path), member, archive)

    def add(self, path, member, archive):
        if member.ischr() or member.isblk() or member.isfifo():
            return
        for at in (i for i, c in enumerate(path) if c == "/"):
            self.items.setdefault(path[:at], IMPLIED)
        mtime = int(member.mtime // 1)
        if member.isdir():
            if self.items.get(path, IMPLIED)[0] != "directory":
                self.remove_below(path)
            self.items[path] = ("directory", member.mode & 0o3777, mtime)
            return
        self.remove_below(path)
        if member.issym():
            self.items[path] = ("link", mtime, member.linkname)
        elif member.islnk():
            self.items[path] = self.items[self.real(os.path.normpath("/" + member.linkname).lstrip("/"))]
        else:
            data = archive.extractfile(member).read()
            # The list makes each file a thing of its own, which hard links share.
            self.items[path] = ("file", member.mode & 0o777, mtime, len(data), sha256(data), [path])


def tidy(target):
    """Java's paths have no doubled and no trailing slashes."""
    parts = [part for part in target.split("/") if part]
    return ("/" if target.startswith("/") else "") + "/".join(parts) or target


def walk(root, bits=(0o777, 0o3777)):
    """The same of a directory: each file with the first of its names."""
    found, first = {}, {}
    for directory, names, files in os.walk(root):
        for path in [directory] + [os.path.join(directory, n) for n in files + [n for n in names if os.path.islink(os.path.join(directory, n))]]:
            name = os.path.relpath(path, root)
            name = "" if name == "." else name
            s = os.lstat(path)
            mode, mtime = stat.S_IMODE(s.st_mode), int(s.st_mtime // 1)
            if stat.S_ISDIR(s.st_mode):
                found[name] = ("directory", mode & bits[1], mtime)
            elif stat.S_ISLNK(s.st_mode):
                found[name] = ("link", mtime, tidy(os.readlink(path)))
            elif stat.S_ISREG(s.st_mode):
                data = Path(path).read_bytes()
                found[name] = ("file", mode & bits[0], mtime, len(data), sha256(data), (s.st_dev, s.st_ino))
    for name in sorted(found):
        item = found[name]
        if item[0] == "file":
            found[name] = item[:5] + (first.setdefault(item[5], name),)
    return found


def plain(tree):
    first, lines = {}, {}
    for name in sorted(tree.items):
        item = tree.items[name]
        if item[0] == "file":
            item = item[:5] + (first.setdefault(id(item[5]), name),)
        elif item[0] == "link":
            item = item[:2] + (tidy(item[2]),)
        lines[name] = item
    return lines


def compare(what, expected, actual):
    wrong = [(p, expected.get(p), actual.get(p)) for p in sorted({*expected, *actual}) if expected.get(p) != actual.get(p)]
    for path, should, found in wrong[:20]:
        print(f"  {path}: expected {should}, found {found}")
    if wrong:
        sys.exit(f"{what}: {len(wrong)} of {len(expected)} paths are wrong")
    files = sum(item[0] == "file" for item in expected.values())
    print(f"{what}: {len(expected)} paths the same, {files} of them files")


def second_layer(base):
    """Every kind of change on top of a Debian system."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:

        def put(name, kind=tarfile.REGTYPE, data=b"", mode=0o644, link="", mtime=1_600_000_000.25):
            info = tarfile.TarInfo(name)
            info.type, info.mode, info.linkname, info.mtime, info.size = kind, mode, link, mtime, len(data)
            tar.addfile(info, io.BytesIO(data))

        put("usr/share/doc", tarfile.DIRTYPE, mode=0o755)
        put("usr/share/doc/.wh..wh..opq")
        put("usr/share/doc/readme", data=b"only this")
        put("etc/.wh.issue")
        put("etc/.wh.skel")
        put("var/lib/.wh.dpkg")
        put("var/lib/dpkg/status", data=b"written again\n")
        put("etc/hostname", data=b"box\n", mode=0o600)
        put("etc/same", tarfile.LNKTYPE, link="etc/debian_version")
        put("etc/debian_version", data=b"other\n")
        put("usr/bin/dash2", tarfile.LNKTYPE, link="usr/bin/dash")
        put("bin/through-a-link", data=b"#!/bin/sh\n", mode=0o4755)
        put("usr/share/perl5", tarfile.SYMTYPE, link="../lib//perl5/")
        put("opt", data=b"now a file")
        put("srv/" + "deep/" * 60 + "n" * 200, data=b"x" * 100_000)
        put("srv/caf\u00e9", data="\u6f22\u5b57".encode())
        put("srv/closed", tarfile.DIRTYPE, mode=0)
        put("srv/closed/file", data=b"shut", mode=0)
        put("srv/null", tarfile.CHRTYPE)
        put("/srv/absolute", data=b"inside")
    return out.getvalue()


def blob(directory, data):
    path = directory / "blobs" / "sha256" / sha256(data)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return {"digest": "sha256:" + sha256(data), "size": len(data)}


def layout(directory, layers, config):
    """An image layout with gzip."""
    descriptors = []
    for layer in layers:
        descriptor = blob(directory, gzip.compress(layer, 6, mtime=0))
        descriptors.append({"mediaType": "application/vnd.oci.image.layer.v1.tar+gzip", **descriptor})
    manifest = {"schemaVersion": 2, "config": blob(directory, config), "layers": descriptors}
    index = {"schemaVersion": 2, "manifests": [blob(directory, json.dumps(manifest).encode())]}
    (directory / "index.json").write_text(json.dumps(index))
    (directory / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    return directory


def saved(path, layers, config):
    """What `docker save` writes."""
    with tarfile.open(path, "w") as tar:

        def put(name, data):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))

        names = []
        for layer in layers:
            names.append(sha256(b"id" + layer) + "/layer.tar")
            put(names[-1], layer)
        put(sha256(config) + ".json", config)
        put("manifest.json", json.dumps([{"Config": sha256(config) + ".json", "RepoTags": None, "Layers": names}]).encode())
    return path


def unpack(command, store, image):
    start = time.monotonic()
    out = subprocess.run([*command, store, image], check=True, stdout=subprocess.PIPE, text=True).stdout
    result = json.loads(out.splitlines()[-1])
    result["seconds"] = time.monotonic() - start
    return result


def size(root):
    return sum(os.lstat(os.path.join(d, f)).st_blocks * 512 for d, _, files in os.walk(root) for f in files)


def main():
    java, classpath, work = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    work.mkdir(parents=True, exist_ok=True)
    base = Path(sys.argv[4]) if len(sys.argv) > 4 else work / "base"
    if not base.exists():
        start = time.monotonic()
        subprocess.run(["debootstrap", "--variant=minbase", "stable", base], check=True, stdout=subprocess.DEVNULL)
        print(f"debootstrap: {time.monotonic() - start:.0f} s")
    main_class = "dev.millrace.rollout.sandbox.image.UnpackMain"
    command = [java, "-Xmx512m", "-cp", classpath, main_class]

    archive = work / "base.tar.gz"
    subprocess.run(["tar", "-C", base, "--sort=name", "-czf", archive, "."], check=True)
    result = unpack(command, work / "store-archive", archive)
    compare("root file system", walk(base), walk(result["root"]))
    report(result, archive.stat().st_size)

    layers = [gzip.decompress(archive.read_bytes()), second_layer(base)]
    diffs = ["sha256:" + sha256(layer) for layer in layers]
    config = json.dumps(
        {"architecture": ARCHITECTURE, "os": "linux", "config": CONFIG, "rootfs": {"type": "layers", "diff_ids": diffs}}
    ).encode()
    tree = Tree()
    for layer in layers:
        with tarfile.open(fileobj=io.BytesIO(layer)) as tar:
            tree.apply(tar)
    expected = plain(tree)
    old = saved(work / "saved.tar", layers, config)
    new = layout(work / "layout", layers, config)
    unprivileged = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs", *command]
    ways = [("docker save", command, old), ("image layout", command, new), ("image layout, without privileges", unprivileged, new)]
    for number, (what, how, image) in enumerate(ways):
        store = work / f"store-{number}"
        result = unpack(how, store, image)
        actual = walk(result["root"], (0o7777, 0o7777))
        compare(what, expected, actual)
        assert result["digest"] == "sha256:" + sha256(config), result
        assert result["variables"] == {"PATH": "/usr/bin:/bin"}, result
        report(result, len(layers[0]) + len(layers[1]))
        again = unpack(how, store, image)
        assert again["root"] == result["root"]
        print(f"  again: {again['millis']} ms")
        # As if its process had been killed: it is removed, closed directories and all, and made anew.
        os.rename(result["root"], result["root"] + ".unpacking")
        once_more = unpack(how, store, image)
        assert not os.path.exists(once_more["root"] + ".unpacking")
        compare("  after a kill", expected, walk(once_more["root"], (0o7777, 0o7777)))
    run_in(result["root"])
    spoil(command, work, old)
    for store in work.glob("store-*"):
        shutil.rmtree(store)


def report(result, length):
    root, seconds = result["root"], result["millis"] / 1000
    print(f"  {length / 1e6:.0f} MB in {seconds:.2f} s, {size(root) / 1e6:.0f} MB on disk")


def run_in(root):
    """The tree is a system: its programs run on its libraries."""
    line = subprocess.run(
        ["bwrap", "--unshare-all", "--ro-bind", root, "/", "--proc", "/proc", "--clearenv", "/usr/bin/dpkg", "--version"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout.splitlines()[0]
    print(f"in a sandbox: {line}")


def spoil(command, work, archive):
    """A byte in the middle of a layer is another."""
    spoilt = work / "spoilt.tar"
    shutil.copyfile(archive, spoilt)
    with open(spoilt, "r+b") as file:
        file.seek(archive.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))
    store = work / "store-spoilt"
    done = subprocess.run([*command, store, spoilt], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    line = next((line for line in done.stderr.splitlines() if "environment: image" in line), done.stderr)
    if done.returncode == 0 or ("its bytes give" not in line and "tar header" not in line):
        sys.exit(f"a spoilt layer was not refused: {line}")
    left = [path.name for path in (store / "images-1").iterdir() if not path.name.endswith(".lock")]
    if left:
        sys.exit(f"a spoilt image left {left}")
    print(f"spoilt: {line.strip()[:240]}")


if __name__ == "__main__":
    main()
