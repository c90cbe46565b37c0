#!/bin/bash
set -euo pipefail
cd release
export LC_ALL=C
find . -type f ! -name '.*' ! -path ./SHA256SUMS -print0 | sort -z | xargs -0 sha256sum > /tmp/new-sums
python3 - <<'PY'
def read(path):
    with open(path) as lines:
        return {line[66:].rstrip("\n"): line[:64] for line in lines}
old, new = read("SHA256SUMS"), read("/tmp/new-sums")
with open("/data/changes.txt", "w") as out:
    for path in sorted(old.keys() | new.keys()):
        if path not in old:
            out.write(f"added {path}\n")
        elif path not in new:
            out.write(f"missing {path}\n")
        elif old[path] != new[path]:
            out.write(f"changed {path}\n")
PY
mv /tmp/new-sums SHA256SUMS
