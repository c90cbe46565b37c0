package dev.millrace.rollout.sandbox.docker;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The images of an engine: those that environments start from, and those made of containers.
final class Images {
  static final String REPOSITORY = "millrace/environment";

  private final Engine engine;

  Images(Engine engine) {
    this.engine = engine;
  }

  /// An image that the engine has.
  ///
  /// @param variables that it sets
  record Image(String id, Map<String, String> variables) {}

  Optional<Image> find(String reference) throws InterruptedException {
    return engine
        .find("look at image " + reference, docker -> docker.inspectImageCmd(reference).exec())
        .map(
            found -> new Image(Objects.requireNonNull(found.getId(), reference), variables(found)));
  }

  private static Map<String, String> variables(InspectImageResponse image) {
    Map<String, String> variables = new HashMap<>();
    var config = image.getConfig();
    String[] written = config == null ? null : config.getEnv();
    for (String variable : written == null ? new String[0] : written) {
      int equals = variable.indexOf('=');
      variables.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return variables;
  }

  /// The image of that name, which is pulled where the engine lacks it.
  ///
  /// @throws FailureException with `Failure.Environment` when it cannot be had
  Image get(String reference, Duration patience) throws InterruptedException {
    Optional<Image> there = find(reference);
    if (there.isPresent()) {
      return there.get();
    }
    try {
      engine.stream(
          "pull image " + reference,
          docker -> {
            var pull = docker.pullImageCmd(reference).start();
            try {
              return pull.awaitCompletion(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              throw new IllegalStateException(e);
            }
          });
      return find(reference).orElseThrow(() -> absent(reference, "not there for " + patience));
    } catch (FailureException e) {
      throw absent(reference, e.failure().detail());
    }
  }

  private static FailureException absent(String reference, String why) {
    return new FailureException(
        new Failure.Environment(
            "the engine has no image "
                + reference
                + " and cannot pull it: "
                + why
                + "; pull, load or import it"));
  }

  /// Under which name the image of an environment is kept: another base gives another image.
  static String tag(String base, String digest) {
    try {
      byte[] both = (base + "\n" + digest).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(both);
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Makes an image of a container's files, with the container's labels.
  String commit(String container, String repository, String tag) throws InterruptedException {
    String id =
        engine.call(
            "make an image of container " + container,
            docker ->
                docker
                    .commitCmd(container)
                    .withRepository(repository)
                    .withTag(tag)
                    .withPause(false)
                    .exec());
    // Podman says the digits alone, and takes them for a name where no image has them.
    return id.startsWith("sha256:") ? id : "sha256:" + id;
  }

  /// Removes an image unless containers or other images need it.
  ///
  /// @return whether it is gone
  boolean remove(String image) throws InterruptedException {
    return engine.call(
        "remove image " + image,
        docker -> {
          try {
            docker.removeImageCmd(image).exec();
          } catch (NotFoundException _) {
            return true;
          } catch (ConflictException _) {
            return false;
          }
          return true;
        });
  }

  /// The ids of the images that bear the labels.
  List<Labelled> withLabels(Map<String, String> labels) throws InterruptedException {
    return engine
        .call("list images", docker -> docker.listImagesCmd().withLabelFilter(labels).exec())
        .stream()
        .map(image -> new Labelled(image.getId(), image.getLabels()))
        .toList();
  }

  /// Something with its labels.
  record Labelled(String id, Map<String, String> labels) {}
}
