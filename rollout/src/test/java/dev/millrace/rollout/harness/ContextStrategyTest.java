package dev.millrace.rollout.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.policy.Policy;
import dev.millrace.rollout.policy.PolicySession;
import dev.millrace.rollout.policy.SampleRequest;
import dev.millrace.rollout.policy.Sampled;
import dev.millrace.rollout.task.Limits;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.token.PrefixCheck;
import dev.millrace.rollout.token.TemplateOptions;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.Episode;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.FinishReason;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Message;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Outcome;
import dev.millrace.rollout.trajectory.Outcome.Limit;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.ToolCall;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Episodes of 300 model calls under each strategy.
class ContextStrategyTest {
  private static final int STEPS = 300;
  private static final int LENGTH = 4_000;
  private static final Limits LONG =
      new Limits(STEPS, 1_000_000, Duration.ofMinutes(5), Duration.ofSeconds(30), 1L << 30, 16_384);

  private final List<String> prompts = new ArrayList<>();
  private Supplier<Sampled> summary =
      () -> Worker.said(new Message.Assistant("In short, it goes well.", null, List.of()));

  @Test
  void withoutAStrategyThereIsOneBranch() throws InterruptedException {
    Trajectory trajectory = run(new ContextStrategy.None());
    assertEquals(1, trajectory.branches().size());
  }

  @Test
  void keepRecentLeavesTheNewestResultsWholeAndStartsABranchForEachFold()
      throws InterruptedException {
    Trajectory trajectory = run(new ContextStrategy.KeepRecent(5));
    // Before rounds 10, 15, ... 295 the older ones are folded; the last prompt has 299 of them.
    assertEquals(Map.of(BranchCause.HISTORY_REWRITTEN, 58L), causes(trajectory));
    assertEquals(9, count(prompts.getLast(), "did step"));
    assertEquals(290, count(prompts.getLast(), ContextWindow.LEFT_OUT));
  }

  @Test
  void discardAllStartsAgainFromTheTaskAboveItsLength() throws InterruptedException {
    Trajectory trajectory = run(new ContextStrategy.DiscardAll(LENGTH));
    assertCut(trajectory);
    assertEquals(STEPS, trajectory.events().modelCalls().size());
  }

  @Test
  void hybridFoldsFirstAndDiscardsWhereThatIsNotEnough() throws InterruptedException {
    Trajectory trajectory = run(new ContextStrategy.Hybrid(5, LENGTH));
    Map<BranchCause, Long> causes = causes(trajectory);
    assertTrue(causes.getOrDefault(BranchCause.COMPACTION, 0L) > 1, causes.toString());
    assertTrue(causes.getOrDefault(BranchCause.HISTORY_REWRITTEN, 0L) > 20, causes.toString());
    assertShort(trajectory, LENGTH);
  }

  @Test
  void compactGoesOnFromThePolicysOwnSummary() throws InterruptedException {
    Trajectory trajectory = run(new ContextStrategy.Compact(LENGTH));
    long asked = trajectory.messages().stream().filter(ContextWindow.SUMMARISE::equals).count();
    assertEquals(asked, trajectory.branches().size() - 1);
    assertTrue(prompts.getLast().contains("In short, it goes well."), prompts.getLast());
    assertEquals(Map.of(BranchCause.COMPACTION, asked), causes(trajectory));
  }

  @Test
  void whatDoesNotFitAfterANewStartIsTruncatedByItsContext() throws InterruptedException {
    Trajectory trajectory = episode(new ContextStrategy.DiscardAll(10));
    assertEquals(new Outcome.Truncated(Limit.CONTEXT), trajectory.outcome());
    assertEquals(List.of(), trajectory.branches());
  }

  @Test
  void workGoesOnFromTheTaskWhereNoSummaryIsWritten() throws InterruptedException {
    summary = () -> Worker.said(new Message.Assistant("", null, List.of()));
    Trajectory trajectory = run(new ContextStrategy.Compact(LENGTH));
    long asked = trajectory.messages().stream().filter(ContextWindow.SUMMARISE::equals).count();
    assertEquals(Map.of(BranchCause.COMPACTION, asked), causes(trajectory));
    // A turn that failed at what it was asked for is not trained.
    assertEquals(asked, count(trajectory, MaskReason.ERROR_STEP));
    assertTrue(asked > 1, "asked " + asked);
  }

  @Test
  void engineThatFailsAtASummaryFailsTheEpisodeAsAnEngine() throws InterruptedException {
    Failure failure = new Failure.Engine("out of memory");
    summary =
        () -> {
          throw new FailureException(failure);
        };
    Trajectory trajectory = episode(new ContextStrategy.Compact(LENGTH));
    assertEquals(new Outcome.Failed(failure), trajectory.outcome());
    assertEquals(1, trajectory.branches().size());
    assertEquals(ContextWindow.SUMMARISE, trajectory.messages().getLast());
    assertEquals(List.of(), PrefixCheck.problems(trajectory));
  }

  @Test
  void summaryOfWhichNothingCameInTimeEndsTheEpisode() throws InterruptedException {
    summary = () -> Sampled.nothingInTime(Fidelity.TOKEN_EXACT);
    Trajectory trajectory = episode(new ContextStrategy.Compact(LENGTH));
    assertEquals(new Outcome.Truncated(Limit.WALL_TIME), trajectory.outcome());
    assertEquals(1, trajectory.branches().size());
    assertEquals(List.of(), PrefixCheck.problems(trajectory));
  }

  @Test
  void summaryThatItsTimeCutsEndsTheEpisodeAndStartsNothing() throws InterruptedException {
    int[] ids = PlannedPolicy.FORMAT.tokenizer().encode("In short, it");
    Map<String, String> late = Map.of(Sampled.OUT_OF_TIME, "1");
    summary = () -> new Sampled(ids, null, List.of(), FinishReason.ABORT, late);
    Trajectory trajectory = episode(new ContextStrategy.Compact(LENGTH));
    assertEquals(new Outcome.Truncated(Limit.WALL_TIME), trajectory.outcome());
    assertEquals(1, trajectory.branches().size());
    assertEquals(1, count(trajectory, MaskReason.TRUNCATED));
  }

  /// How many sampled turns are marked so.
  private static long count(Trajectory trajectory, MaskReason reason) {
    return trajectory.branches().stream()
        .mapToLong(
            branch ->
                branch.turns().stream()
                    .filter(turn -> turn.modelCall() != null)
                    .filter(turn -> branch.tokens().maskReasons()[turn.start()] == reason.code())
                    .count())
        .sum();
  }

  private void assertCut(Trajectory trajectory) {
    long cuts = trajectory.branches().size() - 1L;
    assertTrue(cuts > 1, "cuts " + cuts);
    assertEquals(Map.of(BranchCause.COMPACTION, cuts), causes(trajectory));
    assertShort(trajectory, LENGTH);
  }

  /// Each branch departs from the one before it.
  private static void assertLineage(Trajectory trajectory) {
    List<Branch> branches = trajectory.branches();
    for (int i = 1; i < branches.size(); i++) {
      assertEquals(branches.get(i - 1).id(), branches.get(i).parent(), "branch " + i);
    }
  }

  private static void assertShort(Trajectory trajectory, int length) {
    assertTrue(
        trajectory.events().modelCalls().stream()
            .mapToInt(ModelCall::promptTokens)
            .allMatch(tokens -> tokens <= length));
  }

  /// Why the branches after the first one were started.
  private static Map<BranchCause, Long> causes(Trajectory trajectory) {
    Map<BranchCause, Long> causes = new java.util.EnumMap<>(BranchCause.class);
    trajectory.branches().stream()
        .skip(1)
        .forEach(branch -> causes.merge(branch.origin().cause(), 1L, Long::sum));
    return causes;
  }

  private static int count(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }

  private Trajectory run(ContextStrategy strategy) throws InterruptedException {
    Trajectory trajectory = episode(strategy);
    assertEquals(new Outcome.Truncated(Limit.TURNS), trajectory.outcome());
    assertEquals(STEPS, trajectory.events().modelCalls().size());
    assertEquals(List.of(), PrefixCheck.problems(trajectory));
    long said = trajectory.messages().stream().filter(Message.Assistant.class::isInstance).count();
    assertEquals(STEPS, said);
    assertLineage(trajectory);
    return trajectory;
  }

  private Trajectory episode(ContextStrategy strategy) throws InterruptedException {
    PlannedSandboxes sandboxes =
        new PlannedSandboxes(
            (command, _) -> PlannedSandboxes.exited(0, "did " + command.argv().getLast() + "\n"));
    LoopSettings standard = LoopSettings.DEFAULT;
    LoopSettings settings =
        new LoopSettings(
            strategy,
            standard.maxTurnTokens(),
            TemplateOptions.DEFAULT,
            standard.toolCalls(),
            standard.vigilance());
    return new ToolLoop(settings).run(new Runs().of(new Worker(), sandboxes, LONG));
  }

  /// Takes one numbered step after the other, and sums up when asked to.
  private final class Worker implements Policy {
    @Override
    public String name() {
      return "worker";
    }

    @Override
    public String source() {
      return "test";
    }

    @Override
    public PolicySession open(Episode episode, Task task) {
      return new PolicySession() {
        private int step;

        @Override
        public Sampled sample(SampleRequest request) {
          String prompt = PlannedPolicy.FORMAT.tokenizer().decode(request.promptIds());
          prompts.add(prompt);
          return prompt.contains(ContextWindow.SUMMARISE.content())
              ? summary.get()
              : said(step(step++));
        }

        @Override
        public void close() {
          // Holds nothing.
        }
      };
    }

    @Override
    public void close() {
      // Holds nothing.
    }

    private static Message.Assistant step(int step) {
      return new Message.Assistant(
          "", null, List.of(new ToolCall("x", "bash", "{\"command\": \"step " + step + "\"}")));
    }

    private static Sampled said(Message.Assistant turn) {
      int[] ids = PlannedPolicy.FORMAT.tokenizer().encode(PlannedPolicy.FORMAT.renderTurn(turn));
      return new Sampled(
          ids,
          null,
          List.of(new VersionSpan(0, ids.length, new PolicyVersion("worker", 0))),
          FinishReason.STOP,
          Map.of());
    }
  }
}
