package dev.millrace.orchestrator.dashboard.episode;

import dev.millrace.rollout.trajectory.EpisodeId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Ids that someone may have meant.
public final class NearestIds {
  private NearestIds() {}

  /// The nearest ids, nearest first: those that hold the text come before those that are written
  /// alike.
  public static List<EpisodeId> of(String asked, Collection<EpisodeId> known, int most) {
    Comparator<EpisodeId> byText = Comparator.comparing(id -> !id.value().contains(asked));
    return known.stream()
        .sorted(
            byText
                .thenComparingInt(id -> distance(asked, id.value()))
                .thenComparing(Comparator.naturalOrder()))
        .limit(most)
        .toList();
  }

  /// How many characters must be put in, taken out or changed.
  static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
