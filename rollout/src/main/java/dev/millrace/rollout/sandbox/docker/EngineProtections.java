package dev.millrace.rollout.sandbox.docker;

import com.github.dockerjava.api.model.Info;
import dev.millrace.rollout.sandbox.Protections;
import dev.millrace.rollout.sandbox.Protections.Protection;
import dev.millrace.rollout.sandbox.Protections.Strength;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the containers of an engine have, as it says itself.
final class EngineProtections {
  private static final String GROUPS =
      "run the engine as root, or delegate control groups of version 2 to its user";

  private EngineProtections() {}

  static Protections of(String version, Info info, DockerSettings settings) {
    String runtime = settings.isolation().runtime();
    var options = info.getSecurityOptions();
    boolean isFiltered = options != null && options.stream().anyMatch(o -> o.contains("seccomp"));
    return new Protections(
        "containers of engine " + version + (runtime == null ? "" : " by " + runtime),
        List.of(
            new Protection("namespaces", Strength.FULL, "mount, pid, ipc, uts, net", ""),
            new Protection("privileges", Strength.FULL, "no capabilities, no_new_privs", ""),
            new Protection(
                "system calls",
                isFiltered ? Strength.FULL : Strength.NONE,
                isFiltered ? "seccomp" : "no filter",
                isFiltered ? "" : "an engine with seccomp"),
            grouped("memory", info.getMemoryLimit()),
            grouped("processes", processes(info)),
            grouped("processor", info.getCpuCfsQuota()),
            new Protection(
                "disk",
                Strength.WEAK,
                "looked at every " + DiskWatch.PERIOD.toSeconds() + " s, 4 GiB a file",
                "sandboxes of namespaces limit it")));
  }

  /// The engine's client has no name for this.
  private static @Nullable Boolean processes(Info info) {
    return info.getRawValues().get("PidsLimit") instanceof Boolean isLimited ? isLimited : null;
  }

  private static Protection grouped(String name, @Nullable Boolean isLimited) {
    return Boolean.TRUE.equals(isLimited)
        ? new Protection(name, Strength.FULL, "cgroup", "")
        : new Protection(name, Strength.NONE, "no limit", GROUPS);
  }
}
