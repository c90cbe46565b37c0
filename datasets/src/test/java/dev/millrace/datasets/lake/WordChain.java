package dev.millrace.datasets.lake;

import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.BranchOrigin;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.PolicyVersion;
import dev.millrace.rollout.trajectory.Thinking;
import dev.millrace.rollout.trajectory.TokenizerRef;
import dev.millrace.rollout.trajectory.Tokens;
import dev.millrace.rollout.trajectory.Turn;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A token chain whose tokens are words. Roles and the ends of sampled turns are one token each.
final class WordChain {
  private final BranchId id;
  private final List<Turn> turns = new ArrayList<>();
  private final List<VersionSpan> versions = new ArrayList<>();
  private final List<Integer> ids = new ArrayList<>();
  private final List<MaskReason> reasons = new ArrayList<>();
  private boolean hasLogprobs;
  private int unreported = -1;
  private int version;

  WordChain(BranchId id) {
    this.id = id;
  }

  /// The token of a word.
  static int id(String word) {
    return (word.hashCode() & 0x7fffffff) % 150_000;
  }

  void reportLogprobs(int weightVersion) {
    hasLogprobs = true;
    version = weightVersion;
  }

  /// The next sampled turn has none on its first token.
  void missNextLogprob() {
    hasLogprobs = true;
    unreported = ids.size() + 1;
  }

  int[] ids() {
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  void given(Turn.Role role, String text, MaskReason reason) {
    int start = ids.size();
    append(role.name(), reason);
    append(text, reason);
    turns.add(Turn.of(start, ids.size(), role, null));
  }

  /// @return where the turn starts
  int sampled(String text, MaskReason reason, int modelCall, @Nullable Thinking thinking) {
    append("assistant:", MaskReason.PROMPT);
    int start = ids.size();
    append(text, reason);
    append("<end>", reason);
    turns.add(new Turn(start, ids.size(), Turn.Role.ASSISTANT, modelCall, thinking));
    versions.add(new VersionSpan(start, ids.size(), new PolicyVersion("reference", version)));
    return start;
  }

  Branch branch(BranchOrigin origin) {
    int n = ids.size();
    boolean[] sampled = new boolean[n];
    byte[] codes = new byte[n];
    float[] logprobs = new float[n];
    for (int i = 0; i < n; i++) {
      MaskReason reason = reasons.get(i);
      sampled[i] = reason == MaskReason.TRAINED || reason == MaskReason.ERROR_STEP;
      codes[i] = reason.code();
      logprobs[i] = sampled[i] && i != unreported ? -0.25f * (i % 5) : Float.NaN;
    }
    return new Branch(
        id,
        null,
        origin,
        Tokens.of(ids(), sampled, codes, hasLogprobs ? logprobs : null),
        turns,
        versions,
        new TokenizerRef("words", "a".repeat(64), "b".repeat(64)));
  }

  private void append(String text, MaskReason reason) {
    for (String word : text.strip().split("\\s+", -1)) {
      ids.add(id(word));
      reasons.add(reason);
    }
  }
}
