package dev.millrace.rollout.policy.replay;

import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Tokens;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.Arrays;
import java.util.List;

/// Returns one recorded turn after the other.
final class ReplaySession implements PolicySession {
  private final Trajectory recorded;
  private int next;

  ReplaySession(Trajectory recorded) {
    this.recorded = recorded;
  }

  @Override
  public Sampled sample(SampleRequest request) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted before turn " + next);
    }
    List<ModelCall> calls = recorded.events().modelCalls();
    if (next >= calls.size()) {
      throw failure("only " + calls.size() + " turns were recorded");
    }
    ModelCall call = calls.get(next);
    Branch branch = branch(call);
    checkPrefix(request.promptIds(), branch, call);
    if (call.sampledTokens() > request.maxTokens()) {
      throw failure(
          call.sampledTokens()
              + " ids were recorded, and the request has room for "
              + request.maxTokens());
    }
    next++;
    Sampled sampled = sampled(branch, call);
    request.options().listener().onTokens(sampled.ids());
    return sampled;
  }

  private Branch branch(ModelCall call) {
    return recorded.branches().stream()
        .filter(branch -> branch.id().equals(call.branch()))
        .findFirst()
        .orElseThrow(() -> failure("the recording has no branch " + call.branch()));
  }

  private void checkPrefix(int[] asked, Branch branch, ModelCall call) {
    boolean same =
        asked.length == call.promptTokens()
            && Tokens.prefixDigest(asked, asked.length).equals(call.promptDigest());
    if (same) {
      return;
    }
    int[] ids = branch.tokens().ids();
    int recordedLength = Math.min(call.promptTokens(), ids.length);
    int first = Arrays.mismatch(ids, 0, recordedLength, asked, 0, asked.length);
    throw failure(
        "the prompt of "
            + asked.length
            + " ids is not the recorded one of "
            + call.promptTokens()
            + (first < 0
                ? ", whose stored ids do not have the recorded digest"
                : "; the first that differs is id " + first));
  }

  private static Sampled sampled(Branch branch, ModelCall call) {
    int start = call.promptTokens();
    int end = start + call.sampledTokens();
    Tokens tokens = branch.tokens();
    float[] logprobs = tokens.logprobs();
    List<VersionSpan> versions =
        branch.versions().stream()
            .filter(span -> span.start() >= start && span.end() <= end)
            .map(span -> span.shifted(-start))
            .toList();
    return new Sampled(
        Arrays.copyOfRange(tokens.ids(), start, end),
        logprobs == null ? null : Arrays.copyOfRange(logprobs, start, end),
        versions,
        call.finish(),
        call.labels(),
        branch.origin().fidelity(),
        call.sampling());
  }

  private FailureException failure(String problem) {
    return new FailureException(
        new Failure.Engine(
            "replay of episode " + recorded.episode().id() + ", turn " + next + ": " + problem));
  }
}
