"""Runs a benchmark and holds its figures to what is promised.

usage: check_bench.py NAME COMMAND...      NAME is gateway or sandbox, COMMAND the millrace command

Run it on a machine that does nothing else. For `sandbox`, MILLRACE_DOCKER_HOST and
MILLRACE_DOCKER_IMAGE name a container engine and an image of it, which sandboxes are compared with.

One bound is not the promise itself. 16 sandboxes at once on two cores wait for the processors, so
their p95 follows whatever else the machine does: where 50 ms are promised, it gave 47 to 54. 75 ms
lets that pass, and not a start that costs half as much again. The processor time of a start is held
to the same: it hardly depends on what else runs, and was 3.1 ms also where the p95 was 333 ms.
"""

import json
import operator
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

AT_LEAST, AT_MOST = (">=", operator.ge), ("<=", operator.le)
LEAKS = {f"leaked_{what}": (AT_MOST, 0) for what in ("mounts", "processes", "control_groups", "files")}
BOUNDS = {
    "gateway": {
        "mean_streams_in_flight": (AT_LEAST, 60),
        "p50_event_ms": (AT_MOST, 1),
        "p99_event_ms": (AT_MOST, 10),
        "open_sessions": (AT_LEAST, 10_000),
        "open_sessions_heap_mib": (AT_MOST, 1536),
        # Of the whole process, with all its clients.
        "peak_resident_mib": (AT_MOST, 1536),
    },
    "sandbox": {
        "p50_cycle_ms": (AT_MOST, 15),
        "p95_cycle_at_16_ms": (AT_MOST, 75),
        "cpu_ms_per_cycle_at_16": (AT_MOST, 4.5),
        "p50_fork_ms": (AT_MOST, 15),
        "times_faster_than_containers": (AT_LEAST, 20),
        **LEAKS,
    },
}


def main():
    name, command = sys.argv[1], sys.argv[2:]
    bounds = BOUNDS[name]
    with tempfile.TemporaryDirectory() as work:
        file = Path(work) / "figures.json"
        begin = time.monotonic()
        code = subprocess.run([*command, "bench", name, "--json", str(file)], timeout=600).returncode
        figures = json.loads(file.read_text())
    print(f"measured in {time.monotonic() - begin:.0f} s, exit status {code}")
    figures["peak_resident_mib"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    problems = [] if code == 0 else [f"exit status {code}"]
    for figure, ((sign, holds), bound) in bounds.items():
        value = figures.get(figure)
        print(f"{figure} {value} {sign} {bound}")
        if value is None or not holds(value, bound):
            problems.append(f"{figure} is {value}, not {sign} {bound}")
    for problem in problems:
        print("FAILED:", problem)
    sys.exit(1 if problems else 0)


main()
