package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.Attachments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The directories that attachments are mounted on, as a layer of their own: what is in a lower
/// layer is no change of the agent's.
final class MountPoints {
  private MountPoints() {}

  /// @return whether anything is attached, and the layer made
  static boolean make(Path layer, Attachments attachments) throws IOException {
    if (attachments.directories().isEmpty() && attachments.scratch().isEmpty()) {
      return false;
    }
    var open = PosixFilePermissions.fromString("rwxr-xr-x");
    var mode = PosixFilePermissions.asFileAttribute(open);
    for (Attachments.ReadOnly directory : attachments.directories()) {
      Files.createDirectories(layer.resolve(directory.target().substring(1)), mode);
    }
    for (Attachments.Scratch scratch : attachments.scratch()) {
      Files.createDirectories(layer.resolve(scratch.target().substring(1)), mode);
    }
    return true;
  }
}
