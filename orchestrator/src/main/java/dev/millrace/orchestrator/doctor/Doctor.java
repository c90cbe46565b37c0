package dev.millrace.orchestrator.doctor;

import dev.millrace.rollout.sandbox.Capability;
import dev.millrace.rollout.sandbox.Capability.Status;
import dev.millrace.rollout.sandbox.Host;
import dev.millrace.rollout.sandbox.HostProbe;
import dev.millrace.rollout.sandbox.docker.DockerProbe;
import dev.millrace.rollout.sandbox.namespace.NamespaceProvider;
import dev.millrace.rollout.sandbox.namespace.NamespaceSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Finds out whether a run is possible on a machine, and what would make it better.
public final class Doctor {
  private final List<Probe> probes;

  public Doctor(List<Probe> probes) {
    this.probes = List.copyOf(probes);
  }

  /// For this machine.
  ///
  /// @param work a directory on the file system that a run would use; empty, and the caller's to
  ///     remove
  public static Doctor ofThisMachine(Path work) {
    return new Doctor(
        List.of(
            JvmProbe.local(),
            () ->
                new HostProbe(Host.local(), work)
                    .capabilities().stream().map(found -> lasting(found, work)).toList(),
            () -> List.of(DockerProbe.ofEnvironment().capability()),
            new SandboxProbe(
                () ->
                    NamespaceProvider.open(
                        NamespaceSettings.of(work.resolve("cache"), work.resolve("scratch"))))));
  }

  /// For a machine whose output directory cannot be used.
  ///
  /// @param reason what went wrong
  public static Doctor ofThisMachineWithout(Path directory, String reason) {
    Capability lack =
        new Capability(
            Checkup.DIRECTORY,
            Status.MISSING,
            directory + ": " + reason,
            "a run cannot keep its files; sandboxes and the disk were not looked at",
            "name a directory that can be written to: --out DIR");
    return new Doctor(
        List.of(
            JvmProbe.local(),
            () -> List.of(DockerProbe.ofEnvironment().capability()),
            () -> List.of(lack)));
  }

  /// Names the directory that stays instead of the one that was made to look.
  private static Capability lasting(Capability found, Path work) {
    return new Capability(
        found.name(),
        found.status(),
        found.detail().replace(work.toString(), String.valueOf(work.getParent())),
        found.costOfLack(),
        found.howToGet());
  }

  /// Looks at everything. Takes a few seconds.
  public Checkup examine() throws InterruptedException {
    List<Capability> found = new ArrayList<>();
    for (Probe probe : probes) {
      found.addAll(probe.capabilities());
    }
    return new Checkup(found);
  }
}
