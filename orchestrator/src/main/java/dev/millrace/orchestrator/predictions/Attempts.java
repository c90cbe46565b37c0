package dev.millrace.orchestrator.predictions;

import dev.millrace.datasets.lake.EpisodeEnd;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// Which of a task's attempts become predictions. Attempts are counted from 0 in the order of group
/// and member; an episode that left no end state, because something else broke, is none.
public sealed interface Attempts {
  /// One attempt by its number, whatever it was worth.
  record Numbered(int number) implements Attempts {}

  /// The one with the highest total, the first of equals: chosen with the verdict in sight.
  record Best() implements Attempts {}

  /// All of them.
  record All() implements Attempts {}

  /// Reads `first`, `best`, `all` or a number from 0.
  ///
  /// @throws IllegalArgumentException when it is none of these
  static Attempts parse(String text) {
    return switch (text) {
      case "first" -> new Numbered(0);
      case "best" -> new Best();
      case "all" -> new All();
      default -> {
        if (!text.matches("[0-9]{1,9}")) {
          throw new IllegalArgumentException(
              "expected first, best, all or a number from 0, but was " + text);
        }
        yield new Numbered(Integer.parseInt(text));
      }
    };
  }

  /// @param attempts of one task, in order
  default List<EpisodeEnd> of(List<EpisodeEnd> attempts) {
    return switch (this) {
      case Numbered(int number) ->
          number < attempts.size() ? List.of(attempts.get(number)) : List.of();
      case Best _ ->
          attempts.stream()
              .filter(end -> end.total() != null)
              .max(
                  Comparator.comparingDouble(
                          (EpisodeEnd end) -> Objects.requireNonNull(end.total()))
                      .thenComparing(Comparator.reverseOrder()))
              .stream()
              .toList();
      case All _ -> attempts;
    };
  }
}
