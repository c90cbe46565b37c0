package dev.millrace.rollout.task.swebench;

import dev.millrace.rollout.task.grading.GradingSpec;
import java.util.Optional;

/// Moves gradings to where a format has its repositories.
final class Places {
  private Places() {}

  static GradingSpec in(String directory, Optional<String> handedTo, GradingSpec spec) {
    return new GradingSpec(
        spec.instance(),
        spec.parser(),
        new GradingSpec.Place(directory, spec.place().tests(), handedTo),
        spec.patching(),
        spec.expected(),
        spec.semantics());
  }
}
