package dev.millrace.rollout.sandbox.namespace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/// The directories of one sandbox on the host.
///
/// @param directory holds all the others
/// @param root what was changed in `/`
/// @param usr what was changed in `/usr`
record Overlay(Path directory, Path root, Path usr) {
  /// Makes the directories of a fresh sandbox.
  static Overlay create(Path directory) throws IOException {
    var overlay = new Overlay(directory, directory.resolve("root"), directory.resolve("usr"));
    Files.createDirectories(directory);
    for (Path path :
        List.of(
            overlay.root, overlay.usr, overlay.rootWork(), overlay.usrWork(), overlay.merged())) {
      Files.createDirectory(path, PosixFilePermissions.asFileAttribute(mode()));
    }
    return overlay;
  }

  Path rootWork() {
    return directory.resolve("root-work");
  }

  Path usrWork() {
    return directory.resolve("usr-work");
  }

  /// Where the merged tree is mounted inside the launcher's namespace; always empty outside.
  Path merged() {
    return directory.resolve("merged");
  }

  /// Below everything else: the directories that attachments are mounted on.
  Path points() {
    return directory.resolve("points");
  }

  Path fstab() {
    return directory.resolve("fstab");
  }

  Path status() {
    return directory.resolve("status");
  }

  Path diagnostics() {
    return directory.resolve("diagnostics");
  }

  Path command() {
    return directory.resolve("command");
  }

  /// A volatile overlay leaves a mark in its work directory and refuses to be mounted over it
  /// again,
  /// for it cannot know that nothing has crashed since. Here nothing outlives a crash.
  void clearWork() throws IOException {
    Trees.delete(rootWork().resolve("work"));
    Trees.delete(usrWork().resolve("work"));
  }

  private static Set<PosixFilePermission> mode() {
    return PosixFilePermissions.fromString("rwxr-xr-x");
  }
}
