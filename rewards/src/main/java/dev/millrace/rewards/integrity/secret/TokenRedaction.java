package dev.millrace.rewards.integrity.secret;

import dev.millrace.rollout.token.Tokenizer;
import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchOrigin;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Tokens;
import java.util.Arrays;
import java.util.List;

/// Takes secrets out of token chains: the ids that say one are replaced, masked as
/// [MaskReason#REDACTED], and the branch counts as text only, for its ids are not the engine's
/// any more.
final class TokenRedaction {
  /// Stands for what was taken out; a chain of many of them is no word.
  private static final String FILLER = "*";

  private final Tokenizer tokenizer;
  private final List<String> secrets;
  private final int filler;

  TokenRedaction(Tokenizer tokenizer, List<String> secrets) {
    this.tokenizer = tokenizer;
    this.secrets = secrets;
    this.filler = tokenizer.encode(FILLER)[0];
  }

  /// The branch without secrets; the same one where it held none.
  Branch of(Branch branch) {
    Tokens tokens = branch.tokens();
    int[] ids = tokens.ids();
    byte[] reasons = tokens.maskReasons();
    float[] logprobs = tokens.logprobs();
    boolean isChanged = false;
    for (String secret : secrets) {
      int end = end(ids, ids.length, secret);
      while (end > 0) {
        int start = start(ids, end, secret);
        Arrays.fill(ids, start, end, filler);
        Arrays.fill(reasons, start, end, MaskReason.REDACTED.code());
        if (logprobs != null) {
          Arrays.fill(logprobs, start, end, Float.NaN);
        }
        isChanged = true;
        end = end(ids, ids.length, secret);
      }
    }
    if (!isChanged) {
      return branch;
    }
    return new Branch(
        branch.id(),
        branch.parent(),
        new BranchOrigin(branch.origin().cause(), Fidelity.TEXT_ONLY),
        Tokens.of(ids, tokens.sampled(), reasons, logprobs),
        branch.turns(),
        branch.versions(),
        branch.tokenizer());
  }

  /// How many ids it takes until the secret was said, or 0 where it is not.
  private int end(int[] ids, int length, String secret) {
    if (!says(ids, 0, length, secret)) {
      return 0;
    }
    int low = 1;
    int high = length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (says(ids, 0, middle, secret)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// The last id from which on the secret is still said.
  private int start(int[] ids, int end, String secret) {
    int low = 0;
    int high = end - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (says(ids, middle, end, secret)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private boolean says(int[] ids, int start, int end, String secret) {
    return tokenizer.decode(Arrays.copyOfRange(ids, start, end)).contains(secret);
  }
}
