package dev.millrace.rollout.sandbox.docker;

import dev.millrace.rollout.sandbox.Owner;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes what dead owners of this host have left: their containers, what still builds for them,
/// and the images of their forks. Images of environments stay, for they are a cache.
final class Reaper {
  private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

  private final Engine engine;
  private final Images images;
  private final Containers.Whose whose;

  Reaper(Engine engine, Images images, Containers.Whose whose) {
    this.engine = engine;
    this.images = images;
    this.whose = whose;
  }

  void reap() throws InterruptedException {
    PodmanBuild.endOfDeadOwners();
    Map<String, String> here = Map.of(Containers.HOST, whose.host());
    List<Images.Labelled> containers =
        engine
            .call(
                "list containers",
                docker -> docker.listContainersCmd().withShowAll(true).withLabelFilter(here).exec())
            .stream()
            .map(container -> new Images.Labelled(container.getId(), container.getLabels()))
            .toList();
    for (Images.Labelled container : containers) {
      if (isOrphan(container)) {
        LOG.atInfo()
            .setMessage("Removing a dead owner's container")
            .addKeyValue("container", container.id())
            .log();
        engine.remove(container.id());
      }
    }
    String sandbox = Containers.Use.SANDBOX.label();
    boolean isLess = true;
    while (isLess) {
      // A fork's fork keeps its image until it is removed itself.
      isLess = false;
      for (Images.Labelled image : images.withLabels(here)) {
        // Asked for images with two labels, Podman finds none.
        boolean isFork = sandbox.equals(image.labels().get(Containers.USE));
        isLess |= isFork && isOrphan(image) && images.remove(image.id());
      }
    }
  }

  private boolean isOrphan(Images.Labelled labelled) {
    String owner = labelled.labels().get(Containers.OWNER);
    return owner != null && !Owner.isAlive(owner);
  }
}
