#!/bin/bash
set -euo pipefail
cat > /tmp/drift.py <<'PY'
import os
import re

ENTRY = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=")


def lines_of(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def key(line):
    match = ENTRY.match(line.strip())
    return match[1] if match else None


report = []
for service in sorted(os.listdir("services")):
    example = lines_of(f"services/{service}/.env.example")
    current = lines_of(f"services/{service}/.env")
    known = [key(line) for line in example if key(line)]
    last = {key(line): number for number, line in enumerate(current) if key(line)}
    result = []
    for number, line in enumerate(current):
        name = key(line)
        if name and last[name] != number:
            report.append(f"{service} {name} duplicate")
        elif name and name not in known:
            report.append(f"{service} {name} unknown")
        else:
            result.append(line)
    for line in example:
        if key(line) and key(line) not in last:
            report.append(f"{service} {key(line)} missing")
            result.append(line)
    if result != current:
        with open(f"services/{service}/.env", "w", encoding="utf-8") as file:
            file.writelines(line + "\n" for line in result)
with open("drift.txt", "w", encoding="utf-8") as file:
    file.writelines(line + "\n" for line in sorted(set(report)))
PY
python3 /tmp/drift.py
rm /tmp/drift.py
