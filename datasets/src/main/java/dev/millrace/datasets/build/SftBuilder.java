package dev.millrace.datasets.build;

import static dev.millrace.datasets.lake.table.Column.nullable;
import static dev.millrace.datasets.lake.table.Column.required;

import dev.millrace.datasets.lake.Lake;
import dev.millrace.datasets.lake.table.ColumnType;
import dev.millrace.datasets.lake.table.Row;
import dev.millrace.datasets.lake.table.Table;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The `sft` set: what solved its task honestly, with its faulty steps in sight but not in the
/// loss.
public final class SftBuilder implements SetBuilder {
  private static final Table TABLE =
      CommonColumns.table(
          "sft",
          List.of(
              required("episode_id", ColumnType.STRING, "The episode."),
              required("branch_id", ColumnType.STRING, "The token chain; one row each.")),
          List.of(
              required("reward", ColumnType.DOUBLE, "The episode's total score."),
              required("correctness", ColumnType.DOUBLE, "1 when solved."),
              required("judged", ColumnType.BOOL, "A judge's word alone is its verdict."),
              required(
                  "fidelity",
                  ColumnType.STRING,
                  "token_exact, or text_only: then the token columns are null."),
              required("cause", ColumnType.STRING, "Why the branch was started: first, ..."),
              nullable("num_tokens", ColumnType.INT32, "Length of input_ids."),
              nullable("prompt_len", ColumnType.INT32, "Tokens before the first sampled one."),
              nullable("num_loss_tokens", ColumnType.INT32, "Tokens that are trained."),
              required("num_turns", ColumnType.INT32, "Assistant turns of the episode."),
              required("num_faults", ColumnType.INT32, "Assistant turns masked as faulty."),
              nullable(
                  "message_trained",
                  ColumnType.BYTES,
                  "One a message: 1 where an assistant turn is trained, else 0."),
              required("tools", ColumnType.JSONS, "Tools offered, as OpenAI writes them."),
              nullable(
                  "messages",
                  ColumnType.JSONS,
                  "The conversation, as OpenAI writes it, arguments as objects; null on an"
                      + " episode's second and later branches, and where its context was cut."),
              nullable("mask_reason", ColumnType.BYTES, CommonColumns.REASONS + "."),
              nullable("loss_mask", ColumnType.BYTES, "1 where the token is trained."),
              nullable("attention_mask", ColumnType.BYTES, "1 everywhere: nothing is padded."),
              nullable("labels", ColumnType.INTS, "input_ids where trained, else -100."),
              nullable("input_ids", ColumnType.INTS, "What the engine read and wrote.")));
  private static final SetCard CARD =
      new SetCard(
          "Supervised fine-tuning on solved agent episodes",
          "One row a token chain of an episode that solved its task (correctness of at least 1, as"
              + " judged by the task's own tests in a fresh sandbox) without editing the tests."
              + " Text columns serve trainers that render themselves, token columns those that"
              + " take ids; both hold the same episode.",
          List.of(
              "labels and loss_mask are unshifted: they stand at the token itself, and the trainer"
                  + " shifts.",
              "A token is trained if and only if mask_reason is 0; labels is -100 elsewhere.",
              "mask_reason: " + CommonColumns.REASONS + ".",
              "A faulty step stays in the context with reason 3 and is never trained; the recovery"
                  + " after it is.",
              "message_trained says the same for text trainers, message by message.",
              "messages is null in every row of an episode whose context was cut, folded or summed"
                  + " up on the way: its whole conversation is not what the policy read. The token"
                  + " columns hold what it read, branch by branch.",
              "Rows with fidelity text_only come from engines that give text alone. Their token"
                  + " columns are null, as ids made from text again are not what was sampled; a"
                  + " text_only branch without messages is left out (branch_not_token_exact), and"
                  + " so are side calls (branch_is_side_call)."));

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
    Groups.forEach(lake, group -> Rated.of(group, run).forEach(rated -> add(rated, run)));
    return run.summary();
  }

  private static void add(Rated rated, SetRun run) {
    if (!rated.isSolved()) {
      run.drop("episode_not_solved");
      return;
    }
    if (rated.isTampered()) {
      run.drop("episode_tampered");
      return;
    }
    List<Step> steps = Step.of(rated.trajectory()).orElse(List.of());
    if (steps.isEmpty()) {
      run.drop("episode_messages_do_not_match_calls");
      return;
    }
    boolean hasText = rated.isWholeText();
    for (Branch branch : rated.trajectory().branches()) {
      Chain chain = Chain.of(branch);
      boolean isFirst = branch.origin().cause() == BranchCause.FIRST;
      Optional<String> lack = lack(chain, hasText && isFirst);
      if (lack.isPresent()) {
        run.drop(lack.get());
      } else {
        run.write(row(rated, steps, chain, hasText && isFirst));
      }
    }
  }

  private static Optional<String> lack(Chain chain, boolean hasText) {
    if (chain.branch().origin().cause() == BranchCause.SIDE_CALL) {
      return Optional.of("branch_is_side_call");
    }
    if (!chain.isTokenExact() && !hasText) {
      return Optional.of("branch_not_token_exact");
    }
    return Chain.ones(chain.lossMask()) == 0
        ? Optional.of("branch_has_nothing_to_train")
        : Optional.empty();
  }

  private static Row row(Rated rated, List<Step> steps, Chain chain, boolean hasText) {
    Row row = row(rated, steps, chain);
    if (hasText) {
      row.put("messages", ChatJson.messages(rated.trajectory().messages()))
          .put("message_trained", trained(rated, steps));
    }
    return chain.isTokenExact() ? withTokens(row, chain) : row;
  }

  private static Row row(Rated rated, List<Step> steps, Chain chain) {
    Row row = new Row(TABLE);
    CommonColumns.putShared(row, rated, chain.branch());
    return row.put("episode_id", rated.id())
        .put("branch_id", chain.branch().id().value())
        .put("reward", rated.total())
        .put("correctness", rated.correctness())
        .put("judged", rated.score().isJudged())
        .put("fidelity", CommonColumns.lower(chain.branch().origin().fidelity()))
        .put("cause", CommonColumns.lower(chain.branch().origin().cause()))
        .put("num_turns", steps.size())
        .put("num_faults", (int) steps.stream().filter(Step::isFaulty).count())
        .put("tools", ChatJson.tools(rated.trajectory().tools()));
  }

  private static Row withTokens(Row row, Chain chain) {
    byte[] attention = new byte[chain.length()];
    Arrays.fill(attention, (byte) 1);
    return row.put("num_tokens", chain.length())
        .put("prompt_len", chain.promptLength())
        .put("num_loss_tokens", Chain.ones(chain.lossMask()))
        .put("mask_reason", chain.tokens().maskReasons())
        .put("loss_mask", chain.lossMask())
        .put("attention_mask", attention)
        .put("labels", chain.labels())
        .put("input_ids", chain.tokens().ids());
  }

  private static byte[] trained(Rated rated, List<Step> steps) {
    byte[] trained = new byte[rated.trajectory().messages().size()];
    for (Step step : steps) {
      trained[step.message()] = (byte) (step.isFaulty() ? 0 : 1);
    }
    return trained;
  }
}
