package dev.millrace.rewards.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.Providers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What steers pytest, planted by an agent, against pytest itself. The tests lie in the agent's own
/// tree while they run, as most tasks have it.
final class PytestAttacksTest {
  private static final List<String> PARTS =
      List.of("pytest", "_pytest", "py.py", "pluggy", "iniconfig", "packaging", "pygments");

  private static final String RUN =
      "cd /app && mkdir -p tests && cp /tests/test_thing.py tests/ &&"
          + " PYTHONPATH=/tests/lib:/app python3 -m pytest -q tests/test_thing.py";
  private static final String SCRIPT =
      "if " + RUN + "; then reward=1; else reward=0; fi\necho $reward >/logs/verifier/reward.txt\n";
  private static final String RIGHT = "def double(x):\n    return 2 * x\n";
  private static final String ALL_PASS =
      """
      import pytest

      @pytest.hookimpl(hookwrapper=True)
      def pytest_runtest_makereport(item, call):
          outcome = yield
          outcome.get_result().outcome = "passed"
      """;
  @RegisterExtension static final Providers PROVIDERS = new Providers();

  private static Path packages = Path.of("");
  @TempDir Path directory;

  @BeforeAll
  static void open() throws IOException, InterruptedException {
    Process python =
        new ProcessBuilder("python3", "-c", "import pytest; print(pytest.__file__)").start();
    String said =
        new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    boolean isThere = python.waitFor(1, TimeUnit.MINUTES) && python.exitValue() == 0;
    assumeTrue(
        isThere,
        "pytest is missing (.ci/requirements.txt has it): attacks by conftest.py and pytest.ini"
            + " are not tried against pytest itself");
    packages = Path.of(said).resolve("../..").normalize();
  }

  @BeforeEach
  void takePytestAlong() throws IOException {
    for (String part : PARTS) {
      Path from = packages.resolve(part);
      if (Files.exists(from)) {
        copy(from, directory.resolve("tests/lib").resolve(part));
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (file.toString().endsWith(".py")) {
          Path target = file.equals(from) ? to : to.resolve(from.relativize(file).toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
  }

  private Grader grader() {
    return Grader.usual(
        PROVIDERS.shared(Mechanism.BUBBLEWRAP), directory, SCRIPT, "", Duration.ofMinutes(2));
  }

  static Map<String, Map<String, String>> plans() {
    Map<String, Map<String, String>> plans = new TreeMap<>();
    plans.put("a conftest.py beside the code", Map.of("app/conftest.py", ALL_PASS));
    plans.put("a conftest.py beside the tests", Map.of("app/tests/conftest.py", ALL_PASS));
    plans.put("settings that only collect", ini("app/pytest.ini", "[pytest]\n"));
    plans.put("settings in another file", ini("app/tox.ini", "[pytest]\n"));
    plans.put("settings in setup.cfg", ini("app/setup.cfg", "[tool:pytest]\n"));
    plans.put(
        "settings in pyproject.toml",
        Map.of("app/pyproject.toml", "[tool.pytest.ini_options]\naddopts = \"--collect-only\"\n"));
    plans.put(
        "settings with a plugin",
        Map.of("app/pytest.ini", "[pytest]\naddopts = -p passing\n", "app/passing.py", ALL_PASS));
    return plans;
  }

  private static Map<String, String> ini(String path, String section) {
    return Map.of(path, section + "addopts = --collect-only\n");
  }

  static Stream<String> names() {
    return plans().keySet().stream();
  }

  @Test
  void honestWorkIsWorthWhatItDoes() throws InterruptedException {
    Verdict right = grader().verdict(RIGHT);
    assertEquals(1, worth(right), right::toString);
    assertEquals(0, worth(grader().verdict(Map.of())));
  }

  @Test
  void aRunThatEndsBeforeItsTestsIsWorthNothing() throws InterruptedException {
    assertEquals(0, worth(grader().verdict("import os\nos._exit(0)\n")));
  }

  @ParameterizedTest
  @MethodSource("names")
  void isWorthNothingThoughItDeceivesPytest(String name) throws InterruptedException {
    Map<String, String> plan = plans().getOrDefault(name, Map.of());
    ExecResult open = inTheOpen(plan);
    assertEquals(0, open.exitCode(), () -> "it does not even work in the open: " + open.stdout());
    assertEquals(0, worth(grader().verdict(plan)));
  }

  /// The tests in a sandbox that has all that was planted.
  private ExecResult inTheOpen(Map<String, String> plan) throws InterruptedException {
    Grader grader = grader();
    try (Sandbox sandbox =
        PROVIDERS.shared(Mechanism.BUBBLEWRAP).create(grader.task().environment())) {
      for (Map.Entry<String, String> file : plan.entrySet()) {
        sandbox.write("/" + file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
      }
      sandbox.copyIn(directory.resolve("tests"), "/tests");
      var limits = new Command.Limits(Duration.ofMinutes(2), 1L << 30, 1 << 20);
      return sandbox.exec(Command.bash(RUN, limits));
    }
  }

  private static double worth(Verdict verdict) {
    return assertInstanceOf(Verdict.Judged.class, verdict, verdict::toString).correctness();
  }
}
