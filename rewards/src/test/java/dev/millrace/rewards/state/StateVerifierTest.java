package dev.millrace.rewards.state;

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
import dev.millrace.rewards.Verifier;
import dev.millrace.rewards.VerifierContract;
import dev.millrace.rollout.sandbox.DeltaEntry;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.StateCheck;
import dev.millrace.rollout.task.Verification.StateCheck.Assertion;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StateVerifierTest extends VerifierContract {
  private static final String SOLVED =
      "{\"orders\": [{\"total\": 12.50, \"id\": 7}], \"cart\": null}";

  @Override
  protected Verifier verifier(SandboxProvider sandboxes) {
    return new StateVerifier(sandboxes);
  }

  @Override
  protected Task task() {
    return checking(
        new Assertion("total", "/orders/0/total", "12.5"),
        new Assertion("id", "/orders/0/id", "7.0"),
        new Assertion("the cart is empty", "/cart", "null"));
  }

  private static Task checking(Assertion... assertions) {
    return TestTasks.judgedBy(new StateCheck("/srv/state.json", List.of(assertions)));
  }

  @Override
  protected MemorySandboxes sandboxes() {
    return new MemorySandboxes(
        Map.of("/srv/state.json", "{\"orders\": []}"), (_, _) -> exited(0, ""));
  }

  @Override
  protected WorkspaceDelta solved() {
    return delta(file("srv/state.json", SOLVED));
  }

  private Verdict.Judged judged(Task task, WorkspaceDelta delta) throws InterruptedException {
    return assertInstanceOf(
        Verdict.Judged.class, verifier(sandboxes()).verify(task, Submission.left(delta)));
  }

  @Test
  void assertionsAreTestsAndAbsentIsNull() throws InterruptedException {
    var judged = judged(task(), delta(file("srv/state.json", "{\"orders\": [{\"id\": 7}]}")));
    assertEquals(0, judged.correctness());
    assertEquals(2.0 / 3, judged.coverage());
    assertEquals("/orders/0/total is absent, expected 12.5", judged.tests().getFirst().message());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 1.0 | true",
        "0.1 | 0.30000000000000004 | false",
        "0.3 | 0.30000000000000004 | true",
        "100000000000000000001 | 100000000000000000002 | false",
        "1e999 | 12.5 | false",
        "1e999 | 7 | false",
        "-1e999 | 12.5 | false",
        "1e999 | 1e998 | false",
        "{\"a\": 1e999} | {\"a\": 3} | false",
        "1 | \"1\" | false",
        "0 | null | false",
        "[] | null | false",
        "false | null | false",
        "[1, 2] | [2, 1] | false",
        "{\"a\": 1, \"b\": [1.0]} | {\"b\": [1], \"a\": 1e0} | true",
        "{\"a\": {}} | {\"a\": []} | false"
      })
  void valuesAreComparedByValue(String actual, String expected, boolean same)
      throws InterruptedException {
    var judged =
        judged(
            checking(new Assertion("v", "/v", expected)),
            delta(file("srv/state.json", "{\"v\": " + actual + "}")));
    assertEquals(same ? 1 : 0, judged.correctness());
  }

  @Test
  void deletedStateFailsEveryAssertion() throws InterruptedException {
    var judged = judged(task(), delta(new DeltaEntry.Deleted("srv/state.json")));
    assertEquals(0, judged.coverage());
    assertEquals(3, judged.tests().size());
    assertEquals("/srv/state.json is not there", judged.tests().getLast().message());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "nonsense", "{\"orders\": [}"})
  void stateThatIsNoJsonFailsEveryAssertion(String state) throws InterruptedException {
    var judged = judged(task(), delta(file("srv/state.json", state)));
    assertEquals(0, judged.coverage());
    assertEquals(3, judged.tests().size());
  }

  @Test
  void deeplyNestedStateFailsEveryAssertion() throws InterruptedException {
    var judged = judged(task(), delta(file("srv/state.json", "[".repeat(100_000))));
    assertEquals(0, judged.coverage());
  }

  @Test
  void malformedAssertionIsAnErrorOfTheTask() throws InterruptedException {
    for (Assertion broken :
        List.of(new Assertion("a", "no-slash", "1"), new Assertion("a", "/v", "{"))) {
      var verdict = verifier(sandboxes()).verify(checking(broken), Submission.NOTHING);
      assertTrue(
          assertInstanceOf(Verdict.Errored.class, verdict)
              .failure()
              .detail()
              .contains("swe/sample"));
    }
  }
}
