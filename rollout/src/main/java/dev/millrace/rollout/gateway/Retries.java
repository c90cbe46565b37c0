package dev.millrace.rollout.gateway;

import dev.millrace.rollout.gateway.ask.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// The last answers of a session, by what was asked. Guarded by the session's lock.
final class Retries {
  /// More than any client has under way at once, of those that retry.
  private static final int MOST = 64;

  /// So many are kept however old they are, for clients that say that they retry.
  private static final int KEPT = 4;

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final Duration replay;

  /// What a client says of a request: the vendors' clients count how often they have sent it.
  enum Sent {
    /// Never before; where it is the same as an earlier one, it is meant to be asked again.
    FIRST,
    AGAIN,
    /// It says nothing, and the same soon after is taken for a retry.
    UNSAID;

    /// @param count the header `x-stainless-retry-count`, or null
    static Sent of(@Nullable String count) {
      if (count == null || !count.strip().matches("\\d{1,9}")) {
        return UNSAID;
      }
      return Integer.parseInt(count.strip()) == 0 ? FIRST : AGAIN;
    }
  }

  /// A request, for what it is known by.
  ///
  /// @param fingerprint the same for the same request
  record Asked(String fingerprint, Sent sent) {}

  private record Entry(String fingerprint, Answer answer) {
    boolean isOlder(Duration than, Instant now) {
      return answer.isEnded() && answer.created().plus(than).isBefore(now);
    }
  }

  Retries(Duration replay) {
    this.replay = replay;
  }

  /// The answer to the same request, under way or made lately, or null.
  @Nullable Answer find(Asked asked, Instant now) {
    forget(now);
    Iterator<Entry> latest = entries.descendingIterator();
    while (asked.sent() != Sent.FIRST && latest.hasNext()) {
      Entry entry = latest.next();
      boolean isFresh = asked.sent() == Sent.AGAIN || !entry.isOlder(replay, now);
      if (isFresh && entry.fingerprint().equals(asked.fingerprint())) {
        return entry.answer();
      }
    }
    return null;
  }

  private void forget(Instant now) {
    int kept = 0;
    Iterator<Entry> latest = entries.descendingIterator();
    while (latest.hasNext()) {
      Entry entry = latest.next();
      if (!entry.answer().isJoinable() || (kept >= KEPT && entry.isOlder(replay, now))) {
        latest.remove();
      } else {
        kept++;
      }
    }
  }

  void add(Asked asked, Answer answer) {
    if (entries.size() == MOST) {
      entries.removeFirst();
    }
    entries.add(new Entry(asked.fingerprint(), answer));
  }
}
