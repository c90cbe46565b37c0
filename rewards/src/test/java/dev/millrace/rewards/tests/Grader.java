package dev.millrace.rewards.tests;

import dev.millrace.rewards.Submission;
import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.sandbox.DeltaArchive;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.task.Grading;
import dev.millrace.rollout.task.Grading.Told;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification.TestScript;
import dev.millrace.rollout.trajectory.TaskId;
import dev.millrace.rollout.trajectory.TaskRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A task about a function that doubles a number, in real sandboxes. In its start state the
/// function gives back the number as it is.
///
/// @param directory that holds `environment` and `tests`
record Grader(SandboxProvider sandboxes, Path directory, TestScript script) {
  /// Where the function is.
  static final String CODE = "/app/thing/__init__.py";

  private static final String WRONG = "def double(x):\n    return x\n";

  private static final String TESTS =
      """
      import unittest
      from thing import double


      class Doubling(unittest.TestCase):
          def test_two(self):
              self.assertEqual(double(2), 4)

          def test_three(self):
              self.assertEqual(double(3), 6)
      """;

  /// Graded by the runner of the bundled tasks, which signs its verdict.
  static Grader sealed(SandboxProvider sandboxes, Path directory, Duration timeout) {
    Path bundled =
        Path.of(System.getProperty("millrace.root", ".."), "conf/tasks/swe/lru-recency/tests");
    Map<String, String> tests = new TreeMap<>();
    for (String name : List.of("run_tests.py", "remote.py")) {
      tests.put(name, read(bundled.resolve(name)));
    }
    tests.put("test_thing.py", TESTS);
    tests.put("test.sh", "cd /app && exec python3 -IS /tests/run_tests.py\n");
    return of(sandboxes, directory, tests, new Told.Sealed(), timeout);
  }

  /// Graded by a script as other tasks have them: it runs the tests and writes the reward.
  ///
  /// @param main what the file of tests ends with
  static Grader usual(
      SandboxProvider sandboxes, Path directory, String script, String main, Duration timeout) {
    return of(
        sandboxes,
        directory,
        Map.of("test_thing.py", TESTS + main, "test.sh", script),
        Told.REWARD_FILES,
        timeout);
  }

  /// Graded by a program of the tests, which writes the reward.
  static Grader program(SandboxProvider sandboxes, Path directory, String python) {
    String script = "cd /app\nexec python3 /tests/grade.py\n";
    return of(
        sandboxes,
        directory,
        Map.of("grade.py", python, "test.sh", script),
        Told.REWARD_FILES,
        Duration.ofMinutes(2));
  }

  private static Grader of(
      SandboxProvider sandboxes,
      Path directory,
      Map<String, String> tests,
      Told told,
      Duration timeout) {
    write(directory.resolve("environment/thing/__init__.py"), WRONG);
    tests.forEach((name, text) -> write(directory.resolve("tests").resolve(name), text));
    Grading usual = Grading.USUAL;
    Grading grading =
        new Grading(told, usual.place(), Map.of(), List.of(), List.of(), usual.shared());
    return new Grader(
        sandboxes,
        directory,
        new TestScript(directory.resolve("tests"), timeout, List.of(), grading));
  }

  Grader with(Grading grading) {
    return new Grader(
        sandboxes,
        directory,
        new TestScript(script.directory(), script.timeout(), List.of(), grading));
  }

  Task task() {
    Environment environment =
        new Environment(
            List.of(
                new Environment.Step.MakeDirectory("/app"),
                new Environment.Step.Copy(List.of("thing"), "/app/thing/")),
            Map.of(),
            "/app",
            directory.resolve("environment"),
            "grader");
    return new Task(
        new TaskRef(new TaskId("swe/doubling"), "swe", directory.toString()),
        "Double it.",
        environment,
        Toolbox.BUILTIN,
        script,
        Limits.DEFAULT,
        null);
  }

  /// The verdict on a state with these files, by path.
  Verdict verdict(Map<String, String> files) throws InterruptedException {
    List<DeltaEntry> entries = new ArrayList<>();
    files.forEach((path, text) -> entries.add(file(path, text)));
    return verdict(entries);
  }

  private Verdict verdict(List<DeltaEntry> entries) throws InterruptedException {
    return new TestScriptVerifier(sandboxes)
        .verify(task(), Submission.left(DeltaArchive.encode(entries, Long.MAX_VALUE)));
  }

  /// The verdict on code in the place of the function's, and on what else was left.
  Verdict verdict(String code, DeltaEntry... others) throws InterruptedException {
    List<DeltaEntry> entries = new ArrayList<>(List.of(others));
    entries.add(file(CODE.substring(1), code));
    return verdict(entries);
  }

  private static DeltaEntry file(String path, String text) {
    return new DeltaEntry.File(path, 0755, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
