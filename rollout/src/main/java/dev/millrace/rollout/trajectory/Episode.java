package dev.millrace.rollout.trajectory;

/// One attempt at a task. The id stays when an attempt is repeated after a failure of
/// infrastructure; the attempt counts up.
///
/// @param group the episodes it is compared with
/// @param member its place in the group, from 0
/// @param attempt how many times this episode was sent out before, from 0
/// @param seed what every random choice of the episode derives from; equal over attempts
/// @param policy the name of the policy that is sampled
public record Episode(
    EpisodeId id, TaskRef task, GroupId group, int member, int attempt, long seed, String policy) {
  public Episode {
    if (member < 0 || attempt < 0) {
      throw new IllegalArgumentException(
          "Episode "
              + id
              + " has member "
              + member
              + " and attempt "
              + attempt
              + "; both are >= 0");
    }
  }

  /// The id of a group's member: the group's id, `.m`, and the member's number.
  public static EpisodeId idOf(GroupId group, int member) {
    return new EpisodeId(group.value() + ".m" + member);
  }

  public Episode withAttempt(int next) {
    return new Episode(id, task, group, member, next, seed, policy);
  }
}
