package dev.millrace.datasets.build;

import static dev.millrace.datasets.lake.table.Column.nullable;
import static dev.millrace.datasets.lake.table.Column.required;

import dev.millrace.datasets.lake.Lake;
import dev.millrace.datasets.lake.table.ColumnType;
import dev.millrace.datasets.lake.table.Table;
import java.util.List;

/// The `dpo` set: pairs of steps and pairs of whole trajectories.
public final class DpoBuilder implements SetBuilder {
  static final Table TABLE =
      CommonColumns.table(
          "dpo",
          List.of(
              required("pair_id", ColumnType.STRING, "The pair; unique in the set."),
              required("kind", ColumnType.STRING, "step, recovery or trajectory."),
              nullable("fault", ColumnType.STRING, "What is wrong with the rejected step."),
              required("same_prefix", ColumnType.BOOL, "Both sides follow prompt_ids exactly."),
              required("chosen_episode_id", ColumnType.STRING, "Where chosen comes from."),
              required("rejected_episode_id", ColumnType.STRING, "Where rejected comes from.")),
          List.of(
              required("judged", ColumnType.BOOL, "A judge's word alone is its verdict."),
              required("chosen_score", ColumnType.DOUBLE, "Total score of chosen's episode."),
              required("rejected_score", ColumnType.DOUBLE, "Total score of rejected's episode."),
              nullable("margin", ColumnType.DOUBLE, "Their difference; of trajectories only."),
              required("tools", ColumnType.JSONS, "Tools offered, as OpenAI writes them."),
              required("prompt", ColumnType.JSONS, "Messages before both sides."),
              required("chosen", ColumnType.JSONS, "Messages to prefer."),
              required("rejected", ColumnType.JSONS, "Messages to avoid."),
              required("chosen_loss_mask", ColumnType.BYTES, "1 where chosen_ids is compared."),
              required("rejected_loss_mask", ColumnType.BYTES, "1 where rejected_ids is compared."),
              required("prompt_ids", ColumnType.INTS, "Tokens before both sides."),
              required("chosen_ids", ColumnType.INTS, "Tokens to prefer."),
              required("rejected_ids", ColumnType.INTS, "Tokens to avoid.")));
  private static final SetCard CARD =
      new SetCard(
          "Preference pairs: faulty steps against good ones, and whole trajectories",
          "Three kinds of rows. step: a faulty step against the good step that a solved sibling of"
              + " the same group took after exactly the same tokens. recovery: where no sibling"
              + " did, the step with which the episode itself recovered. trajectory: the best"
              + " episode of a group against its worst.",
          List.of(
              "same_prefix is true where both sides were sampled after prompt_ids, token for token:"
                  + " always for step and trajectory, never for recovery. A recovery was sampled"
                  + " after the error had been seen; its tokens did not follow prompt_ids. Leave"
                  + " such rows out (kind != 'recovery') if that matters to you.",
              "The loss masks are as long as chosen_ids and rejected_ids and unshifted; tool"
                  + " results are 0. chosen_loss_mask also leaves out faulty steps inside a chosen"
                  + " trajectory; rejected_loss_mask keeps every sampled token.",
              "Left out: steps and trajectories on branches whose ids are not the engine's own"
                  + " (branch_not_token_exact) or that lack a log-probability (logprob_missing),"
                  + " and steps of episodes whose context was cut or rewritten on the way, as no"
                  + " text says what they follow (step_in_a_conversation_that_was_cut).",
              "Trainers that take text and no mask will put tool results of trajectory pairs into"
                  + " the loss; prefer kind = 'step' and 'recovery' there: their sides are one"
                  + " assistant message each."));

  private final double minMargin;

  /// @param minMargin the least difference of total scores that makes a pair of trajectories
  public DpoBuilder(double minMargin) {
    this.minMargin = minMargin;
  }

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
    TrajectoryPairs trajectories = new TrajectoryPairs(minMargin);
    Groups.forEach(
        lake,
        group -> {
          List<Rated> rated = Rated.of(group, run);
          StepPairs.add(rated, run);
          trajectories.add(rated, run);
        });
    return run.summary();
  }
}
