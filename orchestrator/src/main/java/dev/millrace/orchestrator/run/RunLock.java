package dev.millrace.orchestrator.run;

import dev.millrace.orchestrator.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The right to run in an output directory: two brokers over the same data destroy it. The kernel
/// drops the lock with the process that holds it.
///
/// @param isNew whether the directory was made for this run
public record RunLock(RunLayout layout, FileChannel file, boolean isNew) implements AutoCloseable {
  /// Of this process, which would lose the lock of a file if it opened and closed it again.
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  /// Makes the directory where it is missing, and takes it.
  ///
  /// @throws ConfigException when another process has it, or nothing can be written there
  public static RunLock take(RunLayout layout) {
    if (!OWN.add(layout.out())) {
      throw inUse(layout);
    }
    boolean isTaken = false;
    try {
      boolean isNew = !Files.exists(layout.out());
      Files.createDirectories(layout.work());
      FileChannel file =
          FileChannel.open(layout.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = file.tryLock();
      if (lock == null) {
        file.close();
        throw inUse(layout);
      }
      isTaken = true;
      return new RunLock(layout, file, isNew);
    } catch (IOException e) {
      throw new ConfigException(
          "--out: nothing can be written to " + layout.out() + ": " + reason(e), e);
    } finally {
      if (!isTaken) {
        OWN.remove(layout.out());
      }
    }
  }

  private static ConfigException inUse(RunLayout layout) {
    return new ConfigException(
        "--out: another process is running in "
            + layout.out()
            + "; wait for its end, or give another directory");
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException failed && failed.getReason() != null
        ? String.valueOf(e.getMessage())
        : e.toString();
  }

  /// Gives the directory free. A run that never began leaves nothing.
  @Override
  public void close() {
    try (file) {
      Files.deleteIfExists(layout.lock());
      Files.deleteIfExists(layout.work());
      if (isNew) {
        Files.deleteIfExists(layout.out());
      }
    } catch (DirectoryNotEmptyException _) {
      // The run has begun.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + layout.lock(), e);
    } finally {
      OWN.remove(layout.out());
    }
  }
}
