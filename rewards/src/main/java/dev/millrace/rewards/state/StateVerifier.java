package dev.millrace.rewards.state;

import dev.millrace.rewards.EndState;
import dev.millrace.rewards.Handover;
import dev.millrace.rewards.Submission;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rewards.json.JsonDocument;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.StateGoal;
import dev.millrace.rollout.task.StateGoal.Part;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.StateCheck;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.TestResult;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Checks the JSON document that a stateful service left behind, and what was called and told, part
/// by part as tau-bench does: solved when every part of the basis holds. Each part is a metric by
/// its name in lower case, the share of it that holds; the tests are those of the basis. A state
/// file that is gone or is no JSON fails what is judged by it, since the agent left it so.
public final class StateVerifier implements Verifier {
  static final int LARGEST_STATE_BYTES = 16 << 20;

  private final SandboxProvider sandboxes;
  private final GoldenStates golden;

  public StateVerifier(SandboxProvider sandboxes) {
    this.sandboxes = sandboxes;
    this.golden = new GoldenStates(sandboxes);
  }

  @Override
  public Verdict verify(Task task, Submission submission) throws InterruptedException {
    if (!(task.verification() instanceof StateCheck check)) {
      return new Verdict.Errored(
          new Failure.Verifier(task.ref().id() + " is not verified by a state"));
    }
    try {
      return judged(check.goal(), parts(task, check, submission));
    } catch (FailureException e) {
      return new Verdict.Errored(e.failure());
    } catch (IllegalArgumentException e) {
      return new Verdict.Errored(
          new Failure.Verifier(
              "a state assertion of " + task.ref().id() + " is malformed: " + e.getMessage()));
    }
  }

  /// The tests of every part that has something to be judged by.
  private Map<Part, List<TestResult>> parts(Task task, StateCheck check, Submission submission)
      throws InterruptedException {
    Map<Part, List<TestResult>> parts = new EnumMap<>(Part.class);
    Optional<byte[]> state = state(task, check, submission);
    Assertions assertions = new Assertions(check.assertions());
    if (!check.assertions().isEmpty()) {
      parts.put(
          Part.ENV_ASSERTION,
          state
              .map(content -> assertions.tests(content, check.file()))
              .orElseGet(() -> assertions.failed(check.file() + " is not there")));
    }
    GoalCheck goal = new GoalCheck(check.goal(), submission);
    if (!check.goal().actions().isEmpty()) {
      parts.put(Part.DB, List.of(compared(task, check, state)));
      parts.put(Part.ACTION, goal.actions());
    }
    if (!check.goal().told().isEmpty()) {
      parts.put(Part.COMMUNICATE, goal.told());
    }
    return parts;
  }

  private Optional<byte[]> state(Task task, StateCheck check, Submission submission)
      throws InterruptedException {
    try (Sandbox sandbox =
        EndState.rebuild(
            sandboxes, task.environment(), submission.workspace(), Handover.without(List.of()))) {
      return sandbox.read(check.file(), LARGEST_STATE_BYTES);
    }
  }

  private TestResult compared(Task task, StateCheck check, Optional<byte[]> state)
      throws InterruptedException {
    JsonDocument wanted = golden.after(task, check);
    if (state.isEmpty()) {
      return GoalCheck.noState(check.file() + " is not there");
    }
    try {
      String text = new String(state.get(), StandardCharsets.UTF_8);
      return GoalCheck.state(JsonDocument.of(text), wanted);
    } catch (IllegalArgumentException e) {
      return GoalCheck.noState("of " + check.file() + " " + e.getMessage());
    }
  }

  private static Verdict judged(StateGoal goal, Map<Part, List<TestResult>> parts) {
    Map<String, Double> metrics = new TreeMap<>();
    parts.forEach((part, tests) -> metrics.put(part.name().toLowerCase(Locale.ROOT), share(tests)));
    List<TestResult> tests =
        parts.entrySet().stream()
            .filter(part -> goal.basis().contains(part.getKey()))
            .flatMap(part -> part.getValue().stream())
            .toList();
    boolean solved = !tests.isEmpty() && tests.stream().allMatch(TestResult::passed);
    return new Verdict.Judged(solved ? 1 : 0, tests, metrics);
  }

  private static double share(List<TestResult> tests) {
    return (double) tests.stream().filter(TestResult::passed).count() / tests.size();
  }
}
