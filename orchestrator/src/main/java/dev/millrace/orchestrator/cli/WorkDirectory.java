package dev.millrace.orchestrator.cli;

import dev.millrace.rollout.sandbox.HostTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A directory for as long as a command runs. What commands that were killed have left beside it
/// is removed when another one opens: the kernel drops a lock with the process that holds it.
///
/// @param lock held until the directory is gone
record WorkDirectory(Path path, FileChannel lock) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkDirectory.class);
  private static final String LOCK = ".lock";

  /// Of this process, which would lose the lock of a file if it opened and closed it again.
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  /// @param parent an existing directory that it is made in
  static WorkDirectory in(Path parent) throws IOException {
    return open(parent, ".millrace-");
  }

  /// In the system's directory for temporary files.
  static WorkDirectory temporary() throws IOException {
    return open(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), "millrace-");
  }

  private static WorkDirectory open(Path parent, String prefix) throws IOException {
    Path path = Files.createTempDirectory(parent, prefix).toRealPath();
    OWN.add(path);
    removeLeft(parent.toRealPath(), prefix, Files.getOwner(path));
    return new WorkDirectory(path, locked(path));
  }

  /// The file has its name once it is locked, so that nobody finds it between.
  private static FileChannel locked(Path path) throws IOException {
    Path made = path.resolve(LOCK + ".part");
    var channel = FileChannel.open(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    channel.lock();
    Files.move(made, path.resolve(LOCK));
    return channel;
  }

  private static void removeLeft(Path parent, String prefix, UserPrincipal user)
      throws IOException {
    try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, prefix + "*")) {
      for (Path other : others) {
        try {
          if (!OWN.contains(other) && isOf(other, user)) {
            removeUnlocked(other);
          }
        } catch (IOException e) {
          LOG.atWarn()
              .setMessage("A killed command's directory cannot be removed; remove it by hand")
              .addKeyValue("path", other)
              .addKeyValue("reason", e.toString())
              .log();
        }
      }
    }
  }

  /// Anybody may make a directory of such a name where temporary files lie.
  private static boolean isOf(Path other, UserPrincipal user) throws IOException {
    return Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(other, LinkOption.NOFOLLOW_LINKS).equals(user)
        && Files.isRegularFile(other.resolve(LOCK), LinkOption.NOFOLLOW_LINKS);
  }

  private static void removeUnlocked(Path other) throws IOException {
    try (var channel = FileChannel.open(other.resolve(LOCK), StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      if (lock != null) {
        HostTree.delete(other);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try (lock) {
      HostTree.delete(path);
    } finally {
      OWN.remove(path);
    }
  }
}
