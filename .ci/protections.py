"""What the episodes of a lake say of the protections of their sandboxes."""

import collections
import pathlib
import re

import pyarrow.dataset

# Of namespaces; each is there as `NAME: HOW`, `weak NAME: HOW` or `no NAME`.
NAMES = ["namespaces", "network", "user", "privileges", "system calls", "memory", "processes", "processor", "disk"]
ONE = re.compile(r"(no |weak )?([a-z ]+?)(: [^;]+)?")


def parts(sandbox):
    """By name, what a column `sandbox` says; empty where it has another form."""
    whole = re.fullmatch(r"\w+ \((.*)\)(; audited)?", sandbox)
    found = [ONE.fullmatch(part) for part in whole[1].split("; ")] if whole else []
    if not all(found):
        return {}
    return {one[2]: (one[1] or "") + (one[3] or "")[2:] for one in found}


def check(out):
    """The problems of the lake of a run, and prints what its sandboxes were."""
    lake = pathlib.Path(out) / "lake" / "episodes"
    told = collections.Counter(pyarrow.dataset.dataset(lake).to_table(["sandbox"])["sandbox"].to_pylist())
    problems = []
    for sandbox, episodes in told.items():
        print(f"{episodes} episodes in {sandbox}")
        if list(parts(sandbox)) != NAMES:
            problems.append(f"{episodes} episodes do not tell each of {NAMES}: {sandbox!r}")
    return problems if told else ["no episodes in the lake"]
