#!/bin/bash
set -euo pipefail
cat > /tmp/farm.py <<'PY'
import os
import re

pins = {}
with open("pins.txt") as file:
    for line in file:
        if line.strip() and not line.startswith("#"):
            package, version = line.split()
            pins[package] = version


def relink(path, target):
    if os.path.lexists(path):
        os.unlink(path)
    os.symlink(target, path)


wanted = {}
for package in sorted(os.listdir("pkgs")):
    base = os.path.join("pkgs", package)
    versions = [v for v in os.listdir(base) if re.fullmatch(r"\d+(\.\d+)*", v) and not os.path.islink(f"{base}/{v}")]
    version = pins.get(package) or max(versions, key=lambda v: [int(part) for part in v.split(".")])
    relink(f"{base}/current", version)
    for command in sorted(os.listdir(f"{base}/current/bin")):
        if os.access(f"{base}/current/bin/{command}", os.X_OK):
            wanted[command] = f"../pkgs/{package}/current/bin/{command}"

for name in os.listdir("bin"):
    path = f"bin/{name}"
    if os.path.islink(path) and name not in wanted:
        target = os.path.normpath(os.path.join("/opt/tools/bin", os.readlink(path)))
        if target.startswith("/opt/tools/pkgs/") or not os.path.exists(path):
            os.unlink(path)
for name, target in wanted.items():
    relink(f"bin/{name}", target)
PY
python3 /tmp/farm.py
rm /tmp/farm.py
