package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.sandbox.Bounds;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where a container engine is and how its sandboxes are made.
///
/// @param host such as `unix:///var/run/docker.sock`, of Docker Engine or of Podman in its place
/// @param baseImage of environments that name none of their own, pulled where the engine lacks it;
///     it needs bash, the core utilities, findutils and tar
/// @param run who asks for the sandboxes: a label of all that is made
/// @param limits of each sandbox, whatever its commands are allowed
/// @param waits after which the engine is taken to hang
/// @param isolation how a sandbox is kept apart
public record DockerSettings(
    URI host, String baseImage, String run, Limits limits, Waits waits, Isolation isolation) {

  /// Settings that suit most machines.
  public static DockerSettings of(URI host, String baseImage) {
    return new DockerSettings(
        host,
        baseImage,
        "default",
        new Limits(Bounds.DEFAULT, 4L << 30, 4),
        new Waits(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofMinutes(30)),
        new Isolation(null, "none"));
  }

  public DockerSettings withRun(String name) {
    return new DockerSettings(host, baseImage, name, limits, waits, isolation);
  }

  public DockerSettings withLimits(Limits others) {
    return new DockerSettings(host, baseImage, run, others, waits, isolation);
  }

  public DockerSettings withIsolation(Isolation other) {
    return new DockerSettings(host, baseImage, run, limits, waits, other);
  }

  /// What sandboxes may use.
  ///
  /// @param bounds of each; the disk's is looked at now and then, for few engines can limit it
  /// @param memoryBytes of each, with what its files in memory take; there is no swap
  /// @param startsAtOnce sandboxes that are being made: engines slow down with more
  public record Limits(Bounds bounds, long memoryBytes, int startsAtOnce) {
    private static final long LEAST_BYTES = 16 << 20;

    public Limits {
      if (memoryBytes < LEAST_BYTES || startsAtOnce < 1) {
        throw new IllegalArgumentException(
            "a sandbox needs "
                + LEAST_BYTES
                + " bytes of memory and one start at once: "
                + memoryBytes
                + ", "
                + startsAtOnce);
      }
    }
  }

  /// How long to wait.
  ///
  /// @param call for one answer of the engine, the making of a container or an image included
  /// @param transfer for files on their way into a sandbox
  /// @param pull for an image from its registry
  /// @param build for an image of a Dockerfile
  public record Waits(Duration call, Duration transfer, Duration pull, Duration build) {}

  /// What keeps sandboxes apart. They never have a network or capabilities.
  ///
  /// @param runtime such as `runsc`, where installed; null for the engine's default
  /// @param buildNetwork of the containers that environments are built in: `none`, or `default` for
  ///     steps that download
  public record Isolation(@Nullable String runtime, String buildNetwork) {}
}
