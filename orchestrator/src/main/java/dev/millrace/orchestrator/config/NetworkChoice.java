package dev.millrace.orchestrator.config;

import dev.millrace.rollout.sandbox.network.AllowList;
import java.util.List;

/// Which hosts sandboxes reach, and whether images are built with a network.
///
/// @param network whether they reach any
/// @param hosts that sandboxes of tasks reach which list none and do not refuse; as an [AllowList]
///     has them, private addresses included
/// @param buildNetwork that a container engine builds images with
public record NetworkChoice(Use network, List<String> hosts, Build buildNetwork) {
  static final NetworkChoice DEFAULT = new NetworkChoice(Use.TASKS, List.of(), Build.NONE);

  /// Networks of builds.
  public enum Build {
    NONE,
    /// The engine's own.
    DEFAULT
  }

  /// Who says what is reached.
  public enum Use {
    /// Nothing is, whatever a task says.
    NONE,
    /// The hosts that a task lists, else the run's own.
    TASKS
  }

  public NetworkChoice {
    hosts = List.copyOf(hosts);
    try {
      List<String> entries = new AllowList(hosts, AllowList.Reach.ANY).entries();
      Check.that(
          network == Use.TASKS || entries.isEmpty(),
          "sandbox.hosts",
          "none where sandbox.network is none",
          hosts);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("sandbox.hosts: " + e.getMessage(), e);
    }
  }
}
