"""Runs bundled tasks in an image of a public distribution, unpacked from its layers without Docker, and on the
host: each episode comes to the same result.

usage: image.py ENGINES WORK [LIMIT]

LIMIT is how many tasks of a family; without it, all. ENGINES is the directory of a running `.ci/engines.sh start`. Docker makes the image, a layer with deletions over that
of the distribution, and saves it as `docker save` would. Run it in a clone, with pyarrow.
"""

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pyarrow.dataset

CONFIG = """
run: {name}
seed: 20260101
tasks: {{path: {tasks}, group: 1{limit}}}
policy: {{kind: reference, faults: 0.5}}
sandbox: {{cache: cache{image}}}
sets: {{build: [sft]}}
"""
# The second layer: a file and a directory less, a directory that lies over another, and a file more.
CHANGE = """set -e
rm /etc/issue
rm -r /usr/share/doc
rm -r /usr/share/common-licenses
mkdir /usr/share/common-licenses
echo own >/usr/share/common-licenses/own
echo layered >/etc/layer
"""
SEEN = """set -e
test ! -e /etc/issue
test ! -e /usr/share/doc
test "$(ls -A /usr/share/common-licenses)" = own
cat /etc/layer /etc/os-release
"""
LIMIT = sys.argv[3] if len(sys.argv) > 3 else None
COLUMNS = ["episode_id", "outcome", "total", "correctness", "num_turns", "num_tool_errors"]


class Engine(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def ask(engines, method, path, body=None):
    """An answer of Docker's."""
    engine = Engine(str(engines / "docker.sock"))
    engine.request(method, path, json.dumps(body) if body else None, {"Content-Type": "application/json"})
    answer = engine.getresponse()
    assert answer.status < 300, (path, answer.status, answer.read())
    return answer


def layered(engines):
    """The name of an image of two layers, committed of a container."""
    asked = {"Image": "millrace/ci-base", "Cmd": ["sh", "-c", CHANGE], "HostConfig": {"NetworkMode": "none"}}
    container = json.load(ask(engines, "POST", "/containers/create", asked))["Id"]
    ask(engines, "POST", f"/containers/{container}/start").read()
    ended = json.load(ask(engines, "POST", f"/containers/{container}/wait"))
    assert ended["StatusCode"] == 0, ended
    ask(engines, "POST", f"/commit?container={container}&repo=millrace/ci-layered&tag=latest").read()
    ask(engines, "DELETE", f"/containers/{container}").read()
    return "millrace/ci-layered"


def save(engines, name, target):
    """What `docker save` writes."""
    with open(target, "wb") as archive:
        shutil.copyfileobj(ask(engines, "GET", f"/images/{name.replace('/', '%2F')}/get"), archive, 1 << 20)


def check_layers(image):
    """It has two layers, and the upper one deletes."""
    with tarfile.open(image) as archive:
        layers = json.load(archive.extractfile("manifest.json"))[0]["Layers"]
        assert len(layers) == 2, layers
        with tarfile.open(fileobj=archive.extractfile(layers[1])) as upper:
            gone = sorted(name for name in upper.getnames() if "/.wh." in name)
    print(f"image of {image.stat().st_size >> 20} MiB, whose second layer has {gone}")
    assert {"etc/.wh.issue", "usr/share/.wh.doc"} <= set(gone), gone


def run(work, name, image):
    config = work / f"{name}.yaml"
    config.write_text(
        CONFIG.format(
            name=name,
            tasks=os.path.abspath("conf/tasks"),
            limit=f", limit: {LIMIT}" if LIMIT else "",
            image=f", image: {image}" if image else "",
        )
    )
    out = work / name
    begin = time.monotonic()
    subprocess.run(["./millrace", "run", str(config), "--out", str(out)], check=True, stdout=subprocess.DEVNULL)
    print(f"{name}: {time.monotonic() - begin:.0f} s", flush=True)
    rows = pyarrow.dataset.dataset(out / "lake" / "episodes").to_table(columns=COLUMNS).to_pylist()
    return {row.pop("episode_id"): row for row in rows}


def main():
    engines, work = Path(sys.argv[1]), Path(sys.argv[2])
    work.mkdir(parents=True)
    image = work / "image.tar"
    save(engines, layered(engines), image)
    check_layers(image)
    seen = subprocess.run(
        ["./millrace", "sandbox", "try", "--image", str(image), "--", "sh", "-c", SEEN],
        check=True, stdout=subprocess.PIPE, text=True,
    ).stdout
    assert "layered" in seen and "Debian" in seen, seen
    host, inside = run(work, "host", None), run(work, "image", image)
    different = {name: (host[name], inside.get(name)) for name in host if host[name] != inside.get(name)}
    print(f"{len(host)} episodes on the host, {len(inside)} in the image, {len(different)} different")
    if different or len(host) != len(inside) or not host:
        for name, (one, other) in list(different.items())[:20]:
            print(f"{name}: on the host {one}, in the image {other}")
        sys.exit(f"FAILED: {len(different)} of {len(host)} episodes are not what they are on the host")


main()
