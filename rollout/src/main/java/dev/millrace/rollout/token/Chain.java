package dev.millrace.rollout.token;

import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.BranchOrigin;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.TokenizerRef;
import dev.millrace.rollout.trajectory.Tokens;
import dev.millrace.rollout.trajectory.Turn;
import dev.millrace.rollout.trajectory.VersionSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The growing tokens of one branch. Ids are only ever added.
final class Chain {
  private final BranchId id;
  private final @Nullable BranchId parent;
  private final BranchOrigin origin;
  private final List<Turn> turns = new ArrayList<>();
  private final List<VersionSpan> versions = new ArrayList<>();
  private int[] ids = new int[1024];
  private boolean[] sampled = new boolean[1024];
  private byte[] reasons = new byte[1024];
  private float[] logprobs = new float[1024];
  private boolean hasLogprobs;
  private int length;

  Chain(BranchId id, @Nullable BranchId parent, BranchCause cause) {
    this.origin = new BranchOrigin(cause, Fidelity.TOKEN_EXACT);
    this.id = id;
    this.parent = parent;
  }

  BranchId id() {
    return id;
  }

  boolean isEmpty() {
    return length == 0;
  }

  int lastId() {
    return ids[length - 1];
  }

  /// What the chain's ids would be with these after them.
  int[] with(List<Given> more) {
    int total = length + more.stream().mapToInt(given -> given.ids().length).sum();
    int[] all = Arrays.copyOf(ids, total);
    int at = length;
    for (Given given : more) {
      System.arraycopy(given.ids(), 0, all, at, given.ids().length);
      at += given.ids().length;
    }
    return all;
  }

  void append(Given given) {
    int start = length;
    add(given.ids(), given.reason());
    if (given.role() != null) {
      turns.add(Turn.of(start, length, given.role(), null));
    }
  }

  void append(int[] more, float @Nullable [] moreLogprobs, List<VersionSpan> spans, int modelCall) {
    int start = length;
    add(more, MaskReason.TRAINED);
    Arrays.fill(sampled, start, length, true);
    if (moreLogprobs != null) {
      hasLogprobs = true;
      System.arraycopy(moreLogprobs, 0, logprobs, start, more.length);
    }
    turns.add(Turn.of(start, length, Turn.Role.ASSISTANT, modelCall));
    spans.forEach(span -> versions.add(span.shifted(start)));
  }

  private void add(int[] more, MaskReason reason) {
    int end = length + more.length;
    if (end > ids.length) {
      int room = Math.max(end, 2 * ids.length);
      ids = Arrays.copyOf(ids, room);
      sampled = Arrays.copyOf(sampled, room);
      reasons = Arrays.copyOf(reasons, room);
      logprobs = Arrays.copyOf(logprobs, room);
    }
    System.arraycopy(more, 0, ids, length, more.length);
    Arrays.fill(reasons, length, end, reason.code());
    Arrays.fill(logprobs, length, end, Float.NaN);
    length = end;
  }

  /// Marks the tokens that a model call sampled.
  ///
  /// @return whether that call is on this chain
  boolean mark(int modelCall, MaskReason reason) {
    for (Turn turn : turns) {
      if (Objects.equals(turn.modelCall(), modelCall)) {
        Arrays.fill(reasons, turn.start(), turn.end(), reason.code());
        return true;
      }
    }
    return false;
  }

  Branch toBranch(TokenizerRef tokenizer) {
    Tokens tokens =
        new Tokens(
            Arrays.copyOf(ids, length),
            Arrays.copyOf(sampled, length),
            Arrays.copyOf(reasons, length),
            hasLogprobs ? Arrays.copyOf(logprobs, length) : null);
    return new Branch(id, parent, origin, tokens, turns, versions, tokenizer);
  }
}
