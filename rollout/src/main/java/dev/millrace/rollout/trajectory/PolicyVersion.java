package dev.millrace.rollout.trajectory;

/// Which weights answered.
///
/// @param policy the policy's name
/// @param version counts up with each update of the weights, from 0
public record PolicyVersion(String policy, int version) {
  public PolicyVersion {
    if (version < 0) {
      throw new IllegalArgumentException("version of " + policy + " is " + version + ", not >= 0");
    }
  }
}
