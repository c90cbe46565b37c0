package dev.millrace.rollout.policy.engine;

import dev.millrace.rollout.policy.protocol.EngineChunk;
import dev.millrace.rollout.policy.protocol.EngineChunk.End;
import dev.millrace.rollout.policy.protocol.EngineChunk.RawSpan;
import dev.millrace.rollout.policy.protocol.EngineTrouble;
import dev.millrace.rollout.policy.protocol.EngineTrouble.Kind;
import dev.millrace.rollout.trajectory.FinishReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came in of one turn so far. One thread.
final class Collected {
  private int limit;
  private final int[] stopIds;
  private final KnownIds known;
  private int[] ids = new int[256];
  private float[] logprobs = new float[256];
  private int size;
  private int withLogprobs;
  private int sliceStart;
  private int cached;
  private final StringBuilder text = new StringBuilder();
  private final List<RawSpan> versions = new ArrayList<>();
  private List<RawSpan> sliceVersions = List.of();
  private @Nullable FinishReason finish;
  private boolean wentOn;
  private boolean isCut;

  /// @param known what the engine may answer
  Collected(int[] stopIds, KnownIds known) {
    this.stopIds = stopIds;
    this.known = known;
  }

  /// Takes in a chunk.
  ///
  /// @return the ids that are new
  int[] add(EngineChunk chunk) throws EngineTrouble {
    int before = size;
    int[] fresh = endsWithStop() ? new int[0] : upToStop(chunk.ids());
    append(fresh, chunk.logprobs());
    text.append(chunk.text());
    if (sliceStart == 0) {
      // Later slices find in the cache what the first one brought there.
      cached = Math.max(cached, chunk.cached());
    }
    if (!chunk.versions().isEmpty()) {
      sliceVersions = chunk.versions();
    }
    End end = chunk.end();
    if (end != null) {
      finish(end);
    }
    wentOn = fresh.length < chunk.ids().length;
    if (wentOn || (finish != null && endsWithStop())) {
      finish = FinishReason.STOP;
    }
    return Arrays.copyOfRange(ids, before, size);
  }

  /// An engine that knows no stop ids goes on after one; what follows was never asked for.
  private int[] upToStop(int[] given) {
    for (int i = 0; i < given.length; i++) {
      if (isStop(given[i])) {
        return Arrays.copyOf(given, i + 1);
      }
    }
    return given;
  }

  private boolean isStop(int id) {
    for (int stop : stopIds) {
      if (stop == id) {
        return true;
      }
    }
    return false;
  }

  private boolean endsWithStop() {
    return size > 0 && isStop(ids[size - 1]);
  }

  private void append(int[] fresh, float @Nullable [] of) throws EngineTrouble {
    known.check(fresh);
    if (size + fresh.length > limit) {
      throw new EngineTrouble(
          Kind.UNUSABLE,
          "at most "
              + (limit - sliceStart)
              + " ids were asked for, and "
              + (size + fresh.length - sliceStart)
              + " came");
    }
    while (size + fresh.length > ids.length) {
      ids = Arrays.copyOf(ids, 2 * ids.length);
      logprobs = Arrays.copyOf(logprobs, ids.length);
    }
    System.arraycopy(fresh, 0, ids, size, fresh.length);
    if (of == null) {
      Arrays.fill(logprobs, size, size + fresh.length, Float.NaN);
    } else {
      System.arraycopy(of, 0, logprobs, size, fresh.length);
      withLogprobs += fresh.length;
    }
    size += fresh.length;
  }

  private void finish(End end) throws EngineTrouble {
    Integer counted = end.sampled();
    if (counted != null && counted != size - sliceStart && finish == null && !endsWithStop()) {
      throw new EngineTrouble(
          Kind.UNUSABLE,
          "the engine sampled " + counted + " ids and sent " + (size - sliceStart) + " of them");
    }
    finish = end.finish();
    Integer stop = end.stopId();
    boolean dropped =
        stop != null && finish == FinishReason.STOP && size > 0 && ids[size - 1] != stop;
    if (dropped && size < limit) {
      // The engine says that it sampled this id, and keeps it and its logprob to itself.
      append(new int[] {stop}, null);
      if (size > 1 && withLogprobs == size - 1) {
        withLogprobs++;
      }
    }
  }

  /// Goes on with the next slice of the turn.
  ///
  /// @param tokens how many ids are asked for
  void slice(int tokens) {
    keepVersions();
    sliceStart = size;
    limit = size + tokens;
    finish = null;
  }

  private void keepVersions() {
    for (RawSpan span : sliceVersions) {
      int end = span.end() == Integer.MAX_VALUE ? size : sliceStart + span.end();
      versions.add(new RawSpan(span.version(), sliceStart + span.start(), end));
    }
    sliceVersions = List.of();
  }

  /// Nothing more is waited for: the time is up.
  void cut() {
    finish = FinishReason.ABORT;
    isCut = true;
  }

  boolean isCut() {
    return isCut;
  }

  int size() {
    return size;
  }

  /// How many ids of the turn's prompt the engine had computed before.
  int cached() {
    return cached;
  }

  /// Whether the engine sampled on past a stop id: it does not know that the turn is over.
  boolean hasGoneOn() {
    return wentOn;
  }

  boolean isEnded() {
    return finish != null;
  }

  @Nullable FinishReason finish() {
    return finish;
  }

  int[] ids() {
    return Arrays.copyOf(ids, size);
  }

  String text() {
    return text.toString();
  }

  /// The engine's spans over all ids; call once, at the end.
  List<RawSpan> spans() {
    keepVersions();
    return List.copyOf(versions);
  }

  /// The weights that sampled the last id, by the engine's own name; null where it names none.
  @Nullable String weights() {
    List<RawSpan> newest = sliceVersions.isEmpty() ? versions : sliceVersions;
    return newest.isEmpty() ? null : newest.getLast().version();
  }

  /// One value an id, or null when the engine sent none at all.
  float @Nullable [] logprobs() throws EngineTrouble {
    if (withLogprobs == 0) {
      return null;
    }
    if (withLogprobs != size) {
      throw new EngineTrouble(Kind.UNUSABLE, size + " ids came with " + withLogprobs + " logprobs");
    }
    for (int i = 0; i < size; i++) {
      if (Float.isInfinite(logprobs[i]) || logprobs[i] > 1e-3f) {
        throw new EngineTrouble(
            Kind.UNUSABLE, "the logprob of id " + i + " is " + logprobs[i] + ", not 0 or less");
      }
    }
    return Arrays.copyOf(logprobs, size);
  }
}
