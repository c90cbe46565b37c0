"""Assembles rollout/src/main/asm and compares with the code that Launcher.java holds.

Needs `as` and `objcopy` for the machine's own processor; with the cross binutils of the other one, that is checked too.
With --all both have to be.
"""

import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROLLOUT = Path(__file__).resolve().parents[3]
JAVA = ROLLOUT / "src/main/java/dev/millrace/rollout/sandbox/launcher/Launcher.java"


def held(name):
    found = re.search(name.upper() + r' =\s*"""(.*?)"""', JAVA.read_text(), re.DOTALL)
    return re.sub(r"\s", "", found.group(1))


def assembled(name, prefix, work):
    source = ROLLOUT / f"src/main/asm/launcher-{name}.s"
    subprocess.run([prefix + "as", "-o", work / "code.o", source], check=True)
    subprocess.run([prefix + "objcopy", "-O", "binary", "-j", ".text", work / "code.o", work / "code"], check=True)
    return (work / "code").read_bytes().hex()


def main():
    checked = []
    with tempfile.TemporaryDirectory() as directory:
        for name in ("x86_64", "aarch64"):
            prefix = "" if platform.machine() == name else f"{name}-linux-gnu-"
            if shutil.which(prefix + "as") is None:
                print(f"{name}: not checked, there is no {prefix}as")
                continue
            if assembled(name, prefix, Path(directory)) != held(name):
                sys.exit(f"{name}: Launcher.java holds other code than launcher-{name}.s gives")
            checked.append(name)
    if platform.machine() not in checked:
        sys.exit("this machine's own launcher was not checked: install binutils")
    if "--all" in sys.argv and len(checked) < 2:
        sys.exit("one launcher was not checked: install the cross binutils of the other processor")
    print("the same:", ", ".join(checked))


main()
