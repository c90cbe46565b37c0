package dev.millrace.orchestrator.doctor;

import dev.millrace.rollout.sandbox.Capability;
import java.util.List;

/// Looks at one part of the machine. Answers within a minute and leaves nothing behind.
@FunctionalInterface
public interface Probe {
  /// What was found; a lack is an answer, never an exception.
  List<Capability> capabilities() throws InterruptedException;
}
