package dev.millrace.orchestrator.run;

import dev.millrace.orchestrator.config.ConfigException;
import dev.millrace.orchestrator.config.SandboxChoice;
import dev.millrace.rollout.sandbox.SandboxProvider;
import dev.millrace.rollout.sandbox.docker.DockerProvider;
import dev.millrace.rollout.sandbox.docker.DockerSettings;
import dev.millrace.rollout.sandbox.namespace.Mechanism;
import dev.millrace.rollout.sandbox.namespace.NamespaceProvider;
import dev.millrace.rollout.sandbox.namespace.NamespaceSettings;
import java.net.URI;
import java.nio.file.Path;

/// Opens the provider that a configuration chooses.
public final class Sandboxes {
  private static final long CONTAINER_BYTES = 4L << 30;

  private Sandboxes() {}

  /// @param cache for layers and unpacked images
  /// @param scratch for what belongs to one sandbox
  /// @param run a label of what is made
  /// @throws dev.millrace.rollout.trajectory.FailureException as the provider's own
  public static SandboxProvider open(SandboxChoice choice, Path cache, Path scratch, String run)
      throws InterruptedException {
    return switch (choice.provider()) {
      case AUTO -> NamespaceProvider.open(namespaces(choice, cache, scratch));
      case DIRECT ->
          NamespaceProvider.open(
              namespaces(choice, cache, scratch).withMechanism(Mechanism.DIRECT));
      case BUBBLEWRAP ->
          NamespaceProvider.open(
              namespaces(choice, cache, scratch).withMechanism(Mechanism.BUBBLEWRAP));
      case UNSHARE ->
          NamespaceProvider.open(
              namespaces(choice, cache, scratch).withMechanism(Mechanism.UNSHARE));
      case DOCKER -> DockerProvider.open(containers(choice, run));
    };
  }

  private static NamespaceSettings namespaces(SandboxChoice choice, Path cache, Path scratch) {
    String image = choice.image();
    return NamespaceSettings.of(cache, scratch)
        .withBounds(choice.bounds())
        .withGrouping(
            switch (choice.controlGroups()) {
              case AUTO -> NamespaceSettings.Grouping.WHERE_POSSIBLE;
              case NONE -> NamespaceSettings.Grouping.NONE;
            })
        .withImage(image == null ? null : Path.of(image));
  }

  private static DockerSettings containers(SandboxChoice choice, String run) {
    String image = choice.image();
    if (image == null) {
      throw new ConfigException("sandbox.image: expected the image that containers are made of");
    }
    return DockerSettings.of(URI.create(choice.engine()), image)
        .withRun(run)
        .withLimits(new DockerSettings.Limits(choice.bounds(), CONTAINER_BYTES, choice.starts()))
        .withIsolation(
            new DockerSettings.Isolation(
                choice.runtime(),
                switch (choice.network().buildNetwork()) {
                  case NONE -> "none";
                  case DEFAULT -> "default";
                }));
  }
}
