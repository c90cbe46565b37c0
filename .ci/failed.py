"""Says which tests failed, and with what message: Maven says so too, but above all that it says at its end.

usage: failed.py TOP
"""

import sys
import xml.etree.ElementTree as ET
from pathlib import Path

LONGEST = 1000


def main():
    top, failed = Path(sys.argv[1]), 0
    for kind in ("surefire", "failsafe"):
        for report in sorted(top.glob(f"*/target/{kind}-reports/TEST-*.xml")):
            for case in ET.parse(report).iter("testcase"):
                for problem in [*case.iter("failure"), *case.iter("error")]:
                    said = problem.get("message") or problem.text or problem.get("type") or ""
                    print(f"FAILED: {case.get('classname')}.{case.get('name')}: {said[:LONGEST]}")
                    failed += 1
    print(f"{failed} tests failed" if failed else "no test failed: what did is said above")


main()
