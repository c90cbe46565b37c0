"""Runs the README's first command and holds it to its promises.

usage: quickstart.py OUT EPISODES SECONDS MEBIBYTES      needs pyarrow

SECONDS are promised where the processors are free: what others take of them meanwhile is taken off.
"""

import json
import os
import resource
import subprocess
import sys
import time

import protections



def idle():
    """Seconds of all processors together, in which they had nothing to do."""
    with open("/proc/stat") as stat:
        fields = stat.readline().split()
    return (int(fields[4]) + int(fields[5])) / os.sysconf("SC_CLK_TCK")


out, episodes, seconds, mebibytes = sys.argv[1], *map(int, sys.argv[2:5])
start, idle_before = time.monotonic(), idle()
code = subprocess.run(["./millrace", "run", "conf/quickstart.yaml", "--out", out]).returncode
took, unused = time.monotonic() - start, idle() - idle_before
if code != 0:
    sys.exit(f"FAILED: exit status {code} after {took:.0f} s")
used = resource.getrusage(resource.RUSAGE_CHILDREN)
peak = used.ru_maxrss / 1024
# Of the processors' time, what was ours or nobody's.
free = min(took, (used.ru_utime + used.ru_stime + unused) / os.cpu_count())
report = json.load(open(f"{out}/report.json"))
print(f"exit {code}, {took:.1f} s, {free:.1f} s of them free, peak {peak:.0f} MiB in the largest process")

problems = []
if peak > mebibytes:
    problems.append(f"peak memory {peak:.0f} MiB, more than {mebibytes}")
if free > seconds:
    # A machine may be slow for reasons of its own; three times over is ours.
    print(f"warning: {free:.0f} s, more than the {seconds} s it is held to on two free cores")
    if free > 3 * seconds:
        problems.append(f"{free:.0f} s, more than three times {seconds}")
if report["totals"]["episodes"] < episodes:
    problems.append(f"{report['totals']['episodes']} episodes, fewer than {episodes}")
if len(report["families"]) < 4:
    problems.append(f"{len(report['families'])} families, fewer than 4")
problems += protections.check(out)
for problem in problems:
    print("FAILED:", problem)
sys.exit(1 if problems else 0)
