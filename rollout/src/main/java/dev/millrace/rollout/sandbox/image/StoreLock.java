package dev.millrace.rollout.sandbox.image;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One holder at a time, among all threads of all processes of this machine. The kernel frees it
/// when its process ends, however that ends.
final class StoreLock implements Closeable {
  // A file lock belongs to the process, and closing any channel of the file gives it up: so threads
  // queue here, whichever store they come from, before they open the file.
  private static final ConcurrentHashMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final FileChannel channel;
  private final ReentrantLock thread;

  private StoreLock(FileChannel channel, ReentrantLock thread) {
    this.channel = channel;
    this.thread = thread;
  }

  /// Waits until the lock is free, without a limit: its holder is at work or dead.
  ///
  /// @param file absolute, without links; made if absent, and left
  static StoreLock acquire(Path file) throws IOException, InterruptedException {
    ReentrantLock thread = thread(file);
    thread.lockInterruptibly();
    try {
      FileChannel channel = open(file);
      try {
        var _ = channel.lock();
        return new StoreLock(channel, thread);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      thread.unlock();
      throw e;
    }
  }

  /// @return null when another holds it
  static @Nullable StoreLock tryAcquire(Path file) throws IOException {
    ReentrantLock thread = thread(file);
    if (!thread.tryLock()) {
      return null;
    }
    FileChannel channel = null;
    boolean isHeld = false;
    try {
      channel = open(file);
      isHeld = channel.tryLock() != null;
      return isHeld ? new StoreLock(channel, thread) : null;
    } finally {
      if (!isHeld) {
        release(channel, thread);
      }
    }
  }

  private static ReentrantLock thread(Path file) {
    return THREADS.computeIfAbsent(file, _ -> new ReentrantLock());
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void release(@Nullable FileChannel channel, ReentrantLock thread)
      throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      thread.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    release(channel, thread);
  }
}
