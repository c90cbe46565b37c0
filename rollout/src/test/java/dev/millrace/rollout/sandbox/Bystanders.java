package dev.millrace.rollout.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.rollout.task.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The episodes of three neighbours, who work all the while that a sandbox does harm, and the
/// host's own heartbeat.
final class Bystanders implements AutoCloseable {
  private static final int COUNT = 3;
  private static final int NUMBERS = 3000;
  private static final Command.Limits LIMITS =
      new Command.Limits(Duration.ofSeconds(60), 256L << 20, 4096);
  // Bounds against hanging, far above what a busy machine takes.
  private static final Duration LONGEST_BEAT = Duration.ofSeconds(30);
  private static final Duration LONGEST_END = Duration.ofMinutes(2);
  private static final int PAUSE_MILLIS = 100;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch begun = new CountDownLatch(COUNT);
  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Future<?>> all = new ArrayList<>();

  private Bystanders() {}

  /// Returns when each of the neighbours has done its work once.
  static Bystanders start(SandboxProvider provider, Environment environment)
      throws InterruptedException {
    var bystanders = new Bystanders();
    for (int i = 0; i < COUNT; i++) {
      int first = 1 + i * NUMBERS;
      bystanders.begin(() -> work(provider, environment, first, bystanders));
    }
    bystanders.begin(bystanders::beat);
    assertTrue(bystanders.begun.await(LONGEST_END.toSeconds(), TimeUnit.SECONDS));
    return bystanders;
  }

  private void begin(Callable<Void> work) {
    all.add(threads.submit(work));
  }

  /// Again and again, and once more when the harm is over.
  private static Void work(
      SandboxProvider provider, Environment environment, int first, Bystanders bystanders)
      throws InterruptedException {
    int last = first + NUMBERS - 1;
    String script =
        "set -e; mkdir work; seq %d %d | sort -R | sort -n > work/sorted; gzip -k work/sorted;"
                .formatted(first, last)
            + " gunzip -c work/sorted.gz | cmp - work/sorted; sha256sum < work/sorted; rm -r work";
    String right = digest(first, last) + "  -\n";
    try (var sandbox = provider.create(environment)) {
      boolean isLast;
      do {
        isLast = bystanders.over.getCount() == 0;
        assertEquals(right, sandbox.exec(Command.bash(script, LIMITS)).stdout());
        bystanders.begun.countDown();
      } while (!isLast);
    }
    return null;
  }

  private static String digest(int first, int last) {
    String lines =
        IntStream.rangeClosed(first, last)
            .mapToObj(number -> number + "\n")
            .collect(Collectors.joining());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A process of the host's starts and ends in time.
  private Void beat() throws InterruptedException, IOException {
    do {
      long begin = System.nanoTime();
      Process process = new ProcessBuilder("true").start();
      boolean hasEnded = process.waitFor(LONGEST_BEAT.toSeconds(), TimeUnit.SECONDS);
      process.destroyForcibly();
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
      assertTrue(
          hasEnded && millis < LONGEST_BEAT.toMillis(),
          () -> "a process of the host's took " + millis + " ms");
    } while (!over.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    return null;
  }

  /// The harm is over: everybody ends well, each with the right result.
  void finish() throws Exception {
    over.countDown();
    for (Future<?> one : all) {
      one.get(LONGEST_END.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Override
  public void close() {
    over.countDown();
    threads.shutdownNow();
    threads.close();
  }
}
