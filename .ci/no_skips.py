"""Fails when a test was skipped, or a class of tests did not run: what a machine lacks is skipped for users, never
here.

usage: no_skips.py TOP

An assumption that fails before all tests of a class leaves no test that was skipped: Surefire then writes a report
without a test. So each report has to have one, and each class of the sources below TOP that has tests, of its own or
of a contract, has to have a report.
"""

import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

# The annotations of JUnit and jqwik that make a method a test.
TEST = re.compile(r"^\s*@(Test|ParameterizedTest|RepeatedTest|TestFactory|TestTemplate|Property|Example)\b", re.M)
PACKAGE = re.compile(r"^package ([\w.]+);", re.M)
# A file's own type begins its line, and says whom it follows before the brace.
TYPE = re.compile(r"^((?:public |abstract |final |sealed )*)(class|interface) (\w+)([^{]*)\{", re.M)
FOLLOWS = re.compile(r"\b(?:extends|implements)\b(.*?)(?=\bimplements\b|\bpermits\b|$)", re.S)


class Source:
    """A file of tests: its type, and the names of those that it follows."""

    def __init__(self, text):
        modifiers, kind, self.name, heading = TYPE.search(text).groups()
        self.full = f"{PACKAGE.search(text)[1]}.{self.name}"
        self.is_abstract = kind == "interface" or "abstract" in modifiers
        self.has_tests = bool(TEST.search(text))
        heading = re.sub(r"<[^<>]*>", "", re.sub(r"<[^<>]*>", "", heading))
        self.follows = [name.strip().rpartition(".")[2] for names in FOLLOWS.findall(heading)
                        for name in names.split(",")]


def expected(top):
    """The names of the classes whose tests run."""
    texts = [path.read_text() for path in top.glob("*/src/test/java/**/*.java")]
    sources = [Source(text) for text in texts if TYPE.search(text)]
    named = {}
    for source in sources:
        named.setdefault(source.name, []).append(source)

    def tests(source):
        return source.has_tests or any(tests(one) for name in source.follows for one in named.get(name, []))

    return {source.full for source in sources if not source.is_abstract and tests(source)}


def main():
    top = Path(sys.argv[1])
    reports = [path for kind in ("surefire", "failsafe") for path in top.glob(f"*/target/{kind}-reports/TEST-*.xml")]
    ran, skipped, problems = {}, [], []
    for report in reports:
        suite = ET.parse(report).getroot()
        cases = list(suite.iter("testcase"))
        ran[suite.get("name")] = len(cases)
        for case in cases:
            skip = case.find("skipped")
            if skip is not None:
                skipped.append(f"{case.get('classname')}.{case.get('name')}: {skip.get('message')}")
    problems += [f"{name} has a report without a test" for name, cases in ran.items() if not cases]
    classes = expected(top)
    problems += [f"{name} has tests, and no report" for name in sorted(classes - ran.keys())]
    # The vectors are not part of the project: where they are not, their tests are skipped everywhere.
    problems += [f"{line} was skipped" for line in skipped if "vectors" not in line]
    print(f"{sum(ran.values())} tests in {len(reports)} reports of {len(classes)} classes, {len(skipped)} skipped")
    for line in skipped:
        print("  skipped:", line)
    for problem in problems:
        print("FAILED:", problem)
    sys.exit(1 if problems or not ran else 0)


main()
