package dev.millrace.rollout.sandbox.image;

import java.nio.file.Path;
import java.util.Map;

/// An image as one directory.
///
/// @param root its root file system, which nobody writes to: the lower directory of overlays
/// @param digest which image it is; equal digests have the same directory in one store
/// @param config what the image says for the programs in it
public record UnpackedImage(Path root, String digest, ImageConfig config) {
  public Map<String, String> variables() {
    return config.variables();
  }
}
