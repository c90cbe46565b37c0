#!/bin/bash
set -euo pipefail
cat > /tmp/report.py <<'PY'
import csv
import gzip
import re
from collections import Counter, defaultdict
from datetime import datetime, timezone

ENTRY = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)) (\w+) (\w+): (.*)")


def lines(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as log:
        return log.read().splitlines()


def overlap(older, newer):
    """How many lines at the start of newer repeat the end of older."""
    for count in range(min(len(older), len(newer)), 0, -1):
        if older[-count:] == newer[:count]:
            return count
    return 0


everything = []
for path in ("logs/gateway.log.2.gz", "logs/gateway.log.1", "logs/gateway.log"):
    more = lines(path)
    everything += more[overlap(everything, more):]

levels, messages = Counter(), defaultdict(Counter)
for line in everything:
    match = ENTRY.fullmatch(line)
    if not match:
        continue
    stamp, level, service, message = match.groups()
    moment = datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone(timezone.utc)
    key = moment.strftime("%Y-%m-%dT%H"), service
    levels[key, level] += 1
    if level == "ERROR":
        messages[key][re.sub(r"\d+", "#", message)] += 1

with open("report.csv", "w", newline="", encoding="utf-8") as out:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["hour", "service", "errors", "warnings", "top_error"])
    for key in sorted({key for key, level in levels if level in ("ERROR", "WARN")}):
        top = min(messages[key].items(), key=lambda item: (-item[1], item[0]), default=("", 0))[0]
        writer.writerow([*key, levels[key, "ERROR"], levels[key, "WARN"], top])
PY
python3 /tmp/report.py
