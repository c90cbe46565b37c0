package dev.millrace.rollout.sandbox.image;

import dev.millrace.rollout.sandbox.PatientLock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One holder at a time, among all threads of all processes of this machine. The kernel frees it
/// when its process ends, however that ends. The file says who holds it, or did last.
final class StoreLock implements Closeable {
  /// Longer than the largest images take.
  static final Duration PATIENCE = Duration.ofHours(1);

  private static final long STEP_MILLIS = 20;

  // A file lock belongs to the process, and closing any channel of the file gives it up: so threads
  // queue here, whichever store they come from, before they open the file.
  private static final ConcurrentHashMap<Path, Queue> THREADS = new ConcurrentHashMap<>();

  private final FileChannel channel;
  private final Queue queue;

  /// The threads of this process.
  private static final class Queue {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile String holder = "nobody";
  }

  private StoreLock(FileChannel channel, Queue queue) throws IOException {
    this.channel = channel;
    this.queue = queue;
    queue.holder = holder();
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(queue.holder.getBytes(StandardCharsets.UTF_8)));
  }

  private static String holder() {
    return "process "
        + ProcessHandle.current().pid()
        + ", "
        + PatientLock.nameOf(Thread.currentThread())
        + ", since "
        + Instant.now();
  }

  /// Waits until the lock is free.
  ///
  /// @param file absolute, without links; made if absent, and left
  /// @throws IOException that says who holds it, when that takes longer than the patience
  static StoreLock acquire(Path file, Duration patience) throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Queue queue = queue(file);
    if (!queue.lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IOException(tooLong(file, patience, queue.holder));
    }
    FileChannel channel = null;
    boolean isHeld = false;
    try {
      channel = open(file);
      while (channel.tryLock() == null) {
        if (System.nanoTime() > end) {
          throw new IOException(tooLong(file, patience, Files.readString(file)));
        }
        TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
      }
      var lock = new StoreLock(channel, queue);
      isHeld = true;
      return lock;
    } finally {
      if (!isHeld) {
        release(channel, queue);
      }
    }
  }

  private static String tooLong(Path file, Duration patience, String holder) {
    return "waited " + patience + " for " + file + ": " + holder.strip() + " holds it";
  }

  /// @return null when another holds it
  static @Nullable StoreLock tryAcquire(Path file) throws IOException {
    Queue queue = queue(file);
    if (!queue.lock.tryLock()) {
      return null;
    }
    FileChannel channel = null;
    boolean isHeld = false;
    try {
      channel = open(file);
      if (channel.tryLock() == null) {
        return null;
      }
      var lock = new StoreLock(channel, queue);
      isHeld = true;
      return lock;
    } finally {
      if (!isHeld) {
        release(channel, queue);
      }
    }
  }

  private static Queue queue(Path file) {
    return THREADS.computeIfAbsent(file, _ -> new Queue());
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void release(@Nullable FileChannel channel, Queue queue) throws IOException {
    try {
      if (channel != null) {
        channel.close();
      }
    } finally {
      queue.lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    release(channel, queue);
  }
}
