package dev.millrace.rewards.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import dev.millrace.rollout.trajectory.TestResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The verdict of a task whose runner signs it, on states that an agent has made to deceive it. The
/// honest state is wrong, so that no verdict may be better than 0.
final class SealedAttacksTest {
  @RegisterExtension static final Providers PROVIDERS = new Providers();
  private static final String RIGHT = "def double(x):\n    return 2 * x\n";

  @TempDir Path directory;

  private Grader grader(int seconds) {
    return Grader.sealed(
        PROVIDERS.shared(Mechanism.DIRECT), directory, Duration.ofSeconds(seconds));
  }

  private static Verdict.Judged judged(Verdict verdict) {
    return assertInstanceOf(Verdict.Judged.class, verdict, verdict::toString);
  }

  @Test
  void honestWorkIsWorthWhatItDoes() throws InterruptedException {
    Verdict.Judged right = judged(grader(120).verdict(RIGHT));
    assertEquals(1, right.correctness());
    assertEquals(
        List.of("test_thing.Doubling.test_three", "test_thing.Doubling.test_two"),
        right.tests().stream().map(TestResult::name).toList());
    Verdict.Judged wrong = judged(grader(120).verdict(Map.of()));
    assertEquals(0, wrong.correctness());
    assertEquals(2, wrong.tests().size());
    assertEquals("AssertionError: 2 != 4", wrong.tests().getLast().message());
  }

  @ParameterizedTest
  @MethodSource("names")
  void codeThat(String name) throws InterruptedException {
    Verdict verdict = grader(120).verdict(String.valueOf(SealedAttacks.code().get(name)));
    switch (verdict) {
      case Verdict.Judged found -> assertEquals(0, found.correctness(), found::toString);
      // Whoever kills the holder of the key has no verdict at all.
      case Verdict.Errored errored -> {
        assertTrue(name.startsWith("kills"), () -> name + " breaks the verifier: " + errored);
        assertEquals(Verdict.Sign.SILENCED, errored.sign(), errored::toString);
      }
    }
  }

  static Stream<String> names() {
    return SealedAttacks.code().keySet().stream();
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
    assertEquals(0, judged(grader(120).verdict(code)).correctness());
  }

  @Test
  void codeThatNeverEndsFailsItsTests() throws InterruptedException {
    String endless = "def double(x):\n    while True: pass\n";
    Verdict verdict = grader(8).verdict(endless);
    if (verdict instanceof Verdict.Errored) {
      // On a busy machine half of so short a time may not do for all but the tests.
      verdict = grader(100).verdict(endless);
    }
    Verdict.Judged found = judged(verdict);
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
    assertEquals(0, judged(grader(120).verdict(files)).correctness());
    // These stand in the way of the agent's own code alone.
    files.keySet().removeIf(path -> path.matches("app/\\w+\\.py"));
    files.put("app/thing/__init__.py", RIGHT);
    assertEquals(1, judged(grader(120).verdict(files)).correctness());
  }
}
