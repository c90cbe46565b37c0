package dev.millrace.rewards.state;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.rewards.EndState;
import dev.millrace.rewards.Verdict;
import dev.millrace.rewards.Verifier;
import dev.millrace.rollout.sandbox.Sandbox;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.task.Verification.StateCheck;
import dev.millrace.rollout.task.Verification.StateCheck.Assertion;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.TestResult;
import dev.millrace.rollout.trajectory.TestResult.Status;
import dev.millrace.rollout.trajectory.WorkspaceDelta;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checks the JSON document that a stateful service left behind, one test an assertion; solved when
/// all hold. A state file that is gone or is no JSON fails them all, since the agent left it so.
public final class StateVerifier implements Verifier {
  private static final int LARGEST_STATE_BYTES = 16 << 20;
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final SandboxProvider sandboxes;

  public StateVerifier(SandboxProvider sandboxes) {
    this.sandboxes = sandboxes;
  }

  @Override
  public Verdict verify(Task task, @Nullable WorkspaceDelta workspace, @Nullable String answer)
      throws InterruptedException {
    if (!(task.verification() instanceof StateCheck check)) {
      return new Verdict.Errored(
          new Failure.Verifier(task.ref().id() + " is not verified by a state"));
    }
    Optional<byte[]> state;
    try (Sandbox sandbox =
        EndState.rebuild(sandboxes, task.environment(), workspace, EndState.RESERVED)) {
      state = sandbox.read(check.file(), LARGEST_STATE_BYTES);
    } catch (FailureException e) {
      return new Verdict.Errored(e.failure());
    }
    return state.isEmpty()
        ? allFailed(check, check.file() + " is not there")
        : judge(task, check, state.orElseThrow());
  }

  private static Verdict judge(Task task, StateCheck check, byte[] content) {
    JsonNode state;
    try {
      state = MAPPER.readTree(content);
    } catch (JsonProcessingException e) {
      return allFailed(check, check.file() + " is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      return allFailed(check, check.file() + " is not JSON: " + e.getMessage());
    }
    if (state.isMissingNode()) {
      return allFailed(check, check.file() + " is empty");
    }
    try {
      List<TestResult> tests =
          check.assertions().stream().map(assertion -> test(assertion, state)).toList();
      return new Verdict.Judged(tests.stream().allMatch(TestResult::passed) ? 1 : 0, tests);
    } catch (IllegalArgumentException e) {
      return new Verdict.Errored(
          new Failure.Verifier(
              "a state assertion of " + task.ref().id() + " is malformed: " + e.getMessage()));
    }
  }

  private static TestResult test(Assertion assertion, JsonNode state) {
    JsonNode expected = parse(assertion);
    JsonNode actual = state.at(JsonPointer.compile(assertion.pointer()));
    return JsonValues.areEqual(actual, expected)
        ? new TestResult(assertion.name(), Status.PASSED, null)
        : new TestResult(
            assertion.name(),
            Status.FAILED,
            assertion.pointer() + " is " + shown(actual) + ", expected " + shown(expected));
  }

  private static JsonNode parse(Assertion assertion) {
    try {
      return MAPPER.readTree(assertion.expectedJson());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "\"" + assertion.name() + "\" expects no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String shown(JsonNode value) {
    String text = value.isMissingNode() ? "absent" : value.toString();
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }

  private static Verdict allFailed(StateCheck check, String message) {
    return new Verdict.Judged(
        0,
        check.assertions().stream()
            .map(assertion -> new TestResult(assertion.name(), Status.FAILED, message))
            .toList());
  }
}
