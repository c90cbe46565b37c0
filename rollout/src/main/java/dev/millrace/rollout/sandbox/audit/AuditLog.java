package dev.millrace.rollout.sandbox.audit;

import dev.millrace.rollout.trajectory.Failure;
import dev.millrace.rollout.trajectory.FailureException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The log of one sandbox while it is written: a file of JSON lines, each chained to the one before
/// by its hash. Any thread may append. A log that cannot be written fails whatever was to be
/// recorded: nothing goes on unseen.
public final class AuditLog implements AutoCloseable {
  private static final String SUFFIX = ".jsonl";

  private final String id;
  private final FileOutputStream file;
  private final InstantSource clock;

  // Held while an entry is written: the order of the file is the order of the chain.
  private final ReentrantLock lock = new ReentrantLock();
  private long entries;
  private String hash = AuditLines.START;
  private boolean isSealed;

  private AuditLog(String id, FileOutputStream file, InstantSource clock) {
    this.id = id;
    this.file = file;
    this.clock = clock;
  }

  /// Starts a log.
  ///
  /// @param directory made where there is none
  /// @param id a file name that no log there has
  /// @throws FailureException with `Failure.Sandbox` when it cannot be written, or is there already
  static AuditLog start(Path directory, String id, InstantSource clock) {
    Path path = path(directory, id);
    try {
      Files.createDirectories(directory);
      Files.createFile(path);
      // No channel: an interrupt would close it for everyone.
      return new AuditLog(id, new FileOutputStream(path.toFile(), true), clock);
    } catch (FileAlreadyExistsException e) {
      throw failure("audit log " + path + " is there already; give each run its own directory", e);
    } catch (IOException e) {
      throw failure("audit log " + path + " cannot be started: " + e, e);
    }
  }

  static Path path(Path directory, String id) {
    return directory.resolve(id + SUFFIX);
  }

  public String id() {
    return id;
  }

  /// Adds an entry. It is with the operating system when this returns.
  ///
  /// @return its index
  /// @throws FailureException with `Failure.Sandbox` when it cannot be written or the log is sealed
  public long append(AuditEvent event) {
    lock.lock();
    try {
      if (isSealed) {
        throw failure("audit log " + id + " is sealed: its sandbox is closed", null);
      }
      return write(event);
    } finally {
      lock.unlock();
    }
  }

  private long write(AuditEvent event) {
    long index = entries;
    AuditLines.Line line = AuditLines.write(new AuditEntry(index, clock.instant(), event), hash);
    byte[] bytes = Arrays.copyOf(line.bytes(), line.bytes().length + 1);
    bytes[bytes.length - 1] = '\n';
    try {
      file.write(bytes);
    } catch (IOException e) {
      // What is in the file now may be half an entry: nothing can follow it.
      isSealed = true;
      throw failure("audit log " + id + " cannot be written: " + e, e);
    }
    entries = index + 1;
    hash = line.hash();
    return index;
  }

  /// The log up to now.
  ///
  /// @throws IllegalStateException before the first entry
  public AuditHead head() {
    lock.lock();
    try {
      if (entries == 0) {
        throw new IllegalStateException("audit log " + id + " has no entry yet");
      }
      return new AuditHead(id, entries, hash);
    } finally {
      lock.unlock();
    }
  }

  /// Seals the log. Idempotent. Nothing is forced to the disk, which would take longer than a whole
  /// sandbox: what a machine loses in a crash is noticed as an absent seal, or by the head kept
  /// elsewhere.
  @Override
  public void close() {
    lock.lock();
    try {
      if (!isSealed) {
        write(new AuditEvent.Sealed(entries));
        isSealed = true;
      }
      file.close();
    } catch (IOException e) {
      throw failure("audit log " + id + " cannot be closed: " + e, e);
    } finally {
      lock.unlock();
    }
  }

  private static FailureException failure(String detail, @Nullable Exception cause) {
    var failure = new Failure.Sandbox(detail);
    return cause == null ? new FailureException(failure) : new FailureException(failure, cause);
  }
}
