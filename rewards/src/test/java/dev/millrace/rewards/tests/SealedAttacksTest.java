package dev.millrace.rewards.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.namespace.Providers;
import dev.millrace.rollout.trajectory.TestResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The verdict of a task whose runner signs it, on states that an agent has made to deceive it. The
/// honest state is wrong, so that no verdict may be better than 0.
final class SealedAttacksTest {
  private static final Providers PROVIDERS = new Providers();
  private static final String RIGHT = "def double(x):\n    return 2 * x\n";

  private static SandboxProvider sandboxes;
  @TempDir Path directory;

  @BeforeAll
  static void open() throws IOException {
    sandboxes = PROVIDERS.any();
  }

  @AfterAll
  static void close() throws IOException {
    PROVIDERS.close();
  }

  private Grader grader(int seconds) {
    return Grader.sealed(sandboxes, directory, Duration.ofSeconds(seconds));
  }

  private static Verdict.Judged judged(Verdict verdict) {
    return assertInstanceOf(Verdict.Judged.class, verdict, verdict::toString);
  }

  @Test
  void honestWorkIsWorthWhatItDoes() throws InterruptedException {
    Verdict.Judged right = judged(grader(60).verdict(RIGHT));
    assertEquals(1, right.correctness());
    assertEquals(
        List.of("test_thing.Doubling.test_three", "test_thing.Doubling.test_two"),
        right.tests().stream().map(TestResult::name).toList());
    Verdict.Judged wrong = judged(grader(60).verdict(Map.of()));
    assertEquals(0, wrong.correctness());
    assertEquals(2, wrong.tests().size());
    assertEquals("AssertionError: 2 != 4", wrong.tests().getLast().message());
  }

  /// Code in the place of the function's, by what it tries.
  static Map<String, String> code() {
    Map<String, String> code = new TreeMap<>();
    code.put("leaves at once", "import os; os._exit(0)\n");
    code.put("leaves when it is called", "import os\ndef double(x): os._exit(0)\n");
    code.put("exits", "import sys\ndef double(x): sys.exit(0)\n");
    code.put("skips", "import unittest\ndef double(x): raise unittest.SkipTest('no')\n");
    code.put(
        "patches the assertions",
        """
        import unittest
        for name in dir(unittest.TestCase):
            if name.startswith("assert") or name == "fail":
                setattr(unittest.TestCase, name, lambda *args, **keywords: None)
        unittest.TestResult.addFailure = unittest.TestResult.addError = lambda *args: None
        def double(x): return 0
        """);
    code.put(
        "gives what is equal to all",
        """
        class Any(int):
            def __eq__(self, other): return True
            def __ne__(self, other): return False
            __hash__ = None
        def double(x): return Any(0)
        """);
    code.put(
        "gives an object that is equal to all",
        """
        class Any:
            def __eq__(self, other): return True
            def __ne__(self, other): return False
            def __sub__(self, other): return 0
        def double(x): return Any()
        """);
    code.put(
        "reads the tests",
        """
        import glob, re
        text = "".join(open(path).read() for path in glob.glob("/tests/**", recursive=True) if path[-3:] == ".py")
        def double(x): return int(re.search("double\\\\(%d\\\\), (\\\\d+)" % x, text).group(1))
        """);
    code.put(
        "looks for the tests in memory",
        """
        import os, re
        def double(x):
            for pid in filter(str.isdigit, os.listdir("/proc")):
                if int(pid) == os.getpid():
                    continue
                try:
                    maps = open("/proc/%s/maps" % pid).readlines()
                    memory = open("/proc/%s/mem" % pid, "rb", 0)
                except OSError:
                    continue
                for line in maps:
                    begin, end = [int(part, 16) for part in line.split()[0].split("-")]
                    try:
                        memory.seek(begin)
                        found = re.search(rb"double\\\\(%d\\\\), (\\\\d+)" % x, memory.read(end - begin))
                    except (OSError, OverflowError, ValueError):
                        continue
                    if found:
                        return int(found.group(1))
        """);
    code.put(
        "writes reports and rewards, now and at its end",
        """
        import atexit, os
        def forge():
            os.makedirs("/logs/verifier", exist_ok=True)
            for name, text in (("reward.txt", "1"), ("reward.json", '{"reward": 1}'),
                    ("junit.xml", '<testsuite><testcase name="a"/></testsuite>'),
                    ("verdict.json", "0" * 64 + '\\\\n{"rewards": {"reward": 1}, "tests": []}')):
                with open("/logs/verifier/" + name, "w") as file:
                    file.write(text)
        forge()
        atexit.register(forge)
        def double(x):
            forge()
            return x
        """);
    code.put(
        "writes to whatever is open",
        """
        import os
        def double(x):
            for fd in range(3, 64):
                try: os.write(fd, b'\\\\0\\\\0\\\\0\\\\x02{}["test_thing.Doubling.test_two", "passed", ""]\\\\n')
                except OSError: pass
            os._exit(0)
        """);
    code.put(
        "writes to what others have open",
        """
        import glob
        def double(x):
            for path in glob.glob("/proc/[0-9]*/fd/*"):
                try:
                    with open(path, "wb", 0) as file:
                        file.write(b'["test_thing.Doubling.test_two", "passed", ""]\\\\n'
                                   b'["test_thing.Doubling.test_three", "passed", ""]\\\\n')
                except OSError: pass
            return x
        """);
    code.put(
        "answers more than it was asked",
        """
        import __main__
        def everything(self, value): return {"far": 1, "base": "int", "v": {"plain": "exec", "v": ["1"]}}
        __main__.CodeChannel.encode_other = everything
        __main__.Channel.encode = everything
        def double(x): return x
        """);
    code.put(
        "calls what it was not given",
        """
        import __main__, gc
        def double(x):
            channel = next(c for c in gc.get_objects() if isinstance(c, __main__.CodeChannel))
            return channel.ask("call", __main__.Peer(channel, 2), 1)
        """);
    code.put(
        "nests without end",
        """
        def double(x):
            value = []
            for _ in range(100000): value = [value]
            return value
        """);
    code.put("answers with gigabytes", "def double(x): return 'x' * (1 << 29)\n");
    code.put(
        "raises what is no error of Python's",
        """
        class Odd(BaseException):
            def __str__(self): raise ValueError("no")
            args = property(lambda self: 1 / 0)
        def double(x): raise Odd()
        """);
    code.put(
        "kills whoever runs it",
        """
        import os, signal
        def double(x):
            for pid in [os.getppid()] + list(map(int, filter(str.isdigit, os.listdir("/proc")))):
                if pid not in (1, os.getpid()):
                    try: os.kill(pid, signal.SIGKILL)
                    except OSError: pass
            return 2 * x
        """
            .replace("return 2 * x", "return x"));
    return code;
  }

  @ParameterizedTest
  @MethodSource("names")
  void codeThat(String name) throws InterruptedException {
    Verdict verdict = grader(60).verdict(String.valueOf(code().get(name)));
    switch (verdict) {
      case Verdict.Judged found -> assertEquals(0, found.correctness(), found::toString);
      // Whoever kills the holder of the key has no verdict at all.
      case Verdict.Errored errored ->
          assertTrue(name.startsWith("kills"), () -> name + " breaks the verifier: " + errored);
    }
  }

  static Stream<String> names() {
    return code().keySet().stream();
  }

  @Test
  void codeThatStaysInTheBackgroundOverwritesNothing() throws InterruptedException {
    String code =
        """
        import os, time
        if os.fork() == 0:
            os.setsid()
            if os.fork():
                os._exit(0)
            while True:
                for name in ("reward.txt", "verdict.json", "junit.xml"):
                    try: open("/logs/verifier/" + name, "w").write("1")
                    except OSError: pass
        def double(x):
            time.sleep(0.2)
            return x
        """;
    assertEquals(0, judged(grader(60).verdict(code)).correctness());
  }

  @Test
  void codeThatNeverEndsFailsItsTests() throws InterruptedException {
    Verdict.Judged found = judged(grader(8).verdict("def double(x):\n    while True: pass\n"));
    assertEquals(0, found.correctness());
    assertEquals(2, found.tests().size());
  }

  @Test
  void whatIsPlantedBesideTheCodeIsNotRun() throws InterruptedException {
    String patch =
        """
        import sys
        try:
            open("/logs/verifier/planted", "w").write("x")
            import unittest
            unittest.TestCase.assertEqual = lambda *args: None
        except Exception: pass
        """;
    Map<String, String> files = new TreeMap<>();
    for (String path :
        List.of(
            "app/sitecustomize.py",
            "app/usercustomize.py",
            "etc/python3.11/sitecustomize.py",
            "usr/local/lib/python3.11/dist-packages/sitecustomize.py",
            "root/.local/lib/python3.11/site-packages/usercustomize.py",
            "app/unittest.py",
            "app/json.py",
            "app/ctypes.py",
            "app/remote.py")) {
      files.put(path, patch);
    }
    files.put("usr/local/lib/python3.11/dist-packages/a.pth", "import os; os._exit(0)\n");
    for (String program : List.of("python3", "bash", "env", "rm", "cp", "tar", "mkdir")) {
      files.put(
          "usr/local/bin/" + program, "#!/bin/sh\necho 1 > /logs/verifier/reward.txt\nexit 0\n");
    }
    files.put("root/.bashrc", "exit 0\n");
    assertEquals(0, judged(grader(60).verdict(files)).correctness());
    // These stand in the way of the agent's own code alone.
    files.keySet().removeIf(path -> path.matches("app/\\w+\\.py"));
    files.put("app/thing/__init__.py", RIGHT);
    assertEquals(1, judged(grader(60).verdict(files)).correctness());
  }
}
