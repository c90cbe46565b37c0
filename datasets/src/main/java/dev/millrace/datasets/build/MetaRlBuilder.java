package dev.millrace.datasets.build;

import static dev.millrace.datasets.lake.table.Column.required;

import dev.millrace.datasets.lake.Lake;
import dev.millrace.datasets.lake.table.ColumnType;
import dev.millrace.datasets.lake.table.Row;
import dev.millrace.datasets.lake.table.Table;
import dev.millrace.rollout.trajectory.Score.Potential;
import dev.millrace.rollout.trajectory.ScoredTrajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// The `metarl` set: a group read as one trial, its members as attempts in sequence.
public final class MetaRlBuilder implements SetBuilder {
  private static final double STEP_GAMMA = 0.95;
  private static final double TRAJ_GAMMA = 0.6;
  private static final double OPTIMUM = 1.0;

  private static final Table TABLE =
      CommonColumns.table(
          "metarl",
          List.of(required("trial_id", ColumnType.STRING, "The trial: one group.")),
          List.of(
              required("attempt_count", ColumnType.INT32, "Attempts; length of every list."),
              required("solved_attempts", ColumnType.INT32, "How many solved the task."),
              required("step_gamma", ColumnType.DOUBLE, "Discount from turn to turn."),
              required("traj_gamma", ColumnType.DOUBLE, "Discount from attempt to attempt."),
              required("episode_ids", ColumnType.STRINGS, "The attempts."),
              required("attempt_index", ColumnType.INTS, "From 0, in the order of members."),
              required("attempt_turns", ColumnType.INTS, "Model calls of each attempt."),
              required("judged", ColumnType.BOOL, "A judge's word alone is its verdict."),
              required("attempt_reward", ColumnType.DOUBLES, "Total score of each attempt."),
              required("attempt_value", ColumnType.DOUBLES, "J: share of tests passed, 0 to 1."),
              required("attempt_progress", ColumnType.DOUBLES, "J minus the J before; first: J."),
              required("cumulative_regret", ColumnType.DOUBLES, "Running sum of 1.0 - J."),
              required("regret_to_best", ColumnType.DOUBLES, "Running sum of the best J - J."),
              required("trial_return", ColumnType.DOUBLES, "Rewards from here on, discounted."),
              required("turn_returns", ColumnType.JSONS, "Each attempt: one return a turn."),
              required("potentials", ColumnType.JSONS, "Each attempt: values at checkpoints."),
              required("attempt_masks", ColumnType.BYTE_LISTS, "1 where the policy sampled."),
              required("attempt_token_ids", ColumnType.INT_LISTS, "Each attempt's first chain.")));
  private static final SetCard CARD =
      new SetCard(
          "Trials of several attempts at one task for meta-reinforcement learning",
          "One row a trial: the judged episodes of a group in the order of members, read as"
              + " attempts in sequence.",
          List.of(
              "The attempts share no memory: none has seen another. The sequence is an order, not a"
                  + " history; use it for returns, regret and budgets, not as a context that grew.",
              "The optimum is not known. 1.0 (all tests pass) stands in for it in"
                  + " cumulative_regret; regret_to_best takes the best attempt of the trial"
                  + " instead.",
              "trial_return of attempt i is the sum over j >= i of traj_gamma^(j-i) times the"
                  + " reward of j. turn_returns of attempt i discounts that return back from the"
                  + " last turn: step_gamma^(turns-1-t).",
              "An attempt whose first chain is not token-exact or lacks a log-probability is left"
                  + " out of its trial (branch_not_token_exact, logprob_missing).",
              "attempt_masks is as long as attempt_token_ids and unshifted; faulty steps count as"
                  + " actions."));

  @Override
  public Table table() {
    return TABLE;
  }

  @Override
  public SetCard card() {
    return CARD;
  }

  @Override
  public SetSummary build(Lake lake, SetWriter out) {
    SetRun run = new SetRun(TABLE.name(), out);
    Groups.forEach(lake, group -> add(group, run));
    return run.summary();
  }

  private static void add(List<ScoredTrajectory> group, SetRun run) {
    List<Rated> attempts = new ArrayList<>();
    for (Rated rated : Rated.of(group, run)) {
      if (rated.work().isEmpty()) {
        run.drop("episode_without_tokens");
        continue;
      }
      Optional<String> lack = Chain.of(rated.work().getFirst()).lackForTraining();
      lack.ifPresentOrElse(run::drop, () -> attempts.add(rated));
    }
    if (attempts.size() < 2) {
      run.drop("trial_with_fewer_than_two_attempts");
    } else {
      run.write(row(attempts));
    }
  }

  private static Row row(List<Rated> attempts) {
    Rated first = attempts.getFirst();
    List<Chain> chains = attempts.stream().map(a -> Chain.of(a.work().getFirst())).toList();
    Row row = new Row(TABLE);
    CommonColumns.putShared(row, first, chains.getFirst().branch());
    row.put("trial_id", first.trajectory().episode().group().value())
        .put("attempt_count", attempts.size())
        .put("solved_attempts", (int) attempts.stream().filter(Rated::isSolved).count())
        .put("episode_ids", attempts.stream().map(Rated::id).toList())
        .put("attempt_index", IntStream.range(0, attempts.size()).toArray())
        .put("potentials", attempts.stream().map(MetaRlBuilder::potentials).toList())
        .put("attempt_masks", chains.stream().map(Chain::actionMask).toArray(byte[][]::new))
        .put("attempt_token_ids", chains.stream().map(c -> c.tokens().ids()).toArray(int[][]::new));
    putReturns(row, attempts);
    putRegret(row, numbers(attempts, MetaRlBuilder::value));
    return row;
  }

  private static void putReturns(Row row, List<Rated> attempts) {
    int[] turns =
        attempts.stream().mapToInt(a -> a.trajectory().events().usage().turns()).toArray();
    double[] rewards = numbers(attempts, Rated::total);
    double[] returns = rewards.clone();
    for (int i = rewards.length - 2; i >= 0; i--) {
      returns[i] += TRAJ_GAMMA * returns[i + 1];
    }
    row.put("judged", attempts.getFirst().score().isJudged())
        .put("step_gamma", STEP_GAMMA)
        .put("traj_gamma", TRAJ_GAMMA)
        .put("attempt_turns", turns)
        .put("attempt_reward", rewards)
        .put("trial_return", returns)
        .put(
            "turn_returns",
            IntStream.range(0, turns.length)
                .mapToObj(i -> turnReturns(returns[i], turns[i]))
                .toList());
  }

  private static String turnReturns(double attemptReturn, int turns) {
    double[] values = new double[turns];
    double discounted = attemptReturn;
    for (int t = turns - 1; t >= 0; t--) {
      values[t] = discounted;
      discounted *= STEP_GAMMA;
    }
    return ChatJson.numbers(values);
  }

  private static void putRegret(Row row, double[] values) {
    double best = Arrays.stream(values).max().orElse(0.0);
    double[] progress = new double[values.length];
    double[] regret = new double[values.length];
    double[] toBest = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      progress[i] = i == 0 ? values[0] : values[i] - values[i - 1];
      regret[i] = (i == 0 ? 0.0 : regret[i - 1]) + OPTIMUM - values[i];
      toBest[i] = (i == 0 ? 0.0 : toBest[i - 1]) + best - values[i];
    }
    row.put("attempt_value", values)
        .put("attempt_progress", progress)
        .put("cumulative_regret", regret)
        .put("regret_to_best", toBest);
  }

  /// The share of the tests passed at the end; correctness where nothing else was measured.
  private static double value(Rated rated) {
    List<Potential> progress = rated.score().progress();
    double end =
        progress.isEmpty()
            ? rated.score().parts().getOrDefault("coverage", rated.correctness())
            : progress.getLast().value();
    return Math.clamp(end, 0.0, OPTIMUM);
  }

  private static String potentials(Rated rated) {
    return ChatJson.numbers(
        rated.score().progress().stream().mapToDouble(Potential::value).toArray());
  }

  private static double[] numbers(List<Rated> attempts, ToDoubleFunction<Rated> number) {
    return attempts.stream().mapToDouble(number).toArray();
  }
}
