"""Runs the hidden tests beside this file against the code in the current directory.

Writes junit.xml (one testcase per test) and reward.txt (1 or 0) to $LOGS_DIR or /logs/verifier. Where a file .seal lies
beside this one, it also writes verdict.json, signed with the key in it; the key and the tests are gone from the disk
before anything of the code under test runs.

There are three processes. This one holds the key and writes the verdict. The tests run in a second one, which never
imports the code under test: it cannot reach either, and a test that it does not report has failed. That code runs in
processes that the tests start, see remote.py.
"""
import ast, ctypes, hashlib, hmac, importlib.util, json, linecache, os, re, select, signal, sys, time, traceback, types, unittest
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

HERE, SECONDS_PER_TEST = Path(__file__).resolve().parent, 10
LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 4, 36, 38


def prctl(option, value):
    if LIBC.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl %d" % option)


def keep_signals_in():
    """From here on neither this process nor what it starts can signal others, where the kernel has Landlock 6."""
    rules = (ctypes.c_uint64 * 3)(0, 0, 2)
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    ruleset = LIBC.syscall(444, ctypes.byref(rules), ctypes.sizeof(rules), 0)
    if ruleset >= 0:
        LIBC.syscall(446, ruleset, 0)
        os.close(ruleset)


class Report(unittest.TestResult):
    def __init__(self, pipe):
        super().__init__()
        self.pipe = pipe
    def send(self, test, kind, text=""):
        self.pipe.write(json.dumps([test if isinstance(test, str) else test.id(), kind, text]) + "\n")
    def startTest(self, test):
        signal.setitimer(signal.ITIMER_REAL, SECONDS_PER_TEST, 1)
        super().startTest(test)
    def stopTest(self, test):
        signal.setitimer(signal.ITIMER_REAL, 0)
        self.send(test, "passed")  # only counts where nothing was sent before
    def trouble(self, kind, test, error):
        self.send(test, kind, "".join(traceback.format_exception(*error)))
    def addFailure(self, test, err): self.trouble("failure", test, err)
    def addError(self, test, err): self.trouble("error", test, err)
    def addSubTest(self, test, sub, err): err and self.trouble("failure", test, err)
    def addSkip(self, test, reason): self.send(test, "skipped", reason)
    def addUnexpectedSuccess(self, test): self.send(test, "failure", "passed against expectation")


def timed_out(*_): raise TimeoutError("no result after %d s" % SECONDS_PER_TEST)


def load(name, source):
    path = str(HERE / (name + ".py"))
    linecache.cache[path] = (len(source), None, source.splitlines(True), path)
    sys.modules[name] = module = types.ModuleType(name)
    module.__file__, module.SOURCE = path, source
    exec(compile(source, path, "exec"), vars(module))
    return module


def foreign(source):
    """The packages that a test imports and that Python does not have itself."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return {name for name in names if name != "remote" and importlib.util.find_spec(name) is None}


def run(sources, pipe):
    report, suites = Report(pipe), []
    signal.signal(signal.SIGALRM, timed_out)
    if "remote" in sources:
        remote = load("remote", sources.pop("remote"))
    for name, source in sources.items():
        try:
            signal.setitimer(signal.ITIMER_REAL, SECONDS_PER_TEST, 1)
            packages = foreign(source)
            if packages:
                sys.meta_path.append(remote.Finder(packages))
            suites.append(unittest.defaultTestLoader.loadTestsFromModule(load(name, source)))
        except BaseException:
            report.trouble("error", name + ".import", sys.exc_info())
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    for test in (test for suite in suites for cases in suite for test in cases):
        report.send(test, "planned")
    for suite in suites:
        suite.run(report)


def results(reader, deadline):
    """What the tests' process tells until it ends or the time is over; later words on a test do not count."""
    found, text = {}, b""
    while select.select([reader], [], [], max(0, deadline - time.monotonic()))[0]:
        data = os.read(reader, 1 << 16)
        if not data:
            break
        *lines, text = (text + data).split(b"\n")
        for name, kind, said in map(json.loads, lines):
            if found.get(name, ("planned",))[0] == "planned":
                found[name] = (kind, said)
    return found


def end_descendants():
    """Kills all that was started here; whose parent has ended, has become a child of this process."""
    for _ in range(1000):
        parents = {}
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    stat = Path("/proc", entry, "stat").read_text(errors="replace").rpartition(")")[2].split()
                except OSError:
                    continue
                if stat[0] not in "ZX":
                    parents[int(entry)] = int(stat[1])
        def is_ours(pid):
            while pid in parents:
                pid = parents[pid]
                if pid == os.getpid():
                    return True
        ours = [pid for pid in parents if is_ours(pid)]
        for pid in ours:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            pass
        if not ours:
            return


def write(found, logs, seal):
    cases, tests = [], []
    for name, (kind, text) in found.items():
        text = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd]", "?", text or "the process ended before this test did")
        kind = "error" if kind == "planned" else kind
        inner = "" if kind == "passed" else "<%s message=%s>%s</%s>" % (
            kind, quoteattr(text.strip().splitlines()[-1]), escape(text), kind)
        cases.append((kind, name, "<testcase classname=%s name=%s>%s</testcase>" % (
            *map(quoteattr, name.rpartition(".")[::2]), inner)))
        tests.append([name, kind] + ([] if kind == "passed" else [text.strip().splitlines()[-1][:500]]))
    count = lambda kind: sum(case[0] == kind for case in cases)
    reward = int(count("passed") > 0 and count("failure") == count("error") == 0)
    logs.mkdir(parents=True, exist_ok=True)
    (logs / "junit.xml").write_text('<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="hidden" tests="%d" failures="%d" errors="%d" skipped="%d">\n%s\n</testsuite>\n' % (
        len(cases), count("failure"), count("error"), count("skipped"), "\n".join(case[2] for case in cases)), encoding="utf-8")
    (logs / "reward.txt").write_text("%d\n" % reward)
    if seal:
        verdict = json.dumps({"rewards": {"reward": reward}, "tests": tests}).encode()
        mac = hmac.new(bytes.fromhex(seal["key"]), verdict, hashlib.sha256).hexdigest()
        (logs / "verdict.json").write_bytes(mac.encode() + b"\n" + verdict)
    for kind, name, _ in cases: print(kind, name)


def main():
    sources = {path.stem: path.read_text(encoding="utf-8") for path in sorted(HERE.glob("*.py"))
               if path.name == "remote.py" or path.name.startswith("test_")}
    prctl(PR_SET_CHILD_SUBREAPER, 1)
    prctl(PR_SET_DUMPABLE, 0)
    (reader, writer), (go, start) = os.pipe(), os.pipe()
    tests = os.fork()
    if tests == 0:
        os.close(reader), os.close(start)
        try:
            keep_signals_in()
            os.read(go, 1) and run(sources, os.fdopen(writer, "w", buffering=1))
        finally:
            os._exit(0)
    os.close(writer), os.close(go)
    seal = None
    if (HERE / ".seal").exists():
        seal = json.loads((HERE / ".seal").read_text())
        for path in HERE.iterdir():
            if path.name == ".seal" or path.suffix in (".py", ".sh"):
                path.unlink()
    os.write(start, b"!")
    found = results(reader, time.monotonic() + (seal["seconds"] if seal else 86400))
    end_descendants()
    write(found, Path(os.environ.get("LOGS_DIR", "/logs/verifier")), seal)


main()
