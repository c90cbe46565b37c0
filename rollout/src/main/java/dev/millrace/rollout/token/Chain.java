package dev.millrace.rollout.token;

import dev.millrace.rollout.trajectory.Branch;
import dev.millrace.rollout.trajectory.BranchCause;
import dev.millrace.rollout.trajectory.BranchId;
import dev.millrace.rollout.trajectory.BranchOrigin;
import dev.millrace.rollout.trajectory.Fidelity;
import dev.millrace.rollout.trajectory.MaskReason;
import dev.millrace.rollout.trajectory.Thinking;
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
  private final BranchCause cause;
  private final Purpose purpose;
  private final PrefixDigest digest;
  private Fidelity fidelity = Fidelity.TOKEN_EXACT;
  private final List<Turn> turns = new ArrayList<>();
  private final List<VersionSpan> versions = new ArrayList<>();
  private int[] ids = new int[1024];
  private boolean[] sampled = new boolean[1024];
  private byte[] reasons = new byte[1024];
  private float[] logprobs = new float[1024];
  private boolean hasLogprobs;
  private int length;
  private @Nullable Story story;

  /// @param purpose of the request that started it
  /// @param digest of nothing yet
  Chain(
      BranchId id,
      @Nullable BranchId parent,
      BranchCause cause,
      Purpose purpose,
      PrefixDigest digest) {
    this.digest = digest;
    this.id = id;
    this.parent = parent;
    this.cause = cause;
    this.purpose = purpose;
  }

  Purpose purpose() {
    return purpose;
  }

  /// Whether a request of a purpose may go on here. A side call never becomes work, nor does work
  /// become a side call.
  boolean mayContinue(Purpose asked) {
    return switch (asked) {
      case SIDE_CALL -> purpose == Purpose.SIDE_CALL;
      case SUB_AGENT -> purpose == Purpose.SUB_AGENT || cause == BranchCause.SUB_AGENT;
      case MAIN, COMPACTION, NEXT_STEP -> purpose != Purpose.SIDE_CALL;
    };
  }

  BranchCause cause() {
    return cause;
  }

  BranchId id() {
    return id;
  }

  int length() {
    return length;
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

  /// The prefix digest of [#with].
  String digestWith(List<Given> more) {
    PrefixDigest whole = digest.copy();
    more.forEach(given -> whole.add(given.ids(), 0, given.ids().length));
    return whole.hex();
  }

  void append(Given given) {
    int start = length;
    add(given.ids(), given.reason());
    if (given.role() != null) {
      turns.add(Turn.of(start, length, given.role(), null));
    }
  }

  void append(SampledTurn turn, Thinking thinking) {
    int[] more = turn.ids();
    int start = length;
    add(more, MaskReason.TRAINED);
    Arrays.fill(sampled, start, length, true);
    float[] moreLogprobs = turn.logprobs();
    if (moreLogprobs != null) {
      hasLogprobs = true;
      System.arraycopy(moreLogprobs, 0, logprobs, start, more.length);
    }
    if (turn.fidelity() == Fidelity.TEXT_ONLY) {
      fidelity = Fidelity.TEXT_ONLY;
    }
    turns.add(new Turn(start, length, Turn.Role.ASSISTANT, turn.modelCall(), thinking));
    turn.versions().forEach(span -> versions.add(span.shifted(start)));
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
    digest.add(more, 0, more.length);
    Arrays.fill(reasons, length, end, reason.code());
    Arrays.fill(logprobs, length, end, Float.NaN);
    length = end;
  }

  /// Gives another chain a prefix of this one: read there, not sampled.
  void copyTo(Chain other, int end) {
    for (Turn turn : turns) {
      if (turn.start() >= end) {
        break;
      }
      other.copy(this, turn.start());
      MaskReason reason =
          turn.modelCall() != null ? MaskReason.COPIED_STEP : MaskReason.of(reasons[turn.start()]);
      int[] copied = Arrays.copyOfRange(ids, turn.start(), turn.end());
      other.append(new Given(copied, reason, turn.role()));
    }
    other.copy(this, end);
  }

  /// Tokens of no turn, up to there.
  private void copy(Chain from, int end) {
    while (length < end) {
      add(new int[] {from.ids[length]}, MaskReason.of(from.reasons[length]));
    }
  }

  /// What it says, up to its last sampled turn; there is one on every chain that was answered.
  Story story() {
    if (story == null) {
      throw new IllegalStateException("branch " + id + " has no sampled turn yet");
    }
    return story;
  }

  void tell(Story now) {
    story = now;
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
    return new Branch(
        id, parent, new BranchOrigin(cause, fidelity), tokens, turns, versions, tokenizer);
  }
}
