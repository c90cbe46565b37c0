package dev.millrace.rollout.sandbox.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A log on disk that tests write and damage.
final class LogFile implements AutoCloseable {
  private static final Instant NOON = Instant.parse("2026-03-04T12:00:00.123456Z");

  // One for all: a directory takes far longer to remove than a log to write.
  private static final Path DIRECTORY = directory();
  private static final AtomicLong WORKERS = new AtomicLong();

  private final String owner = "worker-" + WORKERS.incrementAndGet();
  private final AuditLogs logs = new AuditLogs(DIRECTORY, owner, () -> NOON);
  private final AuditLog log = logs.start();

  private static Path directory() {
    try {
      Path directory = Files.createTempDirectory("audit");
      directory.toFile().deleteOnExit();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Logs in the same place by the same owner, from the beginning.
  AuditLogs again() {
    return new AuditLogs(DIRECTORY, owner, () -> NOON);
  }

  AuditEvent.Opened opened() {
    return new AuditEvent.Opened(log.id(), "fake", "digest", List.of(), "/app", List.of());
  }

  AuditLog log() {
    return log;
  }

  Path path() {
    return logs.file(log.id());
  }

  byte[] bytes() throws IOException {
    return Files.readAllBytes(path());
  }

  AuditTrail with(byte[] changed) throws IOException {
    Files.write(path(), changed);
    return AuditTrail.read(path());
  }

  /// The lines, each with its end.
  static List<byte[]> lines(byte[] file) {
    List<byte[]> lines = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < file.length; i++) {
      if (file[i] == '\n') {
        lines.add(Arrays.copyOfRange(file, from, i + 1));
        from = i + 1;
      }
    }
    return lines;
  }

  static byte[] file(List<byte[]> lines) {
    var out = new ByteArrayOutputStream();
    lines.forEach(out::writeBytes);
    return out.toByteArray();
  }

  @Override
  public void close() throws IOException {
    log.close();
    Files.delete(path());
  }
}
