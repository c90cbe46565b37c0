package dev.millrace.rollout.harness.repetition;

import dev.millrace.rollout.harness.repetition.Sighting.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Hears of an agent's turns one by one and says when they repeat themselves. Deterministic: equal
/// turns give equal sightings. Used by one thread.
public final class Repetition {
  private static final int LONGEST_PATTERN = 4;

  /// So many times more often have turns to come again that files change at, or that differ in
  /// numbers: days may have to pass one by one, and a value may have to be searched for.
  private static final int CHANGING = 2;

  private static final int NEAR = 3;

  private final Bounds bounds;
  private final int kept;
  private final List<Trace> traces = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final Set<String> states = new HashSet<>();
  private int stale;

  public Repetition(Bounds bounds) {
    this.bounds = bounds;
    int most = Math.max(NEAR * bounds.same(), CHANGING * bounds.rounds() * LONGEST_PATTERN);
    this.kept =
        Math.max(most, Math.max(bounds.failing(), Math.max(bounds.silent(), bounds.late())));
  }

  /// Takes the next turn in.
  ///
  /// @return what repeats itself; empty for a turn that is one more step
  public Optional<Sighting> add(Move move) {
    boolean isFresh = move.state() != null && states.add(move.state());
    Trace trace = Trace.of(move, isFresh);
    traces.add(trace);
    if (traces.size() > kept) {
      traces.removeFirst();
    }
    stale = isNew(move, trace) ? 0 : stale + 1;
    return sighting(trace, move.state() != null);
  }

  /// Starts counting anew, as after a warning. What was seen stays seen.
  public void forget() {
    traces.clear();
    stale = 0;
  }

  private Optional<Sighting> sighting(Trace last, boolean isStateKnown) {
    if (last.traits().isMonologue()) {
      return run(bounds.silent(), Trace::sameResults, last, _ -> true)
          ? sighted(Kind.MONOLOGUE, bounds.silent())
          : ofMany();
    }
    if (last.traits().isOutOfTime() && isLast(bounds.late(), t -> t.traits().isOutOfTime())) {
      return sighted(Kind.OUT_OF_TIME, bounds.late());
    }
    if (last.traits().isFailed()
        && run(bounds.failing(), Trace::calls, last, t -> t.traits().isFailed())
        && !run(bounds.same(), Trace::same, last, _ -> true)) {
      return sighted(Kind.SAME_FAILURE, bounds.failing());
    }
    int same = same(last, isStateKnown);
    return same > 0 ? sighted(Kind.SAME_RESULT, same) : ofMany();
  }

  /// How many of the last turns were the same; 0 for too few.
  private int same(Trace last, boolean isStateKnown) {
    int exact = isStill(bounds.same()) ? bounds.same() : CHANGING * bounds.same();
    if (run(exact, Trace::same, last, _ -> true)) {
      return exact;
    }
    int near = NEAR * bounds.same();
    boolean isNear =
        isStill(near)
            && (run(near, Trace::sameCalls, last, _ -> true)
                || (isStateKnown && run(near, Trace::sameResults, last, _ -> true)));
    return isNear ? near : 0;
  }

  /// What shows in many turns alone.
  private Optional<Sighting> ofMany() {
    for (int length = 2; length <= LONGEST_PATTERN; length++) {
      int few = length * bounds.rounds();
      int turns = isStill(few - length + 1) ? few : CHANGING * few;
      if (isCycle(length, turns)) {
        return sighted(Kind.CYCLE, turns);
      }
    }
    return stale >= bounds.stale() ? sighted(Kind.NOTHING_NEW, stale) : Optional.empty();
  }

  private static Optional<Sighting> sighted(Kind kind, int turns) {
    return Optional.of(new Sighting(kind, turns));
  }

  private boolean run(
      int length, Function<Trace, String> signature, Trace last, Predicate<Trace> also) {
    String wanted = signature.apply(last);
    return isLast(length, trace -> signature.apply(trace).equals(wanted) && also.test(trace));
  }

  private boolean isLast(int length, Predicate<Trace> like) {
    return traces.size() >= length
        && traces.subList(traces.size() - length, traces.size()).stream().allMatch(like);
  }

  /// Whether of the last turns all but the first left the files in a state that was there before.
  private boolean isStill(int length) {
    return isLast(Math.min(length, traces.size()) - 1, trace -> !trace.traits().isFresh());
  }

  private boolean isCycle(int length, int turns) {
    if (traces.size() < turns) {
      return false;
    }
    List<Trace> tail = traces.subList(traces.size() - turns, traces.size());
    for (int i = length; i < turns; i++) {
      if (!tail.get(i).same().equals(tail.get(i - length).same())) {
        return false;
      }
    }
    return true;
  }

  /// Whether a turn did, saw or left anything that no turn before it did.
  private boolean isNew(Move move, Trace trace) {
    boolean isNew = trace.traits().isFresh();
    if (move.isMonologue()) {
      return seen.add(trace.same()) || isNew;
    }
    for (Move.Act act : move.acts()) {
      isNew |= seen.add(act.same());
    }
    return isNew;
  }
}
