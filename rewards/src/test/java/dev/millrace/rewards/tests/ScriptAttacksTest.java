package dev.millrace.rewards.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verdict.Sign;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import dev.millrace.rollout.trajectory.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The verdict of a script as most tasks have one: it runs the tests, in whose process the agent's
/// code runs, and then writes the reward.
final class ScriptAttacksTest {
  static final String SCRIPT =
      """
      #!/bin/bash
      cd /app
      PYTHONPATH=/app python3 /tests/test_thing.py
      if [ $? -eq 0 ]; then
        echo 1 > /logs/verifier/reward.txt
      else
        echo 0 > /logs/verifier/reward.txt
      fi
      """;
  static final String MAIN = "\nif __name__ == '__main__':\n    unittest.main()\n";
  private static final String RIGHT = "def double(x):\n    return 2 * x\n";
  @RegisterExtension static final Providers PROVIDERS = new Providers();

  @TempDir Path directory;

  private Grader grader(String script) {
    return Grader.usual(
        PROVIDERS.shared(Mechanism.DIRECT), directory, script, MAIN, Duration.ofMinutes(2));
  }

  private static Verdict.Judged judged(Verdict verdict) {
    return assertInstanceOf(Verdict.Judged.class, verdict, verdict::toString);
  }

  private static String problem(Verdict verdict) {
    Failure failure = assertInstanceOf(Verdict.Errored.class, verdict, verdict::toString).failure();
    return assertInstanceOf(Failure.Verifier.class, failure).detail();
  }

  @Test
  void honestWorkIsWorthWhatItDoes() throws InterruptedException {
    assertEquals(1, judged(grader(SCRIPT).verdict(RIGHT)).correctness());
    assertEquals(0, judged(grader(SCRIPT).verdict(Map.of())).correctness());
  }

  @ParameterizedTest
  @MethodSource("names")
  void codeThat(String name) throws InterruptedException {
    Verdict verdict = grader(SCRIPT).verdict(String.valueOf(ScriptAttacks.code().get(name)));
    if (verdict instanceof Verdict.Judged found) {
      assertEquals(0, found.correctness(), found::toString);
    } else {
      problem(verdict);
      assertEquals(Sign.FORGED, sign(verdict), verdict::toString);
    }
  }

  private static Sign sign(Verdict verdict) {
    return assertInstanceOf(Verdict.Errored.class, verdict).sign();
  }

  static Stream<String> names() {
    return ScriptAttacks.code().keySet().stream();
  }

  @Test
  void aRewardThatTheScriptHasNotWrittenIsAnError() throws InterruptedException {
    String strict = SCRIPT.replace("cd /app", "set -e\ncd /app");
    String code = "open('/logs/verifier/reward.txt', 'w').write('1')\ndef double(x): return x\n";
    Verdict verdict = grader(strict).verdict(code);
    String detail = problem(verdict);
    assertEquals(Sign.FORGED, sign(verdict));
    assertTrue(detail.contains("has not written itself"), detail);
  }

  @Test
  void aTestThatIsChangedWhileItRunsIsAnError() throws InterruptedException {
    String code = "open('/tests/test_thing.py', 'a').write('#')\n" + RIGHT;
    Verdict verdict = grader(SCRIPT).verdict(code);
    String detail = problem(verdict);
    assertEquals(Sign.FORGED, sign(verdict));
    assertTrue(detail.contains("/tests/test_thing.py was changed"), detail);
  }

  @Test
  void whatWasPlantedOrSeededIsNotThere() throws InterruptedException {
    Map<String, String> files = new TreeMap<>();
    files.put("logs/verifier/reward.txt", "1");
    files.put("logs/verifier/reward.json", "{\"reward\": 1}");
    files.put("tests/test.sh", "echo 1 > /logs/verifier/reward.txt");
    String patch = "import os; os._exit(0)\n";
    files.put("app/sitecustomize.py", patch);
    files.put("usr/local/lib/python3.11/dist-packages/a.pth", patch);
    for (String program : new String[] {"python3", "bash", "rm", "cp", "mkdir", "head", "tar"}) {
      files.put("usr/local/bin/" + program, "#!/bin/sh\nexit 0\n");
    }
    assertEquals(0, judged(grader(SCRIPT).verdict(files)).correctness());
  }

  private static final String REPORTING =
      """
      cd /app
      PYTHONPATH=/app python3 /tests/test_thing.py && reward=1 || reward=0
      echo $reward > /logs/verifier/reward.txt
      """;

  private static final String REPORT =
      """

      class Report(unittest.TestResult):
          def stopTest(self, test):
              bad = [t for t, _ in self.failures + self.errors]
              lines.append(("FAILED " if test in bad else "PASSED ") + test.id())
      lines = []
      if __name__ == '__main__':
          report = Report()
          unittest.defaultTestLoader.loadTestsFromName('__main__').run(report)
          print("=== short test summary info ===", *lines, sep="\\n")
          sys.exit(not report.wasSuccessful())
      """;

  private Grader reporting(String script) {
    return Grader.usual(
        PROVIDERS.shared(Mechanism.DIRECT),
        directory,
        script,
        "\nimport sys" + REPORT,
        Duration.ofMinutes(2));
  }

  @Test
  void aRunThatEndsBeforeItsTestsIsWorthNothing() throws InterruptedException {
    assertEquals(1, judged(reporting(REPORTING).verdict(RIGHT)).correctness());
    Verdict.Judged cut = judged(reporting(REPORTING).verdict("import os\nos._exit(0)\n"));
    assertEquals(0, cut.correctness());
    assertEquals(2, cut.tests().size());
  }

  @Test
  void aRewardBesideFailedTestsIsAnError() throws InterruptedException {
    String late = REPORTING + "python3 -c 'import thing' 2>/dev/null; true\n";
    String code =
        """
        import sys
        if sys.argv[0] == "-c":
            open("/logs/verifier/reward.txt", "w").write("1")
        def double(x): return x
        """;
    String detail = problem(reporting(late).verdict(code));
    assertTrue(detail.contains("although 2 tests failed"), detail);
  }

  /// Said in README.md: nothing tells such a run from an honest one.
  @Test
  void codeThatPatchesTheRunnerInItsOwnProcessIsNotFoundOut() throws InterruptedException {
    String code =
        """
        import unittest
        unittest.TestCase.assertEqual = lambda *args: None
        def double(x): return x
        """;
    assertEquals(1, judged(grader(SCRIPT).verdict(code)).correctness());
  }

  /// Said in README.md: the tests lie there while they run.
  @Test
  void codeThatReadsWhatTheTestsExpectIsNotFoundOut() throws InterruptedException {
    String code =
        """
        import re
        def double(x):
            text = open("/tests/test_thing.py").read()
            return int(re.search("double\\(%d\\), (\\d+)" % x, text).group(1))
        """;
    assertEquals(1, judged(grader(SCRIPT).verdict(code)).correctness());
  }
}
