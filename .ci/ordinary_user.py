"""Runs as a user without any privilege what has been run as root: the tests of namespace sandboxes, and episodes.

usage: ordinary_user.py JAVA ROLLOUT CLONE

ROLLOUT is the module with its compiled tests, CLONE a directory where ./millrace has been built. Needs pyarrow.
"""

import os
import re
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

import protections
import pyarrow.dataset

CONSOLE = "org.junit.platform:junit-platform-console-standalone:1.13.4"
PACKAGE = "dev.millrace.rollout.sandbox.namespace"
CLASSES = ["DirectSandboxTest", "DirectBranchingTest", "DirectEscapeTest", "BubblewrapSandboxTest",
           "UnshareSandboxTest", "BubblewrapBranchingTest", "UnshareBranchingTest", "BubblewrapEscapeTest",
           "UnshareEscapeTest", "NamespaceProviderTest", "ConnectedSandboxTest", "TaskImageTest", "WatchdogTest",
           "ProcessorLimitTest", "TerminalTest", "MountPointTest"]
# Of each mechanism; a kill takes seconds, so three of the ten times of one.
KILLED = f"{PACKAGE}.KilledSupervisorTest"
KILLS = ["-m", f"{KILLED}#nothingIsLeftOfBubblewrapsSandboxes", "-m", f"{KILLED}#nothingIsLeftOfUnsharesSandboxes",
         "-i", f"method:{KILLED}#nothingIsLeftOfDirectSandboxes[0..2]"]
# As Maven runs them: most wait for processes.
PARALLEL = {"enabled": "true", "mode.default": "same_thread", "mode.classes.default": "concurrent",
            "config.strategy": "fixed", "config.fixed.parallelism": "4", "config.fixed.max-pool-size": "4"}
COUNT = re.compile(r"\[ +(\d+) ((?:containers|tests) (?:skipped|aborted|failed)) +\]")
NOBODY = 65534
EPISODES = 8
CONFIG = """
run: ordinary
seed: 20260101
tasks: {path: ../product/conf/tasks, group: 2, limit: 1}
policy: {kind: reference, faults: 0}
sets: {build: [sft]}
"""


def as_nobody(command, home):
    return subprocess.run(
        ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *map(str, command)], cwd=home,
        env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(home)}, capture_output=True, text=True,
    )


def readable(path):
    subprocess.run(["chmod", "-R", "a+rX", str(path)], check=True)


def libraries(rollout, jars):
    for goal in (["dependency:copy", f"-Dartifact={CONSOLE}"],
                 ["dependency:copy-dependencies", "-DincludeScope=test"]):
        subprocess.run(["mvn", "-B", "-q", *goal, f"-DoutputDirectory={jars}"], check=True, cwd=rollout)


def tests(java, rollout, shared):
    """The problems of the tests, which take what they need from the shared directory."""
    for part in ("classes", "test-classes"):
        shutil.copytree(rollout / "target" / part, shared / part)
    libraries(rollout, shared / "jars")
    readable(shared)
    reports = shared / "home" / "reports"
    command = [java, "-Xmx768m", "--enable-native-access=ALL-UNNAMED", "-cp",
               f"{shared}/classes:{shared}/test-classes:{shared}/jars/*",
               "org.junit.platform.console.ConsoleLauncher", "execute", "--disable-banner", "--details=summary",
               f"--reports-dir={reports}"]
    for key, value in PARALLEL.items():
        command += ["--config", f"junit.jupiter.execution.parallel.{key}={value}"]
    for name in CLASSES:
        command += ["-c", f"{PACKAGE}.{name}"]
    command += KILLS
    ran = as_nobody(command, shared / "home")
    print("\n".join(line for line in ran.stdout.splitlines() if "tests " in line or "=>" in line))
    problems = judged(ran.stdout, reports)
    if ran.returncode != 0 or problems:
        print(ran.stdout[-6000:], ran.stderr[-2000:])
    return problems if ran.returncode == 0 else [*problems, f"the tests ended with {ran.returncode}"]


def judged(summary, reports):
    """A class whose assumption fails before its tests is a container that was aborted, and has no test at all."""
    counts = {what: int(count) for count, what in COUNT.findall(summary)}
    problems = [f"{count} {what}" for what, count in counts.items() if count]
    cases = [case for file in reports.glob("TEST-*.xml") for case in ET.parse(file).iter("testcase")]
    for case in cases:
        problems += [f"{case.get('classname')}.{case.get('name')}: {(found.text or '')[:2000]}"
                     for kind in ("failure", "error") for found in case.findall(kind)]
    ran = {case.get("classname") for case in cases if case.find("skipped") is None}
    expected = [KILLED, *(f"{PACKAGE}.{name}" for name in CLASSES)]
    problems += [f"no test of {name} ran" for name in expected if name not in ran]
    return problems if len(counts) == 6 else [*problems, "the summary does not tell what was skipped"]


def episodes(clone, shared):
    """The problems of a small run."""
    home, product = shared / "home", shared / "product"
    built = Path("orchestrator") / "target" / "millrace"
    shutil.copytree(clone / built, product / built)
    shutil.copytree(clone / "conf", product / "conf")
    shutil.copy(clone / "millrace", product)
    readable(product)
    (home / "run.yaml").write_text(CONFIG)
    ran = as_nobody([product / "millrace", "run", "run.yaml", "--out", "out"], home)
    if ran.returncode != 0:
        print(ran.stdout[-4000:], ran.stderr[-4000:])
        return [f"the run ended with {ran.returncode}"]
    columns = ["episode_id", "outcome", "correctness", "sandbox"]
    rows = pyarrow.dataset.dataset(home / "out" / "lake" / "episodes").to_table(columns).to_pylist()
    problems = protections.check(home / "out")
    if len(rows) != EPISODES or any(row["outcome"] != "completed" or row["correctness"] != 1 for row in rows):
        problems.append(f"not {EPISODES} solved episodes, but {rows}")
    if any(protections.parts(row["sandbox"]).get("user") != "not the host's root" for row in rows):
        problems.append("an episode does not tell that its sandbox was an ordinary user's")
    return problems


def main():
    java, rollout, clone = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    # Where that user can read: the clone and the local repository may be root's alone.
    shared = Path("/tmp") / f"millrace-ordinary-{os.getpid()}"
    try:
        (shared / "home").mkdir(parents=True)
        os.chown(shared / "home", NOBODY, NOBODY)
        begin = time.monotonic()
        problems = tests(java, rollout, shared)
        between = time.monotonic()
        problems += episodes(clone, shared)
        print(f"tests {between - begin:.0f} s, episodes {time.monotonic() - between:.0f} s")
    finally:
        shutil.rmtree(shared, ignore_errors=True)
    for problem in problems:
        print("FAILED:", problem)
    sys.exit(1 if problems else 0)


main()
