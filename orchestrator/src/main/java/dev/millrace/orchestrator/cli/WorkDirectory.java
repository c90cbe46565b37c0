package dev.millrace.orchestrator.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A directory for as long as a command runs.
record WorkDirectory(Path path) implements AutoCloseable {
  /// @param parent an existing directory that it is made in
  static WorkDirectory in(Path parent) throws IOException {
    return new WorkDirectory(Files.createTempDirectory(parent, ".millrace-").toRealPath());
  }

  /// In the system's directory for temporary files.
  static WorkDirectory temporary() throws IOException {
    return new WorkDirectory(Files.createTempDirectory("millrace-").toRealPath());
  }

  @Override
  public void close() throws IOException {
    delete(path);
  }

  /// Layers of tasks may hold directories that their own Dockerfile has locked.
  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      try (DirectoryStream<Path> children = Files.newDirectoryStream(path)) {
        for (Path child : children) {
          delete(child);
        }
      }
    }
    Files.delete(path);
  }
}
