"""Compares Millrace's readers of test logs with SWE-bench's parsers of the same names.

usage: check_log_parsers.py JAVA CLASSPATH GRADERS [COUNT [SEED]]

GRADERS holds a directory for each release of SWE-bench, `swebench-5.0.2`, with the package and
nothing that it depends on but `unidiff`. Every parser reads every log of the corpus, of whichever
runner, and COUNT damaged pieces of them. What must agree is the whole result: the names, and the
status of each. Differences that are meant are in `MEANT` below, with their reason; parsers that
Millrace has not are in `NOT_READ`.
"""

import contextlib
import importlib
import io
import json
import random
import re
import subprocess
import sys
import tempfile
import types
from pathlib import Path

TOP = Path(__file__).resolve().parents[4]
CORPUS = TOP / "rewards/src/test/resources/dev/millrace/rewards/logs"
RELEASES = ["swebench-5.0.2", "swebench-4.1.0"]
# Lines of runners that are not run for the corpus.
ODD = """Starting browser Chrome
  a shelf
    ✔ holds books
    ✖ bends
  a drawer
    ✔ opens
SUMMARY:
✔ 2 tests completed
    [junit] [PASS] example.ShelfTest
    [junit] [FAIL] example.DrawerTest
[ok]: the shelf holds (12 ms)
[err]: the shelf bends in tests/unit/shelf.tcl
[skip]: the cellar
[ignore]: the attic
PASS: tests/shelf
FAIL: tests/drawer
pass  shelf.py
FAIL  drawer.py
skip  cellar.py
ShelfTest#test_holds. = 0.00 s = .
ShelfTest#test_bends. = 0.00 s = F
ShelfTest#test_breaks. = 0.00 s = E
features/shelf.feature:3 holds ....
features/shelf.feature:9 bends ..F
Shelf holds - passed
Shelf bends - failed
[PASSED] shelf holds
[FAILED] shelf bends
+ mvn test -Dtest=ShelfTest#holds -pl shelf
[INFO] BUILD SUCCESS
+ mvn test -Dtest=ShelfTest#bends -pl shelf
[INFO] BUILD FAILURE
example.ShelfTest > holds
PASSED
example.ShelfTest > bends FAILED
test_a (shelf.Tests) ... Testing against Django installed in '/django' with up to 2 processes (1 silenced).
ok
test_b (shelf.Tests) ... Internal Server Error: /shelf/
ok
test_c (shelf.Tests) ... System check identified no issues (0 silenced)
ok
--version is equivalent to version ... ok
Applying sites.0002_alter_domain_unique...test_no_migrations (shelf.Tests) ... ok
test_d (shelf.Tests) ...  OK
shelf/test_a.py::test_button[MouseButton.LEFT] PASSED
PASSED shelf/test_a.py::test_button[MouseButton.RIGHT-a b]
PASSED shelf/test_a.py::test_path[/tmp/one/two]
SKIPPED [3] shelf/test_a.py:9: no cellar
FAILED shelf/test_a.py::test_c[a - b] - assert 1 == 2
"""
LONGEST = 4096
READER = "dev.millrace.rewards.logs.ReadLogs"
STATUSES = {"PASSED", "FAILED", "ERROR", "SKIPPED", "XFAIL"}

# The reader that a log needs depends on more than the log, or is that of one project's own tool.
NOT_READ = {
    "parse_log_jekyll": "chooses by the number of the pull request: name parse_log_minitest or parse_log_cucumber",
    "parse_log_immutable_js": "chooses by the number of the pull request: name parse_log_jest or parse_log_jest_json",
    "parse_log_lighthouse": "chooses by the version of the project",
    "parse_log_next": "chooses by the version of the project",
    "parse_log_quarto_cli": "a test runner of the project's own",
    "parse_log_p5js": "needs more than linear time; SWE-bench Multimodal only",
    "parse_log_eslint": "looks across lines for any word Error; SWE-bench Multimodal only",
    "parse_log_openlayers": "looks across lines for any word Error; SWE-bench Multimodal only",
    "parse_log_bpmn_js": "browsers of one machine, by name; SWE-bench Multimodal only",
    "parse_log_calypso": "cuts the log at one project's command; SWE-bench Multimodal only",
    "parse_log_prismjs": "cuts the log at one project's command; SWE-bench Multimodal only",
}

# What differs and is meant: a reason, and whether a difference is of that kind. Theirs and ours are
# statuses, or None where the name is missing.
MEANT = [
    (
        "a word that only begins like a status, as ERROR: does, is none; theirs keeps it as a status that nothing knows",
        lambda log, name, theirs, ours: theirs is not None and theirs not in STATUSES,
    ),
    (
        "a line of more than 4096 characters is no result where a pattern is tried on it",
        lambda log, name, theirs, ours: name is not None and any(len(line) > LONGEST and name in line for line in log.split("\n")),
    ),
]


def upstream(directory):
    """The parsers of a release by name, without the rest of its harness, which needs Docker and more."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "swebench"]:
        del sys.modules[name]
    for name in ["swebench", "swebench.harness", "swebench.harness.test_spec"]:
        package = types.ModuleType(name)
        package.__path__ = [str(directory / name.replace(".", "/"))]
        sys.modules[name] = package
    if not (directory / "swebench/types.py").exists():
        # Release 4 takes its parsers' second argument from where rows become specifications.
        stub = types.ModuleType("swebench.harness.test_spec.test_spec")
        stub.TestSpec = object
        sys.modules[stub.__name__] = stub
        stub = types.ModuleType("swebench.harness.utils")
        stub.ansi_escape = lambda text: re.sub(r"\x1B(?:[@-Z\\-_]|\[[0-?]*[ -/]*[@-~])", "", text)
        sys.modules[stub.__name__] = stub
    parsers = importlib.import_module("swebench.harness.log_parsers")
    if hasattr(parsers, "PARSER_REGISTRY"):
        return parsers.PARSER_REGISTRY
    found = {}
    for module in ["c", "go", "java", "javascript", "php", "python", "ruby", "rust"]:
        members = vars(importlib.import_module(f"swebench.harness.log_parsers.{module}"))
        found.update((name, value) for name, value in members.items() if name.startswith("parse_log_"))
    return found


def theirs(parser, log):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return parser(log, types.SimpleNamespace(instance_id="project__project-1", version="1.0"))
    except Exception as error:  # whatever a parser throws on a damaged log
        return f"{type(error).__name__}: {error}"


def ours(java, classes, requests):
    lines = "".join(f"{parser}\t{path}\n" for parser, path in requests)
    command = [java, "-cp", classes, READER]
    done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def damaged(logs, seed):
    r = random.Random(seed)
    pieces = []
    for _ in range(r.randrange(1, 4)):
        lines = r.choice(logs).split("\n")
        start = r.randrange(len(lines))
        pieces += lines[start : start + r.randrange(1, 40)]
    for _ in range(r.randrange(6)):
        at = r.randrange(len(pieces))
        line, cut = pieces[at], r.randrange(len(pieces[at]) + 1)
        word = r.choice(["PASSED ", " - ", "ok", " ... ", "FAILED", "[1]", " ERROR", "\r", "\t", "\u00a0", "\x1b[31m", "(", ")", " ", "::", "=", ".py:"])
        pieces[at] = line[:cut] + word + line[cut + r.randrange(2) :]
    return "\n".join(pieces)


def differences(expected, answer):
    if isinstance(expected, str) or "broken" in answer:
        if not (isinstance(expected, str) and "broken" in answer):
            yield None, expected if isinstance(expected, str) else "read", answer.get("broken", "read")
        return
    found = answer["tests"]
    for name in sorted(expected.keys() | found.keys()):
        if expected.get(name) != found.get(name):
            yield name, expected.get(name), found.get(name)


def compare(java, classes, release, registry, logs):
    names = subprocess.run([java, "-cp", classes, READER, "names"], stdout=subprocess.PIPE, check=True).stdout.decode().split()
    readers = {name: name for name in registry if name not in NOT_READ}
    if "-4" in release:
        readers = {name: f"v4/{name}" if f"v4/{name}" in names else name for name in readers}
    unknown = sorted(name for name, reader in readers.items() if reader not in names)
    meant, wrong, results = [0] * len(MEANT), [], 0
    with tempfile.TemporaryDirectory() as directory:
        paths = []
        for number, log in enumerate(logs):
            paths.append(Path(directory) / f"{number}.log")
            paths[-1].write_bytes(log.encode())
        requests = [(name, number) for name in sorted(readers) if name not in unknown for number in range(len(logs))]
        answers = ours(java, classes, [(readers[name], paths[number]) for name, number in requests])
    for (name, number), answer in zip(requests, answers, strict=True):
        expected = theirs(registry[name], logs[number])
        results += 0 if isinstance(expected, str) else len(expected)
        for difference in differences(expected, answer):
            kinds = [kind for kind, (_, fits) in enumerate(MEANT) if fits(logs[number], *difference)]
            if kinds:
                meant[kinds[0]] += 1
            else:
                wrong.append((name, number, difference))
    for name, number, (test, theirs_says, ours_says) in wrong[:20]:
        print(f"{name}, log {number}: of {str(test)[:80]!r} they say {theirs_says}, ours {ours_says}")
    for count, (reason, _) in zip(meant, MEANT, strict=True):
        print(f"meant, {count} times: {reason}")
    if unknown:
        print(f"neither read nor listed as not read: {unknown}")
    print(
        f"{release}: {len(readers)} of its {len(registry)} parsers on {len(logs)} logs, {results} results,"
        f" {len(wrong)} differences that are not meant"
    )
    problems = [f"{len(wrong)} differences that are not meant"] if wrong else []
    problems += [f"parsers without a reader: {unknown}"] if unknown else []
    problems += [f"only {results} results"] if results <= 10_000 else []
    return [f"{release}: {problem}" for problem in problems]


def main():
    java, classes, graders = sys.argv[1:4]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 1000
    seed = int(sys.argv[5]) if len(sys.argv) > 5 else 0
    logs = [path.read_text() for path in sorted(CORPUS.rglob("*.log"))] + [ODD] * 9
    logs += [damaged(logs, seed + number) for number in range(count)]
    problems = [compare(java, classes, release, upstream(Path(graders) / release), logs) for release in RELEASES]
    for problem in sum(problems, []):
        print("FAILED:", problem)
    sys.exit(1 if any(problems) else 0)


if __name__ == "__main__":
    main()
