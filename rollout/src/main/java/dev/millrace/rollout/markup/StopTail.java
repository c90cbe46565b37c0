package dev.millrace.rollout.markup;

import java.util.Set;

/// Keeps back what may be the text that ended the turn.
final class StopTail {
  private final Set<String> stops;
  private String held = "";

  StopTail(Set<String> stops) {
    this.stops = stops;
  }

  /// @return what cannot be the stop text any more
  String accept(String more) {
    String text = held + more;
    int longest = stops.stream().mapToInt(String::length).max().orElse(0);
    int from = Math.max(0, text.length() - longest);
    while (from < text.length() && !mayStop(text.substring(from))) {
      from++;
    }
    held = text.substring(from);
    return text.substring(0, from);
  }

  private boolean mayStop(String tail) {
    return stops.stream().anyMatch(stop -> !stop.isEmpty() && stop.startsWith(tail));
  }

  /// @return what was held back and was no stop text
  String end() {
    int cut = 0;
    for (String stop : stops) {
      cut = held.endsWith(stop) ? Math.max(cut, stop.length()) : cut;
    }
    return held.substring(0, held.length() - cut);
  }
}
