"""Runs the hidden tests beside this file against the code in the current directory.

Writes junit.xml (one testcase per test) and reward.txt (1 or 0) to $LOGS_DIR or /logs/verifier.
The tests run in a child process: code under test that exits costs its own tests and no more.
"""
import importlib.util, json, os, re, signal, sys, traceback, unittest
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

HERE, SECONDS_PER_TEST = Path(__file__).resolve().parent, 10

class Report(unittest.TestResult):
    def __init__(self, pipe):
        super().__init__()
        self.pipe = pipe
    def send(self, test, kind, text=""):
        self.pipe.write(json.dumps([test if isinstance(test, str) else test.id(), kind, text]) + "\n")
    def startTest(self, test):
        signal.alarm(SECONDS_PER_TEST)
        super().startTest(test)
    def stopTest(self, test):
        signal.alarm(0)
        self.send(test, "passed")  # only counts where nothing was sent before
    def trouble(self, kind, test, error):
        self.send(test, kind, "".join(traceback.format_exception(*error)))
    def addFailure(self, test, err): self.trouble("failure", test, err)
    def addError(self, test, err): self.trouble("error", test, err)
    def addSubTest(self, test, sub, err): err and self.trouble("failure", test, err)
    def addSkip(self, test, reason): self.send(test, "skipped", reason)
    def addUnexpectedSuccess(self, test): self.send(test, "failure", "passed against expectation")

def timed_out(*_): raise TimeoutError("no result after %d s" % SECONDS_PER_TEST)

def child(pipe):
    report, suites = Report(pipe), []
    signal.signal(signal.SIGALRM, timed_out)
    sys.path.insert(0, os.getcwd())
    for path in sorted(HERE.glob("test_*.py")):
        try:
            spec = importlib.util.spec_from_file_location(path.stem, path)
            sys.modules[path.stem] = module = importlib.util.module_from_spec(spec)
            signal.alarm(SECONDS_PER_TEST)
            spec.loader.exec_module(module)
            suites.append(unittest.defaultTestLoader.loadTestsFromModule(module))
        except BaseException:
            report.trouble("error", path.stem + ".import", sys.exc_info())
    for test in (test for suite in suites for cases in suite for test in cases):
        report.send(test, "planned")
    for suite in suites:
        suite.run(report)

def main():
    logs, (reader, writer), results = Path(os.environ.get("LOGS_DIR", "/logs/verifier")), os.pipe(), {}
    if os.fork() == 0:
        try: child(os.fdopen(writer, "w", buffering=1))
        finally: os._exit(0)
    os.close(writer)
    for name, kind, text in map(json.loads, os.fdopen(reader)):
        if results.get(name, ("planned",))[0] == "planned": results[name] = (kind, text)
    cases = []
    for name, (kind, text) in results.items():
        text = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd]", "?", text or "the process ended before this test did")
        kind = "error" if kind == "planned" else kind
        inner = "" if kind == "passed" else "<%s message=%s>%s</%s>" % (
            kind, quoteattr(text.strip().splitlines()[-1]), escape(text), kind)
        cases.append((kind, name, "<testcase classname=%s name=%s>%s</testcase>" % (
            *map(quoteattr, name.rpartition(".")[::2]), inner)))
    count = lambda kind: sum(case[0] == kind for case in cases)
    reward = int(count("passed") > 0 and count("failure") == count("error") == 0)
    logs.mkdir(parents=True, exist_ok=True)
    (logs / "junit.xml").write_text('<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="hidden" tests="%d" failures="%d" errors="%d" skipped="%d">\n%s\n</testsuite>\n' % (
        len(cases), count("failure"), count("error"), count("skipped"), "\n".join(case[2] for case in cases)), encoding="utf-8")
    (logs / "reward.txt").write_text("%d\n" % reward)
    for kind, name, _ in cases: print(kind, name)

main()
