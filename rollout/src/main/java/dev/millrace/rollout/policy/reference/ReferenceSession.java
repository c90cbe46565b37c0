package dev.millrace.rollout.policy.reference;

import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.token.ChatFormat;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.Arrays;
import java.util.List;

/// Says one planned turn after the other.
final class ReferenceSession implements PolicySession {
  private static final PolicyVersion VERSION = new PolicyVersion(ReferencePolicy.NAME, 0);

  private final ChatFormat format;
  private final SolutionPlan plan;
  private int next;

  ReferenceSession(ChatFormat format, SolutionPlan plan) {
    this.format = format;
    this.plan = plan;
  }

  @Override
  public Sampled sample(SampleRequest request) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before turn " + next);
    }
    PlannedTurn turn = plan.turn(next++);
    int[] whole = format.tokenizer().encode(format.renderTurn(turn.message()));
    boolean fits = whole.length <= request.maxTokens();
    int[] ids = fits ? whole : Arrays.copyOf(whole, request.maxTokens());
    request.options().listener().onTokens(ids);
    return new Sampled(
        ids,
        null,
        List.of(new VersionSpan(0, ids.length, VERSION)),
        fits ? FinishReason.STOP : FinishReason.LENGTH,
        turn.labels());
  }
}
