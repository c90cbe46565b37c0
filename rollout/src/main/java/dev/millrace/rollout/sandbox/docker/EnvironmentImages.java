package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.task.Environment;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// The images of environments, each built once and kept by the engine. Any thread may call it; of
/// several that want the same one, the first builds and the others wait.
final class EnvironmentImages {
  private final Images images;
  private final Demands demands;
  private final Duration pull;
  private final Builder builder;
  private final Map<String, ReentrantLock> building = new ConcurrentHashMap<>();

  /// Makes the image of an environment.
  interface Builder {
    /// @param base that the environment's steps go over
    /// @param tag of the image in [Images#REPOSITORY]
    void build(Environment environment, Images.Image base, String tag) throws InterruptedException;
  }

  /// @param pull how long a base image may take to come
  EnvironmentImages(Images images, Demands demands, Duration pull, Builder builder) {
    this.images = images;
    this.demands = demands;
    this.pull = pull;
    this.builder = builder;
  }

  /// The environment's image, with the variables of its base.
  ///
  /// @throws FailureException with `Failure.Environment` when it cannot be had
  Images.Image of(Environment environment) throws InterruptedException {
    var base = images.get(demands.imageOf(environment), pull);
    String tag = Images.tag(base.id(), environment.digest());
    var lock = building.computeIfAbsent(tag, _ -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      return new Images.Image(id(environment, base, tag), base.variables());
    } finally {
      lock.unlock();
    }
  }

  private String id(Environment environment, Images.Image base, String tag)
      throws InterruptedException {
    String name = Images.REPOSITORY + ":" + tag;
    if (images.find(name).isEmpty()) {
      builder.build(environment, base, tag);
    }
    return images.find(name).orElseThrow(() -> vanished(environment)).id();
  }

  private static FailureException vanished(Environment environment) {
    return new FailureException(
        new Failure.Environment("the image of environment " + environment.digest() + " vanished"));
  }
}
