"""Runs a benchmark and holds its figures to what is promised.

usage: check_bench.py NAME COMMAND...      NAME is gateway or sandbox, COMMAND the millrace command

Counts, memory and ratios within one run decide. Milliseconds depend on the machine and on what else
it does: they are printed beside what is promised of them, and decide nothing. A ratio is of two times
one after another; where it is missed while all else holds, it is measured again, twice at most. For `sandbox`,
MILLRACE_DOCKER_HOST and MILLRACE_DOCKER_IMAGE name a container engine and an image of it, which
sandboxes are compared with.
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
RATIOS = {"times_faster_than_containers"}
MEASURED = 3
LEAKS = {f"leaked_{what}": (AT_MOST, 0) for what in ("mounts", "processes", "control_groups", "files")}
BOUNDS = {
    "gateway": {
        "mean_streams_in_flight": (AT_LEAST, 60),
        "open_sessions": (AT_LEAST, 10_000),
        "open_sessions_heap_mib": (AT_MOST, 1536),
        # Of the whole process, with all its clients.
        "peak_resident_mib": (AT_MOST, 1536),
    },
    "sandbox": {"times_faster_than_containers": (AT_LEAST, 20), **LEAKS},
}
PROMISES = {
    "gateway": {"p50_event_ms": 1, "p99_event_ms": 10},
    "sandbox": {"p50_cycle_ms": 15, "p95_cycle_at_16_ms": 50, "p50_fork_ms": 15},
}


def measured(name, command):
    """The problems, and whether they are of ratios alone."""
    with tempfile.TemporaryDirectory() as work:
        file = Path(work) / "figures.json"
        begin = time.monotonic()
        code = subprocess.run([*command, "bench", name, "--json", str(file)], timeout=1800).returncode
        if not file.exists():
            sys.exit(f"FAILED: bench {name} ended with {code} and wrote no figures")
        figures = json.loads(file.read_text())
    print(f"measured in {time.monotonic() - begin:.0f} s, exit status {code}")
    figures["peak_resident_mib"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    problems = [] if code == 0 else [f"exit status {code}"]
    only_ratios = code == 0
    for figure, ((sign, holds), bound) in BOUNDS[name].items():
        value = figures.get(figure)
        print(f"{figure} {value} {sign} {bound}")
        if value is None or not holds(value, bound):
            problems.append(f"{figure} is {value}, not {sign} {bound}")
            only_ratios = only_ratios and value is not None and figure in RATIOS
    for figure, promise in PROMISES[name].items():
        kept = "kept" if figures[figure] <= promise else "not kept here"
        print(f"{figure} {figures[figure]}, promised {promise}: {kept}")
    return problems, only_ratios


def main():
    for left in reversed(range(MEASURED)):
        problems, only_ratios = measured(sys.argv[1], sys.argv[2:])
        if not problems or not only_ratios or not left:
            break
        print("measured again, for", *problems, flush=True)
    for problem in problems:
        print("FAILED:", problem)
    sys.exit(1 if problems else 0)


main()
