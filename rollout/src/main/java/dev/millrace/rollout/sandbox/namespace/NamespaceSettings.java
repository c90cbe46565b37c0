package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Bounds;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How sandboxes are made out of namespaces.
///
/// @param cacheDirectory for layers and unpacked images; may be shared by processes and outlives
///     them
/// @param scratchDirectory for what belongs to one sandbox; on a disk file system
/// @param bounds of each sandbox
/// @param mechanism null for bubblewrap where it is installed and works, else unshare
/// @param image what lies below every sandbox: an archive or a layout as
///     [dev.millrace.rollout.sandbox.image.ImageStore] takes them; null for this host's own `/usr`
/// @param grouping of each sandbox's processes
public record NamespaceSettings(
    Path cacheDirectory,
    Path scratchDirectory,
    Bounds bounds,
    @Nullable Mechanism mechanism,
    @Nullable Path image,
    Grouping grouping) {
  /// Whether control groups are made.
  public enum Grouping {
    /// Where this user may.
    WHERE_POSSIBLE,
    /// Never: a watchdog does what it can instead.
    NONE
  }

  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public NamespaceSettings(
      Path cacheDirectory,
      Path scratchDirectory,
      Bounds bounds,
      @Nullable Mechanism mechanism,
      @Nullable Path image,
      Grouping grouping) {
    this.cacheDirectory = cacheDirectory;
    this.scratchDirectory = scratchDirectory;
    this.bounds = bounds;
    this.mechanism = mechanism;
    this.image = image;
    this.grouping = grouping;
  }

  /// Over this host, with the usual bounds.
  public static NamespaceSettings of(Path cacheDirectory, Path scratchDirectory) {
    return new NamespaceSettings(
        cacheDirectory, scratchDirectory, Bounds.DEFAULT, null, null, Grouping.WHERE_POSSIBLE);
  }

  public NamespaceSettings withBounds(Bounds other) {
    return new NamespaceSettings(
        cacheDirectory, scratchDirectory, other, mechanism, image, grouping);
  }

  public NamespaceSettings withMechanism(@Nullable Mechanism other) {
    return new NamespaceSettings(cacheDirectory, scratchDirectory, bounds, other, image, grouping);
  }

  public NamespaceSettings withImage(@Nullable Path other) {
    return new NamespaceSettings(
        cacheDirectory, scratchDirectory, bounds, mechanism, other, grouping);
  }

  public NamespaceSettings withGrouping(Grouping other) {
    return new NamespaceSettings(cacheDirectory, scratchDirectory, bounds, mechanism, image, other);
  }
}
