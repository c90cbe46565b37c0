package dev.millrace.orchestrator.roles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.orchestrator.roles.WeightsServed.Engine;
import dev.millrace.orchestrator.schedule.Plans;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.BranchOrigin;
import dev.millrace.rollout.trajectory.Distribution;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.LogprobKind;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.SamplingFacts;
import dev.millrace.rollout.trajectory.TokenizerRef;
import dev.millrace.rollout.trajectory.Tokens;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Turn;
import dev.millrace.rollout.trajectory.Usage;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeightsSeenTest {
  private static final Instant AT = Instant.EPOCH;
  private static final Episode EPISODE = Plans.of(1, 1).episodes().iterator().next();

  private final WeightsSeen seen = new WeightsSeen();

  /// An episode of one call, whose two sampled ids are of these versions.
  static Trajectory sampled(Episode episode, String engine, int first, int last) {
    Trajectory plain = Episodes.submitted(episode);
    BranchId id = new BranchId("b");
    SamplingFacts facts =
        new SamplingFacts(engine, 1, 1, 0, LogprobKind.BEHAVIOUR, Distribution.FULL);
    ModelCall call =
        new ModelCall(
            0, id, 1, "0".repeat(64), 2, FinishReason.STOP, Duration.ZERO, Map.of(), facts);
    byte trained = MaskReason.TRAINED.code();
    byte[] reasons = {MaskReason.PROMPT.code(), trained, trained};
    Branch branch =
        new Branch(
            id,
            null,
            BranchOrigin.FIRST,
            Tokens.of(new int[3], new boolean[] {false, true, true}, reasons, null),
            List.of(Turn.of(1, 3, Turn.Role.ASSISTANT, 0)),
            List.of(
                new VersionSpan(1, 2, new PolicyVersion("p", first)),
                new VersionSpan(2, 3, new PolicyVersion("p", last))),
            new TokenizerRef("t", "a".repeat(64), "b".repeat(64)));
    return new Trajectory(
        plain.episode(),
        plain.tools(),
        plain.messages(),
        new Trajectory.Events(List.of(call), List.of(), Usage.NONE, plain.events().timings()),
        List.of(branch),
        plain.outcome(),
        plain.end(),
        plain.provenance());
  }

  private Optional<WeightsServed> take(String engine, int first, int last) {
    return seen.take(sampled(EPISODE, engine, first, last), AT);
  }

  private static Optional<WeightsServed> served(Engine... engines) {
    return Optional.of(new WeightsServed(EPISODE.policy(), List.of(engines), AT));
  }

  @Test
  void weightsThatSampledTheLastIdAreServedNow() {
    assertEquals(served(new Engine("vllm a", 8)), take("vllm a", 7, 8));
  }

  @Test
  void newsHoldsAllEnginesOfThePolicy() {
    take("vllm b", 7, 7);
    assertEquals(served(new Engine("vllm a", 8), new Engine("vllm b", 7)), take("vllm a", 8, 8));
  }

  @Test
  void whatIsKnownOrOlderIsNoNews() {
    take("vllm a", 8, 8);
    assertEquals(Optional.empty(), take("vllm a", 8, 8));
    assertEquals(Optional.empty(), take("vllm a", 7, 7));
    assertEquals(Optional.empty(), seen.take(Episodes.submitted(EPISODE), AT));
  }
}
