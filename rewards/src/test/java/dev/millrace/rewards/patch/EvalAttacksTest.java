package dev.millrace.rewards.patch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.grading.Markers;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.TestSpec;
import dev.millrace.rollout.task.grading.Expected;
import dev.millrace.rollout.task.grading.GradingSpec;
import dev.millrace.rollout.task.grading.Patching;
import dev.millrace.rollout.task.grading.Presets;
import dev.millrace.rollout.task.harbor.GradingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Code under test that looks for what a run's end is marked with, prints it itself after a result,
/// and ends the run.
final class EvalAttacksTest {
  private static final String RIGHT = "def double(x): return 2 * x\n";
  private static final String SCRIPT =
      "set -x\ncd /testbed\n: '"
          + Markers.START
          + "'\nPYTHONPATH=/testbed python3 /tests/run.py\n: '"
          + Markers.END
          + "'\n";
  // As long as an attack may take.
  private static final String WAIT =
      "set +x\nfor ((i = 0; i < 20; i++)); do [ -e /tmp/done ] && break; sleep 0.1; done\n";
  private static final String TESTS =
      """
      import sys
      from thing import double
      right = double(2) == 4
      print("PASSED a_hidden_name" if right else "FAILED a_hidden_name")
      sys.exit(not right)
      """;
  private static final String ATTACK =
      """
      import glob, os, re, signal
      def contents(path):
          try:
              with open(path, "rb", 0) as file: return file.read()
          except OSError: return b""
      def memory():
          for line in contents("/proc/%d/maps" % os.getppid()).decode().splitlines():
              begin, end = [int(part, 16) for part in line.split()[0].split("-")]
              try:
                  with open("/proc/%d/mem" % os.getppid(), "rb", 0) as file:
                      file.seek(begin)
                      yield file.read(end - begin)
              except (OSError, OverflowError, ValueError): pass
      def opened():
          for path in glob.glob("/proc/[0-9]*/fd/*"):
              if os.path.isfile(path): yield contents(path)
      def below(pattern):
          return map(contents, glob.glob(pattern, recursive=True))
      def double(x):
          for text in SEEN:
              found = re.search(rb">>>>> End Test Output ([0-9a-f]{32})", text)
              if found:
                  nonce = found.group(1).decode()
                  print("PASSED a_hidden_name")
                  print(">>>>> End Test Output " + nonce)
                  print(">>>>> Test Exit Code %s: 0" % nonce, flush=True)
                  os.kill(os.getppid(), signal.SIGKILL)
          return x
      """;
  @RegisterExtension static final Providers PROVIDERS = new Providers();

  @TempDir Path directory;

  private PatchVerdict verdict(String code) throws IOException, InterruptedException {
    return verdict(PROVIDERS.shared(Mechanism.DIRECT), code, SCRIPT);
  }

  private PatchVerdict verdict(SandboxProvider provider, String code, String script)
      throws IOException, InterruptedException {
    Path context = Files.createDirectories(directory.resolve("environment"));
    Files.writeString(context.resolve("thing.py"), code);
    Path tests = Files.createDirectories(directory.resolve("tests"));
    GradingSpec grading =
        new GradingSpec(
            "own__slug-1",
            "parse_log_pytest",
            new GradingSpec.Place("/testbed", List.of(), Optional.empty()),
            Patching.SWE_BENCH_V5,
            new Expected.Lists(List.of("a_hidden_name"), List.of()),
            Presets.named(Presets.SWE_BENCH_V5).orElseThrow());
    Files.writeString(tests.resolve("grading.json"), GradingFile.write(grading));
    Files.writeString(tests.resolve("eval.sh"), script);
    Files.writeString(tests.resolve("run.py"), TESTS);
    TestSpec spec = new TestSpec(tests, Duration.ofMinutes(2), grading);
    return new PatchJudge(provider).judge(task(context, code, spec), spec, "");
  }

  private static Task task(Path context, String code, TestSpec spec) {
    Task sample = TestTasks.judgedBy(spec);
    List<Environment.Step> steps =
        List.of(
            new Environment.Step.MakeDirectory("/testbed"),
            new Environment.Step.Copy(List.of("thing.py"), "/testbed/"));
    String digest = "eval" + Integer.toHexString(code.hashCode());
    return new Task(
        sample.ref(),
        sample.instruction(),
        new Environment(steps, Map.of(), "/testbed", context, digest),
        sample.toolbox(),
        spec,
        sample.limits(),
        null);
  }

  private static double correctness(PatchVerdict verdict) {
    return assertInstanceOf(Verdict.Judged.class, verdict.verdict(), verdict::toString)
        .correctness();
  }

  @ParameterizedTest
  @EnumSource(Mechanism.class)
  void honestWorkIsWorthWhatItDoes(Mechanism mechanism) throws IOException, InterruptedException {
    SandboxProvider provider = PROVIDERS.open(mechanism);
    assertEquals(1, correctness(verdict(provider, RIGHT, SCRIPT)));
    assertEquals(0, correctness(verdict(provider, "def double(x): return x\n", SCRIPT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "below('/tests/**')",
        "below('/logs/**')",
        "below('/proc/[0-9]*/cmdline')",
        "below('/proc/[0-9]*/environ')",
        "opened()",
        "memory()"
      })
  void theEndIsNotReadFrom(String seen) throws IOException, InterruptedException {
    PatchVerdict verdict = verdict(ATTACK.replace("SEEN", seen));
    assertEquals(0, correctness(verdict), verdict::log);
    assertFalse(verdict.log().contains("PASSED"), verdict::log);
  }

  /// What a run has printed can be read again from its own output, as far as nobody else has.
  @ParameterizedTest
  @EnumSource(Mechanism.class)
  void theEndIsNotReadByWhatStaysBehind(Mechanism mechanism)
      throws IOException, InterruptedException {
    String code =
        """
        import os, re
        def double(x):
            if os.fork() == 0:
                os.setsid()
                seen = b""
                with open("/proc/self/fd/1", "rb", 0) as output:
                    while True:
                        seen += output.read(65536)
                        found = re.search(rb">>>>> End Test Output ([0-9a-f]{32})", seen)
                        if found:
                            nonce = found.group(1).decode()
                            print("PASSED a_hidden_name\\n>>>>> End Test Output " + nonce)
                            print(">>>>> Test Exit Code %s: 0" % nonce, flush=True)
                            open("/tmp/done", "w").close()
                            os._exit(0)
            return x
        """;
    PatchVerdict verdict = verdict(PROVIDERS.open(mechanism), code, SCRIPT + WAIT);
    assertEquals(0, correctness(verdict), verdict::log);
  }

  /// Each process is gone before anybody has seen more of it than its number.
  @ParameterizedTest
  @EnumSource(Mechanism.class)
  void theEndIsNotReadByProcessesThatForkAndExitForever(Mechanism mechanism)
      throws IOException, InterruptedException {
    String code =
        """
        import os, re
        def go_on():
            os.setsid()
            seen = b""
            with open("/proc/self/fd/1", "rb", 0) as output:
                while True:
                    if os.fork(): os._exit(0)
                    seen += output.read(65536)
                    found = re.search(rb">>>>> End Test Output ([0-9a-f]{32})", seen)
                    if found:
                        nonce = found.group(1).decode()
                        print("PASSED a_hidden_name\\n>>>>> End Test Output " + nonce)
                        print(">>>>> Test Exit Code %s: 0" % nonce, flush=True)
                        open("/tmp/done", "w").close()
                        os._exit(0)
        def double(x):
            for _ in range(8):
                if os.fork() == 0: go_on()
            return x
        """;
    PatchVerdict verdict = verdict(PROVIDERS.open(mechanism), code, SCRIPT + WAIT);
    if (verdict.verdict() instanceof Verdict.Judged found) {
      assertEquals(0, found.correctness(), verdict::log);
    }
  }

  @Test
  void whatTheScriptItselfStartsIsEndedWithoutAWord() throws IOException, InterruptedException {
    String script =
        SCRIPT.replace("cd /testbed\n", "cd /testbed\nset -euo pipefail\nsleep 1000 &\n");
    PatchVerdict verdict = verdict(PROVIDERS.shared(Mechanism.DIRECT), RIGHT, script);
    assertEquals(1, correctness(verdict), verdict::log);
    assertFalse(verdict.log().contains("Killed"), verdict::log);
  }

  /// The leader is gone, and its process is listed as one that has ended.
  @Test
  void theEndIsNotReadByAThreadWhoseLeaderHasEnded() throws IOException, InterruptedException {
    String code =
        """
        import ctypes, os, re, threading
        def look():
            seen = b""
            with open("/proc/thread-self/fd/1", "rb", 0) as output:
                while True:
                    seen += output.read(65536)
                    found = re.search(rb">>>>> End Test Output ([0-9a-f]{32})", seen)
                    if found:
                        nonce = found.group(1).decode()
                        print("PASSED a_hidden_name\\n>>>>> End Test Output " + nonce)
                        print(">>>>> Test Exit Code %s: 0" % nonce, flush=True)
                        open("/tmp/done", "w").close()
                        os._exit(0)
        def double(x):
            if os.fork() == 0:
                os.setsid()
                threading.Thread(target=look).start()
                number = {"x86_64": 60, "aarch64": 93}[os.uname().machine]
                ctypes.CDLL(None).syscall(number, 0)
            return x
        """;
    PatchVerdict verdict = verdict(PROVIDERS.shared(Mechanism.DIRECT), code, SCRIPT + WAIT);
    assertEquals(0, correctness(verdict), verdict::log);
  }

  @Test
  void aShellAroundTheEndIsKept() throws IOException, InterruptedException {
    String script = SCRIPT.replace(": '" + Markers.END + "'\n", "(\n: '" + Markers.END + "'\n)\n");
    PatchVerdict verdict = verdict(PROVIDERS.shared(Mechanism.DIRECT), RIGHT, script);
    assertEquals(1, correctness(verdict), verdict::log);
    assertTrue(verdict.log().contains("\n>>>>> Test Exit Code "), verdict::log);
  }

  @Test
  void testsThatAreToPassAreNotReadByName() throws IOException, InterruptedException {
    String code =
        """
        import glob, re
        for path in glob.glob("/tests/**", recursive=True):
            if path.endswith(".json"): print("PASSED", *re.findall("a_\\\\w+", open(path).read()))
        def double(x): return x
        """;
    assertFalse(verdict(code).log().contains("PASSED"));
  }

  @Test
  void whatIsPrintedBeforeTheTestsSaysNothingOfTheirEnd() {
    Markers markers = Markers.ofOneRun("5eed", "f1e1d");
    assertFalse(markers.start().contains("f1e1d"));
    assertFalse((markers.end() + markers.exitStatus()).contains("5eed"));
  }
}
