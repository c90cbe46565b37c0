package dev.millrace.datasets.build;

import dev.millrace.datasets.lake.table.Row;
import dev.millrace.rollout.trajectory.Message;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Faulty steps against good ones.
final class StepPairs {
  private StepPairs() {}

  static void add(List<Rated> group, SetRun run) {
    Map<String, Side> good = goodSteps(group);
    for (Rated rated : group) {
      List<Step> steps = Step.of(rated.trajectory()).orElse(List.of());
      for (int i = 0; i < steps.size(); i++) {
        if (steps.get(i).isFaulty()) {
          Optional<String> lack = lack(rated, steps.get(i));
          if (lack.isPresent()) {
            run.drop(lack.get());
          } else {
            add(new Side(rated, steps.get(i)), good, recovery(rated, steps, i), run);
          }
        }
      }
    }
  }

  private static Optional<String> lack(Rated rated, Step step) {
    return rated.isWholeText() ? step.lack() : Optional.of("step_in_a_conversation_that_was_cut");
  }

  private static void add(
      Side rejected, Map<String, Side> good, @Nullable Side recovery, SetRun run) {
    Side sibling = good.get(rejected.step().call().promptDigest());
    Side chosen = sibling == null ? recovery : sibling;
    if (chosen == null) {
      run.drop("step_faulty_without_a_good_one");
    } else if (Arrays.equals(chosen.step().sampledIds(), rejected.step().sampledIds())) {
      run.drop("step_faulty_equals_the_good_one");
    } else {
      run.write(row(rejected, chosen, sibling == null ? "recovery" : "step"));
    }
  }

  /// The good steps of solved episodes by the digest of the tokens they follow; of several, the
  /// first member's.
  private static Map<String, Side> goodSteps(List<Rated> group) {
    Map<String, Side> good = new HashMap<>();
    for (Rated rated : group) {
      if (isExample(rated)) {
        for (Step step : Step.of(rated.trajectory()).orElse(List.of())) {
          if (!step.isFaulty() && lack(rated, step).isEmpty()) {
            good.putIfAbsent(step.call().promptDigest(), new Side(rated, step));
          }
        }
      }
    }
    return good;
  }

  private static @Nullable Side recovery(Rated rated, List<Step> steps, int fault) {
    if (!isExample(rated)) {
      return null;
    }
    for (int i = fault + 1; i < steps.size(); i++) {
      if (!steps.get(i).isFaulty() && lack(rated, steps.get(i)).isEmpty()) {
        return new Side(rated, steps.get(i));
      }
    }
    return null;
  }

  private static boolean isExample(Rated rated) {
    return rated.isSolved() && !rated.isTampered();
  }

  private static Row row(Side rejected, Side chosen, String kind) {
    Rated rated = rejected.rated();
    Step step = rejected.step();
    List<Message> before = rated.trajectory().messages().subList(0, step.message());
    Row row = new Row(DpoBuilder.TABLE);
    CommonColumns.putShared(row, rated, step.branch());
    return row.put("pair_id", rated.id() + ":" + step.call().turn())
        .put("kind", kind)
        .put("fault", step.fault())
        .put("same_prefix", kind.equals("step"))
        .put("chosen_episode_id", chosen.rated().id())
        .put("rejected_episode_id", rated.id())
        .put("judged", chosen.rated().score().isJudged())
        .put("chosen_score", chosen.rated().total())
        .put("rejected_score", rated.total())
        .put("tools", ChatJson.tools(rated.trajectory().tools()))
        .put("prompt", ChatJson.messages(before))
        .put("chosen", List.of(chosen.message()))
        .put("rejected", List.of(rejected.message()))
        .put("chosen_loss_mask", ones(chosen.step()))
        .put("rejected_loss_mask", ones(step))
        .put("prompt_ids", step.promptIds())
        .put("chosen_ids", chosen.step().sampledIds())
        .put("rejected_ids", step.sampledIds());
  }

  private static byte[] ones(Step step) {
    byte[] ones = new byte[step.end() - step.start()];
    Arrays.fill(ones, (byte) 1);
    return ones;
  }

  /// A step and the episode it belongs to.
  private record Side(Rated rated, Step step) {
    String message() {
      return ChatJson.message(rated.trajectory().messages().get(step.message()));
    }
  }
}
