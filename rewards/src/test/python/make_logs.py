"""Makes the corpus of test logs anew, by running real runners on the small projects beside this.

usage: make_logs.py TOOLS [RUNNER...]

TOOLS is a directory for the runners that are fetched: virtual environments and node modules; what
is in it already is used. Go, Cargo, Maven, Gradle, CTest, RSpec, Minitest and test-unit are those
on the machine, and so are a C++ compiler with GoogleTest and doctest, and PHPUnit.

Written is `rewards/src/test/resources/dev/millrace/rewards/logs/RUNNER/CASE.log`, and beside it
`CASE.json`: what the log holds, taken from the runner's own report for machines and never from our
readers. What such a report cannot say is written out here, case by case.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECTS = HERE.parent / "projects"
CORPUS = HERE.parent / "resources/dev/millrace/rewards/logs"
BAD = ["ERROR", "FAILED", "XPASS", "SKIPPED", "XFAIL", "PASSED"]
PYTESTS = {"pytest9": "9.2.0", "pytest8": "8.4.2", "pytest7": "7.4.4", "pytest6": "6.2.5"}
PACKAGES = {"django": "django==5.2.8", "sympy": "sympy==1.14.0"}
NODES = {"jest30": "jest@30.5.2", "jest29": "jest@29.7.0", "vitest": "vitest@3.2.4", "mocha": "mocha@11.7.5"}


class Bench:
    """A copy of one project at a place that is not told, and what is run in it."""

    def __init__(self, tools, project, modules=None):
        self.tools = tools
        self.top = Path(tempfile.mkdtemp(prefix="logs-"))
        self.at = self.top / "project"
        shutil.copytree(PROJECTS / project, self.at)
        if modules:
            (self.at / "node_modules").symlink_to(tools / modules / "node_modules")

    def run(self, *command, env=None, timeout=300):
        """The output of a command: both streams as one, as a terminal would have it."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ["HOME"],
            "LANG": "C.UTF-8",
            "COLUMNS": "80",
            "NO_COLOR": "1",
            "JAVA_HOME": os.environ.get("JAVA_HOME", ""),
            **(env or {}),
        }
        if environment.get("FORCE_COLOR"):
            del environment["NO_COLOR"]
        done = subprocess.run(
            [str(part) for part in command],
            cwd=self.at,
            env={key: value for key, value in environment.items() if value},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=timeout,
            check=False,
        )
        return done.stdout.decode("utf-8", "replace")

    def read(self, name):
        return (self.at / name).read_text()

    def close(self):
        shutil.rmtree(self.top, ignore_errors=True)

    def scrub(self, log):
        """Without what is of this machine only."""
        for path, word in [(sys.base_prefix, "/tools/python"), (self.at, "/project"), (self.top, "/top"), (os.path.relpath(self.tools, self.at), "/tools"), ("../../pytest-of-root", "/tmp"), ("/tmp/pytest-of-root", "/tmp"), (self.tools, "/tools"), (Path.home(), "/home")]:
            log = log.replace(str(path), word)
        log = re.sub(r"file:/+project", "file:///project", log)
        log = re.sub(r'hostname="[^"]*"', 'hostname="host"', log)
        log = re.sub(r"\[(?:INFO|WARNING|ERROR)\] (?:Download\w+ from|Progress) .*\n", "", log)
        log = re.sub(r"/root/\.\w+/[^\s:\"')]*", "/tools/python", log)
        log = re.sub(r"pytest-of-\w+", "pytest-of-somebody", log)
        return re.sub(r"/usr/local/go/", "/tools/go/", log)


def worse(one, other):
    return one if BAD.index(one) <= BAD.index(other) else other


def merge(pairs):
    merged = {}
    for name, status in pairs:
        merged[name] = worse(status, merged[name]) if name in merged else status
    return merged


def write(runner, case, parser, log, tests, closed):
    directory = CORPUS / runner
    directory.mkdir(parents=True, exist_ok=True)
    (directory / f"{case}.log").write_bytes(log.encode())
    expected = {"parser": parser, "closed": closed, "tests": dict(sorted(tests.items()))}
    (directory / f"{case}.json").write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n")
    print(f"{runner}/{case}: {len(log)} characters, {len(tests)} tests")


def only(tests, *statuses):
    return {name: status for name, status in tests.items() if status in statuses}


# pytest


def pytest_report(xml, xpassed=()):
    """The node ids of a report of family xunit1; an xfail that passed is a plain pass in it."""
    for case in ET.fromstring(xml).iter("testcase"):
        file = case.get("file")
        owner = (case.get("classname") or "").split(".")
        module = [part for part in (file or "").removesuffix(".py").split("/") if part]
        inside = owner[len(module) :] if file else []
        name = "::".join([file, *inside, case.get("name")]) if file else case.get("name")
        status, where = "PASSED", None
        for child in case:
            if child.tag == "failure":
                status = "FAILED"
            elif child.tag == "error":
                status = worse("ERROR", status)
            elif child.tag == "skipped":
                status = "XFAIL" if child.get("type") == "pytest.xfail" else "SKIPPED"
                found = re.match(r"(?:.*/)?([^/]+:\d+):", child.text or "")
                where = found and found.group(1)
        if name in xpassed and status == "PASSED":
            status = "XPASS"
        yield name, status, where


def pytest_all(xml, xpassed=(), folded=False):
    return merge((where if folded and status == "SKIPPED" else name, status) for name, status, where in pytest_report(xml, xpassed))


def pytest_case(tools, version, case, project, options, expect, closed=True, env=None):
    bench = Bench(tools, project)
    python = tools / version / "bin/python"
    log = bench.run(python, "-m", "pytest", *options, "-p", "no:cacheprovider", "-o", "junit_family=xunit1", "--junitxml=report.xml", env=env)
    log = re.sub(r"-+ generated xml file: .*\n", "", bench.scrub(log))
    report = bench.at / "report.xml"
    write("pytest", f"{version}-{case}", "pytest", log, expect(report.read_text() if report.exists() else ""), closed)
    bench.close()


def pytests(tools):
    magic = ["test_shelf.py::test_paint_dries"]

    def verbose(xml):
        return pytest_all(xml, magic)

    def summary(xml):
        return pytest_all(xml, magic, folded=True)

    def quiet(xml):
        return only(pytest_all(xml), "FAILED", "ERROR")

    for version in PYTESTS:
        pytest_case(tools, version, "all", "pytest/shelf", ["-rA"], summary)
        pytest_case(tools, version, "verbose", "pytest/shelf", ["-v"], verbose)
        pytest_case(tools, version, "broken", "pytest/broken", ["-rA"], lambda xml: {"test_broken.py": "ERROR"})
    for version in ["pytest9", "pytest7"]:
        pytest_case(tools, version, "verbose-all", "pytest/shelf", ["-v", "-rA"], verbose)
        pytest_case(tools, version, "quiet", "pytest/shelf", ["-q"], quiet)
        pytest_case(tools, version, "plain", "pytest/shelf", [], quiet)
        pytest_case(tools, version, "no-traces", "pytest/shelf", ["--tb=no", "-rA", "-q"], summary)
        pytest_case(tools, version, "colours", "pytest/shelf", ["-v", "-rA", "--color=yes"], verbose)
        pytest_case(tools, version, "xdist", "pytest/shelf", ["-n2", "-v"], verbose)
        pytest_case(tools, version, "xdist-all", "pytest/shelf", ["-n2", "-rA"], summary)
        pytest_case(tools, version, "uncaptured", "pytest/shelf", ["-s", "-rA"], summary)
        pytest_case(tools, version, "loud", "pytest/loud", ["-rA", "-v"], pytest_all)
        pytest_case(tools, version, "nested", "pytest/nested", ["-rA", "-v"], pytest_all)
        pytest_case(tools, version, "timeout", "pytest/hanging", ["-v", "-o", "timeout_method=signal"], pytest_all)
        pytest_case(
            tools,
            version,
            "died",
            "pytest/hanging",
            ["-v"],
            lambda _: {"test_hanging.py::test_before": "PASSED", "test_hanging.py::test_hangs": "FAILED", "test_hanging.py::test_after": "PASSED"},
            closed=False,
            env={"SHELF_DIES": "1"},
        )
        pytest_case(
            tools,
            version,
            "timeout-thread",
            "pytest/hanging",
            ["-v", "-o", "timeout_method=thread"],
            lambda _: {"test_hanging.py::test_before": "PASSED"},
            closed=False,
        )
        pytest_case(tools, version, "one-missing", "pytest/shelf", ["-rA", "test_shelf.py::test_nowhere"], lambda _: {})
    pytest_case(tools, "pytest9", "live-logs", "pytest/shelf", ["-v", "-o", "log_cli=true"], verbose)
    pytest_case(tools, "pytest8", "unfolded", "pytest/shelf", ["-rA", "--no-fold-skipped"], verbose)
    pytest_case(tools, "pytest8", "reruns", "pytest/flaky", ["-rA", "-v"], pytest_all)
    parts = {"Feet::test_each_foot": "FAILED", "test_each_corner": "PASSED", "test_each_leg": "FAILED"}
    parts = {f"test_subtests.py::{name}": status for name, status in parts.items()}
    for version in ["pytest9", "pytest8"]:
        pytest_case(tools, version, "subtests", "pytest/subtests", ["-v", "-rA"], lambda _: parts)


# unittest


RUNNER = """
import json, sys, unittest
from unittest import TextTestRunner, TextTestResult

class Told(TextTestResult):
    told = []
    def tell(self, test, status):
        test = getattr(test, "test_case", test)
        name = str(test)
        inner = name[name.index("(") + 1 : name.index(")")]
        method = name.split(" ", 1)[0]
        self.told.append((inner if inner.endswith("." + method) else inner + "." + method, status))
    def addSuccess(self, test):
        super().addSuccess(test); self.tell(test, "PASSED")
    def addFailure(self, test, err):
        super().addFailure(test, err); self.tell(test, "FAILED")
    def addError(self, test, err):
        super().addError(test, err); self.tell(test, "ERROR")
    def addSkip(self, test, reason):
        super().addSkip(test, reason); self.tell(test, "SKIPPED")
    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err); self.tell(test, "XFAIL")
    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test); self.tell(test, "XPASS")
    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.tell(test, "FAILED" if issubclass(err[0], test.failureException) else "ERROR")

class Runner(TextTestRunner):
    resultclass = Told

unittest.main(module=None, argv=["python -m unittest"] + sys.argv[1:], testRunner=Runner, exit=False)
open("report.json", "w").write(json.dumps(Told.told))
"""


def unittest_case(tools, case, project, options, statuses=BAD):
    bench = Bench(tools, project)
    (bench.top / "runner.py").write_text(RUNNER)
    log = bench.scrub(bench.run(tools / "pytest9/bin/python", bench.top / "runner.py", *options, env={"PYTHONPATH": str(bench.at)}))
    tests = only(merge(json.loads(bench.read("report.json"))), *statuses)
    write("unittest", case, "unittest", log, tests, True)
    bench.close()


def unittests(tools):
    unittest_case(tools, "verbose", "unittest/shelf", ["-v", "test_shelf"])
    unittest_case(tools, "buffered", "unittest/shelf", ["-v", "-b", "test_shelf"])
    unittest_case(tools, "plain", "unittest/shelf", ["test_shelf"], ["FAILED", "ERROR", "XPASS"])
    unittest_case(tools, "broken", "unittest/broken", ["discover", "-v"])


# JavaScript


def jest_report(report, absolute):
    for suite in json.loads(report)["testResults"]:
        file = suite["name"] if absolute else suite["name"].split("/project/")[-1]
        if not suite["assertionResults"] and suite["status"] == "failed":
            yield file, "ERROR"
        for test in suite["assertionResults"]:
            status = {"passed": "PASSED", "failed": "FAILED"}.get(test["status"], "SKIPPED")
            yield " > ".join([file, *test["ancestorTitles"], test["title"]]), status


def jest_case(tools, version, case, options, expect):
    bench = Bench(tools, "jest/shelf", version)
    jest = ["node", tools / version / "node_modules/jest/bin/jest.js", "--rootDir", bench.at, "--runInBand", *options]
    log = bench.run(*jest, "--json", "--outputFile=report.json", env={"CI": "true"})
    # With --json, what it would print on stdout is the report; the reporters write to stderr.
    log = re.sub(r"(?m)^Test results written to: .*\n", "", log)
    write("jest", f"{version}-{case}", "jest", bench.scrub(log), expect(bench.read("report.json")), True)
    bench.close()


def jests(tools):
    def files(report):
        """Without --verbose: the files, and the tests that failed."""
        for suite in json.loads(report)["testResults"]:
            file = suite["name"].split("/project/")[-1]
            broken = not suite["assertionResults"] and suite["status"] == "failed"
            yield file, "ERROR" if broken else suite["status"].upper()
        for name, status in jest_report(report, False):
            if status == "FAILED":
                yield name.replace(" › ", " > "), status

    for version in ["jest30", "jest29"]:
        jest_case(tools, version, "verbose", ["--verbose"], lambda report: merge(jest_report(report, False)))
        jest_case(tools, version, "verbose-colours", ["--verbose", "--colors"], lambda report: merge(jest_report(report, False)))
        jest_case(tools, version, "plain", [], lambda report: merge(files(report)))
        jest_case(tools, version, "one-file", ["src/shelf.test.js"], lambda report: merge(jest_report(report, False)))
        bench = Bench(tools, "jest/shelf", version)
        bench.run("node", tools / version / "node_modules/jest/bin/jest.js", "--rootDir", bench.at, "--json", "--outputFile=report.json")
        report = bench.scrub(bench.read("report.json"))
        write("jest", f"{version}-json", "jest-json", report, merge(jest_report(report, True)), True)
        bench.close()


def vitests(tools):
    for case, options, env in [
        ("verbose", ["--reporter=verbose"], {}),
        ("verbose-colours", ["--reporter=verbose"], {"FORCE_COLOR": "1"}),
        ("plain", ["--reporter=default"], {}),
        ("tap-flat", ["--reporter=tap-flat"], {}),
    ]:
        bench = Bench(tools, "vitest/shelf", "vitest")
        vitest = ["node", tools / "vitest/node_modules/vitest/vitest.mjs", "run", "--no-file-parallelism"]
        log = bench.run(*vitest, *options, "--reporter=json", "--outputFile.json=report.json", env={"CI": "true", **env})
        log = re.sub(r"(?m)^JSON report written to .*\n", "", bench.scrub(log))
        report = bench.read("report.json")
        every = merge(jest_report(report, False))
        # A report has no place for a block whose preparation failed.
        every["src/hooks.test.js > ladder"] = "ERROR"
        if case == "plain":
            every = {"src/fine.test.js" if name.startswith("src/fine") else name: status for name, status in every.items()}
        if case == "tap-flat":
            every = merge(jest_report(report, False))
            every["src/broken.test.js"] = "FAILED"
        write("vitest", case, "tap" if case == "tap-flat" else "vitest", log, every, True)
        if case == "plain":
            report = bench.scrub(report)
            write("vitest", "json", "vitest-json", report, merge(jest_report(report, True)), True)
        bench.close()


def mochas(tools):
    def reported(report, failed_only=False):
        found = json.loads(report)
        pending = {test["fullTitle"] for test in found["pending"]}
        for test in found["failures"]:
            yield test["fullTitle"], "FAILED"
        if not failed_only:
            for test in found["tests"]:
                title = test["fullTitle"]
                if title in pending:
                    yield title, "SKIPPED"
                elif test in found["passes"]:
                    yield title, "PASSED"

    for case, project, options in [
        ("spec", "mocha/shelf", []),
        ("spec-colours", "mocha/shelf", ["--color"]),
        ("dot", "mocha/shelf", ["--reporter", "dot"]),
        ("min", "mocha/shelf", ["--reporter", "min"]),
        ("tap", "mocha/shelf", ["--reporter", "tap"]),
        ("broken", "mocha/broken", []),
    ]:
        bench = Bench(tools, project, "mocha")
        mocha = ["node", tools / "mocha/node_modules/mocha/bin/mocha.js", "--exit", "--forbid-only", "test"]
        bench.run(*mocha, "--reporter", "json", "--reporter-option", "output=report.json")
        log = bench.scrub(bench.run(*mocha, *options))
        if case == "broken":
            write("mocha", case, "mocha", log, {}, False)
        else:
            report = bench.read("report.json")
            tests = merge(reported(report, failed_only=case in ("dot", "min")))
            write("mocha", case, "tap" if case == "tap" else "mocha", log, tests, True)
            if case == "spec":
                write("mocha", "json", "mocha-json", bench.scrub(report), tests, True)
        bench.close()
    bench = Bench(tools, "tap/shelf")
    log = bench.scrub(bench.run("node", "--test", "--test-reporter=tap"))
    write("tap", "node", "tap", log, node_tests(), True)
    bench.close()


def node_tests():
    """Node has no report for machines but TAP and JUnit XML: this was read off the project."""
    return {
        "stands alone": "PASSED",
        "shelf": "FAILED",
        "shelf > holds books": "PASSED",
        "shelf > bends # a little": "FAILED",
        "shelf > has a cellar": "SKIPPED",
        "shelf > has a door": "XFAIL",
        "shelf > when painted": "PASSED",
        "shelf > when painted > dries": "PASSED",
    }


# Go, Rust


def go_report(lines):
    outcome = {"pass": "PASSED", "fail": "FAILED", "skip": "SKIPPED"}
    last, packages = {}, {}
    for line in lines.splitlines():
        if not line.startswith("{"):
            continue
        event = json.loads(line)
        package, test = event.get("Package"), event.get("Test")
        if event["Action"] == "run":
            last.setdefault(f"{package}.{test}", "UNDONE")
        if event["Action"] in outcome and package:
            if test:
                last[f"{package}.{test}"] = outcome[event["Action"]]
            else:
                packages[package] = event["Action"]
    for package, action in packages.items():
        inside = [name for name in last if name.startswith(package + ".")]
        last.update((name, "FAILED") for name in inside if last[name] == "UNDONE")
        if action == "fail" and not any(last[name] == "FAILED" for name in inside):
            last[package] = "ERROR"
    return last


def gos(tools):
    for case, options, parser in [
        ("verbose", ["-v", "./..."], "go"),
        ("verbose-one", ["-v", "."], "go"),
        ("plain", ["./..."], "go"),
        ("json", ["-json", "./..."], "go-json"),
        ("twice", ["-v", "-count=2", "./drawer"], "go"),
        ("serial", ["-v", "-p=1", "-parallel=1", "."], "go"),
    ]:
        bench = Bench(tools, "go/shelf")
        env = {"GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local", "GOPROXY": "off"}
        common = [option for option in options if option not in ("-v", "-json")]
        report = bench.run("go", "test", "-json", "-timeout=3s", *common, env=env)
        log = report if case == "json" else bench.run("go", "test", "-timeout=3s", *options, env=env)
        tests = go_report(report)
        if case == "plain":
            tests = go_plain(tests)
        write("go", case, parser, bench.scrub(log), tests, True)
        bench.close()


def go_plain(tests):
    """Without -v: the tests that failed, and the packages that passed."""
    failed = only(tests, "FAILED", "ERROR")
    return {**failed, "example.org/shelf/drawer": "PASSED"}


def cargos(tools):
    for case, project, options, env in [
        ("plain", "cargo/shelf", ["--no-fail-fast"], {}),
        ("stops", "cargo/shelf", [], {}),
        ("uncaptured", "cargo/shelf", ["--no-fail-fast", "--", "--nocapture", "--test-threads=1"], {}),
        ("show-output", "cargo/shelf", ["--no-fail-fast", "--", "--show-output"], {}),
        ("quiet", "cargo/shelf", ["--no-fail-fast", "-q"], {}),
        ("died", "cargo/shelf", ["--test", "abort", "--", "--test-threads=1"], {"SHELF_DIES": "1"}),
        ("broken", "cargo/broken", [], {}),
    ]:
        bench = Bench(tools, project)
        environment = {"RUST_BACKTRACE": "0", "CARGO_NET_OFFLINE": "true", "CARGO_TERM_COLOR": "never", **env}
        log = bench.scrub(bench.run("cargo", "test", *options, env=environment))
        log = re.sub(r"(?m)^ *(?:Downloading|Updating|Locking) .*\n", "", log)
        report = []
        for name in ["--lib", "--test=drawer", "--test=abort", "--doc"]:
            if case == "stops" and name != "--lib":
                continue
            bootstrap = {**environment, "RUSTC_BOOTSTRAP": "1"}
            out = bench.run("cargo", "test", "-q", name, "--", "-Zunstable-options", "--format=json", "--test-threads=1", env=bootstrap)
            report += [json.loads(line) for line in out.splitlines() if line.startswith('{ "type": "test"')]
        outcome = {"ok": "PASSED", "failed": "FAILED", "ignored": "SKIPPED"}
        tests = merge((event["name"], outcome[event["event"]]) for event in report if event["event"] in outcome)
        if case == "quiet":
            tests = only(tests, "FAILED")
        if case == "died":
            tests = {"before": "PASSED"}
        if case == "broken":
            tests = {}
        write("cargo", case, "cargo", log, tests, case not in ("died", "broken"))
        bench.close()


# Java


def surefire_reports(bench, pattern):
    for path in sorted(bench.at.glob(pattern)):
        yield path, ET.parse(path).getroot()


def junit_status(case):
    for tag, status in [("failure", "FAILED"), ("error", "ERROR"), ("skipped", "SKIPPED")]:
        if case.find(tag) is not None:
            return status
    return "PASSED"


def mavens(tools):
    for case, options in [
        ("surefire3", []),
        ("surefire2", ["-Dsurefire=2.22.2", "-Djunit=5.8.2"]),
        ("surefire3-plain", ["-Dsurefire.reportFormat=plain", "-Dsurefire.useFile=false"]),
        ("surefire2-plain", ["-Dsurefire=2.22.2", "-Djunit=5.8.2", "-Dsurefire.reportFormat=plain", "-Dsurefire.useFile=false"]),
        ("surefire3-colours", ["-Dstyle.color=always"]),
        ("surefire3-ignored", ["-Dmaven.test.failure.ignore=true"]),
    ]:
        bench = Bench(tools, "maven/shelf")
        log = bench.scrub(bench.run("mvn", "-B", "-ntp", "test", *options))
        pairs = []
        for path, suite in surefire_reports(bench, "target/surefire-reports/TEST-*.xml"):
            statuses = [junit_status(test) for test in suite.iter("testcase")]
            for test in suite.iter("testcase"):
                status, owner = junit_status(test), re.sub(r"\$.*", "", test.get("classname"))
                # Skipped methods are printed in no format, methods that passed in the plain one.
                if status in ("FAILED", "ERROR") or status == "PASSED" and "plain" in case:
                    name = test.get("name")
                    pairs.append((owner if name in ("", owner) else f"{owner}.{name}", status))
            found = [status for status in ("ERROR", "FAILED", "PASSED", "SKIPPED") if status in statuses]
            pairs += [(re.sub(r"\$.*", "", suite.get("name")), status) for status in found[:1]]
            if case == "surefire3":
                tests = merge((f"{test.get('classname')}.{test.get('name')}".rstrip("."), junit_status(test)) for test in suite.iter("testcase"))
                xml = re.sub(r"(?s)<properties>.*?</properties>", "<properties/>", bench.scrub(path.read_text()))
                write("junit", f"surefire-{path.stem.removeprefix('TEST-example.shelf.')}", "junit", xml, tests, True)
        write("maven", case, "maven", log, merge(pairs), True)
        bench.close()


def gradles(tools):
    for case, options in [("all", ["-Pall"]), ("plain", []), ("ignored", ["-Pall", "-Pignore"]), ("colours", ["-Pall", "--console=rich"])]:
        bench = Bench(tools, "gradle/shelf")
        log = bench.run("gradle", "--offline", "--no-daemon", "-g", bench.top / "gradle-home", "test", *options)
        log = bench.scrub(log)
        pairs = []
        for path, suite in surefire_reports(bench, "build/test-results/test/TEST-*.xml"):
            pairs += [(f"{test.get('classname')} > {test.get('name')}", junit_status(test)) for test in suite.iter("testcase")]
            if case == "all":
                tests = merge((f"{test.get('classname')}.{test.get('name')}", junit_status(test)) for test in suite.iter("testcase"))
                write("junit", f"gradle-{path.stem.removeprefix('TEST-example.shelf.')}", "junit", bench.scrub(path.read_text()), tests, True)
        tests = merge(pairs)
        write("gradle", case, "gradle", log, only(tests, "FAILED") if case == "plain" else tests, True)
        bench.close()


# CTest, Ruby


def ctests(tools):
    for case, options in [("plain", []), ("verbose", ["-V"]), ("on-failure", ["--output-on-failure"]), ("parallel", ["-j4"]), ("quiet", ["-Q"])]:
        bench = Bench(tools, "ctest/shelf")
        bench.run("cmake", "-S", ".", "-B", "build")
        log = bench.scrub(bench.run("ctest", "--test-dir", "build", "--output-junit", bench.at / "report.xml", *options))
        tests = {}
        for test in ET.parse(bench.at / "report.xml").getroot().iter("testcase"):
            kind = test.get("status")
            tests[test.get("name")] = {"run": "PASSED", "fail": "FAILED", "disabled": "SKIPPED", "notrun": "SKIPPED"}[kind]
        # What CTest cannot start is not run, which its report does not tell from a skip.
        tests["missing"] = "ERROR"
        tests["needs-wood"] = "ERROR"
        if case == "plain":
            seen = {name: "SKIPPED" if status == "ERROR" else status for name, status in tests.items()}
            write("junit", "ctest", "junit", bench.scrub((bench.at / "report.xml").read_text()), seen, True)
        if case != "quiet":
            write("ctest", case, "ctest", log, tests, True)
        bench.close()


def rspecs(tools):
    outcome = {"passed": "PASSED", "failed": "FAILED", "pending": "SKIPPED"}
    for case, project, options in [
        ("documentation", "rspec/shelf", ["--format", "documentation"]),
        ("documentation-colours", "rspec/shelf", ["--format", "documentation", "--force-color"]),
        ("progress", "rspec/shelf", ["--format", "progress"]),
        ("broken", "rspec/broken", ["--format", "documentation"]),
    ]:
        bench = Bench(tools, project)
        log = bench.scrub(bench.run("rspec", "--order", "defined", *options, "--format", "json", "--out", "report.json"))
        tests = merge((test["full_description"], outcome[test["status"]]) for test in json.loads(bench.read("report.json"))["examples"])
        if case == "documentation":
            write("rspec", "json", "rspec-json", bench.scrub(bench.read("report.json")), tests, True)
        if case == "progress":
            tests = only(tests, "FAILED", "SKIPPED")
        if case == "broken":
            tests = {"./spec/broken_spec.rb": "ERROR"}
        write("rspec", case, "rspec", log, tests, True)
        bench.close()


def rubies(tools):
    """These have no report for machines on this machine: what they hold was read off the projects."""
    tests = {
        "ShelfTest#test_holds": "PASSED",
        "ShelfTest#test_bends": "FAILED",
        "ShelfTest#test_breaks": "ERROR",
        "ShelfTest#test_cellar": "SKIPPED",
        "drawer#test_0001_opens wide": "PASSED",
        "drawer::when painted#test_0001_dries": "FAILED",
    }
    bench = Bench(tools, "minitest")
    for case, options in [("verbose", ["-v"]), ("plain", [])]:
        log = bench.scrub(bench.run("ruby", "shelf_test.rb", "--seed", "7", *options))
        write("minitest", case, "minitest", log, tests if case == "verbose" else only(tests, "FAILED", "ERROR"), True)
    bench.close()
    bench = Bench(tools, "testunit")
    log = bench.scrub(bench.run("ruby", "shelf_test.rb", "-v"))
    tests = {
        "says what it does": "PASSED",
        "test_bends": "FAILED",
        "test_breaks": "FAILED",
        "test_cellar": "SKIPPED",
        "test_holds": "PASSED",
    }
    write("testunit", "verbose", "parse_log_ruby_unit", log, tests, False)
    bench.close()


# Runners that only SWE-bench's parsers read


def others(tools):
    """These were read off the projects, as the parsers of these names read them."""
    bench = Bench(tools, "django")
    log = bench.run(tools / "django/bin/python", "manage.py", "test", "-v", "2")
    shelf = "(shelf.tests.ShelfTests.test_{})".format
    tests = {
        f"test_holds {shelf('holds')}": "PASSED",
        "A loaded board bends.": "FAILED",
        "test_bends": "FAILED",
        "The board is described.": "PASSED",
        f"test_breaks {shelf('breaks')}": "ERROR",
        "test_breaks": "ERROR",
        f"test_cellar {shelf('cellar')}": "SKIPPED",
        f"test_prints {shelf('prints')}": "PASSED",
        f"test_falls {shelf('falls')}": "PASSED",
        f"test_boards {shelf('boards')} (board=1)": "FAILED",
        "test_boards": "FAILED",
    }
    write("django", "verbose", "parse_log_django", bench.scrub(log), tests, False)
    bench.close()
    bench = Bench(tools, "sympy")
    log = bench.scrub(bench.run(tools / "sympy/bin/python", "run.py", "verbose"))
    tests = {"test_holds": "PASSED", "test_bends": "FAILED", "test_breaks": "ERROR"}
    tests.update({"test_shelf.py::test_bends": "FAILED", "test_shelf.py:test_breaks": "FAILED"})
    write("sympy", "verbose", "parse_log_sympy", log, tests, False)
    bench.close()
    bench = Bench(tools, "googletest")
    print(bench.run("g++", "shelf.cc", "-o", "shelf", "-lgtest", "-lpthread"))
    log = bench.scrub(bench.run("./shelf"))
    # The parser takes any word in brackets, and what the test Prints says.
    tests = {"Shelf.Holds": "PASSED", "Shelf.Bends": "PASSED", "Shelf.Prints": "PASSED", "All/Title.Fits/0": "PASSED"}
    tests['All/Title.Fits/1, where GetParam() = "two words"'] = "FAILED"
    write("googletest", "plain", "parse_log_googletest", log, tests, False)
    bench.close()
    bench = Bench(tools, "doctest")
    print(bench.run("g++", "shelf.cc", "-o", "shelf"))
    log = bench.scrub(bench.run("./shelf", "-s", "-r=xml"))
    tests = {"a shelf > holds": "PASSED", "a shelf > bends": "FAILED", "a shelf > painted": "FAILED"}
    tests.update({"a shelf > dries": "PASSED", "a shelf > shines <bright>": "FAILED"})
    write("doctest", "xml", "parse_log_doctest", log, tests, True)
    bench.close()
    bench = Bench(tools, "phpunit")
    log = bench.scrub(bench.run("phpunit", "--testdox", "--no-interaction", "ShelfTest.php"))
    tests = {"Shelf > Holds": "PASSED", "Shelf > Bends a little": "FAILED", "Shelf > Breaks": "FAILED"}
    tests.update({"Shelf > Cellar": "SKIPPED", 'Shelf > Title fits with data set "a short one"': "PASSED"})
    tests['Shelf > Title fits with data set "a long one"'] = "FAILED"
    write("phpunit", "testdox", "parse_log_phpunit", log, tests, False)
    bench.close()


def prepare(tools):
    tools.mkdir(parents=True, exist_ok=True)
    for name, version in PYTESTS.items():
        if not (tools / name).exists():
            subprocess.run([sys.executable, "-m", "venv", tools / name], check=True)
            extra = ["pytest-subtests", "pytest-rerunfailures"] if name == "pytest8" else []
            subprocess.run([tools / name / "bin/pip", "install", "-q", f"pytest=={version}", "pytest-xdist", "pytest-timeout", *extra], check=True)
    for name, package in PACKAGES.items():
        if not (tools / name).exists():
            subprocess.run([sys.executable, "-m", "venv", tools / name], check=True)
            subprocess.run([tools / name / "bin/pip", "install", "-q", package], check=True)
    for name, package in NODES.items():
        if not (tools / name / "node_modules").exists():
            (tools / name).mkdir(exist_ok=True)
            subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", tools / name, package], check=True)


RUNNERS = {
    "pytest": pytests,
    "unittest": unittests,
    "jest": jests,
    "vitest": vitests,
    "mocha": mochas,
    "go": gos,
    "cargo": cargos,
    "maven": mavens,
    "gradle": gradles,
    "ctest": ctests,
    "rspec": rspecs,
    "ruby": rubies,
    "others": others,
}


def main():
    tools = Path(sys.argv[1]).resolve()
    prepare(tools)
    for name in sys.argv[2:] or RUNNERS:
        RUNNERS[name](tools)


if __name__ == "__main__":
    main()
