"""Runs bundled tasks in an image of a public distribution, unpacked from its layers without Docker, and on the host:
each episode comes to the same result.

usage: image.py ENGINES WORK

ENGINES is the directory of a running `.ci/engines.sh start`; its image is saved as `docker save` would. Run it in a
clone, with pyarrow.
"""

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pyarrow.dataset

CONFIG = """
run: {name}
seed: 20260101
tasks: {{path: {tasks}, group: 1, limit: 6}}
policy: {{kind: reference, faults: 0.5}}
sandbox: {{cache: cache{image}}}
sets: {{build: [sft]}}
"""
COLUMNS = ["episode_id", "outcome", "total", "correctness", "num_turns", "num_tool_errors"]


class Engine(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def save(engines, target):
    """What `docker save` writes."""
    engine = Engine(str(engines / "docker.sock"))
    engine.request("GET", "/images/millrace%2Fci-base/get")
    answer = engine.getresponse()
    assert answer.status == 200, answer.read()
    with open(target, "wb") as archive:
        shutil.copyfileobj(answer, archive, 1 << 20)


def run(work, name, image):
    config = work / f"{name}.yaml"
    config.write_text(
        CONFIG.format(name=name, tasks=os.path.abspath("conf/tasks"), image=f", image: {image}" if image else "")
    )
    out = work / name
    subprocess.run(["./millrace", "run", str(config), "--out", str(out)], check=True, stdout=subprocess.DEVNULL)
    rows = pyarrow.dataset.dataset(out / "lake" / "episodes").to_table(columns=COLUMNS).to_pylist()
    return {row.pop("episode_id"): row for row in rows}


def main():
    engines, work = Path(sys.argv[1]), Path(sys.argv[2])
    work.mkdir(parents=True)
    image = work / "image.tar"
    save(engines, image)
    print(f"image of {image.stat().st_size >> 20} MiB")
    release = subprocess.run(
        ["./millrace", "sandbox", "try", "--image", str(image), "--", "cat", "/etc/os-release"],
        check=True, capture_output=True, text=True,
    ).stdout
    assert "Debian" in release, release
    host, inside = run(work, "host", None), run(work, "image", image)
    different = {name: (host[name], inside.get(name)) for name in host if host[name] != inside.get(name)}
    print(f"{len(host)} episodes on the host, {len(inside)} in the image, {len(different)} different")
    if different or len(host) != len(inside):
        print(json.dumps(different, indent=1, default=str)[:4000])
        sys.exit(1)


main()
