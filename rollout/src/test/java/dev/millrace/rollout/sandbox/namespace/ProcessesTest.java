package dev.millrace.rollout.sandbox.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ProcessesTest {
  @Test
  void aStartThatTakesTooLongIsToldAndEndedWhenItComes() throws Exception {
    var goOn = new CountDownLatch(1);
    var processes =
        new Processes(
            Duration.ofMillis(500),
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
      String seconds = Long.toString(2_000_000 + ProcessHandle.current().pid());
      var argv = List.of("sleep", seconds);
      var failure = assertThrows(IOException.class, () -> processes.start(argv));
      assertTrue(failure.toString().contains("for sleep to start"), failure.toString());
      goOn.countDown();
      // The next one is started after it, and by then it has been told to end.
      Process next = new Retry(processes).start(List.of("true"));
      assertEquals(0, next.waitFor());
      for (ProcessHandle late : sleeping(seconds)) {
        late.onExit().get(60, TimeUnit.SECONDS);
      }
    }
  }

  private static List<ProcessHandle> sleeping(String seconds) {
    return ProcessHandle.current()
        .children()
        .filter(each -> each.info().commandLine().orElse("").endsWith("sleep " + seconds))
        .toList();
  }

  @Test
  void theThreadThatStartsLivesThoughAnErrorEndsAStart() throws Exception {
    var starters = new AtomicInteger();
    ThreadFactory counting =
        starting -> {
          starters.incrementAndGet();
          return Thread.ofPlatform().daemon().unstarted(starting);
        };
    try (var processes = new Processes(Duration.ofSeconds(30), counting)) {
      var failure = assertThrows(IOException.class, () -> processes.start(new NoMemory()));
      assertInstanceOf(OutOfMemoryError.class, failure.getCause());
      assertEquals(0, processes.start(List.of("true")).waitFor());
      assertEquals(1, starters.get());
    }
  }

  /// A command that no array can be made of.
  private static final class NoMemory extends AbstractList<String> {
    @Override
    public String get(int index) {
      return "true";
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public <T> T[] toArray(T[] array) {
      throw new OutOfMemoryError("as when there is none");
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
