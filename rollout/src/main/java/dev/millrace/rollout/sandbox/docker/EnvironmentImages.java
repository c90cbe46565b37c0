package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.sandbox.PatientLock;
import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The images of environments, each built once and kept by the engine. Any thread may call it; of
/// several that want the same one, the first builds and the others wait.
final class EnvironmentImages {
  // Of those who wait for a builder, whose steps have limits of their own; what it starts from has
  // been pulled before.
  private static final Duration PATIENCE = Duration.ofHours(2);

  private final Images images;
  private final Demands demands;
  private final Duration pull;
  private final Builder builder;
  private final DockerfileBuild dockerfiles;
  private final Map<String, PatientLock> building = new ConcurrentHashMap<>();

  /// Makes the image of an environment.
  interface Builder {
    /// @param base that the environment's steps go over
    /// @param tag of the image in [Images#REPOSITORY]
    void build(Environment environment, Images.Image base, String tag) throws InterruptedException;
  }

  /// @param pull how long a base image may take to come
  EnvironmentImages(
      Images images, Demands demands, Duration pull, Builder builder, DockerfileBuild dockerfiles) {
    this.images = images;
    this.demands = demands;
    this.pull = pull;
    this.builder = builder;
    this.dockerfiles = dockerfiles;
  }

  /// The environment's image, with its variables.
  ///
  /// @throws FailureException with `Failure.Environment` when it cannot be had
  Images.Image of(Environment environment) throws InterruptedException {
    demands.check(environment);
    return environment.needs().base() instanceof BaseImage.Built built
        ? built(environment, built)
        : layered(environment);
  }

  private Images.Image layered(Environment environment) throws InterruptedException {
    var base = images.get(demands.imageOf(environment), pull);
    String tag = Images.tag(base.id(), environment.digest());
    var image = once(tag, environment, () -> builder.build(environment, base, tag));
    return new Images.Image(image.id(), base.variables());
  }

  /// Images that it starts from are part of its name: where one of them is another, so is it.
  private Images.Image built(Environment environment, BaseImage.Built built)
      throws InterruptedException {
    List<String> parents = new ArrayList<>();
    for (String parent : built.parents()) {
      parents.add(images.get(parent, pull).id());
    }
    String tag =
        Images.tag(String.join("\n", parents), built.digest() + "\n" + environment.workdir());
    return once(tag, environment, () -> dockerfiles.build(environment, built, tag));
  }

  /// Makes an image.
  private interface Making {
    void make() throws InterruptedException;
  }

  private Images.Image once(String tag, Environment environment, Making making)
      throws InterruptedException {
    String what = "the image of environment " + environment.digest();
    var lock = building.computeIfAbsent(tag, _ -> new PatientLock(what, PATIENCE));
    lock.acquire();
    try {
      String name = Images.REPOSITORY + ":" + tag;
      if (images.find(name).isEmpty()) {
        making.make();
      }
      return images.find(name).orElseThrow(() -> vanished(environment));
    } finally {
      lock.release();
    }
  }

  private static FailureException vanished(Environment environment) {
    return new FailureException(
        new Failure.Environment("the image of environment " + environment.digest() + " vanished"));
  }
}
