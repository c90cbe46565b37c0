package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ProcessesTest {
  @TempDir Path directory;

  @Test
  void aStartThatTakesTooLongIsToldAndEndedWhenItComes() throws Exception {
    var goOn = new CountDownLatch(1);
    var processes =
        new Processes(
            Duration.ofMillis(50),
            starting ->
                Thread.ofPlatform()
                    .daemon()
                    .unstarted(
                        () -> {
                          try {
                            goOn.await();
                            starting.run();
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                          }
                        }));
    try (processes) {
      Path pid = directory.resolve("pid");
      var argv =
          List.of(
              "sh",
              "-c",
              "echo $$ > " + pid + ".part; mv " + pid + ".part " + pid + "; exec sleep 1000");
      var failure = assertThrows(IOException.class, () -> processes.start(argv));
      assertTrue(failure.toString().contains("for sh to start"), failure.toString());
      goOn.countDown();
      // The next one is started after it, and by then it has been told to end.
      Process next = new Retry(processes).start(List.of("true"));
      assertEquals(0, next.waitFor());
      if (Files.exists(pid)) {
        long number = Long.parseLong(Files.readString(pid).strip());
        var handle = ProcessHandle.of(number);
        if (handle.isPresent()) {
          handle.get().onExit().get(10, TimeUnit.SECONDS);
        }
      }
    }
  }

  /// Starts again until the starting thread is there in time.
  private record Retry(Processes processes) {
    Process start(List<String> argv) throws InterruptedException {
      while (true) {
        try {
          return processes.start(argv);
        } catch (IOException e) {
          assertTrue(e.toString().contains("to start"), e.toString());
        }
      }
    }
  }
}
