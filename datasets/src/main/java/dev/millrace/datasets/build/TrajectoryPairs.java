package dev.millrace.datasets.build;

import dev.millrace.datasets.lake.table.Row;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The best episode of a group against its worst.
final class TrajectoryPairs {
  /// The best first; of equals, the first member.
  private static final Comparator<Rated> BEST_FIRST =
      Comparator.comparingDouble(Rated::total).reversed().thenComparingInt(Rated::member);

  /// The worst first; of equals, the first member.
  private static final Comparator<Rated> WORST_FIRST =
      Comparator.comparingDouble(Rated::total).thenComparingInt(Rated::member);

  private final double minMargin;

  TrajectoryPairs(double minMargin) {
    this.minMargin = minMargin;
  }

  void add(List<Rated> group, SetRun run) {
    List<Rated> whole = new ArrayList<>();
    for (Rated rated : group) {
      lack(rated).ifPresentOrElse(run::drop, () -> whole.add(rated));
    }
    List<Rated> honest = whole.stream().filter(r -> !r.isTampered()).toList();
    if (whole.size() < 2 || honest.isEmpty()) {
      run.drop("group_without_two_episodes_to_compare");
      return;
    }
    Rated best = honest.stream().min(BEST_FIRST).orElseThrow();
    Rated worst = whole.stream().min(WORST_FIRST).orElseThrow();
    Chain chosen = Chain.of(best.work().getFirst());
    Chain rejected = Chain.of(worst.work().getFirst());
    if (best.total() <= worst.total() || best.total() - worst.total() < minMargin) {
      run.drop("group_below_the_margin");
    } else if (!Arrays.equals(chosen.promptIds(), rejected.promptIds())) {
      run.drop("group_with_unequal_prompts");
    } else {
      run.write(row(best, worst, chosen, rejected));
    }
  }

  private static Optional<String> lack(Rated rated) {
    List<Branch> work = rated.work();
    return work.size() == 1
        ? Chain.of(work.getFirst()).lackForTraining()
        : Optional.of("episode_of_several_or_no_branches_not_paired");
  }

  private static Row row(Rated best, Rated worst, Chain chosen, Chain rejected) {
    Row row = new Row(DpoBuilder.TABLE);
    CommonColumns.putShared(row, worst, rejected.branch());
    List<Message> messages = best.trajectory().messages();
    return row.put("pair_id", worst.id() + ":trajectory")
        .put("kind", "trajectory")
        .put("same_prefix", true)
        .put("chosen_episode_id", best.id())
        .put("rejected_episode_id", worst.id())
        .put("judged", best.score().isJudged())
        .put("chosen_score", best.total())
        .put("rejected_score", worst.total())
        .put("margin", best.total() - worst.total())
        .put("tools", ChatJson.tools(best.trajectory().tools()))
        .put("prompt", ChatJson.messages(messages.subList(0, firstAssistant(messages))))
        .put("chosen", fromFirstAssistant(messages))
        .put("rejected", fromFirstAssistant(worst.trajectory().messages()))
        .put("chosen_loss_mask", chosen.ofResponse(chosen.lossMask()))
        .put("rejected_loss_mask", rejected.ofResponse(rejected.actionMask()))
        .put("prompt_ids", chosen.promptIds())
        .put("chosen_ids", chosen.responseIds())
        .put("rejected_ids", rejected.responseIds());
  }

  private static List<String> fromFirstAssistant(List<Message> messages) {
    return ChatJson.messages(messages.subList(firstAssistant(messages), messages.size()));
  }

  private static int firstAssistant(List<Message> messages) {
    int at = 0;
    while (at < messages.size() && !(messages.get(at) instanceof Message.Assistant)) {
      at++;
    }
    return at;
  }
}
