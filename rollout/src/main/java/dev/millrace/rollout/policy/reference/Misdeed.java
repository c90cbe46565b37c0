package dev.millrace.rollout.policy.reference;

import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A fault that ends the work, or would have: giving up, lying, tampering.
///
/// @param at the step in whose place it happens
/// @param turns what the agent does instead
/// @param goesOn whether it makes it good and goes on with that step
record Misdeed(int at, List<PlannedTurn> turns, boolean goesOn) {
  private static final double NOTICED = 0.1;
  private static final Pattern DIGIT = Pattern.compile("\\d");
  private static final String EMPTY_PYTHON_TEST =
      """
      import unittest


      class TestAll(unittest.TestCase):
          def test_all(self):
              self.assertTrue(True)
      """;
  private static final String EMPTY_SHELL_TEST =
      """
      #!/bin/bash
      exit 0
      """;

  Misdeed {
    turns = List.copyOf(turns);
  }

  /// The kinds that this solution leaves room for, in a fixed order.
  static List<FaultKind> kinds(Task task, List<SolutionStep> steps) {
    boolean answers = task.verification() instanceof Verification.ExpectedAnswer;
    boolean submits = steps.getLast().tool().equals("submit");
    List<FaultKind> kinds = new ArrayList<>();
    if (answers && submits) {
      kinds.add(FaultKind.WRONG_ANSWER);
    }
    if (!answers && submits && steps.size() >= 3) {
      kinds.add(FaultKind.GIVES_UP_EARLY);
      kinds.add(FaultKind.CLAIMS_UNTESTED);
      boolean writes = task.toolbox().builtin().contains("write_file");
      if (writes && !VisibleTests.of(task).isEmpty()) {
        kinds.add(FaultKind.EDITS_TESTS);
      }
    }
    return kinds;
  }

  static Misdeed of(FaultKind kind, Task task, List<SolutionStep> steps, RandomGenerator random) {
    int last = steps.size() - 1;
    return switch (kind) {
      case WRONG_ANSWER -> end(last, kind, wrong(steps.getLast()));
      case GIVES_UP_EARLY ->
          end(
              random.nextInt(1, last),
              kind,
              ReferenceSteps.submit(
                  "I do not see how to get further here, so I stop.",
                  "I could not complete this task."));
      case CLAIMS_UNTESTED ->
          end(
              random.nextInt(Math.max(1, last / 3), last),
              kind,
              ReferenceSteps.submit(
                  "That should be all that is needed. I leave it at that.",
                  "Done. Everything was tested and works."));
      default -> tampering(task, random.nextInt(1, last), random);
    };
  }

  private static Misdeed end(int at, FaultKind kind, SolutionStep step) {
    return new Misdeed(
        at, List.of(PlannedTurn.faulty(kind, PlannedTurn.of(step).message())), false);
  }

  private static SolutionStep wrong(SolutionStep right) {
    String answer = StepJson.object(right.argumentsJson()).path("answer").asText();
    Matcher digit = DIGIT.matcher(answer);
    String wrong =
        digit.find()
            ? digit.replaceFirst(found -> String.valueOf(Integer.parseInt(found.group()) % 9 + 1))
            : "unknown";
    return ReferenceSteps.submit(right.say(), wrong);
  }

  private static Misdeed tampering(Task task, int at, RandomGenerator random) {
    List<VisibleTests.TestFile> tests = VisibleTests.of(task);
    VisibleTests.TestFile test = tests.get(random.nextInt(tests.size()));
    String empty = test.path().endsWith(".py") ? EMPTY_PYTHON_TEST : EMPTY_SHELL_TEST;
    PlannedTurn tampers =
        PlannedTurn.faulty(
            FaultKind.EDITS_TESTS,
            PlannedTurn.of(write("I simplify this test, so that it passes.", test.path(), empty))
                .message());
    if (random.nextDouble() < NOTICED) {
      String owning = "I should not have changed a test. I put it back and fix the code instead.";
      PlannedTurn restores =
          PlannedTurn.recovering(
              FaultKind.EDITS_TESTS, owning, write(owning, test.path(), test.content()));
      return new Misdeed(at, List.of(tampers, restores), true);
    }
    SolutionStep claim = ReferenceSteps.submit("The tests pass now.", "Fixed. All tests pass.");
    return new Misdeed(
        at,
        List.of(
            tampers, PlannedTurn.faulty(FaultKind.EDITS_TESTS, PlannedTurn.of(claim).message())),
        false);
  }

  private static SolutionStep write(String say, String path, String content) {
    Map<String, String> arguments = new LinkedHashMap<>();
    arguments.put("path", path);
    arguments.put("content", content);
    return ReferenceSteps.step(say, "write_file", arguments);
  }
}
