package dev.millrace.rewards.state;

import static dev.millrace.rewards.MemorySandboxes.bytes;
import static dev.millrace.rewards.MemorySandboxes.delta;
import static dev.millrace.rewards.MemorySandboxes.exited;
import static dev.millrace.rewards.MemorySandboxes.file;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rewards.MemorySandboxes;
import dev.millrace.rewards.Submission;
import dev.millrace.rewards.TestTasks;
import dev.millrace.rewards.Verdict;
import dev.millrace.rollout.sandbox.Command;
import dev.millrace.rollout.sandbox.ExecResult;
import dev.millrace.rollout.task.StateGoal;
import dev.millrace.rollout.task.StateGoal.Action;
import dev.millrace.rollout.task.StateGoal.Part;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Toolbox;
import dev.millrace.rollout.task.Verification.StateCheck;
import dev.millrace.rollout.task.Verification.StateCheck.Assertion;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Goals of a service whose one function, `book`, writes its arguments into the state; it refuses a
/// booking of nobody and breaks on one of everybody.
final class StateGoalTest {
  private static final Action BOOK =
      new Action("book", "{\"who\": \"Ada\", \"seats\": 2}", Optional.empty());
  private static final WorkspaceDelta BOOKED = state("{\"seats\": 2.0, \"who\": \"Ada\"}");
  private static final ToolCall CALL =
      new ToolCall("1", "book", "{\"seats\": 2, \"who\": \"Ada\"}");

  private final MemorySandboxes sandboxes =
      new MemorySandboxes(Map.of("/srv/state.json", "{}"), StateGoalTest::serve);

  private static ExecResult serve(Command command, SortedMap<String, byte[]> files) {
    assertEquals(List.of("python3", "/srv/service.py", "book"), command.argv());
    String arguments = new String(command.stdin(), StandardCharsets.UTF_8);
    if (arguments.contains("nobody")) {
      return exited(3, "no");
    }
    if (arguments.contains("everybody")) {
      return exited(1, "Traceback");
    }
    files.put("/srv/state.json", bytes(arguments));
    return exited(0, "done");
  }

  private static WorkspaceDelta state(String json) {
    return delta(file("srv/state.json", json));
  }

  private static Task task(List<Action> actions, List<String> told, Set<Part> basis) {
    StateCheck check =
        new StateCheck(
            "/srv/state.json",
            List.of(new Assertion("it is Ada's", "/who", "\"Ada\"")),
            new StateGoal(actions, told, basis));
    Task task = TestTasks.judgedBy(check);
    return new Task(
        task.ref(),
        task.instruction(),
        task.environment(),
        new Toolbox(Set.of("submit"), List.of(), List.of("python3", "/srv/service.py")),
        check,
        task.limits(),
        null);
  }

  private Verdict.Judged judged(Task task, Submission submission) throws InterruptedException {
    Verdict verdict = new StateVerifier(sandboxes).verify(task, submission);
    assertEquals(0, sandboxes.open());
    return assertInstanceOf(Verdict.Judged.class, verdict);
  }

  @Test
  void stateIsComparedWithTheOneAfterTheActions() throws InterruptedException {
    Task task = task(List.of(BOOK), List.of(), EnumSet.of(Part.DB));
    assertEquals(1, judged(task, Submission.left(BOOKED)).correctness());
    Verdict.Judged other = judged(task, Submission.left(state("{\"seats\": 3, \"who\": \"Ada\"}")));
    assertEquals(0, other.correctness());
    assertEquals("/seats is 3, expected 2", other.tests().getFirst().message());
    Submission more = Submission.left(state("{\"seats\": 2, \"who\": \"Ada\", \"vip\": true}"));
    assertEquals(0, judged(task, more).correctness());
    assertEquals(0, judged(task, Submission.NOTHING).correctness());
    assertEquals(0, judged(task, Submission.left(state("{"))).correctness());
  }

  @Test
  void actionsAreCarriedOutOnceForATask() throws InterruptedException {
    Task task = task(List.of(BOOK), List.of(), EnumSet.of(Part.DB));
    StateVerifier verifier = new StateVerifier(sandboxes);
    verifier.verify(task, Submission.left(BOOKED));
    int before = sandboxes.created();
    verifier.verify(task, Submission.left(BOOKED));
    int each = sandboxes.created() - before;
    assertEquals(before, each + 1);
  }

  @Test
  void refusedActionLeavesTheStateAndABrokenOneIsAFailure() throws InterruptedException {
    Action refused = new Action("book", "{\"who\": \"nobody\"}", Optional.empty());
    Task task = task(List.of(BOOK, refused), List.of(), EnumSet.of(Part.DB));
    assertEquals(1, judged(task, Submission.left(BOOKED)).correctness());
    Action broken = new Action("book", "{\"who\": \"everybody\"}", Optional.empty());
    Verdict verdict =
        new StateVerifier(sandboxes)
            .verify(task(List.of(broken), List.of(), EnumSet.of(Part.DB)), Submission.left(BOOKED));
    assertTrue(
        assertInstanceOf(Verdict.Errored.class, verdict)
            .failure()
            .detail()
            .contains("action book ended with status 1, not 0 or 3"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "book | {\"who\": \"Ada\", \"seats\": 2} | true",
        "book | {\"seats\": 2.0, \"who\": \"Ada\"} | true",
        "book | {\"who\": \"Ada\", \"seats\": 3} | false",
        "book | {\"who\": \"Ada\", \"seats\": 1e999} | false",
        "book | {\"who\": \"Ada\"} | false",
        "book | {\"who\": \"Ada\", \"seats\": 2, \"vip\": true} | false",
        "book | {\"who\": \"ada\", \"seats\": 2} | false",
        "book | {\"who\": \"Ada\", \"seats\": \"2\"} | false",
        "cancel | {\"who\": \"Ada\", \"seats\": 2} | false",
        "book | {who: Ada | false"
      })
  void actionWasCalledWithEqualArguments(String name, String arguments, boolean same)
      throws InterruptedException {
    Task task = task(List.of(BOOK), List.of(), EnumSet.of(Part.ACTION));
    ToolCall other = new ToolCall("0", "look", "{}");
    Submission made =
        new Submission(
            null, null, List.of(other, new ToolCall("1", name, arguments), other), List.of());
    assertEquals(same ? 1 : 0, judged(task, made).correctness(), arguments);
  }

  @Test
  void onlyTheArgumentsNamedAreCompared() throws InterruptedException {
    for (var compared :
        Map.of(List.of("who"), 1, List.of("seats"), 0, List.<String>of(), 1).entrySet()) {
      Action action = new Action(BOOK.name(), BOOK.argumentsJson(), Optional.of(compared.getKey()));
      Task task = task(List.of(action), List.of(), EnumSet.of(Part.ACTION));
      ToolCall call = new ToolCall("1", "book", "{\"who\": \"Ada\", \"seats\": 9}");
      Submission made = new Submission(null, null, List.of(call), List.of());
      assertEquals(
          compared.getValue().doubleValue(), judged(task, made).correctness(), compared::toString);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,000 EUR | It costs 1000 eur. | 1",
        "1000 eur | It costs 1,000 EUR. | 1",
        "Paris | We fly to PARIS today | 1",
        "Paris | We fly to Lyon | 0",
        "Paris, Lyon | Paris Lyon | 1"
      })
  void whatIsToBeToldIsFoundWithoutCaseAndCommas(String told, String said, double correctness)
      throws InterruptedException {
    Task task = task(List.of(), List.of(told), EnumSet.of(Part.COMMUNICATE));
    Submission inATurn = new Submission(null, null, List.of(), List.of("Well.", said));
    assertEquals(correctness, judged(task, inATurn).correctness());
    assertEquals(correctness, judged(task, Submission.answered(said)).correctness());
  }

  /// With one part failing, the whole fails; the others keep their metrics.
  @ParameterizedTest
  @EnumSource(Part.class)
  void verdictIsTheProductOfTheBasisAndEveryPartIsAMetric(Part missing)
      throws InterruptedException {
    Submission made =
        new Submission(
            missing == Part.DB
                ? state("{\"seats\": 3, \"who\": \"Ada\"}")
                : missing == Part.ENV_ASSERTION
                    ? state("{\"seats\": 2, \"who\": \"Bob\"}")
                    : BOOKED,
            missing == Part.COMMUNICATE ? "no" : "two seats",
            missing == Part.ACTION ? List.of() : List.of(CALL),
            List.of());
    Verdict.Judged all =
        judged(task(List.of(BOOK), List.of("two"), EnumSet.allOf(Part.class)), made);
    assertEquals(0, all.correctness());
    assertEquals(0, all.metrics().get(missing.name().toLowerCase(Locale.ROOT)));
    assertEquals(4, all.metrics().size());
    assertEquals(4, all.tests().size());
    Set<Part> others = EnumSet.complementOf(EnumSet.of(missing));
    if (missing == Part.ENV_ASSERTION) {
      others.remove(Part.DB);
    }
    Verdict.Judged rest = judged(task(List.of(BOOK), List.of("two"), others), made);
    assertEquals(1, rest.correctness(), rest.tests()::toString);
    assertEquals(all.metrics(), rest.metrics());
    assertEquals(others.size(), rest.tests().size());
  }
}
