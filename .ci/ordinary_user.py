"""Runs the tests of namespace sandboxes, which Maven has run as root, once more as a user without any privilege.

usage: ordinary_user.py JAVA ROLLOUT WORK
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

CONSOLE = "org.junit.platform:junit-platform-console-standalone:1.13.4"
PACKAGE = "dev.millrace.rollout.sandbox.namespace"
CLASSES = ["DirectSandboxTest", "DirectBranchingTest", "DirectEscapeTest", "BubblewrapSandboxTest",
           "UnshareSandboxTest", "BubblewrapBranchingTest", "UnshareBranchingTest", "BubblewrapEscapeTest",
           "UnshareEscapeTest", "NamespaceProviderTest", "ConnectedSandboxTest", "TaskImageTest", "WatchdogTest"]
NOBODY = 65534


def main():
    java, rollout, work = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    # Where that user can read: the clone and the local repository may be root's alone.
    shared = Path("/tmp") / f"millrace-ordinary-{os.getpid()}"
    try:
        home = shared / "home"
        home.mkdir(parents=True)
        os.chown(home, NOBODY, NOBODY)
        for part in ("classes", "test-classes"):
            shutil.copytree(rollout / "target" / part, shared / part)
        jars = shared / "jars"
        subprocess.run(
            ["mvn", "-B", "-q", "dependency:copy", f"-Dartifact={CONSOLE}", f"-DoutputDirectory={jars}"],
            check=True, cwd=rollout,
        )
        subprocess.run(
            ["mvn", "-B", "-q", "dependency:copy-dependencies", "-DincludeScope=test", f"-DoutputDirectory={jars}"],
            check=True, cwd=rollout,
        )
        subprocess.run(["chmod", "-R", "a+rX", str(shared)], check=True)
        classpath = ":".join([str(shared / "classes"), str(shared / "test-classes"), str(jars / "*")])
        command = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", java, "-Xmx768m",
                   "--enable-native-access=ALL-UNNAMED", "-cp", classpath,
                   "org.junit.platform.console.ConsoleLauncher", "execute", "--disable-banner", "--details=summary"]
        for name in CLASSES:
            command += ["-c", f"{PACKAGE}.{name}"]
        ran = subprocess.run(command, cwd=home, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": str(home)},
                             capture_output=True, text=True)
        print("\n".join(line for line in ran.stdout.splitlines() if "tests " in line or "=>" in line))
        skipped = [line for line in ran.stdout.splitlines() if "tests aborted" in line and "[ 0 " not in " ".join(line.split())]
        if ran.returncode != 0 or skipped:
            print(ran.stdout[-6000:], ran.stderr[-2000:])
            sys.exit("tests failed, or were skipped, as an ordinary user")
    finally:
        shutil.rmtree(shared, ignore_errors=True)


main()
