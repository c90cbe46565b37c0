package dev.millrace.rollout.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts a turn's text before the first of the agent's stop sequences: the one that is whole first,
/// however the text comes in. For one thread.
final class StopCut {
  private final List<String> stops;
  private final StringBuilder held = new StringBuilder();
  private @Nullable String found;

  /// @param stops none of them empty
  StopCut(List<String> stops) {
    this.stops = stops;
  }

  /// @return the text that certainly stands before any stop sequence
  String accept(String more) {
    if (found != null || stops.isEmpty()) {
      return found == null ? more : "";
    }
    int looked = held.length();
    held.append(more);
    for (int end = looked + 1; end <= held.length(); end++) {
      String stop = endingAt(end);
      if (stop != null) {
        found = stop;
        String before = held.substring(0, end - stop.length());
        held.setLength(0);
        return before;
      }
    }
    return released(held.length() - undecided());
  }

  private @Nullable String endingAt(int end) {
    String longest = null;
    for (String stop : stops) {
      int from = end - stop.length();
      boolean isLonger = longest == null || stop.length() > longest.length();
      if (isLonger && from >= 0 && held.substring(from, end).equals(stop)) {
        longest = stop;
      }
    }
    return longest;
  }

  /// How many of the last characters may begin a stop sequence.
  private int undecided() {
    int most = 0;
    for (String stop : stops) {
      for (int size = Math.min(stop.length() - 1, held.length()); size > most; size--) {
        if (stop.startsWith(held.substring(held.length() - size))) {
          most = size;
        }
      }
    }
    return most;
  }

  private String released(int size) {
    String text = held.substring(0, size);
    held.delete(0, size);
    return text;
  }

  /// The turn is over.
  ///
  /// @return what was held back
  String end() {
    return released(held.length());
  }

  /// The stop sequence that was met, or null.
  @Nullable String found() {
    return found;
  }
}
