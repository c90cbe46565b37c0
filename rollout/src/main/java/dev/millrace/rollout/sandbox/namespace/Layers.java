package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.HostTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The overlays of one tree, mounted over one another in its holder's namespaces: the newest is
/// written to, the older ones are frozen. For one thread at a time.
final class Layers {
  // Each frozen layer is a path in the options of a mount, which the kernel cuts at 4096 bytes.
  private static final int MAX_FROZEN = 16;

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final Workshop workshop;
  private final Holder holder;
  // The newest first; the first is written to.
  private List<Overlay> overlays;

  private Layers(Workshop workshop, Holder holder, List<Overlay> overlays) {
    this.workshop = workshop;
    this.holder = holder;
    this.overlays = overlays;
  }

  /// A fresh layer over frozen ones, not mounted yet.
  static Layers over(Workshop workshop, Holder holder, List<Overlay> frozen) throws IOException {
    return new Layers(workshop, holder, stacked(fresh(workshop, holder), frozen));
  }

  private static Overlay fresh(Workshop workshop, Holder holder) throws IOException {
    var overlay = Overlay.in(holder.files().space(), NUMBERS.incrementAndGet());
    workshop.launching().prepare(overlay.seenBy(holder));
    return overlay;
  }

  private static List<Overlay> stacked(Overlay newest, List<Overlay> others) {
    List<Overlay> all = new ArrayList<>(List.of(newest));
    all.addAll(others);
    return List.copyOf(all);
  }

  /// Makes the mount points of what is attached, unless layers below have them already.
  ///
  /// @return the place over them
  Place withMountPoints(Place place) throws IOException {
    List<Path> below = new ArrayList<>();
    changed().stream().skip(1).forEach(overlay -> below.add(overlay.root()));
    below.addAll(place.lowers().root());
    MountPoints.check(new LowerView(below), place.attachments());
    if (overlays.size() > 1) {
      return place;
    }
    Path points = overlays.getFirst().points();
    boolean isMade = MountPoints.make(holder.seen(points), place.attachments());
    return isMade ? place.over(holder.seen(points), points) : place;
  }

  /// Whether one more frozen layer would be too many.
  boolean areMany() {
    return overlays.size() > MAX_FROZEN;
  }

  /// What was changed, the newest layer first, where this process can walk it.
  List<Overlay> changed() {
    return overlays.stream().map(overlay -> overlay.seenBy(holder)).toList();
  }

  void mount(Place place) throws IOException, InterruptedException {
    mount(place, false);
  }

  /// @param isAgain whether another tree of this one's goes first
  private void mount(Place place, boolean isAgain) throws IOException, InterruptedException {
    var plan =
        new Launching.ToMount(overlays.getFirst(), overlays.subList(1, overlays.size()), place);
    holder.runOwn(workshop.launching().mount(holder.files(), plan, isAgain), "mount its tree");
  }

  /// Goes on in a fresh layer over what was changed.
  ///
  /// @return the layers that are frozen now
  List<Overlay> freeze(Place place) throws IOException, InterruptedException {
    List<Overlay> frozen = overlays;
    overlays = stacked(fresh(workshop, holder), frozen);
    mount(place, true);
    return frozen;
  }

  /// Unmounts the tree and leaves its files.
  ///
  /// @return the layer that was written to
  Overlay detach() throws IOException, InterruptedException {
    holder.runOwn(workshop.launching().unmount(holder.files()), "unmount");
    return overlays.getFirst();
  }

  /// Unmounts the tree and removes what nobody else stands on.
  ///
  /// @return whether the holder is as it was before the tree was mounted
  boolean clean() {
    if (!holder.isUsable()) {
      return false;
    }
    try {
      boolean isAlone = overlays.size() == 1;
      Optional<Work> empty = isAlone ? workshop.holders().emptying(holder) : Optional.empty();
      if (empty.isPresent()) {
        holder.runOwn(empty.get(), "drop its layer");
        return true;
      }
      HostTree.delete(detach().seenBy(holder).directory());
      return isAlone;
    } catch (IOException _) {
      // It is dropped then, and the kernel unmounts.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
