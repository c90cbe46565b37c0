package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.task.Environment;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// The layers of environments by their digests. Several processes may share a cache: should two
/// build the same layer at once, the first to finish is kept.
final class LayerCache {
  private final Path layers;
  private final ConcurrentHashMap<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  LayerCache(Path layers) {
    this.layers = layers;
  }

  /// Builds a layer into the overlay given.
  interface Builder {
    Overlay build(Environment environment) throws IOException, InterruptedException;
  }

  /// The directory of the environment's layer, with `root` and `usr` in it; others who want the
  /// same
  /// layer wait for it.
  Path layer(Environment environment, Builder builder) throws IOException, InterruptedException {
    Path layer = layers.resolve(environment.digest());
    if (Files.isDirectory(layer)) {
      return layer;
    }
    var lock = locks.computeIfAbsent(environment.digest(), _ -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      if (!Files.isDirectory(layer)) {
        publish(builder.build(environment), layer);
      }
      return layer;
    } finally {
      lock.unlock();
    }
  }

  private void publish(Overlay built, Path layer) throws IOException {
    Files.createDirectories(layers);
    Path ready = Files.createDirectory(built.directory().resolve("layer"));
    Files.move(built.root(), ready.resolve("root"));
    Files.move(built.usr(), ready.resolve("usr"));
    try {
      Files.move(ready, layer, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (IOException e) {
      if (!Files.isDirectory(layer)) {
        throw e;
      }
    }
    Trees.delete(built.directory());
  }
}
