package dev.millrace.datasets.build;

import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Tokens;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A branch cut where its first sampled token stands: prompt before, response after.
record Chain(Branch branch, int promptLength) {
  /// What trainers skip in the labels.
  static final int IGNORED = -100;

  static Chain of(Branch branch) {
    boolean[] sampled = branch.tokens().sampled();
    int at = 0;
    while (at < sampled.length && !sampled[at]) {
      at++;
    }
    return new Chain(branch, at);
  }

  Tokens tokens() {
    return branch.tokens();
  }

  int length() {
    return tokens().length();
  }

  boolean isTokenExact() {
    return branch.origin().fidelity() == Fidelity.TOKEN_EXACT;
  }

  boolean hasResponse() {
    return promptLength < length();
  }

  /// Why it cannot be trained with token by token, by the name under which it is counted. A
  /// log-probability that one token lacks is not made up, so the whole branch is left out.
  Optional<String> lackForTraining() {
    if (branch.origin().cause() == BranchCause.SIDE_CALL) {
      return Optional.of("branch_is_side_call");
    }
    if (!isTokenExact()) {
      return Optional.of("branch_not_token_exact");
    }
    if (!hasResponse()) {
      return Optional.of("branch_has_no_sampled_token");
    }
    return lacksLogprob() ? Optional.of("logprob_missing") : Optional.empty();
  }

  /// Whether a token that is trained has none, where others have one.
  private boolean lacksLogprob() {
    float[] logprobs = tokens().logprobs();
    if (logprobs == null) {
      return false;
    }
    byte[] actions = actionMask();
    for (int i = 0; i < logprobs.length; i++) {
      if (actions[i] == 1 && Float.isNaN(logprobs[i])) {
        return true;
      }
    }
    return false;
  }

  int[] promptIds() {
    return Arrays.copyOf(tokens().ids(), promptLength);
  }

  int[] responseIds() {
    return Arrays.copyOfRange(tokens().ids(), promptLength, length());
  }

  /// 1 where a token is to be imitated, over the whole chain.
  byte[] lossMask() {
    byte[] reasons = tokens().maskReasons();
    byte[] mask = new byte[reasons.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = (byte) (reasons[i] == MaskReason.TRAINED.code() ? 1 : 0);
    }
    return mask;
  }

  int[] labels() {
    int[] labels = tokens().ids();
    byte[] mask = lossMask();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = mask[i] == 1 ? labels[i] : IGNORED;
    }
    return labels;
  }

  /// 1 where the policy acted here, faults included, over the whole chain. A step that was copied
  /// from another branch or injected counts where it was sampled, not again.
  byte[] actionMask() {
    boolean[] sampled = tokens().sampled();
    byte[] reasons = tokens().maskReasons();
    byte[] mask = new byte[reasons.length];
    for (int i = 0; i < mask.length; i++) {
      boolean isAction =
          reasons[i] == MaskReason.TRAINED.code() || reasons[i] == MaskReason.ERROR_STEP.code();
      mask[i] = (byte) (sampled[i] && isAction ? 1 : 0);
    }
    return mask;
  }

  byte[] ofResponse(byte[] column) {
    return Arrays.copyOfRange(column, promptLength, column.length);
  }

  float @Nullable [] responseLogprobs() {
    float[] logprobs = tokens().logprobs();
    return logprobs == null ? null : Arrays.copyOfRange(logprobs, promptLength, logprobs.length);
  }

  static int ones(byte[] mask) {
    int ones = 0;
    for (byte bit : mask) {
      ones += bit;
    }
    return ones;
  }
}
