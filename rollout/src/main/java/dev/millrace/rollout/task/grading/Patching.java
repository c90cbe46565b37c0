package dev.millrace.rollout.task.grading;

import java.util.List;

/// How a prediction is put into the repository: commands that are tried in order until one ends
/// with 0.
public enum Patching {
  /// Between two attempts the tree is reset and cleaned. A patch that is found applied although
  /// each command failed is applied.
  SWE_BENCH_V5,
  /// What an attempt leaves is there for the next.
  SWE_BENCH_V4,
  SWE_GYM,
  SWE_REBENCH,
  R2E_GYM,
  MULTI_SWE;

  /// Whether the tree is reset between attempts, and looked at after the last.
  public boolean resets() {
    return this == SWE_BENCH_V5;
  }

  /// Shell commands, to each of which the patch's file is appended.
  public List<String> commands() {
    return switch (this) {
      case SWE_BENCH_V5 ->
          List.of(
              "git apply --verbose",
              "git apply --verbose --3way",
              "git apply --verbose --reject",
              "patch --batch --forward --fuzz=5 -p1 -i");
      case SWE_BENCH_V4 ->
          List.of(
              "git apply --verbose",
              "git apply --verbose --reject",
              "patch --batch --fuzz=5 -p1 -i");
      case SWE_GYM -> List.of("git apply --allow-empty -v", "patch --batch --fuzz=5 -p1 -i");
      case SWE_REBENCH ->
          List.of("git apply -v --3way --recount --ignore-space-change --whitespace=nowarn");
      case R2E_GYM -> List.of("git apply --whitespace=fix");
      case MULTI_SWE -> List.of("git apply --whitespace=nowarn");
    };
  }
}
