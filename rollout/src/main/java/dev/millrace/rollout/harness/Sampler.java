package dev.millrace.rollout.harness;

import dev.millrace.rollout.harness.tools.Seam;
import dev.millrace.rollout.harness.tools.ToolSet;
import dev.millrace.rollout.markup.ToolConstraint;
import dev.millrace.rollout.policy.Dialogue;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleOptions;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.policy.engine.ToolCalls;
import dev.millrace.rollout.token.Ledger;
import dev.millrace.rollout.token.Prompt;
import dev.millrace.rollout.token.PromptRequest;
import dev.millrace.rollout.token.SampledTurn;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.ModelCall;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Has the policy write a turn, and puts it into the ledger and the record. Used by the episode's
/// thread.
record Sampler(
    EpisodeRun run,
    LoopSettings settings,
    ToolSet tools,
    Ledger ledger,
    EpisodeRecord record,
    Budget budget) {

  /// @return the turn. One that is out of time is on the record as far as it came: without ids, it
  ///     is not there at all
  Sampled sample(PolicySession session, Prompt prompt, PromptRequest asked)
      throws InterruptedException {
    int turn = record.turns();
    SampleOptions options =
        SampleOptions.NONE
            .withStopIds(run.format().stopIds())
            .withDialogue(new Dialogue(asked.messages(), asked.tools()))
            .withConstraint(constraint());
    Duration left = budget.remaining();
    SampleRequest request = new SampleRequest(prompt.ids(), mostTokens(), left, left, options);
    Instant before = run.clock().instant();
    Sampled sampled = Seam.engine(() -> session.sample(request));
    Duration latency = Duration.between(before, run.clock().instant());
    if (sampled.isOutOfTime() && sampled.ids().length == 0) {
      return sampled;
    }
    check(sampled, turn);
    BranchId branch =
        ledger.sampled(
            prompt,
            new SampledTurn(
                sampled.ids(), sampled.logprobs(), sampled.versions(), turn, sampled.fidelity()));
    record.add(
        new ModelCall(
            turn,
            branch,
            prompt.length(),
            prompt.digest(),
            sampled.ids().length,
            sampled.finish(),
            latency,
            sampled.labels(),
            sampled.facts()));
    return sampled;
  }

  private @Nullable ToolConstraint constraint() {
    return settings.toolCalls() == ToolCalls.CONSTRAINED
        ? run.format().family().constraint(tools.specs()).orElse(null)
        : null;
  }

  private int mostTokens() {
    return Math.min(settings.maxTurnTokens(), budget.tokensLeft(record.sampledTokens()));
  }

  private void check(Sampled sampled, int turn) {
    boolean isAborted = sampled.finish() == FinishReason.ABORT && !sampled.isOutOfTime();
    if (sampled.ids().length == 0 || isAborted) {
      throw new FailureException(
          new Failure.Engine(
              "model call "
                  + turn
                  + " of policy "
                  + run.policy().name()
                  + " came back with "
                  + sampled.ids().length
                  + " tokens and finish "
                  + sampled.finish()
                  + "; expected a whole turn"));
    }
  }
}
