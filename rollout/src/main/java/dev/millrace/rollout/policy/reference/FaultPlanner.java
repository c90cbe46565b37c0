package dev.millrace.rollout.policy.reference;

import dev.millrace.rollout.task.SolutionStep;
import dev.millrace.rollout.task.Task;
import dev.millrace.rollout.trajectory.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Plans an episode: the reference steps, with faults planted in some. The same task, seed and
/// member always give the same plan.
///
/// @param share the probability that an episode has faults, 0 to 1; a group's member 0 never has
record FaultPlanner(double share) {
  private static final double RECOVERS = 0.85;
  private static final double ENDS_IN_MISDEED = 0.3;
  private static final double[] MORE_FAULTS = {0.45, 0.15};

  FaultPlanner {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("the share of faults is 0 to 1, but was " + share);
    }
  }

  SolutionPlan plan(Task task, long seed, int member) {
    List<SolutionStep> steps = ReferenceSteps.of(task);
    long mixed = seed * 0x9E3779B97F4A7C15L + task.ref().id().value().hashCode();
    SplittableRandom random = new SplittableRandom(mixed + 0x632BE59BD9B4E019L * member);
    boolean clean = member == 0 || random.nextDouble() >= share;
    return clean
        ? new SolutionPlan(steps.stream().map(PlannedTurn::of).toList())
        : new Draft(task, steps, random).plan();
  }

  /// One plan in the making.
  private static final class Draft {
    private final Task task;
    private final List<SolutionStep> steps;
    private final SplittableRandom random;
    private final Map<Integer, Slipped> slips = new TreeMap<>();
    private @Nullable Misdeed misdeed;

    Draft(Task task, List<SolutionStep> steps, SplittableRandom random) {
      this.task = task;
      this.steps = steps;
      this.random = random;
    }

    /// A slip in the place of one step.
    private record Slipped(Slip slip, Message.Assistant instead) {}

    SolutionPlan plan() {
      List<FaultKind> misdeeds = Misdeed.kinds(task, steps);
      int wanted = 1 + (chance(MORE_FAULTS[0]) ? 1 : 0) + (chance(MORE_FAULTS[1]) ? 1 : 0);
      if (!misdeeds.isEmpty() && chance(ENDS_IN_MISDEED)) {
        FaultKind kind = misdeeds.get(random.nextInt(misdeeds.size()));
        misdeed = Misdeed.of(kind, task, steps, random);
        wanted--;
      }
      for (int i = 0; i < wanted; i++) {
        addSlip();
      }
      return new SolutionPlan(turns());
    }

    /// Draws the kind first, then the step: else most faults would be of the kind that fits most
    /// steps.
    private void addSlip() {
      List<Map<Integer, Slipped>> choices = new ArrayList<>();
      for (Slip slip : Slip.ALL) {
        Map<Integer, Slipped> sites = sites(slip);
        if (!sites.isEmpty()) {
          choices.add(sites);
        }
      }
      if (choices.isEmpty()) {
        return;
      }
      Map<Integer, Slipped> sites = choices.get(random.nextInt(choices.size()));
      int at = List.copyOf(sites.keySet()).get(random.nextInt(sites.size()));
      slips.putIfAbsent(at, sites.getOrDefault(at, sites.values().iterator().next()));
    }

    private Map<Integer, Slipped> sites(Slip slip) {
      int end = misdeed == null || misdeed.goesOn() ? steps.size() : misdeed.at();
      Map<Integer, Slipped> sites = new TreeMap<>();
      for (int i = 0; i < end; i++) {
        int at = i;
        if (!slips.containsKey(at)) {
          slip.maker()
              .instead(steps.get(at), task, random.split())
              .ifPresent(instead -> sites.put(at, new Slipped(slip, instead)));
        }
      }
      return sites;
    }

    private List<PlannedTurn> turns() {
      List<PlannedTurn> turns = new ArrayList<>();
      for (int i = 0; i < steps.size(); i++) {
        if (misdeed != null && misdeed.at() == i) {
          turns.addAll(misdeed.turns());
          if (!misdeed.goesOn()) {
            return turns;
          }
        }
        add(i, turns);
      }
      return turns;
    }

    private void add(int step, List<PlannedTurn> turns) {
      Slipped slipped = slips.get(step);
      if (slipped == null) {
        turns.add(PlannedTurn.of(steps.get(step)));
        return;
      }
      Slip slip = slipped.slip();
      turns.add(PlannedTurn.faulty(slip.kind(), slipped.instead()));
      // The last step is always made good: an episode that never ends its work shows nothing.
      if (step == steps.size() - 1 || chance(RECOVERS)) {
        String owning = slip.owning().get(random.nextInt(slip.owning().size()));
        turns.add(PlannedTurn.recovering(slip.kind(), owning, steps.get(step)));
      }
    }

    private boolean chance(double probability) {
      return random.nextDouble() < probability;
    }
  }
}
