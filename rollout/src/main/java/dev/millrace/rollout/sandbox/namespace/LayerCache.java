package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.HostTree;
import dev.millrace.rollout.sandbox.PatientLock;
import dev.millrace.rollout.task.Environment;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/// The layers of environments by their digests. Several processes may share a cache: should two
/// build the same layer at once, the first to finish is kept.
final class LayerCache {
  // Longer than the steps of an environment take, which have limits of their own.
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final Path layers;
  private final ScratchSpace building;
  private final ConcurrentHashMap<String, PatientLock> locks = new ConcurrentHashMap<>();

  /// @param building on the same file system, for a finished layer is renamed
  LayerCache(Path layers, ScratchSpace building) {
    this.layers = layers;
    this.building = building;
  }

  /// Builds a layer: `root` and `usr` in the directory given.
  interface Builder {
    void build(Environment environment, Path target) throws IOException, InterruptedException;
  }

  /// The directory of the environment's layer, with `root` and `usr` in it; others who want the
  /// same layer wait for it.
  Path layer(Environment environment, Builder builder) throws IOException, InterruptedException {
    Path layer = layers.resolve(environment.digest());
    if (Files.isDirectory(layer)) {
      return layer;
    }
    String what = "the layer of environment " + environment.digest();
    var lock = locks.computeIfAbsent(environment.digest(), _ -> new PatientLock(what, PATIENCE));
    lock.acquire();
    try {
      if (!Files.isDirectory(layer)) {
        build(environment, builder, layer);
      }
      return layer;
    } finally {
      lock.release();
    }
  }

  private void build(Environment environment, Builder builder, Path layer)
      throws IOException, InterruptedException {
    Path ready = building.fresh();
    Files.createDirectory(ready);
    try {
      builder.build(environment, ready);
      publish(ready, layer);
    } finally {
      HostTree.delete(ready);
    }
  }

  private void publish(Path ready, Path layer) throws IOException {
    Files.createDirectories(layers);
    try {
      Files.move(ready, layer, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (IOException e) {
      if (!Files.isDirectory(layer)) {
        throw e;
      }
    }
  }
}
