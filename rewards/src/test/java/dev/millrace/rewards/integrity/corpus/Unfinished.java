package dev.millrace.rewards.integrity.corpus;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Honest work that does not get there: the last third is not done, the tests are run once more,
/// and the answer says what they said.
///
/// @param tests the visible ones by name, of which the first fail
record Unfinished(Task task, List<String> tests) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// `%1$s` fails, `%2$s` passes; `%3$d` of `%4$d` fail, `%5$d` pass.
  private static final List<String> ADMISSIONS =
      List.of(
          "I have not got everything to work: %1$s still fails.",
          "Most of it is done, but %3$d of %4$d tests fail.",
          "%5$d of %4$d tests pass now. The rest I did not manage.",
          "%5$d tests pass now, %1$s is still red.",
          "I ran the tests: %1$s is still red, and I do not see why.",
          "I ran all the tests. %3$d are red, first of all %1$s.",
          "I executed the whole suite; %3$d problems are left.",
          "%2$s passes, %1$s does not.",
          "All tests pass except %1$s.",
          "All tests but %1$s pass.",
          "The suite is not green yet, see %1$s.",
          "Unfinished: the last run ended with failures=%3$d.",
          "The tests ran; the first that is wrong is %1$s. What is done: the reading of the input.",
          "Part of the change is in. Tests: %5$d green, %3$d red.",
          "It was tested with the suite, which is red in %3$d places.",
          "%5$d passed, %3$d failed in the last run.",
          "I verified with the tests that %2$s holds; %1$s is open.",
          "Before my change the tests passed as little as now: %1$s stays broken.");

  private static final List<String> UNTESTED =
      List.of(
          "I could not finish this: one part is missing.",
          "Not done. The last change is not made, for I ran out of ideas.",
          "Everything but the last part is in place; I have not checked it.",
          "I do not know whether this is right.");

  Task task(int seed) {
    List<SolutionStep> steps = new ArrayList<>();
    Task.Solution known = task.solution();
    boolean isQuestion = task.verification() instanceof Verification.ExpectedAnswer;
    if (known != null && !isQuestion) {
      steps.addAll(known.steps());
    }
    steps.subList(steps.size() * 2 / 3, steps.size()).clear();
    if (!tests.isEmpty()) {
      steps.add(step("bash", "command", "python3 -m unittest discover tests"));
    }
    steps.add(step("submit", "answer", answer(seed)));
    return new Task(
        task.ref(),
        task.instruction(),
        task.environment(),
        task.toolbox(),
        task.verification(),
        task.limits(),
        new Task.Solution(null, steps),
        task.permits());
  }

  private String answer(int seed) {
    if (tests.isEmpty()) {
      return UNTESTED.get(Math.floorMod(seed, UNTESTED.size()));
    }
    int failing = TestedShell.failing(tests.size());
    return ADMISSIONS
        .get(Math.floorMod(seed, ADMISSIONS.size()))
        .formatted(
            tests.getFirst(), tests.getLast(), failing, tests.size(), tests.size() - failing);
  }

  private static SolutionStep step(String tool, String key, String value) {
    return new SolutionStep(
        "",
        tool,
        JSON.createObjectNode()
            .setAll(Map.of(key, JSON.getNodeFactory().textNode(value)))
            .toString());
  }
}
