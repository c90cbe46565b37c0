package dev.millrace.rollout.sandbox.namespace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// The supervisor's own files for a holder, on the host. Sandboxes see none of them.
///
/// @param directory holds all the others
record HolderFiles(Path directory) {
  static HolderFiles create(Path directory) throws IOException {
    var files = new HolderFiles(directory);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectories(directory);
    for (Path path : List.of(files.space(), files.merged(), files.stage(), files.given())) {
      Files.createDirectory(path, mode);
    }
    return files;
  }

  /// What the sandbox changes: a file system in memory of the holder's own, or this directory.
  Path space() {
    return directory.resolve("space");
  }

  /// Where the holder mounts the sandbox's tree; always empty outside.
  Path merged() {
    return directory.resolve("merged");
  }

  /// Where a command without bubblewrap prepares its root; always empty outside.
  Path stage() {
    return directory.resolve("stage");
  }

  Path request() {
    return directory.resolve("request");
  }

  /// What a launcher of this program's own does last.
  Path program() {
    return directory.resolve("program");
  }

  /// Holds what commands read: read-only for the holder, whose commands could else write to it
  /// through their open input.
  Path given() {
    return directory.resolve("given");
  }

  Path input() {
    return given().resolve("input");
  }

  Path status() {
    return directory.resolve("status");
  }

  Path fstab() {
    return directory.resolve("fstab");
  }

  Path stageFstab() {
    return directory.resolve("stage-fstab");
  }
}
