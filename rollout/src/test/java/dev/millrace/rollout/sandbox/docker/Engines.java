package dev.millrace.rollout.sandbox.docker;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/// The container engines that tests may use, as the environment names them, or a skip that says
/// what is missing.
final class Engines {
  private static final Map<String, String> NAMED = System.getenv();

  /// What tests with containers hold, one class at a time: an engine lists everyone's.
  static final String DOCKER = "Docker Engine";

  static final String PODMAN = "Podman";

  private Engines() {}

  /// What the engine named by a variable of the environment needs.
  static DockerSettings settings(String hostVariable) {
    String host = NAMED.get(hostVariable);
    String image = NAMED.get("MILLRACE_DOCKER_IMAGE");
    if (host == null || image == null) {
      return Assumptions.abort(
          "containers are not tested here: set "
              + hostVariable
              + " to an engine's socket and MILLRACE_DOCKER_IMAGE to an image that it has, as"
              + " .ci/engines.sh does");
    }
    var settings = DockerSettings.of(URI.create(host), image).withRun("tests");
    var waits =
        new DockerSettings.Waits(
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2));
    return new DockerSettings(
        settings.host(),
        settings.baseImage(),
        settings.run(),
        settings.limits(),
        waits,
        settings.isolation());
  }
}
