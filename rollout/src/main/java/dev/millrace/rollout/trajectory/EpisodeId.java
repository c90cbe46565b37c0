package dev.millrace.rollout.trajectory;

/// The name of an episode; every attempt at running it keeps the name.
///
/// @param value 1 to 200 characters out of letters, digits and `. _ / # @ : + -`
public record EpisodeId(String value) implements Comparable<EpisodeId> {
  public EpisodeId {
    Names.check("EpisodeId", value);
  }

  @Override
  public int compareTo(EpisodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
