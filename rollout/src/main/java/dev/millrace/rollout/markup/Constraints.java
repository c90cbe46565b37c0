package dev.millrace.rollout.markup;

import dev.millrace.rollout.trajectory.ToolSpec;
import java.util.List;
import java.util.Optional;

/// Constraints by family.
final class Constraints {
  private Constraints() {}

  static Optional<ToolConstraint> of(MarkupFamily family, List<ToolSpec> tools) {
    return Optional.empty();
  }
}
