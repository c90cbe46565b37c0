package dev.millrace.rollout.token;

import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.ModelCall;
import dev.millrace.rollout.trajectory.Trajectory;
import dev.millrace.rollout.trajectory.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The invariant that every sampled token stands behind the prefix it was sampled from. Readers of
/// branches check it before they use one.
public final class PrefixCheck {
  private PrefixCheck() {}

  /// What is wrong with one model call.
  public record Problem(int modelCall, String detail) {
    @Override
    public String toString() {
      return "model call " + modelCall + ": " + detail;
    }
  }

  /// What is wrong, by model call; empty when the invariant holds.
  public static List<Problem> problems(Trajectory trajectory) {
    Map<BranchId, Checked> branches = new HashMap<>();
    trajectory.branches().forEach(branch -> branches.put(branch.id(), new Checked(branch)));
    List<Problem> problems = new ArrayList<>();
    for (ModelCall call : trajectory.events().modelCalls()) {
      Checked branch = branches.get(call.branch());
      String problem =
          branch == null ? "its branch " + call.branch() + " is missing" : branch.problem(call);
      if (!problem.isEmpty()) {
        problems.add(new Problem(call.turn(), problem));
      }
    }
    return List.copyOf(problems);
  }

  /// A branch with its arrays at hand; its calls are checked in their order.
  private static final class Checked {
    private final BranchId id;
    private final int[] ids;
    private final boolean[] sampled;
    private final Map<Integer, Turn> turns = new HashMap<>();
    private PrefixDigest digest = new PrefixDigest();
    private int digested;

    Checked(Branch branch) {
      this.id = branch.id();
      this.ids = branch.tokens().ids();
      this.sampled = branch.tokens().sampled();
      for (Turn turn : branch.turns()) {
        if (turn.modelCall() != null) {
          turns.put(turn.modelCall(), turn);
        }
      }
    }

    String problem(ModelCall call) {
      int end = call.promptTokens() + call.sampledTokens();
      if (end > ids.length) {
        return "it ends at token " + end + " of a branch of " + ids.length;
      }
      String found = digest(call.promptTokens());
      if (!found.equals(call.promptDigest())) {
        return "the first "
            + call.promptTokens()
            + " ids of "
            + id
            + " have the digest "
            + found
            + ", but "
            + call.promptDigest()
            + " was sent";
      }
      for (int i = call.promptTokens(); i < end; i++) {
        if (!sampled[i]) {
          return "token " + i + " of " + id + " is not marked sampled";
        }
      }
      return isTurnOf(turns.get(call.turn()), call)
          ? ""
          : "no turn of " + id + " covers what was sampled";
    }

    /// [dev.millrace.rollout.trajectory.Tokens#prefixDigest], without digesting again what an
    /// earlier call of the branch was sent.
    private String digest(int length) {
      if (length < digested) {
        digest = new PrefixDigest();
        digested = 0;
      }
      digest.add(ids, digested, length);
      digested = length;
      return digest.copy().hex();
    }

    private static boolean isTurnOf(@Nullable Turn turn, ModelCall call) {
      return turn != null
          && turn.start() == call.promptTokens()
          && turn.end() - turn.start() == call.sampledTokens();
    }
  }
}
