package dev.millrace.orchestrator.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The images of this machine that tasks ask for by name. Where there are none, what a Dockerfile
/// begins with is not looked at.
///
/// @param images by reference, an archive or a layout each
/// @param imageDirectory with `REFERENCE.tar` for others; null for none
public record ImageChoice(Map<String, Path> images, @Nullable Path imageDirectory) {
  static final ImageChoice DEFAULT = new ImageChoice(Map.of(), null);

  // Spelled out: a compact constructor loses the annotation on nullable parameters (javac 25).
  public ImageChoice(Map<String, Path> images, @Nullable Path imageDirectory) {
    this.images = Map.copyOf(images);
    this.imageDirectory = imageDirectory;
  }

  /// Whether tasks are given images of their own at all.
  public boolean isUsed() {
    return !images.isEmpty() || imageDirectory != null;
  }
}
