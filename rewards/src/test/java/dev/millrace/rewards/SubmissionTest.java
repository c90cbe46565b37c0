package dev.millrace.rewards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.ToolStatus;
import dev.millrace.rollout.trajectory.Trajectory;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SubmissionTest {
  @Test
  void holdsEveryCallInOrderWithItsArgumentsAsWritten() {
    Trajectory trajectory =
        new Trajectories()
            .call("find", "{\"b\": 1, \"a\": 2}")
            .say("Found it.")
            .call("nonsense", "{", ToolStatus.MALFORMED_CALL)
            .answering("7")
            .build();
    Submission submission = Submission.of(trajectory);
    assertEquals(
        List.of(
            new ToolCall("call_0", "find", "{\"b\": 1, \"a\": 2}"),
            new ToolCall("call_2", "nonsense", "{")),
        submission.calls());
    assertEquals(List.of("Found it."), submission.said());
    assertEquals("7", submission.answer());
    assertNull(submission.workspace());
  }
}
