package dev.millrace.rollout.sandbox.namespace;

import dev.millrace.rollout.sandbox.HostTree;
import dev.millrace.rollout.sandbox.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A directory of one owner process, with numbered directories in it. What dead owners have left
/// beside it is removed when another one opens.
final class ScratchSpace implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScratchSpace.class);
  private static final String PREFIX = "owner-";
  private static final String OWNER = "owner";

  private final Path directory;
  private final AtomicLong next = new AtomicLong();

  private ScratchSpace(Path directory) {
    this.directory = directory;
  }

  static ScratchSpace open(Path parent) throws IOException {
    Files.createDirectories(parent);
    removeOrphans(parent);
    Path directory =
        Files.createTempDirectory(
            parent,
            PREFIX,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(directory.resolve(OWNER), Owner.current().name());
    return new ScratchSpace(directory);
  }

  /// A path of its own; nothing is there yet.
  Path fresh() {
    return directory.resolve(Long.toString(next.incrementAndGet()));
  }

  static void removeOrphans(Path parent) throws IOException {
    try (var spaces = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path space : spaces) {
        if (!isOwned(space)) {
          LOG.atInfo()
              .setMessage("Removing a dead owner's sandboxes")
              .addKeyValue("path", space)
              .log();
          HostTree.delete(space);
        }
      }
    }
  }

  private static boolean isOwned(Path space) throws IOException {
    try {
      String owner = Files.readString(space.resolve(OWNER));
      return owner.isEmpty() || Owner.isAlive(owner);
    } catch (NoSuchFileException _) {
      // Another process may be about to write it, or removes the space; an hour later none does.
      return !isOld(space);
    }
  }

  private static boolean isOld(Path space) throws IOException {
    try {
      Instant hourAgo = Instant.now().minusSeconds(3600);
      return Files.getLastModifiedTime(space).toInstant().isBefore(hourAgo);
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    HostTree.delete(directory);
  }
}
