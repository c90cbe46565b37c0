package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.image.ImageStore;
import dev.millrace.rollout.task.BaseImage;
import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// What lies below sandboxes, by what their environments ask for, and the layers that were built
/// over each. An image is unpacked when it is first asked for. Any thread may call it.
final class Bases {
  private final Base usual;
  private final ImageStore images;
  private final Path layers;
  private final ScratchSpace building;
  private final ConcurrentMap<Path, Base> unpacked = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, LayerCache> caches = new ConcurrentHashMap<>();

  /// @param usual for environments that name no image of this machine
  /// @param layers holds a directory for each base
  /// @param building on the same file system, for a finished layer is renamed
  Bases(Base usual, ImageStore images, Path layers, ScratchSpace building) {
    this.usual = usual;
    this.images = images;
    this.layers = layers;
    this.building = building;
  }

  Base usual() {
    return usual;
  }

  /// @throws FailureException with `Failure.Environment` when an image cannot be had or is none
  Base of(BaseImage image) throws IOException, InterruptedException {
    return switch (image) {
      case BaseImage.Any _, BaseImage.From _ -> usual;
      case BaseImage.Kept(String reference, Path path) -> unpacked(reference, path);
      case BaseImage.Prebuilt(String reference) ->
          throw new FailureException(
              new Failure.Environment(
                  "the environment is the image "
                      + reference
                      + ", which is not on this machine; "
                      + BaseImage.howToKeep(reference)));
      case BaseImage.Built built ->
          throw new FailureException(
              new Failure.Environment(
                  built.context() + "/Dockerfile needs a container engine to build it"));
    };
  }

  private Base unpacked(String reference, Path path) throws IOException, InterruptedException {
    Base known = unpacked.get(path);
    if (known != null) {
      return known;
    }
    Base base = Base.of(images.unpack(path)).named(reference);
    Base first = unpacked.putIfAbsent(path, base);
    return first == null ? base : first;
  }

  LayerCache layers(Base base) {
    return caches.computeIfAbsent(base.key(), key -> new LayerCache(layers.resolve(key), building));
  }
}
