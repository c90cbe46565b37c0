#!/bin/bash
set -euo pipefail
cat > /tmp/migrate.py <<'PY'
import json
import re

TRUE, FALSE = {"yes", "on", "true"}, {"no", "off", "false"}
MILLISECONDS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
BYTES = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


def convert(section, key, value):
    """The new keys and values of one line."""
    if (section, key) == ("mail", "copies"):
        return {key: [part.strip() for part in value.split(",") if part.strip()]}
    if (section, key) == ("server", "listen"):
        host, _, port = value.rpartition(":")
        return {"host": host, "port": int(port)}
    key = key.replace("-", "_")
    if value == "":
        return {key: None}
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return {key: value[1:-1]}
    if value.lower() in TRUE | FALSE:
        return {key: value.lower() in TRUE}
    if re.fullmatch(r"-?\d+", value):
        return {key: int(value)}
    if re.fullmatch(r"-?\d+\.\d+", value):
        return {key: float(value)}
    if match := re.fullmatch(r"(\d+)(ms|s|m|h|d)", value):
        return {key + "_ms": int(match[1]) * MILLISECONDS[match[2]]}
    if match := re.fullmatch(r"(\d+)([KMG])", value):
        return {key + "_bytes": int(match[1]) * BYTES[match[2]]}
    return {key: value}


document, features, target, section = {"version": 2}, [], None, ""
with open("booking.ini", encoding="utf-8") as file:
    for line in map(str.strip, file):
        if not line or line[0] in ";#":
            continue
        if line[0] == "[":
            section = line[1:-1]
            if section.startswith("feature:"):
                target = {"name": section.removeprefix("feature:")}
                features.append(target)
            else:
                target = document[section] = {}
            continue
        key, _, value = line.partition("=")
        target.update(convert(section, key.strip(), value.strip()))
document["features"] = features

with open("booking.json", "w", encoding="utf-8") as out:
    json.dump(document, out, indent=2)
    out.write("\n")
PY
python3 /tmp/migrate.py
rm /tmp/migrate.py
