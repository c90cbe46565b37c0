package dev.millrace.rollout.trajectory;

/// Which weights sampled the tokens `[start, end)` of a branch.
public record VersionSpan(int start, int end, PolicyVersion version) {
  public VersionSpan {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("a version span covers [" + start + ", " + end + ")");
    }
  }

  public VersionSpan shifted(int by) {
    return new VersionSpan(start + by, end + by, version);
  }
}
