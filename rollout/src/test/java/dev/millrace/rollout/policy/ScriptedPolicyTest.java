package dev.millrace.rollout.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.millrace.rollout.policy.ScriptedPolicy.Act;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.token.ChatFormats;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.Message;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptedPolicyTest extends PolicyContract {
  private static final ChatFormat FORMAT = ChatFormats.bundled();
  private static final Message.Assistant HELLO =
      new Message.Assistant("Hello there.", null, List.of());

  @Override
  protected Policy policy() {
    return new ScriptedPolicy(FORMAT, List.of(new Act.Turn(HELLO)));
  }

  private PolicySession play(Act... acts) {
    return new ScriptedPolicy(FORMAT, List.of(acts)).open(episode(), task());
  }

  private SampleRequest request(Duration timeout) {
    return new SampleRequest(prompt(), 100, timeout);
  }

  @Test
  void failureThenAnswer() throws InterruptedException {
    try (PolicySession session = play(new Act.Fails("down"), new Act.Says("ok<|im_end|>"))) {
      SampleRequest request = request(Duration.ofSeconds(1));
      assertThrows(FailureException.class, () -> session.sample(request));
      assertEquals("ok<|im_end|>", FORMAT.tokenizer().decode(session.sample(request).ids()));
    }
  }

  @Test
  void waitBeyondTheTimeoutFails() {
    try (PolicySession session = play(new Act.Waits(Duration.ofHours(1)))) {
      assertThrows(FailureException.class, () -> session.sample(request(Duration.ofMillis(1))));
    }
  }

  @Test
  void cutTurnLacksItsEnd() throws InterruptedException {
    try (PolicySession session = play(new Act.CutOff(HELLO, 2))) {
      Sampled sampled = session.sample(request(Duration.ofSeconds(1)));
      assertEquals(FinishReason.LENGTH, sampled.finish());
      assertEquals(
          FORMAT.tokenizer().encode(FORMAT.renderTurn(HELLO)).length - 2, sampled.ids().length);
    }
  }
}
