"""Runs the README's first command and holds it to its promises.

usage: quickstart.py OUT EPISODES SECONDS MEBIBYTES      needs pyarrow
"""

import json
import resource
import subprocess
import sys
import time

import protections

out, episodes, seconds, mebibytes = sys.argv[1], *map(int, sys.argv[2:5])
start = time.monotonic()
code = subprocess.run(["./millrace", "run", "conf/quickstart.yaml", "--out", out]).returncode
took = time.monotonic() - start
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
report = json.load(open(f"{out}/report.json"))
print(f"exit {code}, {took:.1f} s, peak {peak:.0f} MiB in the largest process")

problems = []
if code != 0:
    problems.append(f"exit status {code}")
if peak > mebibytes:
    problems.append(f"peak memory {peak:.0f} MiB, more than {mebibytes}")
if took > seconds:
    # A shared machine may be slow for reasons of its own; three times over is ours.
    print(f"warning: {took:.0f} s, more than the {seconds} s it is held to on two free cores")
    if took > 3 * seconds:
        problems.append(f"{took:.0f} s, more than three times {seconds}")
if report["totals"]["episodes"] < episodes:
    problems.append(f"{report['episodes']['total']} episodes, fewer than {episodes}")
if len(report["families"]) < 4:
    problems.append(f"{len(report['families'])} families, fewer than 4")
problems += protections.check(out)
for problem in problems:
    print("FAILED:", problem)
sys.exit(1 if problems else 0)
