#!/bin/bash
set -euo pipefail
cat > /tmp/unpack.py <<'PY'
import bz2
import gzip
import io
import os
import shutil
import tarfile
import zipfile

SUFFIXES = (".tar.gz", ".tar.bz2", ".zip", ".gz")


def safe(name):
    return not name.startswith("/") and ".." not in name.split("/")


def members(path):
    """Name and content of every file in an archive, by what it is and not by what it is called."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    elif data[:3] == b"BZh":
        data = bz2.decompress(data)
    if data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            return {info.name: archive.extractfile(info).read() for info in archive if info.isfile()}
    return {os.path.basename(path).removesuffix(".gz"): data}


rejected = []
shutil.rmtree("unpacked", ignore_errors=True)
os.mkdir("unpacked")
for archive in sorted(os.listdir("inbox")):
    try:
        files = members(os.path.join("inbox", archive))
    except (zipfile.BadZipFile, tarfile.TarError, OSError, EOFError):
        rejected.append(f"{archive} broken\n")
        continue
    if not all(map(safe, files)):
        rejected.append(f"{archive} unsafe\n")
        continue
    station = next(archive.removesuffix(suffix) for suffix in SUFFIXES if archive.endswith(suffix))
    for name, data in files.items():
        target = os.path.join("unpacked", station, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as out:
            out.write(data)
with open("rejected.txt", "w") as out:
    out.writelines(rejected)
PY
python3 /tmp/unpack.py
rm /tmp/unpack.py
