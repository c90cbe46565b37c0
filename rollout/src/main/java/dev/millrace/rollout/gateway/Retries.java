package dev.millrace.rollout.gateway;

import dev.millrace.rollout.gateway.ask.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The last answers of a session, by what was asked. Guarded by the session's lock.
final class Retries {
  /// More than any client has under way at once, of those that retry.
  private static final int MOST = 64;

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Duration replay;

  private record Entry(String fingerprint, Answer answer) {}

  Retries(Duration replay) {
    this.replay = replay;
  }

  /// The answer to the same request, under way or made lately, or null.
  @Nullable Answer find(String fingerprint, Instant now) {
    entries.removeIf(
        entry ->
            !entry.answer().isJoinable()
                || (entry.answer().isEnded()
                    && entry.answer().created().plus(replay).isBefore(now)));
    for (Entry entry : entries) {
      if (entry.fingerprint().equals(fingerprint)) {
        return entry.answer();
      }
    }
    return null;
  }

  void add(String fingerprint, Answer answer) {
    if (entries.size() == MOST) {
      entries.removeFirst();
    }
    entries.add(new Entry(fingerprint, answer));
  }
}
