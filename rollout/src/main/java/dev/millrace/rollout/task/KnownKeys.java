package dev.millrace.rollout.task;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The keys that a place in a file may have; says which one a misspelt key was meant to be.
///
/// @param keys sorted and distinct
public record KnownKeys(List<String> keys) {
  public KnownKeys {
    keys = keys.stream().sorted().distinct().toList();
  }

  public static KnownKeys of(Collection<String> keys) {
    return new KnownKeys(List.copyOf(keys));
  }

  /// The known key with the fewest edits away, if it is near enough to be meant.
  public Optional<String> nearest(String unknown) {
    return keys.stream()
        .min(Comparator.comparingInt(known -> distance(unknown, known)))
        .filter(known -> distance(unknown, known) <= Math.max(2, known.length() / 2));
  }

  /// A clause for a message: the nearest key, or all of them.
  public String hint(String unknown) {
    return nearest(unknown)
        .map(known -> "did you mean \"" + known + "\"?")
        .orElseGet(() -> "known are " + String.join(", ", keys));
  }

  private static int distance(String unknown, String known) {
    String a = unknown.toLowerCase(Locale.ROOT);
    int[] row = new int[known.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == known.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[known.length()];
  }
}
