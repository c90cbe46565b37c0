package dev.millrace.rollout.token;

import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Tokens;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Turn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The invariant that every sampled token stands behind the prefix it was sampled from. Readers of
/// branches check it before they use one.
public final class PrefixCheck {
  private PrefixCheck() {}

  /// What is wrong, one line each, naming the model call; empty when the invariant holds.
  public static List<String> problems(Trajectory trajectory) {
    Map<BranchId, Branch> branches = new LinkedHashMap<>();
    trajectory.branches().forEach(branch -> branches.put(branch.id(), branch));
    List<String> problems = new ArrayList<>();
    for (ModelCall call : trajectory.events().modelCalls()) {
      Branch branch = branches.get(call.branch());
      String problem =
          branch == null ? "there is no branch " + call.branch() : problem(call, branch);
      if (!problem.isEmpty()) {
        problems.add(
            "episode "
                + trajectory.episode().id()
                + ", model call "
                + call.turn()
                + ": "
                + problem);
      }
    }
    return List.copyOf(problems);
  }

  /// @throws IllegalStateException with the problems when the invariant is broken
  public static void require(Trajectory trajectory) {
    List<String> problems = problems(trajectory);
    if (!problems.isEmpty()) {
      throw new IllegalStateException(String.join("; ", problems));
    }
  }

  private static String problem(ModelCall call, Branch branch) {
    Tokens tokens = branch.tokens();
    int end = call.promptTokens() + call.sampledTokens();
    if (end > tokens.length()) {
      return "it ends at token " + end + " of a branch of " + tokens.length();
    }
    if (!Tokens.prefixDigest(tokens.ids(), call.promptTokens()).equals(call.promptDigest())) {
      return "the first "
          + call.promptTokens()
          + " ids of "
          + branch.id()
          + " are not what was sent";
    }
    boolean[] sampled = tokens.sampled();
    for (int i = call.promptTokens(); i < end; i++) {
      if (!sampled[i]) {
        return "token " + i + " of " + branch.id() + " is not marked sampled";
      }
    }
    boolean hasTurn = branch.turns().stream().anyMatch(turn -> isTurnOf(turn, call));
    return hasTurn ? "" : "no turn of " + branch.id() + " covers what was sampled";
  }

  private static boolean isTurnOf(Turn turn, ModelCall call) {
    return Objects.equals(turn.modelCall(), call.turn())
        && turn.start() == call.promptTokens()
        && turn.end() - turn.start() == call.sampledTokens();
  }
}
