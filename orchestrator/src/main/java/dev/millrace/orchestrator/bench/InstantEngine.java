package dev.millrace.orchestrator.bench;

import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// An engine that takes no time: one short turn, always, told id by id.
final class InstantEngine implements PolicySession {
  private final int[] ids;
  private final float[] logprobs;

  InstantEngine(ChatFormat format) {
    Message.Assistant turn =
        new Message.Assistant("The tests pass now; the fix is in place.", null, List.of());
    this.ids = format.tokenizer().encode(format.renderTurn(turn));
    this.logprobs = new float[ids.length];
    Arrays.fill(logprobs, -0.5f);
  }

  @Override
  public Sampled sample(SampleRequest request) {
    for (int id : ids) {
      request.options().listener().onTokens(new int[] {id});
    }
    return new Sampled(
        ids,
        logprobs,
        List.of(new VersionSpan(0, ids.length, new PolicyVersion("instant", 0))),
        FinishReason.STOP,
        Map.of());
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
