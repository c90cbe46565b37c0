package dev.millrace.rollout.task;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a judge is asked about an episode.
///
/// @param criteria at least one, with different names
/// @param sees what of the episode it is shown; at least one
/// @param digest SHA-256 (hex) of all of it
public record Rubric(List<Criterion> criteria, Set<Sight> sees, String digest) {
  /// The name that an answer's own mark has.
  public static final String NONCE = "nonce";

  public Rubric {
    criteria = List.copyOf(criteria);
    sees = Set.copyOf(sees);
    if (criteria.isEmpty() || sees.isEmpty()) {
      throw new IllegalArgumentException(
          "a rubric needs a criterion and something to see, but has "
              + criteria.size()
              + " and "
              + sees.size());
    }
    Set<String> names = new HashSet<>(Set.of(NONCE));
    for (Criterion criterion : criteria) {
      if (!names.add(criterion.name())) {
        throw new IllegalArgumentException(
            "the criterion " + criterion.name() + " is there twice, or is named " + NONCE);
      }
    }
  }

  /// What of an episode a judge can be shown.
  public enum Sight {
    /// What the agent was told.
    INSTRUCTION,
    /// What it submitted.
    ANSWER,
    /// What it said and did, turn by turn, without its reasoning.
    TRANSCRIPT,
    /// How the files at the end differ from those at the start.
    CHANGES
  }

  /// One question.
  ///
  /// @param name letters, digits and `_`; the key of its score in an answer
  /// @param description what earns a high score and what a low one
  /// @param weight above 0, in relation to those of the others
  /// @param least the lowest score
  /// @param most the highest
  public record Criterion(
      String name, String description, double weight, double least, double most) {
    public Criterion {
      if (!name.matches("[a-z][a-z0-9_]{0,39}")) {
        throw new IllegalArgumentException(
            "the criterion \"" + name + "\": expected a name of a-z, 0-9 and _, at most 40 long");
      }
      if (description.isBlank()) {
        throw new IllegalArgumentException("the criterion " + name + ": expected a description");
      }
      if (!(weight > 0) || weight > 1e6) {
        throw new IllegalArgumentException(
            "the criterion " + name + ": expected a weight above 0, found " + weight);
      }
      if (!(least < most) || Math.max(Math.abs(least), Math.abs(most)) > 1e6) {
        throw new IllegalArgumentException(
            "the criterion %s: expected least below most, within a million, found %s and %s"
                .formatted(name, least, most));
      }
    }
  }
}
