package dev.millrace.rollout.sandbox.docker;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.millrace.rollout.sandbox.Capability;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// Whether a Docker engine, or Podman's socket in its place, answers.
public final class DockerProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String COST =
      "tasks whose environment is an image of its own run only where sandbox.imageDirectory holds"
          + " that image; the bundled tasks need none";
  private static final String HOW =
      "start Docker, or Podman's socket (systemctl --user start podman.socket), and set DOCKER_HOST"
          + " if it is not at the usual place";

  private final URI host;

  /// @param host such as `unix:///var/run/docker.sock`
  public DockerProbe(URI host) {
    this.host = host;
  }

  /// The engine that the environment (`DOCKER_HOST`) or Docker's own configuration names.
  public static DockerProbe ofEnvironment() {
    return new DockerProbe(
        DefaultDockerClientConfig.createDefaultConfigBuilder().build().getDockerHost());
  }

  /// Asks the engine for its version. Blocks for a few seconds at most.
  public Capability capability() {
    var config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(host.toString())
            .build();
    var transport =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(host)
            .connectionTimeout(PATIENCE)
            .responseTimeout(PATIENCE)
            .build();
    try (var docker = DockerClientImpl.getInstance(config, transport)) {
      docker.pingCmd().exec();
      String version = docker.versionCmd().exec().getVersion();
      return answer(Capability.Status.AVAILABLE, "version " + version + " at " + host);
    } catch (IOException | RuntimeException e) {
      // The client wraps whatever went wrong on the way in exceptions of many kinds.
      return answer(Capability.Status.MISSING, "no answer at " + host + ": " + e.getMessage());
    }
  }

  private static Capability answer(Capability.Status status, String detail) {
    return new Capability("Docker", status, detail, COST, HOW);
  }
}
