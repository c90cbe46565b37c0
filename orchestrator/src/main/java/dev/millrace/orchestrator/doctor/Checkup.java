package dev.millrace.orchestrator.doctor;

import dev.millrace.rollout.sandbox.Capability;
import java.util.List;
import java.util.Set;

/// What a machine can do.
///
/// @param capabilities in the order in which a person should read them
public record Checkup(List<Capability> capabilities) {
  static final String JDK = "JDK";
  static final String DIRECTORY = "output directory";
  static final String SANDBOX = "sandbox";
  static final String PYTHON = "python3 in a sandbox";

  private static final Set<String> NEEDED = Set.of(JDK, DIRECTORY, SANDBOX, PYTHON);

  public Checkup {
    capabilities = List.copyOf(capabilities);
  }

  /// Whether there is no run without it.
  public static boolean isNeeded(Capability capability) {
    return NEEDED.contains(capability.name());
  }

  /// What stands in the way of a run; empty when one is possible.
  public List<String> obstacles() {
    return capabilities.stream()
        .filter(capability -> isNeeded(capability) && !capability.isAvailable())
        .map(Capability::name)
        .toList();
  }
}
