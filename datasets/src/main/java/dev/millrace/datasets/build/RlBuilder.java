package dev.millrace.datasets.build;

import static dev.millrace.datasets.lake.table.Column.nullable;
import static dev.millrace.datasets.lake.table.Column.required;

import dev.millrace.datasets.lake.Lake;
import dev.millrace.datasets.lake.table.ColumnType;
import dev.millrace.datasets.lake.table.NullableInts;
import dev.millrace.datasets.lake.table.Row;
import dev.millrace.datasets.lake.table.Table;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.Distribution;
import dev.millrace.rollout.trajectory.LogprobKind;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.SamplingFacts;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `rl` set: every judged episode with its group's baseline.
public final class RlBuilder implements SetBuilder {
  private static final Table TABLE =
      CommonColumns.table(
          "rl",
          List.of(
              required("episode_id", ColumnType.STRING, "The episode; a rollout."),
              required("branch_id", ColumnType.STRING, "The token chain; one row each."),
              required("member", ColumnType.INT32, "The episode's place in its group.")),
          List.of(
              required("reward", ColumnType.DOUBLE, "The episode's total score."),
              required("correctness", ColumnType.DOUBLE, "1 when solved."),
              required("judged", ColumnType.BOOL, "A judge's word alone is its verdict."),
              required("group_size", ColumnType.INT32, "Judged episodes of the group."),
              required("group_mean", ColumnType.DOUBLE, "Mean reward over them."),
              required("group_std", ColumnType.DOUBLE, "Sample standard deviation (n - 1)."),
              required("advantage", ColumnType.DOUBLE, "(reward - mean) / (std + 1e-6)."),
              required("zero_variance", ColumnType.BOOL, "All rewards of the group are equal."),
              required("truncated", ColumnType.BOOL, "A limit ended the episode."),
              required(
                  "distribution_masked",
                  ColumnType.BOOL,
                  "A grammar forbade some ids in at least one turn."),
              required("cause", ColumnType.STRING, "Why the branch was started: first, ..."),
              nullable("parent_branch_id", ColumnType.STRING, "The branch it continues from."),
              required(
                  "turns",
                  ColumnType.JSONS,
                  "One a sampled turn: start and end in response_ids, and thinking (on,"
                      + " past_visible, mode; null where not known)."),
              nullable(
                  "logprob_kind",
                  ColumnType.STRING,
                  "behaviour: of the distribution that was sampled from; raw: of the model before"
                      + " temperature, cuts and masks; mixed. Null where no engine says."),
              required("num_branches", ColumnType.INT32, "Rows that share this rollout."),
              required("prompt_len", ColumnType.INT32, "Length of prompt_ids."),
              required("response_len", ColumnType.INT32, "Length of response_ids."),
              required("num_action_tokens", ColumnType.INT32, "Ones in response_mask."),
              required("response_mask", ColumnType.BYTES, "1 where the policy sampled here."),
              required("mask_reason", ColumnType.BYTES, CommonColumns.REASONS + "."),
              required(
                  "weight_versions",
                  ColumnType.NULLABLE_INTS,
                  "Weights that sampled each response token; null where it was given."),
              nullable(
                  "response_logprobs",
                  ColumnType.FLOATS,
                  "As the engine reported them; null elements where given, no list where the"
                      + " policy reports none."),
              required("prompt_ids", ColumnType.INTS, "Tokens before the first sampled one."),
              required("response_ids", ColumnType.INTS, "All tokens from there, tools included.")));
  private static final SetCard CARD =
      new SetCard(
          "Groups of judged rollouts for reinforcement learning",
          "One row a token chain of an episode with a verdict. The group's mean and deviation are"
              + " taken once a rollout, not once a row, so an episode with several chains does not"
              + " weigh more.",
          List.of(
              "response_mask, response_logprobs, weight_versions and mask_reason are as long as"
                  + " response_ids and unshifted.",
              "response_mask is 1 on every token the policy sampled in this chain, faulty steps"
                  + " included (mask_reason 3): a fault is an action, and the reward speaks of it."
                  + " Tool results are 0.",
              "mask_reason: " + CommonColumns.REASONS + ".",
              "A null response_logprobs means the policy reports none; nothing is made up. Do not"
                  + " correct for off-policy data with such rows.",
              "Left out: branches whose ids are not the engine's own (branch_not_token_exact), side"
                  + " calls (branch_is_side_call), and branches where some trained ids have a"
                  + " log-probability and others do not (logprob_missing).",
              "distribution_masked: the log-probabilities are those under a mask of allowed ids.",
              "logprob_kind raw: do not take response_logprobs for those of the sampling policy"
                  + " where temperature or cuts changed it; score the tokens again.",
              "Groups without variance are kept and flagged: their advantage is 0. A group of one"
                  + " has deviation 0.",
              "Episodes that failed have no reward and are not here."));

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
    Groups.forEach(
        lake,
        group -> {
          List<Rated> rated = Rated.of(group, run);
          Baseline baseline = Baseline.of(rated);
          rated.forEach(one -> add(one, baseline, run));
        });
    return run.summary();
  }

  private static void add(Rated rated, Baseline baseline, SetRun run) {
    for (Branch branch : rated.trajectory().branches()) {
      Chain chain = Chain.of(branch);
      Optional<String> lack = chain.lackForTraining();
      if (lack.isPresent()) {
        run.drop(lack.get());
      } else {
        run.write(row(rated, baseline, chain));
      }
    }
  }

  private static Row row(Rated rated, Baseline baseline, Chain chain) {
    Row row = new Row(TABLE);
    CommonColumns.putShared(row, rated, chain.branch());
    byte[] mask = chain.ofResponse(chain.actionMask());
    BranchId parent = chain.branch().parent();
    return row.put("episode_id", rated.id())
        .put("branch_id", chain.branch().id().value())
        .put("member", rated.member())
        .put("reward", rated.total())
        .put("correctness", rated.correctness())
        .put("judged", rated.score().isJudged())
        .put("group_size", baseline.size())
        .put("group_mean", baseline.mean())
        .put("group_std", baseline.deviation())
        .put("advantage", baseline.advantage(rated.total()))
        .put("zero_variance", baseline.isFlat())
        .put("truncated", rated.isTruncated())
        .put("distribution_masked", isMasked(rated, chain))
        .put("cause", CommonColumns.lower(chain.branch().origin().cause()))
        .put("parent_branch_id", parent == null ? null : parent.value())
        .put("turns", ChatJson.turns(chain))
        .put("logprob_kind", logprobKind(rated, chain))
        .put("num_branches", trainable(rated))
        .put("prompt_len", chain.promptLength())
        .put("response_len", chain.length() - chain.promptLength())
        .put("num_action_tokens", Chain.ones(mask))
        .put("response_mask", mask)
        .put("mask_reason", chain.ofResponse(chain.tokens().maskReasons()))
        .put("weight_versions", versions(chain))
        .put("response_logprobs", chain.responseLogprobs())
        .put("prompt_ids", chain.promptIds())
        .put("response_ids", chain.responseIds());
  }

  private static int trainable(Rated rated) {
    return (int)
        rated.trajectory().branches().stream()
            .filter(branch -> Chain.of(branch).lackForTraining().isEmpty())
            .count();
  }

  private static boolean isMasked(Rated rated, Chain chain) {
    return sampling(rated, chain).stream()
        .anyMatch(sampling -> sampling.distribution() == Distribution.MASKED);
  }

  private static @Nullable String logprobKind(Rated rated, Chain chain) {
    List<LogprobKind> kinds =
        sampling(rated, chain).stream()
            .map(SamplingFacts::logprobs)
            .filter(kind -> kind != LogprobKind.NONE)
            .distinct()
            .toList();
    return switch (kinds.size()) {
      case 0 -> null;
      case 1 -> CommonColumns.lower(kinds.getFirst());
      default -> "mixed";
    };
  }

  private static List<SamplingFacts> sampling(Rated rated, Chain chain) {
    List<SamplingFacts> found = new ArrayList<>();
    for (ModelCall call : rated.trajectory().events().modelCalls()) {
      SamplingFacts sampling = call.sampling();
      if (sampling != null && call.branch().equals(chain.branch().id())) {
        found.add(sampling);
      }
    }
    return found;
  }

  private static NullableInts versions(Chain chain) {
    boolean[] sampled = chain.tokens().sampled();
    int from = chain.promptLength();
    int[] values = new int[chain.length() - from];
    boolean[] present = new boolean[values.length];
    for (VersionSpan span : chain.branch().versions()) {
      for (int i = Math.max(span.start(), from); i < Math.min(span.end(), chain.length()); i++) {
        values[i - from] = span.version().version();
        present[i - from] = sampled[i];
      }
    }
    return new NullableInts(values, present);
  }
}
